# The core (base, model, plan, report) needs few functions of the C library; nothing calls a banned
# one or keeps a variable between calls; every global name begins with wsp_.
# cmake -DNM=... -DOBJDUMP=... -DOBJECTS=... -P symbols.cmake
cmake_minimum_required(VERSION 3.16)

set(allowed
	calloc malloc realloc free
	memchr memcmp memcpy memmove memset
	strchr strcmp strcspn strlen strncmp strrchr strspn strstr
	vsnprintf snprintf
	bsearch qsort)
set(banned strcpy stpcpy strcat sprintf vsprintf strtok atoi atol gmtime localtime hsearch rand
	exit abort _exit printf puts putchar fprintf stdout stderr)

# Lines of nm are "NAME TYPE [VALUE SIZE]"; U is undefined, upper case is global.
function(names_of_type lines types ret_names)
	string(REGEX MATCHALL "(^|\n)[A-Za-z0-9_]+ [${types}]" matches "${lines}")
	string(REGEX REPLACE "[\n]| [A-Za-z]" "" names "${matches}")
	set(${ret_names} "${names}" PARENT_SCOPE)
endfunction()

foreach(object IN LISTS OBJECTS)
	string(REGEX REPLACE ".*/src/([a-z]+/)CMakeFiles/[^/]*/" "\\1" path "${object}")
	execute_process(COMMAND "${NM}" -P "${object}" OUTPUT_VARIABLE out RESULT_VARIABLE status)
	if(status)
		message(FATAL_ERROR "nm failed on ${object}")
	endif()
	names_of_type("${out}" "U" names)
	foreach(name IN LISTS names)
		# fortified and coverage builds call others in their place
		string(REGEX REPLACE "^__(.*)_chk$" "\\1" name "${name}")
		if(name MATCHES "^__[a-z]+[sdt]i[0-9]$") # the compiler's own arithmetic
			continue()
		endif()
		if(name MATCHES "^(wsp_|__stack_chk_|__gcov_|__assert_fail|_GLOBAL_OFFSET_TABLE_)")
			continue()
		endif()
		if(name IN_LIST banned)
			message(SEND_ERROR "${path} uses ${name}")
		elseif(path MATCHES "^(base|model|plan|report)/" AND NOT name IN_LIST allowed)
			message(SEND_ERROR "${path} is of the core and must not need ${name}")
		endif()
	endforeach()
	names_of_type("${out}" "TDBRCVW" names)
	foreach(name IN LISTS names)
		if(NOT name MATCHES "^wsp_")
			message(SEND_ERROR "${path} has a global name without wsp_: ${name}")
		endif()
	endforeach()

	execute_process(COMMAND "${OBJDUMP}" -t "${object}" OUTPUT_VARIABLE out)
	string(REGEX MATCHALL " O \\.(data|bss)[ \t][^\n]*" lines "${out}")
	foreach(line IN LISTS lines)
		string(REGEX REPLACE ".* " "" name "${line}")
		message(SEND_ERROR "${path} keeps a variable between calls: ${name}")
	endforeach()
endforeach()
if(NOT OBJECTS)
	message(FATAL_ERROR "no objects")
endif()
