/* Host name: labels of letters, digits and hyphens, folded to lower case. */
#ifndef WSP_MODEL_HOSTNAME_H
#define WSP_MODEL_HOSTNAME_H

#include <stdbool.h>
#include <stddef.h>

enum { WSP_HOST_MAX = 253, WSP_LABEL_MAX = 63 };

/** What keeps a text from being a host name. */
struct wsp_host_problem {
	const char *what; /* completes "NAME …" */
	const char *hint; /* NULL: that of the rule */
};

/**
 * Check a host name and fold it: lower case, without the dot at its end.
 *
 * @param ret_name    WSP_HOST_MAX bytes; not NUL-terminated
 * @param ret_length  bytes of it
 * @return NULL when it is one, a short name or a full one
 */
const struct wsp_host_problem *wsp_host_fold(
	const char *text, size_t length, char ret_name[WSP_HOST_MAX], size_t *ret_length);

/** What keeps a folded host name from being an FQDN, or NULL. */
const struct wsp_host_problem *wsp_host_not_full(const char *name, size_t length);

#endif
