/* Verdict: what was found about a plan, and by which rules. */
#ifndef WSP_API_VERDICT_H
#define WSP_API_VERDICT_H

#include "base/arena.h"
#include "model/rule.h"
#include "plan/claims.h"
#include "wsusplan/verify.h"

/* Where the finding of an invariant stands, when not at its step. */
enum wsp_anchor {
	WSP_AT_STEP = 0,
	WSP_AT_SERVER, /* the item of `servers` of the server concerned, unless it has a place */
	WSP_AT_LINK,   /* its item of `links` */
	WSP_AT_SUMMARY,
	WSP_AT_STRATEGY,
};

/** What a rule is about: that of a later one follows from the earlier, so it is told alone. */
enum wsp_stratum {
	WSP_OF_STEPS = 0,  /* names, facts, and what the steps do */
	WSP_OF_STATEMENTS, /* what the plan says follows from its steps */
	WSP_OF_DOCUMENT,   /* lists and numbers */
	WSP_N_STRATA
};

/** A rule of the verdict: an invariant of plan/verify.h, or a check of the document. */
struct wsp_verdict_rule {
	const char *invariant; /* NULL: a check of the document */
	enum wsp_rule_id rule;
	enum wsp_stratum stratum;
	enum wsp_anchor anchor;
};

enum { WSP_N_VERDICT_RULES = 30 };

extern const struct wsp_verdict_rule wsp_verdict_rules[WSP_N_VERDICT_RULES];

enum { WSP_DEAD_LINKS_MAX = 200 };

/** A link that a plan leaves dead beyond the phase in which it dies. */
struct wsp_dead_link {
	const char *from, *to;
	const char *since, *until; /* steps; `until` NULL: for good */
	uint64_t clients;          /* of its downstream and of all below */
};

struct wsp_verdict {
	struct wsp_arena arena; /* texts */
	const char *plan;       /* the file */
	const char **file;      /* the files it was judged by */
	size_t n_files;
	const char **waiver; /* accepted */
	size_t n_waivers;
	bool judged;                     /* otherwise it could not be */
	enum wsp_stratum stratum;        /* the last that was judged */
	struct wsp_dead_link *dead_link; /* the first of them; NULL: not looked for */
	size_t n_dead_links;             /* all of them, WSP_DEAD_LINKS_MAX are kept */
	bool holds;
	bool same_files; /* `file` are those that the plan was made from */
	size_t broken[WSP_N_VERDICT_RULES];
	size_t n_steps, n_servers, n_phases, n_left_out;
};

#endif
