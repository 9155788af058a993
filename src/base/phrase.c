#include "base/phrase.h"

#include <string.h>

void wsp_phrase_number(struct wsp_text *out, uint64_t number)
{
	char digits[32];
	size_t at = sizeof(digits);

	for (unsigned n = 0; number > 0 || n == 0; n++) {
		if (n > 0 && n % 3 == 0)
			digits[--at] = ',';
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	}
	wsp_text_add(out, digits + at, sizeof(digits) - at);
}

static bool ends_with(const char *text, size_t length, const char *end)
{
	size_t n = strlen(end);

	return length >= n && memcmp(text + length - n, end, n) == 0;
}

void wsp_phrase_count(struct wsp_text *out, uint64_t count, const char *noun)
{
	size_t length = strlen(noun);

	wsp_phrase_number(out, count);
	wsp_text_addc(out, ' ');
	if (count == 1) {
		wsp_text_add(out, noun, length);
	} else if (ends_with(noun, length, "y")) {
		wsp_text_add(out, noun, length - 1);
		WSP_TEXT_LITERAL(out, "ies");
	} else {
		wsp_text_add(out, noun, length);
		wsp_text_adds(out, ends_with(noun, length, "ch") ? "es" : "s");
	}
}

void wsp_phrase_minutes(struct wsp_text *out, uint64_t minutes)
{
	uint64_t rest = minutes % 60;

	if (minutes >= 60) {
		wsp_phrase_number(out, minutes / 60);
		WSP_TEXT_LITERAL(out, " h");
		if (rest == 0)
			return;
		wsp_text_addc(out, ' ');
		if (rest < 10)
			wsp_text_addc(out, '0');
	}
	wsp_text_addu(out, rest);
	WSP_TEXT_LITERAL(out, " min");
}

void wsp_phrase_offset(struct wsp_text *out, uint64_t minutes)
{
	uint64_t hours = minutes / 60;
	unsigned rest = (unsigned)(minutes % 60);
	char text[32];
	size_t at = sizeof(text);

	text[--at] = (char)('0' + rest % 10);
	text[--at] = (char)('0' + rest / 10);
	text[--at] = ':';
	for (unsigned n = 0; hours > 0 || n < 2; n++) {
		text[--at] = (char)('0' + hours % 10);
		hours /= 10;
	}
	text[--at] = '+';
	wsp_text_add(out, text + at, sizeof(text) - at);
}
