/* Host name: one pass over the bytes. */
#include "model/hostname.h"

#include <string.h>

enum problem { EMPTY, LONG, EMPTY_LABEL, LONG_LABEL, HYPHEN, UNDERSCORE, FOREIGN, OTHER };

static const struct wsp_host_problem problems[] = {
	[EMPTY] = {"is empty", NULL},
	[LONG] = {"is longer than 253 characters", NULL},
	[EMPTY_LABEL] = {"has two dots in a row or begins with one", NULL},
	[LONG_LABEL] = {"has a part of more than 63 characters between its dots", NULL},
	[HYPHEN] = {"has a part that begins or ends with a hyphen", NULL},
	[UNDERSCORE] = {"has an underscore",
		"a host name in a certificate has letters, digits and hyphens only: rename the "
		"server or use an alias"},
	[FOREIGN] = {"has a character outside ASCII",
		"write an internationalized name in punycode: the labels that begin with xn--"},
	[OTHER] = {"has a character that is no letter, digit, hyphen or dot", NULL},
};

static const struct wsp_host_problem not_full[] = {
	{"has no dot", "write the fully qualified name, such as wsus01.contoso.com"},
	{"is an IP address", "write the name that clients and downstream servers use"},
};

/* What the byte is folded to, or 0 when it cannot stand in a name. */
static char fold(unsigned char byte)
{
	if (byte == '.')
		return '.';
	if (byte >= 'A' && byte <= 'Z')
		return (char)(byte - 'A' + 'a');
	if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-')
		return (char)byte;
	return 0;
}

static const struct wsp_host_problem *foreign(unsigned char byte)
{
	return &problems[byte >= 0x80 ? FOREIGN : byte == '_' ? UNDERSCORE : OTHER];
}

static const struct wsp_host_problem *check_label(const char *label, size_t length)
{
	if (length == 0)
		return &problems[EMPTY_LABEL];
	if (length > WSP_LABEL_MAX)
		return &problems[LONG_LABEL];
	if (label[0] == '-' || label[length - 1] == '-')
		return &problems[HYPHEN];
	return NULL;
}

const struct wsp_host_problem *wsp_host_fold(
	const char *text, size_t length, char ret_name[WSP_HOST_MAX], size_t *ret_length)
{
	size_t start = 0;

	if (length > 1 && text[length - 1] == '.')
		length--;
	if (length == 0)
		return &problems[EMPTY];
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)text[i];
		char folded = fold(byte);

		if (folded == 0)
			return foreign(byte);
		if (i >= WSP_HOST_MAX)
			return &problems[LONG];
		ret_name[i] = folded;
		if (folded != '.')
			continue;

		const struct wsp_host_problem *problem = check_label(ret_name + start, i - start);

		if (problem)
			return problem;
		start = i + 1;
	}

	const struct wsp_host_problem *problem = check_label(ret_name + start, length - start);

	if (!problem)
		*ret_length = length;
	return problem;
}

const struct wsp_host_problem *wsp_host_not_full(const char *name, size_t length)
{
	if (!memchr(name, '.', length))
		return &not_full[0];
	for (size_t i = length; i-- > 0 && name[i] != '.';) {
		if (name[i] < '0' || name[i] > '9')
			return NULL;
	}
	return &not_full[1]; /* no top-level domain is all digits */
}
