/*
 * Book: what the sections of a runbook write into; it makes blocks and hands them over.
 *
 * A sentence is a fixed format with words for its percent signs:
 *
 *     WSP_TELL(book, WSP_BLOCK_BULLET, "*%* converts % in `%`.", wsp_text_word(owner),
 *              wsp_count_word(n, "server"), wsp_text_word("P1"));
 *
 * In the format (never in a word) * switches strong on and off, ` code, and | begins the next cell.
 * Words from an input are marked as such, so no writer can take them for markup. Failure sticks.
 */
#ifndef WSP_REPORT_BOOK_H
#define WSP_REPORT_BOOK_H

#include "base/array.h"
#include "base/text.h"
#include "plan/exposure.h"
#include "plan/plan.h"
#include "report/block.h"
#include "report/powershell.h"

struct wsp_book {
	const struct wsp_plan *plan;
	const struct wsp_zone *zone;   /* the plan's own */
	struct wsp_arena arena;        /* what is found out once for all sections */
	struct wsp_exposure *exposure; /* by phase; in the arena */
	struct wsp_exposure_total total;
	uint32_t *group; /* by server: the group it is a member of; NULL: there are none */
	wsp_block_put put;
	void *context;
	uint64_t n_tasks; /* boxes told so far */

	struct wsp_told { /* one a procedure of the plan; owned */
		struct wsp_signature signature;
		bool usual;          /* who and where need not be said */
		size_t place;        /* length of the machine in its `where` */
		uint64_t n_tasks;    /* boxes told when its block was told last */
		uint32_t phase;      /* in which that was; WSP_ABSENT: never */
		uint32_t wave;       /* in which its function stands; WSP_NO_WAVE: none yet */
		uint32_t told_again; /* the last phase that referred to it */
		bool prepared;       /* its function stands in the preparation */
		uint64_t n_steps;    /* for a section's own counting */
	} * procedure;

	const struct wsp_procedure *usual; /* back-out of a server: unrequire-ssl */
	struct wsp_signature usual_signature;
	struct wsp_text text; /* the spans' texts, each with its NUL */

	struct wsp_mark { /* a span, while the text may still move */
		size_t offset;
		uint16_t cell;
		uint8_t style;
	} * mark;

	size_t n_spans, mark_capacity;
	struct wsp_span *span;
	size_t span_capacity;
	struct wsp_block block; /* being made */
	uint32_t section;       /* number of the last one */
	bool failed;            /* memory ran out */
	bool stopped;           /* the writer wants no more, or `failed` */
};

enum wsp_word_kind {
	WSP_WORD_PROSE = 0,
	WSP_WORD_TEXT,
	WSP_WORD_STRONG,
	WSP_WORD_NUMBER,
	WSP_WORD_COUNT,
	WSP_WORD_MINUTES,
	WSP_WORD_OFFSET,
	WSP_WORD_DAY,
	WSP_WORD_MOMENT,
	WSP_WORD_TIME,
};

struct wsp_word {
	enum wsp_word_kind kind;
	const char *text;
	uint64_t number;
	const struct wsp_zone *zone; /* of a moment */
	wsp_moment at, since;
};

/** The tool's own words. */
static inline struct wsp_word wsp_prose_word(const char *text)
{
	return (struct wsp_word){.kind = WSP_WORD_PROSE, .text = text};
}

/** Text from an input. */
static inline struct wsp_word wsp_text_word(const char *text)
{
	return (struct wsp_word){.kind = WSP_WORD_TEXT, .text = text};
}

static inline struct wsp_word wsp_strong_word(const char *text)
{
	return (struct wsp_word){.kind = WSP_WORD_STRONG, .text = text};
}

static inline struct wsp_word wsp_number_word(uint64_t number)
{
	return (struct wsp_word){.kind = WSP_WORD_NUMBER, .number = number};
}

/** "4,200 clients" */
static inline struct wsp_word wsp_count_word(uint64_t number, const char *noun)
{
	return (struct wsp_word){.kind = WSP_WORD_COUNT, .text = noun, .number = number};
}

/** "11 h 05 min" */
static inline struct wsp_word wsp_minutes_word(uint64_t minutes)
{
	return (struct wsp_word){.kind = WSP_WORD_MINUTES, .number = minutes};
}

/** "+00:12" */
static inline struct wsp_word wsp_offset_word(uint64_t minutes)
{
	return (struct wsp_word){.kind = WSP_WORD_OFFSET, .number = minutes};
}

/** "Sat 2026-12-05" */
static inline struct wsp_word wsp_day_word(const struct wsp_zone *zone, wsp_moment at)
{
	return (struct wsp_word){.kind = WSP_WORD_DAY, .zone = zone, .at = at};
}

/** "Sat 2026-12-05 22:00" */
static inline struct wsp_word wsp_moment_word(const struct wsp_zone *zone, wsp_moment at)
{
	return (struct wsp_word){.kind = WSP_WORD_MOMENT, .zone = zone, .at = at};
}

/** "22:15", with the day when it is not that of `since`. */
static inline struct wsp_word wsp_time_word(
	const struct wsp_zone *zone, wsp_moment at, wsp_moment since)
{
	return (struct wsp_word){.kind = WSP_WORD_TIME, .zone = zone, .at = at, .since = since};
}

/** @return false when memory ran out; release the book in any case */
bool wsp_book_init(
	struct wsp_book *book, const struct wsp_plan *plan, wsp_block_put put, void *context);
void wsp_book_release(struct wsp_book *book);

/** Begin a block; the calls below fill it, wsp_book_put() hands it over. */
void wsp_book_begin(struct wsp_book *book, enum wsp_block_kind kind);
void wsp_book_say(struct wsp_book *book, const char *format, const struct wsp_word *word, size_t n);
void wsp_book_add(struct wsp_book *book, const char *format); /* without words */
void wsp_book_prose(struct wsp_book *book, const char *text); /* marks are text here */
void wsp_book_put(struct wsp_book *book);

/** Write one span by hand, between these two. */
struct wsp_text *wsp_book_open(struct wsp_book *book, enum wsp_style style);
void wsp_book_close(struct wsp_book *book);

/** A whole block without words. */
void wsp_book_tell(struct wsp_book *book, enum wsp_block_kind kind, const char *format);

/** Head of a table; `numbers` has the bit of each column of numbers. */
void wsp_book_head(struct wsp_book *book, uint32_t numbers, const char *format);

/** A numbered heading of level 2. */
void wsp_book_section(struct wsp_book *book, const char *title);
void wsp_book_heading(struct wsp_book *book, unsigned level, const char *title);

#define WSP_SAY(book, format, ...)                                                                 \
	wsp_book_say((book), (format), (const struct wsp_word[]){__VA_ARGS__},                     \
		WSP_COUNT(((const struct wsp_word[]){__VA_ARGS__})))

#define WSP_TELL(book, kind, format, ...)                                                          \
	do {                                                                                       \
		wsp_book_begin((book), (kind));                                                    \
		WSP_SAY((book), (format), __VA_ARGS__);                                            \
		wsp_book_put(book);                                                                \
	} while (0)

#endif
