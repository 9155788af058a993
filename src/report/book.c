#include "report/book.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/phrase.h"
#include "report/clock.h"

/* The machine alone, as in "on the downstream"; what session is needed there follows it. */
static size_t place_length(const char *where)
{
	static const char *const ends[] = {";", " (", ", logged on", ", Windows PowerShell"};
	size_t length = strlen(where);

	for (size_t i = 0; i < WSP_COUNT(ends); i++) {
		const char *end = strstr(where, ends[i]);

		if (end && (size_t)(end - where) < length)
			length = (size_t)(end - where);
	}
	return length;
}

/* By server the group it is a node of; a group with one node after the other goes before an alias.
 */
static bool find_groups(struct wsp_book *book)
{
	const struct wsp_topology *topo = &book->plan->topo;

	if (!topo->group_begin)
		return true;
	book->group = WSP_NEW_ARRAY(&book->arena, uint32_t, topo->n_servers);
	if (!book->group)
		return false;
	for (wsp_server_id s = 0; s < topo->n_servers; s++)
		book->group[s] = WSP_NO_GROUP;
	for (uint32_t g = 0; g < topo->inventory.n_groups; g++) {
		for (uint32_t i = topo->group_begin[g]; i < topo->group_begin[g + 1]; i++) {
			uint32_t *own = &book->group[topo->group_member[i]];

			if (*own == WSP_NO_GROUP ||
				topo->inventory.group[*own].kind == WSP_GROUP_ALIAS)
				*own = g;
		}
	}
	return true;
}

bool wsp_book_init(
	struct wsp_book *book, const struct wsp_plan *plan, wsp_block_put put, void *context)
{
	*book = (struct wsp_book){.plan = plan,
		.zone = wsp_plan_zone(plan, WSP_NO_SERVER),
		.put = put,
		.context = context};
	book->procedure = calloc(plan->n_procedures + 1u, sizeof(*book->procedure));
	if (!book->procedure ||
		!wsp_exposure_tell(plan, &book->arena, &book->exposure, &book->total) ||
		!find_groups(book))
		return false;

	for (uint32_t i = 0; i < plan->n_procedures; i++) {
		wsp_signature_read(&book->procedure[i].signature, &plan->procedure[i]);
		book->procedure[i].phase = WSP_ABSENT;
		book->procedure[i].wave = WSP_NO_WAVE;
		book->procedure[i].place = place_length(plan->procedure[i].where);
	}
	for (book->usual = wsp_procedures; book->usual->action != WSP_UNREQUIRE_SSL;)
		book->usual++;
	wsp_signature_read(&book->usual_signature, book->usual);
	return true;
}

void wsp_book_release(struct wsp_book *book)
{
	wsp_text_release(&book->text);
	wsp_arena_release(&book->arena);
	free(book->procedure);
	free(book->mark);
	free(book->span);
	*book = (struct wsp_book){0};
}

void wsp_book_begin(struct wsp_book *book, enum wsp_block_kind kind)
{
	book->block = (struct wsp_block){.kind = kind};
	book->n_spans = 0;
	wsp_text_clear(&book->text);
}

static void fail(struct wsp_book *book)
{
	book->failed = true;
	book->stopped = true;
}

struct wsp_text *wsp_book_open(struct wsp_book *book, enum wsp_style style)
{
	if (!WSP_RESERVE(book->mark, book->mark_capacity, book->n_spans)) {
		fail(book);
		return &book->text;
	}
	book->mark[book->n_spans++] =
		(struct wsp_mark){book->text.length, book->block.n_cells, (uint8_t)style};
	return &book->text;
}

void wsp_book_close(struct wsp_book *book)
{
	if (book->n_spans > 0 && book->mark[book->n_spans - 1].offset == book->text.length)
		book->n_spans--; /* nothing was written */
	else
		wsp_text_addc(&book->text, '\0');
}

/* The style of a word where the format does not say one. */
static enum wsp_style word_style(enum wsp_word_kind kind)
{
	static const enum wsp_style style[] = {
		[WSP_WORD_TEXT] = WSP_STYLE_INPUT,
		[WSP_WORD_STRONG] = WSP_STYLE_STRONG,
		[WSP_WORD_TIME] = WSP_STYLE_PROSE,
	};

	return style[kind];
}

static void spell(struct wsp_text *out, const struct wsp_word *word)
{
	switch (word->kind) {
	case WSP_WORD_PROSE:
	case WSP_WORD_TEXT:
	case WSP_WORD_STRONG:
		wsp_text_adds(out, word->text);
		break;
	case WSP_WORD_NUMBER:
		wsp_phrase_number(out, word->number);
		break;
	case WSP_WORD_COUNT:
		wsp_phrase_count(out, word->number, word->text);
		break;
	case WSP_WORD_MINUTES:
		wsp_phrase_minutes(out, word->number);
		break;
	case WSP_WORD_OFFSET:
		wsp_phrase_offset(out, word->number);
		break;
	case WSP_WORD_DAY:
		wsp_moment_tell_day(out, word->zone, word->at);
		break;
	case WSP_WORD_MOMENT:
		wsp_moment_tell(out, word->zone, word->at);
		break;
	case WSP_WORD_TIME:
		wsp_clock_time(out, word->zone, word->at, word->since);
		break;
	}
}

/* A word inside strong or code is part of that; elsewhere it has a style of its own. */
static void add_word(struct wsp_book *book, enum wsp_style style, const struct wsp_word *word)
{
	enum wsp_style own = word_style(word->kind);

	if (style != WSP_STYLE_PROSE || own == WSP_STYLE_PROSE) {
		spell(&book->text, word);
		return;
	}
	wsp_book_close(book);
	spell(wsp_book_open(book, own), word);
	wsp_book_close(book);
	wsp_book_open(book, WSP_STYLE_PROSE);
}

/* Most runs are of a few bytes only, which strcspn() cannot be set up for that fast. */
static size_t run_length(const char *format)
{
	static const bool ends[256] = {
		['\0'] = true, ['%'] = true, ['*'] = true, ['`'] = true, ['|'] = true};
	const char *end = format;

	while (!ends[(unsigned char)*end])
		end++;
	return (size_t)(end - format);
}

/* Begin the next cell, or switch strong or code. @return the style from here on */
static enum wsp_style obey_mark(struct wsp_book *book, enum wsp_style style, char mark)
{
	enum wsp_style other = mark == '*' ? WSP_STYLE_STRONG : WSP_STYLE_CODE;

	wsp_book_close(book);
	if (mark == '|')
		book->block.n_cells++;
	else
		style = style == WSP_STYLE_PROSE ? other : WSP_STYLE_PROSE;
	wsp_book_open(book, style);
	return style;
}

void wsp_book_say(struct wsp_book *book, const char *format, const struct wsp_word *word, size_t n)
{
	enum wsp_style style = WSP_STYLE_PROSE;
	size_t used = 0;

	wsp_book_open(book, style);
	for (;;) {
		size_t run = run_length(format);

		wsp_text_add(&book->text, format, run);
		format += run;
		if (!*format)
			break;
		if (*format == '%') {
			assert(used < n);
			if (used < n)
				add_word(book, style, &word[used++]);
		} else {
			style = obey_mark(book, style, *format);
		}
		format++;
	}
	wsp_book_close(book);
	assert(used == n);
}

void wsp_book_add(struct wsp_book *book, const char *format)
{
	wsp_book_say(book, format, NULL, 0);
}

void wsp_book_prose(struct wsp_book *book, const char *text)
{
	wsp_text_adds(wsp_book_open(book, WSP_STYLE_PROSE), text);
	wsp_book_close(book);
}

void wsp_book_put(struct wsp_book *book)
{
	struct wsp_block *block = &book->block;

	if (book->text.failed)
		fail(book);
	while (book->span_capacity < book->n_spans && !book->stopped) {
		if (!WSP_RESERVE(book->span, book->span_capacity, book->span_capacity))
			fail(book);
	}
	if (book->stopped)
		return;

	for (size_t i = 0; i < book->n_spans; i++) {
		const struct wsp_mark *mark = &book->mark[i];

		book->span[i] =
			(struct wsp_span){book->text.at + mark->offset, mark->cell, mark->style};
	}
	book->n_tasks += block->kind == WSP_BLOCK_TASK;
	block->span = book->span;
	block->n_spans = book->n_spans;
	block->n_cells++;
	book->stopped = !book->put(book->context, block);
}

void wsp_book_tell(struct wsp_book *book, enum wsp_block_kind kind, const char *format)
{
	wsp_book_begin(book, kind);
	wsp_book_add(book, format);
	wsp_book_put(book);
}

void wsp_book_head(struct wsp_book *book, uint32_t numbers, const char *format)
{
	wsp_book_begin(book, WSP_BLOCK_HEAD);
	book->block.numbers = numbers;
	wsp_book_add(book, format);
	wsp_book_put(book);
}

void wsp_book_section(struct wsp_book *book, const char *title)
{
	wsp_book_begin(book, WSP_BLOCK_HEADING);
	book->block.level = 2;
	book->section++;
	WSP_SAY(book, "%. %", wsp_number_word(book->section), wsp_prose_word(title));
	wsp_book_put(book);
}

void wsp_book_heading(struct wsp_book *book, unsigned level, const char *title)
{
	wsp_book_begin(book, WSP_BLOCK_HEADING);
	book->block.level = (uint8_t)level;
	wsp_book_add(book, title);
	wsp_book_put(book);
}
