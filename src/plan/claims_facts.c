/*
 * Claims: the inventory inside a plan against that of files, server by server and key by key.
 *
 * Values are compared in the form in which both are bound, defaults applied. Upstreams are compared
 * by what they mean, since a plan writes them in full.
 */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "model/rule.h"
#include "plan/claims_compare.h"
#include "plan/claims_pairs.h"

static bool same_text(const struct wsp_comparison *comparison, const struct wsp_field *field,
	const void *left, const void *right)
{
	wsp_string a, b;

	memcpy(&a, (const char *)left + field->offset, sizeof(a));
	memcpy(&b, (const char *)right + field->offset, sizeof(b));
	return strcmp(wsp_inventory_text(comparison->plan, a),
		       wsp_inventory_text(comparison->files, b)) == 0;
}

static bool same_bytes(
	const struct wsp_field *field, const void *left, const void *right, size_t size)
{
	return memcmp((const char *)left + field->offset, (const char *)right + field->offset,
		       size) == 0;
}

static bool same_clients_by(
	const struct wsp_comparison *comparison, const void *left, const void *right)
{
	const struct wsp_server *a = left, *b = right;

	return a->clients_by == b->clients_by &&
	       (a->clients_by != WSP_BY_POLICY ||
		       strcmp(wsp_inventory_text(comparison->plan, a->client_policy),
			       wsp_inventory_text(comparison->files, b->client_policy)) == 0);
}

static bool same_value(const struct wsp_comparison *comparison, const struct wsp_field *field,
	const void *left, const void *right)
{
	switch (field->type) {
	case WSP_TYPE_BOOL:
	case WSP_TYPE_ENUM:
		return same_bytes(field, left, right, sizeof(uint8_t));
	case WSP_TYPE_PORT:
		return same_bytes(field, left, right, sizeof(uint16_t));
	case WSP_TYPE_COUNT:
	case WSP_TYPE_DURATION:
	case WSP_TYPE_AMOUNT:
		return same_bytes(field, left, right, sizeof(uint32_t));
	case WSP_TYPE_CLIENTS_BY:
		return same_clients_by(comparison, left, right);
	default:
		return same_text(comparison, field, left, right);
	}
}

/* A list is one interned string with a line feed between its words. */
static void separate_words(struct wsp_text *text)
{
	for (size_t i = 0; i < text->length; i++) {
		if (text->at[i] == '\n')
			text->at[i] = ' ';
	}
}

static const char *print(struct wsp_text *text, const struct wsp_field *field, const void *of,
	const struct wsp_inventory *inventory)
{
	wsp_text_clear(text);
	if (!wsp_field_print(field, of, &inventory->strings, text))
		return NULL;
	separate_words(text);
	return wsp_text_get(text);
}

void wsp_comparison_differs(struct wsp_comparison *comparison, const char *key,
	const struct wsp_comparison_subject *subject, const char *left, const char *right)
{
	const char *elsewhere = wsp_diags_place_text(comparison->diags, subject->files);
	const char *of = *subject->name ? " of " : "";
	const char *in = *elsewhere ? "at " : "in the files";

	comparison->found++;
	if (left && right)
		wsp_diags_add(comparison->diags, WSP_RULE(Y701), subject->plan, NULL,
			"%s%s%s is \"%s\" in the plan, and \"%s\" %s%s", key, of, subject->name,
			left, right, in, elsewhere);
	else if (left)
		wsp_diags_add(comparison->diags, WSP_RULE(Y701), subject->plan, NULL,
			"%s%s%s is \"%s\" in the plan, and not given %s%s", key, of, subject->name,
			left, in, elsewhere);
	else
		wsp_diags_add(comparison->diags, WSP_RULE(Y701), subject->plan, NULL,
			"%s%s%s is not given in the plan, and \"%s\" %s%s", key, of, subject->name,
			right, in, elsewhere);
}

void wsp_comparison_field(struct wsp_comparison *comparison, const struct wsp_field *field,
	const void *left, const void *right, const struct wsp_comparison_subject *subject)
{
	const char *a, *b;

	if (same_value(comparison, field, left, right))
		return;
	a = print(&comparison->left, field, left, comparison->plan);
	b = print(&comparison->right, field, right, comparison->files);
	if (a || b) /* otherwise absent, whatever the bytes are */
		wsp_comparison_differs(comparison, field->key, subject, a, b);
}

/* Keys that are compared by what they mean. */
static bool is_plain(const struct wsp_field *field, const struct wsp_server *server)
{
	switch (field->offset) {
	case offsetof(struct wsp_server, fqdn):
	case offsetof(struct wsp_server, upstream):
		return false;
	case offsetof(struct wsp_server, exclude_switch):
		return server->exclude_reason != 0; /* otherwise it means nothing */
	default:
		return true;
	}
}

static const char *upstream_of(const struct wsp_topology *topo, wsp_server_id s)
{
	uint32_t group = wsp_topology_link_group(topo, s);

	if (group != WSP_NO_GROUP)
		return wsp_topology_text(topo, topo->inventory.group[group].name);
	if (topo->parent[s] != WSP_NO_SERVER)
		return wsp_topology_fqdn(topo, topo->parent[s]);
	return topo->feed[s] == WSP_FEED_OFFLINE ? "offline" : "microsoft-update";
}

static struct wsp_place place_of(
	const struct wsp_topology *topo, wsp_server_id s, const struct wsp_field *field)
{
	return wsp_inventory_place(
		&topo->inventory, &topo->server[s], (unsigned)(field - wsp_server_fields));
}

static void compare_upstream(struct wsp_comparison *comparison, wsp_server_id a, wsp_server_id b,
	const struct wsp_field *field)
{
	const char *left = upstream_of(comparison->plan_topo, a);
	const char *right = upstream_of(comparison->files_topo, b);
	const struct wsp_comparison_subject subject = {wsp_topology_fqdn(comparison->plan_topo, a),
		place_of(comparison->plan_topo, a, field),
		place_of(comparison->files_topo, b, field)};

	if (strcmp(left, right) != 0)
		wsp_comparison_differs(comparison, field->key, &subject, left, right);
}

static void compare_server(struct wsp_comparison *comparison, wsp_server_id a, wsp_server_id b)
{
	const struct wsp_server *left = &comparison->plan_topo->server[a];
	const struct wsp_server *right = &comparison->files_topo->server[b];

	for (unsigned row = 0; row < wsp_n_server_fields; row++) {
		const struct wsp_field *field = &wsp_server_fields[row];

		if (field->offset == offsetof(struct wsp_server, upstream)) {
			compare_upstream(comparison, a, b, field);
		} else if (is_plain(field, left) && !same_value(comparison, field, left, right)) {
			const struct wsp_comparison_subject subject = {
				wsp_topology_fqdn(comparison->plan_topo, a),
				place_of(comparison->plan_topo, a, field),
				place_of(comparison->files_topo, b, field)};

			wsp_comparison_field(comparison, field, left, right, &subject);
		}
	}
}

void wsp_comparison_missing(struct wsp_comparison *comparison, const char *what, const char *name,
	struct wsp_place plan_place, struct wsp_place files_place)
{
	struct wsp_place place = plan_place.line > 0 ? plan_place : files_place;

	comparison->found++;
	wsp_diags_add(comparison->diags, WSP_RULE(Y701), place, NULL,
		plan_place.line > 0 ? "%s \"%s\" is in the plan, and in none of the files"
				    : "%s \"%s\" is in the files, and not in the plan",
		what, name);
}

static void compare_pair(struct wsp_comparison *comparison, const struct wsp_pair *pair)
{
	const struct wsp_topology *plan = comparison->plan_topo, *files = comparison->files_topo;
	const struct wsp_place nowhere = {0};

	if (pair->right == WSP_NO_PARTNER)
		wsp_comparison_missing(comparison, "server", wsp_topology_fqdn(plan, pair->left),
			plan->server[pair->left].place, nowhere);
	else if (pair->left == WSP_NO_PARTNER)
		wsp_comparison_missing(comparison, "server", wsp_topology_fqdn(files, pair->right),
			nowhere, files->server[pair->right].place);
	else
		compare_server(comparison, pair->left, pair->right);
}

static bool compare_servers(struct wsp_comparison *comparison)
{
	size_t n = 0;
	struct wsp_pair *pairs =
		wsp_pairs_of_servers(comparison->plan_topo, comparison->files_topo, &n);

	for (size_t i = 0; pairs && i < n; i++)
		compare_pair(comparison, &pairs[i]);
	free(pairs);
	return pairs != NULL;
}

size_t wsp_statement_compare(
	const struct wsp_statement *statement, const struct wsp_topology *files)
{
	struct wsp_comparison comparison = {
		.plan = &statement->topo.inventory,
		.files = &files->inventory,
		.plan_topo = &statement->topo,
		.files_topo = files,
		.diags = statement->diags,
		.plan_file = {.file = statement->file},
	};
	bool done = wsp_comparison_sections(&comparison) && compare_servers(&comparison) &&
		    !comparison.name.failed && !comparison.left.failed && !comparison.right.failed;

	wsp_text_release(&comparison.name);
	wsp_text_release(&comparison.left);
	wsp_text_release(&comparison.right);
	return done && !statement->diags->failed ? comparison.found : SIZE_MAX;
}
