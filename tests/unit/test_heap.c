#include "base/heap.h"

#include "runner.h"
#include "torture.h"

static void test_keys_come_out_in_order(void)
{
	struct wsp_heap heap = {0};
	uint64_t random = 1, before = 0;

	for (int i = 0; i < 5000; i++) {
		random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
		CU_ASSERT_FATAL(wsp_heap_push(&heap, random >> 50)); /* few values: many ties */
	}
	for (int i = 0; i < 5000; i++) {
		uint64_t key = wsp_heap_pop(&heap);

		if (key < before)
			CU_FAIL_FATAL("out of order");
		before = key;
	}
	CU_ASSERT_EQUAL(heap.n, 0);
	wsp_heap_release(&heap);
}

static void test_ties_break_by_id(void)
{
	struct wsp_heap heap = {0};
	const uint64_t key[] = {7ull << 32 | 3, 7ull << 32 | 1, 5ull << 32 | 9, 7ull << 32 | 2};
	const uint32_t expected[] = {9, 1, 2, 3};

	for (size_t i = 0; i < 4; i++)
		CU_ASSERT(wsp_heap_push(&heap, key[i]));
	for (size_t i = 0; i < 4; i++)
		CU_ASSERT_EQUAL((uint32_t)wsp_heap_pop(&heap), expected[i]);
	wsp_heap_release(&heap);
}

static void test_pushing_between_pops(void)
{
	struct wsp_heap heap = {0};

	CU_ASSERT(wsp_heap_push(&heap, 5));
	CU_ASSERT(wsp_heap_push(&heap, 1));
	CU_ASSERT_EQUAL(wsp_heap_pop(&heap), 1);
	CU_ASSERT(wsp_heap_push(&heap, UINT64_MAX));
	CU_ASSERT(wsp_heap_push(&heap, 0));
	CU_ASSERT_EQUAL(wsp_heap_pop(&heap), 0);
	CU_ASSERT_EQUAL(wsp_heap_pop(&heap), 5);
	CU_ASSERT_EQUAL(wsp_heap_pop(&heap), UINT64_MAX);
	wsp_heap_release(&heap);
}

static void test_the_smallest_key_can_be_replaced(void)
{
	struct wsp_heap heap = {0};

	for (uint64_t key = 1; key <= 9; key++)
		CU_ASSERT(wsp_heap_push(&heap, key * 10));
	wsp_heap_replace(&heap, 55);
	wsp_heap_replace(&heap, 5);
	for (uint64_t key = 1; key <= 9; key++) {
		static const uint64_t expected[] = {5, 30, 40, 50, 55, 60, 70, 80, 90};

		CU_ASSERT_EQUAL(wsp_heap_pop(&heap), expected[key - 1]);
	}
	CU_ASSERT_EQUAL(heap.n, 0);
	wsp_heap_release(&heap);
}

static void test_no_memory_leaves_the_heap_as_it_was(void)
{
	struct wsp_heap heap = {0};

	wsp_torture_fail_once(1);
	CU_ASSERT_FALSE(wsp_heap_push(&heap, 3));
	CU_ASSERT_EQUAL(heap.n, 0);
	wsp_torture_fail_once(0);
	CU_ASSERT(wsp_heap_push(&heap, 3));
	CU_ASSERT_EQUAL(wsp_heap_pop(&heap), 3);
	wsp_heap_release(&heap);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"keys come out in order", test_keys_come_out_in_order},
		{"ties break by id", test_ties_break_by_id},
		{"pushing between pops keeps the order", test_pushing_between_pops},
		{"the smallest key can be replaced", test_the_smallest_key_can_be_replaced},
		{"no memory leaves the heap as it was", test_no_memory_leaves_the_heap_as_it_was},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("heap", tests);
}
