#include "plan/ready.h"

bool wsp_ready_init(
	struct wsp_ready *ready, uint32_t n_servers, uint32_t n_priorities, struct wsp_arena *arena)
{
	*ready = (struct wsp_ready){.n_priorities = n_priorities};
	ready->next = WSP_NEW_ARRAY(arena, wsp_server_id, n_servers);
	ready->first = WSP_NEW_ARRAY(arena, wsp_server_id, n_priorities);
	ready->last = WSP_NEW_ARRAY(arena, wsp_server_id, n_priorities);
	ready->waits = WSP_NEW_ARRAY(arena, bool, n_servers);
	if (!ready->next || !ready->first || !ready->last || !ready->waits)
		return false;
	wsp_ready_clear(ready);
	return true;
}

void wsp_ready_clear(struct wsp_ready *ready)
{
	while (ready->n > 0)
		(void)wsp_ready_pop(ready);
	for (uint32_t i = 0; i < ready->n_priorities; i++)
		ready->first[i] = WSP_NO_SERVER;
}

void wsp_ready_release(struct wsp_ready *ready)
{
	wsp_heap_release(&ready->some);
}

/* The first of its priority. */
static bool begin(struct wsp_ready *ready, uint32_t priority, wsp_server_id s)
{
	if (!wsp_heap_push(&ready->some, priority))
		return false;
	ready->first[priority] = ready->last[priority] = s;
	ready->next[s] = WSP_NO_SERVER;
	ready->waits[s] = true;
	ready->n++;
	return true;
}

bool wsp_ready_push(struct wsp_ready *ready, uint32_t priority, wsp_server_id s)
{
	if (ready->waits[s])
		return true;
	if (ready->first[priority] == WSP_NO_SERVER)
		return begin(ready, priority, s);
	ready->next[ready->last[priority]] = s;
	ready->next[s] = WSP_NO_SERVER;
	ready->last[priority] = s;
	ready->waits[s] = true;
	ready->n++;
	return true;
}

bool wsp_ready_push_first(struct wsp_ready *ready, uint32_t priority, wsp_server_id s)
{
	if (ready->waits[s])
		return true;
	if (ready->first[priority] == WSP_NO_SERVER)
		return begin(ready, priority, s);
	ready->next[s] = ready->first[priority];
	ready->first[priority] = s;
	ready->waits[s] = true;
	ready->n++;
	return true;
}

wsp_server_id wsp_ready_pop(struct wsp_ready *ready)
{
	uint32_t priority = (uint32_t)ready->some.key[0];
	wsp_server_id s = ready->first[priority];

	ready->first[priority] = ready->next[s];
	if (ready->first[priority] == WSP_NO_SERVER)
		(void)wsp_heap_pop(&ready->some);
	ready->waits[s] = false;
	ready->n--;
	return s;
}
