/* Cycle: every row is walked over once, whatever the length of the cycles. */
#include "model/cycle.h"

#include "base/text.h"
#include "model/rule.h"
#include "model/schema.h"

enum { SHOWN = 12, SHOWN_BEFORE = 6, SHOWN_AFTER = 5 };

/* "a -> b -> a"; a long path loses its middle. */
static void write_path(const struct wsp_inventory *inventory, const uint32_t *up, uint32_t first,
	struct wsp_text *path)
{
	size_t length = 1, i = 0;

	for (uint32_t row = up[first]; row != first; row = up[row])
		length++;
	for (uint32_t row = first; i < length; row = up[row], i++) {
		bool shown = length <= SHOWN || i < SHOWN_BEFORE || i >= length - SHOWN_AFTER;

		if (shown)
			wsp_text_addf(path, "%s -> ",
				wsp_inventory_text(inventory, inventory->server[row].fqdn));
		else if (i == SHOWN_BEFORE)
			wsp_text_addf(path, "(%zu more) -> ", length - SHOWN_BEFORE - SHOWN_AFTER);
	}
	wsp_text_adds(path, wsp_inventory_text(inventory, inventory->server[first].fqdn));
}

static bool report(const struct wsp_inventory *inventory, const uint32_t *up, uint32_t member,
	struct wsp_diags *diags)
{
	uint32_t first = member;
	struct wsp_text path = {0};

	for (uint32_t row = up[member]; row != member; row = up[row]) {
		if (row < first)
			first = row;
	}
	write_path(inventory, up, first, &path);
	wsp_diags_add(diags, WSP_RULE(T001),
		wsp_inventory_place(
			inventory, &inventory->server[first], wsp_server_field("upstream")),
		NULL, "upstreams form a cycle: %s", wsp_text_get(&path));

	bool failed = path.failed;

	wsp_text_release(&path);
	return !failed;
}

bool wsp_cycles_report(const struct wsp_inventory *inventory, const uint32_t *up, uint32_t *mark,
	struct wsp_diags *diags)
{
	/* rows of this walk carry its number, so meeting it again closes a cycle */
	for (uint32_t start = 0; start < inventory->n_servers; start++) {
		uint32_t row = start;

		if (mark[start])
			continue;
		for (; !mark[row]; row = up[row])
			mark[row] = start + 1;
		if (mark[row] == start + 1 && !report(inventory, up, row, diags))
			return false;
	}
	return true;
}
