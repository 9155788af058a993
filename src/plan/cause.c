#include "plan/cause.h"

/* Reasons that have a reason: those of the others are about the server they name itself. */
static const bool follows[WSP_N_WHYS] = {
	[WSP_WHY_CHILD] = true,
	[WSP_WHY_UPSTREAM] = true,
	[WSP_WHY_MEMBER] = true,
	[WSP_WHY_SOAK] = true,
};

static bool is_among(const wsp_server_id *server, uint32_t n, wsp_server_id s)
{
	for (uint32_t i = 0; i < n; i++) {
		if (server[i] == s)
			return true;
	}
	return false;
}

uint32_t wsp_causes_tell(
	const struct wsp_plan *plan, wsp_server_id s, wsp_server_id ret_cause[WSP_CAUSES_MAX])
{
	uint32_t n = 0;

	ret_cause[n++] = s;
	while (plan->why && n < WSP_CAUSES_MAX && follows[plan->why[s].kind]) {
		s = plan->why[s].by;
		if (s >= plan->topo.n_servers || is_among(ret_cause, n, s))
			break;
		ret_cause[n++] = s;
	}
	return n;
}
