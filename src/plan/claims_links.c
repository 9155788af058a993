/* Claims: `links` has each link of the inventory inside the plan, once. */
#include <stdlib.h>

#include "model/rule.h"
#include "plan/claims_state.h"

/* The row of the upstream of each row of `name`; WSP_NO_ROW: it has none. */
static uint32_t *find_upstreams(const struct wsp_statement *statement)
{
	const struct wsp_topology *topo = &statement->topo;
	uint32_t *upstream = malloc((statement->n_names + 1) * sizeof(*upstream));

	for (size_t row = 0; upstream && row < statement->n_names; row++)
		upstream[row] = WSP_NO_ROW;
	for (wsp_server_id s = 0; upstream && s < topo->n_servers; s++) {
		uint32_t row = wsp_index_get(&statement->names, topo->server[s].fqdn);

		if (row != WSP_NO_ROW && topo->parent[s] != WSP_NO_SERVER)
			upstream[row] = wsp_index_get(
				&statement->names, topo->server[topo->parent[s]].fqdn);
	}
	return upstream;
}

/* What is stated of the link of a server. */
enum stated { NOTHING = 0, SOMETHING_WRONG, ITS_LINK };

/* What is wrong with a link, after what was `stated` of the same server; NULL: nothing. */
static const char *wrong_link(const struct wsp_stated_link *link, uint32_t upstream, uint8_t stated)
{
	if (!link->sync)
		return "is of a kind that there is not";
	if (link->to != upstream)
		return "is none of the inventory";
	return stated == ITS_LINK ? "is there twice" : NULL;
}

/* @return how many are wrong; fills `stated` by row of `name` */
static size_t check_stated(
	const struct wsp_statement *statement, const uint32_t *upstream, uint8_t *stated)
{
	size_t found = 0;

	for (size_t i = 0; i < statement->n_links; i++) {
		const struct wsp_stated_link *link = &statement->link[i];
		const char *wrong = wrong_link(link, upstream[link->from], stated[link->from]);

		if (!wrong || stated[link->from] == NOTHING)
			stated[link->from] = wrong ? SOMETHING_WRONG : ITS_LINK;
		if (!wrong)
			continue;
		found++;
		wsp_diags_add(statement->diags, WSP_RULE(Y706), link->place, NULL,
			"the link of %s to %s %s", wsp_statement_text(statement, link->from),
			wsp_statement_text(statement, link->to), wrong);
	}
	return found;
}

static size_t check_missing(
	const struct wsp_statement *statement, const uint32_t *upstream, const uint8_t *stated)
{
	size_t found = 0;

	for (uint32_t row = 0; row < statement->n_names; row++) {
		if (upstream[row] == WSP_NO_ROW || stated[row] != NOTHING)
			continue;
		found++;
		wsp_diags_add(statement->diags, WSP_RULE(Y706), statement->name[row].place, NULL,
			"`links` has no link of %s to %s", wsp_statement_text(statement, row),
			wsp_statement_text(statement, upstream[row]));
	}
	return found;
}

size_t wsp_statement_check_links(const struct wsp_statement *statement)
{
	uint32_t *upstream = find_upstreams(statement);
	uint8_t *stated = calloc(statement->n_names + 1, sizeof(*stated));
	size_t found = SIZE_MAX;

	if (upstream && stated)
		found = check_stated(statement, upstream, stated) +
			check_missing(statement, upstream, stated);
	free(upstream);
	free(stated);
	return found;
}
