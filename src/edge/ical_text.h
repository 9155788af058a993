/* Ical text: the bytes of a calendar file, and the lines at which its events begin. */
#ifndef WSP_EDGE_ICAL_TEXT_H
#define WSP_EDGE_ICAL_TEXT_H

#include "base/diag.h"
#include "base/text.h"

struct wsp_ical_text {
	struct wsp_text bytes; /* UTF-8 without control characters */
	wsp_file_id file;      /* for findings */
	uint32_t *event_line;  /* heap; of each event, from 1 */
	size_t n_events, capacity;
};

/**
 * Read a calendar file, at most 8 MiB.
 *
 * @param name      relative to the folder of `beside`
 * @param beside    the file that names it; NULL or "-": the current folder
 * @param ret_text  release it whatever the result
 * @return WSP_OK, or WSP_INVALID and WSP_IO_ERROR (a finding was added), or WSP_NO_MEMORY
 */
enum wsp_status wsp_ical_text_read(const char *name, const char *beside, struct wsp_diags *diags,
	struct wsp_ical_text *ret_text);

void wsp_ical_text_release(struct wsp_ical_text *text);

#endif
