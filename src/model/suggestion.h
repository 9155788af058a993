/* Suggestion: the known word that a wrong one was probably meant to be. */
#ifndef WSP_MODEL_SUGGESTION_H
#define WSP_MODEL_SUGGESTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/** The search for one wrong word; initialise with wsp_suggestion_init(). */
struct wsp_suggestion {
	const char *wrong; /* borrowed */
	size_t length;
	const char *best; /* borrowed from the candidates; NULL: nothing is near */
	size_t best_length;
	unsigned distance; /* of `best`; limit + 1 without one */
};

void wsp_suggestion_init(struct wsp_suggestion *suggestion, const char *wrong);

/** Consider a candidate; of equally near ones the first wins. Case does not count. */
void wsp_suggestion_offer(struct wsp_suggestion *suggestion, const char *candidate);

/** Consider the first `length` bytes of a candidate; more than 63 are not considered. */
void wsp_suggestion_offer_start(
	struct wsp_suggestion *suggestion, const char *candidate, size_t length);

/** "did you mean X?" into `hint`, cleared first; its text, or NULL when nothing is near. */
const char *wsp_suggestion_hint(const struct wsp_suggestion *suggestion, struct wsp_text *hint);

#endif
