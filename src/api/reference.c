#include <string.h>

#include "api/output.h"
#include "base/array.h"
#include "model/rule.h"
#include "model/schema.h"

int wsp_rule_get(size_t index, struct wsp_rule_text *ret_rule)
{
	if (index >= WSP_N_RULES)
		return 0;

	const struct wsp_rule *rule = &wsp_rules[index];

	*ret_rule = (struct wsp_rule_text){
		.code = rule->code,
		.title = rule->title,
		.explain = rule->explain,
		.hint = rule->hint,
		.source = rule->source,
		.severity = rule->severity,
		.finding_class = rule->finding_class,
	};
	return 1;
}

/* Every reference that is made from a table. */
static const struct reference {
	const char *name;
	void (*write)(struct wsp_text *out);
} references[] = {
	{"rules", wsp_rules_reference},
	{"input", wsp_schema_reference},
};

enum wsp_status wsp_reference(const char *what, wsp_output output, void *context)
{
	struct wsp_out out;

	for (size_t i = 0; i < WSP_COUNT(references); i++) {
		if (strcmp(references[i].name, what) != 0)
			continue;
		wsp_out_begin(&out, output, context);
		references[i].write(&out.text);
		return wsp_out_end(&out);
	}
	return WSP_INVALID;
}
