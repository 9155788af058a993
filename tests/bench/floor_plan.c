/* floor_plan FILE: read a stored plan, and nothing else: the floor of what judges or asks one. */
#include <stdio.h>

#include "wsusplan/plan.h"

int main(int argc, char **argv)
{
	struct wsp_diags *diags = wsp_diags_create();
	struct wsp_plan *plan = NULL;

	if (argc != 2 || !diags || wsp_plan_load(argv[1], diags, &plan) != WSP_OK)
		return 1;
	printf("%zu phases\n", wsp_plan_n_phases(plan));
	wsp_plan_free(plan);
	wsp_diags_free(diags);
	return 0;
}
