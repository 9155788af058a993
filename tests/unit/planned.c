#include "planned.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "edge/reader.h"
#include "plan/stored.h"
#include "wsusplan/topology.h"

const char planned_company[] =
	"name: \"Northwind \\\"WSUS\\\" to HTTPS | phase <1>\"\n"
	"timezone: Europe/Amsterdam\n"
	"policy:\n"
	"  operators: 2\n"
	"  servers_per_window: 2\n"
	"  strategy: bottom-up\n"
	"  durations: {restart-server: 20m, verify-sync: 15m}\n"
	"  abort: {failed_conversions: 2, failed_switches: 12.5%}\n"
	"windows: [{name: \"night \\\"A\\\"\", duration: 5h}]\n"
	"sites: {\"Paris \\\"Nord\\\"\": {timezone: Europe/Paris}}\n"
	"servers:\n"
	"  - {fqdn: root.example.com, upstream: microsoft-update, mode: autonomous, clients: 20,\n"
	"     owner: \"=cmd|' /C calc'!A0\", site: \"Paris \\\"Nord\\\"\"}\n"
	"  - {fqdn: east.example.com, upstream: root, mode: autonomous, clients: 300,\n"
	"     aliases: [updates.example.com, wsus-east], sync_times: [\"01:00\", \"13:00\"],\n"
	"     certificate: {names: [east.example.com, '*.example.com'], lead: 3d,\n"
	"       thumbprint: 0A1B2C3D4E5F60718293A4B5C6D7E8F901234567}}\n"
	"  - {fqdn: west.example.com, upstream: root, mode: autonomous, clients: 200,\n"
	"     clients_by: none, roles: [print-server], restart: services}\n"
	"  - {fqdn: e1.example.com, upstream: east, mode: replica, clients: 40, notes: \"a \\\\ "
	"b\"}\n"
	"  - {fqdn: e2.example.com, upstream: east, mode: replica, clients: 50, http_port: 80}\n"
	"  - {fqdn: w1.example.com, upstream: west, mode: replica, last_sync: never}\n";

const char planned_begun[] =
	"name: Begun\n"
	"policy: {operators: 2, strategy: bottom-up}\n"
	"defaults:\n"
	"  certificate: {source: public-ca, issuer: Some CA}\n"
	"  tls12: true\n"
	"servers:\n"
	"  - {fqdn: root.example.com, upstream: microsoft-update, mode: autonomous,\n"
	"     state: {https: none, clients_https: none}}\n"
	"  - {fqdn: london.example.com, upstream: root.example.com, mode: autonomous, clients: 9,\n"
	"     state: {https: required, sync_ssl: false, clients_https: all, using_ssl: false}}\n"
	"  - {fqdn: paris.example.com, upstream: root.example.com, mode: autonomous, clients: 7,\n"
	"     certificate: {thumbprint: 1A1B2C3D4E5F60718293A4B5C6D7E8F901234567},\n"
	"     state: {https: none, sync_ssl: false}}\n"
	"  - {fqdn: madrid.example.com, upstream: root.example.com, mode: autonomous,\n"
	"     hold: {reason: \"audit, until October\"}}\n"
	"  - {fqdn: leeds.example.com, upstream: london.example.com, mode: replica,\n"
	"     state: {https: none, sync_ssl: false}}\n"
	"  - {fqdn: york.example.com, upstream: london.example.com, mode: replica,\n"
	"     state: {https: configured, sync_ssl: true, clients_https: all}}\n"
	"  - {fqdn: lyon.example.com, upstream: paris.example.com, mode: replica,\n"
	"     state: {https: none, sync_ssl: true}}\n"
	"  - {fqdn: nice.example.com, upstream: paris.example.com, mode: replica,\n"
	"     exclude: {reason: replaced in spring}}\n"
	"  - {fqdn: lille.example.com, upstream: paris.example.com, mode: replica, retired: true}\n"
	"  - {fqdn: seville.example.com, upstream: madrid.example.com, mode: replica,\n"
	"     state: {https: none, sync_ssl: true}}\n";

static const char format_version[] = "wsusplan: 1\n";

enum { TODAY = 20619 }; /* 15 June 2026 */

static struct wsp_plan *planned_from(const char *text, size_t length)
{
	struct wsp_load_options load = WSP_LOAD_OPTIONS_INIT;
	struct wsp_plan_options options = WSP_PLAN_OPTIONS_INIT;
	struct wsp_diags *diags = wsp_diags_create();
	struct wsp_topology *topo = NULL;
	struct wsp_plan *plan = NULL;

	load.format = "yaml";
	load.digests = 1;
	options.today = TODAY;
	if (diags &&
		wsp_topology_load_memory("estate.yaml", text, length, &load, diags, &topo) ==
			WSP_OK &&
		wsp_plan_create(topo, &options, diags, &plan) != WSP_OK)
		plan = NULL;
	wsp_diags_free(diags);
	return plan;
}

struct wsp_plan *planned(const char *yaml)
{
	struct wsp_text text = {0};
	struct wsp_plan *plan;

	wsp_text_adds(&text, format_version);
	wsp_text_adds(&text, yaml);
	plan = planned_from(wsp_text_get(&text), text.length);
	wsp_text_release(&text);
	return plan;
}

char *written(const struct wsp_plan *plan,
	void (*write)(const struct wsp_plan *plan, struct wsp_text *out))
{
	struct wsp_text text = {0};

	write(plan, &text);
	if (!text.failed)
		return text.at;
	wsp_text_release(&text);
	return NULL;
}

static enum wsp_status read_plan(
	struct wsp_source *source, wsp_file_id file, struct wsp_diags *diags, struct wsp_plan *plan)
{
	struct wsp_stored *reading = wsp_stored_create(file, diags);
	struct wsp_reader_sink sink;
	enum wsp_status status;

	if (!reading)
		return WSP_NO_MEMORY;
	sink = wsp_stored_sink(reading);
	status = wsp_read_json(source, file, &sink, diags);
	if (status == WSP_OK)
		status = wsp_stored_finish(reading, plan);
	wsp_stored_free(reading);
	return status;
}

enum wsp_status stored(
	const char *json, size_t length, struct wsp_diags *diags, struct wsp_plan **ret_plan)
{
	struct wsp_plan *plan = calloc(1, sizeof(*plan));
	struct wsp_source_options options = {0};
	struct wsp_source *source = NULL;
	wsp_file_id file = wsp_diags_add_file(diags, "plan.json");
	enum wsp_status status =
		plan ? wsp_source_memory(json, length, &options, file, diags, &source)
		     : WSP_NO_MEMORY;

	if (status == WSP_OK) {
		status = read_plan(source, file, diags, plan);
		wsp_source_close(source);
	}
	if (status == WSP_OK)
		*ret_plan = plan;
	else
		free(plan);
	return status;
}
