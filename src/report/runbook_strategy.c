/* Strategy: which order, why, and the numbers that decided; what all of it assumes. */
#include "report/sections.h"

static const char *strategy_name(uint8_t strategy)
{
	static const char *const names[] = {[0] = "auto",
		[WSP_AUTO] = "auto",
		[WSP_TOP_DOWN] = "top-down",
		[WSP_BOTTOM_UP] = "bottom-up"};

	return names[strategy];
}

/* By strategy, then cut-over. */
static const char *strategy_meaning(enum wsp_strategy strategy, bool overlap)
{
	static const char *const meanings[2][2] = {
		{"*Bottom-up* means: every downstream server is converted before its upstream. As "
		 "soon as an upstream is verified, its direct downstream servers are switched, in "
		 "the same phase. So no link stays dead between two phases, and the rollout may "
		 "rest for weeks after any phase marked so.",
			"*Bottom-up* means: every downstream server is converted before its "
			"upstream. *Overlap* means: while an upstream answers HTTP and HTTPS, its "
			"direct downstream servers are switched and verified, in the same phase; "
			"only then does it require SSL. So a link is dead for the restart only, "
			"and the rollout may rest for weeks after any phase marked so."},
		{"*Top-down* means: all servers in one window, level by level. A server is "
		 "converted and verified, then all its downstream servers are switched, and only "
		 "then are these converted. A synchronization link is dead only from `require-ssl` "
		 "on the upstream to the switch of the downstream.",
			"*Top-down* means: all servers in one window, level by level. *Overlap* "
			"means: while a server answers HTTP and HTTPS, all its downstream servers "
			"are switched and verified; only then does it require SSL, and only after "
			"that are they converted. A link is dead for the restart only."}};

	return meanings[strategy == WSP_TOP_DOWN][overlap];
}

static void tell_trees(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;
	uint32_t listed = plan->n_tree_choices < WSP_LIST_MAX ? plan->n_tree_choices : WSP_LIST_MAX;

	for (uint32_t i = 0; i < listed; i++)
		WSP_TELL(book, WSP_BLOCK_BULLET,
			"The tree of `%` is planned %, as the inventory says.",
			wsp_text_word(wsp_topology_fqdn(&plan->topo, plan->tree_choice[i].root)),
			wsp_prose_word(strategy_name((uint8_t)plan->tree_choice[i].strategy)));
	wsp_tell_rest(book, plan->n_tree_choices, listed, "tree");
}

static void row_of_limit(struct wsp_book *book, const char *what, uint32_t limit)
{
	if (limit == WSP_ABSENT || limit == 0)
		WSP_TELL(book, WSP_BLOCK_ROW, "%|no limit", wsp_prose_word(what));
	else
		WSP_TELL(book, WSP_BLOCK_ROW, "%|%", wsp_prose_word(what), wsp_number_word(limit));
}

static void row_of_minutes(struct wsp_book *book, const char *what, uint64_t minutes)
{
	WSP_TELL(book, WSP_BLOCK_ROW, "%|%", wsp_prose_word(what), wsp_minutes_word(minutes));
}

static void row_of_words(struct wsp_book *book, const char *what, const char *words)
{
	WSP_TELL(book, WSP_BLOCK_ROW, "%|%", wsp_prose_word(what), wsp_prose_word(words));
}

static void tell_numbers(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;
	const struct wsp_policy *policy = &plan->topo.inventory.policy;

	wsp_book_head(book, 2, "Compared|Value");
	row_of_words(book, "Strategy asked for", strategy_name((uint8_t)plan->requested));
	row_of_minutes(book, "All remaining work top-down", plan->makespan);
	row_of_minutes(book, "Longest window", plan->window_length);
	row_of_minutes(book, "Kept of it to back out of all servers at once",
		plan->window_length - plan->window);
	row_of_minutes(book, "What it gives for the work", plan->window);
	WSP_TELL(book, WSP_BLOCK_ROW, "Operators|%", wsp_number_word(plan->operators));
	row_of_limit(book, "Servers a window", policy->servers_per_window);
	row_of_limit(book, "Clients a window", policy->clients_per_window);
	row_of_words(book, "Upstream and downstream",
		plan->chosen == WSP_TOP_DOWN               ? "in one window"
		: policy->separation == WSP_SEPARATE_ORDER ? "in order, may share a window"
							   : "in different windows");
	row_of_words(book, "Cut-over",
		policy->cutover == WSP_OVERLAP ? "overlap: switch while both answer, then require "
						 "SSL"
					       : "article: require SSL, then switch");
	if (policy->soak > 0 && policy->soak != WSP_ABSENT)
		row_of_minutes(book, "Soak before the upstream is converted", policy->soak);
	if (policy->syncs_per_upstream != WSP_ABSENT && policy->syncs_per_upstream > 0)
		row_of_limit(book, "Synchronizations of one upstream at the same time",
			policy->syncs_per_upstream);
	WSP_TELL(book, WSP_BLOCK_ROW, "Phases of this plan|%", wsp_number_word(plan->n_phases));
	WSP_TELL(book, WSP_BLOCK_ROW, "Fewest phases possible, at least|%",
		wsp_number_word(plan->lower_bound));
}

static void tell_bound(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;

	if (plan->n_phases == 0)
		return;
	wsp_book_begin(book, WSP_BLOCK_PARAGRAPH);
	if (plan->optimal)
		wsp_book_add(book, "*The number of phases is proven minimal*");
	else
		WSP_SAY(book,
			"The number of phases is *not proven minimal*: % planned, and no plan "
			"needs fewer than %, so at most % could be saved",
			wsp_count_word(plan->n_phases, "phase"), wsp_number_word(plan->lower_bound),
			wsp_number_word(plan->n_phases - plan->lower_bound));
	if (plan->bound && plan->bound[0])
		WSP_SAY(book, "%%",
			wsp_prose_word(plan->optimal ? ": " : ". What keeps it from fewer: "),
			wsp_text_word(plan->bound));
	wsp_book_add(book, ".");
	wsp_book_put(book);
}

void wsp_tell_strategy(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;

	wsp_book_section(book, "Strategy and why");
	WSP_TELL(book, WSP_BLOCK_PARAGRAPH, "*Why:* %.", wsp_text_word(plan->reason));
	wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
		strategy_meaning(plan->chosen, plan->topo.inventory.policy.cutover == WSP_OVERLAP));
	tell_trees(book);
	wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
		"The criterion is Microsoft's: top-down if the work on all servers fits a single "
		"time frame, otherwise bottom-up in phases. These numbers were compared:");
	tell_numbers(book);
	tell_bound(book);
	wsp_tell_slack(book);
	wsp_tell_exposure(book);
}

/* A cell of minutes, empty for none. */
static void say_minutes(struct wsp_book *book, uint32_t minutes)
{
	if (minutes > 0)
		WSP_SAY(book, "%", wsp_minutes_word(minutes));
	wsp_book_add(book, "|");
}

static void tell_durations(struct wsp_book *book)
{
	const struct wsp_plan *plan = book->plan;
	uint32_t in_use = 0;

	for (uint32_t i = 0; i < plan->n_procedures; i++)
		in_use |= WSP_BIT(plan->procedure[i].action);
	wsp_book_head(book, 6, "Action|With an operator|Unattended after it|What it does");
	for (unsigned i = 0; i < WSP_N_ACTIONS; i++) {
		if (!(in_use & WSP_BIT(i)))
			continue;
		wsp_book_begin(book, WSP_BLOCK_ROW);
		WSP_SAY(book, "`%`|", wsp_prose_word(wsp_actions[i].name));
		say_minutes(book, plan->duration[i]);
		say_minutes(book, plan->unattended[i]);
		wsp_book_add(book, wsp_actions[i].summary);
		wsp_book_put(book);
	}
}

void wsp_tell_assumptions(struct wsp_book *book)
{
	static const char *const assumptions[] = {
		"The inventory is true on the day of each phase: who synchronizes from whom, "
		"ports, modes, state. `check-prerequisites` compares it with the server.",
		"The preparation is complete for every server of a phase, and for the downstream "
		"servers it switches, before the phase starts.",
		"An operator stays with a conversion until it is verified. The first "
		"synchronization after a switch runs without one.",
		"Until a client has fetched its changed policy it cannot scan on a server that "
		"requires SSL: about two hours for computers that are on, a day until they have "
		"scanned, longer for laptops. This is not window time.",
		"A server that cannot synchronize for a while is stale, not down: its clients keep "
		"scanning it.",
		"Content stays on the HTTP port by design. That port is never closed or "
		"redirected.",
		"Durations are planning values, not measurements. Replace them after the first "
		"phase:",
	};

	wsp_book_section(book, "Assumptions");
	for (size_t i = 0; i < WSP_COUNT(assumptions); i++)
		wsp_book_tell(book, WSP_BLOCK_BULLET, assumptions[i]);
	tell_durations(book);
}
