#include <inttypes.h>

#include "report/effective.h"
#include "report/escape.h"
#include "report/format.h"

void wsp_write_identity(const struct wsp_plan *plan, struct wsp_text *out)
{
	const struct wsp_inventory *inventory = &plan->topo.inventory;
	struct wsp_lines document = wsp_lines_begin(out);

	wsp_lines_member(&document, "name");
	wsp_escape_json(out, wsp_inventory_text(inventory, inventory->name));
	wsp_lines_member(&document, "today");
	wsp_text_addf(out, "%" PRId32, plan->today);
	wsp_lines_member(&document, "forced");
	wsp_text_adds(out, plan->forced ? "true" : "false");
	if (plan->dated) {
		wsp_lines_member(&document, "now");
		wsp_moment_write_utc(out, plan->now);
	}
	wsp_effective_sections(&document, inventory);
	wsp_lines_list(&document, "servers");
	for (wsp_server_id s = 0; s < plan->topo.n_servers; s++) {
		struct wsp_object object;

		wsp_lines_item(&document);
		object = wsp_object_begin(out);
		wsp_effective_name(&object, plan, s);
		wsp_effective_keys(&object, plan, s);
		wsp_object_end(&object);
	}
	wsp_lines_list_end(&document);
	wsp_lines_end(&document);
}
