#include "wsusplan/diff.h"

#include <string.h>

#include "api/options.h"
#include "api/output.h"
#include "report/amendment.h"

static enum wsp_status write_difference(const struct wsp_difference *difference,
	const struct wsp_diff_options *options, bool as_json, wsp_output output, void *context)
{
	struct wsp_out out;

	wsp_out_begin(&out, output, context);
	if (as_json)
		wsp_write_amendment_json(difference, &out.text);
	else
		wsp_write_amendment(difference, options->colour != 0, options->all != 0, &out.text);
	return wsp_out_end(&out);
}

enum wsp_status wsp_plan_diff(const struct wsp_plan *before, const struct wsp_plan *after,
	const struct wsp_diff_options *options, int *ret_same, wsp_output output, void *context)
{
	struct wsp_diff_options given = WSP_DIFF_OPTIONS_INIT;
	struct wsp_difference difference;
	enum wsp_status status = WSP_NO_MEMORY;
	bool as_json;

	wsp_options_read(&given, sizeof(given), options);
	as_json = given.format && strcmp(given.format, "json") == 0;
	if (given.format && !as_json && strcmp(given.format, "text") != 0)
		return WSP_INVALID;
	if (wsp_difference_tell(&difference, before, after))
		status = write_difference(&difference, &given, as_json, output, context);
	if (status == WSP_OK)
		*ret_same = wsp_difference_is_none(&difference);
	wsp_difference_release(&difference);
	return status;
}
