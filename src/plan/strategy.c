#include "plan/strategy.h"

#include <string.h>

#include "base/array.h"
#include "base/phrase.h"
#include "model/rule.h"

static const char *const names[] = {
	[WSP_AUTO] = "auto", [WSP_TOP_DOWN] = "top-down", [WSP_BOTTOM_UP] = "bottom-up"};

const char *wsp_strategy_name(enum wsp_strategy strategy)
{
	return names[strategy];
}

/* What one window would have to take if everything went top-down. */
struct trial {
	struct wsp_top_down window;
	wsp_server_id obstacle; /* a held or blocked server, WSP_NO_SERVER: none */
	wsp_server_id soaking;  /* a server that waits for one below it by `soak`, or none */
	bool canary;
	const char *failed; /* the limit that rules it out, "" none */
};

/* Why a tree cannot go top-down whatever the window: every server has to take part. */
static void find_obstacles(const struct wsp_fill *fill, const bool *set, struct trial *trial)
{
	const struct wsp_plan *plan = fill->plan;

	trial->obstacle = trial->soaking = WSP_NO_SERVER;
	for (wsp_server_id s = plan->topo.n_servers; s-- > 0;) {
		wsp_server_id upstream = plan->topo.parent[s];

		if (set && !set[s])
			continue;
		if (plan->status[s] == WSP_STATUS_HELD || plan->status[s] == WSP_STATUS_BLOCKED)
			trial->obstacle = s;
		if (fill->terms->canary && fill->terms->canary[s])
			trial->canary = true;
		if (fill->terms->soak > 0 && upstream != WSP_NO_SERVER &&
			wsp_fill_takes_part(fill, set, s) &&
			wsp_fill_takes_part(fill, set, upstream))
			trial->soaking = upstream;
	}
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		if ((!set || set[s]) && plan->status[s] == WSP_STATUS_HELD)
			trial->obstacle = s; /* the held one tells more than whom it blocks */
	}
}

static bool try_top_down(struct wsp_fill *fill, const bool *set, struct trial *trial)
{
	*trial = (struct trial){.failed = ""};
	if (!wsp_fill_try_top_down(fill, set, &trial->window))
		return false;
	find_obstacles(fill, set, trial);
	if (trial->obstacle != WSP_NO_SERVER)
		trial->failed = "hold";
	else if (trial->canary)
		trial->failed = "canary";
	else if (trial->soaking != WSP_NO_SERVER)
		trial->failed = "soak";
	else if (*trial->window.failed)
		trial->failed = trial->window.failed;
	else if (trial->window.broken)
		trial->failed = trial->window.broken->name;
	return true;
}

static uint32_t usable(const struct wsp_fill *fill, const struct trial *trial)
{
	return fill->terms->window_length > trial->window.reserve
		       ? fill->terms->window_length - trial->window.reserve
		       : 0;
}

/* "converting 57 servers top-down takes 11 h 05 min with 4 operators; the longest window gives …"
 */
static void add_numbers(
	struct wsp_text *text, const struct wsp_fill *fill, const struct trial *trial)
{
	wsp_text_addf(text, "converting %u server%s top-down takes ", trial->window.n,
		trial->window.n == 1 ? "" : "s");
	wsp_phrase_minutes(text, trial->window.minutes);
	wsp_text_addf(text, " with %u operator%s; the longest window gives ",
		fill->terms->operators, fill->terms->operators == 1 ? "" : "s");
	wsp_phrase_minutes(text, usable(fill, trial));
	wsp_text_adds(text, " (");
	wsp_phrase_minutes(text, fill->terms->window_length);
	wsp_text_adds(text, " less ");
	wsp_phrase_minutes(text, trial->window.reserve);
	wsp_text_adds(text,
		trial->window.n == 1 ? " to back out of it)" : " to back out of all of them)");
}

/* What comes before the next failure: the first one stands against numbers that fit, or joins them.
 */
static void add_joint(
	struct wsp_text *text, const struct wsp_fill *fill, const struct trial *trial, bool *first)
{
	bool fits = trial->window.minutes <= usable(fill, trial);

	wsp_text_adds(text, *first && fits ? ", which is enough, but " : "; ");
	*first = false;
}

/* Why a window that is long enough does not do. */
static const struct {
	const char *failed, *text;
} lacks[] = {
	{"site", "no window that is long enough is open at every site"},
	{"date", "no window that is long enough, and open at every site, keeps all dates"},
};

static void add_broken(
	struct wsp_text *text, const struct wsp_fill *fill, const struct trial *trial, bool *first)
{
	const struct wsp_constraint *broken = trial->window.broken;
	uint32_t site = trial->window.broken_site;
	const struct wsp_load *load =
		site == WSP_NO_SITE ? &trial->window.load : &fill->site_load[site];

	add_joint(text, fill, trial, first);
	wsp_text_addf(text, "%llu %s are more than the %llu that %s allows",
		(unsigned long long)broken->used(load), broken->name,
		(unsigned long long)broken->limit(fill->terms, site), broken->key);
}

static void add_failure(
	struct wsp_text *text, const struct wsp_fill *fill, const struct trial *trial)
{
	const struct wsp_topology *topo = &fill->plan->topo;
	bool first = true;

	if (trial->obstacle != WSP_NO_SERVER) {
		add_joint(text, fill, trial, &first);
		wsp_text_addf(text,
			"%s cannot take part (it is %s), and top-down needs every server in one "
			"window",
			wsp_topology_fqdn(topo, trial->obstacle),
			wsp_status_names[fill->plan->status[trial->obstacle]]);
	}
	if (trial->canary) {
		add_joint(text, fill, trial, &first);
		wsp_text_adds(text, "a canary goes first and alone, which one window cannot give");
	}
	if (trial->soaking != WSP_NO_SERVER) {
		add_joint(text, fill, trial, &first);
		wsp_text_addf(text,
			"%s waits longer for the servers below it (policy.soak) than one window "
			"lasts",
			wsp_topology_fqdn(topo, trial->soaking));
	}
	for (size_t i = 0; i < WSP_COUNT(lacks); i++) {
		if (strcmp(trial->window.failed, lacks[i].failed) != 0)
			continue;
		add_joint(text, fill, trial, &first);
		wsp_text_adds(text, lacks[i].text);
	}
	if (trial->window.broken)
		add_broken(text, fill, trial, &first);
}

static const char *keep(struct wsp_plan *plan, struct wsp_text *text)
{
	const char *copy =
		text->failed ? NULL : wsp_arena_copy(&plan->arena, text->at, text->length);

	wsp_text_release(text);
	return copy;
}

static const char *tell_reason(struct wsp_fill *fill, const struct trial *trial)
{
	struct wsp_plan *plan = fill->plan;
	struct wsp_text text = {0};

	wsp_text_addf(&text, "%s: ", wsp_strategy_name(plan->chosen));
	if (trial->window.n == 0 && !fill->works->has_repairs) {
		wsp_text_adds(&text, "no server is left to be converted");
		return keep(plan, &text);
	}
	if (plan->requested != WSP_AUTO)
		wsp_text_addf(&text, "as policy.strategy says; ");
	add_numbers(&text, fill, trial);
	add_failure(&text, fill, trial);
	if (!*trial->failed && plan->chosen == WSP_TOP_DOWN)
		wsp_text_adds(&text, ", so all of it fits one window");
	return keep(plan, &text);
}

/* A strategy that was asked for and breaks a limit: an error, or with --force a waiver. */
static enum wsp_status refuse_or_waive(struct wsp_fill *fill, const struct trial *trial, bool force,
	struct wsp_diags *diags, wsp_server_id tree)
{
	struct wsp_plan *plan = fill->plan;
	bool contradiction = trial->obstacle != WSP_NO_SERVER || trial->canary ||
			     trial->soaking != WSP_NO_SERVER;
	struct wsp_text text = {0};
	const char *sentence;

	if (!*trial->failed)
		return WSP_OK;
	wsp_text_adds(&text, "top-down was asked for");
	if (tree != WSP_NO_SERVER)
		wsp_text_addf(&text, " in the tree of %s", wsp_topology_fqdn(&plan->topo, tree));
	wsp_text_adds(&text, ": ");
	add_numbers(&text, fill, trial);
	if (trial->window.minutes > usable(fill, trial)) {
		wsp_text_adds(&text, ", ");
		wsp_phrase_minutes(&text, trial->window.minutes - usable(fill, trial));
		wsp_text_adds(&text, " too little");
	}
	add_failure(&text, fill, trial);
	sentence = keep(plan, &text);
	if (!sentence)
		return WSP_NO_MEMORY;
	if (contradiction || !force) {
		wsp_diags_add(diags, contradiction ? WSP_RULE(F004) : WSP_RULE(F003),
			plan->topo.inventory.policy.place, NULL, "%s", sentence);
		return WSP_INFEASIBLE;
	}
	plan->waiver[plan->n_waivers++] = sentence;
	return WSP_OK;
}

/* Mark the tree of each root that goes top-down. */
static void spread(const struct wsp_plan *plan, const struct wsp_terms *terms,
	struct wsp_strategy_choice *choice)
{
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		uint8_t own = terms->tree_strategy ? terms->tree_strategy[s] : 0;

		choice->top_down[s] = plan->topo.parent[s] != WSP_NO_SERVER
					      ? choice->top_down[plan->topo.parent[s]]
					      : (own ? own : plan->chosen) == WSP_TOP_DOWN;
	}
}

static bool copy_tree_choices(struct wsp_plan *plan, const struct wsp_terms *terms)
{
	if (!terms->tree_strategy)
		return true;
	plan->tree_choice = WSP_NEW_ARRAY(
		&plan->arena, struct wsp_tree_choice, plan->topo.inventory.policy.n_trees);
	if (!plan->tree_choice)
		return false;
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		if (terms->tree_strategy[s])
			plan->tree_choice[plan->n_tree_choices++] = (struct wsp_tree_choice){
				s, (enum wsp_strategy)terms->tree_strategy[s]};
	}
	return true;
}

void wsp_strategy_select_tree(const struct wsp_plan *plan, wsp_server_id root, bool *set)
{
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++)
		set[s] = s == root ||
			 (plan->topo.parent[s] != WSP_NO_SERVER && set[plan->topo.parent[s]]);
}

/* Each tree that was asked to go top-down has to fit a window of its own. */
static enum wsp_status check_trees(
	struct wsp_fill *fill, bool force, struct wsp_diags *diags, struct wsp_arena *arena)
{
	struct wsp_plan *plan = fill->plan;
	bool *set = WSP_NEW_ARRAY(arena, bool, plan->topo.n_servers);

	if (!set)
		return WSP_NO_MEMORY;
	for (uint32_t i = 0; i < plan->n_tree_choices; i++) {
		struct trial trial;
		enum wsp_status status;

		if (plan->tree_choice[i].strategy != WSP_TOP_DOWN)
			continue;
		wsp_strategy_select_tree(plan, plan->tree_choice[i].root, set);
		if (!try_top_down(fill, set, &trial))
			return WSP_NO_MEMORY;
		status = refuse_or_waive(fill, &trial, force, diags, plan->tree_choice[i].root);
		if (status != WSP_OK)
			return status;
	}
	return WSP_OK;
}

static wsp_server_id root_of(const struct wsp_topology *topo, wsp_server_id s)
{
	while (topo->parent[s] != WSP_NO_SERVER)
		s = topo->parent[s];
	return s;
}

/* What is converted together cannot go in two orders, nor top-down in the windows of two trees. */
static bool check_units(const struct wsp_fill *fill, const struct wsp_strategy_choice *choice,
	struct wsp_diags *diags)
{
	const struct wsp_services *services = fill->services;
	const struct wsp_topology *topo = &fill->plan->topo;
	bool apart = fill->plan->n_tree_choices > 0 && fill->plan->chosen != WSP_TOP_DOWN;
	bool clean = true;

	for (uint32_t unit = 0; unit < services->n_units; unit++) {
		const wsp_server_id *member = services->unit_member + services->unit_begin[unit];
		uint32_t n = services->unit_begin[unit + 1] - services->unit_begin[unit];
		uint32_t i = 1;

		while (i < n && choice->top_down[member[i]] == choice->top_down[member[0]] &&
			(!apart || !choice->top_down[member[i]] ||
				root_of(topo, member[i]) == root_of(topo, member[0])))
			i++;
		if (i == n)
			continue;
		clean = false;
		wsp_diags_add(diags, WSP_RULE(F013), topo->inventory.policy.place,
			"give both trees the strategy bottom-up",
			"%s and %s are converted together, and `policy.trees` gives their trees "
			"windows of their own",
			wsp_topology_fqdn(topo, member[0]), wsp_topology_fqdn(topo, member[i]));
	}
	return clean;
}

static void count_choices(const struct wsp_fill *fill, struct wsp_strategy_choice *choice)
{
	for (wsp_server_id s = 0; s < fill->plan->topo.n_servers; s++) {
		if (fill->works->work[s] != WSP_WORK_CONVERT)
			continue;
		choice->any_top_down = choice->any_top_down || choice->top_down[s];
		choice->any_bottom_up = choice->any_bottom_up || !choice->top_down[s];
	}
}

enum wsp_status wsp_strategy_decide(struct wsp_fill *fill, bool force, struct wsp_diags *diags,
	struct wsp_arena *arena, struct wsp_strategy_choice *ret_choice)
{
	struct wsp_plan *plan = fill->plan;
	struct wsp_strategy_choice choice = {
		.top_down = WSP_NEW_ARRAY(arena, bool, plan->topo.n_servers)};
	struct trial trial;
	enum wsp_status status = WSP_OK;

	plan->waiver = wsp_arena_array(
		&plan->arena, plan->topo.inventory.policy.n_trees + 1, sizeof(*plan->waiver));
	if (!choice.top_down || !plan->waiver || !try_top_down(fill, NULL, &trial) ||
		!copy_tree_choices(plan, fill->terms))
		return WSP_NO_MEMORY;
	plan->requested = fill->terms->strategy;
	plan->chosen = plan->requested != WSP_AUTO ? plan->requested
		       : *trial.failed             ? WSP_BOTTOM_UP
						   : WSP_TOP_DOWN;
	plan->failed = trial.failed;
	plan->makespan = trial.window.minutes;
	plan->window = usable(fill, &trial);
	plan->reason = tell_reason(fill, &trial);
	if (!plan->reason)
		return WSP_NO_MEMORY;
	spread(plan, fill->terms, &choice);
	if (plan->requested != WSP_TOP_DOWN)
		status = check_trees(fill, force, diags, arena);
	else if (!try_top_down(fill, choice.top_down, &trial))
		status = WSP_NO_MEMORY;
	else if (trial.window.n > 0) /* trees that go bottom-up do not count */
		status = refuse_or_waive(fill, &trial, force, diags, WSP_NO_SERVER);
	if (status == WSP_OK && !check_units(fill, &choice, diags))
		status = WSP_INFEASIBLE;
	count_choices(fill, &choice);
	*ret_choice = choice;
	return status;
}
