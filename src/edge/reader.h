/*
 * Readers: bytes -> documents, one record at a time. One file per format; none knows servers.
 *
 * Each adds located findings (series I), goes on where it can, and answers WSP_OK, WSP_INVALID,
 * WSP_IO_ERROR or WSP_NO_MEMORY.
 */
#ifndef WSP_EDGE_READER_H
#define WSP_EDGE_READER_H

#include "edge/source.h"
#include "model/document.h"

/** YAML by libyaml's events (edge/yaml.c). */
enum wsp_status wsp_read_yaml(struct wsp_source *source, wsp_file_id file,
	const struct wsp_reader_sink *sink, struct wsp_diags *diags);

/** JSON by jansson, item by item (edge/json.c). */
enum wsp_status wsp_read_json(struct wsp_source *source, wsp_file_id file,
	const struct wsp_reader_sink *sink, struct wsp_diags *diags);

/**
 * CSV (edge/csv.c): one header row of dotted keys, each further row an item of streamed[0].
 * RFC 4180 quotes; separator `,` `;` or tab told from the header; `#TYPE` and `sep=` lines skipped.
 */
enum wsp_status wsp_read_csv(struct wsp_source *source, wsp_file_id file,
	const struct wsp_reader_sink *sink, struct wsp_diags *diags);

#endif
