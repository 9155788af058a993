/* Damages: the estates whose plans are damaged, and what is done to their steps. */
#include "damages.h"

#include "base/array.h"
#include "damage.h"
#include "good_estates.h"

struct wsp_inventory (*const damages_estates[])(void) = {good_bottom_up, good_in_order,
	good_top_down, good_with_canary, good_begun, good_balanced, good_alias, good_database,
	good_shared_policy, good_overlap, good_overlap_top_down, good_update_points, good_sites,
	good_counted_canary, good_dated};
const size_t damages_n_estates = WSP_COUNT(damages_estates);

static struct wsp_claim *step_of(struct claimed *claimed, enum wsp_action action, const char *name)
{
	return &claimed->step[damage_find(claimed, action, name)];
}

static void shift(struct wsp_claim *step, int minutes)
{
	step->start += (uint32_t)minutes;
	step->finish += (uint32_t)minutes;
}

static void drop(struct claimed *claimed, enum wsp_action action, const char *name)
{
	damage_drop(claimed, damage_find(claimed, action, name));
}

/* The kinds of damage; each does one wrong thing to a good plan. */

static void untested(struct claimed *claimed)
{
	drop(claimed, WSP_TEST_HTTPS, "b1");
}

static void untrusted(struct claimed *claimed)
{
	drop(claimed, WSP_TRUST_ISSUER, "l1");
}

static void walled(struct claimed *claimed)
{
	drop(claimed, WSP_OPEN_FIREWALL, "b1");
}

static void unbound(struct claimed *claimed)
{
	drop(claimed, WSP_BIND_CERTIFICATE, "b1");
}

static void pointed_too_early(struct claimed *claimed)
{
	struct wsp_claim step = *step_of(claimed, WSP_POINT_CLIENTS, "l1");

	drop(claimed, WSP_POINT_CLIENTS, "l1");
	damage_insert(claimed, damage_find(claimed, WSP_BIND_CERTIFICATE, "l1"), step);
}

static void switched_a_phase_later(struct claimed *claimed)
{
	step_of(claimed, WSP_SWITCH_SYNC, "l1")->phase++;
	step_of(claimed, WSP_VERIFY_SYNC, "l1")->phase++;
	damage_sort(claimed);
}

static void switched_before_verified(struct claimed *claimed)
{
	shift(step_of(claimed, WSP_SWITCH_SYNC, "l1"), -5);
	damage_sort(claimed);
}

static void switched_a_root(struct claimed *claimed)
{
	struct wsp_claim step = *step_of(claimed, WSP_SWITCH_SYNC, "b1");

	step.server = damage_server(claimed, "root");
	damage_insert(claimed, claimed->n_steps, step);
}

static void repaired_late(struct claimed *claimed)
{
	struct wsp_claim *step = step_of(claimed, WSP_SWITCH_SYNC, "deaf");

	step->phase = 2;
	damage_sort(claimed);
}

static void parent_first(struct claimed *claimed)
{
	damage_move_visit(claimed, "l1", 2, 1, 0);
	damage_move_visit(claimed, "b1", 1, 1, 0);
}

static void parent_beside_child(struct claimed *claimed)
{
	damage_move_visit(claimed, "l1", 2, 1, 0);
}

static void parent_in_wave_of_child(struct claimed *claimed)
{
	damage_move_visit(claimed, "l1", 1, 2, step_of(claimed, WSP_BACK_UP, "b1")->start);
}

static void child_before_parent(struct claimed *claimed)
{
	damage_move_visit(claimed, "b1", 1, 1, 0);
}

static void child_before_its_sibling_is_switched(struct claimed *claimed)
{
	uint32_t at = step_of(claimed, WSP_SWITCH_SYNC, "b2")->finish;

	damage_move_visit(claimed, "b1", 1, 1, at - 1);
}

static void tree_in_two_phases(struct claimed *claimed)
{
	claimed->claims.n_phases++;
	claimed->phase[2] = claimed->phase[1];
	damage_move_visit(claimed, "l3", 2, 1, 0);
}

static void past_the_window(struct claimed *claimed)
{
	struct wsp_claim *step = step_of(claimed, WSP_VERIFY_SYNC, "b2");

	step->finish = 237;
	claimed->phase[step->phase].minutes = 237;
}

static void too_many_servers(struct claimed *claimed)
{
	damage_move_visit(claimed, "l3", 1, 1, 45);
}

static void too_few_operators(struct claimed *claimed)
{
	for (uint32_t i = 0; i < claimed->claims.n_waves; i++)
		claimed->wave[i].start = claimed->wave[i].finish = WSP_ABSENT;
	damage_move_visit(claimed, "l3", 1, 1, 10);
}

static void dropped(struct claimed *claimed)
{
	drop(claimed, WSP_BACK_UP, "l1");
}

static void done_twice(struct claimed *claimed)
{
	size_t i = damage_find(claimed, WSP_SWITCH_SYNC, "l1");

	damage_insert(claimed, i, claimed->step[i]);
}

static void unknown_server(struct claimed *claimed)
{
	step_of(claimed, WSP_PLAN_ACCESS, "l1")->server = 1000;
}

static void held_server_prepared(struct claimed *claimed)
{
	step_of(claimed, WSP_CHECK_PREREQUISITES, "root")->server = damage_server(claimed, "kept");
}

static void bound_server_bound(struct claimed *claimed)
{
	size_t i = damage_find(claimed, WSP_TEST_HTTPS, "ready");
	struct wsp_claim step = claimed->step[i];

	step.action = WSP_BIND_CERTIFICATE;
	damage_insert(claimed, i, step);
}

static void excluded_server_converted(struct claimed *claimed)
{
	size_t i = damage_find(claimed, WSP_REQUIRE_SSL, "ready");
	struct wsp_claim step = claimed->step[i];

	step.server = damage_server(claimed, "stays");
	damage_insert(claimed, i, step);
}

static void blocked_server_called_done(struct claimed *claimed)
{
	claimed->server[damage_server(claimed, "parent")].status = WSP_STATUS_DONE;
}

static void left_out_in_silence(struct claimed *claimed)
{
	claimed->server[damage_server(claimed, "kept")].unscheduled = false;
}

static void unknown_action(struct claimed *claimed)
{
	step_of(claimed, WSP_TUNE_POOL, "l1")->action = 200;
}

static void switched_while_converted(struct claimed *claimed)
{
	struct wsp_claim *step = step_of(claimed, WSP_SWITCH_SYNC, "b1");
	uint32_t at = step_of(claimed, WSP_RESTART_SERVER, "b1")->start;

	step->finish = at + 2;
	step->start = at;
	damage_sort(claimed);
}

static void commands_for_the_wrong_port(struct claimed *claimed)
{
	step_of(claimed, WSP_SWITCH_SYNC, "l1")->procedure = wsp_procedure_select(
		WSP_SWITCH_SYNC, claimed->claims.topo, damage_server(claimed, "l1"), false);
}

static void phases_out_of_order(struct claimed *claimed)
{
	struct wsp_claim step = claimed->step[0];

	damage_drop(claimed, 0);
	damage_insert(claimed, claimed->n_steps, step);
}

static void phase_that_does_not_exist(struct claimed *claimed)
{
	claimed->step[claimed->n_steps - 1].phase = 9;
}

static void preparation_in_a_wave(struct claimed *claimed)
{
	struct wsp_claim *step = step_of(claimed, WSP_OPEN_FIREWALL, "l1");

	step->phase = 1;
	step->wave = 1;
	step->start = 0;
	step->finish = 5;
	damage_sort(claimed);
}

static void article_out_of_order(struct claimed *claimed)
{
	step_of(claimed, WSP_CONFIGURE_SSL, "l1")->action = WSP_N_ACTIONS - 1;
	step_of(claimed, WSP_REQUIRE_SSL, "l1")->action = WSP_CONFIGURE_SSL;
	step_of(claimed, WSP_UNREQUIRE_SSL, "l1")->action = WSP_REQUIRE_SSL;
}

static void shifted(struct claimed *claimed)
{
	shift(step_of(claimed, WSP_VERIFY_SERVER, "l1"), -1);
}

static void stretched(struct claimed *claimed)
{
	step_of(claimed, WSP_VERIFY_SYNC, "l1")->finish++;
}

static void waves_at_once(struct claimed *claimed)
{
	damage_move_visit(claimed, "root", 1, 3, step_of(claimed, WSP_VERIFY_SYNC, "l3")->start);
}

static void minutes_in_the_preparation(struct claimed *claimed)
{
	step_of(claimed, WSP_TRUST_ISSUER, "l1")->start = 0;
	step_of(claimed, WSP_TRUST_ISSUER, "l1")->finish = 125;
}

static void dead_link_left_dead(struct claimed *claimed)
{
	drop(claimed, WSP_UNSWITCH_SYNC, "early");
}

static void enforcing_left_alone(struct claimed *claimed)
{
	drop(claimed, WSP_UNREQUIRE_SSL, "strict");
}

static void half_left_half(struct claimed *claimed)
{
	drop(claimed, WSP_VERIFY_SERVER, "half");
}

static void wrong_outage(struct claimed *claimed)
{
	claimed->server[damage_server(claimed, "l1")].outage_minutes--;
}

static void wrong_outage_of_a_repair(struct claimed *claimed)
{
	claimed->server[damage_server(claimed, "deaf")].outage_minutes = 0;
}

static void unsafe_called_safe(struct claimed *claimed)
{
	drop(claimed, WSP_SWITCH_SYNC, "l3");
}

static void safe_called_unsafe(struct claimed *claimed)
{
	claimed->phase[1].safe_to_stop = WSP_NO;
}

static void canary_not_alone(struct claimed *claimed)
{
	damage_move_visit(claimed, "l3", 1, 1, 45);
}

static void canary_last(struct claimed *claimed)
{
	damage_move_visit(claimed, "b1", claimed->claims.n_phases, 1, 60);
}

static void other_strategy(struct claimed *claimed)
{
	claimed->server[damage_server(claimed, "root")].strategy = WSP_TOP_DOWN;
}

const struct damages_row damages_of_steps[] = {
	{"no test before the switch", good_bottom_up, untested, "H1", false},
	{"no trust in the issuer", good_bottom_up, untrusted, "H1", false},
	{"firewall not opened", good_bottom_up, walled, "H1", false},
	{"no certificate bound", good_bottom_up, unbound, "H1", false},
	{"clients pointed before the binding", good_bottom_up, pointed_too_early, "H1", false},
	{"switch in the next phase", good_bottom_up, switched_a_phase_later, "H2", false},
	{"switch before verify-server", good_bottom_up, switched_before_verified, "H2", false},
	{"switch of a root", good_bottom_up, switched_a_root, "H2", false},
	{"dead link repaired a phase later", good_begun, repaired_late, "H2", false},
	{"parent and child swapped", good_bottom_up, parent_first, "H3", false},
	{"parent in the window of its child", good_bottom_up, parent_beside_child, "H3", false},
	{"parent in the wave of its child", good_in_order, parent_in_wave_of_child, "H3", false},
	{"child before a switch beside it", good_top_down, child_before_its_sibling_is_switched,
		"H4", false},
	{"a tree in two phases", good_top_down, tree_in_two_phases, "H4", false},
	{"no reserve left in the window", good_bottom_up, past_the_window, "H5", false},
	{"more servers than a window may have", good_bottom_up, too_many_servers, "H7", false},
	{"a step missing", good_bottom_up, dropped, "H9", false},
	{"a step twice", good_bottom_up, done_twice, "H9", false},
	{"a server that does not exist", good_bottom_up, unknown_server, "H9", true},
	{"work on a held server", good_begun, held_server_prepared, "H9", true},
	{"a binding that exists", good_begun, bound_server_bound, "H9", false},
	{"an excluded server converted", good_begun, excluded_server_converted, "H9", false},
	{"wrong status", good_begun, blocked_server_called_done, "H9", true},
	{"left out without a reason", good_begun, left_out_in_silence, "H9", true},
	{"an action outside the table", good_bottom_up, unknown_action, "H10", false},
	{"switch of a server that is being converted", good_top_down, switched_while_converted,
		"H11", false},
	{"commands for the wrong port", good_bottom_up, commands_for_the_wrong_port, "H11", true},
	{"phases out of order", good_bottom_up, phases_out_of_order, "order", true},
	{"a phase that does not exist", good_bottom_up, phase_that_does_not_exist, "order", false},
	{"preparation in a wave", good_bottom_up, preparation_in_a_wave, "order", false},
	{"configure-ssl before require-ssl", good_bottom_up, article_out_of_order, "order", false},
	{"a step overlaps another", good_bottom_up, shifted, "minutes", true},
	{"a step takes too long", good_bottom_up, stretched, "minutes", false},
	{"two waves at once", good_in_order, waves_at_once, "minutes", false},
	{"minutes in the preparation", good_bottom_up, minutes_in_the_preparation, "minutes", true},
	{"a dead link not repaired", good_begun, dead_link_left_dead, "repair", false},
	{"an enforcing server nobody can follow", good_begun, enforcing_left_alone, "repair",
		false},
	{"a conversion left half done", good_begun, half_left_half, "repair", false},
	{"an outage too short", good_bottom_up, wrong_outage, "outage", true},
	{"no outage though it was dead", good_begun, wrong_outage_of_a_repair, "outage", true},
	{"another server among the canaries", good_with_canary, canary_not_alone, "canary", false},
	{"a canary after the others", good_with_canary, canary_last, "canary", false},
	{"another strategy than asked for", good_bottom_up, other_strategy, "strategy", false},
	{"switch before verify-server, top-down", good_top_down, switched_before_verified, "H2",
		false},
	{"child before its parent, top-down", good_top_down, child_before_parent, "H4", false},
	{"three conversions, two operators", good_in_order, too_few_operators, "H7", true},
	{"safe, though a link is dead", good_bottom_up, unsafe_called_safe, "safe_to_stop", false},
	{"not safe, though nothing is dead", good_bottom_up, safe_called_unsafe, "safe_to_stop",
		true},
	{NULL, NULL, NULL, NULL, false},
};

const struct damages_row *damages_get(size_t i)
{
	const struct damages_row *const tables[] = {damages_of_steps, damages_of_claims};

	for (size_t k = 0; k < WSP_COUNT(tables); k++) {
		for (const struct damages_row *row = tables[k]; row->what; row++) {
			if (i-- == 0)
				return row;
		}
	}
	return NULL;
}
