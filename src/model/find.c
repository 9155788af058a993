/* Find: a server by one of its names, for options and commands. */
#include <string.h>

#include "base/ascii.h"
#include "base/list.h"
#include "model/topology.h"

static bool has_alias(
	const struct wsp_topology *topo, wsp_server_id s, const char *name, size_t length)
{
	const char *rest = wsp_topology_text(topo, topo->server[s].aliases);
	const char *word;
	size_t word_length;

	while (wsp_list_next(&rest, &word, &word_length)) {
		if (wsp_ascii_same(word, word_length, name, length))
			return true;
	}
	return false;
}

wsp_server_id wsp_topology_find(const struct wsp_topology *topo, const char *name)
{
	struct found {
		wsp_server_id server;
		uint32_t n;
	} alias = {WSP_NO_SERVER, 0}, label = {WSP_NO_SERVER, 0};

	size_t length = strlen(name);

	if (length > 1 && name[length - 1] == '.')
		length--;
	for (wsp_server_id s = 0; s < topo->n_servers && length > 0; s++) {
		const char *fqdn = wsp_topology_fqdn(topo, s);

		if (wsp_ascii_same(fqdn, strlen(fqdn), name, length))
			return s;
		if (has_alias(topo, s, name, length))
			alias = (struct found){s, alias.n + 1};
		if (wsp_ascii_same(fqdn, strcspn(fqdn, "."), name, length))
			label = (struct found){s, label.n + 1};
	}
	if (alias.n > 0)
		return alias.n == 1 ? alias.server : WSP_NO_SERVER;
	return label.n == 1 ? label.server : WSP_NO_SERVER;
}
