#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>

#include "report/escape.h"
#include "runner.h"

typedef void escaper(struct wsp_text *out, const char *text);

static void expect(escaper *escape, const char *text, const char *expected)
{
	struct wsp_text out = {0};

	escape(&out, text);
	CU_ASSERT_FALSE(out.failed);
	CU_ASSERT_STRING_EQUAL(wsp_text_get(&out), expected);
	if (strcmp(wsp_text_get(&out), expected) != 0)
		(void)fprintf(
			stderr, "  got      %s\n  expected %s\n", wsp_text_get(&out), expected);
	wsp_text_release(&out);
}

static void code_span(struct wsp_text *out, const char *text)
{
	wsp_escape_markdown_code(out, text, false);
}

static void code_cell(struct wsp_text *out, const char *text)
{
	wsp_escape_markdown_code(out, text, true);
}

static void test_json_escapes_only_what_it_must(void)
{
	expect(wsp_escape_json, "", "\"\"");
	expect(wsp_escape_json, "a/b \xC3\xA9 \xF0\x9F\x98\x80 <&'\x7F",
		"\"a/b \xC3\xA9 \xF0\x9F\x98\x80 <&'\x7F\"");
	expect(wsp_escape_json, "say \"hi\" \\ to", "\"say \\\"hi\\\" \\\\ to\"");
	expect(wsp_escape_json, "\b\t\n\f\r", "\"\\b\\t\\n\\f\\r\"");
	expect(wsp_escape_json, "\x01\x0B\x1F", "\"\\u0001\\u000B\\u001F\"");
}

static void test_every_json_control_is_escaped(void)
{
	for (int byte = 1; byte < 0x20; byte++) {
		const char text[] = {(char)byte, '\0'};
		struct wsp_text out = {0};

		wsp_escape_json(&out, text);
		CU_ASSERT_EQUAL(wsp_text_get(&out)[1], '\\');
		CU_ASSERT_PTR_NULL(strchr(wsp_text_get(&out), byte));
		wsp_text_release(&out);
	}
}

static void test_json_words_become_a_list(void)
{
	expect(wsp_escape_json_words, "", "[]");
	expect(wsp_escape_json_words, "a", "[\"a\"]");
	expect(wsp_escape_json_words, "a\"b\nc d\n\\", "[\"a\\\"b\", \"c d\", \"\\\\\"]");
}

static void test_markdown_keeps_ordinary_text_readable(void)
{
	expect(wsp_escape_markdown, "ams01.contoso.com", "ams01.contoso.com");
	expect(wsp_escape_markdown, "Sa 22:00, 4 h (EUC team) - 10%",
		"Sa 22:00, 4 h (EUC team) - 10%");
	expect(wsp_escape_markdown, "", "");
}

static void test_markdown_cannot_leave_its_cell(void)
{
	expect(wsp_escape_markdown, "a|b", "a\\|b");
	expect(wsp_escape_markdown, "a\\|b", "a\\\\\\|b");
	expect(wsp_escape_markdown, "a\nb\r\nc\td", "a b  c d");
	expect(wsp_escape_markdown, "ends in \\", "ends in \\\\");
}

static void test_markdown_makes_no_markup(void)
{
	expect(wsp_escape_markdown, "[x](javascript:alert(1))", "\\[x\\](javascript\\:alert(1))");
	expect(wsp_escape_markdown, "![x](http://e/i.png)", "\\!\\[x\\](http\\://e/i.png)");
	expect(wsp_escape_markdown, "<script>&lt;</script>",
		"&lt;script&gt;&amp;lt;&lt;/script&gt;");
	expect(wsp_escape_markdown, "**b** _i_ ~~s~~ `c` $m$",
		"\\*\\*b\\*\\* \\_i\\_ \\~\\~s\\~\\~ \\`c\\` \\$m\\$");
	expect(wsp_escape_markdown, "www.example.com", "www\\.example.com");
	expect(wsp_escape_markdown, "https://example.com", "https\\://example.com");
}

static void test_markdown_starts_no_block(void)
{
	expect(wsp_escape_markdown, "# h", "\\# h");
	expect(wsp_escape_markdown, "- item", "\\- item");
	expect(wsp_escape_markdown, "+ item", "\\+ item");
	expect(wsp_escape_markdown, "---", "\\---");
	expect(wsp_escape_markdown, "===", "\\===");
	expect(wsp_escape_markdown, ":-:", "\\:-:");
	expect(wsp_escape_markdown, "12. item", "12\\. item");
	expect(wsp_escape_markdown, "1) item", "1\\) item");
	expect(wsp_escape_markdown, "2026-12-05", "2026-12-05");
	expect(wsp_escape_markdown, "    code", "&#32;   code");
	expect(wsp_escape_markdown, "break  ", "break &#32;");
	expect(wsp_escape_markdown, " ", "&#32;");
}

static void test_code_spans_hold_backticks(void)
{
	expect(code_span, "a | b", "`a | b`");
	expect(code_span, "a `b` c", "``a `b` c``");
	expect(code_span, "`", "`` ` ``");
	expect(code_span, "``a", "``` ``a ```");
	expect(code_span, " a ", "`  a  `");
	expect(code_span, " a", "` a`");
	expect(code_span, "a\nb", "`a b`");
	expect(code_span, "", "");
}

static void test_code_spans_in_tables_escape_pipes(void)
{
	expect(code_cell, "gci | ft", "`gci \\| ft`");
	expect(code_cell, "|", "`\\|`");
	expect(code_cell, "a\\|b|", "`a\\\\|b\\|`");
}

static void test_csv_quotes_every_cell(void)
{
	expect(wsp_escape_csv, "", "\"\"");
	expect(wsp_escape_csv, "plain", "\"plain\"");
	expect(wsp_escape_csv, "a \"b\", c;d\ne", "\"a \"\"b\"\", c;d\ne\"");
	expect(wsp_escape_csv, "1-2", "\"1-2\"");
}

static void test_csv_cells_are_no_formulas(void)
{
	expect(wsp_escape_csv, "=1+1", "\"'=1+1\"");
	expect(wsp_escape_csv, "+1", "\"'+1\"");
	expect(wsp_escape_csv, "-1", "\"'-1\"");
	expect(wsp_escape_csv, "@SUM(A1)", "\"'@SUM(A1)\"");
	expect(wsp_escape_csv, "\t=1", "\"'\t=1\"");
	expect(wsp_escape_csv, "\r=1", "\"'\r=1\"");
	expect(wsp_escape_csv, "\n=1", "\"'\n=1\"");
	expect(wsp_escape_csv, "  =1", "\"'  =1\"");
	expect(wsp_escape_csv,
		"\xEF\xBC\x9D"
		"1",
		"\"'\xEF\xBC\x9D"
		"1\"");
	expect(wsp_escape_csv,
		"\xEF\xBC\x8B"
		"1",
		"\"'\xEF\xBC\x8B"
		"1\"");
	expect(wsp_escape_csv,
		"\xEF\xBC\x8D"
		"1",
		"\"'\xEF\xBC\x8D"
		"1\"");
	expect(wsp_escape_csv,
		"\xEF\xBC\xA0"
		"a",
		"\"'\xEF\xBC\xA0"
		"a\"");
	expect(wsp_escape_csv, "\xEF\xBC\xA1", "\"\xEF\xBC\xA1\"");
}

static void test_dot_expands_nothing(void)
{
	expect(wsp_escape_dot, "", "\"\"");
	expect(wsp_escape_dot, "\\N \\G \\L", "\"\\\\N \\\\G \\\\L\"");
	expect(wsp_escape_dot, "a\" -> \"b", "\"a\\\" -> \\\"b\"");
	expect(wsp_escape_dot, "tail\\", "\"tail\\\\\"");
	expect(wsp_escape_dot, "&#60;b&gt; <i>", "\"&amp;#60;b&amp;gt; <i>\"");
	expect(wsp_escape_dot, "a\nb\rc\x01", "\"a\\nb c \"");
}

static void test_dot_splits_what_its_scanner_refuses(void)
{
	enum { LENGTH = 60000 };

	char *text = calloc(LENGTH + 1, 1);
	struct wsp_text out = {0};
	size_t token = 0;
	size_t kept = 0;

	CU_ASSERT_PTR_NOT_NULL_FATAL(text);
	for (size_t i = 0; i < LENGTH; i += 2)
		(void)memcpy(text + i, "\xC3\xA9", 2);
	wsp_escape_dot(&out, text);
	CU_ASSERT_FALSE_FATAL(out.failed);
	for (const char *at = wsp_text_get(&out); *at; at++) {
		token = *at == '"' ? 0 : token + 1;
		kept += *at != '"' && *at != '+';
		CU_ASSERT_TRUE_FATAL(token < 16000);
		if (*at == '"' && at[1] != '+')
			CU_ASSERT_NOT_EQUAL((unsigned char)at[1], 0xA9);
	}
	CU_ASSERT_EQUAL(kept, LENGTH);
	wsp_text_release(&out);
	free(text);
}

static void test_powershell_doubles_every_quote(void)
{
	expect(wsp_escape_powershell, "O'Brien", "O''Brien");
	expect(wsp_escape_powershell, "$(x) `n \"y\"", "$(x) `n \"y\"");
	expect(wsp_escape_powershell,
		"\xE2\x80\x98"
		"a\xE2\x80\x99",
		"\xE2\x80\x98\xE2\x80\x98"
		"a\xE2\x80\x99\xE2\x80\x99");
	expect(wsp_escape_powershell, "\xE2\x80\x9A\xE2\x80\x9B",
		"\xE2\x80\x9A\xE2\x80\x9A\xE2\x80\x9B\xE2\x80\x9B");
	expect(wsp_escape_powershell, "\xE2\x80\x9C\xE2\x80\x97", "\xE2\x80\x9C\xE2\x80\x97");
	expect(wsp_escape_powershell, "''", "''''");
}

static void test_terminals_get_no_control_sequences(void)
{
	expect(wsp_escape_terminal, "\x1B[31mred\x07", "\\x1B[31mred\\x07");
	expect(wsp_escape_terminal, "a\r\nb\x7F", "a\\x0D\\x0Ab\\x7F");
	expect(wsp_escape_terminal,
		"\xC2\x9B"
		"31m \xC2\xA0",
		"\\x9B31m \xC2\xA0");
	expect(wsp_escape_terminal,
		"\xE2\x80\xAE"
		"gpj.exe",
		"\\u202Egpj.exe");
	expect(wsp_escape_terminal, "Z\xC3\xBCrich \xE2\x82\xAC", "Z\xC3\xBCrich \xE2\x82\xAC");
}

static CU_TestInfo escape_tests[] = {
	{"JSON escapes only what it must", test_json_escapes_only_what_it_must},
	{"every JSON control character is escaped", test_every_json_control_is_escaped},
	{"JSON lists are made of words", test_json_words_become_a_list},
	{"Markdown keeps ordinary text readable", test_markdown_keeps_ordinary_text_readable},
	{"Markdown text cannot leave its cell", test_markdown_cannot_leave_its_cell},
	{"Markdown text makes no markup", test_markdown_makes_no_markup},
	{"Markdown text starts no block", test_markdown_starts_no_block},
	{"code spans hold backticks", test_code_spans_hold_backticks},
	{"code spans in tables escape pipes", test_code_spans_in_tables_escape_pipes},
	{"CSV quotes every cell", test_csv_quotes_every_cell},
	{"CSV cells are no formulas", test_csv_cells_are_no_formulas},
	{"DOT strings expand nothing", test_dot_expands_nothing},
	{"DOT splits what its scanner refuses", test_dot_splits_what_its_scanner_refuses},
	{"PowerShell literals double every quote", test_powershell_doubles_every_quote},
	{"terminals get no control sequences", test_terminals_get_no_control_sequences},
	CU_TEST_INFO_NULL,
};

int main(void)
{
	return wsp_run_suite("escape", escape_tests);
}
