#include "paper.h"

#include <string.h>

#include <CUnit/CUnit.h>

#include "edge/reader.h"
#include "planned.h"

static enum wsp_status read_source(struct paper *paper, struct wsp_source *source)
{
	struct wsp_reader_sink sink;
	enum wsp_status status;

	paper->statement = wsp_statement_create(1, &paper->diags);
	if (!paper->statement)
		return WSP_NO_MEMORY;
	sink = wsp_statement_sink(paper->statement);
	status = wsp_read_json(source, 1, &sink, &paper->diags);
	return status == WSP_OK ? wsp_statement_finish(paper->statement) : status;
}

void paper_read(struct paper *paper, const char *json)
{
	const struct wsp_source_options options = {0};
	struct wsp_source *source = NULL;

	*paper = (struct paper){.status = WSP_NO_MEMORY};
	if (!json || wsp_diags_add_file(&paper->diags, "plan.json") == 0)
		return;
	paper->status = wsp_source_memory(json, strlen(json), &options, 1, &paper->diags, &source);
	if (paper->status != WSP_OK)
		return;
	paper->status = read_source(paper, source);
	wsp_source_close(source);
}

void paper_release(struct paper *paper)
{
	wsp_statement_free(paper->statement);
	wsp_diags_release(&paper->diags);
}

char *paper_of(const char *yaml)
{
	struct wsp_plan *plan = planned(yaml);
	char *json;

	CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
	json = written(plan, wsp_write_json);
	wsp_plan_free(plan);
	CU_ASSERT_PTR_NOT_NULL_FATAL(json);
	return json;
}

const char *paper_find(const char *json, const char *what)
{
	const char *at = strstr(json, what);

	CU_ASSERT_PTR_NOT_NULL_FATAL(at);
	return at ? at : json;
}

const char *paper_line_begin(const char *json, const char *at)
{
	while (at > json && at[-1] != '\n')
		at--;
	return at;
}

const char *paper_next_line(const char *at)
{
	return at + strcspn(at, "\n") + 1;
}

char *paper_edited(const char *json, const char *before, const char *after)
{
	const char *at = paper_find(json, before);
	struct wsp_text text = {0};

	wsp_text_add(&text, json, (size_t)(at - json));
	wsp_text_adds(&text, after);
	wsp_text_adds(&text, at + strlen(before));
	CU_ASSERT_FALSE_FATAL(text.failed);
	return text.at;
}

uint32_t paper_line(const char *json, const char *what)
{
	const char *at = paper_find(json, what);
	uint32_t line = 1;

	for (const char *c = json; c < at; c++)
		line += *c == '\n';
	return line;
}

bool paper_finds(const struct paper *paper, const char *code, uint32_t line)
{
	for (size_t i = 0; i < paper->diags.n; i++) {
		const struct wsp_diag *diag = &paper->diags.entry[i].diag;

		if (strcmp(diag->code, code) == 0 && diag->where.line == line)
			return true;
	}
	return false;
}

size_t paper_errors(const struct paper *paper)
{
	return wsp_diags_count_severity(&paper->diags, WSP_ERROR);
}

char *paper_with_line(const char *json, const char *what, int times)
{
	const char *begin = paper_line_begin(json, paper_find(json, what));
	const char *end = paper_next_line(begin);
	struct wsp_text text = {0};

	wsp_text_add(&text, json, (size_t)(begin - json));
	for (int i = 0; i < times; i++)
		wsp_text_add(&text, begin, (size_t)(end - begin));
	wsp_text_adds(&text, end);
	CU_ASSERT_FALSE_FATAL(text.failed);
	return text.at;
}
