#include <string.h>

#include "base/number.h"
#include "plan/lint.h"
#include "wsusplan/topology.h"

enum wsp_status wsp_check(const struct wsp_topology *topo, int32_t today, struct wsp_diags *diags)
{
	wsp_lint(topo, today, diags);
	wsp_diags_sort(diags);
	if (diags->failed)
		return WSP_NO_MEMORY;
	return wsp_diags_has_errors(diags) ? WSP_INVALID : WSP_OK;
}

int wsp_day_parse(const char *text, int32_t *ret_day)
{
	int32_t day, minute;

	if (!wsp_parse_date(text, strlen(text), &day, &minute) || minute >= 0)
		return 0;
	*ret_day = day;
	return 1;
}
