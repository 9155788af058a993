# Who may include whom, and what nobody may call.
# cmake -DSRC=... -P floors.cmake
cmake_minimum_required(VERSION 3.16)

# Each floor of src/ may include itself, the public headers and the floors listed here.
set(base)
set(model base)
set(plan model base)
set(report plan model base)
set(edge report model base)
set(api report edge plan model base)
set(cli)

# Each library is known by one file.
set(third_party yaml.h jansson.h graphviz/ gvc.h cgraph.h openssl/ libical/ CUnit/)

set(banned "(^|[^a-z_0-9])(strcpy|strcat|sprintf|strtok|atoi|gmtime|localtime|hsearch|alloca)\\(")

set(n_files 0)
file(GLOB_RECURSE files "${SRC}/*.[ch]" "${SRC}/*.inc")
foreach(file IN LISTS files)
	file(RELATIVE_PATH path "${SRC}" "${file}")
	string(REGEX REPLACE "/.*" "" floor "${path}")
	math(EXPR n_files "${n_files} + 1")

	file(STRINGS "${file}" lines REGEX "^#[ \t]*include \"")
	foreach(line IN LISTS lines)
		string(REGEX REPLACE "^#[ \t]*include \"([a-z]+)/.*" "\\1" target "${line}")
		if(NOT target STREQUAL floor AND NOT target STREQUAL "wsusplan"
			AND NOT target IN_LIST ${floor})
			message(SEND_ERROR "${path}: ${floor} must not include this: ${line}")
		endif()
	endforeach()

	file(STRINGS "${file}" lines REGEX "${banned}")
	foreach(line IN LISTS lines)
		message(SEND_ERROR "${path} calls what is banned: ${line}")
	endforeach()

	file(STRINGS "${file}" lines REGEX "^#[ \t]*include <")
	foreach(line IN LISTS lines)
		foreach(library IN LISTS third_party)
			string(FIND "${line}" "<${library}" at)
			if(at LESS 0)
				continue()
			endif()
			if(NOT floor STREQUAL "edge")
				message(SEND_ERROR "${path}: only edge knows libraries: ${line}")
			endif()
			list(APPEND known_${library} "${path}")
		endforeach()
	endforeach()
endforeach()

foreach(library IN LISTS third_party)
	list(REMOVE_DUPLICATES known_${library})
	list(LENGTH known_${library} n_known)
	if(n_known GREATER 1)
		message(SEND_ERROR "<${library}...> is known by several files: ${known_${library}}")
	endif()
endforeach()
if(n_files EQUAL 0)
	message(FATAL_ERROR "no files in ${SRC}")
endif()
