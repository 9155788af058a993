#include <string.h>

#include "edge/digest.h"
#include "runner.h"

static void expect_digest(const char *const *parts, const char *expected)
{
	struct wsp_digest *digest = wsp_digest_create();
	char hex[65];

	CU_ASSERT_PTR_NOT_NULL_FATAL(digest);
	for (; *parts; parts++)
		wsp_digest_add(digest, *parts, strlen(*parts));
	CU_ASSERT_TRUE_FATAL(wsp_digest_finish(digest, hex));
	CU_ASSERT_STRING_EQUAL(hex, expected);
	wsp_digest_free(digest);
}

/* The values are those of FIPS 180-4's examples. */
static void test_known_digests(void)
{
	expect_digest((const char *const[]){NULL},
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	expect_digest((const char *const[]){"abc", NULL},
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void test_pieces_do_not_matter(void)
{
	expect_digest((const char *const[]){"a", "", "bc", NULL},
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static CU_TestInfo tests[] = {
	{"known texts have known digests", test_known_digests},
	{"how a text is cut does not matter", test_pieces_do_not_matter},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("digest", tests);
}
