/* The policy of a random estate. */
#include "random_parts.h"

static void write_limits(struct random_rolling *rolling)
{
	struct dice dice = random_dice(rolling, PART_LIMITS, 0);
	struct wsp_text *out = rolling->out;

	if (!random_has(rolling, RANDOM_LIMITS))
		return;
	if (dice_chance(&dice, 40))
		wsp_text_addf(out, "  servers_per_window: %d\n", dice_between(&dice, 1, 8));
	if (dice_chance(&dice, 25))
		wsp_text_addf(out, "  clients_per_window: %d\n", dice_between(&dice, 3000, 30000));
	if (dice_chance(&dice, 30))
		wsp_text_addf(out, "  rollback_reserve: %dm\n", dice_between(&dice, 0, 60));
	if (dice_chance(&dice, 30))
		wsp_text_addf(out, "  abort: {failed_conversions: %d, failed_switches: %d%%}\n",
			dice_between(&dice, 1, 4), dice_between(&dice, 1, 60));
}

static void write_durations(struct random_rolling *rolling)
{
	static const char *const actions[] = {"restart-server", "switch-sync", "verify-sync",
		"verify-server", "require-ssl", "bind-certificate", "test-https", "unswitch-sync",
		"verify-clients"};
	struct dice dice = random_dice(rolling, PART_DURATIONS, 0);
	const char *separator = "";

	if (!random_has(rolling, RANDOM_LIMITS) || !dice_chance(&dice, 30))
		return;
	wsp_text_adds(rolling->out, "  durations: {");
	for (size_t i = 0; i < WSP_COUNT(actions); i++) {
		if (!dice_chance(&dice, 30))
			continue;
		wsp_text_addf(rolling->out, "%s%s: %dm", separator, actions[i],
			dice_chance(&dice, 30) ? 0 : dice_below(&dice, 30));
		separator = ", ";
	}
	wsp_text_adds(rolling->out, "}\n");
}

static void write_canaries(struct random_rolling *rolling)
{
	struct dice dice = random_dice(rolling, PART_CANARY, 0);
	bool counted = dice_chance(&dice, 50);
	bool any = dice_chance(&dice, 35);

	if (any && counted && random_has(rolling, RANDOM_CANARY_COUNT))
		wsp_text_addf(rolling->out, "  canary: %d\n", dice_between(&dice, 1, 5));
	else if (any && !counted && random_has(rolling, RANDOM_CANARY))
		wsp_text_addf(rolling->out, "  canary: [s%d.example.com, s%d.example.com]\n",
			dice_below(&dice, rolling->n), dice_below(&dice, rolling->n));
}

static void write_trees(struct random_rolling *rolling)
{
	struct dice dice = random_dice(rolling, PART_TREES, 0);
	bool any = false;

	if (!random_has(rolling, RANDOM_TREES) || !dice_chance(&dice, 15))
		return;
	for (int i = 0; i < rolling->n; i++) {
		if (rolling->node[i].up != RANDOM_NONE || !dice_chance(&dice, 50))
			continue;
		wsp_text_addf(rolling->out, "%s    - {root: s%d.example.com, strategy: %s}\n",
			any ? "" : "  trees:\n", i,
			dice_chance(&dice, 50) ? "top-down" : "bottom-up");
		any = true;
	}
}

static void write_soak(struct random_rolling *rolling)
{
	static const char *const soaks[] = {"1h", "12h", "24h", "2d", "1w"};
	struct dice dice = random_dice(rolling, PART_SOAK, 0);

	if (random_has(rolling, RANDOM_SOAK) && dice_chance(&dice, 40))
		wsp_text_addf(rolling->out, "  soak: %s\n", DICE_PICK(&dice, soaks));
}

static void write_syncs(struct random_rolling *rolling)
{
	struct dice dice = random_dice(rolling, PART_SYNCS, 0);

	if (random_has(rolling, RANDOM_SYNCS) && dice_chance(&dice, 40))
		wsp_text_addf(
			rolling->out, "  syncs_per_upstream: %d\n", dice_between(&dice, 1, 3));
}

static void write_cutover(struct random_rolling *rolling)
{
	struct dice dice = random_dice(rolling, PART_OVERLAP, 0);

	if (random_has(rolling, RANDOM_OVERLAP) && dice_chance(&dice, 35))
		wsp_text_adds(rolling->out, "  cutover: overlap\n");
}

void random_write_policy(struct random_rolling *rolling)
{
	static const char *const strategies[] = {
		"auto", "auto", "auto", "top-down", "bottom-up", "bottom-up"};
	struct dice dice = random_dice(rolling, PART_POLICY, 0);

	wsp_text_addf(rolling->out,
		"policy:\n  operators: %d\n  strategy: %s\n  separation: %s\n"
		"  default_window: %dm\n",
		dice_between(&dice, 1, 5), DICE_PICK(&dice, strategies),
		dice_chance(&dice, 60) ? "window" : "order", dice_between(&dice, 120, 1420));
	write_limits(rolling);
	write_durations(rolling);
	write_canaries(rolling);
	write_trees(rolling);
	write_soak(rolling);
	write_syncs(rolling);
	write_cutover(rolling);
}
