#include "damage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

wsp_server_id damage_server(const struct claimed *claimed, const char *name)
{
	char fqdn[64];
	wsp_server_id s;

	snprintf(fqdn, sizeof(fqdn), "%s.example.com", name);
	s = wsp_topology_find(claimed->claims.topo, fqdn);
	if (s == WSP_NO_SERVER)
		abort();
	return s;
}

size_t damage_find(const struct claimed *claimed, enum wsp_action action, const char *name)
{
	wsp_server_id s = damage_server(claimed, name);

	for (size_t i = 0; i < claimed->n_steps; i++) {
		if (claimed->step[i].server == s && claimed->step[i].action == action)
			return i;
	}
	fprintf(stderr, "no %s of %s\n", wsp_actions[action].name, name);
	abort();
}

void damage_drop(struct claimed *claimed, size_t step)
{
	memmove(claimed->step + step, claimed->step + step + 1,
		(claimed->n_steps - step - 1) * sizeof(*claimed->step));
	claimed->n_steps--;
	claimed_refresh(claimed);
}

void damage_insert(struct claimed *claimed, size_t at, struct wsp_claim step)
{
	if (!WSP_RESERVE(claimed->step, claimed->capacity, claimed->n_steps))
		abort();
	memmove(claimed->step + at + 1, claimed->step + at,
		(claimed->n_steps - at) * sizeof(*claimed->step));
	claimed->step[at] = step;
	claimed->n_steps++;
	claimed_refresh(claimed);
}

/* Where in its phase a step stands: rechecks first, then the waves. */
static uint32_t turn(const struct wsp_claim *step)
{
	return step->action == WSP_RECHECK ? 0
	       : step->wave == UINT32_MAX  ? UINT32_MAX
					   : step->wave + 1;
}

static bool is_after(const struct wsp_claim *a, const struct wsp_claim *b)
{
	if (a->phase != b->phase)
		return a->phase > b->phase;
	if (a->phase == 0)
		return false;
	if (turn(a) != turn(b))
		return turn(a) > turn(b);
	return a->start > b->start;
}

void damage_sort(struct claimed *claimed)
{
	for (size_t i = 1; i < claimed->n_steps; i++) {
		struct wsp_claim step = claimed->step[i];
		size_t at = i;

		for (; at > 0 && is_after(&claimed->step[at - 1], &step); at--)
			claimed->step[at] = claimed->step[at - 1];
		claimed->step[at] = step;
	}
}

void damage_move_visit(
	struct claimed *claimed, const char *name, uint32_t phase, uint32_t wave, uint32_t start)
{
	wsp_server_id s = damage_server(claimed, name);
	uint32_t begins = UINT32_MAX;

	for (size_t i = 0; i < claimed->n_steps; i++) {
		struct wsp_claim *step = &claimed->step[i];

		if (step->server != s || wsp_actions[step->action].part != WSP_PART_CONVERSION)
			continue;
		if (begins == UINT32_MAX)
			begins = step->start;
		step->phase = phase;
		step->wave = wave;
		step->start = step->start - begins + start;
		step->finish = step->finish - begins + start;
	}
	damage_sort(claimed);
}
