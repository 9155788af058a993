/* Fuzz: a stored plan, which people and programs may have edited. */
#include <stdlib.h>

#include "report/format.h"
#include "target.h"
#include "unit/planned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wsp_diags *diags = wsp_diags_create();
	struct wsp_plan *plan = NULL;
	enum wsp_status status;

	if (!diags)
		return 0;
	status = stored((const char *)data, size, diags, &plan);
	if (status == WSP_OK) {
		free(written(plan, wsp_write_markdown));
		free(written(plan, wsp_write_json));
		free(written(plan, wsp_write_dot));
		wsp_plan_free(plan);
	} else if (wsp_diags_count_severity(diags, WSP_ERROR) == 0) {
		abort(); /* refused without a reason */
	}
	wsp_diags_free(diags);
	return 0;
}
