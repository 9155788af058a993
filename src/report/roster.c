#include "report/roster.h"

#include <stdlib.h>

#include "base/array.h"

bool wsp_roster_init(struct wsp_roster *roster, const struct wsp_plan *plan)
{
	*roster = (struct wsp_roster){.plan = plan};
	wsp_steps_begin(&roster->steps, plan);
	roster->place = calloc((size_t)plan->topo.n_servers + 1, sizeof(*roster->place));
	return roster->place != NULL;
}

void wsp_roster_release(struct wsp_roster *roster)
{
	if (roster->plan)
		wsp_steps_release(&roster->steps);
	free(roster->place);
	free(roster->entry);
	free(roster->index);
	*roster = (struct wsp_roster){0};
}

static void forget(struct wsp_roster *roster)
{
	for (size_t i = 0; i < roster->n_entries; i++)
		roster->place[roster->entry[i].server] = 0;
	roster->n_entries = 0;
}

/* One entry a server, in order of first step, with its number of steps. */
static bool enter(struct wsp_roster *roster)
{
	for (size_t i = 0; i < roster->steps.n; i++) {
		wsp_server_id s = roster->steps.step[i].server;

		if (roster->place[s] == 0) {
			if (!WSP_RESERVE(roster->entry, roster->entry_capacity, roster->n_entries))
				return false;
			roster->entry[roster->n_entries++] = (struct wsp_roster_entry){.server = s};
			roster->place[s] = (uint32_t)roster->n_entries;
		}
		roster->entry[roster->place[s] - 1].n++;
	}
	return true;
}

static bool make_room(struct wsp_roster *roster)
{
	uint32_t *index;

	if (roster->index_capacity >= roster->steps.n)
		return true;
	index = realloc(roster->index, roster->steps.n * sizeof(*index));
	if (!index)
		return false;
	roster->index = index;
	roster->index_capacity = roster->steps.n;
	return true;
}

bool wsp_roster_of_wave(struct wsp_roster *roster, uint32_t wave)
{
	uint32_t at = 0;

	forget(roster);
	if (!wsp_steps_of_wave(&roster->steps, wave) || !make_room(roster) || !enter(roster))
		return false;

	for (size_t i = 0; i < roster->n_entries; i++) {
		roster->entry[i].first = at;
		at += roster->entry[i].n;
		roster->entry[i].n = 0; /* counted again below */
	}
	for (uint32_t i = 0; i < roster->steps.n; i++) {
		wsp_server_id s = roster->steps.step[i].server;
		struct wsp_roster_entry *entry = &roster->entry[roster->place[s] - 1];

		roster->index[entry->first + entry->n++] = i;
	}
	return true;
}

wsp_server_id wsp_roster_head(const struct wsp_roster *roster, const struct wsp_roster_entry *entry)
{
	wsp_server_id upstream = roster->plan->topo.parent[entry->server];
	const struct wsp_step *first = wsp_roster_step(roster, entry, 0);

	if (wsp_actions[first->action].part != WSP_PART_DOWNSTREAM || upstream == WSP_NO_SERVER ||
		roster->place[upstream] == 0 || roster->plan->wave[upstream] != first->wave)
		return WSP_NO_SERVER;
	return upstream;
}
