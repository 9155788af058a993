/* The order of steps inside a wave. */
#include <string.h>

#include "base/array.h"
#include "plan/steps_parts.h"

static void swap_with_sorted(struct wsp_steps *steps)
{
	struct wsp_step *step = steps->step;
	size_t capacity = steps->capacity;

	steps->step = steps->sorted;
	steps->capacity = steps->sorted_capacity;
	steps->sorted = step;
	steps->sorted_capacity = capacity;
}

enum { DIGIT_BITS = 16, DIGITS = 1 << DIGIT_BITS };

/* One stable pass of a counting sort, by `n_counts` values of (start - first) >> shift. */
static void sort_pass(struct wsp_steps *steps, uint32_t first, unsigned shift, uint32_t n_counts)
{
	uint32_t sum = 0;

	memset(steps->minute, 0, n_counts * sizeof(*steps->minute));
	for (size_t i = 0; i < steps->n; i++)
		steps->minute[((steps->step[i].start - first) >> shift) % DIGITS]++;
	for (uint32_t m = 0; m < n_counts; m++) {
		uint32_t count = steps->minute[m];

		steps->minute[m] = sum;
		sum += count;
	}
	for (size_t i = 0; i < steps->n; i++) {
		uint32_t digit = ((steps->step[i].start - first) >> shift) % DIGITS;

		steps->sorted[steps->minute[digit]++] = steps->step[i];
	}
	swap_with_sorted(steps);
}

/* In one pass, or digit by digit if the wave lasts longer than that. */
bool wsp_steps_sort(struct wsp_steps *steps)
{
	uint32_t first = UINT32_MAX;
	uint32_t last = 0;
	uint32_t n_counts;

	for (size_t i = 0; i < steps->n; i++) {
		first = steps->step[i].start < first ? steps->step[i].start : first;
		last = steps->step[i].start > last ? steps->step[i].start : last;
	}
	if (steps->n < 2)
		return true;
	n_counts = last - first < DIGITS ? last - first + 1 : DIGITS;
	if (!WSP_RESERVE(steps->sorted, steps->sorted_capacity, steps->n - 1) ||
		!WSP_RESERVE(steps->minute, steps->minute_capacity, n_counts - 1))
		return false;
	sort_pass(steps, first, 0, n_counts);
	if (last - first < DIGITS)
		return true;
	if (!WSP_RESERVE(steps->sorted, steps->sorted_capacity, steps->n - 1))
		return false;
	sort_pass(steps, first, DIGIT_BITS, DIGITS);
	return true;
}
