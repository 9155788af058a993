/* Host: comparing host names. */
#include "plan/host.h"

#include <string.h>

#include "base/ascii.h"
#include "base/list.h"

bool wsp_host_is_address(const char *host, size_t length)
{
	bool only_digits = length > 0;

	for (size_t i = 0; i < length; i++) {
		if (host[i] == ':')
			return true;
		if (host[i] != '.' && (host[i] < '0' || host[i] > '9'))
			only_digits = false;
	}
	return only_digits;
}

bool wsp_host_is_short(const char *host, size_t length)
{
	return !wsp_host_is_address(host, length) && !memchr(host, '.', length);
}

static bool matches(const char *name, size_t name_length, const char *host, size_t length)
{
	if (name_length > 2 && name[0] == '*' && name[1] == '.') {
		const char *dot = memchr(host, '.', length);

		return dot && dot > host &&
		       wsp_ascii_same(
			       name + 1, name_length - 1, dot, length - (size_t)(dot - host));
	}
	return wsp_ascii_same(name, name_length, host, length);
}

bool wsp_host_is_covered(const char *names, const char *host, size_t length)
{
	const char *name;
	size_t name_length;

	while (wsp_list_next(&names, &name, &name_length)) {
		if (matches(name, name_length, host, length))
			return true;
	}
	return false;
}

bool wsp_host_is_listed(const char *names, const char *host, size_t length)
{
	const char *name;
	size_t name_length;

	while (wsp_list_next(&names, &name, &name_length)) {
		if (wsp_ascii_same(name, name_length, host, length))
			return true;
	}
	return false;
}
