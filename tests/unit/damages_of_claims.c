/* Damages of claims: what is said about phases, servers and dates, and groups taken apart. */
#include "damage.h"
#include "damages.h"
#include "good_estates.h"

static struct wsp_claim *step_of(struct claimed *claimed, enum wsp_action action, const char *name)
{
	return &claimed->step[damage_find(claimed, action, name)];
}

static void shift(struct wsp_claim *step, int minutes)
{
	step->start += (uint32_t)minutes;
	step->finish += (uint32_t)minutes;
}

static void given_up_late(struct claimed *claimed)
{
	claimed->phase[1].abort_conversions++;
}

static void backed_out_faster(struct claimed *claimed)
{
	claimed->wave[claimed->claims.n_waves - 1].minutes--;
}

static void decided_too_late(struct claimed *claimed)
{
	claimed->wave[0].decide_by++;
}

static void begun_too_early(struct claimed *claimed)
{
	claimed->wave[claimed->claims.n_waves - 1].start--;
}

static void over_too_early(struct claimed *claimed)
{
	claimed->wave[0].finish--;
}

static void done_with_less_work(struct claimed *claimed)
{
	claimed->claims.hands_on--;
}

static void bound_too_high(struct claimed *claimed)
{
	claimed->claims.lower_bound = claimed->claims.n_phases + 1;
	claimed->claims.optimal = false;
}

static void called_optimal(struct claimed *claimed)
{
	claimed->claims.n_phases++;
	claimed->phase[claimed->claims.n_phases] = claimed->phase[1];
	claimed->phase[claimed->claims.n_phases].minutes = WSP_ABSENT;
	claimed->phase[claimed->claims.n_phases].reserve = WSP_ABSENT;
	claimed->phase[claimed->claims.n_phases].point_of_no_return = WSP_ABSENT;
	claimed->phase[claimed->claims.n_phases].gate = WSP_ABSENT;
	claimed->phase[claimed->claims.n_phases].clients = UINT64_MAX;
	claimed->claims.optimal = true;
}

static void stated_in_another_phase(struct claimed *claimed)
{
	claimed->server[damage_server(claimed, "l1")].phase++;
}

static void stated_in_a_wave_of_another_phase(struct claimed *claimed)
{
	claimed->server[damage_server(claimed, "l1")].wave_phase++;
}

static void stated_in_no_wave(struct claimed *claimed)
{
	claimed->server[damage_server(claimed, "l1")].wave = WSP_ABSENT;
}

static void a_wave_twice(struct claimed *claimed)
{
	claimed->wave[1] = claimed->wave[0];
}

static void stated_at_another_level(struct claimed *claimed)
{
	claimed->server[damage_server(claimed, "l1")].level--;
}

static void stated_on_https_too_early(struct claimed *claimed)
{
	claimed->server[damage_server(claimed, "l1")].https_from--;
}

static void forced(struct claimed *claimed)
{
	claimed->claims.n_waivers = 1;
	claimed->claims.accept_waivers = false;
}

static void reserve_too_small(struct claimed *claimed)
{
	claimed->phase[1].reserve--;
}

static void gate_forgotten(struct claimed *claimed)
{
	claimed->phase[2].gate = 0;
}

static void checked_again_elsewhere(struct claimed *claimed)
{
	struct wsp_claim *step = step_of(claimed, WSP_RECHECK, "l1");

	step->phase++;
	damage_sort(claimed);
}

static void nodes_at_once(struct claimed *claimed)
{
	const struct wsp_claim *step = step_of(claimed, WSP_TUNE_POOL, "b1");

	damage_move_visit(claimed, "b2", step->phase, step->wave, step->start);
}

static void switched_to_half_a_group(struct claimed *claimed)
{
	struct wsp_claim *step = step_of(claimed, WSP_SWITCH_SYNC, "l1");

	shift(step, -(int)(step->start - step_of(claimed, WSP_VERIFY_SERVER, "b1")->finish));
	damage_sort(claimed);
}

/* All of the phases from `first` on are done a slot later or earlier. */
static void move_phases(struct claimed *claimed, uint32_t first, int64_t weeks)
{
	const int64_t by = weeks * 7 * WSP_SECONDS_A_DAY;

	for (uint32_t phase = first; phase <= claimed->claims.n_phases; phase++) {
		struct wsp_phase_claim *row = &claimed->phase[phase];

		row->opens += by;
		row->closes += by;
		row->begin += by;
		row->point_of_no_return_at = WSP_NO_MOMENT;
	}
	for (size_t i = 0; i < claimed->n_steps; i++)
		claimed->step[i].start_at = claimed->step[i].finish_at = WSP_NO_MOMENT;
	for (uint32_t i = 0; i < claimed->claims.n_waves; i++)
		claimed->wave[i].decide_by_at = WSP_NO_MOMENT;
}

static uint32_t phase_of(struct claimed *claimed, const char *name)
{
	return step_of(claimed, WSP_VERIFY_SERVER, name)->phase;
}

static void in_the_freeze(struct claimed *claimed)
{
	uint32_t last = claimed->claims.n_phases;
	const int64_t freeze = INT64_C(1798236000); /* 2026-12-26T22:00Z */

	move_phases(claimed, last, (freeze - claimed->phase[last].opens) / (7 * WSP_SECONDS_A_DAY));
}

static void before_its_day(struct claimed *claimed)
{
	claimed->phase[phase_of(claimed, "l1")].begin = INT64_C(1796508000); /* 2026-12-05T22:00Z */
}

static void a_week_too_early(struct claimed *claimed)
{
	move_phases(claimed, phase_of(claimed, "l2"), -1);
}

static void in_no_window(struct claimed *claimed)
{
	struct wsp_phase_claim *row = &claimed->phase[claimed->claims.n_phases];

	row->opens -= 3600;
	row->closes -= 3600;
	row->begin -= 3600;
	move_phases(claimed, claimed->claims.n_phases, 0);
}

static void stated_an_hour_later(struct claimed *claimed)
{
	step_of(claimed, WSP_SWITCH_SYNC, "l1")->start_at += 3600;
}

static void called_otherwise(struct claimed *claimed)
{
	claimed->phase[1].window = "another night";
}

static void begun_otherwise(struct claimed *claimed)
{
	claimed->phase[1].begin += 60;
}

static void called_a_canary(struct claimed *claimed)
{
	claimed->phase[claimed->claims.n_phases].canary = true;
}

static void canary_in_silence(struct claimed *claimed)
{
	claimed->phase[1].canary = false;
}

static void clients_of_others(struct claimed *claimed)
{
	claimed->phase[1].clients++;
}

static void not_soaked(struct claimed *claimed)
{
	uint32_t last = claimed->claims.n_phases;

	claimed->phase[last].opens = claimed->phase[last - 1].opens;
	claimed->phase[last].closes = claimed->phase[last - 1].closes;
	claimed->phase[last].begin = claimed->phase[last - 1].begin + 100 * 60;
	move_phases(claimed, last, 0);
}

const struct damages_row damages_of_claims[] = {
	{"given up later than asked for", good_bottom_up, given_up_late, "abort", true},
	{"backed out faster than it goes", good_bottom_up, backed_out_faster, "back-out", true},
	{"backing out decided too late", good_bottom_up, decided_too_late, "back-out", true},
	{"a wave that begins later than stated", good_in_order, begun_too_early, "minutes", true},
	{"a wave that is over later than stated", good_in_order, over_too_early, "minutes", true},
	{"less work than the steps take", good_in_order, done_with_less_work, "minutes", true},
	{"more phases called necessary", good_bottom_up, bound_too_high, "bound", true},
	{"a phase too many called optimal", good_bottom_up, called_optimal, "bound", true},
	{"stated in another phase", good_bottom_up, stated_in_another_phase, "stated", true},
	{"stated in a wave of another phase", good_bottom_up, stated_in_a_wave_of_another_phase,
		"stated", true},
	{"stated in no wave", good_bottom_up, stated_in_no_wave, "stated", true},
	{"a wave stated twice", good_in_order, a_wave_twice, "stated", true},
	{"stated at another level", good_bottom_up, stated_at_another_level, "stated", true},
	{"stated on HTTPS too early", good_bottom_up, stated_on_https_too_early, "stated", true},
	{"forced past its limits", good_bottom_up, forced, "waiver", true},
	{"two nodes at once", good_balanced, nodes_at_once, "H6", false},
	{"two nodes of a database at once", good_database, nodes_at_once, "H6", false},
	{"switched to a group half converted", good_balanced, switched_to_half_a_group, "H2",
		false},
	{"a phase in a freeze", good_dated, in_the_freeze, "H8", false},
	{"a server before its day", good_dated, before_its_day, "H8", false},
	{"a server while it is held", good_dated, a_week_too_early, "H8", false},
	{"a window that is not there", good_dated, in_no_window, "H5", true},
	{"a step at another moment", good_dated, stated_an_hour_later, "H5", true},
	{"no time between two phases", good_dated, not_soaked, "H5", false},
	{"a reserve too small", good_bottom_up, reserve_too_small, "H5", true},
	{"no day for the clients", good_bottom_up, gate_forgotten, "H5", true},
	{"rechecked for another phase", good_bottom_up, checked_again_elsewhere, "order", true},
	{"a window of another name", good_dated, called_otherwise, "H5", true},
	{"a window without a date", good_bottom_up, called_otherwise, "H5", true},
	{"a phase that begins at another moment", good_dated, begun_otherwise, "H5", false},
	{"a phase called one of canaries", good_bottom_up, called_a_canary, "canary", true},
	{"a phase of canaries that is not called so", good_with_canary, canary_in_silence, "canary",
		true},
	{"clients of other servers", good_bottom_up, clients_of_others, "stated", true},
	{NULL, NULL, NULL, NULL, false},
};
