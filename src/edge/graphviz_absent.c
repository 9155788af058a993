#include "edge/graphviz.h"

bool wsp_graphviz_available(void)
{
	return false;
}

enum wsp_status wsp_graphviz_draw_svg(const char *dot, struct wsp_text *out)
{
	(void)dot;
	(void)out;
	return WSP_IO_ERROR;
}
