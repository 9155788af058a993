#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "binding.h"
#include "model/fields.h"
#include "runner.h"
#include "torture.h"

static struct wsp_node cell(const char *text, uint32_t line, uint16_t column)
{
	return (struct wsp_node){.text = text,
		.length = (uint32_t)strlen(text),
		.size = 1,
		.place = {line, column, 1},
		.splittable = true};
}

/* In CSV the keys of every row are those of the header. */
static void test_an_unknown_column_is_told_once(void)
{
	struct binding binding;
	struct wsp_node row[] = {
		{.kind = WSP_MAP, .size = 15, .place = {2, 1, 1}},
		cell("colour", 1, 1),
		cell("", 2, 1),
		cell("fqdn", 1, 8),
		cell("a.b", 2, 5),
		cell("ownr", 1, 13),
		cell("x", 2, 9),
		cell("certificate", 1, 18),
		{.kind = WSP_MAP, .size = 3, .place = {2, 11, 1}},
		cell("name", 1, 18),
		cell("x", 2, 11),
		cell("paint", 1, 35),
		{.kind = WSP_MAP, .size = 3, .place = {2, 13, 1}},
		cell("colour", 1, 35),
		cell("x", 2, 13),
	};

	CU_ASSERT_TRUE_FATAL(binding_init(&binding));
	wsp_diags_add_file(&binding.diags, "1.csv");
	wsp_binder_begin(binding.binder, 1, 0);

	struct wsp_reader_sink sink = wsp_binder_sink(binding.binder);

	CU_ASSERT_TRUE(sink.item(sink.context, 0, row));
	row[4] = cell("c.d", 3, 5);
	row[0].place.line = row[6].place.line = 3;
	CU_ASSERT_TRUE(sink.item(sink.context, 0, row));
	CU_ASSERT_EQUAL(binding.inventory.n_servers, 2);
	CU_ASSERT_TRUE(binding_found(&binding, "I006", "1:1", "unknown key \"colour\" in servers"));
	CU_ASSERT_TRUE(binding_found(&binding, "I006", "1:13", "unknown key \"ownr\" in servers"));
	CU_ASSERT_TRUE(binding_found(&binding, "I006", "1:18", "unknown key \"name\" in servers"));
	CU_ASSERT_TRUE(binding_found(&binding, "I006", "1:35", "unknown key \"paint\" in servers"));
	CU_ASSERT_EQUAL(binding.diags.n, 4);
	binding_release(&binding);
}

static void test_a_csv_without_names_is_told_once(void)
{
	struct binding binding;
	struct wsp_node row[] = {
		{.kind = WSP_MAP, .size = 3, .place = {2, 1, 1}},
		cell("owner", 1, 4),
		cell("x", 2, 1),
	};

	CU_ASSERT_TRUE_FATAL(binding_init(&binding));
	wsp_diags_add_file(&binding.diags, "1.csv");
	wsp_binder_begin(binding.binder, 1, 0);

	struct wsp_reader_sink sink = wsp_binder_sink(binding.binder);

	CU_ASSERT_TRUE(sink.item(sink.context, 0, row));
	row[0].place.line = row[2].place.line = 3;
	CU_ASSERT_TRUE(sink.item(sink.context, 0, row));
	CU_ASSERT_TRUE(binding_found(&binding, "I010", "1:4", "no column is called fqdn"));
	CU_ASSERT_EQUAL(binding.diags.n, 1);

	row[1] = cell("fqdn", 1, 4); /* an empty cell belongs to its row */
	row[2] = cell("", 3, 1);
	CU_ASSERT_TRUE(sink.item(sink.context, 0, row));
	CU_ASSERT_TRUE(binding_found(&binding, "I010", "3:1", "a server has no fqdn"));
	binding_release(&binding);
}

static void test_unknown_keys_of_a_stored_plan_are_ignored(void)
{
	struct binding binding;

	CU_ASSERT_TRUE_FATAL(binding_init(&binding));
	binding_add(&binding,
		"{format: x, servers: [{fqdn: a.b, upstream: offline, mode: replica, level: 3, "
		"certificate: {colour: red}}]}",
		WSP_BIND_LENIENT);
	CU_ASSERT_EQUAL(wsp_binder_finish(binding.binder), WSP_OK);
	CU_ASSERT_EQUAL(binding.diags.n, 0);
	binding_release(&binding);
}

static void test_an_inventory_needs_servers_and_they_a_name_and_an_upstream(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(binding_of(&binding, "{name: empty}"), WSP_INVALID);
	CU_ASSERT_TRUE(binding_found(&binding, "I010", "0:0", "no file names a server"));
	binding_release(&binding);
	CU_ASSERT_EQUAL(
		binding_of(&binding, "{servers: [{fqdn: a.b, mode: replica},\n{site: here},\n5]}"),
		WSP_INVALID);
	CU_ASSERT_TRUE(binding_found(&binding, "I010", "1:12", "server \"a.b\" has no upstream"));
	CU_ASSERT_TRUE(binding_found(&binding, "I010", "2:1", "a server has no fqdn"));
	CU_ASSERT_TRUE(binding_found(&binding, "I008", "3:1",
		"an entry of servers has to be a map of keys and values, not a single value"));
	CU_ASSERT_EQUAL(binding.diags.n, 3);
	binding_release(&binding);
}

static void test_keys_are_found_in_any_order(void)
{
	struct binding binding;

	CU_ASSERT_EQUAL(
		binding_of(&binding,
			"{servers: [{fqdn: a.b, upstream: offline, mode: replica, site: x, "
			"certificate: {lead: 1d, issuer: i}, notes: n}, {notes: m, certificate: "
			"{issuer: j, lead: 2d}, site: y, mode: autonomous, upstream: offline, "
			"fqdn: c.d}, {certificate: {issuer: k}, state: {https: bound}, upstream: "
			"offline, mode: replica, fqdn: e.f}]}"),
		WSP_OK);
	CU_ASSERT_TRUE(binding_prints(&binding, 0, "certificate.issuer", "i"));
	CU_ASSERT_TRUE(binding_prints(&binding, 1, "fqdn", "c.d"));
	CU_ASSERT_TRUE(binding_prints(&binding, 1, "notes", "m"));
	CU_ASSERT_TRUE(binding_prints(&binding, 1, "certificate.lead", "2d"));
	CU_ASSERT_TRUE(binding_prints(&binding, 1, "certificate.issuer", "j"));
	CU_ASSERT_TRUE(binding_prints(&binding, 2, "state.https", "bound"));
	CU_ASSERT_TRUE(binding_prints(&binding, 2, "certificate.issuer", "k"));
	CU_ASSERT_TRUE(binding_prints(&binding, 2, "notes", "-"));
	binding_release(&binding);
}

static void test_every_row_of_the_tables_is_usable(void)
{
	for (const struct wsp_section *section = wsp_sections; section->name; section++) {
		CU_ASSERT_TRUE(section->n_fields > 0 && section->n_fields <= WSP_FIELDS_MAX);
		CU_ASSERT_NOT_EQUAL(section->meaning[0], '\0');
		for (unsigned row = 0; row < section->n_fields; row++) {
			const struct wsp_field *field = &section->field[row];
			bool counts =
				field->type == WSP_TYPE_COUNT || field->type == WSP_TYPE_AMOUNT;
			bool words =
				field->type == WSP_TYPE_ENUM || field->type == WSP_TYPE_CLIENTS_BY;

			CU_ASSERT_TRUE(strlen(field->key) < 64);
			CU_ASSERT_EQUAL(field->meaning[strlen(field->meaning) - 1], '.');
			CU_ASSERT_TRUE(!counts || field->max > field->min);
			CU_ASSERT_TRUE(!words || field->words);
			for (unsigned other = 0; other < row; other++)
				CU_ASSERT_STRING_NOT_EQUAL(field->key, section->field[other].key);
		}
	}
}

/* The words of each enum, as model/inventory.h numbers them. */
static void test_enums_are_numbered_as_the_header_says(void)
{
	static const struct {
		const char *key, *word;
		unsigned value;
	} row[] = {
		{"mode", "replica", WSP_REPLICA},
		{"clients_by", "none", WSP_BY_NONE},
		{"state.https", "configured", WSP_HTTPS_CONFIGURED},
		{"state.clients_https", "all", WSP_CLIENTS_ALL},
		{"certificate.source", "self-signed", WSP_SELF_SIGNED},
		{"restart", "services", WSP_RESTART_SERVICES},
		{"database", "remote-sql", WSP_DB_REMOTE_SQL},
		{"last_sync_result", "never", WSP_SYNC_NEVER},
		{"configmgr.role", "secondary", WSP_CM_SECONDARY},
	};

	for (size_t i = 0; i < WSP_COUNT(row); i++)
		CU_ASSERT_STRING_EQUAL(
			wsp_server_fields[wsp_server_field(row[i].key)].words[row[i].value - 1],
			row[i].word);
}

static void test_the_reference_names_every_key(void)
{
	struct wsp_text text = {0};
	struct wsp_text key = {0};

	wsp_schema_reference(&text);
	for (const struct wsp_section *section = wsp_sections; section->name; section++) {
		for (unsigned row = 0; row < section->n_fields; row++) {
			wsp_text_clear(&key);
			wsp_text_addf(&key, "| `%s` |", section->field[row].key);
			CU_ASSERT_PTR_NOT_NULL(strstr(wsp_text_get(&text), wsp_text_get(&key)));
			CU_ASSERT_PTR_NOT_NULL(
				strstr(wsp_text_get(&text), section->field[row].meaning));
		}
	}
	CU_ASSERT_FALSE(text.failed);
	wsp_text_release(&text);
	wsp_text_release(&key);
}

/* A wrong word among many costs no more than the findings that are kept. */
static void test_findings_beyond_the_limit_are_only_counted(void)
{
	struct binding binding;
	struct wsp_text text = {0};

	wsp_text_adds(&text, "{servers: [{fqdn: a.b, upstream: offline, mode: replica");
	for (unsigned i = 0; i < 300; i++)
		wsp_text_addf(&text, ", ownr%u: x", i);
	wsp_text_adds(&text, "}]}");
	CU_ASSERT_EQUAL(binding_of(&binding, wsp_text_get(&text)), WSP_INVALID);
	CU_ASSERT_EQUAL(binding_count(&binding, "I006"), WSP_DIAGS_PER_RULE);
	CU_ASSERT_EQUAL(wsp_diags_count_severity(&binding.diags, WSP_ERROR), 300);
	binding_release(&binding);
	wsp_text_release(&text);
}

static bool bind_everything(void *context)
{
	struct binding binding;
	enum wsp_status status = binding_of(&binding,
		"{name: x, policy: {canary: [c], trees: [{root: r, strategy: auto}], durations: "
		"{back-up: 1m}}, windows: [{name: w, duration: 1h}], freezes: [{ics: f}], sites: "
		"{s: {windows: [w, v]}}, groups: [{name: g, kind: alias, members: [a.b]}], "
		"client_policies: [{name: p, kind: gpo}], defaults: {site: s}, servers: [{fqdn: "
		"a.b, upstream: offline, clients_by: p, certificate: {names: [a.b]}, restart: "
		"x, ownr: y, aliases: 'm n'}, {fqdn: A.b}]}");

	(void)context;
	CU_ASSERT_TRUE(status == WSP_INVALID || status == WSP_NO_MEMORY);
	if (status == WSP_INVALID)
		CU_ASSERT_EQUAL(binding.diags.n, 5);
	binding_release(&binding);
	return status == WSP_INVALID;
}

static void test_running_out_of_memory_is_told_and_leaks_nothing(void)
{
	CU_ASSERT_TRUE(wsp_torture(bind_everything, NULL) > 20);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"an unknown column is told once", test_an_unknown_column_is_told_once},
		{"a csv without names is told once", test_a_csv_without_names_is_told_once},
		{"unknown keys of a stored plan are ignored",
			test_unknown_keys_of_a_stored_plan_are_ignored},
		{"an inventory needs servers, and they a name and an upstream",
			test_an_inventory_needs_servers_and_they_a_name_and_an_upstream},
		{"keys are found in any order", test_keys_are_found_in_any_order},
		{"every row of the tables is usable", test_every_row_of_the_tables_is_usable},
		{"enums are numbered as the header says",
			test_enums_are_numbered_as_the_header_says},
		{"the reference names every key", test_the_reference_names_every_key},
		{"findings beyond the limit are only counted",
			test_findings_beyond_the_limit_are_only_counted},
		{"running out of memory is told and leaks nothing",
			test_running_out_of_memory_is_told_and_leaks_nothing},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("schema", tests);
}
