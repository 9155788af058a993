#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>

#include "runner.h"
#include "torture.h"

static void test_elements_survive_growth(void)
{
	uint32_t *number = NULL;
	size_t capacity = 0;

	for (uint32_t n = 0; n < 100000; n++) {
		CU_ASSERT_FATAL(WSP_RESERVE(number, capacity, n));
		number[n] = n;
	}
	for (uint32_t n = 0; n < 100000; n++) {
		if (number[n] != n)
			CU_FAIL_FATAL("an element changed");
	}
	CU_ASSERT(capacity >= 100000 && capacity < 200000);
	free(number);
}

static void test_room_that_is_there_is_not_grown(void)
{
	uint32_t *number = NULL;
	size_t capacity = 0;

	CU_ASSERT(WSP_RESERVE(number, capacity, 0));
	wsp_torture_fail_from(1);
	for (size_t n = 0; n < capacity; n++)
		CU_ASSERT(WSP_RESERVE(number, capacity, n));
	CU_ASSERT_EQUAL(wsp_torture_count(), 0);
	wsp_torture_fail_from(0);
	free(number);
}

static void test_failure_keeps_the_elements(void)
{
	uint32_t *number = NULL;
	size_t capacity = 0;

	CU_ASSERT(WSP_RESERVE(number, capacity, 0));
	number[0] = 7;

	size_t before = capacity;

	wsp_torture_fail_once(1);
	CU_ASSERT_FALSE(WSP_RESERVE(number, capacity, before));
	wsp_torture_fail_once(0);
	CU_ASSERT_EQUAL(capacity, before);
	CU_ASSERT_EQUAL(number[0], 7);
	free(number);
}

static void test_overflow_is_refused(void)
{
	uint64_t *number = NULL;
	size_t capacity = 0;

	CU_ASSERT_FALSE(WSP_RESERVE(number, capacity, SIZE_MAX - 3));
	CU_ASSERT_FALSE(WSP_RESERVE(number, capacity, SIZE_MAX / 8));
	CU_ASSERT_PTR_NULL(number);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"elements survive growth", test_elements_survive_growth},
		{"room that is there is not grown", test_room_that_is_there_is_not_grown},
		{"a failure keeps the elements", test_failure_keeps_the_elements},
		{"a size that overflows is refused", test_overflow_is_refused},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("array", tests);
}
