/* Who synchronizes from whom in a random estate, groups, client policies and update points. */
#include "random_parts.h"

/* The number of the server above number `i`: five shapes of estate. */
static int upstream_of(struct dice *dice, int shape, int i)
{
	if (i == 0)
		return RANDOM_NONE;
	switch (shape) {
	case 0: /* a chain */
		return i - 1;
	case 1: /* a star */
		return 0;
	case 2: /* three levels */
		return i <= 4 ? 0 : 1 + dice_below(dice, 4);
	case 3: /* many trees */
		return dice_chance(dice, 30) ? RANDOM_NONE : dice_below(dice, i);
	default:
		return dice_below(dice, i);
	}
}

static void roll_tree(struct random_rolling *rolling)
{
	static const int sizes[] = {3, 8, 25, RANDOM_SERVERS_MAX};
	struct dice dice = random_dice(rolling, PART_TREE, 0);
	int shape;

	rolling->n = 1 + dice_below(&dice, DICE_PICK(&dice, sizes));
	shape = dice_below(&dice, 6);
	for (int i = 0; i < rolling->n; i++) {
		rolling->node[i] = (struct random_node){.up = upstream_of(&dice, shape, i),
			.up_group = RANDOM_NONE,
			.group = RANDOM_NONE,
			.alias = RANDOM_NONE,
			.policy = RANDOM_NONE,
			.role = RANDOM_NONE};
		rolling->node[i].autonomous =
			rolling->node[i].up == RANDOM_NONE || dice_chance(&dice, 30);
	}
}

/* Whether `i` may join a group that begins with `first`: beside it, and in no other. */
static bool may_join(const struct random_rolling *rolling, enum random_kind kind, int first, int i)
{
	const struct random_node *a = &rolling->node[first];
	const struct random_node *b = &rolling->node[i];

	if (kind == KIND_ALIAS)
		return b->alias == RANDOM_NONE && (a->up == b->up || first % 3 == 0);
	return b->group == RANDOM_NONE && a->up == b->up &&
	       (kind == KIND_BALANCER || a->autonomous == b->autonomous);
}

static void join(struct random_rolling *rolling, struct random_group *group, int i)
{
	int *number = group->kind == KIND_ALIAS ? &rolling->node[i].alias : &rolling->node[i].group;

	*number = (int)(group - rolling->group);
	group->member[group->n_members++] = i;
}

static void roll_group(struct random_rolling *rolling, struct dice *dice)
{
	struct random_group *group = &rolling->group[rolling->n_groups];
	int first = dice_below(dice, rolling->n);
	int size = dice_between(dice, 2, RANDOM_MEMBERS_MAX);

	*group = (struct random_group){.kind = (enum random_kind)dice_below(dice, 3)};
	if (!may_join(rolling, group->kind, first, first))
		return;
	rolling->n_groups++;
	join(rolling, group, first);
	for (int i = 0; i < rolling->n && group->n_members < size; i++) {
		if (i != first && may_join(rolling, group->kind, first, i))
			join(rolling, group, i);
	}
}

/* Some of those below the first member of a group name the group. */
static void name_groups(struct random_rolling *rolling, struct dice *dice)
{
	for (int i = 0; i < rolling->n; i++) {
		int up = rolling->node[i].up;
		int g = up == RANDOM_NONE                        ? RANDOM_NONE
			: rolling->node[up].group != RANDOM_NONE ? rolling->node[up].group
								 : rolling->node[up].alias;

		if (g != RANDOM_NONE && rolling->group[g].member[0] == up &&
			dice_chance(dice, rolling->group[g].kind == KIND_ALIAS ? 20 : 60))
			rolling->node[i].up_group = g;
	}
}

static void roll_groups(struct random_rolling *rolling)
{
	struct dice dice = random_dice(rolling, PART_GROUPS, 0);
	int n = dice_chance(&dice, 55) ? dice_between(&dice, 1, RANDOM_GROUPS_MAX) : 0;

	if (!random_has(rolling, RANDOM_GROUPS))
		return;
	for (int i = 0; i < n; i++)
		roll_group(rolling, &dice);
	name_groups(rolling, &dice);
}

static void roll_policies(struct random_rolling *rolling)
{
	struct dice dice = random_dice(rolling, PART_POLICIES, 0);

	if (!random_has(rolling, RANDOM_POLICIES) || !dice_chance(&dice, 45))
		return;
	rolling->n_policies = dice_between(&dice, 1, RANDOM_POLICIES_MAX);
	for (int p = 0; p < rolling->n_policies; p++)
		rolling->policy_group[p] = rolling->n_groups > 0 && dice_chance(&dice, 50)
						   ? dice_below(&dice, rolling->n_groups)
						   : RANDOM_NONE;
	for (int i = 0; i < rolling->n; i++) {
		if (dice_chance(&dice, 25))
			rolling->node[i].policy = dice_below(&dice, rolling->n_policies);
	}
}

enum { ROLE_CAS = 0, ROLE_PRIMARY, ROLE_SECONDARY };

/* Update points from some root down, roles by level; other servers may be below them. */
static void roll_update_points(struct random_rolling *rolling)
{
	struct dice dice = random_dice(rolling, PART_CONFIGMGR, 0);
	bool plain_root = dice_chance(&dice, 30); /* a stand-alone upstream */

	if (!random_has(rolling, RANDOM_CONFIGMGR) || !dice_chance(&dice, 35))
		return;
	for (int i = 0; i < rolling->n; i++) {
		struct random_node *node = &rolling->node[i];
		int above = node->up == RANDOM_NONE ? RANDOM_NONE : rolling->node[node->up].role;

		if (node->up == RANDOM_NONE && !plain_root)
			node->role = dice_chance(&dice, 60) ? ROLE_CAS : ROLE_PRIMARY;
		else if (node->up == 0 && plain_root)
			node->role = ROLE_PRIMARY;
		else if (above != RANDOM_NONE && above < ROLE_SECONDARY && dice_chance(&dice, 75))
			node->role = above + 1;
	}
}

static void roll_retired(struct random_rolling *rolling)
{
	struct dice dice = random_dice(rolling, PART_LEFT_OUT, -1);
	int percent = rolling->tidy ? 0 : dice_below(&dice, 10);

	for (int i = 0; i < rolling->n; i++) {
		struct random_node *node = &rolling->node[i];
		bool member = node->group != RANDOM_NONE || node->alias != RANDOM_NONE;

		/* below a retired server everything is gone */
		node->retired =
			(node->up != RANDOM_NONE && rolling->node[node->up].retired) ||
			(dice_chance(&dice, percent) && (!member || dice_chance(&dice, 30)));
	}
}

void random_roll_servers(struct random_rolling *rolling)
{
	roll_tree(rolling);
	roll_groups(rolling);
	roll_policies(rolling);
	roll_update_points(rolling);
	roll_retired(rolling);
}

void random_write_groups(struct random_rolling *rolling)
{
	static const char *const kinds[] = {"alias", "load-balancer", "shared-database"};
	static const char *const policy_kinds[] = {"gpo", "mdm", "local"};
	struct wsp_text *out = rolling->out;

	for (int g = 0; g < rolling->n_groups; g++) {
		const struct random_group *group = &rolling->group[g];

		wsp_text_addf(out, "%s  - {name: group%d.example.com, kind: %s, members: [",
			g == 0 ? "groups:\n" : "", g, kinds[group->kind]);
		for (int i = 0; i < group->n_members; i++)
			wsp_text_addf(out, "%ss%d.example.com", i ? ", " : "", group->member[i]);
		wsp_text_adds(out, "]}\n");
	}
	for (int p = 0; p < rolling->n_policies; p++) {
		wsp_text_addf(out, "%s  - {name: Policy %d, kind: %s, url: \"http://",
			p == 0 ? "client_policies:\n" : "", p, policy_kinds[p % 3]);
		if (rolling->policy_group[p] != RANDOM_NONE)
			wsp_text_addf(
				out, "group%d.example.com:8530\"}\n", rolling->policy_group[p]);
		else
			wsp_text_addf(out, "wsus%d.example.com:8530\"}\n", p);
	}
}
