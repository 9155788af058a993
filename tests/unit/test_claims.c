#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "api/verdict.h"
#include "base/array.h"
#include "claims.h"
#include "edge/reader.h"
#include "model/rule.h"
#include "plan/claims.h"
#include "planned.h"
#include "runner.h"
#include "torture.h"

/* A plan document that was read. */
struct reading {
	struct wsp_diags diags;
	struct wsp_statement *statement;
	enum wsp_status status;
};

static enum wsp_status read_source(struct reading *reading, struct wsp_source *source)
{
	struct wsp_reader_sink sink;
	enum wsp_status status;

	reading->statement = wsp_statement_create(1, &reading->diags);
	if (!reading->statement)
		return WSP_NO_MEMORY;
	sink = wsp_statement_sink(reading->statement);
	status = wsp_read_json(source, 1, &sink, &reading->diags);
	return status == WSP_OK ? wsp_statement_finish(reading->statement) : status;
}

static void read_claims(struct reading *reading, const char *json)
{
	const struct wsp_source_options options = {0};
	struct wsp_source *source = NULL;

	*reading = (struct reading){.status = WSP_NO_MEMORY};
	if (!json || wsp_diags_add_file(&reading->diags, "plan.json") == 0)
		return;
	reading->status =
		wsp_source_memory(json, strlen(json), &options, 1, &reading->diags, &source);
	if (reading->status != WSP_OK)
		return;
	reading->status = read_source(reading, source);
	wsp_source_close(source);
}

static void release(struct reading *reading)
{
	wsp_statement_free(reading->statement);
	wsp_diags_release(&reading->diags);
}

/* The document of a plan of some inventory; to be freed. */
static char *document_of(const char *yaml)
{
	struct wsp_plan *plan = planned(yaml);
	char *json;

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	json = written(plan, wsp_write_json);
	wsp_plan_free(plan);
	CU_ASSERT_PTR_NOT_NULL_FATAL(json);
	return json;
}

/* Where a text is, which has to be there. */
static const char *find(const char *json, const char *what)
{
	const char *at = strstr(json, what);

	CU_ASSERT_PTR_NOT_NULL_FATAL(at);
	return at ? at : json;
}

/* The begin of the line that `at` is in. */
static const char *begin_of_line(const char *json, const char *at)
{
	while (at > json && at[-1] != '\n')
		at--;
	return at;
}

/* What is behind the line that `at` is in. */
static const char *next_line(const char *at)
{
	return at + strcspn(at, "\n") + 1;
}

/* `json` with the first `before` made `after`; to be freed. */
static char *edited(const char *json, const char *before, const char *after)
{
	const char *at = find(json, before);
	struct wsp_text text = {0};

	wsp_text_add(&text, json, (size_t)(at - json));
	wsp_text_adds(&text, after);
	wsp_text_adds(&text, at + strlen(before));
	CU_ASSERT_FALSE_FATAL(text.failed);
	return text.at;
}

static uint32_t line_of(const char *json, const char *what)
{
	const char *at = find(json, what);
	uint32_t line = 1;

	for (const char *c = json; c < at; c++)
		line += *c == '\n';
	return line;
}

static bool has_finding(const struct reading *reading, const char *code, uint32_t line)
{
	for (size_t i = 0; i < reading->diags.n; i++) {
		const struct wsp_diag *diag = &reading->diags.entry[i].diag;

		if (strcmp(diag->code, code) == 0 && diag->where.line == line)
			return true;
	}
	return false;
}

static size_t count_errors(const struct reading *reading)
{
	return wsp_diags_count_severity(&reading->diags, WSP_ERROR);
}

static const char *name_of(const struct wsp_claims *claims, wsp_server_id s)
{
	return s < claims->topo->n_servers ? wsp_topology_fqdn(claims->topo, s) : "";
}

static void expect_same_step(const struct wsp_claims *read, const struct wsp_claims *made, size_t i)
{
	const struct wsp_claim *a = &read->step[i], *b = &made->step[i];

	CU_ASSERT_STRING_EQUAL(name_of(read, a->server), name_of(made, b->server));
	CU_ASSERT_EQUAL(a->action, b->action);
	CU_ASSERT_EQUAL(a->phase, b->phase);
	CU_ASSERT_EQUAL(a->wave, b->wave);
	CU_ASSERT_EQUAL(a->start, b->start);
	CU_ASSERT_EQUAL(a->finish, b->finish);
	CU_ASSERT_STRING_EQUAL(a->procedure->id, b->procedure->id);
	CU_ASSERT_EQUAL(a->procedure->action, b->procedure->action);
	CU_ASSERT_TRUE(a->place.line > 0);
}

/* A root has no link, and so none that is dead. */
static uint32_t outage_of(const struct wsp_server_claim *claim)
{
	return claim->outage_minutes == WSP_ABSENT ? 0 : claim->outage_minutes;
}

static void expect_same_server(
	const struct wsp_claims *read, const struct wsp_claims *made, wsp_server_id s)
{
	const struct wsp_server_claim *a = &read->server[s], *b = &made->server[s];

	CU_ASSERT_STRING_EQUAL(name_of(read, s), name_of(made, s));
	CU_ASSERT_EQUAL(a->level, b->level);
	CU_ASSERT_EQUAL(a->height, b->height);
	CU_ASSERT_EQUAL(a->phase, b->phase);
	CU_ASSERT_EQUAL(a->wave, b->wave);
	CU_ASSERT_EQUAL(a->status, b->status);
	CU_ASSERT_EQUAL(a->strategy, b->strategy);
	CU_ASSERT_EQUAL(a->unscheduled, b->unscheduled);
	CU_ASSERT_EQUAL(a->https_from, b->https_from);
	CU_ASSERT_EQUAL(outage_of(a), outage_of(b));
}

static void expect_same_claims(const struct wsp_claims *read, const struct wsp_claims *made)
{
	CU_ASSERT_EQUAL_FATAL(read->n_steps, made->n_steps);
	CU_ASSERT_EQUAL_FATAL(read->topo->n_servers, made->topo->n_servers);
	CU_ASSERT_EQUAL_FATAL(read->n_phases, made->n_phases);
	CU_ASSERT_EQUAL(read->today, made->today);
	CU_ASSERT_EQUAL(read->chosen, made->chosen);
	CU_ASSERT_EQUAL(read->lower_bound, made->lower_bound);
	CU_ASSERT_EQUAL(read->optimal, made->optimal);
	CU_ASSERT_EQUAL(read->n_waivers, made->n_waivers);
	for (size_t i = 0; i < read->n_steps; i++)
		expect_same_step(read, made, i);
	for (wsp_server_id s = 0; s < read->topo->n_servers; s++)
		expect_same_server(read, made, s);
	for (uint32_t phase = 1; phase <= read->n_phases; phase++) {
		CU_ASSERT_EQUAL(read->phase[phase].minutes, made->phase[phase].minutes);
		CU_ASSERT_EQUAL(read->phase[phase].reserve, made->phase[phase].reserve);
		CU_ASSERT_EQUAL(read->phase[phase].safe_to_stop, made->phase[phase].safe_to_stop);
		CU_ASSERT_EQUAL(read->phase[phase].canary, made->phase[phase].canary);
	}
}

static void expect_round_trip(const char *yaml)
{
	struct wsp_plan *plan = planned(yaml);
	struct claimed made;
	struct reading reading;
	char *json;

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	json = written(plan, wsp_write_json);
	CU_ASSERT_PTR_NOT_NULL_FATAL(json);
	CU_ASSERT_TRUE_FATAL(claimed_read(&made, plan));
	read_claims(&reading, json);
	CU_ASSERT_EQUAL_FATAL(reading.status, WSP_OK);
	CU_ASSERT_TRUE(reading.statement->sound);
	CU_ASSERT_EQUAL_FATAL(wsp_statement_claim(reading.statement, NULL), WSP_OK);
	expect_same_claims(&reading.statement->claims, &made.claims);
	CU_ASSERT_EQUAL(wsp_statement_reconcile(reading.statement), 0);
	CU_ASSERT_EQUAL(count_errors(&reading), 0);
	claimed_release(&made);
	release(&reading);
	wsp_plan_free(plan);
	free(json);
}

static void test_a_document_claims_what_its_plan_does(void)
{
	expect_round_trip(planned_company);
}

static void test_repairs_holds_and_servers_left_out_are_claimed(void)
{
	expect_round_trip(planned_begun);
}

static void test_a_plan_without_work_is_read(void)
{
	expect_round_trip("servers: [{fqdn: done.example.com, upstream: microsoft-update, mode: "
			  "autonomous, state: {https: configured, clients_https: all}}]\n");
}

/* Two lines that follow each other change places; a comma at the end of both is kept. */
static char *with_lines_swapped(const char *json, const char *first)
{
	const char *begin = begin_of_line(json, find(json, first));
	const char *middle = next_line(begin);
	const char *end = next_line(middle);
	struct wsp_text text = {0};

	wsp_text_add(&text, json, (size_t)(begin - json));
	wsp_text_add(&text, middle, (size_t)(end - middle));
	wsp_text_add(&text, begin, (size_t)(middle - begin));
	wsp_text_adds(&text, end);
	CU_ASSERT_FALSE_FATAL(text.failed);
	return text.at;
}

static void test_steps_stay_in_the_order_of_the_document(void)
{
	char *json = document_of(planned_company);
	char *swapped = with_lines_swapped(json, "\"require-ssl@e1.example.com\"");
	struct reading before, after;
	size_t i = 0;

	read_claims(&before, json);
	read_claims(&after, swapped);
	CU_ASSERT_EQUAL_FATAL(before.status, WSP_OK);
	CU_ASSERT_EQUAL_FATAL(after.status, WSP_OK);
	CU_ASSERT_EQUAL(after.statement->n_steps, before.statement->n_steps);
	while (i < before.statement->n_steps &&
		before.statement->step[i].place.line !=
			line_of(json, "\"require-ssl@e1.example.com\""))
		i++;
	CU_ASSERT_TRUE_FATAL(i + 1 < before.statement->n_steps);
	CU_ASSERT_EQUAL(after.statement->step[i + 1].action, WSP_REQUIRE_SSL);
	CU_ASSERT_EQUAL(after.statement->step[i + 1].place.line,
		line_of(swapped, "\"require-ssl@e1.example.com\""));
	CU_ASSERT_TRUE(after.statement->sound);
	release(&before);
	release(&after);
	free(swapped);
	free(json);
}

/* A line is left out, or is there twice. */
static char *with_line(const char *json, const char *what, int times)
{
	const char *begin = begin_of_line(json, find(json, what));
	const char *end = next_line(begin);
	struct wsp_text text = {0};

	wsp_text_add(&text, json, (size_t)(begin - json));
	for (int i = 0; i < times; i++)
		wsp_text_add(&text, begin, (size_t)(end - begin));
	wsp_text_adds(&text, end);
	CU_ASSERT_FALSE_FATAL(text.failed);
	return text.at;
}

static void test_removed_and_doubled_steps_are_read_without_a_finding(void)
{
	char *json = document_of(planned_company);
	struct reading reading;
	size_t n;

	read_claims(&reading, json);
	n = reading.statement->n_steps;
	release(&reading);
	for (int times = 0; times <= 2; times += 2) {
		char *damaged = with_line(json, "\"tune-pool@e1.example.com\"", times);

		read_claims(&reading, damaged);
		CU_ASSERT_EQUAL(reading.status, WSP_OK);
		CU_ASSERT_TRUE(reading.statement->sound);
		CU_ASSERT_EQUAL(count_errors(&reading), 0);
		CU_ASSERT_EQUAL(reading.statement->n_steps, times == 0 ? n - 1 : n + 1);
		release(&reading);
		free(damaged);
	}
	free(json);
}

static void test_the_order_of_the_members_does_not_matter(void)
{
	char *json = document_of(planned_company);
	const char *steps = strstr(json, "  \"steps\": [");
	const char *links = strstr(json, "  \"links\": [");
	const char *servers = strstr(json, "  \"servers\": [");
	struct wsp_text text = {0};
	struct reading reading, plain;

	CU_ASSERT_TRUE_FATAL(servers && steps && links && servers < steps && steps < links);
	wsp_text_add(&text, json, (size_t)(servers - json));
	wsp_text_add(&text, steps, (size_t)(links - steps));
	wsp_text_add(&text, servers, (size_t)(steps - servers));
	wsp_text_adds(&text, links);
	read_claims(&plain, json);
	read_claims(&reading, wsp_text_get(&text));
	CU_ASSERT_EQUAL_FATAL(reading.status, WSP_OK);
	CU_ASSERT_TRUE(reading.statement->sound);
	CU_ASSERT_EQUAL_FATAL(wsp_statement_claim(reading.statement, NULL), WSP_OK);
	CU_ASSERT_EQUAL_FATAL(wsp_statement_claim(plain.statement, NULL), WSP_OK);
	expect_same_claims(&reading.statement->claims, &plain.statement->claims);
	release(&reading);
	release(&plain);
	wsp_text_release(&text);
	free(json);
}

/* An edit of planned_company after which the finding stands at the line of `after`. */
struct nonsense {
	const char *before, *after, *code;
};

static void test_names_without_a_meaning_are_found_at_their_lines(void)
{
	static const struct nonsense edits[] = {
		{"\"require-ssl@e1.example.com\", \"pr", "\"require-ssl@e9.example.com\", \"pr",
			"Y702"},
		{"\"require-ssl@e1.example.com\"", "\"requires-ssl@e1.example.com\"", "Y702"},
		{"\"require-ssl@e1.example.com\"", "\"require-ssl,e1\"", "Y702"},
		{"\"require-ssl@e1.example.com\"", "\"require-ssl@\"", "Y702"},
		{"\"depends_on\": [\"verify-server@", "\"depends_on\": [\"verify-servers@", "Y702"},
		{"\"depends_on\": [\"verify-server@", "\"depends_on\": [\"verify-server@x", "Y702"},
		{"\"id\": \"P2\", \"title\"", "\"id\": \"P7\", \"title\"", "Y703"},
		{"\"procedure\": \"require-ssl\"", "\"procedure\": \"require-tls\"", "Y705"},
		{"{\"id\": \"require-ssl\", \"action\": \"require-ssl\"",
			"{\"id\": \"require-ssl\", \"action\": \"require-tls\"", "Y705"},
		{"{\"id\": \"require-ssl\", \"action\": \"require-ssl\"",
			"{\"id\": \"bind-certificate\", \"action\": \"require-ssl\"", "Y705"},
		{"\"procedure\": \"require-ssl\", \"phase\": \"P1\", \"wave\": \"P1.W1\"",
			"\"procedure\": \"require-ssl\", \"phase\": \"P1\", \"wave\": \"P1.W8\"",
			"Y702"},
		{"\"procedure\": \"require-ssl\", \"phase\": \"P1\"",
			"\"procedure\": \"require-ssl\", \"phase\": \"P2\"", "Y702"},
		{"\"procedure\": \"require-ssl\", \"phase\": \"P1\", \"wave\": \"P1.W1\"",
			"\"procedure\": \"require-ssl\", \"phase\": \"P88\", \"wave\": \"P88.W1\"",
			"Y702"},
		{"\"servers\": [\"e1.example.com\"", "\"servers\": [\"e8.example.com\"", "Y702"},
		{"{\"from\": \"e1.example.com\"", "{\"from\": \"e7.example.com\"", "Y702"},
	};
	char *json = document_of(planned_company);

	for (size_t i = 0; i < WSP_COUNT(edits); i++) {
		char *damaged = edited(json, edits[i].before, edits[i].after);
		struct reading reading;

		read_claims(&reading, damaged);
		CU_ASSERT_EQUAL(reading.status, WSP_OK);
		CU_ASSERT_FALSE(reading.statement->sound);
		CU_ASSERT_TRUE(
			has_finding(&reading, edits[i].code, line_of(damaged, edits[i].after)));
		if (!has_finding(&reading, edits[i].code, line_of(damaged, edits[i].after)))
			(void)fprintf(stderr, "  not found: %s\n", edits[i].after);
		release(&reading);
		free(damaged);
	}
	free(json);
}

static void test_a_name_that_means_nothing_is_told_once(void)
{
	char *json = document_of(planned_company);
	char *damaged = with_line(json, "{\"id\": \"w1.example.com\"", 0);
	struct reading reading;

	read_claims(&reading, damaged);
	CU_ASSERT_EQUAL(count_errors(&reading), 1);
	release(&reading);
	free(damaged);
	free(json);
}

static void test_a_placeholder_outside_the_list_is_found_and_the_rest_is_judged(void)
{
	char *json = document_of(planned_company);
	char *damaged = edited(json, "works on <fqdn>", "works on <computer>");
	struct reading reading;

	read_claims(&reading, damaged);
	CU_ASSERT_EQUAL(reading.status, WSP_OK);
	CU_ASSERT_TRUE(reading.statement->sound);
	CU_ASSERT_EQUAL(count_errors(&reading), 1);
	CU_ASSERT_TRUE(has_finding(&reading, "Y705", line_of(damaged, "<computer>")));
	release(&reading);
	free(damaged);
	free(json);
}

static void test_what_is_no_plan_is_refused_with_a_reason(void)
{
	static const struct nonsense edits[] = {
		{"wsusplan.plan/1.0", "wsusplan.plan/2.0", "I019"},
		{"wsusplan.plan/1.0", "wsusplan.steps/1.0", "I018"},
		{"\"procedure\": \"require-ssl\"", "\"procedures\": \"require-ssl\"", "I018"},
		{"\"phase\": \"P1\"", "\"phase\": \"first\"", "I018"},
		{"\"steps\": [", "\"steps\": {", "I002"},
		{"\"kind\": \"sync\", \"https_from\": \"P2\", \"outage_minutes\": ",
			"\"kind\": \"sync\", \"https_from\": \"P2\", \"outage_minutes\": -",
			"I018"},
		{"\"https_from\": \"P", "\"https_from\": \"Q", "I018"},
	};
	char *json = document_of(planned_company);

	for (size_t i = 0; i < WSP_COUNT(edits); i++) {
		char *damaged = edited(json, edits[i].before, edits[i].after);
		struct reading reading;

		read_claims(&reading, damaged);
		CU_ASSERT_EQUAL(reading.status, WSP_INVALID);
		CU_ASSERT_TRUE_FATAL(count_errors(&reading) > 0);
		CU_ASSERT_STRING_EQUAL(reading.diags.entry[0].diag.code, edits[i].code);
		release(&reading);
		free(damaged);
	}
	free(json);
}

static void test_an_inventory_is_told_apart_from_a_plan_in_one_finding(void)
{
	struct reading reading;

	read_claims(&reading, "{\"wsusplan\": 1, \"servers\": [{\"fqdn\": \"a.example.com\"},"
			      " {\"fqdn\": \"b.example.com\"}]}");
	CU_ASSERT_EQUAL(reading.status, WSP_INVALID);
	CU_ASSERT_EQUAL(count_errors(&reading), 1);
	CU_ASSERT_STRING_EQUAL(reading.diags.entry[0].diag.code, "I018");
	release(&reading);
}

static void test_later_minor_versions_and_unknown_keys_are_read(void)
{
	char *json = document_of(planned_company);
	char *later = edited(json, "wsusplan.plan/1.0\",",
		"wsusplan.plan/1.9\", \"novelty\": {\"a\": [1, {}]},");
	char *step = edited(later, "\"procedure\": \"require-ssl\"",
		"\"novelty\": [], \"procedure\": \"require-ssl\"");
	struct reading reading;

	read_claims(&reading, step);
	CU_ASSERT_EQUAL(reading.status, WSP_OK);
	CU_ASSERT_TRUE(reading.statement->sound);
	CU_ASSERT_EQUAL(count_errors(&reading), 0);
	release(&reading);
	free(step);
	free(later);
	free(json);
}

/* How many differences there are between two documents, the first in the role of the plan. */
static size_t differences(const char *plan, const char *other, struct reading *reading)
{
	struct reading files;
	size_t found;

	read_claims(reading, plan);
	read_claims(&files, other);
	CU_ASSERT_EQUAL_FATAL(reading->status, WSP_OK);
	CU_ASSERT_EQUAL_FATAL(files.status, WSP_OK);
	found = wsp_statement_compare(reading->statement, &files.statement->topo);
	release(&files);
	return found;
}

static void test_every_kind_of_fact_is_compared(void)
{
	static const struct {
		const char *before, *after;
	} edits[] = {
		{"\"clients\": 300", "\"clients\": 301"},
		{"\"http_port\": 80,", "\"http_port\": 8080,"},
		{"\"mode\": \"replica\"", "\"mode\": \"autonomous\""},
		{"\"lead\": \"3d\"", "\"lead\": \"4d\""},
		{"\"thumbprint\": \"0A1B", "\"thumbprint\": \"1A1B"},
		{"\"aliases\": [\"updates.example.com\", \"wsus-east\"]",
			"\"aliases\": [\"updates.example.com\"]"},
		{"\"clients_by\": \"none\"", "\"clients_by\": \"local\""},
		{", \"roles\": [\"print-server\"]", ""},
		{"\"upstream\": \"west.example.com\"", "\"upstream\": \"east.example.com\""},
		{"\"operators\": 2, \"servers_per_window\": 2",
			"\"operators\": 2, \"servers_per_window\": 3"},
		{"\"failed_switches\": \"12.5%\"", "\"failed_switches\": \"12%\""},
		{"\"restart-server\": \"20m\"", "\"restart-server\": \"21m\""},
		{"\"duration\": \"5h\"", "\"duration\": \"6h\""},
		{"\"timezone\": \"Europe/Paris\"", "\"timezone\": \"Europe/Rome\""},
		{"\"timezone\": \"Europe/Amsterdam\"", "\"timezone\": \"Europe/Berlin\""},
	};

	char *json = document_of(planned_company);
	struct reading reading;

	CU_ASSERT_EQUAL(differences(json, json, &reading), 0);
	CU_ASSERT_EQUAL(count_errors(&reading), 0);
	release(&reading);
	for (size_t i = 0; i < WSP_COUNT(edits); i++) {
		char *other = edited(json, edits[i].before, edits[i].after);

		CU_ASSERT_EQUAL(differences(json, other, &reading), 1);
		CU_ASSERT_EQUAL(reading.diags.n, 1);
		if (reading.diags.n == 1) {
			CU_ASSERT_STRING_EQUAL(reading.diags.entry[0].diag.code, "Y701");
			CU_ASSERT_EQUAL(reading.diags.entry[0].place.line == 0 ||
						reading.diags.entry[0].place.line ==
							line_of(json, edits[i].before),
				true);
		} else {
			(void)fprintf(stderr, "  not one finding: %s\n", edits[i].before);
		}
		release(&reading);
		free(other);
	}
	free(json);
}

static void test_what_one_side_lacks_is_found_on_the_other(void)
{
	char *json = document_of(planned_company);
	char *fewer =
		edited(json, "\"windows\": [{\"name\": \"night \\\"A\\\"\", \"duration\": \"5h\"}]",
			"\"windows\": []");
	struct reading reading;

	CU_ASSERT_EQUAL(differences(json, fewer, &reading), 1);
	CU_ASSERT_TRUE(has_finding(&reading, "Y701", line_of(json, "\"windows\"")));
	release(&reading);
	CU_ASSERT_EQUAL(differences(fewer, json, &reading), 1);
	release(&reading);
	free(fewer);
	free(json);
}

static void test_contradictions_are_found_where_the_document_says_them(void)
{
	static const struct nonsense edits[] = {
		{"\"servers\": 6,", "\"servers\": 5,", "Y706"},
		{"\"to_convert\": 6,", "\"to_convert\": 7,", "Y706"},
		{"\"servers\": [\"e1.example.com\", ", "\"servers\": [\"w1.example.com\", ",
			"Y706"},
		{"\"depends_on\": []}", "\"depends_on\": [\"verify-server@root.example.com\"]}",
			"Y704"},
	};
	char *json = document_of(planned_company);

	for (size_t i = 0; i < WSP_COUNT(edits); i++) {
		char *damaged = edited(json, edits[i].before, edits[i].after);
		struct reading reading;

		read_claims(&reading, damaged);
		CU_ASSERT_EQUAL_FATAL(reading.status, WSP_OK);
		CU_ASSERT_EQUAL_FATAL(wsp_statement_claim(reading.statement, NULL), WSP_OK);
		CU_ASSERT_TRUE(wsp_statement_reconcile(reading.statement) > 0);
		CU_ASSERT_TRUE(
			has_finding(&reading, edits[i].code, line_of(damaged, edits[i].after)));
		release(&reading);
		free(damaged);
	}
	free(json);
}

static void test_shared_work_is_known_by_its_encoded_name(void)
{
	char *json = document_of(planned_company);
	char *with = edited(json, "  \"links\": [",
		"  \"shared\": [{\"id\": \"point-clients@GPO%20Desk%2FTop\", \"members\": "
		"[\"e1.example.com\", \"e2.example.com\"]}],\n  \"links\": [");
	char *step = edited(with, "  \"steps\": [\n",
		"  \"steps\": [\n{\"id\": \"point-clients@GPO%20Desk%2FTop\", \"procedure\": "
		"\"point-clients-gpo\", \"phase\": \"P0\", \"wave\": null, \"depends_on\": []},\n");
	struct reading reading;

	read_claims(&reading, step);
	CU_ASSERT_EQUAL_FATAL(reading.status, WSP_OK);
	CU_ASSERT_EQUAL_FATAL(reading.statement->n_shared, 1);
	CU_ASSERT_EQUAL_FATAL(wsp_statement_claim(reading.statement, NULL), WSP_OK);
	CU_ASSERT_EQUAL(reading.statement->step[0].shared, 0);
	CU_ASSERT_STRING_EQUAL(
		name_of(&reading.statement->claims, reading.statement->step[0].server),
		"e1.example.com");
	CU_ASSERT_EQUAL(reading.statement->claims.shared[0].n_members, 2);
	CU_ASSERT_TRUE(reading.statement->claims.shared[0].policy);
	CU_ASSERT_EQUAL(reading.statement->claims.shared[0].object, UINT32_MAX);
	release(&reading);
	free(step);
	free(with);
	free(json);
}

static void test_every_invariant_is_a_rule_of_the_verdict(void)
{
	for (size_t i = 0; wsp_invariants[i]; i++) {
		size_t row = 0;

		while (row < WSP_N_VERDICT_RULES &&
			(!wsp_verdict_rules[row].invariant ||
				strcmp(wsp_verdict_rules[row].invariant, wsp_invariants[i]) != 0))
			row++;
		CU_ASSERT_TRUE(row < WSP_N_VERDICT_RULES);
		if (row == WSP_N_VERDICT_RULES)
			(void)fprintf(stderr, "  no rule: %s\n", wsp_invariants[i]);
	}
	for (size_t row = 0; row < WSP_N_VERDICT_RULES; row++) {
		const char *invariant = wsp_verdict_rules[row].invariant;

		CU_ASSERT_TRUE(!invariant || wsp_invariant_title(invariant) != NULL);
		CU_ASSERT_EQUAL(wsp_rules[wsp_verdict_rules[row].rule].severity, WSP_ERROR);
	}
}

static bool attempt(void *context)
{
	struct reading reading;
	bool done;

	read_claims(&reading, context);
	CU_ASSERT_TRUE(reading.status == WSP_OK || reading.status == WSP_NO_MEMORY);
	done = reading.status == WSP_OK &&
	       wsp_statement_compare(reading.statement, &reading.statement->topo) == 0 &&
	       wsp_statement_claim(reading.statement, &reading.statement->topo) == WSP_OK &&
	       wsp_statement_reconcile(reading.statement) == 0;
	release(&reading);
	return done;
}

static void test_lack_of_memory_is_told(void)
{
	char *json =
		document_of("servers: [{fqdn: a.example.com, upstream: microsoft-update, mode: "
			    "autonomous}, {fqdn: b.example.com, upstream: a, mode: replica}]");

	CU_ASSERT_TRUE(wsp_torture(attempt, json) > 0);
	free(json);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"a document claims what its plan does", test_a_document_claims_what_its_plan_does},
		{"repairs, holds and servers left out are claimed",
			test_repairs_holds_and_servers_left_out_are_claimed},
		{"a plan without work is read", test_a_plan_without_work_is_read},
		{"steps stay in the order of the document",
			test_steps_stay_in_the_order_of_the_document},
		{"removed and doubled steps are read without a finding",
			test_removed_and_doubled_steps_are_read_without_a_finding},
		{"the order of the members does not matter",
			test_the_order_of_the_members_does_not_matter},
		{"names without a meaning are found at their lines",
			test_names_without_a_meaning_are_found_at_their_lines},
		{"a name that means nothing is told once",
			test_a_name_that_means_nothing_is_told_once},
		{"a placeholder outside the list is found and the rest is judged",
			test_a_placeholder_outside_the_list_is_found_and_the_rest_is_judged},
		{"what is no plan is refused with a reason",
			test_what_is_no_plan_is_refused_with_a_reason},
		{"an inventory is told apart from a plan in one finding",
			test_an_inventory_is_told_apart_from_a_plan_in_one_finding},
		{"later minor versions and unknown keys are read",
			test_later_minor_versions_and_unknown_keys_are_read},
		{"every kind of fact is compared", test_every_kind_of_fact_is_compared},
		{"what one side lacks is found on the other",
			test_what_one_side_lacks_is_found_on_the_other},
		{"contradictions are found where the document says them",
			test_contradictions_are_found_where_the_document_says_them},
		{"shared work is known by its encoded name",
			test_shared_work_is_known_by_its_encoded_name},
		{"every invariant is a rule of the verdict",
			test_every_invariant_is_a_rule_of_the_verdict},
		{"lack of memory is told", test_lack_of_memory_is_told},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("claims", tests);
}
