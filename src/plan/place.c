#include "plan/place.h"

#include <string.h>

#include "base/phrase.h"
#include "model/rule.h"
#include "model/schema.h"
#include "plan/bound.h"
#include "plan/improve.h"
#include "plan/why_text.h"

struct placing {
	struct wsp_fill *fill;
	struct wsp_plan *plan;
	const struct wsp_strategy_choice *choice;
	struct wsp_arena *scratch;
	struct wsp_diags *diags;
	bool *set; /* by server: the conversions being placed */
	struct wsp_text bound;
	bool left; /* some found no window */
};

/* Select the conversions that go bottom-up, canaries or not. @return how many */
static uint32_t select_bottom_up(struct placing *placing, bool canary)
{
	const struct wsp_fill *fill = placing->fill;
	uint32_t n = 0;

	for (wsp_server_id s = 0; s < placing->plan->topo.n_servers; s++) {
		placing->set[s] = !placing->choice->top_down[s] &&
				  (fill->terms->canary && fill->terms->canary[s]) == canary;
		n += placing->set[s] && fill->works->work[s] == WSP_WORK_CONVERT;
	}
	return n;
}

/* A state to come back to, with less placed. */
struct checkpoint {
	struct wsp_plan plan;
	struct wsp_phase last;
	struct wsp_agenda agenda;
	bool open;
};

static struct checkpoint mark(const struct placing *placing)
{
	const struct wsp_plan *plan = placing->plan;

	return (struct checkpoint){
		*plan, plan->phases[plan->n_phases], *placing->fill->agenda, placing->fill->open};
}

static void go_back(struct placing *placing, const struct checkpoint *to)
{
	struct wsp_plan *plan = placing->plan;

	plan->n_phases = to->plan.n_phases;
	plan->n_waves = to->plan.n_waves;
	plan->n_order = to->plan.n_order;
	plan->n_link_order = to->plan.n_link_order;
	plan->lower_bound = to->plan.lower_bound;
	plan->phases[plan->n_phases] = to->last;
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		if (plan->wave[s] != WSP_NO_WAVE && plan->wave[s] >= plan->n_waves) {
			plan->wave[s] = WSP_NO_WAVE;
			plan->phase[s] = 0;
		}
		if (plan->link_wave[s] != WSP_NO_WAVE && plan->link_wave[s] >= plan->n_waves) {
			plan->link_wave[s] = WSP_NO_WAVE;
			plan->link_phase[s] = 0;
		}
	}
	*placing->fill->agenda = to->agenda;
	placing->fill->open = to->open;
	if (to->open)
		wsp_agenda_look(placing->fill->agenda);
}

/* Where the bound is not met, and the set is small, all plans are tried. That proves nothing about
   minutes, which are those of one way to share the work out, so the bound stays. Trying leaves
   minutes of its own behind, so the set is placed anew. */
static bool improve(struct placing *placing, const struct checkpoint *begin,
	const struct wsp_bound *bound, enum wsp_why_kind why)
{
	uint32_t used = placing->plan->n_phases - begin->plan.n_phases;
	uint32_t n_links = placing->plan->n_link_order;
	struct wsp_best best;

	if (placing->left || begin->open || used <= bound->phases)
		return true;
	placing->plan->n_link_order = begin->plan.n_link_order; /* the set has that much room */
	best = wsp_improve_search(placing->fill);
	placing->plan->n_link_order = n_links;
	if (best.failed)
		return false;
	if (best.n == 0)
		return true;
	go_back(placing, begin);
	return best.proven && best.n_phases < used
		       ? wsp_improve_place(placing->fill, &best)
		       : wsp_fill_bottom_up(placing->fill, placing->set, why);
}

/* Place one set and add its bound to the plan's. */
static bool place_set(struct placing *placing, const char *prefix, enum wsp_why_kind why)
{
	struct wsp_fill *fill = placing->fill;
	struct checkpoint begin = mark(placing);
	struct wsp_bound own;

	if (!wsp_fill_bottom_up(fill, placing->set, why))
		return false;
	placing->left = placing->left || fill->n_left > 0;
	if (!wsp_bound_tell(placing->plan, fill->terms, fill->depth,
		    fill->terms->separation == WSP_SEPARATE_WINDOW || fill->terms->soak > 0,
		    placing->scratch, &own) ||
		!improve(placing, &begin, &own, why))
		return false;
	placing->plan->lower_bound += own.phases;
	wsp_text_addf(
		&placing->bound, "%s%s%s", placing->bound.length ? "; " : "", prefix, own.text);
	return true;
}

static bool place_tree(struct placing *placing, const bool *set)
{
	if (!wsp_fill_top_down(placing->fill, set))
		return false;
	placing->left = placing->left || placing->fill->n_left > 0;
	return true;
}

static bool place_top_down(struct placing *placing)
{
	struct wsp_plan *plan = placing->plan;
	bool in_one = plan->n_tree_choices == 0;

	if (!placing->choice->any_top_down)
		return true;
	wsp_text_adds(&placing->bound, in_one ? "all work is done in one window"
					      : "each tree that goes top-down has one window");
	plan->lower_bound++; /* trees could share a window, so no more is certain */
	if (in_one || plan->chosen == WSP_TOP_DOWN)
		return place_tree(placing, placing->choice->top_down);
	for (uint32_t i = 0; i < plan->n_tree_choices; i++) {
		if (plan->tree_choice[i].strategy != WSP_TOP_DOWN)
			continue;
		wsp_strategy_select_tree(plan, plan->tree_choice[i].root, placing->set);
		if (!place_tree(placing, placing->set))
			return false;
	}
	return true;
}

static bool place(struct placing *placing)
{
	struct wsp_plan *plan = placing->plan;
	bool ok = place_top_down(placing);
	bool canaries = false;

	if (ok && select_bottom_up(placing, true) > 0) {
		canaries = true;
		ok = place_set(placing, "the canary goes alone: ", WSP_WHY_FIRST);
	}
	if (ok && select_bottom_up(placing, false) > 0)
		ok = place_set(placing, "", canaries ? WSP_WHY_CANARY : WSP_WHY_FIRST);
	if (plan->lower_bound == 0 && plan->n_phases > 0) {
		plan->lower_bound = 1;
		wsp_text_adds(&placing->bound, "there is something to repair");
	}
	plan->optimal = plan->lower_bound == plan->n_phases;
	plan->bound = ok && !placing->bound.failed
			      ? wsp_arena_copy(&plan->arena, wsp_text_get(&placing->bound),
					placing->bound.length)
			      : NULL;
	return plan->bound != NULL;
}

static bool is_late(const struct placing *placing, wsp_server_id s)
{
	const struct wsp_plan *plan = placing->plan;
	const struct wsp_dates *dates = placing->fill->dates;

	return dates->deadline && plan->phase[s] > 0 && plan->waves[plan->wave[s]].number > 0 &&
	       wsp_plan_phase_end(plan, plan->phase[s]) > dates->deadline[s];
}

static bool any_late(const struct placing *placing)
{
	for (wsp_server_id s = 0; s < placing->plan->topo.n_servers; s++) {
		if (is_late(placing, s))
			return true;
	}
	return false;
}

static void report_late(const struct placing *placing, wsp_server_id s)
{
	const struct wsp_plan *plan = placing->plan;
	const struct wsp_zone *zone = wsp_plan_zone(plan, s);
	struct wsp_text end = {0};
	struct wsp_text deadline = {0};

	wsp_moment_tell(&end, zone, wsp_plan_phase_end(plan, plan->phase[s]));
	wsp_moment_tell(&deadline, zone, placing->fill->dates->deadline[s]);
	if (end.failed || deadline.failed)
		placing->diags->failed = true;
	else
		wsp_diags_add(placing->diags, WSP_RULE(F010),
			wsp_inventory_place(&plan->topo.inventory, &plan->topo.server[s],
				wsp_server_field("deadline")),
			NULL,
			"%s has to be converted by %s; the best plan that was found has it done "
			"on %s, in phase P%u",
			wsp_topology_fqdn(&plan->topo, s), wsp_text_get(&deadline),
			wsp_text_get(&end), plan->phase[s]);
	wsp_text_release(&end);
	wsp_text_release(&deadline);
}

static enum wsp_status report_all_late(const struct placing *placing)
{
	for (wsp_server_id s = 0; s < placing->plan->topo.n_servers; s++) {
		if (is_late(placing, s))
			report_late(placing, s);
	}
	return WSP_INFEASIBLE;
}

/* The end of the last window; WSP_NO_MOMENT when there are no dates. */
static wsp_moment end_of_windows(const struct placing *placing)
{
	const struct wsp_calendar *calendar = placing->fill->agenda->calendar;

	return calendar && calendar->n_slots > 0 ? calendar->slot[calendar->n_slots - 1].end
						 : WSP_NO_MOMENT;
}

/* Whether `s` may not be changed before the windows have ended. */
static bool is_beyond(const struct placing *placing, wsp_server_id s)
{
	wsp_moment end = end_of_windows(placing);

	return end != WSP_NO_MOMENT && placing->fill->dates->earliest &&
	       placing->fill->dates->earliest[s] >= end;
}

/* What keeps a server out of the last window that was tried, or NULL. */
static const char *find_obstacle(const struct placing *placing, wsp_server_id s)
{
	const struct wsp_queue *queue = &placing->fill->queue;
	wsp_server_id stand = placing->fill->stand[s];

	if (strcmp(placing->fill->lack, "site") == 0)
		return "top-down needs one window that is open at every site";
	if (strcmp(placing->fill->lack, "date") == 0)
		return "top-down needs one window that keeps the dates of all servers";
	if (stand == WSP_NO_SERVER || queue->kept_from[stand] == 0)
		return NULL;
	switch (queue->kept[stand].kind) {
	case WSP_WHY_FREEZE:
		return "a freeze lies in the windows of its site, or of a downstream's";
	case WSP_WHY_WINDOW:
		return "no window that is open to its site, and to those of its downstreams, takes "
		       "it";
	case WSP_WHY_MINUTES:
		return "the windows of its sites are too short";
	default:
		return NULL;
	}
}

static void add_obstacle(const struct placing *placing, wsp_server_id s, struct wsp_text *text)
{
	const char *obstacle = find_obstacle(placing, s);

	if (is_beyond(placing, s)) {
		placing->plan->why[s] = placing->fill->dates->why[s];
		wsp_text_adds(text, " (");
		wsp_why_tell(placing->plan, s, text);
		wsp_text_adds(text, ")");
	} else if (obstacle) {
		wsp_text_addf(text, " (%s)", obstacle);
	} else if (placing->fill->terms->soak > 0) {
		wsp_text_adds(text, " (");
		wsp_phrase_minutes(text, placing->fill->terms->soak);
		wsp_text_adds(text, " of soak lie between a server and its upstream)");
	}
}

/* The first of those that are left: one that dates keep beyond the windows, otherwise the lowest of
   those that are ready, which is what the others wait for. @return how many are left */
static uint32_t find_left(const struct placing *placing, wsp_server_id *ret_first)
{
	const struct wsp_fill *fill = placing->fill;
	wsp_server_id first = WSP_NO_SERVER;
	bool beyond = false;
	uint32_t n = 0;

	for (wsp_server_id s = placing->plan->topo.n_servers; s-- > 0;) {
		if (fill->works->work[s] != WSP_WORK_CONVERT || placing->plan->phase[s] > 0)
			continue;
		n++;
		if (first == WSP_NO_SERVER || is_beyond(placing, s) ||
			(!beyond && fill->stand[s] == s && fill->waiting[s] == 0))
			first = s;
		beyond = beyond || is_beyond(placing, s);
	}
	*ret_first = first;
	return n;
}

/* The windows have run out. */
static enum wsp_status report_left(const struct placing *placing)
{
	const struct wsp_plan *plan = placing->plan;
	wsp_server_id first;
	uint32_t n = find_left(placing, &first);
	struct wsp_text text = {0};

	if (end_of_windows(placing) != WSP_NO_MOMENT) {
		wsp_text_adds(&text, "the windows end on ");
		wsp_moment_tell(&text, &plan->zones.zone[0], end_of_windows(placing));
	} else {
		wsp_text_adds(&text, "no window takes all");
	}
	wsp_text_addf(&text, ", and %u server%s not converted by then; the first is %s", n,
		n == 1 ? " is" : "s are", wsp_topology_fqdn(&plan->topo, first));
	add_obstacle(placing, first, &text);
	if (text.failed)
		placing->diags->failed = true;
	else
		wsp_diags_add(placing->diags, WSP_RULE(F009), plan->topo.server[first].place, NULL,
			"%s", wsp_text_get(&text));
	wsp_text_release(&text);
	return WSP_INFEASIBLE;
}

/* Again, with what is due first going first, and then with nothing else before it. */
static bool place_by_deadline(struct placing *placing, const struct checkpoint *begin, bool alone)
{
	go_back(placing, begin);
	wsp_text_clear(&placing->bound);
	placing->left = false;
	placing->fill->by_deadline = true;
	placing->fill->due_alone = alone;
	return place(placing);
}

enum wsp_status wsp_place_all(struct wsp_fill *fill, const struct wsp_strategy_choice *choice,
	struct wsp_arena *scratch, struct wsp_diags *diags)
{
	struct placing placing = {.fill = fill,
		.plan = fill->plan,
		.choice = choice,
		.scratch = scratch,
		.diags = diags,
		.set = WSP_NEW_ARRAY(scratch, bool, fill->plan->topo.n_servers)};
	struct checkpoint begin = mark(&placing);
	bool ok = placing.set && place(&placing);
	enum wsp_status status = WSP_OK;

	for (int alone = 0; alone < 2 && ok && fill->dates->deadline; alone++) {
		if (placing.left || any_late(&placing))
			ok = place_by_deadline(&placing, &begin, alone != 0);
	}
	if (!ok)
		status = WSP_NO_MEMORY;
	else if (placing.left)
		status = report_left(&placing);
	else if (any_late(&placing))
		status = report_all_late(&placing);
	wsp_text_release(&placing.bound);
	return status;
}
