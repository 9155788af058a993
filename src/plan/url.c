/* URL: the parts of a client address. */
#include "plan/url.h"

#include <string.h>

#include "base/ascii.h"
#include "base/number.h"

static bool skip_scheme(const char **text, const char *scheme)
{
	const char *at = *text;

	for (; *scheme; scheme++, at++) {
		if (*scheme != *at &&
			!(*scheme >= 'a' && *scheme <= 'z' && *scheme - 'a' + 'A' == *at))
			return false;
	}
	*text = at;
	return true;
}

/* An IPv6 address stands in brackets, because it has colons of its own. */
static size_t host_length(const char *text, size_t length)
{
	const char *end = memchr(text, text[0] == '[' ? ']' : ':', length);

	if (!end)
		return text[0] == '[' ? 0 : length;
	return (size_t)(end - text) + (text[0] == '[');
}

bool wsp_url_parse(const char *text, struct wsp_url *ret_url)
{
	struct wsp_url url = {.https = skip_scheme(&text, "https://")};
	size_t length;

	if (!url.https && !skip_scheme(&text, "http://"))
		return false;

	length = strcspn(text, "/?#");
	url.host = text;
	url.host_length = host_length(text, length);
	if (url.host_length == 0 || memchr(text, '@', length))
		return false;
	if (url.host_length < length) {
		uint64_t port = 0;

		if (text[url.host_length] != ':' ||
			!wsp_parse_count(
				text + url.host_length + 1, length - url.host_length - 1, &port) ||
			port == 0 || port > UINT16_MAX)
			return false;
		url.port = (uint16_t)port;
	}
	*ret_url = url;
	return true;
}

uint16_t wsp_url_port(const struct wsp_url *url)
{
	if (url->port)
		return url->port;
	return url->https ? 443 : 80;
}

bool wsp_url_same(const struct wsp_url *a, const struct wsp_url *b)
{
	return a->https == b->https && wsp_url_port(a) == wsp_url_port(b) &&
	       wsp_ascii_same(a->host, a->host_length, b->host, b->host_length);
}
