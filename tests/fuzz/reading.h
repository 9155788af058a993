/* Reading: runs a reader over bytes and asserts what holds for any input. */
#ifndef WSP_TESTS_READING_H
#define WSP_TESTS_READING_H

#include <stdint.h>

#include "edge/reader.h"

typedef enum wsp_status reader_function(struct wsp_source *source, wsp_file_id file,
	const struct wsp_reader_sink *sink, struct wsp_diags *diags);

/**
 * Read `data` and abort when a document or the answer breaks its contract.
 *
 * @param ret_code  of the first error, "" when there is none; a string of the rule table
 */
enum wsp_status read_anything(
	reader_function *reader, const uint8_t *data, size_t size, const char **ret_code);

#endif
