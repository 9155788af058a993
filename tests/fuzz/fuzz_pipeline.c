/* Fuzz: an inventory through everything: load, check, plan, write, read back, write again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/format.h"
#include "target.h"
#include "unit/planned.h"
#include "wsusplan/wsusplan.h"

static void insist(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

/* The formats beside JSON, whose bytes have to be the same from the plan and from the stored plan.
 */
static void (*const writers[])(const struct wsp_plan *plan, struct wsp_text *out) = {
	wsp_write_markdown, wsp_write_jsonl, wsp_write_csv, wsp_write_dot};

static void compare_all(const struct wsp_plan *plan, const struct wsp_plan *again)
{
	for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++) {
		char *first = written(plan, writers[i]);
		char *second = written(again, writers[i]);

		insist(strcmp(first, second) == 0, "a stored plan is rendered as the plan was");
		free(first);
		free(second);
	}
}

static void store_and_read(const struct wsp_plan *plan)
{
	struct wsp_diags *diags = wsp_diags_create();
	struct wsp_plan *again = NULL;
	char *json = written(plan, wsp_write_json);
	char *same;

	insist(diags && stored(json, strlen(json), diags, &again) == WSP_OK,
		"a plan that was written can be read");
	same = written(again, wsp_write_json);
	insist(strcmp(json, same) == 0, "a stored plan is written as it was");
	compare_all(plan, again);
	free(same);
	free(json);
	wsp_plan_free(again);
	wsp_diags_free(diags);
}

static bool has_error(const struct wsp_diags *diags)
{
	return wsp_diags_count_severity(diags, WSP_ERROR) > 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wsp_load_options load = WSP_LOAD_OPTIONS_INIT;
	struct wsp_plan_options options = WSP_PLAN_OPTIONS_INIT;
	struct wsp_diags *diags = wsp_diags_create();
	struct wsp_topology *topo = NULL;
	struct wsp_plan *plan = NULL;

	insist(diags != NULL, "there is memory for a list of findings");
	options.today = 20788;
	options.force = size > 0 && data[size - 1] == '#';
	load.format = size > 0 && data[0] == '{' ? "json" : "yaml";
	if (wsp_topology_load_memory("input", data, size, &load, diags, &topo) != WSP_OK) {
		insist(has_error(diags), "a refused input has an error");
	} else if (wsp_plan_create(topo, &options, diags, &plan) != WSP_OK) {
		insist(has_error(diags), "a refused plan has an error");
	} else {
		store_and_read(plan);
		wsp_plan_free(plan);
	}
	wsp_diags_free(diags);
	return 0;
}
