# Run the tool as a case says and compare all it did.
# cmake -DTOOL=... -DCASE=... -DOUT=... [-DBLESS=ON] -P run.cmake
#
# CASE/args      the arguments, one a line; an empty line begins a further run of the tool
# CASE/expected  of each run: stdout, "--- stderr", stderr, "--- exit N"
# CASE/stdin     standard input of every run, if it is there
# CASE/outputs   files the runs leave behind, one a line; each follows as "--- file NAME"
# CASE/requires  "graphviz" or "no-graphviz": builds in which the case makes sense
# Everything else is input. A case runs in a copy of its folder; ../../../examples is at hand.
#
# SVG is compared by structure (elements counted, titles and texts sorted), since the layout depends
# on the version of Graphviz.
cmake_minimum_required(VERSION 3.16)

set(ENV{SOURCE_DATE_EPOCH} 1796083200) # 2026-12-01
set(ENV{LC_ALL} C)
set(ENV{TZ} UTC)
unset(ENV{NO_COLOR})

get_filename_component(name "${CASE}" NAME)
set(work "${OUT}/${name}")
file(REMOVE_RECURSE "${work}")
file(COPY "${CASE}" DESTINATION "${OUT}")

# Characters that mean something in a CMake list are other ones while SVG is taken apart.
string(ASCII 1 semicolon)
string(ASCII 2 opening)
string(ASCII 3 closing)

function(sorted_matches ret_lines regex text)
	string(REGEX MATCHALL "${regex}" matches "${text}")
	list(SORT matches)
	list(JOIN matches "\n" lines)
	set(${ret_lines} "${lines}\n" PARENT_SCOPE)
endfunction()

function(structure_of_svg ret_text text)
	string(REPLACE ";" "${semicolon}" text "${text}")
	string(REPLACE "[" "${opening}" text "${text}")
	string(REPLACE "]" "${closing}" text "${text}")
	set(result "SVG by structure:\n")
	foreach(element svg g a title text polygon polyline ellipse path rect image)
		string(REGEX MATCHALL "<${element}[ >/]" matches "${text}")
		list(LENGTH matches n_matches)
		if(n_matches)
			string(APPEND result "${n_matches} ${element}\n")
		endif()
	endforeach()
	sorted_matches(titles "<title>[^<]*</title>" "${text}")
	string(REGEX REPLACE "<text[^>]*>" "<text>" text "${text}")
	sorted_matches(texts "<text>[^<]*</text>" "${text}")
	string(APPEND result "${titles}${texts}")
	string(REPLACE "${semicolon}" ";" result "${result}")
	string(REPLACE "${opening}" "[" result "${result}")
	string(REPLACE "${closing}" "]" result "${result}")
	set(${ret_text} "${result}" PARENT_SCOPE)
endfunction()

function(comparable ret_text text)
	if(text MATCHES "<svg[ \n]")
		structure_of_svg(text "${text}")
	endif()
	set(${ret_text} "${text}" PARENT_SCOPE)
endfunction()

set(input INPUT_FILE /dev/null)
if(EXISTS "${work}/stdin")
	set(input INPUT_FILE "${work}/stdin")
endif()

set(actual "")
set(args)
file(READ "${CASE}/args" lines)
string(REPLACE ";" "\\;" lines "${lines}")
string(REGEX REPLACE "\n+$" "\n\n" lines "${lines}\n")
while(NOT lines STREQUAL "")
	string(FIND "${lines}" "\n" end)
	string(SUBSTRING "${lines}" 0 ${end} line)
	math(EXPR end "${end} + 1")
	string(SUBSTRING "${lines}" ${end} -1 lines)
	if(NOT line STREQUAL "")
		list(APPEND args "${line}")
		continue()
	endif()
	execute_process(
		COMMAND "${TOOL}" ${args}
		WORKING_DIRECTORY "${work}"
		${input}
		OUTPUT_VARIABLE out
		ERROR_VARIABLE err
		RESULT_VARIABLE status)
	comparable(out "${out}")
	string(APPEND actual "${out}--- stderr\n${err}--- exit ${status}\n")
	set(args)
endwhile()
if(EXISTS "${CASE}/outputs")
	file(STRINGS "${CASE}/outputs" outputs)
	foreach(output IN LISTS outputs)
		set(text "(missing)\n")
		if(EXISTS "${work}/${output}")
			file(READ "${work}/${output}" text)
		endif()
		comparable(text "${text}")
		string(APPEND actual "--- file ${output}\n${text}")
	endforeach()
endif()

if(BLESS)
	file(WRITE "${CASE}/expected" "${actual}")
	return()
endif()
file(WRITE "${work}/actual" "${actual}")
execute_process(COMMAND diff -u "${CASE}/expected" "${work}/actual" RESULT_VARIABLE differs)
if(differs)
	message(FATAL_ERROR
		"${name} does something else now; if that is meant: cmake --build BUILD --target bless")
endif()
