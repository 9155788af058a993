/* Almanac as text: a window a line, and below it who may work in it. */
#include <inttypes.h>

#include "base/phrase.h"
#include "report/almanac.h"
#include "report/escape.h"

enum { NAMES_SHOWN = 12 };

static const char elsewhere[] = "servers without a site";

static void add_name(const struct wsp_almanac *almanac, struct wsp_text *out, uint32_t row)
{
	const char *name = wsp_almanac_row_name(almanac, row);

	wsp_escape_terminal(out, name ? name : elsewhere);
}

static bool is_same(const struct wsp_judgement *a, const struct wsp_judgement *b)
{
	return a->standing == b->standing &&
	       (a->standing == WSP_STANDING_OPEN || a->standing == WSP_STANDING_OTHER_WINDOW ||
		       (a->zone == b->zone && a->closing == b->closing &&
			       a->not_before == b->not_before));
}

/* Whether a row before `row` stands like it, and so was told with it. */
static bool is_told(const struct wsp_almanac *almanac, uint32_t slot, uint32_t row)
{
	struct wsp_judgement judgement = wsp_almanac_judge(almanac, slot, row);

	for (uint32_t before = 0; before < row; before++) {
		struct wsp_judgement other = wsp_almanac_judge(almanac, slot, before);

		if (is_same(&judgement, &other))
			return true;
	}
	return false;
}

/* The names of the rows that stand like `row`. */
static void add_names(
	const struct wsp_almanac *almanac, struct wsp_text *out, uint32_t slot, uint32_t row)
{
	struct wsp_judgement judgement = wsp_almanac_judge(almanac, slot, row);
	uint32_t n = 0;

	for (; row < almanac->n_rows; row++) {
		struct wsp_judgement other = wsp_almanac_judge(almanac, slot, row);

		if (!is_same(&judgement, &other))
			continue;
		if (n < NAMES_SHOWN) {
			wsp_text_adds(out, n > 0 ? ", " : "");
			add_name(almanac, out, row);
		}
		n++;
	}
	if (n > NAMES_SHOWN)
		wsp_text_addf(out, " and %" PRIu32 " more", n - NAMES_SHOWN);
}

static void add_freeze(const struct wsp_almanac *almanac, struct wsp_text *out,
	const struct wsp_judgement *judgement)
{
	const struct wsp_inventory *inventory = &almanac->topo->inventory;
	const struct wsp_closing *closing = judgement->closing;

	wsp_text_adds(out, "frozen");
	if (inventory->freeze[closing->freeze].reason) {
		wsp_text_adds(out, " for \"");
		wsp_escape_terminal(out,
			wsp_inventory_text(inventory, inventory->freeze[closing->freeze].reason));
		wsp_text_adds(out, "\"");
	}
	wsp_text_adds(out, ", ");
	wsp_moment_tell(out, judgement->zone, closing->start);
	wsp_text_adds(out, " to ");
	wsp_moment_tell(out, judgement->zone, closing->end);
	if (judgement->zone != &almanac->calendar->zones.zone[0])
		wsp_text_addf(out, " %s", judgement->zone->name);
}

static void add_why(const struct wsp_almanac *almanac, struct wsp_text *out,
	const struct wsp_judgement *judgement)
{
	switch (judgement->standing) {
	case WSP_STANDING_OPEN:
		break;
	case WSP_STANDING_OTHER_WINDOW:
		wsp_text_adds(out, "open in other windows only");
		break;
	case WSP_STANDING_FROZEN:
		add_freeze(almanac, out, judgement);
		break;
	case WSP_STANDING_TOO_EARLY:
		wsp_text_adds(out, "not before ");
		wsp_moment_tell(out, judgement->zone, judgement->not_before);
		break;
	}
}

/* Without sites there is one answer and nobody to name. */
static void add_only_row(const struct wsp_almanac *almanac, struct wsp_text *out, uint32_t slot)
{
	struct wsp_judgement judgement = wsp_almanac_judge(almanac, slot, 0);

	wsp_text_adds(out, judgement.standing == WSP_STANDING_OPEN ? "  open" : "  closed: ");
	add_why(almanac, out, &judgement);
	wsp_text_addc(out, '\n');
}

/* The rows that are open, or those that are not. */
static void add_rows(
	const struct wsp_almanac *almanac, struct wsp_text *out, uint32_t slot, bool open)
{
	for (uint32_t row = 0; row < almanac->n_rows; row++) {
		struct wsp_judgement judgement = wsp_almanac_judge(almanac, slot, row);

		if ((judgement.standing == WSP_STANDING_OPEN) != open ||
			is_told(almanac, slot, row))
			continue;
		wsp_text_adds(out, open ? "  open    " : "  closed  ");
		add_names(almanac, out, slot, row);
		wsp_text_adds(out, open ? "" : ": ");
		add_why(almanac, out, &judgement);
		wsp_text_addc(out, '\n');
	}
}

static void add_windows(
	const struct wsp_almanac *almanac, struct wsp_text *out, const struct wsp_slot *slot)
{
	const struct wsp_inventory *inventory = &almanac->topo->inventory;

	for (uint32_t i = 0; i < slot->n_windows; i++) {
		uint32_t window = almanac->calendar->slot_window[slot->first_window + i];

		wsp_text_adds(out, i > 0 ? " + " : "");
		wsp_escape_terminal(
			out, wsp_inventory_text(inventory, inventory->window[window].name));
	}
}

static void add_change(const struct wsp_almanac *almanac, struct wsp_text *out, uint32_t slot)
{
	int32_t change = wsp_almanac_clock_change(almanac, slot) / WSP_SECONDS_A_MINUTE;

	if (change == 0)
		return;
	wsp_text_adds(out, "  clocks go ");
	wsp_text_adds(out, change > 0 ? "forward" : "back");
	wsp_text_adds(out, " by ");
	wsp_phrase_minutes(out, (uint64_t)(change < 0 ? -change : change));
	wsp_text_adds(out, " in this window\n");
}

static void add_slot(const struct wsp_almanac *almanac, struct wsp_text *out, uint32_t i)
{
	enum { LENGTH_WIDTH = 12 };

	const struct wsp_slot *slot = &almanac->calendar->slot[i];
	const struct wsp_zone *zone = &almanac->calendar->zones.zone[0];
	size_t before;

	wsp_text_addc(out, '\n');
	wsp_moment_tell(out, zone, slot->start);
	wsp_text_adds(out, "  ");
	wsp_moment_tell(out, zone, slot->end);
	wsp_text_adds(out, "  ");
	before = out->length;
	wsp_phrase_minutes(out, (uint64_t)(slot->end - slot->start) / WSP_SECONDS_A_MINUTE);
	while (!out->failed && out->length < before + LENGTH_WIDTH)
		wsp_text_addc(out, ' ');
	add_windows(almanac, out, slot);
	wsp_text_adds(out, "\n  ");
	wsp_moment_write_utc(out, slot->start);
	wsp_text_adds(out, " to ");
	wsp_moment_write_utc(out, slot->end);
	wsp_text_addc(out, '\n');
	add_change(almanac, out, i);
	if (almanac->topo->inventory.n_sites == 0) {
		add_only_row(almanac, out, i);
		return;
	}
	add_rows(almanac, out, i, true);
	add_rows(almanac, out, i, false);
}

void wsp_write_almanac_text(const struct wsp_almanac *almanac, struct wsp_text *out)
{
	const struct wsp_calendar *calendar = almanac->calendar;

	if (!calendar->dated) {
		wsp_text_adds(out, "No window has a start: phases are numbered, not dated.\n");
		return;
	}
	wsp_text_addf(out, "%" PRIu32 " of %s%" PRIu32 " windows, times in %s\n", almanac->n_slots,
		calendar->cut ? "at least " : "", calendar->n_slots, calendar->zones.zone[0].name);
	wsp_text_addf(out, "\n%-22s%-22s%-12s%s\n", "begins", "end", "length", "window");
	for (uint32_t i = 0; i < almanac->n_slots && !out->failed; i++)
		add_slot(almanac, out, i);
}
