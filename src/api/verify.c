/* Verify: a plan file, and files of an inventory -> a verdict. */
#include "wsusplan/verify.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "api/dead_links.h"
#include "api/options.h"
#include "api/output.h"
#include "api/trace.h"
#include "api/verdict.h"
#include "base/array.h"
#include "edge/ical.h"
#include "edge/reader.h"
#include "model/rule.h"
#include "plan/plan.h"

/* What one call works on. */
struct verification {
	const struct wsp_verify_options *options;
	struct wsp_diags *diags;
	struct wsp_verdict *verdict;
	wsp_file_id file; /* the plan */
	struct wsp_statement *statement;
	struct wsp_topology *files; /* NULL: none were given */
	struct wsp_calendar calendar;
};

static enum wsp_status read_source(struct verification *verification, struct wsp_source *source)
{
	struct wsp_reader_sink sink;
	enum wsp_status status;

	verification->statement = wsp_statement_create(verification->file, verification->diags);
	if (!verification->statement)
		return WSP_NO_MEMORY;
	sink = wsp_statement_sink(verification->statement);
	status = wsp_read_json(source, verification->file, &sink, verification->diags);
	return status == WSP_OK ? wsp_statement_finish(verification->statement) : status;
}

static enum wsp_status read_plan(struct verification *verification, const char *file)
{
	/* a plan is several times as large as its inventory, and is read record by record */
	const struct wsp_source_options options = {.max_bytes = UINT64_MAX};
	struct wsp_source *source = NULL;
	enum wsp_status status;

	verification->file = wsp_diags_add_file(verification->diags, file);
	if (verification->file == 0)
		return WSP_NO_MEMORY;
	status = wsp_source_open(file, &options, verification->file, verification->diags, &source);
	if (status != WSP_OK)
		return status;
	status = read_source(verification, source);
	wsp_source_close(source);
	return status;
}

static enum wsp_status load_files(struct verification *verification)
{
	struct wsp_load_options options = WSP_LOAD_OPTIONS_INIT;

	if (verification->options->n_files == 0)
		return WSP_OK;
	options.max_bytes = verification->options->max_bytes;
	options.digests = 1;
	return wsp_topology_load(verification->options->files, verification->options->n_files,
		&options, verification->diags, &verification->files);
}

/* The calendar of the inventory that is judged by, as from the plan's `now`. */
static enum wsp_status expand_calendar(struct verification *verification)
{
	struct wsp_statement *statement = verification->statement;
	struct wsp_topology *topo = verification->files ? verification->files : &statement->topo;
	enum wsp_status status;

	if (!statement->dated) {
		if (wsp_inventory_is_dated(&statement->topo.inventory))
			wsp_diags_add(verification->diags, WSP_RULE(Y719), statement->windows, NULL,
				"the windows have dates, and the plan has no `now`");
		return WSP_OK;
	}
	status = wsp_calendar_expand(
		&topo->inventory, statement->now, verification->diags, &verification->calendar);
	if (status == WSP_OK)
		statement->claims.calendar = &verification->calendar;
	return status;
}

/* An invariant that has no row is told as what it is in any case: a contradiction. */
static const struct wsp_verdict_rule *rule_of(const char *invariant)
{
	const struct wsp_verdict_rule *rule = wsp_verdict_rules;

	for (; rule < wsp_verdict_rules + WSP_N_VERDICT_RULES - 1; rule++) {
		if (rule->invariant && strcmp(rule->invariant, invariant) == 0)
			break;
	}
	return rule;
}

/* What the document says about a server of the topology that is judged; NULL: nothing. */
static const struct wsp_stated_name *stated_name(
	const struct wsp_statement *statement, wsp_server_id s)
{
	uint32_t row = s < statement->claims.topo->n_servers ? statement->name_of[s] : WSP_NO_ROW;

	return row == WSP_NO_ROW ? NULL : &statement->name[row];
}

static struct wsp_place place_of(const struct verification *verification,
	const struct wsp_violation *violation, enum wsp_anchor anchor)
{
	const struct wsp_statement *statement = verification->statement;
	const struct wsp_topology *topo = statement->claims.topo;
	const struct wsp_stated_name *name = stated_name(statement, violation->server);

	if (anchor == WSP_AT_LINK && name && name->linked)
		return name->link;
	if (anchor == WSP_AT_SERVER && name && violation->place.line == 0)
		return name->place;
	if (anchor == WSP_AT_SUMMARY)
		return statement->summary.place;
	if (anchor == WSP_AT_STRATEGY)
		return statement->strategy.place;
	if (violation->place.line > 0)
		return violation->place;
	if (name)
		return name->place;
	if (violation->server < topo->n_servers)
		return topo->server[violation->server].place;
	return (struct wsp_place){.file = verification->file};
}

/* Each waiver at its place, instead of the first alone. */
static void tell_waivers(struct verification *verification)
{
	const struct wsp_statement *statement = verification->statement;

	for (uint32_t i = 0; i < statement->n_waivers; i++)
		wsp_diags_add(verification->diags, WSP_RULE(Y718), statement->waiver_at[i], NULL,
			"the plan was forced past a limit: %s", statement->waiver[i]);
}

static void tell_violation(struct verification *verification, const struct wsp_violation *violation)
{
	const struct wsp_verdict_rule *rule = rule_of(violation->rule);
	struct wsp_place place;

	verification->verdict->broken[rule - wsp_verdict_rules] = 1 + violation->more;
	if (rule->rule == WSP_RULE_Y718) {
		tell_waivers(verification);
		return;
	}
	place = place_of(verification, violation, rule->anchor);
	if (violation->more == 0)
		wsp_diags_add(verification->diags, &wsp_rules[rule->rule], place, NULL, "%s",
			violation->text);
	else
		wsp_diags_add(verification->diags, &wsp_rules[rule->rule], place, NULL,
			"%s; it is the first of %zu", violation->text, violation->more + 1);
}

/* What is broken first: findings of a later stratum follow from it. */
static enum wsp_stratum first_stratum(
	const struct verification *verification, const struct wsp_violation *violation, size_t n)
{
	enum wsp_stratum first = WSP_OF_DOCUMENT;

	if (wsp_diags_has_errors(verification->diags))
		return WSP_OF_STEPS;
	for (size_t i = 0; i < n; i++) {
		if (rule_of(violation[i].rule)->stratum < first)
			first = rule_of(violation[i].rule)->stratum;
	}
	return first;
}

static enum wsp_status judge(struct verification *verification)
{
	struct wsp_violation violation[WSP_N_VERDICT_RULES];
	const struct wsp_claims *claims = &verification->statement->claims;
	struct wsp_verdict *verdict = verification->verdict;
	size_t n = wsp_verify(claims, violation, WSP_COUNT(violation));

	if (n == SIZE_MAX)
		return WSP_NO_MEMORY;
	verdict->stratum = first_stratum(verification, violation, n);
	for (size_t i = 0; i < n && i < WSP_COUNT(violation); i++) {
		if (rule_of(violation[i].rule)->stratum <= verdict->stratum)
			tell_violation(verification, &violation[i]);
	}
	if (n > 0)
		return wsp_dead_links_find(claims, verdict);
	if (verdict->stratum == WSP_OF_DOCUMENT &&
		wsp_statement_reconcile(verification->statement) == SIZE_MAX)
		return WSP_NO_MEMORY;
	return WSP_OK;
}

static enum wsp_status trace(struct verification *verification)
{
	const struct wsp_verify_options *options = verification->options;
	struct wsp_out out;
	enum wsp_status status, ended;

	if (!options->trace)
		return WSP_OK;
	wsp_out_begin(&out, options->trace, options->trace_context);
	status = wsp_trace_write(&verification->statement->claims, &out.text);
	ended = wsp_out_end(&out);
	return status != WSP_OK ? status : ended;
}

/* Only a plan that was forced has limits to waive. */
static void accept_waivers(struct verification *verification)
{
	struct wsp_statement *statement = verification->statement;

	statement->claims.accept_waivers =
		verification->options->accept_waivers && statement->forced;
	if (statement->n_waivers > 0 && verification->options->accept_waivers && !statement->forced)
		wsp_diags_add(verification->diags, WSP_RULE(Y718), statement->waiver_at[0], NULL,
			"the plan has waivers, and was not made with --force");
}

static enum wsp_status compare_and_judge(struct verification *verification)
{
	struct wsp_statement *statement = verification->statement;
	enum wsp_status status = expand_calendar(verification);

	if (status != WSP_OK)
		return status;
	if (verification->files &&
		wsp_statement_compare(statement, verification->files) == SIZE_MAX)
		return WSP_NO_MEMORY;
	status = wsp_statement_claim(statement, verification->files);
	if (status != WSP_OK)
		return status;
	accept_waivers(verification);
	status = trace(verification);
	if (status == WSP_OK)
		status = judge(verification);
	verification->verdict->judged = status == WSP_OK;
	return status;
}

static enum wsp_status work(struct verification *verification, const char *file)
{
	enum wsp_status status = read_plan(verification, file);

	if (status == WSP_OK && verification->statement->sound)
		status = load_files(verification);
	if (status == WSP_OK && verification->statement->sound)
		status = compare_and_judge(verification);
	if (status == WSP_OK && wsp_diags_has_errors(verification->diags))
		status = WSP_INVALID;
	return verification->diags->failed ? WSP_NO_MEMORY : status;
}

static const char *copy_text(struct wsp_verdict *verdict, const char *text)
{
	return wsp_arena_copy(&verdict->arena, text, strlen(text));
}

/* @return NULL when memory ran out */
static const char **copy_texts(struct wsp_verdict *verdict, const char *const *texts, size_t n)
{
	const char **copies = WSP_NEW_ARRAY(&verdict->arena, const char *, n);

	for (size_t i = 0; copies && i < n; i++) {
		copies[i] = copy_text(verdict, texts[i]);
		if (!copies[i])
			return NULL;
	}
	return copies;
}

static bool is_input(const struct wsp_inventory *plan, const char *sha256)
{
	size_t i = 0;

	while (i < plan->n_files && strcmp(plan->file[i].sha256, sha256) != 0)
		i++;
	return i < plan->n_files;
}

static bool are_same_files(const struct verification *verification)
{
	const struct wsp_inventory *plan = &verification->statement->topo.inventory;
	const struct wsp_inventory *files = &verification->files->inventory;
	size_t n_same = 0;

	for (size_t i = 0; i < files->n_files; i++)
		n_same += is_input(plan, files->file[i].sha256);
	return n_same == files->n_files && files->n_files == plan->n_files;
}

static size_t count_left_out(const struct wsp_statement *statement)
{
	size_t n = 0;

	for (size_t row = 0; row < statement->n_names; row++)
		n += statement->name[row].claim.unscheduled;
	return n;
}

static size_t count_rule(const struct wsp_diags *diags, enum wsp_rule_id rule)
{
	size_t i = 0;

	while (i < diags->n_tallies && diags->tally[i].rule != &wsp_rules[rule])
		i++;
	return i < diags->n_tallies ? diags->tally[i].found : 0;
}

static bool fill_verdict(
	struct verification *verification, const char *file, enum wsp_status status)
{
	const struct wsp_verify_options *options = verification->options;
	const struct wsp_statement *statement = verification->statement;
	struct wsp_verdict *verdict = verification->verdict;

	verdict->holds = status == WSP_OK;
	verdict->plan = copy_text(verdict, file);
	verdict->file = copy_texts(verdict, options->files, options->n_files);
	verdict->n_files = options->n_files;
	for (size_t i = 0; i < WSP_N_VERDICT_RULES; i++) {
		size_t found = count_rule(verification->diags, wsp_verdict_rules[i].rule);

		if (verdict->broken[i] < found)
			verdict->broken[i] = found;
	}
	if (!verdict->plan || !verdict->file)
		return false;
	if (!statement)
		return true;
	verdict->n_steps = statement->n_steps;
	verdict->n_servers = statement->topo.n_servers;
	verdict->n_phases = statement->n_phases > 0 ? statement->n_phases - 1 : 0;
	verdict->n_left_out = count_left_out(statement);
	verdict->same_files = verification->files && are_same_files(verification);
	if (!verdict->holds || statement->n_waivers == 0)
		return true;
	verdict->waiver = copy_texts(verdict, statement->waiver, statement->n_waivers);
	verdict->n_waivers = statement->n_waivers;
	return verdict->waiver != NULL;
}

enum wsp_status wsp_plan_verify(const char *file, const struct wsp_verify_options *options,
	struct wsp_diags *diags, struct wsp_verdict **ret_verdict)
{
	struct wsp_verify_options given = WSP_VERIFY_OPTIONS_INIT;
	struct verification verification = {.options = &given, .diags = diags};
	enum wsp_status status = WSP_NO_MEMORY;
	bool told;

	wsp_options_read(&given, sizeof(given), options);
	verification.verdict = calloc(1, sizeof(*verification.verdict));
	if (verification.verdict)
		status = work(&verification, file);
	wsp_diags_sort(diags);
	told = status == WSP_OK || status == WSP_INVALID;
	if (told && !fill_verdict(&verification, file, status)) {
		status = WSP_NO_MEMORY;
		told = false;
	}
	wsp_calendar_release(&verification.calendar);
	wsp_statement_free(verification.statement);
	wsp_topology_free(verification.files);
	if (told)
		*ret_verdict = verification.verdict;
	else
		wsp_verdict_free(verification.verdict);
	return status;
}
