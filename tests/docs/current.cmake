# The documents that the tool makes are what it makes now.
# cmake -DTOOL=... -DROOT=... -DPICTURES=ON|OFF [-DWRITE=ON] -P current.cmake
#
# Of a picture only the texts count, since the layout depends on the version of Graphviz.
cmake_minimum_required(VERSION 3.16)

set(ENV{SOURCE_DATE_EPOCH} 1796083200) # 2026-12-01

function(run ret_text)
	execute_process(
		COMMAND "${TOOL}" ${ARGN}
		WORKING_DIRECTORY "${ROOT}"
		OUTPUT_VARIABLE text
		ERROR_VARIABLE err
		RESULT_VARIABLE status)
	if(status)
		list(JOIN ARGN " " words)
		message(FATAL_ERROR "wsusplan ${words} failed:\n${err}")
	endif()
	set(${ret_text} "${text}" PARENT_SCOPE)
endfunction()

function(texts_of ret_texts svg)
	string(REPLACE ";" "," svg "${svg}")
	string(REGEX MATCHALL "<text[^>]*>[^<]*" matches "${svg}")
	string(REGEX REPLACE "<text[^>]*>" "" texts "${matches}")
	list(SORT texts)
	list(JOIN texts "\n" lines)
	set(${ret_texts} "${lines}\n" PARENT_SCOPE)
endfunction()

function(check document)
	run(text ${ARGN})
	if(WRITE)
		file(WRITE "${ROOT}/${document}" "${text}")
		return()
	endif()
	if(NOT EXISTS "${ROOT}/${document}")
		message(SEND_ERROR "${document} is missing; write it with: cmake --build BUILD --target docs")
		return()
	endif()
	file(READ "${ROOT}/${document}" there)
	if(document MATCHES "\\.svg$")
		texts_of(text "${text}")
		texts_of(there "${there}")
	endif()
	if(NOT text STREQUAL there)
		message(SEND_ERROR
			"${document} is not what the tool makes now; if that is meant: "
			"cmake --build BUILD --target docs")
	endif()
endfunction()

# Every line that the README quotes is a line of the runbook.
function(check_quotation)
	string(ASCII 1 semicolon)
	string(ASCII 2 opening)
	string(ASCII 3 closing)
	run(runbook plan -q examples/contoso.yaml -f markdown)
	file(READ "${ROOT}/README.md" readme)
	foreach(text runbook readme)
		string(REPLACE ";" "${semicolon}" ${text} "${${text}}")
		string(REPLACE "[" "${opening}" ${text} "${${text}}")
		string(REPLACE "]" "${closing}" ${text} "${${text}}")
	endforeach()
	string(REGEX MATCHALL "\n> [^\n]*" lines "${readme}")
	foreach(line IN LISTS lines)
		string(REGEX REPLACE "^\n> " "" line "${line}")
		string(FIND "\n${runbook}" "\n${line}\n" at)
		if(at EQUAL -1)
			message(SEND_ERROR "README.md quotes what the runbook does not say: ${line}")
		endif()
	endforeach()
	if(NOT lines)
		message(SEND_ERROR "README.md does not quote the runbook")
	endif()
endfunction()

check(docs/rules.md explain --reference rules)
check(docs/input.md explain --reference input)
if(PICTURES)
	check(docs/images/contoso-phases.svg plan -q examples/contoso.yaml -f svg)
endif()
check_quotation()
