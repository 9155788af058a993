/* Policy: its keys, the strategies of single trees, and durations by action. */
#include <string.h>

#include "base/array.h"
#include "model/binder.h"
#include "model/rule.h"

static void add_tree(struct wsp_binder *binder, const struct wsp_node *item)
{
	struct wsp_policy *policy = &binder->inventory->policy;
	struct wsp_tree_policy tree = {.place = item->place};
	struct wsp_record record = wsp_record_begin(binder, WSP_SECTION_TREES, &tree, item);

	wsp_record_bind(binder, &record, item, NULL);
	wsp_record_drop_places(binder, &record);
	if (!wsp_record_complete(binder, &record))
		return;
	if (WSP_RESERVE(policy->tree, policy->tree_capacity, policy->n_trees))
		policy->tree[policy->n_trees++] = tree;
	else
		binder->converter.failed = true;
}

static void add_trees(struct wsp_binder *binder, const struct wsp_node *node)
{
	wsp_binder_each(binder, node, "policy.trees", add_tree);
}

/* An action that has a duration already. */
static void merge_duration(struct wsp_binder *binder, const struct wsp_duration_policy *before,
	const struct wsp_duration_policy *duration)
{
	if (before->place.file == duration->place.file)
		wsp_binder_given_twice(binder, WSP_RULE(I007), "the duration of", duration->action,
			duration->place, before->place);
	else if (before->minutes != duration->minutes)
		wsp_diags_add(binder->diags, WSP_RULE(I012), duration->place, NULL,
			"the duration of %s has another value than at %s",
			wsp_strings_text(&binder->inventory->strings, duration->action),
			wsp_binder_second_place(binder, WSP_RULE(I012), before->place));
}

enum { ACTION_MINUTES_MAX = 24 * 60 }; /* one action on one server; lead times are no durations */

static void add_duration(
	struct wsp_binder *binder, const struct wsp_node *key, const struct wsp_node *value)
{
	struct wsp_policy *policy = &binder->inventory->policy;
	struct wsp_converter *converter = &binder->converter;
	struct wsp_duration_policy duration = {.place = key->place, .minutes = WSP_ABSENT};
	struct wsp_field field = {.key = key->text,
		.type = WSP_TYPE_DURATION,
		.max = ACTION_MINUTES_MAX,
		.offset = offsetof(struct wsp_duration_policy, minutes)};

	if (!wsp_value_given(converter, "the name of an action", key) ||
		!wsp_value_printable(converter, "the name of an action", key))
		return;
	wsp_value_bind(converter, &field, value, &duration);
	duration.action =
		wsp_strings_add(converter->strings, key->text, key->length, &converter->failed);
	if (duration.minutes == WSP_ABSENT || !duration.action)
		return;

	uint32_t row = wsp_index_get(&binder->durations, duration.action);

	if (row != WSP_NO_ROW)
		merge_duration(binder, &policy->duration[row], &duration);
	else if (WSP_RESERVE(policy->duration, policy->duration_capacity, policy->n_durations) &&
		 wsp_index_put(&binder->durations, duration.action, (uint32_t)policy->n_durations))
		policy->duration[policy->n_durations++] = duration;
	else
		converter->failed = true;
}

static void add_durations(struct wsp_binder *binder, const struct wsp_node *node)
{
	if (!wsp_binder_wants_map(binder, node, "policy.durations"))
		return;
	for (const struct wsp_node *key = node + 1; key < wsp_node_next(node);) {
		const struct wsp_node *value = wsp_node_next(key);

		if (wsp_binder_wants_name(binder, key))
			add_duration(binder, key, value);
		key = wsp_node_next(value);
	}
}

void wsp_binder_add_policy(struct wsp_binder *binder, const struct wsp_node *node)
{
	static const struct wsp_special specials[] = {
		{"trees", add_trees}, {"durations", add_durations}, {NULL, NULL}};
	struct wsp_policy *policy = &binder->inventory->policy;
	struct wsp_policy given = {0};
	struct wsp_record record = wsp_record_begin(binder, WSP_SECTION_POLICY, &given, node);

	if (!wsp_binder_wants_map(binder, node, "policy"))
		return;
	if (policy->place.file == 0)
		policy->place = node->place;
	wsp_record_bind(binder, &record, node, specials);
	wsp_record_merge(binder, &record, policy, &policy->present, &binder->policy_keys);
}
