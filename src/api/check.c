#include <string.h>

#include "api/now.h"
#include "base/number.h"
#include "edge/ical.h"
#include "plan/lint.h"
#include "wsusplan/topology.h"

enum wsp_status wsp_check_at(struct wsp_topology *topo, int64_t now, struct wsp_diags *diags)
{
	struct wsp_calendar calendar = {0};
	enum wsp_status status = wsp_calendar_expand(&topo->inventory, now, diags, &calendar);

	wsp_calendar_release(&calendar);
	if (status == WSP_NO_MEMORY)
		return status;
	wsp_lint(topo, wsp_day_of(now), diags);
	wsp_diags_sort(diags);
	if (diags->failed)
		return WSP_NO_MEMORY;
	if (status == WSP_IO_ERROR)
		return status;
	return wsp_diags_has_errors(diags) ? WSP_INVALID : WSP_OK;
}

enum wsp_status wsp_check(struct wsp_topology *topo, int32_t today, struct wsp_diags *diags)
{
	return wsp_check_at(topo, wsp_now(WSP_NO_MOMENT, today), diags);
}

int wsp_now_parse(const char *text, int64_t *ret_now)
{
	return wsp_zone_parse(&wsp_utc, text, false, ret_now);
}

int wsp_day_parse(const char *text, int32_t *ret_day)
{
	int32_t day, minute;

	if (!wsp_parse_date(text, strlen(text), &day, &minute) || minute >= 0)
		return 0;
	*ret_day = day;
	return 1;
}
