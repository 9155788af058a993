#include <stdlib.h>
#include <string.h>

#include "api/now.h"
#include "api/options.h"
#include "api/output.h"
#include "edge/digest.h"
#include "edge/ical.h"
#include "edge/reader.h"
#include "plan/planner.h"
#include "plan/stored.h"
#include "report/format.h"

static int add_to_digest(void *digest, const char *bytes, size_t length)
{
	wsp_digest_add(digest, bytes, length);
	return 1;
}

/* The plan's id: the front of the digest of everything it was made from. */
static enum wsp_status identify(struct wsp_plan *plan)
{
	struct wsp_digest *digest = wsp_digest_create();
	struct wsp_out out;
	enum wsp_status status;
	char hex[65];

	if (!digest)
		return WSP_NO_MEMORY;
	wsp_out_begin(&out, add_to_digest, digest);
	wsp_write_identity(plan, &out.text);
	status = wsp_out_end(&out);
	if (status == WSP_OK && !wsp_digest_finish(digest, hex))
		status = WSP_NO_MEMORY;
	wsp_digest_free(digest);
	if (status == WSP_OK)
		memcpy(plan->id, hex, sizeof(plan->id) - 1);
	return status;
}

static enum wsp_status make(struct wsp_plan *plan, struct wsp_topology *topo,
	const struct wsp_planner_options *options, struct wsp_diags *diags)
{
	enum wsp_status status = wsp_plan_make(plan, topo, options, diags);

	if (status != WSP_OK)
		return status;
	status = diags->failed ? WSP_NO_MEMORY : identify(plan);
	if (status != WSP_OK)
		wsp_plan_release(plan);
	return status;
}

static enum wsp_status make_dated(struct wsp_plan *plan, struct wsp_topology *topo,
	const struct wsp_plan_options *options, struct wsp_diags *diags)
{
	wsp_moment now = wsp_now(options->now, options->today);
	struct wsp_calendar calendar;
	struct wsp_planner_options planner_options = {
		.today = wsp_day_of(now),
		.force = options->force != 0,
		.calendar = &calendar,
	};
	enum wsp_status status = wsp_calendar_expand(&topo->inventory, now, diags, &calendar);

	if (status != WSP_OK)
		return status;
	status = make(plan, topo, &planner_options, diags);
	wsp_calendar_release(&calendar);
	return status;
}

enum wsp_status wsp_plan_create(struct wsp_topology *topo, const struct wsp_plan_options *options,
	struct wsp_diags *diags, struct wsp_plan **ret_plan)
{
	struct wsp_plan_options given = WSP_PLAN_OPTIONS_INIT;
	struct wsp_plan *plan = calloc(1, sizeof(*plan));
	enum wsp_status status = WSP_NO_MEMORY;

	wsp_options_read(&given, sizeof(given), options);
	if (plan)
		status = make_dated(plan, topo, &given, diags);
	wsp_topology_free(topo);
	wsp_diags_sort(diags);
	if (status == WSP_OK)
		*ret_plan = plan;
	else
		free(plan);
	return status;
}

static enum wsp_status read_stored(
	struct wsp_source *source, wsp_file_id file, struct wsp_diags *diags, struct wsp_plan *plan)
{
	struct wsp_stored *stored = wsp_stored_create(file, diags);
	struct wsp_reader_sink sink;
	enum wsp_status status;

	if (!stored)
		return WSP_NO_MEMORY;
	sink = wsp_stored_sink(stored);
	status = wsp_read_json(source, file, &sink, diags);
	if (status == WSP_OK)
		status = wsp_stored_finish(stored, plan);
	wsp_stored_free(stored);
	return status;
}

enum wsp_status wsp_plan_load(const char *file, struct wsp_diags *diags, struct wsp_plan **ret_plan)
{
	/* a plan is several times as large as its inventory, and is read record by record */
	const struct wsp_source_options options = {.max_bytes = UINT64_MAX};
	wsp_file_id id = wsp_diags_add_file(diags, file);
	struct wsp_source *source = NULL;
	struct wsp_plan *plan;
	enum wsp_status status = wsp_source_open(file, &options, id, diags, &source);

	if (status != WSP_OK)
		return status;
	plan = calloc(1, sizeof(*plan));
	status = plan ? read_stored(source, id, diags, plan) : WSP_NO_MEMORY;
	wsp_source_close(source);
	wsp_diags_sort(diags);
	if (status == WSP_OK)
		*ret_plan = plan;
	else
		free(plan);
	return status;
}

void wsp_plan_free(struct wsp_plan *plan)
{
	if (!plan)
		return;
	wsp_plan_release(plan);
	free(plan);
}

size_t wsp_plan_n_phases(const struct wsp_plan *plan)
{
	return plan->n_phases;
}

size_t wsp_plan_n_unscheduled(const struct wsp_plan *plan)
{
	return plan->n_unscheduled;
}
