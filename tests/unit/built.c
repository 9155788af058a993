#include "built.h"

struct built built_of(const char *text)
{
	struct built built = {0};

	built.status = binding_of(&built.binding, text);
	if (built.status == WSP_OK)
		built.status = wsp_topology_build(
			&built.topo, &built.binding.inventory, &built.binding.diags);
	return built;
}

void built_release(struct built *built)
{
	wsp_topology_release(&built->topo);
	binding_release(&built->binding);
}
