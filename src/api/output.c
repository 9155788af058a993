#include "api/output.h"

static bool pass_on(void *context, const char *bytes, size_t length)
{
	const struct wsp_out *out = context;

	return out->output(out->context, bytes, length) != 0;
}

void wsp_out_begin(struct wsp_out *out, wsp_output output, void *context)
{
	*out = (struct wsp_out){
		.text = {.sink = pass_on, .context = out},
		.output = output,
		.context = context,
	};
}

enum wsp_status wsp_out_end(struct wsp_out *out)
{
	enum wsp_status status = WSP_OK;

	if (!wsp_text_flush(&out->text))
		status = out->text.refused ? WSP_CANCELLED : WSP_NO_MEMORY;
	wsp_text_release(&out->text);
	return status;
}
