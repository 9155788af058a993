/* Almanac as JSON: every site of every window. */
#include "report/almanac.h"
#include "report/escape.h"
#include "report/lines.h"

static const char *const standing_words[] = {
	[WSP_STANDING_OPEN] = "open",
	[WSP_STANDING_OTHER_WINDOW] = "window",
	[WSP_STANDING_FROZEN] = "freeze",
	[WSP_STANDING_TOO_EARLY] = "not_before",
};

/* What is needed of memory beside the output. */
struct writing {
	const struct wsp_almanac *almanac;
	struct wsp_text *out;
	struct wsp_text moment;
};

static void add_moment(struct writing *writing, struct wsp_object *object, const char *key,
	const struct wsp_zone *zone, wsp_moment at)
{
	wsp_text_clear(&writing->moment);
	if (zone)
		wsp_moment_write(&writing->moment, zone, at);
	else
		wsp_moment_write_utc(&writing->moment, at);
	wsp_object_text(object, key, wsp_text_get(&writing->moment));
}

static void add_row(struct writing *writing, uint32_t slot, uint32_t row)
{
	const struct wsp_almanac *almanac = writing->almanac;
	const struct wsp_inventory *inventory = &almanac->topo->inventory;
	struct wsp_judgement judgement = wsp_almanac_judge(almanac, slot, row);
	const struct wsp_closing *closing = judgement.closing;
	const char *name = wsp_almanac_row_name(almanac, row);
	struct wsp_object object = wsp_object_begin(writing->out);

	wsp_object_text_or_null(&object, "site", name);
	wsp_object_bool(&object, "open", judgement.standing == WSP_STANDING_OPEN);
	if (judgement.standing != WSP_STANDING_OPEN)
		wsp_object_text(&object, "why", standing_words[judgement.standing]);
	if (judgement.standing == WSP_STANDING_FROZEN) {
		wsp_object_text(&object, "reason",
			wsp_inventory_text(inventory, inventory->freeze[closing->freeze].reason));
		add_moment(writing, &object, "from", judgement.zone, closing->start);
		add_moment(writing, &object, "to", judgement.zone, closing->end);
	}
	if (judgement.standing == WSP_STANDING_TOO_EARLY)
		add_moment(writing, &object, "not_before", judgement.zone, judgement.not_before);
	wsp_object_end(&object);
}

static void add_windows(struct writing *writing, const struct wsp_slot *slot)
{
	const struct wsp_almanac *almanac = writing->almanac;
	const struct wsp_inventory *inventory = &almanac->topo->inventory;

	wsp_text_addc(writing->out, '[');
	for (uint32_t i = 0; i < slot->n_windows; i++) {
		uint32_t window = almanac->calendar->slot_window[slot->first_window + i];

		wsp_text_adds(writing->out, i > 0 ? ", " : "");
		wsp_escape_json(writing->out,
			wsp_inventory_text(inventory, inventory->window[window].name));
	}
	wsp_text_addc(writing->out, ']');
}

static void add_slot(struct writing *writing, uint32_t i)
{
	const struct wsp_almanac *almanac = writing->almanac;
	const struct wsp_slot *slot = &almanac->calendar->slot[i];
	const struct wsp_zone *zone = &almanac->calendar->zones.zone[0];
	int32_t change = wsp_almanac_clock_change(almanac, i) / WSP_SECONDS_A_MINUTE;
	struct wsp_object object = wsp_object_begin(writing->out);

	wsp_object_key(&object, "windows");
	add_windows(writing, slot);
	add_moment(writing, &object, "start", zone, slot->start);
	add_moment(writing, &object, "end", zone, slot->end);
	add_moment(writing, &object, "start_utc", NULL, slot->start);
	add_moment(writing, &object, "end_utc", NULL, slot->end);
	wsp_object_number(
		&object, "minutes", (uint64_t)(slot->end - slot->start) / WSP_SECONDS_A_MINUTE);
	wsp_object_key(&object, "clock_change_minutes");
	wsp_text_addf(writing->out, "%ld", (long)change);
	wsp_object_key(&object, "sites");
	wsp_text_addc(writing->out, '[');
	for (uint32_t row = 0; row < almanac->n_rows; row++) {
		wsp_text_adds(writing->out, row > 0 ? ", " : "");
		add_row(writing, i, row);
	}
	wsp_text_addc(writing->out, ']');
	wsp_object_end(&object);
}

static void add_text(struct wsp_lines *document, const char *key, const char *value)
{
	wsp_lines_member(document, key);
	wsp_escape_json(document->out, value);
}

void wsp_write_almanac_json(const struct wsp_almanac *almanac, struct wsp_text *out)
{
	const struct wsp_calendar *calendar = almanac->calendar;
	struct writing writing = {.almanac = almanac, .out = out};
	struct wsp_lines document = wsp_lines_begin(out);

	add_text(&document, "format", "wsusplan.calendar/1.0");
	wsp_moment_write_utc(&writing.moment, calendar->now);
	add_text(&document, "now", wsp_text_get(&writing.moment));
	add_text(&document, "timezone", calendar->zones.zone[0].name);
	wsp_lines_member(&document, "dated");
	wsp_text_adds(out, calendar->dated ? "true" : "false");
	wsp_lines_member(&document, "windows");
	wsp_text_addu(out, calendar->n_slots);
	wsp_lines_member(&document, "cut");
	wsp_text_adds(out, calendar->cut ? "true" : "false");
	wsp_lines_list(&document, "slots");
	for (uint32_t i = 0; i < almanac->n_slots && !out->failed; i++) {
		wsp_lines_item(&document);
		add_slot(&writing, i);
	}
	wsp_lines_list_end(&document);
	wsp_lines_end(&document);
	out->failed = out->failed || writing.moment.failed;
	wsp_text_release(&writing.moment);
}
