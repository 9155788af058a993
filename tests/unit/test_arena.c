#include "base/arena.h"

#include <string.h>

#include "runner.h"
#include "torture.h"

static void test_memory_is_zeroed_and_aligned(void)
{
	struct wsp_arena arena = {0};

	for (size_t size = 0; size < 300; size++) {
		unsigned char *at = wsp_arena_alloc(&arena, size);

		CU_ASSERT_PTR_NOT_NULL_FATAL(at);
		CU_ASSERT_EQUAL((uintptr_t)at % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++) {
			if (at[i] != 0)
				CU_FAIL("not zeroed");
			at[i] = 0xff;
		}
	}
	wsp_arena_release(&arena);
}

static void test_allocations_do_not_overlap(void)
{
	struct wsp_arena arena = {0};
	unsigned char *at[200];

	for (size_t i = 0; i < 200; i++) {
		at[i] = wsp_arena_alloc(&arena, i + 1);
		memset(at[i], (int)i, i + 1);
	}
	for (size_t i = 0; i < 200; i++) {
		CU_ASSERT_EQUAL(at[i][0], i);
		CU_ASSERT_EQUAL(at[i][i], i);
	}
	wsp_arena_release(&arena);
}

static void test_reset_keeps_the_blocks_and_zeroes_again(void)
{
	struct wsp_arena arena = {0};
	void *first = wsp_arena_alloc(&arena, 100);

	memset(first, 1, 100);
	wsp_arena_alloc(&arena, 100000);
	wsp_torture_fail_from(1); /* nothing more may be needed */
	for (int round = 0; round < 3; round++) {
		wsp_arena_reset(&arena);

		unsigned char *again = wsp_arena_alloc(&arena, 100);

		CU_ASSERT_PTR_EQUAL(again, first);
		CU_ASSERT_EQUAL(again[0] + again[99], 0);
		CU_ASSERT_PTR_NOT_NULL(wsp_arena_alloc(&arena, 100000));
	}
	wsp_torture_fail_from(0);
	wsp_arena_release(&arena);
}

static void test_a_small_block_left_by_a_reset_is_skipped(void)
{
	struct wsp_arena arena = {0};

	wsp_arena_alloc(&arena, 3000);
	wsp_arena_alloc(&arena, 5000);
	wsp_arena_alloc(&arena, 500000);
	wsp_arena_reset(&arena);
	wsp_arena_alloc(&arena, 3000);
	wsp_torture_fail_from(1);
	CU_ASSERT_PTR_NOT_NULL(wsp_arena_alloc(&arena, 500000));
	CU_ASSERT_PTR_NULL(wsp_arena_alloc(&arena, 500000));
	wsp_torture_fail_from(0);
	wsp_arena_release(&arena);
}

static void test_sizes_that_overflow_are_refused(void)
{
	struct wsp_arena arena = {0};

	CU_ASSERT_PTR_NULL(wsp_arena_alloc(&arena, SIZE_MAX));
	CU_ASSERT_PTR_NULL(wsp_arena_alloc(&arena, SIZE_MAX - 40));
	CU_ASSERT_PTR_NULL(wsp_arena_array(&arena, SIZE_MAX / 2, 3));
	CU_ASSERT_PTR_NULL(wsp_arena_copy(&arena, "x", SIZE_MAX));
	CU_ASSERT_PTR_NULL(arena.first);
	wsp_arena_release(&arena);
}

static void test_a_copy_ends_with_nul(void)
{
	struct wsp_arena arena = {0};

	memset(wsp_arena_alloc(&arena, 64), 1, 64);
	CU_ASSERT_STRING_EQUAL(wsp_arena_copy(&arena, "contoso.com", 7), "contoso");
	CU_ASSERT_STRING_EQUAL(wsp_arena_copy(&arena, NULL, 0), "");
	wsp_arena_release(&arena);
}

static void test_no_memory_changes_nothing(void)
{
	struct wsp_arena arena = {0};

	wsp_torture_fail_once(1);
	CU_ASSERT_PTR_NULL(wsp_arena_alloc(&arena, 10));
	CU_ASSERT_PTR_NULL(arena.first);

	char *kept = wsp_arena_copy(&arena, "kept", 4);
	struct wsp_arena before = arena;

	wsp_torture_fail_once(1);
	CU_ASSERT_PTR_NULL(wsp_arena_alloc(&arena, 100000));
	CU_ASSERT_EQUAL(memcmp(&before, &arena, sizeof(arena)), 0);
	CU_ASSERT_STRING_EQUAL(kept, "kept");
	wsp_torture_fail_once(0);
	wsp_arena_release(&arena);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"memory is zeroed and aligned", test_memory_is_zeroed_and_aligned},
		{"allocations do not overlap", test_allocations_do_not_overlap},
		{"a reset keeps the blocks and zeroes again",
			test_reset_keeps_the_blocks_and_zeroes_again},
		{"a small block left by a reset is skipped",
			test_a_small_block_left_by_a_reset_is_skipped},
		{"sizes that overflow are refused", test_sizes_that_overflow_are_refused},
		{"a copy ends with NUL", test_a_copy_ends_with_nul},
		{"running out of memory changes nothing", test_no_memory_changes_nothing},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("arena", tests);
}
