/* Ical repeat: the times of one rule, within the effort that one inventory may cost. */
#include "edge/ical_door.h"
#include "edge/ical_work.h"
#include "model/recurrence.h"
#include "model/rule.h"

enum {
	DRY_MAX = 8,             /* rules that may be searched in vain */
	STEPS_MAX = 2000 * 1000, /* times that may be looked at, about four seconds */
	RULE_SHOWN = 80,
};

int32_t wsp_expansion_zone_offset(const void *zone, wsp_moment at)
{
	return wsp_zone_offset(zone, at);
}

/* A rule that is followed. */
struct following {
	struct wsp_expansion *expansion;
	const struct wsp_repetition *repetition;
	struct wsp_recurrence recurrence;
	int64_t end;      /* local; the rule's own or the caller's */
	bool ended_by_us; /* the caller's end comes before the rule's own */
	uint32_t n_fired;
};

static void report_dry(const struct following *following)
{
	const struct wsp_repetition *repetition = following->repetition;

	wsp_diags_add(following->expansion->diags, repetition->dry, repetition->place, NULL,
		"%s never fires: %.*s", repetition->what, RULE_SHOWN, repetition->rule);
}

static void report_too_many(const struct following *following, const char *why)
{
	const struct wsp_repetition *repetition = following->repetition;

	if (!following->expansion->is_over)
		wsp_diags_add(following->expansion->diags, WSP_RULE(D019), repetition->place, NULL,
			"%s is not followed, nor are those behind it: %s", repetition->what, why);
	following->expansion->is_over = true;
}

static void find_end(struct following *following)
{
	const struct wsp_repetition *repetition = following->repetition;
	int64_t own = following->recurrence.until;

	if (following->recurrence.until_utc)
		own += repetition->offset(repetition->clock, own);
	following->ended_by_us = !following->recurrence.has_until || own > repetition->end;
	following->end = following->ended_by_us ? repetition->end : own;
}

/* Hand over one time after the other. @return whether the caller wanted all of them */
static bool run(struct following *following, struct wsp_ical_times *times,
	bool (*take)(void *, int64_t), void *context)
{
	int64_t local;

	while (wsp_ical_times_next(times, &local)) {
		if (following->expansion->n_steps++ >= STEPS_MAX) {
			report_too_many(following, "the rules give too many times");
			return false;
		}
		following->n_fired++;
		if (!take(context, local))
			return false;
	}
	return true;
}

static bool follow(struct following *following, bool (*take)(void *, int64_t), void *context,
	bool *ret_endless)
{
	struct wsp_expansion *expansion = following->expansion;
	const struct wsp_repetition *repetition = following->repetition;
	struct wsp_ical_times *times;
	bool all;

	if (expansion->is_over)
		return false;
	if (expansion->n_dry >= DRY_MAX) {
		report_too_many(following, "too many other rules never fire");
		return false;
	}
	times = wsp_ical_times_open(
		repetition->rule, repetition->start, following->end, &expansion->failed);
	all = times && run(following, times, take, context);
	wsp_ical_times_close(times);
	if (following->n_fired == 0 && !expansion->failed) {
		expansion->n_dry++;
		report_dry(following);
	}
	if (ret_endless)
		*ret_endless =
			!all || (following->ended_by_us &&
					(following->recurrence.count == 0 ||
						following->n_fired < following->recurrence.count));
	return following->n_fired > 0;
}

bool wsp_expansion_repeat(struct wsp_expansion *expansion, const struct wsp_repetition *repetition,
	bool (*take)(void *context, int64_t local), void *context, bool *ret_endless)
{
	struct following following = {.expansion = expansion, .repetition = repetition};

	if (ret_endless)
		*ret_endless = false;
	if (!wsp_recurrence_read(repetition->rule, &following.recurrence, &expansion->text)) {
		wsp_diags_add(expansion->diags, repetition->unreadable, repetition->place, NULL,
			"%s cannot be read: %s", repetition->what, wsp_text_get(&expansion->text));
		return false;
	}
	if (following.recurrence.never) {
		report_dry(&following);
		return false;
	}
	find_end(&following);
	return follow(&following, take, context, ret_endless);
}
