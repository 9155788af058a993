#include "plan/fit.h"

#include "base/phrase.h"
#include "model/rule.h"

/* Nobody brings more operators than that to one server. */
enum { OPERATORS_TRIED = 1000 };

struct fit {
	struct wsp_fill *fill;
	struct wsp_terms *terms;
	const struct wsp_plan *plan;
	struct wsp_diags *diags;
};

/* The least power of two of the operators with which a change fits; 0: none. */
static bool find_operators(struct fit *fit, wsp_server_id s, uint32_t *ret_operators)
{
	const uint32_t operators = fit->terms->operators;
	uint32_t minutes = WSP_ABSENT;
	bool ok = true;

	while (ok && minutes > fit->terms->window_length &&
		fit->terms->operators < OPERATORS_TRIED) {
		fit->terms->operators *= 2;
		ok = wsp_fill_alone(fit->fill, s, &minutes);
	}
	*ret_operators = minutes <= fit->terms->window_length ? fit->terms->operators : 0;
	fit->terms->operators = operators;
	return ok;
}

/* Whether a change would fit if switching took no operator's time. */
static bool fits_without_switches(const struct fit *fit, wsp_server_id s)
{
	const struct wsp_terms *terms = fit->terms;
	uint64_t minutes = wsp_terms_minutes(terms, wsp_plan_visit(fit->plan, s)) +
			   terms->duration[WSP_VERIFY_SYNC] + terms->unattended[WSP_VERIFY_SYNC] +
			   wsp_schedule_reserve(&fit->fill->schedule, 1);

	return wsp_topology_n_children(&fit->plan->topo, s) > 0 && minutes <= terms->window_length;
}

/* What would make a change fit: more hands, if there are switches to share, or a longer window. */
static bool add_remedy(struct wsp_text *hint, struct fit *fit, wsp_server_id s, uint32_t minutes)
{
	uint32_t operators;

	if (!find_operators(fit, s, &operators))
		return false;
	if (operators > 0)
		wsp_text_addf(hint, "%u operators would make it fit; so would ", operators);
	wsp_text_adds(hint, "a window of ");
	wsp_phrase_minutes(hint, minutes);
	if (fits_without_switches(fit, s))
		wsp_text_adds(
			hint, ", or switches done by a script (`durations: {switch-sync: 0m}`)");
	if (operators == 0)
		wsp_text_adds(hint, " would make it fit");
	return true;
}

static bool report_too_long(struct fit *fit, wsp_server_id s, uint32_t minutes)
{
	const struct wsp_topology *topo = &fit->plan->topo;
	uint32_t n_children = wsp_topology_n_children(topo, s);
	struct wsp_text text = {0};
	struct wsp_text hint = {0};
	bool ok;

	wsp_text_addf(&text, "converting %s", wsp_topology_fqdn(topo, s));
	if (n_children > 0) {
		wsp_text_adds(&text, " and switching its ");
		wsp_phrase_count(&text, n_children, "downstream");
	}
	wsp_text_adds(&text, " takes ");
	wsp_phrase_minutes(&text, minutes);
	wsp_text_adds(&text, " with ");
	wsp_phrase_count(&text, fit->terms->operators, "operator");
	wsp_text_adds(&text, " and the reserve, and the longest window has ");
	wsp_phrase_minutes(&text, fit->terms->window_length);
	ok = add_remedy(&hint, fit, s, minutes) && !text.failed && !hint.failed;
	if (ok)
		wsp_diags_add(fit->diags, WSP_RULE(F002), topo->server[s].place,
			wsp_text_get(&hint), "%s", wsp_text_get(&text));
	wsp_text_release(&text);
	wsp_text_release(&hint);
	return ok;
}

static void report_too_large(struct fit *fit, wsp_server_id s, const struct wsp_constraint *broken,
	const struct wsp_load *load)
{
	const struct wsp_topology *topo = &fit->plan->topo;

	wsp_diags_add(fit->diags, WSP_RULE(F002), topo->server[s].place,
		"raise the limit, or give the clients to more servers",
		"%s alone has %llu %s, more than the %llu that %s allows",
		wsp_topology_fqdn(topo, s), (unsigned long long)broken->used(load), broken->name,
		(unsigned long long)broken->limit(fit->terms), broken->key);
}

/* Minutes of a change alone; counted with one operator when that fits, which nearly all do. */
static bool longest_alone(struct fit *fit, wsp_server_id s, uint32_t *ret_minutes)
{
	const struct wsp_terms *terms = fit->terms;
	uint64_t minutes = wsp_terms_change(terms, fit->plan, s) +
			   terms->duration[WSP_VERIFY_SYNC] + terms->unattended[WSP_VERIFY_SYNC] +
			   wsp_schedule_reserve(&fit->fill->schedule, 1);

	*ret_minutes = (uint32_t)minutes;
	return minutes <= terms->window_length || wsp_fill_alone(fit->fill, s, ret_minutes);
}

static enum wsp_status check_change(struct fit *fit, wsp_server_id s)
{
	const struct wsp_load load = wsp_load_add((struct wsp_load){0}, &fit->plan->topo, s);
	const struct wsp_constraint *broken = wsp_constraint_broken(fit->terms, &load);
	bool too_long;
	uint32_t minutes;

	if (!longest_alone(fit, s, &minutes))
		return WSP_NO_MEMORY;
	too_long = minutes > fit->terms->window_length;
	if (too_long && !report_too_long(fit, s, minutes))
		return WSP_NO_MEMORY;
	if (broken)
		report_too_large(fit, s, broken, &load);
	return too_long || broken ? WSP_INFEASIBLE : WSP_OK;
}

enum wsp_status wsp_fit_changes(struct wsp_fill *fill, struct wsp_terms *terms,
	const bool *top_down, struct wsp_diags *diags)
{
	struct fit fit = {fill, terms, fill->plan, diags};
	enum wsp_status status = WSP_OK;

	for (wsp_server_id s = 0; s < fill->plan->topo.n_servers; s++) {
		enum wsp_status own;

		if (fill->works->work[s] != WSP_WORK_CONVERT || top_down[s])
			continue;
		own = check_change(&fit, s);
		if (own == WSP_NO_MEMORY)
			return own;
		status = own == WSP_OK ? status : own;
	}
	return status;
}

enum wsp_status wsp_fit_repairs(const struct wsp_fill *fill, struct wsp_diags *diags)
{
	const struct wsp_plan *plan = fill->plan;
	struct wsp_text text = {0};

	if (!fill->works->has_repairs || (uint64_t)fill->repair_minutes + plan->phases[1].reserve <=
						 fill->terms->window_length)
		return WSP_OK;
	wsp_text_adds(&text, "repairing what is dead now takes ");
	wsp_phrase_minutes(&text, fill->repair_minutes);
	wsp_text_adds(&text, ", and the longest window has ");
	wsp_phrase_minutes(&text, fill->terms->window_length);
	wsp_diags_add(diags, WSP_RULE(F002), plan->topo.inventory.policy.place,
		"more operators, or a longer window, make it fit", "%s", wsp_text_get(&text));
	wsp_text_release(&text);
	return WSP_INFEASIBLE;
}
