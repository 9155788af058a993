#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner.h"
#include "torture.h"

/* What a sink received. */
struct received {
	size_t calls, bytes, largest;
	size_t refuse_at; /* the call that is refused; 0: none */
	uint64_t sum;     /* depends on every byte and its place */
};

static uint64_t sum_of(uint64_t sum, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		sum = sum * 31 + (unsigned char)bytes[i];
	return sum;
}

static bool receive(void *context, const char *bytes, size_t length)
{
	struct received *received = context;

	if (++received->calls == received->refuse_at)
		return false;
	received->bytes += length;
	received->sum = sum_of(received->sum, bytes, length);
	if (length > received->largest)
		received->largest = length;
	return true;
}

static void test_empty_text_is_an_empty_string(void)
{
	struct wsp_text text = {0};

	CU_ASSERT_STRING_EQUAL(wsp_text_get(&text), "");
	wsp_text_adds(&text, "");
	CU_ASSERT_STRING_EQUAL(wsp_text_get(&text), "");
	CU_ASSERT(wsp_text_flush(&text));
	wsp_text_release(&text);
}

static void test_everything_is_appended_in_order(void)
{
	struct wsp_text text = {0};

	wsp_text_add(&text, "abcdef", 3);
	wsp_text_addc(&text, ' ');
	wsp_text_addu(&text, 0);
	wsp_text_addc(&text, ' ');
	wsp_text_addu(&text, UINT64_MAX);
	wsp_text_addf(&text, " %s-%03d", "x", 7);
	WSP_TEXT_LITERAL(&text, " end");
	CU_ASSERT_STRING_EQUAL(wsp_text_get(&text), "abc 0 18446744073709551615 x-007 end");
	CU_ASSERT_EQUAL(text.length, strlen(text.at));
	wsp_text_release(&text);
}

static void test_formats_longer_than_the_room(void)
{
	struct wsp_text text = {0};
	size_t expected = 0;

	for (int width = 1; width < 2000; width += 7) {
		wsp_text_addf(&text, "%*d", width, 1);
		expected += (size_t)width;
		CU_ASSERT_EQUAL_FATAL(text.length, expected);
		CU_ASSERT_EQUAL(text.at[expected - 1], '1');
		CU_ASSERT_EQUAL(text.at[expected], '\0');
	}
	wsp_text_release(&text);
}

static void test_clear_keeps_the_memory_and_forgets_the_failure(void)
{
	struct wsp_text text = {0};

	wsp_text_adds(&text, "first");
	text.failed = true;
	wsp_text_adds(&text, "lost");
	CU_ASSERT_STRING_EQUAL(wsp_text_get(&text), "first");
	wsp_text_clear(&text);
	CU_ASSERT_STRING_EQUAL(wsp_text_get(&text), "");
	wsp_torture_fail_from(1);
	wsp_text_adds(&text, "second");
	wsp_torture_fail_from(0);
	CU_ASSERT_FALSE(text.failed);
	CU_ASSERT_STRING_EQUAL(wsp_text_get(&text), "second");
	wsp_text_release(&text);
}

static void test_a_sink_gets_every_byte_and_memory_stays_small(void)
{
	struct received received = {0};
	struct wsp_text text = {.sink = receive, .context = &received};
	uint64_t sum = 0;
	size_t bytes = 0;

	for (uint64_t i = 0; i < 60000; i++) {
		char line[64];
		int length = snprintf(line, sizeof(line), "%llu server\n", (unsigned long long)i);

		if (i % 2) {
			wsp_text_addf(&text, "%llu server\n", (unsigned long long)i);
		} else {
			wsp_text_addu(&text, i);
			wsp_text_adds(&text, " server\n");
		}
		sum = sum_of(sum, line, (size_t)length);
		bytes += (size_t)length;
	}
	CU_ASSERT(wsp_text_flush(&text));
	CU_ASSERT_EQUAL(received.bytes, bytes);
	CU_ASSERT_EQUAL(received.sum, sum);
	CU_ASSERT(received.calls > 5);
	CU_ASSERT(received.largest <= WSP_TEXT_CHUNK);
	CU_ASSERT(text.capacity <= 2 * WSP_TEXT_CHUNK + 2);
	wsp_text_release(&text);
}

static void test_a_string_larger_than_the_buffer_passes_through(void)
{
	size_t length = 5 * (size_t)WSP_TEXT_CHUNK;
	char *large = malloc(length + 1);
	struct received received = {0};
	struct wsp_text text = {.sink = receive, .context = &received};

	CU_ASSERT_PTR_NOT_NULL_FATAL(large);
	memset(large, 'x', length);
	large[length] = '\0';
	wsp_text_adds(&text, "before ");
	wsp_text_adds(&text, large);
	wsp_text_adds(&text, " after ");
	wsp_text_addf(&text, "%s", large);
	CU_ASSERT(wsp_text_flush(&text));

	uint64_t sum = sum_of(sum_of(0, "before ", 7), large, length);

	sum = sum_of(sum_of(sum, " after ", 7), large, length);
	CU_ASSERT_EQUAL(received.bytes, 2 * length + 14);
	CU_ASSERT_EQUAL(received.sum, sum);
	free(large);
	wsp_text_release(&text);
}

static void test_a_refusal_sticks(void)
{
	struct received received = {.refuse_at = 2};
	struct wsp_text text = {.sink = receive, .context = &received};

	for (int i = 0; i < 50000; i++)
		wsp_text_adds(&text, "0123456789");
	CU_ASSERT(text.failed);
	CU_ASSERT(text.refused);
	CU_ASSERT_FALSE(wsp_text_flush(&text));
	CU_ASSERT_EQUAL(received.calls, 2);
	wsp_text_release(&text);
}

static bool write_some(void *context)
{
	struct wsp_text text = {0};

	(void)context;
	for (unsigned i = 0; i < 300; i++)
		wsp_text_addf(&text, "line %u %s\n", i, "of a text that grows");

	bool whole = !text.failed;

	CU_ASSERT(!whole || text.length > 8000);
	CU_ASSERT_EQUAL(text.length, strlen(wsp_text_get(&text)));
	CU_ASSERT_FALSE(text.refused);
	wsp_text_release(&text);
	return whole;
}

static void test_no_memory_sticks(void)
{
	CU_ASSERT(wsp_torture(write_some, NULL) > 4);
}

int main(void)
{
	CU_TestInfo tests[] = {
		{"empty text is an empty string", test_empty_text_is_an_empty_string},
		{"everything is appended in order", test_everything_is_appended_in_order},
		{"formats longer than the room", test_formats_longer_than_the_room},
		{"clearing keeps the memory and forgets the failure",
			test_clear_keeps_the_memory_and_forgets_the_failure},
		{"a sink gets every byte and memory stays small",
			test_a_sink_gets_every_byte_and_memory_stays_small},
		{"a string larger than the buffer passes through",
			test_a_string_larger_than_the_buffer_passes_through},
		{"a sink's refusal sticks", test_a_refusal_sticks},
		{"running out of memory sticks", test_no_memory_sticks},
		CU_TEST_INFO_NULL,
	};

	return wsp_run_suite("text", tests);
}
