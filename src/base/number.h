/* Number: checked arithmetic, and bounded parsing of counts, durations and dates. */
#ifndef WSP_BASE_NUMBER_H
#define WSP_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* C23's names over the compiler's builtins: true means overflow. */
#define wsp_ckd_add(result, a, b) __builtin_add_overflow((a), (b), (result))
#define wsp_ckd_mul(result, a, b) __builtin_mul_overflow((a), (b), (result))

static inline unsigned wsp_count_bits(uint64_t set)
{
	unsigned n = 0;

	for (; set; set &= set - 1)
		n++;
	return n;
}

/** Decimal digits only, no sign, no leading zero but "0" itself; false when not so or > UINT64_MAX.
 */
bool wsp_parse_count(const char *text, size_t length, uint64_t *ret_count);

/**
 * A duration such as `45m`, `24h`, `2d`, `1w`, `4h30m`: whole minutes, at most ten years.
 * A number without unit is refused.
 */
bool wsp_parse_duration(const char *text, size_t length, uint32_t *ret_minutes);

/**
 * `2026-12-05`, or `2026-12-05T22:00`, `…T22:00:00`, with optional `Z` or `+02:00`.
 *
 * @param ret_day     days since 1970-01-01 (proleptic Gregorian)
 * @param ret_minute  minute of that day as written, or -1 without a time; NULL: not wanted
 */
bool wsp_parse_date(const char *text, size_t length, int32_t *ret_day, int32_t *ret_minute);

/** Write `day` (days since 1970-01-01) as `YYYY-MM-DD`, 11 bytes with NUL; years 0000 to 9999. */
void wsp_format_date(int32_t day, char ret_text[11]);

/**
 * The distance of two strings: insertions, deletions, changes, swaps of neighbouring bytes.
 *
 * @param limit  at most 15
 * @return `limit + 1` if it is more
 */
unsigned wsp_edit_distance(const char *a, const char *b, unsigned limit);

#endif
