/* Fields: every key outside a server, and the sections they form. */
#include "model/fields.h"

#include "base/array.h"

#define AT(type, member) .offset = offsetof(struct wsp_##type, member)
#define WORDS(...)                                                                                 \
	.words = (const char *const[])                                                             \
	{                                                                                          \
		__VA_ARGS__, NULL                                                                  \
	}

enum { MANY = 1000 * 1000, MANY_CLIENTS = 1000 * 1000 * 1000, MOST_OPERATORS = 1000 };

static const struct wsp_field top[] = {
	{"name", WSP_TYPE_TEXT, AT(inventory, name),
		.meaning = "What the plan is called, on its first page and in its titles."},
	{"timezone", WSP_TYPE_TEXT, AT(inventory, timezone),
		.meaning = "IANA name of the zone of times that have no offset, such as "
			   "`Europe/Amsterdam`."},
};

static const struct wsp_field policy[] = {
	{"strategy", WSP_TYPE_ENUM, AT(policy, strategy), WORDS("auto", "top-down", "bottom-up"),
		.fallback = "auto",
		.meaning = "The order of the hierarchy. `auto` takes top-down when all work fits "
			   "one window, otherwise bottom-up."},
	{"cutover", WSP_TYPE_ENUM, AT(policy, cutover), WORDS("article", "overlap"),
		.fallback = "article",
		.meaning = "`article` requires SSL before downstream servers are switched, "
			   "`overlap` after."},
	{"operators", WSP_TYPE_COUNT, AT(policy, operators), .min = 1, .max = MOST_OPERATORS,
		.fallback = "2", .absent = WSP_ABSENT,
		.meaning = "Conversions or switches that are worked on at the same time."},
	{"servers_per_window", WSP_TYPE_COUNT, AT(policy, servers_per_window), .min = 1,
		.max = MANY, .absent = WSP_ABSENT,
		.meaning = "Most servers converted in one window; no limit without it."},
	{"clients_per_window", WSP_TYPE_COUNT, AT(policy, clients_per_window), .min = 1,
		.max = MANY_CLIENTS, .absent = WSP_ABSENT,
		.meaning = "Most clients whose servers are converted in one window; no limit "
			   "without it."},
	{"syncs_per_upstream", WSP_TYPE_COUNT, AT(policy, syncs_per_upstream), .min = 1,
		.max = MANY, .absent = WSP_ABSENT,
		.meaning = "Most first synchronizations from one upstream at the same time; no "
			   "limit without it."},
	{"separation", WSP_TYPE_ENUM, AT(policy, separation), WORDS("window", "order"),
		.fallback = "window",
		.meaning = "Bottom-up: whether an upstream is converted in a later window than "
			   "its downstream servers, or only after them."},
	{"soak", WSP_TYPE_DURATION, AT(policy, soak), .fallback = "0m", .absent = WSP_ABSENT,
		.meaning = "Least time between a downstream's conversion and its upstream's."},
	{"default_window", WSP_TYPE_DURATION, AT(policy, default_window), .min = 1,
		.fallback = "4h", .absent = WSP_ABSENT,
		.meaning = "Length of a window that has no dates."},
	{"rollback_reserve", WSP_TYPE_DURATION, AT(policy, rollback_reserve), .absent = WSP_ABSENT,
		.meaning = "Time kept at the end of a window for backing out; computed without "
			   "it."},
	{"canary", WSP_TYPE_WORDS, AT(policy, canary), .min = 1, .max = 1000,
		.shape = WSP_SHAPE_COUNTABLE,
		.meaning = "Servers that are converted first and alone, or how many of them the "
			   "planner shall choose."},
	{"abort.failed_conversions", WSP_TYPE_AMOUNT, AT(policy, failed_conversions), .min = 1,
		.max = MANY, .fallback = "1", .absent = WSP_ABSENT,
		.meaning = "Failed conversions at which a phase is given up: a count or a "
			   "percentage."},
	{"abort.failed_switches", WSP_TYPE_AMOUNT, AT(policy, failed_switches), .min = 1,
		.max = MANY, .fallback = "10%", .absent = WSP_ABSENT,
		.meaning = "Failed switches at which a phase is given up: a count or a "
			   "percentage."},
};

static const struct wsp_field trees[] = {
	{"root", WSP_TYPE_NAME, AT(tree_policy, root), .required = true,
		.meaning = "The server at the top of the tree."},
	{"strategy", WSP_TYPE_ENUM, AT(tree_policy, strategy),
		WORDS("auto", "top-down", "bottom-up"), .required = true,
		.meaning = "Its strategy, instead of that of the policy."},
};

static const struct wsp_field windows[] = {
	{"name", WSP_TYPE_TEXT, AT(window, name), .required = true,
		.meaning = "What sites call it."},
	{"start", WSP_TYPE_DATE, AT(window, start), .shape = WSP_SHAPE_MOMENT,
		.meaning = "When it opens for the first time. Without an offset it is local time "
			   "in the window's `timezone`."},
	{"duration", WSP_TYPE_DURATION, AT(window, duration), .min = 1, .required = true,
		.absent = WSP_ABSENT,
		.meaning = "How long it is open; in a night in which clocks change never longer, "
			   "and no later by the local clock."},
	{"repeat", WSP_TYPE_TEXT, AT(window, repeat),
		.meaning = "When it opens again: a recurrence rule of RFC 5545, such as "
			   "`FREQ=WEEKLY;BYDAY=SA`, at the same local time all year."},
	{"timezone", WSP_TYPE_TEXT, AT(window, timezone),
		.meaning = "IANA name of its zone; that of the inventory without it, else UTC."},
};

static const struct wsp_field freezes[] = {
	{"from", WSP_TYPE_DATE, AT(freeze, from),
		.meaning = "Its first day, from midnight in each zone in use, or an exact time. "
			   "With `rule`: the day from which the rule counts."},
	{"to", WSP_TYPE_DATE, AT(freeze, to),
		.meaning = "Its last day, to midnight at its end, or an exact time. With `rule`: "
			   "the last day on which the rule fires."},
	{"reason", WSP_TYPE_TEXT, AT(freeze, reason), .meaning = "Why nothing is changed then."},
	{"rule", WSP_TYPE_TEXT, AT(freeze, rule),
		.meaning = "Its first days as a recurrence rule of RFC 5545, such as "
			   "`FREQ=MONTHLY;BYDAY=2TU`."},
	{"duration", WSP_TYPE_DURATION, AT(freeze, duration), .min = 1, .absent = WSP_ABSENT,
		.meaning = "How long each freeze of `rule` is, from midnight by the local clock."},
	{"ics", WSP_TYPE_TEXT, AT(freeze, ics),
		.meaning = "A calendar file, relative to this one, whose events are freezes. Its "
			   "events stand for this entry in the plan."},
};

static const struct wsp_field sites[] = {
	{"timezone", WSP_TYPE_TEXT, AT(site, timezone),
		.meaning = "IANA name of its zone; that of the inventory without it."},
	{"operators", WSP_TYPE_COUNT, AT(site, operators), .min = 1, .max = MOST_OPERATORS,
		.absent = WSP_ABSENT,
		.meaning = "Operators for servers at this site, among those of the policy."},
	{"servers_per_window", WSP_TYPE_COUNT, AT(site, servers_per_window), .min = 1, .max = MANY,
		.absent = WSP_ABSENT, .meaning = "Most servers converted here in one window."},
	{"clients_per_window", WSP_TYPE_COUNT, AT(site, clients_per_window), .min = 1,
		.max = MANY_CLIENTS, .absent = WSP_ABSENT,
		.meaning = "Most clients whose servers are converted here in one window."},
	{"windows", WSP_TYPE_WORDS, AT(site, windows),
		.meaning = "Names of the windows in which its servers may be worked on; all "
			   "without it."},
	{"switch_anytime", WSP_TYPE_BOOL, AT(site, switch_anytime),
		.meaning = "Whether its servers may be switched in any window, and in "
			   "freezes."},
};

static const struct wsp_field groups[] = {
	{"name", WSP_TYPE_NAME, AT(group, name), .required = true,
		.meaning = "The name that is shared; `upstream` may give it."},
	{"kind", WSP_TYPE_ENUM, AT(group, kind), WORDS("alias", "load-balancer", "shared-database"),
		.required = true, .meaning = "What the members share."},
	{"members", WSP_TYPE_WORDS, AT(group, members), .shape = WSP_SHAPE_HOST, .required = true,
		.meaning = "Its servers."},
};

static const struct wsp_field client_policies[] = {
	{"name", WSP_TYPE_TEXT, AT(client_policy, name), .required = true,
		.meaning = "Its name, which `clients_by` of a server gives."},
	{"kind", WSP_TYPE_ENUM, AT(client_policy, kind), WORDS("gpo", "mdm", "local"),
		.required = true, .meaning = "What kind of object it is."},
	{"url", WSP_TYPE_TEXT, AT(client_policy, url), .shape = WSP_SHAPE_URL,
		.meaning = "The URL that it gives to clients now; with the name of a group as "
			   "its host, it points at that group."},
};

#define SECTION(name, field, meaning)                                                              \
	{                                                                                          \
		name, field, WSP_COUNT(field), meaning                                             \
	}

const struct wsp_section wsp_sections[] = {
	[WSP_SECTION_TOP] = SECTION("", top, "Keys at the top of a file."),
	[WSP_SECTION_POLICY] = SECTION("policy", policy, "How the change is done; a map."),
	[WSP_SECTION_TREES] =
		SECTION("policy.trees", trees, "Strategies of single trees; a list of maps."),
	[WSP_SECTION_WINDOWS] = SECTION("windows", windows,
		"When work may be done; a list of maps. Without windows the phases are numbered, "
		"not dated."),
	[WSP_SECTION_FREEZES] = SECTION("freezes", freezes,
		"When nothing may be changed; a list of maps. Each has `from` and `to` (whole "
		"days, "
		"both included), `rule` and `duration`, or `ics`."),
	[WSP_SECTION_SITES] = SECTION("sites", sites,
		"What holds at one site; a map from the name of a site to a map. A site needs no "
		"entry to be named by a server."),
	[WSP_SECTION_GROUPS] = SECTION(
		"groups", groups, "Servers that share a name or a database; a list of maps."),
	[WSP_SECTION_CLIENT_POLICIES] = SECTION("client_policies", client_policies,
		"Objects that each point the clients of several servers; a list of maps. A server "
		"that names none has its own."),
	[WSP_SECTION_SERVERS] = {"servers", wsp_server_fields, WSP_N_SERVER_FIELDS,
		"The servers; a list of maps."},
	[WSP_N_SECTIONS] = {0},
};
