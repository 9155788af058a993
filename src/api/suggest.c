#include "model/suggestion.h"
#include "wsusplan/wsusplan.h"

const char *wsp_suggest(const char *text, const char *const *names)
{
	struct wsp_suggestion suggestion;

	wsp_suggestion_init(&suggestion, text);
	for (; *names; names++)
		wsp_suggestion_offer(&suggestion, *names);
	return suggestion.best;
}
