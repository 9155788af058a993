#include "expansion.h"

#include <stdio.h>
#include <string.h>

#include "model/topology.h"
#include "runner.h"
#include "wsusplan/wsusplan.h"

struct expansion expansion_at(const char *bytes, const char *now_text)
{
	struct expansion run = {.diags = wsp_diags_create()};
	int64_t now = 0;

	CU_ASSERT_PTR_NOT_NULL_FATAL(run.diags);
	CU_ASSERT_TRUE_FATAL(wsp_now_parse(now_text, &now));
	run.loaded = wsp_topology_load_memory(
		"t.yaml", bytes, strlen(bytes), NULL, run.diags, &run.topo);
	run.status = run.loaded;
	if (run.loaded == WSP_OK)
		run.status =
			wsp_calendar_expand(&run.topo->inventory, now, run.diags, &run.calendar);
	return run;
}

struct expansion expansion_of(const char *bytes)
{
	return expansion_at(bytes, NOW);
}

void expansion_end(struct expansion *run)
{
	wsp_calendar_release(&run->calendar);
	wsp_topology_free(run->topo);
	wsp_diags_free(run->diags);
}

static void print_findings(const struct expansion *run)
{
	for (size_t i = 0; i < wsp_diags_count(run->diags); i++) {
		const struct wsp_diag *diag = wsp_diags_get(run->diags, i);

		printf("  %s %s:%lu: %s\n", diag->code,
			diag->where.source ? diag->where.source : "",
			(unsigned long)diag->where.line, diag->message);
	}
}

bool expansion_finds(const struct expansion *run, const char *code, const char *source,
	unsigned line, const char *message)
{
	for (size_t i = 0; i < wsp_diags_count(run->diags); i++) {
		const struct wsp_diag *diag = wsp_diags_get(run->diags, i);

		if (strcmp(diag->code, code) == 0 && diag->where.source &&
			strcmp(diag->where.source, source) == 0 && diag->where.line == line &&
			strcmp(diag->message, message) == 0)
			return true;
	}
	print_findings(run);
	return false;
}

size_t expansion_count(const struct expansion *run, const char *code)
{
	size_t n = 0;

	for (size_t i = 0; i < wsp_diags_count(run->diags); i++)
		n += strcmp(wsp_diags_get(run->diags, i)->code, code) == 0;
	return n;
}

bool expansion_opens(const struct expansion *run, uint32_t n, const char *expected)
{
	const struct wsp_calendar *calendar = &run->calendar;
	const struct wsp_inventory *inventory = &run->topo->inventory;
	struct wsp_text text = {0};
	bool same;

	for (uint32_t i = 0; i < n && i < calendar->n_slots; i++) {
		const struct wsp_slot *slot = &calendar->slot[i];

		wsp_text_adds(&text, i > 0 ? "; " : "");
		wsp_moment_write_utc(&text, slot->start);
		wsp_text_addf(&text, "+%ld", (long)((slot->end - slot->start) / 60));
		for (uint32_t k = 0; k < slot->n_windows; k++) {
			uint32_t window = calendar->slot_window[slot->first_window + k];

			wsp_text_addf(&text, " %s",
				wsp_inventory_text(inventory, inventory->window[window].name));
		}
	}
	same = strcmp(wsp_text_get(&text), expected) == 0;
	if (!same) {
		printf("  %s\n", wsp_text_get(&text));
		print_findings(run);
	}
	wsp_text_release(&text);
	return same;
}

bool expansion_closes(const struct expansion *run, uint32_t zone, const char *expected)
{
	const struct wsp_calendar *calendar = &run->calendar;
	const struct wsp_inventory *inventory = &run->topo->inventory;
	struct wsp_text text = {0};
	bool same;

	for (uint32_t i = calendar->first_closing[zone]; i < calendar->first_closing[zone + 1];
		i++) {
		const struct wsp_closing *closing = &calendar->closing[i];

		wsp_text_adds(&text, text.length > 0 ? "; " : "");
		wsp_moment_write_utc(&text, closing->start);
		wsp_text_addc(&text, '/');
		wsp_moment_write_utc(&text, closing->end);
		wsp_text_addf(&text, " %s",
			wsp_inventory_text(inventory, inventory->freeze[closing->freeze].reason));
	}
	same = strcmp(wsp_text_get(&text), expected) == 0;
	if (!same) {
		printf("  %s\n", wsp_text_get(&text));
		print_findings(run);
	}
	wsp_text_release(&text);
	return same;
}

bool expansion_freezes(const struct expansion *run, const char *expected)
{
	const struct wsp_inventory *inventory = &run->topo->inventory;
	struct wsp_text text = {0};
	bool same;

	for (size_t i = 0; i < inventory->n_freezes; i++) {
		const struct wsp_freeze *freeze = &inventory->freeze[i];

		wsp_text_addf(&text, "%s%s", i > 0 ? "; " : "",
			wsp_inventory_text(inventory, freeze->from));
		wsp_text_addf(&text, "/%s", wsp_inventory_text(inventory, freeze->to));
		wsp_text_addf(&text, " %s", wsp_inventory_text(inventory, freeze->reason));
	}
	same = strcmp(wsp_text_get(&text), expected) == 0;
	if (!same) {
		printf("  %s\n", wsp_text_get(&text));
		print_findings(run);
	}
	wsp_text_release(&text);
	return same;
}

bool expansion_again(void *context)
{
	struct expansion *run = context;
	struct wsp_inventory *inventory = &run->topo->inventory;
	struct wsp_calendar calendar;
	struct wsp_diags diags = {0};
	enum wsp_status status;

	status = wsp_calendar_expand(inventory, 1795420800, &diags, &calendar);
	if (status == WSP_OK) {
		CU_ASSERT_EQUAL(calendar.n_slots, 8);
		wsp_calendar_release(&calendar);
	} else {
		CU_ASSERT_EQUAL(status, WSP_NO_MEMORY);
	}
	wsp_diags_release(&diags);
	return status == WSP_OK;
}
