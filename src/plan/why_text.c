#include "plan/why_text.h"

#include "base/phrase.h"

/* What a sentence is put together from. */
struct telling {
	const struct wsp_plan *plan;
	const struct wsp_server *server;
	wsp_server_id s;
	struct wsp_why why;
	struct wsp_text *out;
};

const char *wsp_why_by(const struct wsp_plan *plan, const struct wsp_why *why)
{
	const struct wsp_inventory *inventory = &plan->topo.inventory;

	if (why->by == WSP_NO_SERVER)
		return NULL;
	if (why->kind == WSP_WHY_FREEZE)
		return why->by < inventory->n_freezes
			       ? wsp_inventory_text(inventory, inventory->freeze[why->by].reason)
			       : NULL;
	return why->by < plan->topo.n_servers ? wsp_topology_fqdn(&plan->topo, why->by) : NULL;
}

static void add(const struct telling *telling, const char *text)
{
	wsp_text_adds(telling->out, text);
}

static void add_string(const struct telling *telling, wsp_string text)
{
	add(telling, wsp_topology_text(&telling->plan->topo, text));
}

/* The other server, or the one itself when the plan names none. */
static wsp_server_id other(const struct telling *telling)
{
	return telling->why.by < telling->plan->topo.n_servers ? telling->why.by : telling->s;
}

static void add_other(const struct telling *telling)
{
	add(telling, wsp_topology_fqdn(&telling->plan->topo, other(telling)));
}

static void add_phase_of_other(const struct telling *telling)
{
	wsp_text_addf(telling->out, "P%u", (unsigned)telling->plan->phase[other(telling)]);
}

static void tell_first(const struct telling *telling)
{
	add(telling, "nothing has to be done before it");
}

static void tell_child(const struct telling *telling)
{
	add_other(telling);
	add(telling, " below it is converted in ");
	add_phase_of_other(telling);
}

static void tell_upstream(const struct telling *telling)
{
	add(telling, "its upstream ");
	add_other(telling);
	add(telling, " is converted before it");
}

static void tell_tree(const struct telling *telling)
{
	add(telling, "its whole tree is converted top-down in one window, after the phases before");
}

static void tell_member(const struct telling *telling)
{
	add_other(telling);
	add(telling, ", which serves the same name or database, is converted in ");
	add_phase_of_other(telling);
}

static void tell_canary(const struct telling *telling)
{
	add(telling, telling->plan->phases[telling->plan->phase[telling->s]].canary
			     ? "it is a canary, and canaries go first"
			     : "canaries go first and alone");
}

static void tell_limit(const struct telling *telling, uint64_t limit, const char *noun)
{
	if (limit == WSP_ABSENT) {
		add(telling, "the window before is full");
		return;
	}
	add(telling, "the window before is full: ");
	wsp_phrase_count(telling->out, limit, noun);
	add(telling, limit == 1 ? " is allowed" : " are allowed");
}

static void tell_servers(const struct telling *telling)
{
	tell_limit(telling, telling->plan->topo.inventory.policy.servers_per_window, "server");
}

static void tell_clients(const struct telling *telling)
{
	tell_limit(telling, telling->plan->topo.inventory.policy.clients_per_window, "client");
}

static const struct wsp_site *site_of(const struct telling *telling)
{
	uint32_t site = wsp_topology_site(&telling->plan->topo, telling->s);

	return site == WSP_NO_SITE ? NULL : &telling->plan->topo.inventory.site[site];
}

static void tell_site_limit(const struct telling *telling, bool by_clients)
{
	const struct wsp_site *site = site_of(telling);

	if (site)
		tell_limit(telling,
			by_clients ? site->clients_per_window : site->servers_per_window,
			by_clients ? "client" : "server");
	else
		tell_limit(telling, WSP_ABSENT, "");
	if (!site)
		return;
	add(telling, " in ");
	add_string(telling, site->name);
}

static void tell_site_servers(const struct telling *telling)
{
	tell_site_limit(telling, false);
}

static void tell_site_clients(const struct telling *telling)
{
	tell_site_limit(telling, true);
}

static void tell_minutes(const struct telling *telling)
{
	add(telling, "the window before has no minutes left for it");
}

static void tell_soak(const struct telling *telling)
{
	wsp_phrase_minutes(telling->out, telling->plan->topo.inventory.policy.soak);
	add(telling, " have to pass after the conversion of ");
	add_other(telling);
}

static void tell_not_before(const struct telling *telling)
{
	add(telling, "it must not be changed before ");
	add_string(telling, telling->server->not_before);
}

static void tell_hold(const struct telling *telling)
{
	add(telling, "it is held until ");
	add_string(telling, telling->server->hold_until);
	if (telling->server->hold_reason) {
		add(telling, ": ");
		add_string(telling, telling->server->hold_reason);
	}
}

static void tell_lead(const struct telling *telling)
{
	add(telling, "the certificate of ");
	add_other(telling);
	add(telling, " is not there earlier");
}

static void tell_window(const struct telling *telling)
{
	add(telling, "the window before is not open to the site of ");
	add_other(telling);
	if (telling->plan->topo.parent[other(telling)] == telling->s)
		add(telling, " below it");
}

static void tell_freeze(const struct telling *telling)
{
	const struct wsp_inventory *inventory = &telling->plan->topo.inventory;
	const struct wsp_freeze *freeze;

	if (telling->why.by >= inventory->n_freezes) {
		add(telling, "a freeze closes the windows before");
		return;
	}
	freeze = &inventory->freeze[telling->why.by];
	add(telling, "the freeze ");
	if (freeze->reason) {
		add(telling, "\"");
		add_string(telling, freeze->reason);
		add(telling, "\"");
	} else {
		wsp_text_addf(telling->out, "number %u", (unsigned)telling->why.by + 1);
	}
	if (freeze->to) {
		add(telling, " lasts until ");
		add_string(telling, freeze->to);
	} else {
		add(telling, " closes the windows before");
	}
}

static void tell_repair(const struct telling *telling)
{
	add(telling, "it is half converted and finished before all other work");
}

static void (*const tellers[WSP_N_WHYS])(const struct telling *telling) = {
	[WSP_WHY_FIRST] = tell_first,
	[WSP_WHY_CHILD] = tell_child,
	[WSP_WHY_UPSTREAM] = tell_upstream,
	[WSP_WHY_TREE] = tell_tree,
	[WSP_WHY_MEMBER] = tell_member,
	[WSP_WHY_CANARY] = tell_canary,
	[WSP_WHY_SERVERS] = tell_servers,
	[WSP_WHY_CLIENTS] = tell_clients,
	[WSP_WHY_SITE_SERVERS] = tell_site_servers,
	[WSP_WHY_SITE_CLIENTS] = tell_site_clients,
	[WSP_WHY_MINUTES] = tell_minutes,
	[WSP_WHY_SOAK] = tell_soak,
	[WSP_WHY_NOT_BEFORE] = tell_not_before,
	[WSP_WHY_HOLD] = tell_hold,
	[WSP_WHY_LEAD] = tell_lead,
	[WSP_WHY_WINDOW] = tell_window,
	[WSP_WHY_FREEZE] = tell_freeze,
	[WSP_WHY_REPAIR] = tell_repair,
};

void wsp_why_tell(const struct wsp_plan *plan, wsp_server_id s, struct wsp_text *out)
{
	struct telling telling = {.plan = plan,
		.server = &plan->topo.server[s],
		.s = s,
		.why = plan->why ? plan->why[s] : (struct wsp_why){WSP_WHY_FIRST, WSP_NO_SERVER},
		.out = out};

	tellers[telling.why.kind](&telling);
}
