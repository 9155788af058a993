/* A program of somebody else: plans a hierarchy of two servers through the installed library. */
#include <wsusplan/wsusplan.h>

#include <stdio.h>
#include <string.h>

static const char inventory[] =
	"wsusplan: 1\n"
	"servers:\n"
	"  - {fqdn: root.example.com, upstream: microsoft-update, mode: autonomous}\n"
	"  - {fqdn: leaf.example.com, upstream: root, mode: replica}\n";

static int print(void *context, const char *bytes, size_t length)
{
	return fwrite(bytes, 1, length, context) == length;
}

int main(void)
{
	struct wsp_load_options load = WSP_LOAD_OPTIONS_INIT;
	struct wsp_plan_options options = WSP_PLAN_OPTIONS_INIT;
	struct wsp_diags *diags = wsp_diags_create();
	struct wsp_topology *topo = NULL;
	struct wsp_plan *plan = NULL;
	enum wsp_status status = WSP_NO_MEMORY;

	load.format = "yaml";
	options.today = 20788;
	if (diags)
		status = wsp_topology_load_memory(
			"two.yaml", inventory, strlen(inventory), &load, diags, &topo);
	if (status == WSP_OK)
		status = wsp_plan_create(topo, &options, diags, &plan);
	if (status == WSP_OK)
		status = wsp_plan_render(plan, "markdown", 0, print, stdout);
	if (status != WSP_OK && diags &&
		wsp_diags_write(diags, WSP_NOTE, 0, print, stderr) != WSP_OK)
		fputs("and the findings cannot be written\n", stderr);
	wsp_plan_free(plan);
	wsp_diags_free(diags);
	return status == WSP_OK ? 0 : 1;
}
