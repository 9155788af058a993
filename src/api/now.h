/* Now: the moment and the day that a caller gives. */
#ifndef WSP_API_NOW_H
#define WSP_API_NOW_H

#include "model/calendar.h"

/** `now`, or the midnight (UTC) at the begin of `today` when it is not given. */
static inline wsp_moment wsp_now(int64_t now, int32_t today)
{
	return now != WSP_NO_MOMENT ? now : (wsp_moment)today * WSP_SECONDS_A_DAY;
}

/** Days since 1970-01-01 (UTC) of a moment. */
static inline int32_t wsp_day_of(wsp_moment now)
{
	return (int32_t)(now / WSP_SECONDS_A_DAY - (now % WSP_SECONDS_A_DAY < 0));
}

#endif
