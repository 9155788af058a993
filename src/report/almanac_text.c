/* Almanac as text: a window a line, and below it who may work in it. */
#include <inttypes.h>
#include <stdlib.h>

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

/* A slot while it is told. */
struct telling {
	const struct wsp_almanac *almanac;
	struct wsp_text *out;
	struct wsp_judgement *row; /* heap; by row */
	bool *told;                /* heap; by row */
};

static void judge_rows(struct telling *telling, uint32_t slot)
{
	for (uint32_t row = 0; row < telling->almanac->n_rows; row++) {
		telling->row[row] = wsp_almanac_judge(telling->almanac, slot, row);
		telling->told[row] = false;
	}
}

/* The names of the rows that stand like `row`; they are told with it. */
static void add_names(struct telling *telling, uint32_t row)
{
	const struct wsp_judgement *judgement = &telling->row[row];
	uint32_t n = 0;

	for (; row < telling->almanac->n_rows; row++) {
		if (!is_same(judgement, &telling->row[row]))
			continue;
		telling->told[row] = true;
		if (n < NAMES_SHOWN) {
			wsp_text_adds(telling->out, n > 0 ? ", " : "");
			add_name(telling->almanac, telling->out, row);
		}
		n++;
	}
	if (n > NAMES_SHOWN)
		wsp_text_addf(telling->out, " and %" PRIu32 " more", n - NAMES_SHOWN);
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
static void add_rows(struct telling *telling, bool open)
{
	for (uint32_t row = 0; row < telling->almanac->n_rows; row++) {
		const struct wsp_judgement *judgement = &telling->row[row];

		if ((judgement->standing == WSP_STANDING_OPEN) != open || telling->told[row])
			continue;
		wsp_text_adds(telling->out, open ? "  open    " : "  closed  ");
		add_names(telling, row);
		wsp_text_adds(telling->out, open ? "" : ": ");
		add_why(telling->almanac, telling->out, judgement);
		wsp_text_addc(telling->out, '\n');
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

static void add_slot(struct telling *telling, uint32_t i)
{
	enum { LENGTH_WIDTH = 12 };

	const struct wsp_almanac *almanac = telling->almanac;
	struct wsp_text *out = telling->out;
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
	judge_rows(telling, i);
	add_rows(telling, true);
	add_rows(telling, false);
}

void wsp_write_almanac_text(const struct wsp_almanac *almanac, struct wsp_text *out)
{
	const struct wsp_calendar *calendar = almanac->calendar;
	struct telling telling = {.almanac = almanac, .out = out};

	if (!calendar->dated) {
		wsp_text_adds(out, "No window has a start: phases are numbered, not dated.\n");
		return;
	}
	wsp_text_addf(out, "%" PRIu32 " of %s%" PRIu32 " windows, times in %s\n", almanac->n_slots,
		calendar->cut ? "at least " : "", calendar->n_slots, calendar->zones.zone[0].name);
	wsp_text_addf(out, "\n%-22s%-22s%-12s%s\n", "begins", "end", "length", "window");
	telling.row = calloc((size_t)almanac->n_rows + 1, sizeof(*telling.row));
	telling.told = calloc((size_t)almanac->n_rows + 1, sizeof(*telling.told));
	if (!telling.row || !telling.told)
		out->failed = true;
	for (uint32_t i = 0; i < almanac->n_slots && !out->failed; i++)
		add_slot(&telling, i);
	free(telling.row);
	free(telling.told);
}
