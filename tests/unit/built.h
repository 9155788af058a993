/* Built: a topology from the notation of binding.h. */
#ifndef BUILT_H
#define BUILT_H

#include "binding.h"
#include "model/topology.h"

struct built {
	struct binding binding;
	struct wsp_topology topo;
	enum wsp_status status;
};

/** Bind and build. */
struct built built_of(const char *text);

void built_release(struct built *built);

#endif
