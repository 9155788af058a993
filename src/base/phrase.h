/* Phrase: numbers, counts, durations and offsets as people read them. */
#ifndef WSP_BASE_PHRASE_H
#define WSP_BASE_PHRASE_H

#include "base/text.h"

/** "4,200" */
void wsp_phrase_number(struct wsp_text *out, uint64_t number);

/** "1 server", "4,200 servers", "0 branches"; `noun` is the singular. */
void wsp_phrase_count(struct wsp_text *out, uint64_t count, const char *noun);

/** "45 min", "4 h", "11 h 05 min" */
void wsp_phrase_minutes(struct wsp_text *out, uint64_t minutes);

/** Minutes from the start of a phase: "+00:12", "+26:05" */
void wsp_phrase_offset(struct wsp_text *out, uint64_t minutes);

#endif
