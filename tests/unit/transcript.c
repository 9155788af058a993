#include "transcript.h"

#include <stdio.h>
#include <string.h>

static const char *const answers[] = {
	[WSP_INVALID] = "invalid\n",
	[WSP_IO_ERROR] = "cannot be read\n",
	[WSP_NO_MEMORY] = "no memory\n",
};

static void add_place(
	const struct wsp_transcript *transcript, struct wsp_text *out, const struct wsp_node *node)
{
	if (transcript->places)
		wsp_text_addf(
			out, "%u:%u ", (unsigned)node->place.line, (unsigned)node->place.column);
}

static void add_scalar(struct wsp_text *out, const struct wsp_node *node)
{
	const char *marks = node->quoted ? "''" : node->splittable ? "<>" : NULL;

	if (marks)
		wsp_text_addc(out, marks[0]);
	wsp_text_add(out, node->text, node->length);
	if (marks)
		wsp_text_addc(out, marks[1]);
}

/* The lists and maps that are open while a node is written. */
struct nesting {
	const struct wsp_node *open[WSP_DEPTH_MAX + 1];
	unsigned n_children[WSP_DEPTH_MAX + 1];
	unsigned depth;
};

/* What stands between a child and the one before. */
static void add_separator(struct wsp_text *out, struct nesting *nesting)
{
	unsigned n;

	if (nesting->depth == 0)
		return;
	n = nesting->n_children[nesting->depth - 1]++;
	if (n > 0)
		wsp_text_adds(out,
			nesting->open[nesting->depth - 1]->kind == WSP_MAP && n % 2 ? ": " : ", ");
}

static void add_node(struct wsp_transcript *transcript, const struct wsp_node *node)
{
	struct wsp_text *out = &transcript->text;
	const struct wsp_node *end = wsp_node_next(node);
	struct nesting nesting = {.depth = 0};

	for (; node < end; node++) {
		add_separator(out, &nesting);
		add_place(transcript, out, node);
		if (node->kind == WSP_SCALAR) {
			add_scalar(out, node);
		} else {
			wsp_text_addc(out, node->kind == WSP_MAP ? '{' : '[');
			nesting.open[nesting.depth] = node;
			nesting.n_children[nesting.depth++] = 0;
		}
		while (nesting.depth > 0 &&
			wsp_node_next(nesting.open[nesting.depth - 1]) == node + 1)
			wsp_text_addc(
				out, nesting.open[--nesting.depth]->kind == WSP_MAP ? '}' : ']');
	}
}

static bool go_on(struct wsp_transcript *transcript)
{
	return !transcript->countdown || transcript->left-- > 1;
}

static bool take_member(void *context, const struct wsp_node *key, const struct wsp_node *value)
{
	struct wsp_transcript *transcript = context;

	add_node(transcript, key);
	wsp_text_adds(&transcript->text, ": ");
	add_node(transcript, value);
	wsp_text_addc(&transcript->text, '\n');
	return go_on(transcript);
}

static bool take_item(void *context, unsigned streamed_index, const struct wsp_node *item)
{
	struct wsp_transcript *transcript = context;

	wsp_text_addf(&transcript->text, "[%u] ", streamed_index);
	add_node(transcript, item);
	wsp_text_addc(&transcript->text, '\n');
	return go_on(transcript);
}

static void add_findings(struct wsp_transcript *transcript, struct wsp_diags *diags)
{
	wsp_diags_sort(diags);
	for (size_t i = 0; i < diags->n; i++) {
		const struct wsp_diag *diag = &diags->entry[i].diag;

		wsp_text_addf(&transcript->text, "%s %u:%u %s\n", diag->code,
			(unsigned)diag->where.line, (unsigned)diag->where.column, diag->message);
	}
}

void wsp_transcribe(struct wsp_transcript *transcript, const void *bytes, size_t length)
{
	static const char *const streamed[] = {"servers", "more", NULL};
	const struct wsp_reader_sink sink = {.context = transcript,
		.streamed = streamed,
		.member = take_member,
		.item = take_item};
	struct wsp_diags diags;
	struct wsp_source *source;

	wsp_diags_init(&diags);

	wsp_file_id file = wsp_diags_add_file(&diags, "input");

	transcript->status =
		wsp_source_memory(bytes, length, &transcript->options, file, &diags, &source);
	if (!transcript->status) {
		transcript->status = transcript->reader(source, file, &sink, &diags);
		wsp_source_close(source);
	}
	add_findings(transcript, &diags);
	if (transcript->status)
		wsp_text_adds(&transcript->text, answers[transcript->status]);
	wsp_diags_release(&diags);
}

bool wsp_transcript_is(
	wsp_reader *reader, bool places, const void *bytes, size_t length, const char *expected)
{
	struct wsp_transcript transcript = {.reader = reader, .places = places};
	bool same;

	wsp_transcribe(&transcript, bytes, length);
	same = strcmp(wsp_text_get(&transcript.text), expected) == 0;
	if (!same)
		printf("expected:\n%s\nread:\n%s\n", expected, wsp_text_get(&transcript.text));
	wsp_text_release(&transcript.text);
	return same;
}

bool wsp_transcript_of_run_is(wsp_reader *reader, const char *head, char byte, size_t n,
	const char *tail, const char *expected)
{
	struct wsp_text text = {0};
	bool same;

	wsp_text_adds(&text, head);
	for (size_t i = 0; i < n; i++)
		wsp_text_addc(&text, byte);
	wsp_text_adds(&text, tail);
	same = wsp_transcript_is(reader, false, text.at, text.length, expected);
	wsp_text_release(&text);
	return same;
}

bool wsp_transcript_torture(wsp_reader *reader, const char *text, size_t length)
{
	struct wsp_transcript transcript = {.reader = reader};

	wsp_transcribe(&transcript, text, length);
	wsp_text_release(&transcript.text);
	return transcript.status != WSP_NO_MEMORY;
}
