/*
 * generate SHAPE N FORMAT: a made-up hierarchy of N servers on standard output.
 *
 * Shapes: levels (root, sqrt N, rest), random (attachment), chain, star, trees (a hundred of them).
 * Formats: yaml, json, csv, edges ("downstream upstream" a line, for tsort), and dated: the YAML
 * with sites in their zones, windows that repeat, freezes. Ten keys a server, and in yaml and json
 * a policy with scripted switches and N/200 servers a window. The same arguments give the same
 * bytes.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct shape {
	const char *name;
	uint32_t (*parent)(uint32_t i, uint32_t n);
};

static uint32_t root_of_n(uint32_t n)
{
	uint32_t r = 1;

	while ((uint64_t)(r + 1) * (r + 1) <= n)
		r++;
	return r;
}

/* A number from 0 to bound - 1 that depends on i alone. */
static uint32_t scatter(uint32_t i, uint32_t bound)
{
	uint64_t x = (uint64_t)i * UINT64_C(0x9e3779b97f4a7c15);

	x ^= x >> 29;
	x *= UINT64_C(0xbf58476d1ce4e5b9);
	x ^= x >> 32;
	return (uint32_t)(x % bound);
}

static uint32_t parent_levels(uint32_t i, uint32_t n)
{
	static uint32_t middle;

	if (!middle)
		middle = root_of_n(n);
	return i <= middle ? 0 : 1 + scatter(i, middle);
}

static uint32_t parent_random(uint32_t i, uint32_t n)
{
	(void)n;
	return scatter(i, i);
}

static uint32_t parent_chain(uint32_t i, uint32_t n)
{
	(void)n;
	return i - 1;
}

static uint32_t parent_star(uint32_t i, uint32_t n)
{
	(void)i;
	(void)n;
	return 0;
}

/* A hundred roots: 0 stands for "no upstream" among the first hundred. */
static uint32_t parent_trees(uint32_t i, uint32_t n)
{
	(void)n;
	return i < 100 ? i : scatter(i, i < 200 ? 100 : i / 2);
}

static const struct shape shapes[] = {
	{"levels", parent_levels},
	{"random", parent_random},
	{"chain", parent_chain},
	{"star", parent_star},
	{"trees", parent_trees},
};

static const char *const sites[] = {
	"Amsterdam", "Paris", "London", "Dallas", "Singapore", "Nairobi", "Sao Paulo", "Osaka"};

enum { N_SITES = 8 };

struct row {
	char fqdn[64], upstream[64];
	const char *site, *mode;
	uint32_t number, clients, build;
};

static void name_server(char name[64], uint32_t i)
{
	static const char *const codes[N_SITES] = {
		"ams", "par", "lon", "dal", "sin", "nbo", "sao", "osa"};

	snprintf(name, 64, "wsus-%s-%07" PRIu32 ".contoso.com", codes[scatter(i, N_SITES)], i);
}

static void fill(struct row *row, const struct shape *shape, uint32_t i, uint32_t n)
{
	uint32_t parent = i ? shape->parent(i, n) : 0;

	name_server(row->fqdn, i);
	if (i == 0 || parent == i)
		snprintf(row->upstream, sizeof(row->upstream), "microsoft-update");
	else
		name_server(row->upstream, parent);
	row->mode = strcmp(row->upstream, "microsoft-update") == 0 ? "autonomous" : "replica";
	row->site = sites[scatter(i, N_SITES)];
	row->number = i;
	row->clients = 20 + scatter(i + 7, 400);
	row->build = 17763;
}

static void write_yaml(const struct row *row)
{
	printf("  - fqdn: %s\n    upstream: %s\n    mode: %s\n    site: %s\n    owner: EUC\n"
	       "    clients: %" PRIu32 "\n    clients_by: gpo\n    build: %" PRIu32 "\n"
	       "    certificate: {source: domain-ca, expires: 2029-11-01}\n"
	       "    state: {https: none}\n",
		row->fqdn, row->upstream, row->mode, row->site, row->clients, row->build);
}

static void write_json(const struct row *row)
{
	printf("%s    {\"fqdn\": \"%s\", \"upstream\": \"%s\", \"mode\": \"%s\", \"site\": \"%s\", "
	       "\"owner\": \"EUC\", \"clients\": %" PRIu32 ", \"clients_by\": \"gpo\", "
	       "\"build\": %" PRIu32 ", \"certificate\": {\"source\": \"domain-ca\", \"expires\": "
	       "\"2029-11-01\"}, \"state\": {\"https\": \"none\"}}",
		row->number ? ",\n" : "", row->fqdn, row->upstream, row->mode, row->site,
		row->clients, row->build);
}

static void write_csv(const struct row *row)
{
	printf("%s,%s,%s,%s,EUC,%" PRIu32 ",gpo,%" PRIu32 ",domain-ca,2029-11-01,none\n", row->fqdn,
		row->upstream, row->mode, row->site, row->clients, row->build);
}

static void write_edge(const struct row *row)
{
	if (strcmp(row->upstream, "microsoft-update") == 0)
		printf("%s %s\n", row->fqdn, row->fqdn);
	else
		printf("%s %s\n", row->fqdn, row->upstream);
}

static void head_yaml(uint32_t n)
{
	printf("wsusplan: 1\nname: Made up\npolicy:\n  operators: 40\n  strategy: bottom-up\n"
	       "  servers_per_window: %" PRIu32 "\n  default_window: 24h\n"
	       "  durations: {switch-sync: 0m, verify-sync: 0m}\nservers:\n",
		n / 200 ? n / 200 : 1);
}

static void head_dated(uint32_t n)
{
	static const char *const zones[N_SITES] = {"Europe/Amsterdam", "Europe/Paris",
		"Europe/London", "America/Chicago", "Asia/Singapore", "Africa/Nairobi",
		"America/Sao_Paulo", "Asia/Tokyo"};

	printf("wsusplan: 1\nname: Made up\ntimezone: Europe/Amsterdam\npolicy:\n"
	       "  operators: %" PRIu32 "\n  strategy: bottom-up\n  soak: 24h\n"
	       "  servers_per_window: %" PRIu32 "\n"
	       "  durations: {switch-sync: 0m, verify-sync: 0m}\n"
	       "windows:\n"
	       "  - {name: night, start: 2026-12-02T20:00, duration: 12h, repeat: FREQ=DAILY}\n"
	       "  - {name: weekend, start: 2026-12-05T08:00, duration: 2d,\n"
	       "     repeat: \"FREQ=WEEKLY;BYDAY=SA\"}\n"
	       "freezes:\n"
	       "  - {from: 2026-12-18, to: 2027-01-04, reason: year-end}\n"
	       "  - {rule: \"FREQ=MONTHLY;BYDAY=2TU\", duration: 2d, reason: patches}\n"
	       "sites:\n",
		n / 2500 + 4, n / 200 ? n / 200 : 1);
	for (int i = 0; i < N_SITES; i++)
		printf("  %s: {timezone: %s%s}\n", sites[i], zones[i],
			i == 3   ? ", windows: [night]"
			: i == 5 ? ", switch_anytime: true"
				 : "");
	puts("servers:");
}

static void head_json(uint32_t n)
{
	printf("{\n  \"wsusplan\": 1,\n  \"name\": \"Made up\",\n  \"policy\": {\"operators\": 40, "
	       "\"strategy\": \"bottom-up\", \"servers_per_window\": %" PRIu32 ", "
	       "\"default_window\": \"24h\", \"durations\": {\"switch-sync\": \"0m\", "
	       "\"verify-sync\": \"0m\"}},\n  \"servers\": [\n",
		n / 200 ? n / 200 : 1);
}

static void head_csv(uint32_t n)
{
	(void)n;
	puts("fqdn,upstream,mode,site,owner,clients,clients_by,build,certificate.source,"
	     "certificate.expires,state.https");
}

static void nothing(uint32_t n)
{
	(void)n;
}

static const struct format {
	const char *name;
	void (*head)(uint32_t n);
	void (*row)(const struct row *row);
	const char *tail;
} formats[] = {
	{"yaml", head_yaml, write_yaml, ""},
	{"dated", head_dated, write_yaml, ""},
	{"json", head_json, write_json, "\n  ]\n}\n"},
	{"csv", head_csv, write_csv, ""},
	{"edges", nothing, write_edge, ""},
};

static const struct shape *find_shape(const char *name)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		if (strcmp(shapes[i].name, name) == 0)
			return &shapes[i];
	}
	return NULL;
}

static const struct format *find_format(const char *name)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	}
	return NULL;
}

int main(int argc, char **argv)
{
	const struct shape *shape = argc == 4 ? find_shape(argv[1]) : NULL;
	unsigned long n = argc == 4 ? strtoul(argv[2], NULL, 10) : 0;
	const struct format *format = argc == 4 ? find_format(argv[3]) : NULL;

	if (!shape || !format || n == 0 || n > 100000000) {
		fputs("usage: generate levels|random|chain|star|trees N "
		      "yaml|dated|json|csv|edges\n",
			stderr);
		return 2;
	}
	format->head((uint32_t)n);
	for (uint32_t i = 0; i < n; i++) {
		struct row row;

		fill(&row, shape, i, (uint32_t)n);
		format->row(&row);
	}
	fputs(format->tail, stdout);
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 3;
}
