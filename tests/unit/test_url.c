#include <string.h>

#include "plan/host.h"
#include "plan/url.h"
#include "runner.h"

static void expect_url(const char *text, bool https, const char *host, uint16_t port)
{
	struct wsp_url url = {0};

	CU_ASSERT_TRUE_FATAL(wsp_url_parse(text, &url));
	CU_ASSERT_EQUAL(url.https, https);
	CU_ASSERT_EQUAL(url.host_length, strlen(host));
	CU_ASSERT(strncmp(url.host, host, strlen(host)) == 0);
	CU_ASSERT_EQUAL(url.port, port);
}

static void test_addresses_are_taken_apart(void)
{
	expect_url("http://wsus", false, "wsus", 0);
	expect_url("HTTPS://wsus.example.com:8531/path?x=1", true, "wsus.example.com", 8531);
	expect_url("http://[2001:db8::1]:8530", false, "[2001:db8::1]", 8530);
	expect_url("https://10.1.2.3/", true, "10.1.2.3", 0);
}

static void test_anything_else_is_refused(void)
{
	static const char *const texts[] = {"", "wsus:8530", "ftp://wsus", "http://", "http:///x",
		"http://:8530", "http://wsus:", "http://wsus:0", "http://wsus:65536",
		"http://wsus:8530x", "http://wsus:x/", "http://user@wsus", "http://[2001:db8::1",
		"https:/wsus"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct wsp_url url;

		CU_ASSERT_FALSE(wsp_url_parse(texts[i], &url));
	}
}

static bool same(const char *a, const char *b)
{
	struct wsp_url first, second;

	CU_ASSERT_TRUE_FATAL(wsp_url_parse(a, &first));
	CU_ASSERT_TRUE_FATAL(wsp_url_parse(b, &second));
	return wsp_url_same(&first, &second);
}

static void test_default_ports_and_case_do_not_count(void)
{
	CU_ASSERT_TRUE(same("http://wsus", "HTTP://WSUS:80/x"));
	CU_ASSERT_TRUE(same("https://wsus:443", "https://wsus"));
	CU_ASSERT_FALSE(same("https://wsus", "http://wsus"));
	CU_ASSERT_FALSE(same("https://wsus:443", "http://wsus:443"));
	CU_ASSERT_FALSE(same("http://wsus", "http://wsus.example.com"));
}

static bool covers(const char *names, const char *host)
{
	return wsp_host_is_covered(names, host, strlen(host));
}

static void test_wildcards_cover_one_label(void)
{
	CU_ASSERT_TRUE(covers("a.example.com\n*.example.com", "b.example.com"));
	CU_ASSERT_TRUE(covers("*.Example.com", "b.example.COM"));
	CU_ASSERT_FALSE(covers("*.example.com", "example.com"));
	CU_ASSERT_FALSE(covers("*.example.com", "b.c.example.com"));
	CU_ASSERT_FALSE(covers("*.example.com", ".example.com"));
	CU_ASSERT_FALSE(covers("*.", "b."));
	CU_ASSERT_FALSE(covers("", "b.example.com"));
	CU_ASSERT_FALSE(wsp_host_is_listed("*.example.com", "b.example.com", 13));
}

static void test_addresses_are_neither_short_nor_full_names(void)
{
	CU_ASSERT_TRUE(wsp_host_is_short("wsus", 4));
	CU_ASSERT_FALSE(wsp_host_is_short("wsus.example.com", 16));
	CU_ASSERT_FALSE(wsp_host_is_short("10", 2));
	CU_ASSERT_TRUE(wsp_host_is_address("10.1.2.3", 8));
	CU_ASSERT_TRUE(wsp_host_is_address("2001:db8::1", 11));
	CU_ASSERT_FALSE(wsp_host_is_address("10.example.com", 14));
	CU_ASSERT_FALSE(wsp_host_is_address("", 0));
}

static CU_TestInfo tests[] = {
	{"addresses are taken apart", test_addresses_are_taken_apart},
	{"anything else is refused", test_anything_else_is_refused},
	{"default ports and case do not count", test_default_ports_and_case_do_not_count},
	{"wildcards cover one label", test_wildcards_cover_one_label},
	{"addresses are neither short nor full names",
		test_addresses_are_neither_short_nor_full_names},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("url", tests);
}
