#include "quoting.h"

#include <string.h>

#include "plan/action.h"

/* Where in a PowerShell line we are: code, a double-quoted string, code inside of that, … */
struct quoting {
	int depth;          /* odd: inside double quotes */
	int parentheses[9]; /* open ones of the code at each even depth */
};

static const char *skip_single_quoted(const char *open, bool *ret_good)
{
	const char *close = strchr(open + 1, '\'');
	size_t before;

	*ret_good = false;
	if (!close)
		return NULL;
	*ret_good = wsp_placeholder_next(open, &before) == WSP_N_PLACEHOLDERS ||
		    open + before > close ||
		    (before == 1 && memchr(open, '>', (size_t)(close - open)) == close - 1);
	return close;
}

/* Take `*at` in code; @return the last character taken, NULL: the line ends here. */
static const char *take_code(struct quoting *quoting, const char *at, bool *ret_good)
{
	*ret_good = true;
	if (*at == '#')
		return NULL;
	if (*at == '\'')
		return skip_single_quoted(at, ret_good);
	if (*at == '"')
		quoting->depth++;
	if (*at == '(')
		quoting->parentheses[quoting->depth]++;
	if (*at == ')' && --quoting->parentheses[quoting->depth] == 0 && quoting->depth > 0)
		quoting->depth--;
	return at;
}

static const char *take_quoted(struct quoting *quoting, const char *at, bool *ret_good)
{
	*ret_good = strncmp(at, "<client_policy>", 15) != 0;
	if (*at == '`')
		return at + 1;
	if (*at == '"')
		quoting->depth--;
	if (at[0] == '$' && at[1] == '(')
		quoting->depth++;
	return at;
}

bool quoting_allows(const char *line)
{
	struct quoting quoting = {0};
	bool good = true;

	for (const char *at = line; at && *at; at++) {
		if (quoting.depth < 0 || quoting.depth > 7)
			return false;
		at = quoting.depth % 2 ? take_quoted(&quoting, at, &good)
				       : take_code(&quoting, at, &good);
		if (!good)
			return false;
		if (!at)
			break;
	}
	return quoting.depth == 0;
}
