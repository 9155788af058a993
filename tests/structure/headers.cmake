# Every header compiles alone: the public ones as C11 and as C++, the others as C11.
# Writes probe.c where it runs.
# cmake -DROOT=... -DCC=... -DCXX=... -P headers.cmake
cmake_minimum_required(VERSION 3.16)

set(strict -Wall -Wextra -Wpedantic -Werror -fsyntax-only)

file(WRITE probe.c "typedef int not_empty;\n") # a header may hold macros only

function(compile compiler language standard header)
	execute_process(
		COMMAND "${compiler}" -x ${language} -std=${standard} ${strict}
			-I "${ROOT}/include" -I "${ROOT}/src" -include "${header}" probe.c
		ERROR_VARIABLE err
		RESULT_VARIABLE status)
	if(status)
		message(SEND_ERROR "${header} does not compile alone as ${standard}:\n${err}")
	endif()
endfunction()

file(GLOB public RELATIVE "${ROOT}/include" "${ROOT}/include/wsusplan/*.h")
foreach(header IN LISTS public)
	compile("${CC}" c c11 "${header}")
	compile("${CXX}" c++ c++11 "${header}")
endforeach()
file(GLOB_RECURSE inner RELATIVE "${ROOT}/src" "${ROOT}/src/*.h")
foreach(header IN LISTS inner)
	compile("${CC}" c c11 "${header}")
endforeach()
if(NOT public OR NOT inner)
	message(FATAL_ERROR "no headers in ${ROOT}")
endif()
