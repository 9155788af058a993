/*
 * Claims: a plan document (plan.json) -> what it claims, for the verifier.
 *
 * Unlike plan/stored.h this takes a plan that was edited as it stands: the steps in the order of
 * the document, each with its place, whatever follows from them or does not. It shares no code with
 * the planner or with the reader of stored plans. Refused are documents that are no plan (I018), of
 * another major version (I019), or whose inventory is none; what has no meaning (a step on a server
 * that is not in the plan, a phase that is not there) is a finding of series Y.
 *
 *     struct wsp_statement *statement = wsp_statement_create(file, diags);
 *     struct wsp_reader_sink sink = wsp_statement_sink(statement);
 *     status = wsp_read_json(source, file, &sink, diags);
 *     if (status == WSP_OK)
 *             status = wsp_statement_finish(statement);
 *     if (status == WSP_OK && statement->sound)
 *             status = wsp_statement_claim(statement, NULL);
 *     n = wsp_verify(&statement->claims, …);
 *     wsp_statement_free(statement);
 */
#ifndef WSP_PLAN_CLAIMS_H
#define WSP_PLAN_CLAIMS_H

#include "model/document.h"
#include "model/index.h"
#include "model/schema.h"
#include "plan/form.h"
#include "plan/verify.h"

/** A name that the document gives: of a server, or of what several servers share. */
struct wsp_stated_name {
	wsp_string name;
	uint32_t n_mentions;      /* outside `servers`: steps, links, lists */
	struct wsp_place mention; /* the first of them */
	struct wsp_place place;   /* of its item in `servers` */
	struct wsp_place link;    /* of the first item in `links` of the link to its upstream */
	struct wsp_server_claim claim;
	uint32_t shared; /* first row of statement.shared of that name, or
			    WSP_NO_SHARED */
	bool listed;     /* in `servers` */
	bool linked;     /* `links` has its link */
};

/** Something shared: "point-clients@GPO-WSUS-EMEA". Members are rows of statement.member. */
struct wsp_stated_shared {
	uint32_t name; /* row of statement.name */
	uint32_t next; /* the next row of that name, or WSP_NO_SHARED */
	uint32_t first_member, n_members;
	struct wsp_place place;
	uint8_t action; /* enum wsp_action */
};

/** A server in the list of a wave. */
struct wsp_stated_listing {
	uint32_t name; /* row of statement.name */
	uint32_t phase, wave;
	struct wsp_place place;
};

/** What a step depends on, beyond the step before it on the same target. */
struct wsp_stated_wait {
	uint32_t step; /* that waits */
	uint32_t name; /* row of statement.name: the target waited for */
	struct wsp_place place;
	uint8_t action; /* enum wsp_action */
};

/** An item of `links`; `from` and `to` are rows of statement.name. */
struct wsp_stated_link {
	uint32_t from, to;
	struct wsp_place place;
	bool sync; /* of the kind `sync`, which is the only one */
};

struct wsp_stated_procedure {
	struct wsp_procedure is; /* its texts are those of the document */
	struct wsp_place place;
	struct wsp_place first_step; /* the first that refers to it */
	bool defined;                /* it is in `procedures` */
};

/** Where a procedure is; it does not move while more are read. */
struct wsp_stated_reference {
	struct wsp_stated_procedure *to; /* in the arena */
};

/** A strategy of a tree: row of statement.name. */
struct wsp_stated_tree {
	uint32_t root;
	uint8_t strategy; /* enum wsp_strategy */
};

/** What the summary says; WSP_ABSENT: nothing. */
struct wsp_stated_summary {
	struct wsp_place place;
	uint32_t servers, to_convert, to_switch, phases, steps;
};

/** What `strategy` says beside the choice. */
struct wsp_stated_strategy {
	struct wsp_place place;
	uint32_t operators;         /* WSP_ABSENT: not stated */
	uint8_t requested, cutover; /* enum wsp_strategy, enum wsp_cutover; 0: not stated */
};

struct wsp_statement {
	/* for whoever judges */
	struct wsp_topology topo; /* the inventory inside the plan; its files are the inputs */
	struct wsp_claims claims; /* after wsp_statement_claim() */
	bool dated;               /* `now` is there */
	bool sound;               /* every name has a meaning: the claims can be judged */
	bool forced;              /* `forced` is true */
	wsp_moment now;           /* WSP_NO_MOMENT when not dated */
	int32_t today;
	struct wsp_stated_summary summary;
	struct wsp_stated_strategy strategy;
	struct wsp_place windows;
	const char **waiver;         /* in the arena, as the others */
	struct wsp_place *waiver_at; /* of each */
	uint32_t n_waivers;
	char id[33]; /* of the plan */

	/* the lists, heap */
	struct wsp_claim *step; /* `server` is a row of `name` until wsp_statement_claim() */
	size_t n_steps, step_capacity;
	struct wsp_stated_name *name;
	size_t n_names, name_capacity;
	struct wsp_phase_claim *phase; /* in the order of the document */
	size_t n_phases, phase_capacity;
	struct wsp_wave_claim *wave;
	size_t n_waves, wave_capacity;
	struct wsp_stated_listing *listing;
	size_t n_listings, listing_capacity;
	struct wsp_stated_shared *shared;
	size_t n_shared, shared_capacity;
	uint32_t *member; /* rows of `name` */
	size_t n_members, member_capacity;
	struct wsp_stated_wait *wait;
	size_t n_waits, wait_capacity;
	struct wsp_stated_link *link;
	size_t n_links, link_capacity;
	struct wsp_stated_tree *tree;
	size_t n_trees, tree_capacity;
	struct wsp_stated_reference *procedure;
	size_t n_procedures, procedure_capacity;

	/* for the reader */
	wsp_file_id file;
	struct wsp_diags *diags; /* borrowed */
	struct wsp_arena arena;
	struct wsp_inventory inventory; /* until the topology takes it over */
	struct wsp_binder *binder;
	struct wsp_index names, procedures; /* name -> row */
	struct wsp_node *node;              /* heap; scratch: a server, its `id` renamed */
	size_t node_capacity;
	uint32_t seen;    /* bits of the members that were there, by row of the table of members */
	bool failed;      /* memory ran out */
	bool damaged;     /* a finding was made: the rest is read for its findings only */
	bool foreign;     /* another major version: the rest is passed over */
	bool misnumbered; /* the phases are not P0, P1, … */
	size_t n_told;    /* findings of series Y made while reading */
	size_t errors_before; /* in `diags` */

	/* what the claims point to, heap */
	struct wsp_server_claim *server_claim; /* by server of the topology that is judged */
	struct wsp_shared_claim *shared_claim;
	wsp_server_id *shared_member;
	uint32_t *name_of; /* by server of that topology: row of `name`, or WSP_NO_ROW */
};

/**
 * @param file   the plan's, where findings point to
 * @param diags  borrowed until wsp_statement_free()
 * @return NULL when memory ran out
 */
struct wsp_statement *wsp_statement_create(wsp_file_id file, struct wsp_diags *diags);

/** The sink for the reader of the document; valid as long as `statement`. */
struct wsp_reader_sink wsp_statement_sink(struct wsp_statement *statement);

/**
 * After the last record: build the topology of the inventory inside, and look for names without a
 * meaning (Y702, Y703) and for procedures that are none (Y705).
 *
 * @return WSP_OK (look at `sound`), WSP_INVALID (it is no plan) or WSP_NO_MEMORY
 */
enum wsp_status wsp_statement_finish(struct wsp_statement *statement);

/**
 * Fill `claims`, but for the calendar.
 *
 * @param files  the topology to judge against; NULL: the one inside the plan. Steps on servers that
 *               it does not have are left out.
 * @return WSP_OK or WSP_NO_MEMORY; once only
 */
enum wsp_status wsp_statement_claim(
	struct wsp_statement *statement, const struct wsp_topology *files);

/**
 * Compare the effective inventory inside the plan with that of files, key by key; each difference
 * is a finding (Y701) at its place in the plan, or else in the files.
 *
 * @return how many differences there are; SIZE_MAX: memory ran out
 */
size_t wsp_statement_compare(
	const struct wsp_statement *statement, const struct wsp_topology *files);

/**
 * Compare what the document says about its steps with them: what they depend on (Y704), waves'
 * lists, the summary's counts, and whether each link of its inventory is there once (Y706). To be
 * called when the steps hold, as what is broken there shows here too.
 *
 * @return how many there are; SIZE_MAX: memory ran out
 */
size_t wsp_statement_reconcile(const struct wsp_statement *statement);

/** NULL is ignored. */
void wsp_statement_free(struct wsp_statement *statement);

#endif
