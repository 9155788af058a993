#include "wsusplan/calendar.h"

#include <string.h>

#include "api/options.h"
#include "api/output.h"
#include "base/array.h"
#include "edge/ical.h"
#include "report/almanac.h"

static const struct {
	const char *name;
	void (*write)(const struct wsp_almanac *almanac, struct wsp_text *out);
} formats[] = {{"text", wsp_write_almanac_text}, {"json", wsp_write_almanac_json}};

static enum wsp_status write(
	const struct wsp_almanac *almanac, const char *format, wsp_output output, void *context)
{
	struct wsp_out out;

	for (size_t i = 0; i < WSP_COUNT(formats); i++) {
		if (strcmp(formats[i].name, format) != 0)
			continue;
		wsp_out_begin(&out, output, context);
		formats[i].write(almanac, &out.text);
		return wsp_out_end(&out);
	}
	return WSP_INVALID;
}

enum wsp_status wsp_calendar_write(struct wsp_topology *topo,
	const struct wsp_calendar_options *options, const char *format, struct wsp_diags *diags,
	wsp_output output, void *context)
{
	struct wsp_calendar_options given = WSP_CALENDAR_OPTIONS_INIT;
	struct wsp_calendar calendar;
	struct wsp_almanac almanac;
	enum wsp_status status;

	wsp_options_read(&given, sizeof(given), options);
	status = wsp_calendar_expand(&topo->inventory, given.now, diags, &calendar);
	wsp_diags_sort(diags);
	if (status != WSP_OK)
		return status;
	status = WSP_NO_MEMORY;
	if (wsp_almanac_init(&almanac, topo, &calendar, given.next))
		status = write(&almanac, format, output, context);
	wsp_almanac_release(&almanac);
	wsp_calendar_release(&calendar);
	return status;
}
