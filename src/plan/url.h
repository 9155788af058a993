/* URL: the parts of a client address such as https://wsus.example.com:8531. */
#ifndef WSP_PLAN_URL_H
#define WSP_PLAN_URL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wsp_url {
	const char *host; /* in the text it was parsed from, not terminated */
	size_t host_length;
	uint16_t port; /* 0: none given */
	bool https;
};

/** @return false when `text` is no http or https address of a host */
bool wsp_url_parse(const char *text, struct wsp_url *ret_url);

/** The port a client connects to: the one given, or that of the scheme. */
uint16_t wsp_url_port(const struct wsp_url *url);

/** Whether two addresses have one scheme, host and port. */
bool wsp_url_same(const struct wsp_url *a, const struct wsp_url *b);

#endif
