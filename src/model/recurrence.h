/*
 * Recurrence: whether a text is a rule of RFC 5545 that can be followed.
 *
 * Stricter than the library that follows it, which reads "BYDAY=9MO" and forgets "BYSETPOS" where
 * it does not support it. What fires more often than daily, or never for a reason that the text
 * shows, is refused here.
 */
#ifndef WSP_MODEL_RECURRENCE_H
#define WSP_MODEL_RECURRENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/** What a rule says beside its days. */
struct wsp_recurrence {
	bool has_until;
	bool until_utc; /* `until` is UTC, otherwise local */
	bool never;     /* its months have none of its days of the month */
	int64_t until;  /* seconds since 1970-01-01; the last one that counts */
	uint32_t count; /* 0: no limit */
};

/**
 * Read a rule.
 *
 * @param wrong  cleared; what is wrong, such as "BYDAY has \"XX\", which is no weekday"
 * @return false when it cannot be followed
 */
bool wsp_recurrence_read(
	const char *rule, struct wsp_recurrence *ret_recurrence, struct wsp_text *wrong);

#endif
