#include "plan/early.h"

static bool is_overlap(const struct wsp_plan *plan)
{
	return plan->topo.inventory.policy.cutover == WSP_OVERLAP;
}

static uint32_t early_part(const struct wsp_plan *plan, const struct wsp_services *services,
	const struct wsp_works *works, wsp_server_id s)
{
	bool everybody = is_overlap(plan);
	uint32_t part =
		WSP_BIT(WSP_BACK_UP) | WSP_BIT(WSP_BIND_CERTIFICATE) | WSP_BIT(WSP_TEST_HTTPS);

	if (works->work[s] == WSP_WORK_NONE ||
		!((everybody && works->work[s] == WSP_WORK_CONVERT) ||
			(services->is_shared && services->is_shared[s])))
		return 0;
	if (everybody || services->points_early[s])
		part |= WSP_BIT(WSP_POINT_CLIENTS);
	return plan->actions[s] & part;
}

/* What is bound in the preparation needs no repair in the first phase. */
static void drop_repair(struct wsp_plan *plan, wsp_server_id s)
{
	if (plan->early[s] & WSP_BIT(WSP_TEST_HTTPS))
		plan->repair[s] &= ~(WSP_BIT(WSP_BIND_CERTIFICATE) | WSP_BIT(WSP_TEST_HTTPS));
}

static void recount_repairs(const struct wsp_plan *plan, struct wsp_works *works)
{
	works->has_repairs = works->n_finish > 0;
	for (wsp_server_id s = 0; s < plan->topo.n_servers && !works->has_repairs; s++)
		works->has_repairs = plan->repair[s] || works->link_now[s];
}

static bool tell_early(
	struct wsp_plan *plan, const struct wsp_services *services, struct wsp_works *works)
{
	if (!is_overlap(plan) && !services->is_shared)
		return true;
	plan->early = WSP_NEW_ARRAY(&plan->arena, uint32_t, plan->topo.n_servers);
	if (!plan->early)
		return false;
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		plan->early[s] = early_part(plan, services, works, s);
		drop_repair(plan, s);
	}
	recount_repairs(plan, works);
	return true;
}

/* Whether a member of the set is converted in a phase. */
static bool is_moved(const struct wsp_works *works, const struct wsp_service *service)
{
	for (uint32_t m = 0; m < service->n_members; m++) {
		if (works->work[service->member[m]] == WSP_WORK_CONVERT)
			return true;
	}
	return false;
}

/* Whether the clients of a member still have to be told. */
static bool is_to_be_pointed(const struct wsp_plan *plan, const struct wsp_service *service)
{
	for (uint32_t m = 0; m < service->n_members; m++) {
		const struct wsp_server *server = &plan->topo.server[service->member[m]];

		if (server->clients_https != WSP_CLIENTS_ALL)
			return true;
	}
	return false;
}

static bool needs_work(const struct wsp_plan *plan, const struct wsp_works *works,
	const struct wsp_service *service)
{
	if (!is_moved(works, service))
		return false;
	return service->policy ? is_to_be_pointed(plan, service)
			       : service->kind == WSP_GROUP_LOAD_BALANCER;
}

static struct wsp_shared shared_work(const struct wsp_plan *plan, const struct wsp_service *service)
{
	const struct wsp_inventory *inventory = &plan->topo.inventory;
	wsp_string name = service->policy ? inventory->client_policy[service->row].name
					  : inventory->group[service->row].name;

	return (struct wsp_shared){
		.name = wsp_inventory_text(inventory, name),
		.action = service->policy ? WSP_POINT_CLIENTS : WSP_PREPARE_BALANCER,
		.policy = service->policy,
		.object = service->row,
		.member = service->member,
		.n_members = service->n_members,
	};
}

/* Balancers come before policies, as services do. */
static bool tell_shared(
	struct wsp_plan *plan, const struct wsp_services *services, const struct wsp_works *works)
{
	plan->shared = WSP_NEW_ARRAY(&plan->arena, struct wsp_shared, services->n_services);
	for (uint32_t i = 0; plan->shared && i < services->n_services; i++) {
		if (needs_work(plan, works, &services->service[i]))
			plan->shared[plan->n_shared++] = shared_work(plan, &services->service[i]);
	}
	return plan->shared != NULL;
}

bool wsp_early_tell(
	struct wsp_plan *plan, const struct wsp_services *services, struct wsp_works *works)
{
	return tell_early(plan, services, works) && tell_shared(plan, services, works);
}
