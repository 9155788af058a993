#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "dated.h"
#include "planned.h"
#include "runner.h"
#include "torture.h"

enum { COLUMNS = 21 };

/*
 * Read the quoted cell at `*at`, undoing the quotes, and go behind the comma or line end after it.
 * @return whether the line ended
 */
static bool read_cell(const char **at, struct wsp_text *cell)
{
	wsp_text_clear(cell);
	CU_ASSERT_EQUAL_FATAL(**at, '"');
	++*at;
	while (**at != '"' || (*at)[1] == '"') {
		CU_ASSERT_NOT_EQUAL_FATAL(**at, '\0');
		*at += **at == '"';
		wsp_text_addc(cell, **at);
		++*at;
	}
	++*at;
	if (**at == ',') {
		++*at;
		return false;
	}
	CU_ASSERT_EQUAL_FATAL(strncmp(*at, "\r\n", 2), 0);
	*at += 2;
	return true;
}

struct table {
	struct wsp_text *cell; /* row after row, COLUMNS each */
	size_t n_rows;         /* the header included */
};

static struct table table_of_plan(const struct wsp_plan *plan)
{
	struct table table = {0};
	const char *at;
	char *text;

	text = written(plan, wsp_write_csv);
	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	table.cell = calloc((plan->n_steps + 1) * COLUMNS, sizeof(*table.cell));
	CU_ASSERT_PTR_NOT_NULL_FATAL(table.cell);
	for (at = text; *at; table.n_rows++) {
		CU_ASSERT_TRUE_FATAL(table.n_rows <= plan->n_steps);
		for (size_t i = 0; i < COLUMNS; i++) {
			bool ended = read_cell(&at, &table.cell[table.n_rows * COLUMNS + i]);

			CU_ASSERT_EQUAL_FATAL(ended, i == COLUMNS - 1);
		}
	}
	CU_ASSERT_EQUAL(table.n_rows, plan->n_steps + 1);
	free(text);
	return table;
}

static struct table table_of(const char *yaml)
{
	struct wsp_plan *plan = planned(yaml);
	struct table table;

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	table = table_of_plan(plan);
	wsp_plan_free(plan);
	return table;
}

static struct table dated_table_of(const char *yaml)
{
	struct wsp_plan *plan = planned(yaml);
	struct table table;

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	dated(plan);
	table = table_of_plan(plan);
	wsp_plan_free(plan);
	return table;
}

static void table_release(struct table *table)
{
	for (size_t i = 0; i < table->n_rows * COLUMNS; i++)
		wsp_text_release(&table->cell[i]);
	free(table->cell);
}

static const char *cell_at(const struct table *table, size_t row, size_t column)
{
	return wsp_text_get(&table->cell[row * COLUMNS + column]);
}

enum column {
	PHASE = 0,
	WAVE,
	START,
	FINISH,
	ID,
	ACTION,
	SERVER,
	SITE,
	OWNER,
	CLIENTS,
	UPSTREAM,
	PROCEDURE,
	WHO,
	WHERE,
	INTERRUPTS,
	CHECK,
	DEPENDS_ON,
	START_MOMENT,
	FINISH_MOMENT,
	WINDOW,
	STATUS
};

static size_t row_of(const struct table *table, const char *id)
{
	for (size_t row = 1; row < table->n_rows; row++) {
		if (strcmp(cell_at(table, row, ID), id) == 0)
			return row;
	}
	CU_FAIL_FATAL("no such step");
	return 0;
}

static void test_the_header_names_the_columns(void)
{
	static const char *const names[COLUMNS] = {"phase", "wave", "start_minute", "finish_minute",
		"id", "action", "server", "site", "owner", "clients", "upstream", "procedure",
		"who", "where", "interrupts", "check", "depends_on", "start", "finish", "window",
		"status"};
	struct table table = table_of(planned_company);

	for (size_t i = 0; i < COLUMNS; i++)
		CU_ASSERT_STRING_EQUAL(cell_at(&table, 0, i), names[i]);
	table_release(&table);
}

static void test_a_row_says_what_where_and_after_what(void)
{
	struct table table = table_of(planned_company);
	size_t row = row_of(&table, "switch-sync@e1.example.com");

	CU_ASSERT_STRING_EQUAL(cell_at(&table, row, PHASE), "P2");
	CU_ASSERT_STRING_EQUAL(cell_at(&table, row, WAVE), "P2.W1");
	CU_ASSERT_EQUAL(atol(cell_at(&table, row, FINISH)) - atol(cell_at(&table, row, START)), 2);
	CU_ASSERT_STRING_EQUAL(cell_at(&table, row, ACTION), "switch-sync");
	CU_ASSERT_STRING_EQUAL(cell_at(&table, row, SERVER), "e1.example.com");
	CU_ASSERT_STRING_EQUAL(cell_at(&table, row, CLIENTS), "40");
	CU_ASSERT_STRING_EQUAL(cell_at(&table, row, UPSTREAM), "east.example.com");
	CU_ASSERT_STRING_EQUAL(cell_at(&table, row, DEPENDS_ON), "verify-server@east.example.com");
	CU_ASSERT_NOT_EQUAL(*cell_at(&table, row, CHECK), '\0');
	CU_ASSERT_STRING_EQUAL(cell_at(&table, row, STATUS), "");
	table_release(&table);
}

static void test_no_cell_is_a_formula(void)
{
	struct table table = table_of(planned_company);
	size_t row = row_of(&table, "back-up@root.example.com");

	CU_ASSERT_STRING_EQUAL(cell_at(&table, row, OWNER), "'=cmd|' /C calc'!A0");
	CU_ASSERT_STRING_EQUAL(cell_at(&table, row, SITE), "Paris \"Nord\"");
	for (size_t i = 0; i < table.n_rows * COLUMNS; i++)
		CU_ASSERT_PTR_NULL(
			strchr("=+-@\t\r", *cell_at(&table, 0, i) ? *cell_at(&table, 0, i) : 'x'));
	table_release(&table);
}

static void test_preparation_has_no_minutes(void)
{
	struct table table = table_of(planned_company);
	size_t row = row_of(&table, "plan-access@w1.example.com");

	CU_ASSERT_STRING_EQUAL(cell_at(&table, row, PHASE), "P0");
	CU_ASSERT_STRING_EQUAL(cell_at(&table, row, WAVE), "");
	CU_ASSERT_STRING_EQUAL(cell_at(&table, row, START), "");
	CU_ASSERT_STRING_EQUAL(cell_at(&table, row, FINISH), "");
	table_release(&table);
}

static void test_steps_of_a_dated_plan_have_moments_of_their_site(void)
{
	struct table table = dated_table_of(planned_company);
	size_t here = row_of(&table, "back-up@w1.example.com");
	size_t there = row_of(&table, "back-up@root.example.com");
	size_t before = row_of(&table, "plan-access@w1.example.com");
	size_t after = row_of(&table, "verify-clients@root.example.com");

	CU_ASSERT_STRING_EQUAL(cell_at(&table, here, WINDOW), "weekend <night>");
	CU_ASSERT_STRING_EQUAL(cell_at(&table, there, PHASE), "P4");
	CU_ASSERT_STRING_EQUAL(cell_at(&table, there, START), "0");
	/* the only site is in New York, six hours behind Amsterdam */
	CU_ASSERT_STRING_EQUAL(cell_at(&table, there, START_MOMENT), "2026-12-26T16:00-05:00");
	CU_ASSERT_STRING_EQUAL(cell_at(&table, there, FINISH_MOMENT), "2026-12-26T16:05-05:00");
	CU_ASSERT_PTR_NOT_NULL(strstr(cell_at(&table, here, START_MOMENT), "+01:00"));
	CU_ASSERT_STRING_EQUAL(cell_at(&table, before, START_MOMENT), "");
	CU_ASSERT_STRING_EQUAL(cell_at(&table, before, WINDOW), "");
	CU_ASSERT_STRING_EQUAL(cell_at(&table, after, START_MOMENT), "");
	table_release(&table);
}

static void test_without_dates_these_cells_are_empty(void)
{
	struct table table = table_of(planned_company);

	for (size_t row = 1; row < table.n_rows; row++) {
		CU_ASSERT_STRING_EQUAL(cell_at(&table, row, START_MOMENT), "");
		CU_ASSERT_STRING_EQUAL(cell_at(&table, row, FINISH_MOMENT), "");
		CU_ASSERT_STRING_EQUAL(cell_at(&table, row, WINDOW), "");
	}
	table_release(&table);
}

static void test_work_that_servers_share_has_a_row_of_its_own(void)
{
	struct table table =
		table_of("policy: {strategy: bottom-up}\n"
			 "client_policies:\n"
			 "  - {name: GPO-A, kind: gpo, url: \"http://a.example.com:8530\"}\n"
			 "servers:\n"
			 "  - {fqdn: a.example.com, upstream: microsoft-update, mode: autonomous,\n"
			 "     clients: 5, clients_by: GPO-A, site: X}\n"
			 "  - {fqdn: b.example.com, upstream: a, mode: replica, clients: 7,\n"
			 "     clients_by: GPO-A}\n");
	size_t row = row_of(&table, "point-clients@GPO-A");

	CU_ASSERT_STRING_EQUAL(cell_at(&table, row, PHASE), "P0");
	CU_ASSERT_STRING_EQUAL(cell_at(&table, row, SERVER), "GPO-A");
	CU_ASSERT_STRING_EQUAL(cell_at(&table, row, CLIENTS), "12");
	CU_ASSERT_STRING_EQUAL(cell_at(&table, row, SITE), "");
	CU_ASSERT_STRING_EQUAL(cell_at(&table, row, UPSTREAM), "");
	table_release(&table);
}

static bool write_without_memory(void *context)
{
	struct wsp_text out = {0};
	bool written_all;

	wsp_write_csv(context, &out);
	written_all = !out.failed;
	wsp_text_release(&out);
	return written_all;
}

static void test_lack_of_memory_is_told(void)
{
	struct wsp_plan *plan = planned(planned_begun);

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	CU_ASSERT_TRUE(wsp_torture(write_without_memory, plan) > 0);
	wsp_plan_free(plan);
}

static CU_TestInfo csv_writer_tests[] = {
	{"the header names the columns", test_the_header_names_the_columns},
	{"a row says what, where and after what", test_a_row_says_what_where_and_after_what},
	{"no cell is a formula", test_no_cell_is_a_formula},
	{"the preparation has no minutes", test_preparation_has_no_minutes},
	{"steps of a dated plan have moments of their site",
		test_steps_of_a_dated_plan_have_moments_of_their_site},
	{"without dates these cells are empty", test_without_dates_these_cells_are_empty},
	{"work that servers share has a row of its own",
		test_work_that_servers_share_has_a_row_of_its_own},
	{"lack of memory is told", test_lack_of_memory_is_told},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("csv_writer", csv_writer_tests);
}
