/*
 * Sections: the parts of a runbook in their order, each in a file of its own.
 *
 * Each writes its blocks into the book and returns; what goes wrong sticks to the book.
 */
#ifndef WSP_REPORT_SECTIONS_H
#define WSP_REPORT_SECTIONS_H

#include "report/book.h"
#include "report/census.h"

struct wsp_roster;
struct wsp_roster_entry;
struct wsp_step;
struct wsp_steps;

/* Lists that grow with the estate end here, and say how many more there are. */
enum { WSP_LIST_MAX = 50, WSP_NAMES_MAX = 12 };

/* runbook_front.c: what the board reads first; runbook_scope.c */
void wsp_tell_title(struct wsp_book *book);
void wsp_tell_scope(struct wsp_book *book);

/* runbook_calendar.c */
void wsp_tell_calendar(struct wsp_book *book);

/* runbook_strategy.c */
void wsp_tell_strategy(struct wsp_book *book);
void wsp_tell_assumptions(struct wsp_book *book);

/* runbook_slack.c: what delays the end, and what may slip */
void wsp_tell_slack(struct wsp_book *book);

/* runbook_exposure.c: what is interrupted and what stays in clear, phase by phase */
void wsp_tell_exposure(struct wsp_book *book);

/* runbook_findings.c */
void wsp_tell_findings(struct wsp_book *book);
void wsp_tell_left_out(struct wsp_book *book);

/* runbook_people.c */
void wsp_tell_people(struct wsp_book *book);
void wsp_tell_communications(struct wsp_book *book);

/* runbook_prepare.c */
void wsp_tell_preparation(struct wsp_book *book);

/* runbook_shared.c: what of the preparation comes after the servers are ready; `steps` is scratch
 */
void wsp_tell_early(struct wsp_book *book, struct wsp_steps *steps);
void wsp_tell_shared(struct wsp_book *book, struct wsp_steps *steps);
void wsp_tell_pointing(struct wsp_book *book, struct wsp_steps *steps);

/* runbook_phase.c, and its parts */
void wsp_tell_phase(struct wsp_book *book, uint32_t number, struct wsp_roster *roster);
void wsp_tell_facts(struct wsp_book *book, uint32_t number);       /* runbook_facts.c */
void wsp_tell_local_times(struct wsp_book *book, uint32_t number); /* runbook_calendar.c */
void wsp_tell_giving_up(struct wsp_book *book, uint32_t number);   /* runbook_giving_up.c */

/* runbook_back_out.c: of a phase, and how it is done */
void wsp_tell_backing_out(struct wsp_book *book, uint32_t number);
void wsp_tell_back_out(struct wsp_book *book);

/* runbook_gates.c: what has to be true before a phase; `steps` is scratch */
void wsp_tell_gates(struct wsp_book *book, uint32_t number, struct wsp_steps *steps);

/** Procedures and boxes of a batch that is done by day; `when` begins the heading they stand under,
 * such as "A day after". */
void wsp_tell_by_day(
	struct wsp_book *book, uint32_t number, const struct wsp_steps *steps, const char *when);

/* runbook_wave.c: `roster` is kept from wave to wave */
void wsp_tell_wave(struct wsp_book *book, uint32_t wave, struct wsp_roster *roster);

/* runbook_server.c: one of the wave, and the downstream servers that are switched with it */
void wsp_tell_server(struct wsp_book *book, const struct wsp_roster *roster,
	const struct wsp_roster_entry *entry);

/* runbook_procedure.c: the block that defines a procedure, and the line that does one step */
bool wsp_procedure_is_untried(const struct wsp_procedure *procedure);
bool wsp_procedure_is_alike(const struct wsp_procedure *a, const struct wsp_procedure *b);

/** From here on who and where are said only if they differ from this procedure's; NULL: always. */
void wsp_procedure_set_usual(struct wsp_book *book, const struct wsp_procedure *usual);

void wsp_tell_procedure(struct wsp_book *book, uint32_t i, uint32_t phase);
/** One that was defined in an earlier wave, without its function. */
void wsp_tell_again(struct wsp_book *book, uint32_t i, uint32_t phase);
void wsp_tell_step(struct wsp_book *book, const struct wsp_step *step);
void wsp_begin_step(struct wsp_book *book, const struct wsp_step *step); /* to be put */

/* runbook_closure.c */
void wsp_tell_closure(struct wsp_book *book);
void wsp_tell_error_codes(struct wsp_book *book);
void wsp_tell_glossary(struct wsp_book *book);

/* runbook_findings.c: what is on HTTP when the plan is done; `list`: link by link */
void wsp_tell_in_clear(struct wsp_book *book, bool list);

/* Turns of phrase the sections share (runbook_words.c). */

/** Text from an input as a sentence: with a full stop, whether it has one or not. */
void wsp_say_sentence(struct wsp_book *book, const char *text);

/** "12 phases more: all stand in `plan.json`.", when `total` is more than was listed. */
void wsp_tell_rest(struct wsp_book *book, uint64_t total, uint64_t listed, const char *noun);

/** When something begins on a server: "22:15 (+00:15)", with the name of its zone where that is
 * another than the plan's; without dates "+00:15". */
void wsp_say_start(struct wsp_book *book, wsp_server_id s, uint32_t phase, uint32_t minute);

/** The phase before which something has to be done: "P3, Sat 2026-12-19"; 0: nothing. */
void wsp_say_due(struct wsp_book *book, uint32_t phase);

/** A minute of a phase: "**22:15** (+00:15)", or without dates "+00:15". */
void wsp_say_minute(struct wsp_book *book, uint32_t phase, uint32_t minute);

/** The strings of a counted census in one span list, at most WSP_NAMES_MAX: "Paris (3), Rome (1)".
 */
void wsp_say_census(struct wsp_book *book, const struct wsp_census *census, const char *nobody);

#endif
