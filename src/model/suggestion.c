/* Suggestion: edit distance, bounded by the length of the word. */
#include "model/suggestion.h"

#include <string.h>

#include "base/ascii.h"
#include "base/number.h"

enum { START_MAX = 63 };

void wsp_suggestion_init(struct wsp_suggestion *suggestion, const char *wrong)
{
	size_t length = strlen(wrong);
	unsigned limit = length <= 3 ? 1 : 2;

	*suggestion = (struct wsp_suggestion){wrong, length, NULL, 0, limit + 1};
}

static bool is_nearer(
	const struct wsp_suggestion *suggestion, const char *candidate, unsigned *ret_distance)
{
	size_t length = strlen(candidate);
	size_t difference = length > suggestion->length ? length - suggestion->length
							: suggestion->length - length;

	if (difference >= suggestion->distance)
		return false;
	*ret_distance =
		wsp_ascii_same(suggestion->wrong, suggestion->length, candidate, length)
			? 0
			: wsp_edit_distance(suggestion->wrong, candidate, suggestion->distance - 1);
	return *ret_distance < suggestion->distance;
}

void wsp_suggestion_offer(struct wsp_suggestion *suggestion, const char *candidate)
{
	unsigned distance;

	if (!is_nearer(suggestion, candidate, &distance))
		return;
	suggestion->distance = distance;
	suggestion->best = candidate;
	suggestion->best_length = strlen(candidate);
}

void wsp_suggestion_offer_start(
	struct wsp_suggestion *suggestion, const char *candidate, size_t length)
{
	char start[START_MAX + 1];
	unsigned distance;

	if (length > START_MAX)
		return;
	memcpy(start, candidate, length);
	start[length] = '\0';
	if (!is_nearer(suggestion, start, &distance))
		return;
	suggestion->distance = distance;
	suggestion->best = candidate;
	suggestion->best_length = length;
}

const char *wsp_suggestion_hint(const struct wsp_suggestion *suggestion, struct wsp_text *hint)
{
	if (!suggestion->best)
		return NULL;
	wsp_text_clear(hint);
	WSP_TEXT_LITERAL(hint, "did you mean \"");
	wsp_text_add(hint, suggestion->best, suggestion->best_length);
	WSP_TEXT_LITERAL(hint, "\"?");
	return hint->failed ? NULL : wsp_text_get(hint);
}
