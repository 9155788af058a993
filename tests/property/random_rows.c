/* The servers of a random estate, a line each. */
#include <string.h>

#include "random_parts.h"

static void write_certificate(struct random_rolling *rolling, struct dice *dice, int i)
{
	static const char *const sources[] = {"domain-ca", "public-ca", "self-signed"};
	static const char *const expires[] = {"2024-10-04", "2024-10-03", "2026-01-01"};
	static const char *const names[] = {"[\"*.example.com\"]", "[other.example.com]",
		"[\"*.com\"]", "[wsus.example.com, \"*.example.com\"]"};
	struct dice dates = random_dice(rolling, PART_DATES, i + 1000);

	wsp_text_addf(rolling->out, ", certificate: {source: %s", DICE_PICK(dice, sources));
	if (dice_chance(dice, 50))
		wsp_text_addf(rolling->out, ", expires: %s", DICE_PICK(dice, expires));
	if (dice_chance(dice, 30))
		wsp_text_addf(rolling->out, ", names: %s", DICE_PICK(dice, names));
	if (random_has(rolling, RANDOM_DATES) && dice_chance(&dates, 40))
		wsp_text_addf(rolling->out, ", lead: %dd", dice_below(&dates, 12));
	wsp_text_adds(rolling->out, "}");
}

/* State of a server that no rollout leaves so. */
static void write_contradiction(struct wsp_text *out, struct dice *dice)
{
	static const char *const apps[] = {"ApiRemoting30, ClientWebService",
		"ServerSyncWebService, DSSAuthWebService", "ClientWebService, DSSAuthWebService"};

	if (dice_chance(dice, 40))
		wsp_text_addf(out, ", required_apps: [%s]", DICE_PICK(dice, apps));
	if (dice_chance(dice, 10))
		wsp_text_adds(out, ", extra_apps: [Content]");
	if (dice_chance(dice, 30))
		wsp_text_addf(out, ", sync_port: %d", dice_chance(dice, 50) ? 8531 : 8530);
}

/* A server as a rollout leaves it, at one of the stages; its link likewise. */
static void write_state(struct random_rolling *rolling, int i)
{
	static const char *const stages[] = {"none", "bound", "required", "configured"};
	static const char *const links[] = {"true", "false"};
	static const char *const clients[] = {"none", "some", "all"};
	struct dice habits = random_dice(rolling, PART_STATE, 0);
	struct dice dice = random_dice(rolling, PART_STATE, i + 1);
	int percent = 20 + dice_below(&habits, 80);
	bool contradicts = dice_chance(&habits, 30);
	int stage = dice_below(&dice, 4);

	if (!rolling->begun || !dice_chance(&dice, percent))
		return;
	wsp_text_addf(rolling->out, ", state: {https: %s", stages[stage]);
	if (dice_chance(&dice, 50))
		wsp_text_addf(rolling->out, ", sync_ssl: %s", DICE_PICK(&dice, links));
	if (stage == 3 || dice_chance(&dice, 10))
		wsp_text_addf(rolling->out, ", clients_https: %s", DICE_PICK(&dice, clients));
	if (contradicts && dice_chance(&dice, 15))
		write_contradiction(rolling->out, &dice);
	wsp_text_adds(rolling->out, "}");
}

static void write_left_out(struct random_rolling *rolling, int i)
{
	struct dice habits = random_dice(rolling, PART_LEFT_OUT, 0);
	struct dice dice = random_dice(rolling, PART_LEFT_OUT, i + 1);
	int held = dice_below(&habits, 15);
	int excluded = dice_below(&habits, 15);
	int old_tls = dice_below(&habits, 8);

	if (rolling->tidy)
		return;
	if (dice_chance(&dice, held)) {
		wsp_text_adds(rolling->out, ", hold: {reason: migration");
		if (random_has(rolling, RANDOM_DATES) && dice_chance(&dice, 60)) {
			wsp_text_adds(rolling->out, ", until: ");
			random_write_day(rolling, dice_between(&dice, -3, 40));
		}
		wsp_text_adds(rolling->out, "}");
	}
	if (dice_chance(&dice, excluded))
		wsp_text_addf(rolling->out, ", exclude: {reason: to be replaced, switch: %s}",
			dice_chance(&dice, 40) ? "false" : "true");
	if (dice_chance(&dice, old_tls))
		wsp_text_adds(rolling->out, ", tls12: false");
}

static void write_dates(struct random_rolling *rolling, int i)
{
	struct dice habits = random_dice(rolling, PART_DATES, 0);
	struct dice dice = random_dice(rolling, PART_DATES, i + 1);
	bool any = dice_chance(&habits, 60);
	bool strict = dice_chance(&habits, 8);

	if (!random_has(rolling, RANDOM_DATES) || !any)
		return;
	if (dice_chance(&dice, 15)) {
		wsp_text_adds(rolling->out, ", not_before: ");
		random_write_day(rolling, dice_between(&dice, 0, 70));
		if (dice_chance(&dice, 20))
			wsp_text_adds(rolling->out, "T12:30");
	}
	if (dice_chance(&dice, 10)) {
		wsp_text_adds(rolling->out, ", deadline: ");
		random_write_day(rolling,
			strict ? dice_between(&dice, 5, 60) : dice_between(&dice, 1500, 3000));
	}
}

static void write_clients(struct random_rolling *rolling, struct dice *dice, int i)
{
	static const char *const by[] = {"gpo", "mdm", "local", "none"};
	struct dice habits = random_dice(rolling, PART_HABITS, 1);
	const struct random_node *node = &rolling->node[i];
	int most = dice_chance(&habits, 30) ? 5000 : 500;
	int kind = dice_below(dice, 5);

	wsp_text_addf(rolling->out, ", clients: %d", dice_below(dice, most));
	if (node->policy != RANDOM_NONE)
		wsp_text_addf(rolling->out, ", clients_by: Policy %d", node->policy);
	else if (node->role != RANDOM_NONE && kind < 3)
		wsp_text_adds(rolling->out, ", clients_by: configmgr");
	else if (kind < 4)
		wsp_text_addf(rolling->out, ", clients_by: %s", by[kind]);
}

static void write_site(struct random_rolling *rolling, int i)
{
	static const char *const names[] = {
		"Paris", "New York", "Kathmandu", "Sydney", "Elsewhere"};
	struct dice dice = random_dice(rolling, PART_SITE_OF, i);

	if (rolling->n_sites > 0 && dice_chance(&dice, 80))
		wsp_text_addf(rolling->out, ", site: %s",
			dice_chance(&dice, 10) ? names[4]
					       : names[dice_below(&dice, rolling->n_sites)]);
}

static void write_role(struct random_rolling *rolling, int i)
{
	static const char *const roles[] = {"cas", "primary", "secondary"};
	const struct random_node *node = &rolling->node[i];

	if (node->role != RANDOM_NONE)
		wsp_text_addf(rolling->out, ", configmgr: {role: %s, site_code: C%02d}",
			roles[node->role], i);
	if (node->group != RANDOM_NONE && rolling->group[node->group].kind == KIND_DATABASE)
		wsp_text_adds(rolling->out, ", database: remote-sql");
}

static void write_upstream(struct random_rolling *rolling, int i)
{
	const struct random_node *node = &rolling->node[i];

	wsp_text_addf(rolling->out, "  - {fqdn: s%d.example.com, upstream: ", i);
	if (node->up_group != RANDOM_NONE)
		wsp_text_addf(rolling->out, "group%d.example.com", node->up_group);
	else if (node->up != RANDOM_NONE)
		wsp_text_addf(rolling->out, "s%d.example.com", node->up);
	else
		wsp_text_adds(rolling->out, "microsoft-update");
	wsp_text_addf(rolling->out, ", mode: %s", node->autonomous ? "autonomous" : "replica");
}

static void write_row(struct random_rolling *rolling, int i)
{
	struct dice dice = random_dice(rolling, PART_SERVER, i);

	write_upstream(rolling, i);
	write_clients(rolling, &dice, i);
	if (dice_chance(&dice, 20))
		wsp_text_adds(rolling->out, ", http_port: 80, https_port: 443");
	if (dice_chance(&dice, 40))
		write_certificate(rolling, &dice, i);
	write_site(rolling, i);
	write_role(rolling, i);
	write_state(rolling, i);
	write_left_out(rolling, i);
	write_dates(rolling, i);
	if (rolling->node[i].retired)
		wsp_text_adds(rolling->out, ", retired: true");
	wsp_text_adds(rolling->out, "}\n");
}

void random_write_servers(struct random_rolling *rolling)
{
	wsp_text_adds(rolling->out, "servers:\n");
	for (int i = 0; i < rolling->n; i++)
		write_row(rolling, i);
}
