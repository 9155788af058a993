#include "api/dead_links.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "api/trace.h"
#include "base/array.h"

#define ALIVE SIZE_MAX

struct search {
	const struct wsp_claims *claims;
	struct wsp_verdict *verdict;
	size_t *died;      /* by server: the step at which its link died, or ALIVE */
	uint64_t *clients; /* by server: its own and those of all below it */
	struct wsp_text text;
	bool failed;
};

static const char *copy(struct search *search, const char *text)
{
	const char *copied = wsp_arena_copy(&search->verdict->arena, text, strlen(text));

	search->failed = search->failed || !copied;
	return copied;
}

/* "require-ssl@lyo01.contoso.com in P2, minute 15" */
static const char *tell_moment(struct search *search, const struct wsp_claim *step)
{
	wsp_text_clear(&search->text);
	wsp_trace_step_id(&search->text, search->claims, step);
	wsp_text_addf(&search->text, " in P%" PRIu32, step->phase);
	if (step->start != WSP_ABSENT)
		wsp_text_addf(&search->text, ", minute %" PRIu32, step->start);
	search->failed = search->failed || search->text.failed;
	return copy(search, wsp_text_get(&search->text));
}

static void keep(struct search *search, wsp_server_id s, const struct wsp_claim *lives)
{
	const struct wsp_topology *topo = search->claims->topo;
	struct wsp_verdict *verdict = search->verdict;

	if (verdict->n_dead_links++ >= WSP_DEAD_LINKS_MAX)
		return;
	verdict->dead_link[verdict->n_dead_links - 1] = (struct wsp_dead_link){
		.from = copy(search, wsp_topology_fqdn(topo, s)),
		.to = copy(search, wsp_topology_fqdn(topo, topo->parent[s])),
		.since = tell_moment(search, &search->claims->step[search->died[s]]),
		.until = lives ? tell_moment(search, lives) : NULL,
		.clients = search->clients[s],
	};
}

static bool look(void *context, const struct wsp_trace *trace)
{
	struct search *search = context;

	for (size_t i = 0; trace->claim && i < trace->n_changes; i++) {
		const struct wsp_trace_change *change = &trace->change[i];
		size_t *died = &search->died[change->server];

		if (!change->link)
			continue;
		if (change->before == WSP_TRACE_DEAD && *died != ALIVE &&
			search->claims->step[*died].phase != trace->claim->phase)
			keep(search, change->server, trace->claim);
		*died = change->after == WSP_TRACE_DEAD ? trace->step : ALIVE;
	}
	return !search->failed;
}

static void count_clients(struct search *search)
{
	const struct wsp_topology *topo = search->claims->topo;

	for (wsp_server_id s = topo->n_servers; s-- > 0;) {
		if (topo->server[s].retired != WSP_YES)
			search->clients[s] += topo->server[s].clients;
		if (topo->parent[s] != WSP_NO_SERVER)
			search->clients[topo->parent[s]] += search->clients[s];
	}
}

static enum wsp_status replay(struct search *search)
{
	uint32_t n = search->claims->topo->n_servers;
	enum wsp_status status;

	count_clients(search);
	for (wsp_server_id s = 0; s < n; s++)
		search->died[s] = ALIVE;
	status = wsp_verify_trace(search->claims, look, search);
	for (wsp_server_id s = 0; status == WSP_OK && s < n; s++) {
		if (search->died[s] != ALIVE)
			keep(search, s, NULL);
	}
	return search->failed ? WSP_NO_MEMORY : status;
}

enum wsp_status wsp_dead_links_find(const struct wsp_claims *claims, struct wsp_verdict *verdict)
{
	size_t n = (size_t)claims->topo->n_servers + 1;
	struct search search = {.claims = claims,
		.verdict = verdict,
		.died = calloc(n, sizeof(*search.died)),
		.clients = calloc(n, sizeof(*search.clients))};
	enum wsp_status status = WSP_NO_MEMORY;

	verdict->dead_link =
		WSP_NEW_ARRAY(&verdict->arena, struct wsp_dead_link, WSP_DEAD_LINKS_MAX);
	if (search.died && search.clients && verdict->dead_link)
		status = replay(&search);
	free(search.died);
	free(search.clients);
	wsp_text_release(&search.text);
	return status;
}
