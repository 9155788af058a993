#include "report/powershell.h"

#include <string.h>

#include "report/escape.h"
#include "report/placeholder.h"

static uint32_t placeholders_in(const char *const *line)
{
	uint32_t set = 0;

	for (; *line; line++) {
		const char *rest = *line;
		size_t before;
		enum wsp_placeholder placeholder = wsp_placeholder_next(rest, &before);

		while (placeholder != WSP_N_PLACEHOLDERS) {
			set |= 1u << placeholder;
			rest += before + strlen(wsp_placeholders[placeholder]);
			placeholder = wsp_placeholder_next(rest, &before);
		}
	}
	return set;
}

/* Append those of `set` that are not parameters yet. */
static void add_parameters(struct wsp_signature *signature, uint32_t set)
{
	for (unsigned i = 0; i < WSP_N_PLACEHOLDERS; i++) {
		if (set >> i & 1u && !wsp_signature_has(signature, (enum wsp_placeholder)i))
			signature->placeholder[signature->n++] = (uint8_t)i;
	}
}

void wsp_signature_read(struct wsp_signature *signature, const struct wsp_procedure *procedure)
{
	*signature = (struct wsp_signature){0};
	add_parameters(signature, placeholders_in(procedure->commands));
}

uint32_t wsp_signature_unknown(
	const struct wsp_plan *plan, wsp_server_id s, const struct wsp_signature *signature)
{
	uint32_t unknown = 0;

	for (uint8_t i = 0; i < signature->n; i++) {
		enum wsp_placeholder placeholder = (enum wsp_placeholder)signature->placeholder[i];

		if (!wsp_placeholder_is_known(plan, s, placeholder))
			unknown |= 1u << placeholder;
	}
	return unknown;
}

bool wsp_powershell_has_undo(const struct wsp_procedure *procedure)
{
	for (const char *const *line = procedure->back_out; *line; line++) {
		if (procedure->shell[0] && (*line)[0] != '#')
			return true;
	}
	return false;
}

bool wsp_signature_has(const struct wsp_signature *signature, enum wsp_placeholder placeholder)
{
	return memchr(signature->placeholder, (int)placeholder, signature->n) != NULL;
}

/* "<https_port>" -> "https_port" */
static void add_name(struct wsp_text *out, enum wsp_placeholder placeholder)
{
	const char *name = wsp_placeholders[placeholder];

	wsp_text_add(out, name + 1, strlen(name) - 2);
}

static void add_variable(struct wsp_text *out, enum wsp_placeholder placeholder, bool braced)
{
	wsp_text_adds(out, braced ? "${" : "$");
	add_name(out, placeholder);
	if (braced)
		wsp_text_addc(out, '}');
}

/* '<fqdn>' becomes $fqdn, any other place ${fqdn}: the only two ways they stand in commands. */
static void add_line(struct wsp_text *out, const char *line)
{
	for (;;) {
		size_t before;
		enum wsp_placeholder placeholder = wsp_placeholder_next(line, &before);
		const char *end;
		bool whole;

		if (placeholder == WSP_N_PLACEHOLDERS)
			break;
		end = line + before + strlen(wsp_placeholders[placeholder]);
		whole = before > 0 && line[before - 1] == '\'' && *end == '\'';
		wsp_text_add(out, line, before - whole);
		add_variable(out, placeholder, !whole);
		line = end + whole;
	}
	wsp_text_adds(out, line);
	wsp_text_addc(out, '\n');
}

/* A function of this name, with these lines as its body. */
static void add_function(struct wsp_text *out, const char *prefix, const char *id,
	const struct wsp_signature *signature, const char *const *line)
{
	wsp_text_addf(out, "function %s%s(", prefix, id);
	for (uint8_t i = 0; i < signature->n; i++) {
		wsp_text_adds(out, i > 0 ? ", $" : "$");
		add_name(out, (enum wsp_placeholder)signature->placeholder[i]);
	}
	WSP_TEXT_LITERAL(out, ") {\n");
	for (; *line; line++) {
		WSP_TEXT_LITERAL(out, "  ");
		add_line(out, *line);
	}
	WSP_TEXT_LITERAL(out, "}\n");
}

void wsp_powershell_function(const struct wsp_procedure *procedure,
	const struct wsp_signature *signature, struct wsp_text *out)
{
	add_function(out, "", procedure->id, signature, procedure->commands);
}

void wsp_powershell_undo(const struct wsp_procedure *procedure,
	const struct wsp_signature *signature, struct wsp_text *out)
{
	struct wsp_signature undo = *signature;

	add_parameters(&undo, placeholders_in(procedure->back_out));
	add_function(out, "undo-", procedure->id, &undo, procedure->back_out);
}

/* Host names, ports and digits are words to PowerShell; anything else is quoted. */
static bool is_word(const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789.-";

	return text[0] != '-' && text[0] != '.' && text[strspn(text, plain)] == '\0';
}

/* A host name or a number, which need no look at what they are made of. */
static bool is_plain(enum wsp_placeholder placeholder)
{
	return placeholder <= WSP_PH_HTTPS_PORT || placeholder == WSP_PH_UPSTREAM_HTTP_PORT ||
	       placeholder == WSP_PH_UPSTREAM_HTTPS_PORT;
}

static void add_argument(const struct wsp_plan *plan, wsp_server_id s,
	enum wsp_placeholder placeholder, struct wsp_text *out)
{
	struct wsp_text value = {0};

	if (is_plain(placeholder)) {
		(void)wsp_placeholder_value(plan, s, placeholder, out);
		return;
	}
	(void)wsp_placeholder_value(plan, s, placeholder, &value);
	if (is_word(wsp_text_get(&value))) {
		wsp_text_adds(out, wsp_text_get(&value));
	} else {
		wsp_text_addc(out, '\'');
		wsp_escape_powershell(out, wsp_text_get(&value));
		wsp_text_addc(out, '\'');
	}
	out->failed = out->failed || value.failed;
	wsp_text_release(&value);
}

void wsp_powershell_call(const struct wsp_plan *plan, wsp_server_id s,
	const struct wsp_procedure *procedure, const struct wsp_signature *signature,
	struct wsp_text *out)
{
	wsp_text_adds(out, procedure->id);
	for (uint8_t i = 0; i < signature->n; i++) {
		wsp_text_addc(out, ' ');
		add_argument(plan, s, (enum wsp_placeholder)signature->placeholder[i], out);
	}
}

void wsp_powershell_values(const struct wsp_plan *plan, wsp_server_id s,
	const struct wsp_signature *signature, struct wsp_text *out)
{
	bool first = true;

	for (uint8_t i = 0; i < signature->n; i++) {
		enum wsp_placeholder placeholder = (enum wsp_placeholder)signature->placeholder[i];

		if (placeholder == WSP_PH_FQDN)
			continue;
		if (!first)
			wsp_text_addc(out, ' ');
		add_argument(plan, s, placeholder, out);
		first = false;
	}
}
