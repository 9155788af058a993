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
	uint32_t least; /* minutes of the shortest change so far */
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
	uint32_t site = wsp_topology_site(topo, s);
	uint32_t others = fit->fill->n_list - 1;
	struct wsp_text text = {0};

	wsp_text_adds(&text, wsp_topology_fqdn(topo, s));
	if (others > 0)
		wsp_text_addf(&text, " and the %u converted with it have ", (unsigned)others);
	else
		wsp_text_adds(&text, " alone has ");
	wsp_text_addf(&text, "%llu %s", (unsigned long long)broken->used(load), broken->name);
	if (site != WSP_NO_SITE && broken != wsp_constraint_broken(fit->terms, load))
		wsp_text_addf(
			&text, " (%s)", wsp_topology_text(topo, topo->inventory.site[site].name));
	wsp_text_addf(&text, ", more than the %llu that %s allows",
		(unsigned long long)broken->limit(fit->terms, site), broken->key);
	if (text.failed)
		fit->diags->failed = true;
	else
		wsp_diags_add(fit->diags, WSP_RULE(F002), topo->server[s].place,
			others > 0 ? "raise the limit: members of a group share a phase"
				   : "raise the limit, or give the clients to more servers",
			"%s", wsp_text_get(&text));
	wsp_text_release(&text);
}

/* Minutes of a change alone; counted with one operator when that fits, which nearly all do. */
static bool longest_alone(struct fit *fit, wsp_server_id s, uint32_t *ret_minutes)
{
	const struct wsp_terms *terms = fit->terms;
	uint64_t minutes = wsp_terms_change(terms, fit->plan, s) +
			   terms->duration[WSP_VERIFY_SYNC] + terms->unattended[WSP_VERIFY_SYNC] +
			   wsp_schedule_reserve(&fit->fill->schedule, 1);

	*ret_minutes = (uint32_t)minutes;
	if (wsp_services_unit(fit->fill->services, s) != WSP_NO_UNIT ||
		fit->fill->schedule.is_general)
		return wsp_fill_alone(fit->fill, s, ret_minutes);
	return minutes <= terms->window_length || wsp_fill_alone(fit->fill, s, ret_minutes);
}

/* A limit that the node of `s` breaks alone. */
static const struct wsp_constraint *find_broken(
	struct fit *fit, wsp_server_id s, struct wsp_load *load)
{
	struct wsp_fill *fill = fit->fill;
	const struct wsp_joining joining = {
		fit->plan, fit->terms, fill->agenda, load, fill->site_load};
	uint32_t site = wsp_topology_site(&fit->plan->topo, s);
	const struct wsp_constraint *broken;
	struct wsp_load *of_site =
		fill->site_load && site != WSP_NO_SITE ? &fill->site_load[site] : NULL;

	fill->n_list = fill->n_nodes = 0;
	wsp_fill_list_node(fill, NULL, s);
	if (of_site)
		*of_site = (struct wsp_load){0};
	for (uint32_t i = 0; i < fill->n_list; i++) {
		*load = wsp_load_add(*load, &fit->plan->topo, fill->list[i]);
		if (of_site && wsp_topology_site(&fit->plan->topo, fill->list[i]) == site)
			*of_site = wsp_load_add(*of_site, &fit->plan->topo, fill->list[i]);
	}
	broken = wsp_constraint_broken(fit->terms, load);
	if (broken || !of_site)
		return broken;
	*load = *of_site;
	return wsp_constraint_site_broken(&joining, site);
}

static enum wsp_status check_change(struct fit *fit, wsp_server_id s)
{
	struct wsp_load load = {0};
	const struct wsp_constraint *broken;
	bool too_long;
	uint32_t minutes;

	if (!longest_alone(fit, s, &minutes))
		return WSP_NO_MEMORY;
	fit->least = minutes < fit->least ? minutes : fit->least;
	broken = find_broken(fit, s, &load);
	too_long = minutes > fit->terms->window_length;
	if (too_long && !report_too_long(fit, s, minutes))
		return WSP_NO_MEMORY;
	if (broken)
		report_too_large(fit, s, broken, &load);
	return too_long || broken ? WSP_INFEASIBLE : WSP_OK;
}

/* Whether `s` is the first of its unit that is converted, or in none. */
static bool stands_for_node(const struct wsp_fill *fill, wsp_server_id s)
{
	const struct wsp_services *services = fill->services;
	uint32_t unit = wsp_services_unit(services, s);

	for (uint32_t i = unit == WSP_NO_UNIT ? 0 : services->unit_begin[unit];
		unit != WSP_NO_UNIT && services->unit_member[i] < s; i++) {
		if (fill->works->work[services->unit_member[i]] == WSP_WORK_CONVERT)
			return false;
	}
	return true;
}

/* Windows in which not even the shortest change could be done. */
static void report_short_windows(const struct fit *fit)
{
	const struct wsp_inventory *inventory = &fit->plan->topo.inventory;

	for (size_t i = 0; i < inventory->n_windows && fit->least != UINT32_MAX; i++) {
		const struct wsp_window *window = &inventory->window[i];
		struct wsp_text text = {0};

		if (window->duration >= fit->least || (fit->plan->dated && !window->start))
			continue;
		wsp_text_addf(&text, "window \"%s\" is open for ",
			wsp_inventory_text(inventory, window->name));
		wsp_phrase_minutes(&text, window->duration);
		wsp_text_adds(&text, ", and the shortest change takes ");
		wsp_phrase_minutes(&text, fit->least);
		wsp_diags_add(
			fit->diags, WSP_RULE(F017), window->place, NULL, "%s", wsp_text_get(&text));
		wsp_text_release(&text);
	}
}

enum wsp_status wsp_fit_changes(struct wsp_fill *fill, struct wsp_terms *terms,
	const bool *top_down, struct wsp_diags *diags)
{
	struct fit fit = {fill, terms, fill->plan, diags, UINT32_MAX};
	enum wsp_status status = WSP_OK;

	for (wsp_server_id s = 0; s < fill->plan->topo.n_servers; s++) {
		enum wsp_status own;

		if (fill->works->work[s] != WSP_WORK_CONVERT || top_down[s] ||
			!stands_for_node(fill, s))
			continue;
		own = check_change(&fit, s);
		if (own == WSP_NO_MEMORY)
			return own;
		status = own == WSP_OK ? status : own;
	}
	report_short_windows(&fit);
	return status;
}

enum wsp_status wsp_fit_repairs(const struct wsp_fill *fill, struct wsp_diags *diags)
{
	const struct wsp_plan *plan = fill->plan;
	struct wsp_text text = {0};

	if (!fill->works->has_repairs ||
		(uint64_t)fill->repair_minutes + plan->phases[1].reserve <= plan->phases[1].length)
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
