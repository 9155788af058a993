#include "base/intern.h"

#include <stdio.h>
#include <string.h>

#include "runner.h"
#include "torture.h"

static wsp_string add(struct wsp_strings *strings, const char *text)
{
	bool failed = false;
	wsp_string id = wsp_strings_add(strings, text, strlen(text), &failed);

	CU_ASSERT_FALSE(failed);
	return id;
}

static void test_equal_strings_have_one_id(void)
{
	struct wsp_strings strings = {0};
	wsp_string a = add(&strings, "ams01"), b = add(&strings, "ams02");

	CU_ASSERT_NOT_EQUAL(a, 0);
	CU_ASSERT_NOT_EQUAL(a, b);
	CU_ASSERT_EQUAL(add(&strings, "ams01"), a);
	CU_ASSERT_EQUAL(strings.n, 2);
	CU_ASSERT_STRING_EQUAL(wsp_strings_text(&strings, a), "ams01");
	CU_ASSERT_STRING_EQUAL(wsp_strings_text(&strings, b), "ams02");
	wsp_strings_release(&strings);
}

static void test_the_empty_string_is_zero(void)
{
	struct wsp_strings strings = {0};

	CU_ASSERT_EQUAL(add(&strings, ""), 0);
	CU_ASSERT_STRING_EQUAL(wsp_strings_text(&strings, 0), "");
	CU_ASSERT_EQUAL(wsp_strings_find(&strings, "x", 1), 0);
	add(&strings, "x");
	CU_ASSERT_EQUAL(wsp_strings_find(&strings, "", 0), 0);
	wsp_strings_release(&strings);
}

static void test_prefixes_are_different_strings(void)
{
	struct wsp_strings strings = {0};
	const char *text = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	wsp_string id[48];
	bool failed = false;

	for (size_t length = 1; length <= 48; length++)
		id[length - 1] = wsp_strings_add(&strings, text, length, &failed);
	CU_ASSERT_EQUAL(strings.n, 48);
	for (size_t length = 1; length <= 48; length++) {
		CU_ASSERT_EQUAL(wsp_strings_find(&strings, text, length), id[length - 1]);
		CU_ASSERT_EQUAL(strlen(wsp_strings_text(&strings, id[length - 1])), length);
	}
	CU_ASSERT_FALSE(failed);
	wsp_strings_release(&strings);
}

static void test_ids_follow_the_order_of_appearance(void)
{
	struct wsp_strings strings = {0};
	wsp_string before = 0;
	char name[32];

	for (int i = 0; i < 100000; i++) {
		snprintf(name, sizeof(name), "srv%d.contoso.com", i * 7919 % 100000);

		wsp_string id = add(&strings, name);

		if (id <= before)
			CU_FAIL_FATAL("not ascending");
		before = id;
	}
	for (int i = 0; i < 100000; i++) {
		snprintf(name, sizeof(name), "srv%d.contoso.com", i);

		wsp_string id = wsp_strings_find(&strings, name, strlen(name));

		if (strcmp(wsp_strings_text(&strings, id), name) != 0)
			CU_FAIL_FATAL("not found");
	}
	CU_ASSERT_EQUAL(strings.n, 100000);
	CU_ASSERT_EQUAL(wsp_strings_find(&strings, "srv100000.contoso.com", 21), 0);
	wsp_strings_release(&strings);
}

static void test_a_part_of_a_string_of_the_pool_can_be_added(void)
{
	struct wsp_strings strings = {0};
	bool failed = false;
	char name[32];

	for (int i = 0; i < 2000; i++) {
		snprintf(name, sizeof(name), "s%d.fabrikam.com", i);

		wsp_string id = add(&strings, name);
		const char *text = wsp_strings_text(&strings, id);
		size_t length = (size_t)(strchr(text, '.') - text);
		wsp_string part = wsp_strings_add(&strings, text, length, &failed);

		CU_ASSERT_EQUAL(strncmp(wsp_strings_text(&strings, part), name, length), 0);
		CU_ASSERT_EQUAL(strlen(wsp_strings_text(&strings, part)), length);
	}
	CU_ASSERT_FALSE(failed);
	wsp_strings_release(&strings);
}

static void test_texts_stay_when_the_table_goes(void)
{
	struct wsp_strings strings = {0};
	wsp_string id = add(&strings, "stays");

	wsp_strings_seal(&strings);
	CU_ASSERT_PTR_NULL(strings.slot);
	CU_ASSERT_STRING_EQUAL(wsp_strings_text(&strings, id), "stays");
	wsp_strings_release(&strings);
}

static bool add_many(void *context)
{
	struct wsp_strings strings = {0};
	bool failed = false;
	size_t added = 0;

	(void)context;
	for (unsigned i = 0; i < 500; i++) {
		char name[16];
		int length = snprintf(name, sizeof(name), "host%u", i);
		wsp_string id = wsp_strings_add(&strings, name, (size_t)length, &failed);

		if (id && strcmp(wsp_strings_text(&strings, id), name) == 0)
			added++;
	}
	CU_ASSERT_EQUAL(strings.n, added);
	CU_ASSERT_EQUAL(failed, added < 500);
	wsp_strings_release(&strings);
	return !failed;
}

static void test_no_memory_is_told_and_keeps_the_rest(void)
{
	CU_ASSERT(wsp_torture(add_many, NULL) > 8);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"equal strings have one id", test_equal_strings_have_one_id},
		{"the empty string is zero", test_the_empty_string_is_zero},
		{"prefixes are different strings", test_prefixes_are_different_strings},
		{"ids follow the order of appearance", test_ids_follow_the_order_of_appearance},
		{"a part of a string of the pool can be added",
			test_a_part_of_a_string_of_the_pool_can_be_added},
		{"texts stay when the table goes", test_texts_stay_when_the_table_goes},
		{"no memory is told and keeps the rest", test_no_memory_is_told_and_keeps_the_rest},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("intern", tests);
}
