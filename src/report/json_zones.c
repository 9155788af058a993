#include <inttypes.h>

#include "report/escape.h"
#include "report/json_parts.h"

static void write_change(const struct wsp_zone_change *change, struct wsp_text *out)
{
	struct wsp_object object = wsp_object_begin(out);

	wsp_object_key(&object, "from");
	wsp_text_addc(out, '"');
	wsp_moment_write_utc(out, change->from);
	wsp_text_addc(out, '"');
	wsp_object_key(&object, "offset_minutes");
	wsp_text_addf(out, "%" PRId32, change->offset / WSP_SECONDS_A_MINUTE);
	wsp_object_end(&object);
}

static void write_zone(const struct wsp_zone *zone, struct wsp_text *out)
{
	struct wsp_object object = wsp_object_begin(out);

	wsp_object_text(&object, "name", zone->name);
	wsp_object_key(&object, "changes");
	wsp_text_addc(out, '[');
	for (uint32_t i = 0; i < zone->n_changes; i++) {
		if (i > 0)
			WSP_TEXT_LITERAL(out, ", ");
		write_change(&zone->change[i], out);
	}
	wsp_text_addc(out, ']');
	wsp_object_end(&object);
}

void wsp_json_zones(const struct wsp_plan *plan, struct wsp_lines *document)
{
	wsp_lines_list(document, "zones");
	for (uint32_t i = 0; i < plan->zones.n_zones; i++) {
		wsp_lines_item(document);
		write_zone(&plan->zones.zone[i], document->out);
	}
	wsp_lines_list_end(document);
}
