/* ASCII: letters in any case, whatever the locale. */
#ifndef WSP_BASE_ASCII_H
#define WSP_BASE_ASCII_H

#include <stdbool.h>
#include <stddef.h>

static inline char wsp_ascii_lower(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return c;
}

/** Whether two strings are the same but for the case of their letters. */
static inline bool wsp_ascii_same(const char *a, size_t a_length, const char *b, size_t b_length)
{
	if (a_length != b_length)
		return false;
	for (size_t i = 0; i < a_length; i++) {
		if (wsp_ascii_lower(a[i]) != wsp_ascii_lower(b[i]))
			return false;
	}
	return true;
}

#endif
