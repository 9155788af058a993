/*
 * Expansion: what becomes of the calendar of an inventory that stands in a test.
 *
 *     struct expansion run = expansion_of(WINDOW("start: 2026-12-05T22:00, duration: 6h"));
 *     CU_ASSERT(expansion_opens(&run, 1, "2026-12-05T21:00Z+360 w"));
 *     expansion_end(&run);
 */
#ifndef EXPANSION_H
#define EXPANSION_H

#include "edge/ical.h"

#define NOW  "2026-11-23T09:00+01:00"
#define TAIL "servers: [{fqdn: a.example.com, upstream: microsoft-update, mode: autonomous}]\n"
#define HEAD "wsusplan: 1\ntimezone: Europe/Amsterdam\n"

#define WINDOW(keys) HEAD "windows:\n  - {name: w, " keys "}\n" TAIL
#define SATURDAYS                                                                                  \
	"windows: [{name: w, start: 2026-12-05T22:00, duration: 6h, repeat: "                      \
	"FREQ=WEEKLY;BYDAY=SA;COUNT=8}]\n"

/** One expansion of a file "t.yaml". */
struct expansion {
	struct wsp_diags *diags;
	struct wsp_topology *topo;
	struct wsp_calendar calendar;
	enum wsp_status loaded, status;
};

/** `bytes` is a whole inventory. */
struct expansion expansion_at(const char *bytes, const char *now_text);

/** The same at NOW. */
struct expansion expansion_of(const char *bytes);

void expansion_end(struct expansion *run);

/** Whether there is a finding of `code` in a line of a file whose message is `message`. */
bool expansion_finds(const struct expansion *run, const char *code, const char *source,
	unsigned line, const char *message);

/** How many findings of `code` there are. */
size_t expansion_count(const struct expansion *run, const char *code);

/** Whether the first `n` slots are "2026-12-05T21:00Z+360 NAME NAME; ...". */
bool expansion_opens(const struct expansion *run, uint32_t n, const char *expected);

/** Whether the closings of a zone are "BEGIN/END REASON; ...". */
bool expansion_closes(const struct expansion *run, uint32_t zone, const char *expected);

/** Whether the freezes are "FROM/TO REASON; ...". */
bool expansion_freezes(const struct expansion *run, const char *expected);

/** One more expansion of `context`, an expansion that was loaded; for wsp_torture(). */
bool expansion_again(void *context);

#endif
