/* Census: counting strings by class. */
#include "report/census.h"
#include "runner.h"

static void expect_row(const struct wsp_census *census, size_t i, struct wsp_census_row expected)
{
	CU_ASSERT_FATAL(i < census->n);
	CU_ASSERT_EQUAL(census->row[i].name, expected.name);
	CU_ASSERT_EQUAL(census->row[i].class_of, expected.class_of);
	CU_ASSERT_EQUAL(census->row[i].n, expected.n);
	CU_ASSERT_EQUAL(census->row[i].weight, expected.weight);
	CU_ASSERT_EQUAL(census->row[i].seen, expected.seen);
}

static void test_equal_rows_are_merged_with_their_weights(void)
{
	struct wsp_census census = {0};

	wsp_census_add(&census, 7, 1, 100);
	wsp_census_add(&census, 7, 1, 20); /* beside its like */
	wsp_census_add(&census, 3, 1, 5);
	wsp_census_add(&census, 7, 1, 3); /* and apart from it */
	wsp_census_count(&census);
	CU_ASSERT_EQUAL(census.n, 2);
	expect_row(&census, 0, (struct wsp_census_row){7, 1, 3, 123, 0});
	expect_row(&census, 1, (struct wsp_census_row){3, 1, 1, 5, 1});
	wsp_census_release(&census);
}

static void test_a_name_is_counted_in_each_class(void)
{
	struct wsp_census census = {0};

	wsp_census_add(&census, 4, 2, 1);
	wsp_census_add(&census, 4, 1, 1);
	wsp_census_add(&census, 4, 2, 1);
	wsp_census_count(&census);
	CU_ASSERT_EQUAL(census.n, 2);
	expect_row(&census, 0, (struct wsp_census_row){4, 1, 1, 1, 0});
	expect_row(&census, 1, (struct wsp_census_row){4, 2, 2, 2, 0});
	wsp_census_release(&census);
}

/* A stored plan numbers its strings otherwise: the order may not depend on the ids. */
static void test_names_come_in_the_order_of_their_first_appearance(void)
{
	struct wsp_census census = {0};

	wsp_census_add(&census, 9, 2, 1);
	wsp_census_add(&census, 5, 1, 1);
	wsp_census_add(&census, 9, 1, 1);
	wsp_census_count(&census);
	CU_ASSERT_EQUAL(census.n, 3);
	expect_row(&census, 0, (struct wsp_census_row){9, 1, 1, 1, 0});
	expect_row(&census, 1, (struct wsp_census_row){9, 2, 1, 1, 0});
	expect_row(&census, 2, (struct wsp_census_row){5, 1, 1, 1, 1});
	wsp_census_release(&census);
}

static void test_nobody_is_an_empty_census(void)
{
	struct wsp_census census = {0};

	wsp_census_count(&census);
	CU_ASSERT_EQUAL(census.n, 0);
	CU_ASSERT_FALSE(census.failed);
	wsp_census_release(&census);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"equal rows are merged with their weights",
			test_equal_rows_are_merged_with_their_weights},
		{"a name is counted in each class", test_a_name_is_counted_in_each_class},
		{"names come in the order of their first appearance",
			test_names_come_in_the_order_of_their_first_appearance},
		{"nobody is an empty census", test_nobody_is_an_empty_census},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("census", tests);
}
