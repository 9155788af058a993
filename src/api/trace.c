#include "api/trace.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/calendar.h"
#include "plan/plan.h"

/* Changes that one line tells; the rest is counted. */
enum { CHANGES_A_LINE = 4 };

struct tracer {
	const struct wsp_claims *claims;
	struct wsp_text *out;
	bool *secured;       /* by server: its clients were pointed at HTTPS */
	uint64_t n_in_clear; /* clients that were not */
	struct wsp_text id;
};

static void secure(struct tracer *tracer, wsp_server_id s)
{
	if (s >= tracer->claims->topo->n_servers || tracer->secured[s])
		return;
	tracer->secured[s] = true;
	tracer->n_in_clear -= tracer->claims->topo->server[s].clients;
}

static void count_clients(struct tracer *tracer)
{
	const struct wsp_topology *topo = tracer->claims->topo;

	for (wsp_server_id s = 0; s < topo->n_servers; s++) {
		const struct wsp_server *server = &topo->server[s];

		tracer->secured[s] = server->retired == WSP_YES ||
				     server->clients_by == WSP_BY_NONE ||
				     server->clients_https == WSP_CLIENTS_ALL;
		if (!tracer->secured[s])
			tracer->n_in_clear += server->clients;
	}
}

static void point_clients(struct tracer *tracer, const struct wsp_claim *claim)
{
	const struct wsp_shared_claim *shared = claim->shared < tracer->claims->n_shared
							? &tracer->claims->shared[claim->shared]
							: NULL;

	if (claim->action != WSP_POINT_CLIENTS && claim->action != WSP_SET_SUP_SSL)
		return;
	for (uint32_t i = 0; shared && shared->member && i < shared->n_members; i++)
		secure(tracer, shared->member[i]);
	if (!shared)
		secure(tracer, claim->server);
}

static const char *object_name(
	const struct wsp_topology *topo, const struct wsp_shared_claim *shared)
{
	const struct wsp_inventory *inventory = &topo->inventory;

	if (shared->policy && shared->object < inventory->n_client_policies)
		return wsp_inventory_text(inventory, inventory->client_policy[shared->object].name);
	if (!shared->policy && shared->object < inventory->n_groups)
		return wsp_inventory_text(inventory, inventory->group[shared->object].name);
	return "?";
}

void wsp_trace_step_id(
	struct wsp_text *out, const struct wsp_claims *claims, const struct wsp_claim *step)
{
	wsp_text_addf(out, "%s@", wsp_actions[step->action].name);
	if (step->shared < claims->n_shared) {
		const struct wsp_shared shared = {
			.name = object_name(claims->topo, &claims->shared[step->shared])};

		wsp_shared_key(&shared, out);
	} else {
		wsp_text_adds(out, wsp_topology_fqdn(claims->topo, step->server));
	}
}

static const char *tell_id(struct tracer *tracer, const struct wsp_claim *claim)
{
	wsp_text_clear(&tracer->id);
	wsp_trace_step_id(&tracer->id, tracer->claims, claim);
	return wsp_text_get(&tracer->id);
}

/* "P2.W1   15-17 ", or the clock time of a dated plan before it. */
static void tell_time(struct tracer *tracer, const struct wsp_claim *claim)
{
	const struct wsp_claims *claims = tracer->claims;
	struct wsp_text *out = tracer->out;
	char place[32] = "", minutes[32] = "";

	if (claim->wave == UINT32_MAX)
		(void)snprintf(place, sizeof(place), "P%" PRIu32, claim->phase);
	else
		(void)snprintf(
			place, sizeof(place), "P%" PRIu32 ".W%" PRIu32, claim->phase, claim->wave);
	if (claim->start != WSP_ABSENT && claim->finish != WSP_ABSENT)
		(void)snprintf(minutes, sizeof(minutes), "%" PRIu32 "-%" PRIu32, claim->start,
			claim->finish);
	wsp_text_addf(out, "%-9s %9s ", place, minutes);
	if (!claims->calendar)
		return;
	if (claim->start_at == WSP_NO_MOMENT)
		wsp_text_addf(out, "%20s ", "");
	else
		wsp_moment_tell(out, &claims->calendar->zones.zone[0], claim->start_at);
	wsp_text_addc(out, ' ');
}

static void tell_change(struct tracer *tracer, const struct wsp_trace_change *change)
{
	const struct wsp_topology *topo = tracer->claims->topo;

	if (change->link)
		wsp_text_addf(tracer->out, "%s -> %s", wsp_topology_fqdn(topo, change->server),
			wsp_topology_fqdn(topo, topo->parent[change->server]));
	else
		wsp_text_adds(tracer->out, wsp_topology_fqdn(topo, change->server));
	wsp_text_addf(tracer->out, ": %s, was %s", wsp_trace_state_names[change->after],
		wsp_trace_state_names[change->before]);
}

static void tell_changes(struct tracer *tracer, const struct wsp_trace *trace)
{
	for (size_t i = 0; i < trace->n_changes && i < CHANGES_A_LINE; i++) {
		wsp_text_adds(tracer->out, i > 0 ? "; " : "  ");
		tell_change(tracer, &trace->change[i]);
	}
	if (trace->n_changes > CHANGES_A_LINE)
		wsp_text_addf(tracer->out, "; %zu more", trace->n_changes - CHANGES_A_LINE);
	wsp_text_addc(tracer->out, '\n');
}

static bool tell_step(void *context, const struct wsp_trace *trace)
{
	struct tracer *tracer = context;
	struct wsp_text *out = tracer->out;

	if (trace->claim) {
		point_clients(tracer, trace->claim);
		tell_time(tracer, trace->claim);
		wsp_text_addf(out, "%-48s", tell_id(tracer, trace->claim));
	} else {
		wsp_text_addf(out, "%-9s %9s ", "begin", "");
		if (tracer->claims->calendar)
			wsp_text_addf(out, "%21s", "");
		wsp_text_addf(out, "%-48s", "");
	}
	wsp_text_addf(out, " %6" PRIu32 " %6" PRIu32 " %9" PRIu64, trace->n_state[WSP_TRACE_DEAD],
		trace->n_state[WSP_TRACE_HTTP], tracer->n_in_clear);
	tell_changes(tracer, trace);
	return !out->failed;
}

static void write_header(struct tracer *tracer)
{
	wsp_text_addf(tracer->out, "%-9s %9s ", "wave", "minutes");
	if (tracer->claims->calendar)
		wsp_text_addf(tracer->out, "%-20s ", "begins");
	wsp_text_addf(
		tracer->out, "%-48s %6s %6s %9s  changes\n", "step", "dead", "http", "in clear");
}

enum wsp_status wsp_trace_write(const struct wsp_claims *claims, struct wsp_text *out)
{
	struct tracer tracer = {.claims = claims,
		.out = out,
		.secured = calloc((size_t)claims->topo->n_servers + 1, sizeof(bool))};
	enum wsp_status status = WSP_NO_MEMORY;

	if (tracer.secured) {
		count_clients(&tracer);
		write_header(&tracer);
		status = wsp_verify_trace(claims, tell_step, &tracer);
		WSP_TEXT_LITERAL(out,
			"\ndead: links without synchronization; http: links still in clear; in "
			"clear: clients not yet pointed at HTTPS\n\n");
	}
	if (tracer.id.failed)
		status = WSP_NO_MEMORY;
	free(tracer.secured);
	wsp_text_release(&tracer.id);
	return status;
}
