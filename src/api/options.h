/* Options: what a caller gives, who may know an older or a newer struct than we do. */
#ifndef WSP_API_OPTIONS_H
#define WSP_API_OPTIONS_H

#include <string.h>

/**
 * Copy as much of `given` over the defaults in `options` as both sides know.
 *
 * @param size   bytes of `options`
 * @param given  begins with its own size, a size_t; NULL: the defaults stay
 */
static inline void wsp_options_read(void *options, size_t size, const void *given)
{
	size_t given_size;

	if (!given)
		return;
	memcpy(&given_size, given, sizeof(given_size));
	memcpy(options, given, given_size < size ? given_size : size);
}

#endif
