/* Comparison: policy, windows, freezes, sites, groups and client policies. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "model/fields.h"
#include "plan/claims_compare.h"
#include "plan/claims_pairs.h"

/* The lists whose rows have names. */
static const struct list {
	enum wsp_section_id section;
	const char *what;
	size_t items, n_items; /* offsets in an inventory: of the pointer, of the count */
	size_t size;           /* of an item */
	size_t name, place;    /* offsets in an item */
} lists[] = {
	{WSP_SECTION_WINDOWS, "window", offsetof(struct wsp_inventory, window),
		offsetof(struct wsp_inventory, n_windows), sizeof(struct wsp_window),
		offsetof(struct wsp_window, name), offsetof(struct wsp_window, place)},
	{WSP_SECTION_SITES, "site", offsetof(struct wsp_inventory, site),
		offsetof(struct wsp_inventory, n_sites), sizeof(struct wsp_site),
		offsetof(struct wsp_site, name), offsetof(struct wsp_site, place)},
	{WSP_SECTION_GROUPS, "group", offsetof(struct wsp_inventory, group),
		offsetof(struct wsp_inventory, n_groups), sizeof(struct wsp_group),
		offsetof(struct wsp_group, name), offsetof(struct wsp_group, place)},
	{WSP_SECTION_CLIENT_POLICIES, "client policy",
		offsetof(struct wsp_inventory, client_policy),
		offsetof(struct wsp_inventory, n_client_policies), sizeof(struct wsp_client_policy),
		offsetof(struct wsp_client_policy, name),
		offsetof(struct wsp_client_policy, place)},
	{WSP_SECTION_TREES, "strategy of tree",
		offsetof(struct wsp_inventory, policy) + offsetof(struct wsp_policy, tree),
		offsetof(struct wsp_inventory, policy) + offsetof(struct wsp_policy, n_trees),
		sizeof(struct wsp_tree_policy), offsetof(struct wsp_tree_policy, root),
		offsetof(struct wsp_tree_policy, place)},
};

static const char *items_of(const struct list *list, const struct wsp_inventory *inventory)
{
	const char *items;

	memcpy(&items, (const char *)inventory + list->items, sizeof(items));
	return items;
}

static size_t count_of(const struct list *list, const struct wsp_inventory *inventory)
{
	size_t n;

	memcpy(&n, (const char *)inventory + list->n_items, sizeof(n));
	return n;
}

static const char *item_at(
	const struct list *list, const struct wsp_inventory *inventory, uint32_t row)
{
	return items_of(list, inventory) + row * list->size;
}

static const char *name_at(
	const struct list *list, const struct wsp_inventory *inventory, uint32_t row)
{
	wsp_string name;

	memcpy(&name, item_at(list, inventory, row) + list->name, sizeof(name));
	return wsp_inventory_text(inventory, name);
}

static struct wsp_place place_at(
	const struct list *list, const struct wsp_inventory *inventory, uint32_t row)
{
	struct wsp_place place = {0};

	if (row != WSP_NO_PARTNER)
		memcpy(&place, item_at(list, inventory, row) + list->place, sizeof(place));
	return place;
}

static struct wsp_named *name_items(const struct list *list, const struct wsp_inventory *inventory)
{
	size_t n = count_of(list, inventory);
	struct wsp_named *named = calloc(n + 1, sizeof(*named));

	for (uint32_t row = 0; named && row < n; row++)
		named[row] = (struct wsp_named){name_at(list, inventory, row), row};
	return named;
}

/* All fields of two objects of a section, but for the name that paired them. */
static void compare_fields(struct wsp_comparison *comparison, enum wsp_section_id id,
	const void *left, const void *right, const struct wsp_comparison_subject *subject)
{
	const struct wsp_section *section = &wsp_sections[id];

	for (unsigned i = 0; i < section->n_fields; i++)
		wsp_comparison_field(comparison, &section->field[i], left, right, subject);
}

static void compare_pair(
	struct wsp_comparison *comparison, const struct list *list, const struct wsp_pair *pair)
{
	bool in_plan = pair->left != WSP_NO_PARTNER;
	const char *name = in_plan ? name_at(list, comparison->plan, pair->left)
				   : name_at(list, comparison->files, pair->right);
	struct wsp_place left = place_at(list, comparison->plan, pair->left);
	struct wsp_place right = place_at(list, comparison->files, pair->right);
	struct wsp_comparison_subject subject = {NULL, left, right};

	if (!in_plan || pair->right == WSP_NO_PARTNER) {
		wsp_comparison_missing(comparison, list->what, name, left, right);
		return;
	}
	wsp_text_clear(&comparison->name);
	wsp_text_addf(&comparison->name, "%s \"%s\"", list->what, name);
	subject.name = wsp_text_get(&comparison->name);
	compare_fields(comparison, list->section, item_at(list, comparison->plan, pair->left),
		item_at(list, comparison->files, pair->right), &subject);
}

static bool compare_list(struct wsp_comparison *comparison, const struct list *list)
{
	struct wsp_named *left = name_items(list, comparison->plan);
	struct wsp_named *right = name_items(list, comparison->files);
	size_t n = 0;
	struct wsp_pair *pairs = left && right
					 ? wsp_pairs_make(left, count_of(list, comparison->plan),
						   right, count_of(list, comparison->files), &n)
					 : NULL;

	for (size_t i = 0; i < n; i++)
		compare_pair(comparison, list, &pairs[i]);
	free(left);
	free(right);
	free(pairs);
	return pairs != NULL;
}

/* Freezes have no names; their order is that of the files. */
static void compare_freeze(struct wsp_comparison *comparison, size_t i)
{
	const struct wsp_inventory *plan = comparison->plan, *files = comparison->files;
	struct wsp_comparison_subject subject = {NULL, {0}, {0}};

	wsp_text_clear(&comparison->name);
	wsp_text_addf(&comparison->name, "freeze number %zu", i + 1);
	subject.name = wsp_text_get(&comparison->name);
	if (i < plan->n_freezes)
		subject.plan = plan->freeze[i].place;
	if (i < files->n_freezes)
		subject.files = files->freeze[i].place;
	if (i < plan->n_freezes && i < files->n_freezes)
		compare_fields(comparison, WSP_SECTION_FREEZES, &plan->freeze[i], &files->freeze[i],
			&subject);
	else
		wsp_comparison_missing(comparison, "freeze", subject.name + strlen("freeze "),
			subject.plan, subject.files);
}

static void compare_freezes(struct wsp_comparison *comparison)
{
	for (size_t i = 0; i < comparison->plan->n_freezes || i < comparison->files->n_freezes; i++)
		compare_freeze(comparison, i);
}

static const struct wsp_duration_policy *find_duration(
	const struct wsp_inventory *inventory, const char *action)
{
	const struct wsp_policy *policy = &inventory->policy;

	for (size_t i = 0; i < policy->n_durations; i++) {
		if (strcmp(wsp_inventory_text(inventory, policy->duration[i].action), action) == 0)
			return &policy->duration[i];
	}
	return NULL;
}

static const char *tell_minutes(struct wsp_text *text, const struct wsp_duration_policy *duration)
{
	wsp_text_clear(text);
	if (!duration)
		return NULL;
	wsp_text_addf(text, "%" PRIu32 "m", duration->minutes);
	return wsp_text_get(text);
}

static void compare_duration(struct wsp_comparison *comparison, const char *action)
{
	const struct wsp_duration_policy *left = find_duration(comparison->plan, action);
	const struct wsp_duration_policy *right = find_duration(comparison->files, action);
	struct wsp_comparison_subject subject = {action, comparison->plan->policy.place,
		right ? right->place : comparison->files->policy.place};

	if ((!left && !right) || (left && right && left->minutes == right->minutes))
		return;
	wsp_comparison_differs(comparison, "policy.durations", &subject,
		tell_minutes(&comparison->left, left), tell_minutes(&comparison->right, right));
}

static void compare_policy(struct wsp_comparison *comparison)
{
	const struct wsp_comparison_subject subject = {
		"the policy", comparison->plan->policy.place, comparison->files->policy.place};

	compare_fields(comparison, WSP_SECTION_POLICY, &comparison->plan->policy,
		&comparison->files->policy, &subject);
	for (unsigned action = 0; action < WSP_N_ACTIONS; action++)
		compare_duration(comparison, wsp_actions[action].name);
}

/* Of the keys at the top only the place of the zone is kept. */
static void compare_top(struct wsp_comparison *comparison)
{
	const struct wsp_section *section = &wsp_sections[WSP_SECTION_TOP];
	const struct wsp_inventory *plan = comparison->plan, *files = comparison->files;

	for (unsigned i = 0; i < section->n_fields; i++) {
		const struct wsp_field *field = &section->field[i];
		struct wsp_comparison_subject subject = {"", comparison->plan_file, {0}};

		if (field->offset == offsetof(struct wsp_inventory, timezone)) {
			subject.files = files->timezone_place;
			if (plan->timezone_place.line > 0)
				subject.plan = plan->timezone_place;
		}
		wsp_comparison_field(comparison, field, plan, files, &subject);
	}
}

bool wsp_comparison_sections(struct wsp_comparison *comparison)
{
	compare_top(comparison);
	compare_policy(comparison);
	compare_freezes(comparison);
	for (size_t i = 0; i < WSP_COUNT(lists); i++) {
		if (!compare_list(comparison, &lists[i]))
			return false;
	}
	return true;
}
