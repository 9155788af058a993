#include "model/index.h"

#include "runner.h"
#include "torture.h"

static void test_names_are_found_with_their_rows(void)
{
	struct wsp_index index = {0};

	CU_ASSERT_EQUAL(wsp_index_get(&index, 7), WSP_NO_ROW);
	for (uint32_t row = 0; row < 10000; row++)
		CU_ASSERT_TRUE_FATAL(wsp_index_put(&index, row * 16 + 1, row));
	for (uint32_t row = 0; row < 10000; row++) {
		CU_ASSERT_EQUAL(wsp_index_get(&index, row * 16 + 1), row);
		CU_ASSERT_EQUAL(wsp_index_get(&index, row * 16 + 2), WSP_NO_ROW);
	}
	CU_ASSERT_EQUAL(index.n, 10000);
	wsp_index_release(&index);
}

static void test_a_name_given_again_has_the_new_row(void)
{
	struct wsp_index index = {0};

	wsp_index_put(&index, 5, 1);
	wsp_index_put(&index, 5, 2);
	CU_ASSERT_EQUAL(wsp_index_get(&index, 5), 2);
	CU_ASSERT_EQUAL(index.n, 1);
	wsp_index_release(&index);
}

static void test_the_empty_name_is_never_found(void)
{
	struct wsp_index index = {0};

	wsp_index_put(&index, 5, 1);
	CU_ASSERT_EQUAL(wsp_index_get(&index, 0), WSP_NO_ROW);
	wsp_index_release(&index);
}

static void test_room_that_was_reserved_is_enough(void)
{
	struct wsp_index index = {0};

	CU_ASSERT_TRUE(wsp_index_reserve(&index, 1000));

	const struct wsp_index_slot *before = index.slot;

	for (uint32_t row = 0; row < 1000; row++)
		wsp_index_put(&index, row + 1, row);
	CU_ASSERT_PTR_EQUAL(index.slot, before);
	CU_ASSERT_FALSE(wsp_index_reserve(&index, SIZE_MAX));
	CU_ASSERT_EQUAL(wsp_index_get(&index, 1000), 999);
	wsp_index_release(&index);
}

static bool fill(void *context)
{
	struct wsp_index index = {0};
	uint32_t n = 0;

	(void)context;
	while (n < 200 && wsp_index_put(&index, n + 1, n))
		n++;
	for (uint32_t row = 0; row < n; row++)
		CU_ASSERT_EQUAL(wsp_index_get(&index, row + 1), row);
	wsp_index_release(&index);
	return n == 200;
}

static void test_what_was_put_stays_when_memory_runs_out(void)
{
	CU_ASSERT_TRUE(wsp_torture(fill, NULL) >= 3);
}

static CU_TestInfo index_tests[] = {
	{"names are found with their rows", test_names_are_found_with_their_rows},
	{"a name given again has the new row", test_a_name_given_again_has_the_new_row},
	{"the empty name is never found", test_the_empty_name_is_never_found},
	{"room that was reserved is enough", test_room_that_was_reserved_is_enough},
	{"what was put stays when memory runs out", test_what_was_put_stays_when_memory_runs_out},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("index", index_tests);
}
