/* List: taking words off a list. */
#include "base/list.h"
#include "runner.h"

static void expect_next(const char **rest, const char *expected)
{
	const char *word = NULL;
	size_t length = 0;

	CU_ASSERT_TRUE_FATAL(wsp_list_next(rest, &word, &length));
	CU_ASSERT_EQUAL(length, strlen(expected));
	CU_ASSERT_EQUAL(strncmp(word, expected, strlen(expected)), 0);
}

static void expect_end(const char **rest)
{
	const char *word = "untouched";
	size_t length = 7;

	CU_ASSERT_FALSE(wsp_list_next(rest, &word, &length));
	CU_ASSERT_STRING_EQUAL(word, "untouched");
	CU_ASSERT_EQUAL(length, 7);
}

static void test_words_come_in_their_order(void)
{
	const char *rest = "a.example.com\nb\n*.example.com";

	expect_next(&rest, "a.example.com");
	expect_next(&rest, "b");
	expect_next(&rest, "*.example.com");
	expect_end(&rest);
}

static void test_an_empty_list_has_no_word(void)
{
	const char *rest = "";

	expect_end(&rest);
	expect_end(&rest);
}

static void test_a_line_feed_at_the_end_begins_no_word(void)
{
	const char *rest = "a\n\nb\n";

	expect_next(&rest, "a");
	expect_next(&rest, "");
	expect_next(&rest, "b");
	expect_end(&rest);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"words come in their order", test_words_come_in_their_order},
		{"an empty list has no word", test_an_empty_list_has_no_word},
		{"a line feed at the end begins no word",
			test_a_line_feed_at_the_end_begins_no_word},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("list", tests);
}
