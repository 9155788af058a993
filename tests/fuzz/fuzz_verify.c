/* Fuzz: the judge of plans, fed with plans that people and programs may have edited. */
#include <stdlib.h>

#include "edge/ical.h"
#include "edge/reader.h"
#include "plan/claims.h"
#include "target.h"

enum { VIOLATIONS = 40 };

static bool pass(void *context, const struct wsp_trace *trace)
{
	size_t *n_steps = context;

	++*n_steps;
	return trace->n_changes < SIZE_MAX;
}

/* Judge whatever could be read; no answer is wrong, as long as there is one. */
static void judge(struct wsp_statement *statement, struct wsp_diags *diags)
{
	struct wsp_violation violation[VIOLATIONS];
	struct wsp_calendar calendar = {0};
	size_t n_traced = 0;

	if (statement->dated && wsp_calendar_expand(&statement->topo.inventory, statement->now,
					diags, &calendar) == WSP_OK)
		statement->claims.calendar = &calendar;
	if (wsp_statement_compare(statement, &statement->topo) != 0)
		abort(); /* an inventory differs from itself */
	if (wsp_statement_claim(statement, NULL) != WSP_OK)
		abort();
	(void)wsp_verify(&statement->claims, violation, VIOLATIONS);
	if (wsp_verify_trace(&statement->claims, pass, &n_traced) != WSP_OK || n_traced == 0)
		abort();
	(void)wsp_statement_reconcile(statement);
	wsp_calendar_release(&calendar);
}

static void read_and_judge(struct wsp_source *source, struct wsp_diags *diags)
{
	struct wsp_statement *statement = wsp_statement_create(1, diags);
	struct wsp_reader_sink sink;
	enum wsp_status status;

	if (!statement)
		return;
	sink = wsp_statement_sink(statement);
	status = wsp_read_json(source, 1, &sink, diags);
	if (status == WSP_OK)
		status = wsp_statement_finish(statement);
	if (status == WSP_INVALID && !wsp_diags_has_errors(diags))
		abort(); /* refused without a reason */
	if (status == WSP_OK && !statement->sound && !wsp_diags_has_errors(diags))
		abort();
	if (status == WSP_OK && statement->sound)
		judge(statement, diags);
	wsp_statement_free(statement);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct wsp_source_options options = {0};
	struct wsp_diags diags = {0};
	struct wsp_source *source = NULL;

	if (wsp_diags_add_file(&diags, "plan.json") != 0 &&
		wsp_source_memory(data, size, &options, 1, &diags, &source) == WSP_OK) {
		read_and_judge(source, &diags);
		wsp_source_close(source);
	}
	wsp_diags_release(&diags);
	return 0;
}
