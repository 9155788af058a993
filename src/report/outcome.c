#include "report/outcome.h"

#include <string.h>

#include "base/phrase.h"
#include "plan/strategy.h"
#include "report/clock.h"
#include "report/escape.h"

enum { GAP = 2, LEAST_WIDTH = 24, MOST_WIDTH = 64, MINUTES_A_DAY = 24 * 60 };

static void pad(struct wsp_text *out, size_t n)
{
	while (n-- > 0)
		wsp_text_addc(out, ' ');
}

/* Characters, as far as a terminal counts them: bytes that do not continue one. */
static size_t width_of(const char *text)
{
	size_t width = 0;

	for (; *text; text++)
		width += ((unsigned char)*text & 0xc0) != 0x80;
	return width;
}

size_t wsp_outcome_width(const struct wsp_prices *prices)
{
	size_t widest = LEAST_WIDTH;

	for (uint32_t i = 0; i < prices->n; i++) {
		size_t width = width_of(prices->price[i].change.text);

		if (width > widest)
			widest = width;
	}
	return widest < MOST_WIDTH ? widest : MOST_WIDTH;
}

void wsp_outcome_cell(struct wsp_text *out, const char *text, size_t width)
{
	size_t used = width_of(text);

	wsp_escape_terminal(out, text);
	pad(out, used < width ? width - used : 0);
}

void wsp_outcome_cell_right(struct wsp_text *out, struct wsp_text *text, size_t width)
{
	size_t used = text->length;

	pad(out, GAP + (used < width ? width - used : 0));
	wsp_text_add(out, wsp_text_get(text), used);
	out->failed = out->failed || text->failed;
	wsp_text_clear(text);
}

static const struct wsp_zone *known(const struct wsp_zone *zone)
{
	return zone ? zone : &wsp_utc;
}

void wsp_outcome_end(
	struct wsp_text *out, const struct wsp_outcome *outcome, const struct wsp_zone *zone)
{
	if (outcome->end == WSP_NO_MOMENT)
		wsp_phrase_minutes(out, outcome->minutes);
	else
		wsp_moment_tell(out, known(zone), outcome->end);
}

static void begin_difference(struct wsp_text *out)
{
	if (out->length > 0)
		wsp_text_adds(out, ", ");
}

static uint64_t distance(uint64_t a, uint64_t b)
{
	return a > b ? a - b : b - a;
}

static void tell_phases(struct wsp_text *out, uint32_t now, uint32_t before)
{
	if (now == before)
		return;
	wsp_phrase_count(out, distance(now, before), "phase");
	wsp_text_adds(out, now < before ? " fewer" : " more");
}

static void tell_end(struct wsp_text *out, wsp_moment now, wsp_moment before)
{
	uint64_t minutes;

	if (now == WSP_NO_MOMENT || before == WSP_NO_MOMENT || now == before)
		return;
	minutes = distance((uint64_t)now, (uint64_t)before) / WSP_SECONDS_A_MINUTE;
	begin_difference(out);
	if (minutes >= MINUTES_A_DAY) {
		wsp_phrase_number(out, minutes / MINUTES_A_DAY);
		wsp_text_adds(out, minutes / MINUTES_A_DAY == 1 ? " day" : " days");
	} else {
		wsp_phrase_minutes(out, minutes);
	}
	wsp_text_adds(out, now < before ? " earlier" : " later");
}

static void tell_minutes(struct wsp_text *out, uint64_t now, uint64_t before, const char *of)
{
	if (now == before)
		return;
	begin_difference(out);
	wsp_phrase_minutes(out, distance(now, before));
	wsp_text_adds(out, now < before ? " less " : " more ");
	wsp_text_adds(out, of);
}

void wsp_outcome_difference(
	struct wsp_text *out, const struct wsp_outcome *outcome, const struct wsp_outcome *base)
{
	if (outcome->status != WSP_OK || base->status != WSP_OK)
		return;
	if (outcome->chosen != base->chosen) {
		wsp_text_adds(out, wsp_strategy_name(outcome->chosen));
		if (outcome->n_phases != base->n_phases)
			begin_difference(out);
	}
	tell_phases(out, outcome->n_phases, base->n_phases);
	tell_end(out, outcome->end, base->end);
	if (outcome->end == WSP_NO_MOMENT)
		tell_minutes(out, outcome->minutes, base->minutes, "in windows");
	tell_minutes(
		out, outcome->exposure.outage, base->exposure.outage, "without synchronization");
}

void wsp_outcome_members(
	struct wsp_object *object, const struct wsp_outcome *outcome, const struct wsp_zone *zone)
{
	wsp_object_bool(object, "feasible", outcome->status == WSP_OK);
	wsp_object_text_or_null(object, "problem", outcome->problem);
	if (outcome->status != WSP_OK)
		return;
	wsp_object_text(object, "strategy", wsp_strategy_name(outcome->chosen));
	wsp_object_text_or_null(object, "waiver", outcome->waiver);
	wsp_object_number(object, "phases", outcome->n_phases);
	wsp_object_number(object, "minutes", outcome->minutes);
	wsp_object_moment(object, "end", known(zone), outcome->end);
	wsp_object_number(object, "visits", outcome->exposure.visits);
	wsp_object_number(object, "links_interrupted", outcome->exposure.links);
	wsp_object_number(object, "longest_outage_minutes", outcome->exposure.longest_outage);
	wsp_object_number(object, "outage_minutes", outcome->exposure.outage);
	wsp_object_number(object, "clients_interrupted", outcome->exposure.clients);
	wsp_object_number(object, "client_minutes", outcome->exposure.client_minutes);
}

void wsp_change_members(struct wsp_object *object, const struct wsp_change *change)
{
	wsp_object_text(object, "change", wsp_change_name((enum wsp_change_kind)change->kind));
	wsp_object_text(object, "key", wsp_change_key((enum wsp_change_kind)change->kind));
	wsp_object_text(object, "text", change->text);
}
