/* Windows, freezes and sites of a random estate. */
#include "random_parts.h"

enum { N_WINDOWS_MAX = 4 };

static void write_dated_window(struct wsp_text *out, struct dice *dice, int i)
{
	static const char *const repeats[] = {"FREQ=WEEKLY;BYDAY=SA", "FREQ=WEEKLY;BYDAY=SA,SU",
		"FREQ=DAILY;UNTIL=20261001T000000Z", "FREQ=DAILY;INTERVAL=3;UNTIL=20280101T000000Z",
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "FREQ=MONTHLY;BYDAY=2TU",
		"FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=WEEKLY;COUNT=12",
		"FREQ=WEEKLY;UNTIL=20250301T000000Z"};
	bool shared = dice_chance(dice, 20); /* some windows coincide: one slot */
	bool lasting = !shared && dice_chance(dice, 8);

	wsp_text_addf(out, "  - {name: window%d, start: ", i);
	if (shared)
		wsp_text_adds(out, "2024-10-12T22:00");
	else
		wsp_text_addf(out, "2024-10-%02dT%02d:%02d", dice_between(dice, 4, 30),
			dice_below(dice, 24), 15 * dice_below(dice, 4));
	wsp_text_addf(out, ", duration: %dm",
		shared    ? 420
		: lasting ? dice_between(dice, 1500, 2900)
			  : dice_between(dice, 200, 900));
	if (lasting) /* whatever opens again has closed before */
		wsp_text_adds(out, ", repeat: \"FREQ=DAILY;INTERVAL=3;COUNT=300\"");
	else if (i == 0 && dice_chance(dice, 90)) /* one lasts as long as it takes, mostly */
		wsp_text_addf(out, ", repeat: \"%s\"", repeats[dice_below(dice, 4)]);
	else if (dice_chance(dice, 75))
		wsp_text_addf(out, ", repeat: \"%s\"", DICE_PICK(dice, repeats));
	wsp_text_adds(out, "}\n");
}

static void write_windows(struct random_rolling *rolling)
{
	struct dice dice = random_dice(rolling, PART_WINDOWS, 0);

	rolling->dated = random_has(rolling, RANDOM_DATED) && dice_chance(&dice, 60);
	if (rolling->dated)
		rolling->n_windows = dice_between(&dice, 1, N_WINDOWS_MAX);
	else if (dice_chance(&dice, 20))
		rolling->n_windows = dice_between(&dice, 1, 2);
	if (rolling->n_windows > 0)
		wsp_text_adds(rolling->out, "windows:\n");
	for (int i = 0; i < rolling->n_windows; i++) {
		if (rolling->dated && (i == 0 || dice_chance(&dice, 95)))
			write_dated_window(rolling->out, &dice, i);
		else
			wsp_text_addf(rolling->out, "  - {name: window%d, duration: %dm}\n", i,
				dice_between(&dice, 150, 1350));
	}
}

static void write_freezes(struct random_rolling *rolling)
{
	static const char *const rules[] = {"FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYMONTHDAY=-1",
		"FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=20"};
	struct dice dice = random_dice(rolling, PART_FREEZES, 0);
	int n = dice_chance(&dice, 60) ? dice_between(&dice, 1, 3) : 0;

	if (!random_has(rolling, RANDOM_FREEZES) || n == 0)
		return;
	wsp_text_adds(rolling->out, "freezes:\n");
	for (int i = 0; i < n; i++) {
		int from;

		if (dice_chance(&dice, 35)) {
			wsp_text_addf(rolling->out,
				"  - {rule: \"%s\", duration: %dd, reason: patches %d}\n",
				DICE_PICK(&dice, rules), dice_between(&dice, 1, 4), i);
			continue;
		}
		from = dice_between(&dice, 2, 150);
		wsp_text_adds(rolling->out, "  - {from: ");
		random_write_day(rolling, from);
		wsp_text_adds(rolling->out, ", to: ");
		random_write_day(rolling, from + dice_between(&dice, 0, 20));
		wsp_text_addf(rolling->out, ", reason: stocktaking %d}\n", i);
	}
}

static void write_site_windows(struct random_rolling *rolling, struct dice *dice)
{
	const char *separator = "";

	wsp_text_adds(rolling->out, ", windows: [");
	for (int i = 0; i < rolling->n_windows; i++) {
		if (i > 0 && !dice_chance(dice, 60))
			continue;
		wsp_text_addf(rolling->out, "%swindow%d", separator, i);
		separator = ", ";
	}
	wsp_text_adds(rolling->out, "]");
}

static void write_site(struct random_rolling *rolling, struct dice *dice, int i)
{
	static const char *const names[] = {"Paris", "New York", "Kathmandu", "Sydney"};
	static const char *const zones[] = {
		"Europe/Paris", "America/New_York", "Asia/Kathmandu", "Australia/Sydney"};

	wsp_text_addf(rolling->out, "  %s: {", names[i]);
	/* a site has at least this */
	wsp_text_addf(rolling->out, "switch_anytime: %s", dice_chance(dice, 30) ? "true" : "false");
	if (dice_chance(dice, 70))
		wsp_text_addf(rolling->out, ", timezone: %s", zones[i]);
	if (dice_chance(dice, 40))
		wsp_text_addf(rolling->out, ", operators: %d", dice_between(dice, 1, 3));
	if (dice_chance(dice, 30))
		wsp_text_addf(rolling->out, ", servers_per_window: %d", dice_between(dice, 1, 5));
	if (dice_chance(dice, 20))
		wsp_text_addf(
			rolling->out, ", clients_per_window: %d", dice_between(dice, 2500, 9000));
	if (rolling->n_windows > 0 && dice_chance(dice, 35))
		write_site_windows(rolling, dice);
	wsp_text_adds(rolling->out, "}\n");
}

static void write_sites(struct random_rolling *rolling)
{
	struct dice dice = random_dice(rolling, PART_SITES, 0);

	if (!random_has(rolling, RANDOM_SITES) || !dice_chance(&dice, 70))
		return;
	rolling->n_sites = dice_between(&dice, 1, 4);
	wsp_text_adds(rolling->out, "sites:\n");
	for (int i = 0; i < rolling->n_sites; i++)
		write_site(rolling, &dice, i);
}

void random_write_calendar(struct random_rolling *rolling)
{
	write_windows(rolling);
	write_freezes(rolling);
	write_sites(rolling);
}
