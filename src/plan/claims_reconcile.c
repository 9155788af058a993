/* Claims: what a plan document says about its own steps. */
#include <inttypes.h>
#include <stdlib.h>

#include "model/rule.h"
#include "plan/claims_state.h"
#include "plan/plan.h"

struct reconciliation {
	const struct wsp_statement *statement;
	struct wsp_steps_found steps;
	uint8_t *n_lists; /* by row of `name`: lists of waves that have it, at most 2 */
	size_t found;
};

/* The target of a step: row of `name`, or WSP_NO_ROW. */
static uint32_t target_of(const struct wsp_statement *statement, const struct wsp_claim *step)
{
	if (step->shared != WSP_NO_SHARED)
		return statement->shared[step->shared].name;
	return step->server < statement->claims.topo->n_servers ? statement->name_of[step->server]
								: WSP_NO_ROW;
}

static bool prepare(struct reconciliation *reconciliation)
{
	const struct wsp_statement *statement = reconciliation->statement;
	size_t n = (statement->n_names + 1) * WSP_N_ACTIONS;

	reconciliation->n_lists = calloc(statement->n_names + 1, sizeof(*reconciliation->n_lists));
	reconciliation->steps.first = calloc(n, sizeof(*reconciliation->steps.first));
	if (!reconciliation->steps.first || !reconciliation->n_lists)
		return false;
	for (size_t i = 0; i < n; i++)
		reconciliation->steps.first[i] = (uint32_t)statement->n_steps;
	for (size_t i = statement->n_steps; i-- > 0;) {
		const struct wsp_claim *step = &statement->step[i];
		uint32_t name = target_of(statement, step);

		if (name != WSP_NO_ROW)
			reconciliation->steps.first[(size_t)name * WSP_N_ACTIONS + step->action] =
				(uint32_t)i;
	}
	return true;
}

static const struct wsp_claim *find_step(
	const struct reconciliation *reconciliation, uint32_t name, unsigned action)
{
	return wsp_steps_found_get(&reconciliation->steps, name, action);
}

/* In the order of the document, and over when the other begins. */
static bool precedes(const struct wsp_claim *before, const struct wsp_claim *after)
{
	if (before >= after || before->phase > after->phase)
		return false;
	return before->phase < after->phase || before->finish == WSP_ABSENT ||
	       after->start == WSP_ABSENT || before->finish <= after->start;
}

static void check_waits(struct reconciliation *reconciliation)
{
	const struct wsp_statement *statement = reconciliation->statement;

	for (size_t i = 0; i < statement->n_waits; i++) {
		const struct wsp_stated_wait *wait = &statement->wait[i];
		const struct wsp_claim *before =
			find_step(reconciliation, wait->name, wait->action);

		if (before && precedes(before, &statement->step[wait->step]))
			continue;
		reconciliation->found++;
		wsp_diags_add(statement->diags, WSP_RULE(Y704), wait->place, NULL,
			before ? "%s of %s is waited for, and comes later"
			       : "%s of %s is waited for, and is not a step of the plan",
			wsp_actions[wait->action].name, wsp_statement_text(statement, wait->name));
	}
}

static bool is_converted_in(const struct wsp_claim *verified, uint32_t phase, uint32_t wave)
{
	return verified && verified->phase == phase && verified->wave == wave;
}

/* Waves list the servers that are converted in them. */
static void check_lists(struct reconciliation *reconciliation)
{
	const struct wsp_statement *statement = reconciliation->statement;

	for (size_t i = 0; i < statement->n_listings; i++) {
		const struct wsp_stated_listing *listing = &statement->listing[i];
		const struct wsp_claim *verified =
			find_step(reconciliation, listing->name, WSP_VERIFY_SERVER);
		uint8_t *n_lists = &reconciliation->n_lists[listing->name];

		*n_lists = (uint8_t)(*n_lists + (*n_lists < 2));
		if (*n_lists == 1 && is_converted_in(verified, listing->phase, listing->wave))
			continue;
		reconciliation->found++;
		wsp_diags_add(statement->diags, WSP_RULE(Y706), listing->place, NULL,
			"wave P%" PRIu32 ".W%" PRIu32 " lists %s, which %s", listing->phase,
			listing->wave, wsp_statement_text(statement, listing->name),
			*n_lists > 1 ? "another wave lists too" : "is not converted in it");
	}
}

static void check_unlisted(struct reconciliation *reconciliation)
{
	const struct wsp_statement *statement = reconciliation->statement;

	for (uint32_t row = 0; row < statement->n_names; row++) {
		const struct wsp_claim *verified =
			find_step(reconciliation, row, WSP_VERIFY_SERVER);

		if (!verified || reconciliation->n_lists[row] > 0)
			continue;
		reconciliation->found++;
		wsp_diags_add(statement->diags, WSP_RULE(Y706), verified->place, NULL,
			"%s is converted here, and no wave lists it",
			wsp_statement_text(statement, row));
	}
}

static void check_count(
	struct reconciliation *reconciliation, const char *what, uint32_t said, size_t found)
{
	const struct wsp_statement *statement = reconciliation->statement;

	if (said == WSP_ABSENT || said == found)
		return;
	reconciliation->found++;
	wsp_diags_add(statement->diags, WSP_RULE(Y706), statement->summary.place, NULL,
		"the summary counts %" PRIu32 " %s, and the plan has %zu", said, what, found);
}

/* What follows from the policy. */
static void check_strategy(struct reconciliation *reconciliation)
{
	const struct wsp_statement *statement = reconciliation->statement;
	const struct wsp_stated_strategy *stated = &statement->strategy;
	const struct wsp_policy *policy = &statement->topo.inventory.policy;
	uint8_t requested = policy->strategy ? policy->strategy : WSP_AUTO;
	uint8_t cutover = policy->cutover == WSP_OVERLAP ? WSP_OVERLAP : WSP_ARTICLE;
	const char *wrong = NULL;

	if (stated->requested && stated->requested != requested)
		wrong = "requested";
	else if (stated->cutover && stated->cutover != cutover)
		wrong = "cutover";
	else if (stated->operators != WSP_ABSENT && stated->operators != policy->operators)
		wrong = "operators";
	if (!wrong)
		return;
	reconciliation->found++;
	wsp_diags_add(statement->diags, WSP_RULE(Y706), stated->place, NULL,
		"`%s` of the strategy is not what the policy says", wrong);
}

static size_t count_switches(const struct wsp_statement *statement)
{
	size_t n = 0;

	for (size_t i = 0; i < statement->n_steps; i++)
		n += statement->step[i].action == WSP_VERIFY_SYNC;
	return n;
}

static void check_summary(struct reconciliation *reconciliation)
{
	const struct wsp_statement *statement = reconciliation->statement;
	size_t n_converted = 0;

	for (size_t row = 0; row < statement->n_names; row++)
		n_converted += statement->name[row].listed &&
			       statement->name[row].claim.status == WSP_STATUS_CONVERT;
	check_count(
		reconciliation, "servers", statement->summary.servers, statement->topo.n_servers);
	check_count(
		reconciliation, "servers to convert", statement->summary.to_convert, n_converted);
	check_count(reconciliation, "links to switch", statement->summary.to_switch,
		count_switches(statement));
	check_count(reconciliation, "phases", statement->summary.phases, statement->n_phases - 1);
	check_count(reconciliation, "steps", statement->summary.steps, statement->n_steps);
}

size_t wsp_statement_reconcile(const struct wsp_statement *statement)
{
	struct reconciliation reconciliation = {.statement = statement, .steps = {statement, NULL}};
	size_t links = wsp_statement_check_links(statement);
	size_t depends = SIZE_MAX, found = SIZE_MAX;

	if (links != SIZE_MAX && prepare(&reconciliation)) {
		check_waits(&reconciliation);
		check_lists(&reconciliation);
		check_unlisted(&reconciliation);
		check_summary(&reconciliation);
		check_strategy(&reconciliation);
		depends = wsp_statement_check_depends(statement, &reconciliation.steps);
		found = links + reconciliation.found + depends;
	}
	free(reconciliation.steps.first);
	free(reconciliation.n_lists);
	return statement->diags->failed || depends == SIZE_MAX ? SIZE_MAX : found;
}
