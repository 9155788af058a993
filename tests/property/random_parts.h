/* Parts of a random estate, shared by the files that roll them. */
#ifndef RANDOM_PARTS_H
#define RANDOM_PARTS_H

#include "base/array.h"
#include "dice.h"
#include "random_estate.h"

enum {
	RANDOM_SERVERS_MAX = 60,
	RANDOM_GROUPS_MAX = 4,
	RANDOM_POLICIES_MAX = 3,
	RANDOM_MEMBERS_MAX = 4,
	RANDOM_NONE = -1
};

/* What the numbers of one kind of thing are rolled with. */
enum random_part {
	PART_HABITS = 0,
	PART_TREE,
	PART_SERVER,
	PART_STATE,
	PART_LEFT_OUT,
	PART_POLICY,
	PART_LIMITS,
	PART_DURATIONS,
	PART_TREES,
	PART_CANARY,
	PART_SITES,
	PART_SITE_OF,
	PART_WINDOWS,
	PART_FREEZES,
	PART_DATES,
	PART_SOAK,
	PART_SYNCS,
	PART_GROUPS,
	PART_POLICIES,
	PART_CONFIGMGR,
	PART_OVERLAP
};

struct random_node {
	int up;           /* RANDOM_NONE: a root */
	int up_group;     /* the group that it names as its upstream, or RANDOM_NONE */
	int group, alias; /* it is a member of, or RANDOM_NONE */
	int policy;       /* the client policy it names, or RANDOM_NONE */
	int role;         /* of ConfigMgr, or RANDOM_NONE */
	bool retired, autonomous;
};

enum random_kind { KIND_ALIAS = 0, KIND_BALANCER, KIND_DATABASE };

struct random_group {
	enum random_kind kind;
	int member[RANDOM_MEMBERS_MAX], n_members;
};

struct random_rolling {
	uint64_t seed;
	unsigned features;
	struct wsp_text *out;
	bool tidy;  /* nobody is left out */
	bool begun; /* somebody is half converted */
	int n, n_groups, n_policies, n_sites, n_windows;
	bool dated;
	struct random_node node[RANDOM_SERVERS_MAX];
	struct random_group group[RANDOM_GROUPS_MAX];
	int policy_group[RANDOM_POLICIES_MAX]; /* whose name its URL has, or RANDOM_NONE */
};

static inline struct dice random_dice(
	const struct random_rolling *rolling, enum random_part part, int item)
{
	return dice_for(rolling->seed, (unsigned)part, (unsigned)item);
}

static inline bool random_has(const struct random_rolling *rolling, unsigned feature)
{
	return (rolling->features & feature) != 0;
}

/** Append the date of the day `days` after today. */
void random_write_day(struct random_rolling *rolling, int days);

/** Roll who synchronizes from whom, groups, client policies and update points. */
void random_roll_servers(struct random_rolling *rolling);

void random_write_groups(struct random_rolling *rolling);
void random_write_servers(struct random_rolling *rolling);

/** The policy; random_roll_servers() comes before it. */
void random_write_policy(struct random_rolling *rolling);

/** Windows, freezes and sites. */
void random_write_calendar(struct random_rolling *rolling);

#endif
