/*
 * Random estate: an inventory of any shape, state and constraint from a seed, as text.
 *
 * It is what a user could have written: the schema accepts it. Most estates can be planned; in some
 * the windows run out, a deadline is too early, a group waits for itself.
 */
#ifndef RANDOM_ESTATE_H
#define RANDOM_ESTATE_H

#include "base/text.h"

enum {
	RANDOM_ESTATE_TODAY = 20000, /* 2024-10-04 */
	RANDOM_ESTATE_HOUR = 9       /* of that day (UTC): when plans begin */
};

/* What an estate may have; each can be left out without changing the others. */
enum random_feature {
	RANDOM_STATE = 1 << 0,         /* half converted, and states that contradict themselves */
	RANDOM_LEFT_OUT = 1 << 1,      /* held, excluded, retired, without TLS 1.2 */
	RANDOM_LIMITS = 1 << 2,        /* servers and clients a window, durations, reserve */
	RANDOM_CANARY = 1 << 3,        /* named canaries */
	RANDOM_TREES = 1 << 4,         /* strategies of single trees */
	RANDOM_SITES = 1 << 5,         /* sites with zones, operators and limits */
	RANDOM_DATED = 1 << 6,         /* windows that begin and repeat; windows of sites */
	RANDOM_FREEZES = 1 << 7,       /* ranges and rules */
	RANDOM_DATES = 1 << 8,         /* not_before, deadline, hold.until, certificate.lead */
	RANDOM_SOAK = 1 << 9,          /* and `separation: order` beside it */
	RANDOM_SYNCS = 1 << 10,        /* syncs_per_upstream */
	RANDOM_CANARY_COUNT = 1 << 11, /* canaries as a number */
	RANDOM_GROUPS = 1 << 12,       /* of all kinds, also as upstreams */
	RANDOM_POLICIES = 1 << 13,     /* client policies that servers share */
	RANDOM_CONFIGMGR = 1 << 14,    /* software update points */
	RANDOM_OVERLAP = 1 << 15,      /* cutover: overlap */
	RANDOM_EVERYTHING = (1 << 16) - 1
};

/** The bits of words such as "groups,soak"; 0 when one means nothing. */
unsigned random_features(const char *words);

/** Append the YAML of an estate to `out`. The same seed and features give the same bytes. */
void random_estate(uint64_t seed, unsigned features, struct wsp_text *out);

#endif
