/* Host: kinds of host names, and whether a certificate's names cover one. Case does not count. */
#ifndef WSP_PLAN_HOST_H
#define WSP_PLAN_HOST_H

#include <stdbool.h>
#include <stddef.h>

/** Whether `host` is a name of one label. */
bool wsp_host_is_short(const char *host, size_t length);

/** Whether `host` is an IPv4 or IPv6 address. */
bool wsp_host_is_address(const char *host, size_t length);

/**
 * Whether one of `names` is `host`, or a wildcard for it.
 * @param names  separated by '\n'; `*` stands for exactly one label, the first
 */
bool wsp_host_is_covered(const char *names, const char *host, size_t length);

/** Whether `host` itself is one of `names`. */
bool wsp_host_is_listed(const char *names, const char *host, size_t length);

#endif
