/*
 * Fuzz: calendar files and recurrence rules.
 *
 * An input that begins with "BEGIN" is a calendar file that a freeze names; any other is the rule
 * of a window and of a freeze.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "edge/ical.h"
#include "model/schema.h"
#include "target.h"

static const int64_t now = 1795420800; /* 2026-11-23T08:00Z */

static void insist(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

static wsp_string add(struct wsp_inventory *inventory, const char *text, size_t length)
{
	bool failed = false;
	wsp_string id = wsp_strings_add(&inventory->strings, text, length, &failed);

	insist(!failed, "there is memory for a string");
	return id;
}

/* One window, and one freeze that is left to the caller. */
static void begin(struct wsp_inventory *inventory)
{
	static const char start[] = "2026-12-05T22:00", zone[] = "Europe/Amsterdam";

	*inventory = (struct wsp_inventory){0};
	inventory->timezone = add(inventory, zone, sizeof(zone) - 1);
	inventory->window = calloc(1, sizeof(*inventory->window));
	inventory->freeze = calloc(1, sizeof(*inventory->freeze));
	insist(inventory->window && inventory->freeze, "there is memory for two rows");
	inventory->n_windows = inventory->window_capacity = 1;
	inventory->n_freezes = inventory->freeze_capacity = 1;
	inventory->window[0] = (struct wsp_window){.name = add(inventory, "w", 1),
		.start = add(inventory, start, sizeof(start) - 1),
		.duration = 60};
	inventory->freeze[0].duration = WSP_ABSENT;
}

/* What the rest of the program relies on. */
static void check_calendar(const struct wsp_calendar *calendar)
{
	for (uint32_t i = 0; i < calendar->n_slots; i++) {
		const struct wsp_slot *slot = &calendar->slot[i];

		insist(slot->start < slot->end && slot->end > now, "a slot ends after now");
		insist(i == 0 || slot[-1].start <= slot->start, "slots are in order");
	}
	for (uint32_t z = 0; z < calendar->zones.n_zones; z++) {
		for (uint32_t i = calendar->first_closing[z];
			i + 1 < calendar->first_closing[z + 1]; i++) {
			insist(calendar->closing[i].start <= calendar->closing[i + 1].start &&
					calendar->closing[i].end < calendar->closing[i + 1].end,
				"closings are in order");
		}
	}
}

static void expand(struct wsp_inventory *inventory)
{
	struct wsp_diags diags = {0};
	struct wsp_calendar calendar = {0};
	enum wsp_status status = wsp_calendar_expand(inventory, now, &diags, &calendar);

	insist(status != WSP_NO_MEMORY, "there is memory");
	insist((status == WSP_OK) != wsp_diags_has_errors(&diags), "a refusal is told");
	if (status == WSP_OK)
		check_calendar(&calendar);
	for (size_t i = 0; i < inventory->n_freezes && status == WSP_OK; i++) {
		const char *reason = wsp_inventory_text(inventory, inventory->freeze[i].reason);

		insist(!inventory->freeze[i].ics, "files became events");
		insist(!strpbrk(reason, "\r\n\t\033"), "a reason is one line");
	}
	wsp_calendar_release(&calendar);
	wsp_diags_release(&diags);
}

static void expand_file(const uint8_t *data, size_t size)
{
	struct wsp_inventory inventory;
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/tmp/fuzz-ical-%ld.ics", (long)getpid());
	file = fopen(path, "wb");
	insist(file && fwrite(data, 1, size, file) == size && fclose(file) == 0,
		"a file can be written");
	begin(&inventory);
	inventory.freeze[0].ics = add(&inventory, path, strlen(path));
	expand(&inventory);
	wsp_inventory_release(&inventory);
	insist(remove(path) == 0, "a file can be removed");
}

static void expand_rule(const uint8_t *data, size_t size)
{
	struct wsp_inventory inventory;
	const char *rule = (const char *)data;

	if (size == 0 || memchr(rule, '\0', size))
		return;
	begin(&inventory);
	inventory.window[0].repeat = add(&inventory, rule, size);
	inventory.freeze[0].rule = inventory.window[0].repeat;
	inventory.freeze[0].duration = 60;
	expand(&inventory);
	wsp_inventory_release(&inventory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size >= 5 && memcmp(data, "BEGIN", 5) == 0)
		expand_file(data, size);
	else
		expand_rule(data, size);
	return 0;
}
