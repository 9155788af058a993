#include "plan/queue.h"

#include <string.h>

bool wsp_queue_init(struct wsp_queue *queue, const struct wsp_agenda *agenda, uint32_t n_servers,
	uint32_t n_priorities, bool dated, struct wsp_arena *arena)
{
	*queue = (struct wsp_queue){.agenda = agenda,
		.n_servers = n_servers,
		.begin = agenda->calendar ? agenda->calendar->now : 0};
	queue->priority = WSP_NEW_ARRAY(arena, uint32_t, n_servers);
	queue->parked = WSP_NEW_ARRAY(arena, wsp_server_id, agenda->n_sites);
	queue->next_parked = WSP_NEW_ARRAY(arena, wsp_server_id, n_servers);
	queue->shut = WSP_NEW_ARRAY(arena, struct wsp_why, agenda->n_sites);
	queue->shut_phase = WSP_NEW_ARRAY(arena, uint32_t, agenda->n_sites);
	queue->out = WSP_NEW_ARRAY(arena, bool, n_servers);
	queue->because = WSP_NEW_ARRAY(arena, struct wsp_why, n_servers);
	queue->since = WSP_NEW_ARRAY(arena, uint32_t, n_servers);
	queue->kept = WSP_NEW_ARRAY(arena, struct wsp_why, n_servers);
	queue->kept_from = WSP_NEW_ARRAY(arena, uint32_t, n_servers);
	if (dated)
		queue->moment = WSP_NEW_ARRAY(arena, wsp_moment, n_servers);
	if (!queue->priority || !queue->parked || !queue->next_parked || !queue->out ||
		!queue->shut || !queue->shut_phase || !queue->because || !queue->since ||
		!queue->kept || !queue->kept_from || (dated && !queue->moment) ||
		!wsp_ready_init(&queue->ready, n_servers, n_priorities, arena))
		return false;
	for (uint32_t site = 0; site < agenda->n_sites; site++)
		queue->parked[site] = WSP_NO_SERVER;
	return true;
}

void wsp_queue_release(struct wsp_queue *queue)
{
	wsp_ready_release(&queue->ready);
	wsp_heap_release(&queue->future);
}

void wsp_queue_clear(struct wsp_queue *queue)
{
	wsp_ready_clear(&queue->ready);
	for (uint32_t site = 0; site < queue->agenda->n_sites; site++)
		queue->parked[site] = WSP_NO_SERVER;
	memset(queue->out, 0, queue->n_servers * sizeof(*queue->out));
	queue->n_parked = 0;
	queue->future.n = 0;
	queue->n_deferred = 0;
}

static bool make_ready(struct wsp_queue *queue, wsp_server_id s)
{
	return wsp_ready_push(&queue->ready, queue->priority[s], s);
}

/* The site was closed: a freeze is remembered until the next phase, a window that is not its own
   only until the next one. */
static void remember_shut(struct wsp_queue *queue, uint32_t site, uint32_t phase)
{
	const struct wsp_obstacle *obstacle = &queue->agenda->obstacle[site];

	if (obstacle->frozen)
		queue->shut[site] = (struct wsp_why){WSP_WHY_FREEZE, obstacle->freeze};
	else if (queue->shut_phase[site] != phase)
		queue->shut[site] = (struct wsp_why){WSP_WHY_WINDOW, WSP_NO_SERVER};
	queue->shut_phase[site] = phase;
}

/* It waited until now because its site was closed in the window before. */
static void keep_shut(struct wsp_queue *queue, wsp_server_id s, uint32_t site, uint32_t phase)
{
	if (queue->shut_phase[site] + 1 < phase || queue->shut_phase[site] < queue->kept_from[s])
		return;
	if (queue->shut[site].kind == WSP_WHY_FREEZE || queue->kept[s].kind != WSP_WHY_WINDOW)
		queue->kept[s] = queue->shut[site];
	queue->kept_from[s] = queue->since[s] < phase ? phase - 1 : phase;
}

static bool unpark(struct wsp_queue *queue, uint32_t site, uint32_t phase)
{
	while (queue->parked[site] != WSP_NO_SERVER) {
		wsp_server_id s = queue->parked[site];

		keep_shut(queue, s, site, phase);
		queue->parked[site] = queue->next_parked[s];
		queue->n_parked--;
		if (!wsp_queue_add_again(queue, s))
			return false;
	}
	return true;
}

bool wsp_queue_admit(struct wsp_queue *queue, uint32_t phase)
{
	const struct wsp_agenda *agenda = queue->agenda;
	uint64_t now;

	for (uint32_t site = 0; queue->n_parked > 0 && site < agenda->n_sites; site++) {
		if (queue->parked[site] == WSP_NO_SERVER)
			continue;
		if (agenda->calendar && agenda->closed[site])
			remember_shut(queue, site, phase);
		else if (!unpark(queue, site, phase))
			return false;
	}
	if (!agenda->calendar)
		return true;
	now = (uint64_t)((agenda->opening.begin - queue->begin) / WSP_SECONDS_A_MINUTE);
	while (queue->future.n > 0 && queue->future.key[0] >> 32 <= now) {
		wsp_server_id s = (wsp_server_id)wsp_heap_pop(&queue->future);

		queue->since[s] = phase;
		if (!make_ready(queue, s))
			return false;
	}
	return true;
}

bool wsp_queue_add(struct wsp_queue *queue, wsp_server_id s, uint32_t phase, struct wsp_why because)
{
	wsp_moment wait = queue->moment ? queue->moment[s] - queue->begin : 0;
	uint64_t minutes;

	queue->since[s] = phase;
	queue->because[s] = because;
	if (wait <= 0)
		return make_ready(queue, s);
	minutes = (uint64_t)((wait + WSP_SECONDS_A_MINUTE - 1) / WSP_SECONDS_A_MINUTE);
	if (minutes > UINT32_MAX)
		minutes = UINT32_MAX;
	return wsp_heap_push(&queue->future, minutes << 32 | s);
}

bool wsp_queue_add_again(struct wsp_queue *queue, wsp_server_id s)
{
	queue->out[s] = false;
	return wsp_ready_push_first(&queue->ready, queue->priority[s], s);
}

void wsp_queue_keep_out(
	struct wsp_queue *queue, wsp_server_id s, uint32_t phase, struct wsp_why why, uint32_t site)
{
	queue->out[s] = true;
	queue->kept[s] = why;
	queue->kept_from[s] = phase;
	if (site == UINT32_MAX) {
		queue->deferred[queue->n_deferred++] = s;
		return;
	}
	queue->next_parked[s] = queue->parked[site];
	queue->parked[site] = s;
	queue->n_parked++;
}

bool wsp_queue_resume(struct wsp_queue *queue)
{
	while (queue->n_deferred > 0) {
		if (!wsp_queue_add_again(queue, queue->deferred[--queue->n_deferred]))
			return false;
	}
	return true;
}

struct wsp_why wsp_queue_tell(const struct wsp_queue *queue, wsp_server_id s, uint32_t phase)
{
	if (queue->kept_from[s] > 0 && queue->kept_from[s] + 1 >= phase &&
		queue->kept_from[s] >= queue->since[s])
		return queue->kept[s];
	if (queue->since[s] < phase && queue->full_before_phase + 1 == phase)
		return queue->full_before;
	return queue->because[s];
}
