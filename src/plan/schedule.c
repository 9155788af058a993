#include "plan/schedule.h"

/* Whether more than the number of operators counts. */
static bool is_general(const struct wsp_plan *plan, const struct wsp_terms *terms,
	const struct wsp_services *services)
{
	bool general = terms->limits_site_operators || terms->syncs != WSP_ABSENT ||
		       terms->cutover == WSP_OVERLAP || services->n_units > 0;

	for (wsp_server_id s = 0; s < plan->topo.n_servers && !general; s++)
		general = plan->link_work[s] == WSP_LINK_FOLLOW;
	return general;
}

bool wsp_schedule_init(struct wsp_schedule *schedule, struct wsp_plan *plan,
	const struct wsp_terms *terms, const struct wsp_agenda *agenda,
	const struct wsp_services *services, struct wsp_arena *arena)
{
	*schedule = (struct wsp_schedule){
		.plan = plan, .terms = terms, .is_general = is_general(plan, terms, services)};
	schedule->next_child = WSP_NEW_ARRAY(arena, uint32_t, plan->topo.n_servers);
	return schedule->next_child && wsp_dispatch_init(&schedule->dispatch, plan, agenda,
					       services, schedule->is_general, arena);
}

void wsp_schedule_release(struct wsp_schedule *schedule)
{
	wsp_heap_release(&schedule->operators);
	wsp_heap_release(&schedule->ready);
	wsp_dispatch_release(&schedule->dispatch);
}

/* Minutes saturate: what takes two thousand years fits no window anyway. */
static uint32_t later(uint32_t t, uint32_t minutes)
{
	const uint32_t end_of_time = UINT32_MAX / 4;

	return t > end_of_time || minutes > end_of_time - t ? end_of_time : t + minutes;
}

static bool push(struct wsp_heap *heap, uint32_t minute, uint32_t id)
{
	return wsp_heap_push(heap, (uint64_t)minute << 32 | id);
}

/* As many operators as there can be work for, all free at `at`. */
static bool call_operators(struct wsp_schedule *schedule, uint64_t n_jobs, uint32_t at)
{
	schedule->operators.n = 0;
	schedule->ready.n = 0;
	for (uint32_t i = 0; i < schedule->terms->operators && i < n_jobs; i++) {
		if (!push(&schedule->operators, at, i))
			return false;
	}
	return true;
}

/* The next downstream of `s` to be switched after `next_child[s]`, or the end of its children. */
static uint32_t skip_to_link(const struct wsp_schedule *schedule, wsp_server_id s, uint32_t child)
{
	const struct wsp_plan *plan = schedule->plan;

	while (child < plan->topo.child_begin[s + 1] && plan->link_work[child] != WSP_LINK_SWITCH)
		child++;
	return child;
}

static uint32_t at_least(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

/* One operator's conversion from minute `t`; @return the minute he is free again. */
static bool convert(struct wsp_schedule *schedule, const wsp_server_id *server, uint32_t place,
	uint32_t t, uint32_t *ret_free)
{
	struct wsp_plan *plan = schedule->plan;
	wsp_server_id s = server[place];
	uint32_t child = skip_to_link(schedule, s, plan->topo.child_begin[s]);

	plan->start[s] = t;
	*ret_free = later(t, wsp_terms_minutes(schedule->terms, wsp_plan_visit(plan, s)));
	schedule->next_child[s] = child;
	return child == plan->topo.child_begin[s + 1] || push(&schedule->ready, *ret_free, place);
}

/* One switch of the server that has waited longest; @return the minute its operator is free.
   Switches start in the order in which they are given out. */
static uint32_t switch_next(
	struct wsp_schedule *schedule, const wsp_server_id *server, uint32_t first_link, uint32_t t)
{
	struct wsp_plan *plan = schedule->plan;
	uint64_t key = schedule->ready.key[0];
	wsp_server_id s = server[(uint32_t)key];
	uint32_t child = schedule->next_child[s];

	t = at_least(t, (uint32_t)(key >> 32));
	plan->link_start[child] = t;
	plan->link_order[first_link + schedule->n_links++] = child;
	schedule->next_child[s] = skip_to_link(schedule, s, child + 1);
	if (schedule->next_child[s] == plan->topo.child_begin[s + 1])
		(void)wsp_heap_pop(&schedule->ready);
	return later(t, schedule->terms->duration[WSP_SWITCH_SYNC]);
}

static uint64_t count_jobs(
	const struct wsp_schedule *schedule, const wsp_server_id *server, uint32_t n)
{
	uint64_t n_jobs = n;

	for (uint32_t i = 0; i < n; i++)
		n_jobs += wsp_topology_n_children(&schedule->plan->topo, server[i]);
	return n_jobs;
}

bool wsp_schedule_wave(struct wsp_schedule *schedule, const wsp_server_id *server, uint32_t n,
	uint32_t first_link, uint32_t at, uint32_t *ret_finish)
{
	const struct wsp_terms *terms = schedule->terms;
	uint32_t verify_sync =
		terms->duration[WSP_VERIFY_SYNC] + terms->unattended[WSP_VERIFY_SYNC];
	uint32_t finish = at;

	if (schedule->is_general) {
		bool ok = wsp_dispatch_wave(
			&schedule->dispatch, server, n, first_link, at, ret_finish);

		schedule->n_links = schedule->dispatch.n_links;
		return ok;
	}
	schedule->n_links = 0;
	if (!call_operators(schedule, count_jobs(schedule, server, n), at))
		return false;
	for (uint32_t next = 0; next < n || schedule->ready.n > 0;) {
		uint64_t key = schedule->operators.key[0];
		uint32_t t = (uint32_t)(key >> 32);
		bool switches = schedule->ready.n > 0 &&
				(next == n || (uint32_t)(schedule->ready.key[0] >> 32) <= t);

		if (switches) {
			t = switch_next(schedule, server, first_link, t);
			finish = at_least(finish, later(t, verify_sync));
		} else {
			if (!convert(schedule, server, next++, t, &t))
				return false;
			finish = at_least(finish, t);
		}
		wsp_heap_replace(&schedule->operators, (uint64_t)t << 32 | (uint32_t)key);
	}
	*ret_finish = finish;
	return true;
}

static bool repair_servers(
	struct wsp_schedule *schedule, const wsp_server_id *server, uint32_t n, uint32_t *finish)
{
	struct wsp_plan *plan = schedule->plan;
	const uint32_t unswitch = WSP_BIT(WSP_UNSWITCH_SYNC);

	if (n > 0 && !wsp_dispatch_begin(&schedule->dispatch, n, 0))
		return false;
	for (uint32_t i = 0; i < n; i++) {
		wsp_server_id s = server[i];
		uint32_t repair = plan->repair[s] & ~unswitch;
		uint32_t minutes = wsp_terms_minutes(
			schedule->terms, repair ? repair : wsp_plan_visit(plan, s));
		uint32_t *start = repair ? &plan->repair_start[s] : &plan->start[s];

		*start = wsp_dispatch_assign(&schedule->dispatch, s, false, minutes);
		*finish = at_least(*finish, later(*start, minutes));
	}
	return true;
}

static uint32_t sync_minutes(const struct wsp_schedule *schedule)
{
	return schedule->terms->duration[WSP_VERIFY_SYNC] +
	       schedule->terms->unattended[WSP_VERIFY_SYNC];
}

/* ConfigMgr switches the link of `s`; it synchronizes when no server of the wave is half done, from
   minute `at` on. @return when it is over */
static uint32_t follow_now(struct wsp_schedule *schedule, wsp_server_id s, uint32_t at)
{
	schedule->plan->link_start[s] = wsp_dispatch_sync(&schedule->dispatch, s, at);
	return later(schedule->plan->link_start[s], sync_minutes(schedule));
}

/* One link of the repair wave. @return when it is over */
static uint32_t repair_link(struct wsp_schedule *schedule, wsp_server_id s, uint32_t at)
{
	struct wsp_plan *plan = schedule->plan;
	bool back = plan->repair[s] & WSP_BIT(WSP_UNSWITCH_SYNC);
	uint32_t minutes = schedule->terms->duration[back ? WSP_UNSWITCH_SYNC : WSP_SWITCH_SYNC];
	uint32_t start;

	if (!back && plan->link_work[s] == WSP_LINK_FOLLOW)
		return follow_now(schedule, s, at);
	start = wsp_dispatch_assign(&schedule->dispatch, s, true, minutes);
	*(back ? &plan->unswitch_start[s] : &plan->link_start[s]) = start;
	if (back)
		return later(start, minutes);
	return later(wsp_dispatch_sync(&schedule->dispatch, s, later(start, minutes)),
		sync_minutes(schedule));
}

bool wsp_schedule_repairs(struct wsp_schedule *schedule, const wsp_server_id *server,
	uint32_t n_servers, const wsp_server_id *link, uint32_t n_links, uint32_t *ret_finish)
{
	uint32_t finish = 0;
	uint32_t servers_done;

	if (!repair_servers(schedule, server, n_servers, &finish) ||
		(n_links > 0 && !wsp_dispatch_begin(&schedule->dispatch, n_links, finish)))
		return false;
	servers_done = finish;
	for (uint32_t i = 0; i < n_links; i++)
		finish = at_least(finish, repair_link(schedule, link[i], servers_done));
	*ret_finish = finish;
	return true;
}

uint32_t wsp_schedule_reserve(const struct wsp_schedule *schedule, uint32_t n)
{
	uint32_t rounds = n / schedule->terms->operators + (n % schedule->terms->operators != 0);
	uint64_t minutes = (uint64_t)schedule->terms->back_out * rounds;

	if (minutes < schedule->terms->rollback_reserve)
		minutes = schedule->terms->rollback_reserve;
	return minutes < WSP_ABSENT ? (uint32_t)minutes : WSP_ABSENT - 1;
}
