/*
 * Plan a hierarchy from a program of one's own and print the runbook.
 *
 *     cc -std=c11 embed.c $(pkg-config --cflags --libs wsusplan) -o embed
 *     ./embed office.yaml > runbook.md
 */
#include <stdio.h>
#include <time.h>

#include <wsusplan/wsusplan.h>

static int write_to(void *file, const char *bytes, size_t length)
{
	return fwrite(bytes, 1, length, file) == length;
}

static enum wsp_status make_plan(
	const char *file, struct wsp_diags *diags, struct wsp_plan **ret_plan)
{
	struct wsp_load_options load = WSP_LOAD_OPTIONS_INIT;
	struct wsp_plan_options options = WSP_PLAN_OPTIONS_INIT;
	struct wsp_topology *topo;
	enum wsp_status status;

	load.digests = 1; /* the plan names its inputs with their SHA-256 */
	options.now = (int64_t)time(NULL);
	status = wsp_topology_load(&file, 1, &load, diags, &topo);
	if (status != WSP_OK)
		return status;
	return wsp_plan_create(topo, &options, diags, ret_plan); /* takes the hierarchy over */
}

int main(int argc, char **argv)
{
	struct wsp_diags *diags = wsp_diags_create();
	struct wsp_plan *plan = NULL;
	enum wsp_status status = WSP_NO_MEMORY;

	if (argc != 2) {
		fprintf(stderr, "usage: embed FILE\n");
		wsp_diags_free(diags);
		return 2;
	}
	if (diags)
		status = make_plan(argv[1], diags, &plan);
	if (diags && wsp_diags_write(diags, WSP_WARNING, 0, write_to, stderr) != WSP_OK)
		status = WSP_NO_MEMORY;
	if (status == WSP_OK)
		status = wsp_plan_render(plan, "markdown", 0, write_to, stdout);
	if (status == WSP_OK)
		fprintf(stderr, "phases of work: %zu\n", wsp_plan_n_phases(plan));
	wsp_plan_free(plan);
	wsp_diags_free(diags);
	return status == WSP_OK && fflush(stdout) == 0 ? 0 : 1;
}
