#include "api/now.h"
#include "api/options.h"
#include "api/output.h"
#include "base/array.h"
#include "edge/ical.h"
#include "report/answers.h"
#include "wsusplan/answers.h"

/* A hierarchy that is planned in several ways. */
struct study {
	struct wsp_retry retry;
	struct wsp_calendar calendar;
	struct wsp_arena arena;
	const struct wsp_zone *zone; /* NULL when not dated */
	struct wsp_plan_options options;
	bool json;
};

static enum wsp_status begin_study(
	struct study *study, struct wsp_topology *topo, struct wsp_diags *diags)
{
	wsp_moment now = wsp_now(study->options.now, study->options.today);
	enum wsp_status status =
		wsp_calendar_expand(&topo->inventory, now, diags, &study->calendar);

	if (status != WSP_OK)
		return status;
	study->retry = (struct wsp_retry){
		.topo = topo,
		.options = {.today = wsp_day_of(now),
			.force = study->options.force != 0,
			.calendar = &study->calendar},
	};
	if (study->calendar.dated)
		study->zone = &study->calendar.zones.zone[0];
	return WSP_OK;
}

static enum wsp_status price(struct study *study, struct wsp_text *out)
{
	static const struct wsp_change nothing = {.kind = WSP_CHANGE_NOTHING};
	struct wsp_answer_prices answer = {.zone = study->zone};
	enum wsp_status status = wsp_retry(&study->retry, &nothing, &study->arena, &answer.base);

	if (status == WSP_OK)
		status = wsp_retry_all(&study->retry, &study->arena, &answer.prices);
	if (status == WSP_OK && study->json)
		wsp_write_prices_json(&answer, out);
	else if (status == WSP_OK)
		wsp_write_prices(&answer, out);
	return status;
}

/* A strategy that breaks a limit is told with its numbers all the same, and what it breaks. */
static enum wsp_status try_way(struct study *study, struct wsp_way *way)
{
	struct wsp_change change = {.kind = WSP_CHANGE_METHOD,
		.strategy = (uint8_t)way->strategy,
		.cutover = (uint8_t)way->cutover};
	struct wsp_retry retry = study->retry;

	retry.options.force = true;
	return wsp_retry(&retry, &change, &study->arena, &way->outcome);
}

static enum wsp_status compare(struct study *study, struct wsp_text *out)
{
	struct wsp_answer_ways answer = {
		.zone = study->zone,
		.way = {{.strategy = WSP_TOP_DOWN, .cutover = WSP_ARTICLE},
			{.strategy = WSP_TOP_DOWN, .cutover = WSP_OVERLAP},
			{.strategy = WSP_BOTTOM_UP, .cutover = WSP_ARTICLE},
			{.strategy = WSP_BOTTOM_UP, .cutover = WSP_OVERLAP}},
	};
	enum wsp_status status = WSP_OK;

	for (size_t i = 0; i < WSP_COUNT(answer.way) && status == WSP_OK; i++)
		status = try_way(study, &answer.way[i]);
	if (status == WSP_OK && study->json)
		wsp_write_ways_json(&answer, out);
	else if (status == WSP_OK)
		wsp_write_ways(&answer, out);
	return status;
}

/* Begin, do `task`, give everything back. */
static enum wsp_status carry_out(struct study *study, struct wsp_topology *topo,
	enum wsp_status (*task)(struct study *study, struct wsp_text *out), struct wsp_diags *diags,
	struct wsp_out *out)
{
	enum wsp_status ended, status = begin_study(study, topo, diags);

	if (status == WSP_OK)
		status = task(study, &out->text);
	ended = wsp_out_end(out);
	wsp_calendar_release(&study->calendar);
	wsp_arena_release(&study->arena);
	wsp_topology_free(topo);
	wsp_diags_sort(diags);
	return status != WSP_OK ? status : ended;
}

enum wsp_status wsp_what_if(struct wsp_topology *topo, const struct wsp_plan_options *options,
	int json, struct wsp_diags *diags, wsp_output output, void *context)
{
	struct study study = {.options = WSP_PLAN_OPTIONS_INIT, .json = json != 0};
	struct wsp_out out;

	wsp_options_read(&study.options, sizeof(study.options), options);
	wsp_out_begin(&out, output, context);
	return carry_out(&study, topo, price, diags, &out);
}

enum wsp_status wsp_compare(struct wsp_topology *topo, const struct wsp_plan_options *options,
	int json, struct wsp_diags *diags, wsp_output output, void *context)
{
	struct study study = {.options = WSP_PLAN_OPTIONS_INIT, .json = json != 0};
	struct wsp_out out;

	wsp_options_read(&study.options, sizeof(study.options), options);
	wsp_out_begin(&out, output, context);
	return carry_out(&study, topo, compare, diags, &out);
}
