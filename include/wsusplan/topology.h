/** A WSUS hierarchy: load and check it. */
#ifndef WSUSPLAN_TOPOLOGY_H
#define WSUSPLAN_TOPOLOGY_H

#include "wsusplan/diag.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A loaded hierarchy; const after loading. */
struct wsp_topology;

/** How to load; initialise with WSP_LOAD_OPTIONS_INIT. */
struct wsp_load_options {
	size_t struct_size;
	const char *
		format; /**< "yaml", "json" or "csv"; NULL: told by the name, "-" is YAML or JSON */
	uint64_t max_bytes; /**< of each file; 0: 64 MiB */
	int digests;        /**< take the SHA-256 of every file, for a plan */
};

#define WSP_LOAD_OPTIONS_INIT                                                                      \
	{                                                                                          \
		sizeof(struct wsp_load_options), NULL, 0, 0                                        \
	}

/**
 * Load and merge files into one hierarchy.
 *
 * Errors of all files are collected. The hierarchy is complete or absent.
 *
 * @param files     names; "-" is standard input, once at most
 * @param options   NULL for the defaults; read during the call only
 * @param diags     receives what is wrong; outlives the hierarchy
 * @param ret_topo  set on WSP_OK only; release it with wsp_topology_free() or give it to
 *                  wsp_plan_create()
 * @return WSP_OK, WSP_INVALID, WSP_IO_ERROR or WSP_NO_MEMORY
 */
WSP_API WSP_NODISCARD enum wsp_status wsp_topology_load(const char *const *files, size_t n_files,
	const struct wsp_load_options *options, struct wsp_diags *diags,
	struct wsp_topology **ret_topo);

/** The same from memory, as one file called `name`. Without a format, it is YAML or JSON. */
WSP_API WSP_NODISCARD enum wsp_status wsp_topology_load_memory(const char *name, const void *bytes,
	size_t length, const struct wsp_load_options *options, struct wsp_diags *diags,
	struct wsp_topology **ret_topo);

/** Release a hierarchy; NULL is ignored. */
WSP_API void wsp_topology_free(struct wsp_topology *topo);

/** Servers in it, retired ones included. */
WSP_API size_t wsp_topology_count(const struct wsp_topology *topo);

/**
 * Add every finding about a hierarchy, in input order.
 *
 * Reads the calendar files that freezes name; their events stand in the hierarchy afterwards.
 * Calendars are read one at a time in a process.
 *
 * @param now  seconds since 1970-01-01T00:00Z, for what expires and for windows
 * @return WSP_OK (no error was found), WSP_INVALID, WSP_IO_ERROR (a calendar file) or WSP_NO_MEMORY
 */
WSP_API WSP_NODISCARD enum wsp_status wsp_check_at(
	struct wsp_topology *topo, int64_t now, struct wsp_diags *diags);

/** The same, as of midnight (UTC) at the begin of `today`: days since 1970-01-01. */
WSP_API WSP_NODISCARD enum wsp_status wsp_check(
	struct wsp_topology *topo, int32_t today, struct wsp_diags *diags);

/**
 * The moment of a date or time, in seconds since 1970-01-01T00:00Z: `2026-11-23`,
 * `2026-11-23T09:00+01:00`. A day is its midnight; without an offset it is UTC.
 * @return 0 when `text` is none
 */
WSP_API int wsp_now_parse(const char *text, int64_t *ret_now);

/**
 * Days since 1970-01-01 of a date `YYYY-MM-DD`, as wsp_check() and plans want them.
 * @return 0 when `text` is not such a date
 */
WSP_API int wsp_day_parse(const char *text, int32_t *ret_day);

#ifdef __cplusplus
}
#endif

#endif
