#include "plan/dispatch_node.h"

#include <stdlib.h>

#include "base/array.h"

/* A job is a place in the list of the wave, or with this bit a downstream to be switched. */
#define SWITCH 0x80000000u

static bool is_overlap(const struct wsp_dispatch *dispatch)
{
	return dispatch->terms->cutover == WSP_OVERLAP;
}

static bool queue_first_switch(struct wsp_dispatch *dispatch, wsp_server_id child, uint32_t minute)
{
	dispatch->n_queued++;
	return wsp_dispatch_push(
		&wsp_dispatch_crew(dispatch, child, true)->first, minute, child | SWITCH);
}

static bool queue_second_switch(struct wsp_dispatch *dispatch, wsp_server_id child, uint32_t minute)
{
	dispatch->n_queued++;
	return wsp_dispatch_push(
		&wsp_dispatch_crew(dispatch, child, true)->second, minute, child | SWITCH);
}

static bool queue_visit(struct wsp_dispatch *dispatch, uint32_t place)
{
	dispatch->n_queued++;
	return wsp_dispatch_push(
		&wsp_dispatch_crew(dispatch, dispatch->server[place], false)->first, place, place);
}

/* The visits of a node come when its switches are done; a node that stands in several waves has
   its switches in the first. */
static bool queue_overlap(struct wsp_dispatch *dispatch, uint32_t place)
{
	struct wsp_node_of_wave node = wsp_dispatch_node(dispatch, &dispatch->server[place]);
	bool begins = node.one_by_one
			      ? wsp_dispatch_is_end(dispatch, &node, dispatch->server[place], false)
			      : dispatch->visits[node.first] == 1;

	if (begins && !wsp_dispatch_each_switch(dispatch, &node, queue_first_switch, place,
			      &dispatch->switches[node.first]))
		return false;
	if (dispatch->switches[node.first] == 0)
		return queue_visit(dispatch, place);
	dispatch->n_queued++;
	return true;
}

/* Whether the node is done when this visit and all counted ones are. */
static bool is_counted(
	const struct wsp_dispatch *dispatch, const struct wsp_node_of_wave *node, wsp_server_id s)
{
	return !node->one_by_one || wsp_dispatch_is_end(dispatch, node, s, true);
}

static bool queue(struct wsp_dispatch *dispatch, uint32_t place)
{
	wsp_server_id s = dispatch->server[place];
	struct wsp_node_of_wave node = wsp_dispatch_node(dispatch, &dispatch->server[place]);

	dispatch->place[s] = place;
	dispatch->visits[node.first] += is_counted(dispatch, &node, s);
	return is_overlap(dispatch) ? queue_overlap(dispatch, place) : queue_visit(dispatch, place);
}

/* Forget what an earlier wave left of the nodes of this one. */
static void reset(struct wsp_dispatch *dispatch)
{
	for (uint32_t place = 0; place < dispatch->n; place++) {
		struct wsp_node_of_wave node =
			wsp_dispatch_node(dispatch, &dispatch->server[place]);

		dispatch->visits[node.first] = 0;
		dispatch->switches[node.first] = 0;
		dispatch->ready[node.first] = 0;
		for (uint32_t i = 0; i < node.n; i++)
			dispatch->n_syncs[node.member[i]] = 0;
	}
	dispatch->n_queued = 0;
	dispatch->n_links = 0;
}

/* The minute of its first step: of what ConfigMgr switches, the synchronization. */
static uint32_t first_step(const struct wsp_plan *plan, wsp_server_id s)
{
	return plan->link_work[s] == WSP_LINK_FOLLOW && plan->sync_start ? plan->sync_start[s]
									 : plan->link_start[s];
}

static bool add_link(struct wsp_dispatch *dispatch, wsp_server_id s, uint32_t start)
{
	if (!WSP_RESERVE(dispatch->order, dispatch->order_capacity, dispatch->n_links))
		return false;
	dispatch->plan->link_start[s] = start;
	dispatch->order[dispatch->n_links++] = (uint64_t)first_step(dispatch->plan, s) << 32 | s;
	return true;
}

/* `s` synchronizes for the first time from `minute` on. @return when that is over */
static uint32_t synchronize(struct wsp_dispatch *dispatch, wsp_server_id s, uint32_t minute)
{
	const struct wsp_terms *terms = dispatch->terms;
	uint32_t over = wsp_minutes_later(wsp_dispatch_sync(dispatch, s, minute),
		terms->duration[WSP_VERIFY_SYNC] + terms->unattended[WSP_VERIFY_SYNC]);

	dispatch->finish = wsp_minutes_at_least(dispatch->finish, over);
	return over;
}

/* Whether the repair wave has brought the link of `s` to HTTPS already. */
static bool is_in_repair(const struct wsp_plan *plan, wsp_server_id s)
{
	return plan->n_waves > 0 && plan->waves[0].number == 0 && plan->link_wave[s] == 0;
}

/* ConfigMgr switches the links between its software update points when the upper one is done. */
static bool follow(
	struct wsp_dispatch *dispatch, const struct wsp_node_of_wave *node, uint32_t minute)
{
	const struct wsp_plan *plan = dispatch->plan;

	for (uint32_t i = 0; i < node->n; i++) {
		wsp_server_id s = node->member[i];

		for (wsp_server_id c = plan->topo.child_begin[s]; c < plan->topo.child_begin[s + 1];
			c++) {
			if (plan->link_work[c] != WSP_LINK_FOLLOW || is_in_repair(plan, c))
				continue;
			(void)synchronize(dispatch, c, minute);
			if (!add_link(dispatch, c, minute))
				return false;
		}
	}
	return true;
}

/* A visit is verified at `minute`: the last of its node lets the downstreams follow. */
static bool verified(struct wsp_dispatch *dispatch, uint32_t place, uint32_t minute)
{
	const wsp_server_id *s = &dispatch->server[place];
	struct wsp_node_of_wave node = wsp_dispatch_node(dispatch, s);
	uint32_t *ready = &dispatch->ready[node.first];
	uint32_t n_switches;

	*ready = wsp_minutes_at_least(*ready, minute);
	dispatch->finish = wsp_minutes_at_least(dispatch->finish, minute);
	if (!is_counted(dispatch, &node, *s) || --dispatch->visits[node.first] > 0)
		return true;
	if (is_overlap(dispatch))
		return follow(dispatch, &node, *ready);
	return wsp_dispatch_each_switch(
		       dispatch, &node, queue_second_switch, *ready, &n_switches) &&
	       follow(dispatch, &node, *ready);
}

/* The node that a link leads to. */
static struct wsp_node_of_wave node_above(const struct wsp_dispatch *dispatch, wsp_server_id s)
{
	return wsp_dispatch_node(dispatch, &dispatch->plan->topo.parent[s]);
}

/* With overlap: all downstreams of a node have synchronized over HTTPS, so it may require it. */
static bool release_visits(struct wsp_dispatch *dispatch, const struct wsp_node_of_wave *node)
{
	for (uint32_t i = 0; i < node->n; i++) {
		wsp_server_id s = node->member[i];
		uint32_t place = dispatch->place[s];

		if (place < dispatch->n && dispatch->server[place] == s &&
			!wsp_dispatch_push(&wsp_dispatch_crew(dispatch, s, false)->second,
				dispatch->ready[node->first], place))
			return false;
	}
	return true;
}

static bool switched(struct wsp_dispatch *dispatch, wsp_server_id s, uint32_t minute)
{
	struct wsp_node_of_wave node = node_above(dispatch, s);
	uint32_t over = synchronize(dispatch, s, minute);

	if (!is_overlap(dispatch))
		return true;
	dispatch->ready[node.first] = wsp_minutes_at_least(dispatch->ready[node.first], over);
	return --dispatch->switches[node.first] > 0 || release_visits(dispatch, &node);
}

/* What an operator who is free at `t` takes: crew and queue; NULL: nothing is ready. */
struct choice {
	struct wsp_crew *crew;
	struct wsp_heap *queue;
	uint64_t key;
	uint32_t next; /* with nothing ready: the minute at which something will be */
};

static void consider(struct choice *choice, struct wsp_crew *crew, uint32_t t)
{
	uint32_t free = wsp_crew_free_at(crew);
	uint32_t ready = crew->second.n > 0 ? (uint32_t)(crew->second.key[0] >> 32) : UINT32_MAX;
	bool second = ready <= t;
	struct wsp_heap *queue = second ? &crew->second : &crew->first;
	uint32_t next = wsp_minutes_at_least(free, crew->first.n > 0 ? t : ready);
	bool taken = choice->queue != NULL;
	bool taken_second = taken && choice->queue == &choice->crew->second;

	if (crew->first.n + crew->second.n == 0)
		return;
	if (free > t || queue->n == 0) {
		choice->next = next < choice->next ? next : choice->next;
		return;
	}
	if (taken && (taken_second != second ? taken_second : choice->key <= queue->key[0]))
		return;
	choice->crew = crew;
	choice->queue = queue;
	choice->key = queue->key[0];
}

/* Give one job out, or let the operator wait. */
static bool give_out(struct wsp_dispatch *dispatch)
{
	uint64_t operator_key = dispatch->operators.key[0];
	uint32_t t = (uint32_t)(operator_key >> 32);
	struct choice choice = {.next = UINT32_MAX};
	uint32_t job;
	uint32_t minutes;

	for (uint32_t i = 0; i < dispatch->n_crews; i++)
		consider(&choice, &dispatch->crew[i], t);
	if (!choice.queue) {
		wsp_heap_replace(
			&dispatch->operators, (uint64_t)choice.next << 32 | (uint32_t)operator_key);
		return true;
	}
	job = (uint32_t)wsp_heap_pop(choice.queue);
	dispatch->n_queued--;
	if (job & SWITCH) {
		minutes = dispatch->terms->duration[WSP_SWITCH_SYNC];
		wsp_dispatch_occupy(dispatch, choice.crew, t, minutes);
		return add_link(dispatch, job & ~SWITCH, t) &&
		       switched(dispatch, job & ~SWITCH, wsp_minutes_later(t, minutes));
	}
	minutes = wsp_terms_minutes(
		dispatch->terms, wsp_plan_visit(dispatch->plan, dispatch->server[job]));
	wsp_dispatch_occupy(dispatch, choice.crew, t, minutes);
	dispatch->plan->start[dispatch->server[job]] = t;
	return verified(dispatch, job, wsp_minutes_later(t, minutes));
}

static int compare_keys(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a;
	uint64_t right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

static void keep_links(struct wsp_dispatch *dispatch, uint32_t first_link)
{
	if (dispatch->n_links > 1)
		qsort(dispatch->order, dispatch->n_links, sizeof(*dispatch->order), compare_keys);
	for (uint32_t i = 0; i < dispatch->n_links; i++)
		dispatch->plan->link_order[first_link + i] = (wsp_server_id)dispatch->order[i];
}

static uint64_t count_jobs(const struct wsp_dispatch *dispatch)
{
	uint64_t n = dispatch->n;

	for (uint32_t i = 0; i < dispatch->n; i++) {
		struct wsp_node_of_wave node = wsp_dispatch_node(dispatch, &dispatch->server[i]);

		for (uint32_t m = 0; m < node.n; m++)
			n += wsp_topology_n_children(&dispatch->plan->topo, node.member[m]);
	}
	return n;
}

bool wsp_dispatch_wave(struct wsp_dispatch *dispatch, const wsp_server_id *server, uint32_t n,
	uint32_t first_link, uint32_t at, uint32_t *ret_finish)
{
	bool ok;

	dispatch->server = server;
	dispatch->n = n;
	dispatch->finish = at;
	reset(dispatch);
	ok = wsp_dispatch_begin(dispatch, count_jobs(dispatch), at);
	for (uint32_t place = 0; ok && place < n; place++)
		ok = queue(dispatch, place);
	while (ok && dispatch->n_queued > 0)
		ok = give_out(dispatch);
	if (ok)
		keep_links(dispatch, first_link);
	*ret_finish = dispatch->finish;
	return ok;
}
