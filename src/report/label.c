#include "report/label.h"

void wsp_label_phase(struct wsp_text *out, uint32_t phase)
{
	wsp_text_addc(out, 'P');
	wsp_text_addu(out, phase);
}

void wsp_label_phase_member(struct wsp_object *object, const char *key, uint32_t phase)
{
	if (phase == 0) {
		wsp_object_null(object, key);
		return;
	}
	wsp_object_key(object, key);
	wsp_text_addc(object->out, '"');
	wsp_label_phase(object->out, phase);
	wsp_text_addc(object->out, '"');
}

void wsp_label_wave(struct wsp_text *out, const struct wsp_plan *plan, uint32_t wave)
{
	wsp_label_phase(out, plan->waves[wave].phase);
	WSP_TEXT_LITERAL(out, ".W");
	wsp_text_addu(out, plan->waves[wave].number);
}

/* "ACTION@FQDN" */
static void add_step(
	struct wsp_text *out, const struct wsp_plan *plan, enum wsp_action action, wsp_server_id s)
{
	wsp_text_adds(out, wsp_actions[action].name);
	wsp_text_addc(out, '@');
	wsp_text_adds(out, wsp_topology_fqdn(&plan->topo, s));
}

void wsp_label_shared(struct wsp_text *out, const struct wsp_plan *plan, uint32_t row)
{
	const struct wsp_shared *shared = &plan->shared[row];

	wsp_text_adds(out, wsp_actions[shared->action].name);
	wsp_text_addc(out, '@');
	wsp_shared_key(shared, out);
}

void wsp_label_step_id(
	struct wsp_text *out, const struct wsp_plan *plan, const struct wsp_step *step)
{
	if (step->shared == UINT32_MAX)
		add_step(out, plan, (enum wsp_action)step->action, step->server);
	else
		wsp_label_shared(out, plan, step->shared);
}

void wsp_label_dependency(
	struct wsp_text *out, const struct wsp_plan *plan, const struct wsp_dependency *dependency)
{
	if (dependency->shared == UINT32_MAX)
		add_step(out, plan, dependency->action, dependency->server);
	else
		wsp_label_shared(out, plan, dependency->shared);
}

const char *wsp_label_upstream(const struct wsp_plan *plan, wsp_server_id s)
{
	static const char *const feeds[] = {
		[WSP_FEED_SERVER] = "",
		[WSP_FEED_MICROSOFT] = "microsoft-update",
		[WSP_FEED_OFFLINE] = "offline",
	};
	const struct wsp_topology *topo = &plan->topo;
	wsp_server_id upstream = topo->parent[s];
	uint32_t group = wsp_topology_link_group(topo, s);

	if (upstream == WSP_NO_SERVER)
		return feeds[topo->feed[s]];
	if (group != WSP_NO_GROUP && topo->inventory.group[group].kind != WSP_GROUP_SHARED_DATABASE)
		return wsp_topology_text(topo, topo->inventory.group[group].name);
	return wsp_topology_fqdn(topo, upstream);
}
