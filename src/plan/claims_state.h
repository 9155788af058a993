/*
 * Claims, inside: what the parts of the reader share.
 *
 * claims.c walks the members, claims_head.c takes those that come whole, claims_items.c and
 * claims_steps.c the items of the long lists; claims_names.c looks for names without a meaning,
 * claims_bind.c puts the claims together, claims_facts.c and claims_sections.c compare inventories,
 * claims_reconcile.c compares the document with its own steps.
 */
#ifndef WSP_PLAN_CLAIMS_STATE_H
#define WSP_PLAN_CLAIMS_STATE_H

#include "plan/claims.h"

/**
 * The row of a host name, its letters folded to lower case, added if new; WSP_NO_ROW when memory
 * ran out.
 */
uint32_t wsp_statement_host(struct wsp_statement *statement, struct wsp_excerpt text);

/** The text of a row of `name`. */
const char *wsp_statement_text(const struct wsp_statement *statement, uint32_t name);

/**
 * The action and the target of "ACTION@TARGET".
 * @return the row of the target, or WSP_NO_ROW; the action may be WSP_N_ACTIONS
 */
uint32_t wsp_statement_target(
	struct wsp_statement *statement, struct wsp_excerpt id, uint8_t *ret_action);

/** A copy in the arena; NULL when memory ran out. */
const char *wsp_statement_copy(struct wsp_statement *statement, struct wsp_excerpt text);

/** The procedure of that id, added if new; NULL when memory ran out. */
struct wsp_stated_procedure *wsp_statement_procedure(
	struct wsp_statement *statement, struct wsp_excerpt id);

/** Add I018 at `place`. */
void wsp_statement_refuse(struct wsp_statement *statement, struct wsp_place place, const char *why);

/** Read a map; a finding marks the document as damaged. */
bool wsp_statement_form(struct wsp_statement *statement, const struct wsp_node *map,
	const char *what, const struct wsp_form_field *field, unsigned n_fields, void *into);

/** Read "2026-12-05T22:00+01:00"; "" or no text leaves it as it was. */
void wsp_statement_moment(struct wsp_statement *statement, struct wsp_excerpt text,
	struct wsp_place place, wsp_moment *ret_moment);

/** Whether a node is a string; otherwise I018. */
bool wsp_statement_string(
	struct wsp_statement *statement, const struct wsp_node *node, const char *what);

/** Remember that something outside `servers` names a row; WSP_NO_ROW is passed over. */
void wsp_statement_mention(struct wsp_statement *statement, uint32_t name, struct wsp_place place);

/** Add Y702: the id of a step means nothing. */
void wsp_statement_strange(struct wsp_statement *statement, struct wsp_place place, const char *id);

/* claims_head.c: one member each, of the right kind */
void wsp_statement_take_format(struct wsp_statement *statement, const struct wsp_node *value);
void wsp_statement_take_id(struct wsp_statement *statement, const struct wsp_node *value);
void wsp_statement_take_today(struct wsp_statement *statement, const struct wsp_node *value);
void wsp_statement_take_now(struct wsp_statement *statement, const struct wsp_node *value);
void wsp_statement_take_forced(struct wsp_statement *statement, const struct wsp_node *value);
void wsp_statement_take_inputs(struct wsp_statement *statement, const struct wsp_node *value);
void wsp_statement_take_strategy(struct wsp_statement *statement, const struct wsp_node *value);
void wsp_statement_take_summary(struct wsp_statement *statement, const struct wsp_node *value);
void wsp_statement_take_waivers(struct wsp_statement *statement, const struct wsp_node *value);

/* claims_items.c and claims_steps.c: one item of a long list each */
void wsp_statement_add_server(struct wsp_statement *statement, const struct wsp_node *item);
void wsp_statement_add_phase(struct wsp_statement *statement, const struct wsp_node *item);
void wsp_statement_add_procedure(struct wsp_statement *statement, const struct wsp_node *item);
void wsp_statement_add_shared(struct wsp_statement *statement, const struct wsp_node *item);
void wsp_statement_add_link(struct wsp_statement *statement, const struct wsp_node *item);
void wsp_statement_add_left_out(struct wsp_statement *statement, const struct wsp_node *item);
void wsp_statement_add_step(struct wsp_statement *statement, const struct wsp_node *item);

/* claims_names.c: what has no meaning; sets `sound`. @return WSP_OK or WSP_NO_MEMORY */
enum wsp_status wsp_statement_judge_names(struct wsp_statement *statement);

/** claims_links.c: whether each link of the inventory inside the plan is in `links`, once (Y706).
 * @return how many are wrong or not there; SIZE_MAX: memory ran out */
size_t wsp_statement_check_links(const struct wsp_statement *statement);

/** The steps of a document by what they do. */
struct wsp_steps_found {
	const struct wsp_statement *statement;
	uint32_t *first; /* by row of `name` and action: its first step, or n_steps */
};

/** The first step of `action` on what row `name` names, or NULL. */
static inline const struct wsp_claim *wsp_steps_found_get(
	const struct wsp_steps_found *steps, uint32_t name, unsigned action)
{
	uint32_t i = steps->first[(size_t)name * WSP_N_ACTIONS + action];

	return i < steps->statement->n_steps ? &steps->statement->step[i] : NULL;
}

/** claims_depend.c: whether `depends_on` names what a switch or a conversion waits for (Y704).
 * @return how much it does not name; SIZE_MAX: memory ran out */
size_t wsp_statement_check_depends(
	const struct wsp_statement *statement, const struct wsp_steps_found *steps);

#endif
