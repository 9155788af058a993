#include "report/escape.h"

#include <string.h>

#include "base/array.h"

/* What each byte of a text turns into; NULL: itself. */
typedef const char *const substitutions[256];

#define WSP_CONTROLS(X)     WSP_LOW_CONTROLS(X) WSP_HIGH_CONTROLS(X)
#define WSP_SPACES(X)       X(08) X(09) X(0C) X(0D) /* all but LF, and backspace */
#define WSP_LOW_CONTROLS(X) X(01) X(02) X(03) X(04) X(05) X(06) X(07) X(0B) X(0E) X(0F)
#define WSP_HIGH_CONTROLS(X)                                                                       \
	X(10)                                                                                      \
	X(11) X(12) X(13) X(14) X(15) X(16) X(17) X(18) X(19) X(1A) X(1B) X(1C) X(1D) X(1E) X(1F)

#define WSP_JSON_CONTROL(digits)     [0x##digits] = "\\u00" #digits,
#define WSP_TERMINAL_CONTROL(digits) [0x##digits] = "\\x" #digits,
#define WSP_BLANK_CONTROL(digits)    [0x##digits] = " ",

static substitutions json_substitutions = {
	WSP_CONTROLS(WSP_JSON_CONTROL)['\b'] = "\\b",
	['\t'] = "\\t",
	['\n'] = "\\n",
	['\f'] = "\\f",
	['\r'] = "\\r",
	['"'] = "\\\"",
	['\\'] = "\\\\",
};

static substitutions terminal_substitutions = {
	WSP_CONTROLS(WSP_TERMINAL_CONTROL) WSP_SPACES(WSP_TERMINAL_CONTROL)['\n'] = "\\x0A",
	[0x7F] = "\\x7F",
};

static substitutions csv_substitutions = {['"'] = "\"\""};

/* Graphviz expands entities in labels, so & is spelled out; it comes back as itself. */
static substitutions dot_substitutions = {
	WSP_CONTROLS(WSP_BLANK_CONTROL) WSP_SPACES(WSP_BLANK_CONTROL)['\n'] = "\\n",
	['"'] = "\\\"",
	['\\'] = "\\\\",
	['&'] = "&amp;",
	[0x7F] = " ",
};

/* Those of ' ', '.' and ':' hold in some places only. */
static substitutions markdown_substitutions = {
	WSP_CONTROLS(WSP_BLANK_CONTROL) WSP_SPACES(WSP_BLANK_CONTROL)['\n'] = " ",
	[' '] = "&#32;",
	['.'] = "\\.",
	[':'] = "\\:",
	['\\'] = "\\\\",
	['`'] = "\\`",
	['*'] = "\\*",
	['_'] = "\\_",
	['['] = "\\[",
	[']'] = "\\]",
	['!'] = "\\!",
	['~'] = "\\~",
	['$'] = "\\$",
	['|'] = "\\|",
	['<'] = "&lt;",
	['>'] = "&gt;",
	['&'] = "&amp;",
};

static substitutions code_substitutions = {
	WSP_CONTROLS(WSP_BLANK_CONTROL) WSP_SPACES(WSP_BLANK_CONTROL)['\n'] = " ",
};

/* Copy runs of plain bytes at once, up to the first `stop`. @return where that is */
static const char *substitute_until(
	struct wsp_text *out, const char *text, char stop, substitutions table)
{
	for (;;) {
		const char *end = text;

		while (*end && *end != stop && !table[(unsigned char)*end])
			end++;
		if (end > text)
			wsp_text_add(out, text, (size_t)(end - text));
		if (!*end || *end == stop)
			return end;
		wsp_text_adds(out, table[(unsigned char)*end]);
		text = end + 1;
	}
}

static void substitute(struct wsp_text *out, const char *text, substitutions table)
{
	(void)substitute_until(out, text, '\0', table);
}

void wsp_escape_json(struct wsp_text *out, const char *text)
{
	wsp_text_addc(out, '"');
	substitute(out, text, json_substitutions);
	wsp_text_addc(out, '"');
}

void wsp_escape_json_words(struct wsp_text *out, const char *words)
{
	const char *end = words;

	wsp_text_addc(out, '[');
	while (*end) {
		if (end > words)
			WSP_TEXT_LITERAL(out, ", ");
		wsp_text_addc(out, '"');
		end = substitute_until(out, end, '\n', json_substitutions);
		wsp_text_addc(out, '"');
		end += *end == '\n';
	}
	wsp_text_addc(out, ']');
}

/* The scanner of Graphviz refuses a string token of more than 16,384 bytes; "a" + "b" is one
 * string. */
enum { DOT_TOKEN_MAX = 2000 };

static bool is_continuation(char byte)
{
	return ((unsigned char)byte & 0xC0) == 0x80;
}

void wsp_escape_dot(struct wsp_text *out, const char *text)
{
	size_t in_token = 0;

	wsp_text_addc(out, '"');
	while (*text) {
		const char *end = text;
		const char *replacement;

		while (*end && !dot_substitutions[(unsigned char)*end] &&
			(in_token < DOT_TOKEN_MAX || is_continuation(*end))) {
			end++;
			in_token++;
		}
		wsp_text_add(out, text, (size_t)(end - text));
		text = end;
		if (in_token >= DOT_TOKEN_MAX && *text) {
			WSP_TEXT_LITERAL(out, "\"+\"");
			in_token = 0;
			continue;
		}
		replacement = *text ? dot_substitutions[(unsigned char)*text] : NULL;
		if (replacement) {
			wsp_text_adds(out, replacement);
			text++;
			in_token++;
		}
	}
	wsp_text_addc(out, '"');
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* Spaces, and the controls that are written as one. */
static bool is_blank(char byte)
{
	return (unsigned char)byte <= ' ' && byte;
}

/* What the byte at `at` turns into; NULL: itself. '.' and ':' matter inside addresses only. */
static const char *markdown_substitution(const char *text, const char *at)
{
	const char *replacement = markdown_substitutions[(unsigned char)*at];

	if (*at == '.' && (at == text || (at[-1] != 'w' && at[-1] != 'W')))
		return NULL;
	if (*at == ':' && (!at[1] || at[1] == ' ' || is_digit(at[1])))
		return NULL;
	if (*at == ' ' && at[1])
		return NULL;
	return is_blank(*at) && !at[1] ? "&#32;"
				       : replacement; /* two blanks would break the line */
}

/* What would open a list, a heading or a rule at the start of a line. @return where to go on */
static const char *markdown_start(struct wsp_text *out, const char *text)
{
	const char *end = text;

	if (is_blank(*text) && text[1]) {
		WSP_TEXT_LITERAL(out, "&#32;");
		return text + 1;
	}
	if (*text && strchr("#+-=:", *text)) {
		wsp_text_addc(out, '\\');
		wsp_text_addc(out, *text);
		return text + 1;
	}
	while (is_digit(*end))
		end++;
	if (end == text || (*end != '.' && *end != ')'))
		return text;
	wsp_text_add(out, text, (size_t)(end - text));
	wsp_text_addc(out, '\\');
	wsp_text_addc(out, *end);
	return end + 1;
}

void wsp_escape_markdown(struct wsp_text *out, const char *text)
{
	const char *at = markdown_start(out, text);

	while (*at) {
		const char *end = at;
		const char *replacement = NULL;

		while (*end && !replacement) {
			while (*end && !markdown_substitutions[(unsigned char)*end])
				end++;
			replacement = markdown_substitution(text, end);
			end += *end && !replacement;
		}
		wsp_text_add(out, at, (size_t)(end - at));
		if (!replacement)
			return;
		wsp_text_adds(out, replacement);
		at = end + 1;
	}
}

static size_t longest_run(const char *text, char byte)
{
	size_t longest = 0;
	size_t run = 0;

	for (; *text; text++) {
		run = *text == byte ? run + 1 : 0;
		if (run > longest)
			longest = run;
	}
	return longest;
}

static void add_repeated(struct wsp_text *out, char byte, size_t n)
{
	while (n-- > 0)
		wsp_text_addc(out, byte);
}

static void escape_markdown_code(struct wsp_text *out, const char *text, bool in_table)
{
	size_t fence = longest_run(text, '`') + 1;
	size_t length = strlen(text);
	bool padded = text[0] == '`' || text[length - 1] == '`' ||
		      (is_blank(text[0]) && is_blank(text[length - 1]));

	add_repeated(out, '`', fence);
	if (padded)
		wsp_text_addc(out, ' ');
	while (in_table && strchr(text, '|')) {
		text = substitute_until(out, text, '|', code_substitutions);
		WSP_TEXT_LITERAL(out, "\\|");
		text++;
	}
	(void)substitute_until(out, text, '\0', code_substitutions);
	if (padded)
		wsp_text_addc(out, ' ');
	add_repeated(out, '`', fence);
}

/* Whether it may stand between single backticks as it is. No early end: vectors do it at once. */
static bool is_plain_code(const char *text, size_t length)
{
	const unsigned char *byte = (const unsigned char *)text;
	unsigned char special = byte[0] == ' ';

	for (size_t i = 0; i < length; i++)
		special |= (unsigned char)((byte[i] < ' ') | (byte[i] == '`') | (byte[i] == '|'));
	return !special;
}

void wsp_escape_markdown_code(struct wsp_text *out, const char *text, bool in_table)
{
	size_t length = strlen(text);

	if (!is_plain_code(text, length)) {
		escape_markdown_code(out, text, in_table);
	} else if (length > 0) { /* there is no empty code span */
		wsp_text_addc(out, '`');
		wsp_text_add(out, text, length);
		wsp_text_addc(out, '`');
	}
}

/* The signs that spreadsheets take for the start of a formula, ASCII and full-width. */
static const char *const formula_signs[] = {"=", "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D",
	"\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};

static bool may_be_formula(const char *text)
{
	text += strspn(text, " ");
	for (size_t i = 0; i < WSP_COUNT(formula_signs); i++) {
		if (strncmp(text, formula_signs[i], strlen(formula_signs[i])) == 0)
			return true;
	}
	return false;
}

void wsp_escape_csv(struct wsp_text *out, const char *text)
{
	wsp_text_addc(out, '"');
	if (may_be_formula(text))
		wsp_text_addc(out, '\'');
	substitute(out, text, csv_substitutions);
	wsp_text_addc(out, '"');
}

/* PowerShell ends a single-quoted literal at U+0027 and at U+2018 to U+201B alike. */
static size_t single_quote_length(const char *text)
{
	if (text[0] == '\'')
		return 1;
	return strncmp(text, "\xE2\x80", 2) == 0 && (unsigned char)text[2] >= 0x98 &&
			       (unsigned char)text[2] <= 0x9B
		       ? 3
		       : 0;
}

void wsp_escape_powershell(struct wsp_text *out, const char *text)
{
	const char *run = text;

	while (*text) {
		size_t quote = single_quote_length(text);

		if (quote == 0) {
			text++;
			continue;
		}
		text += quote;
		wsp_text_add(out, run, (size_t)(text - run));
		wsp_text_add(out, text - quote, quote);
		run = text;
	}
	wsp_text_add(out, run, (size_t)(text - run));
}

/* "\\x9B", "\\u202E" */
static void add_escape(struct wsp_text *out, char kind, unsigned code, unsigned digits)
{
	const char escape[] = {'\\', kind};

	wsp_text_add(out, escape, sizeof(escape));
	while (digits-- > 0)
		wsp_text_addc(out, "0123456789ABCDEF"[code >> 4 * digits & 15]);
}

/*
 * Write one character that is not ASCII. U+0080 to U+009F and the marks that change the direction
 * of writing (U+202A to U+202E, U+2066 to U+2069) are invisible and act.
 *
 * @return the bytes it took
 */
static size_t terminal_wide(struct wsp_text *out, const char *text)
{
	unsigned first = (unsigned char)text[0];
	unsigned second = (unsigned char)text[1];
	unsigned third = second ? (unsigned char)text[2] : 0;

	if (first == 0xC2 && second >= 0x80 && second <= 0x9F) {
		add_escape(out, 'x', second, 2);
		return 2;
	}
	if (first == 0xE2 && ((second == 0x80 && third >= 0xAA && third <= 0xAE) ||
				     (second == 0x81 && third >= 0xA6 && third <= 0xA9))) {
		add_escape(out, 'u', 0x2000 | (second & 0x3F) << 6 | (third & 0x3F), 4);
		return 3;
	}
	wsp_text_addc(out, text[0]);
	return 1;
}

void wsp_escape_terminal(struct wsp_text *out, const char *text)
{
	while (*text) {
		const char *end = text;

		while (*end && (signed char)*end > 0 &&
			!terminal_substitutions[(unsigned char)*end])
			end++;
		wsp_text_add(out, text, (size_t)(end - text));
		if (!*end)
			return;
		if ((signed char)*end > 0) {
			wsp_text_adds(out, terminal_substitutions[(unsigned char)*end]);
			text = end + 1;
		} else {
			text = end + terminal_wide(out, end);
		}
	}
}
