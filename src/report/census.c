#include "report/census.h"

#include <stdlib.h>

#include "base/array.h"

void wsp_census_add(struct wsp_census *census, wsp_string name, uint32_t class_of, uint64_t weight)
{
	struct wsp_census_row *last = census->n > 0 ? &census->row[census->n - 1] : NULL;

	if (last && last->name == name && last->class_of == class_of) {
		last->n++;
		last->weight += weight;
		return;
	}
	if (!WSP_RESERVE(census->row, census->capacity, census->n)) {
		census->failed = true;
		return;
	}
	census->row[census->n++] = (struct wsp_census_row){name, class_of, 1, weight};
}

static int compare(const void *a, const void *b)
{
	const struct wsp_census_row *left = a;
	const struct wsp_census_row *right = b;

	if (left->name != right->name)
		return left->name < right->name ? -1 : 1;
	return (left->class_of > right->class_of) - (left->class_of < right->class_of);
}

void wsp_census_count(struct wsp_census *census)
{
	size_t n = 0;

	if (census->n == 0)
		return;
	qsort(census->row, census->n, sizeof(*census->row), compare);
	for (size_t i = 1; i < census->n; i++) {
		if (compare(&census->row[n], &census->row[i]) == 0) {
			census->row[n].n += census->row[i].n;
			census->row[n].weight += census->row[i].weight;
		} else {
			census->row[++n] = census->row[i];
		}
	}
	census->n = n + 1;
}

void wsp_census_clear(struct wsp_census *census)
{
	census->n = 0;
}

void wsp_census_release(struct wsp_census *census)
{
	free(census->row);
	*census = (struct wsp_census){0};
}
