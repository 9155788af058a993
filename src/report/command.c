#include "report/command.h"

#include <string.h>

#include "report/escape.h"
#include "report/placeholder.h"

void wsp_command_fill(struct wsp_text *out, const struct wsp_plan *plan, wsp_server_id s,
	const char *shell, const char *line)
{
	struct wsp_text value = {0};

	for (;;) {
		size_t before;
		enum wsp_placeholder placeholder = wsp_placeholder_next(line, &before);

		wsp_text_add(out, line, before);
		if (placeholder == WSP_N_PLACEHOLDERS)
			break;
		wsp_text_clear(&value);
		if (!wsp_placeholder_value(plan, s, placeholder, &value))
			wsp_text_adds(out, wsp_placeholders[placeholder]);
		else if (*shell)
			wsp_escape_powershell(out, wsp_text_get(&value));
		else
			wsp_text_adds(out, wsp_text_get(&value));
		out->failed = out->failed || value.failed;
		line += before + strlen(wsp_placeholders[placeholder]);
	}
	wsp_text_release(&value);
}
