#include "report/census.h"

#include <stdlib.h>

#include "base/array.h"

/* Few names are usual: those seen first are counted at once and leave little to be sorted. */
enum { SEARCHED_ROWS = 64 };

static bool is_of(const struct wsp_census_row *row, wsp_string name, uint32_t class_of)
{
	return row->name == name && row->class_of == class_of;
}

static struct wsp_census_row *find_row(
	const struct wsp_census *census, wsp_string name, uint32_t class_of)
{
	size_t n = census->n < SEARCHED_ROWS ? census->n : SEARCHED_ROWS;

	if (census->n > 0 && is_of(&census->row[census->n - 1], name, class_of))
		return &census->row[census->n - 1];
	for (size_t i = 0; i < n; i++) {
		if (is_of(&census->row[i], name, class_of))
			return &census->row[i];
	}
	return NULL;
}

void wsp_census_add(struct wsp_census *census, wsp_string name, uint32_t class_of, uint64_t weight)
{
	struct wsp_census_row *row = find_row(census, name, class_of);

	if (row) {
		row->n++;
		row->weight += weight;
		return;
	}
	if (!WSP_RESERVE(census->row, census->capacity, census->n)) {
		census->failed = true;
		return;
	}
	census->row[census->n] = (struct wsp_census_row){name, class_of, 1, weight, census->n};
	census->n++;
}

static int compare_names(const void *a, const void *b)
{
	const struct wsp_census_row *left = a;
	const struct wsp_census_row *right = b;

	if (left->name != right->name)
		return left->name < right->name ? -1 : 1;
	return (left->class_of > right->class_of) - (left->class_of < right->class_of);
}

static int compare_appearance(const void *a, const void *b)
{
	const struct wsp_census_row *left = a;
	const struct wsp_census_row *right = b;

	if (left->seen != right->seen)
		return left->seen < right->seen ? -1 : 1;
	return (left->class_of > right->class_of) - (left->class_of < right->class_of);
}

/* All rows of a name carry its first appearance, so that they stay together. */
static void share_appearance(struct wsp_census *census)
{
	size_t end;

	for (size_t i = 0; i < census->n; i = end) {
		size_t seen = census->row[i].seen;

		for (end = i; end < census->n && census->row[end].name == census->row[i].name;
			end++)
			seen = census->row[end].seen < seen ? census->row[end].seen : seen;
		for (size_t k = i; k < end; k++)
			census->row[k].seen = seen;
	}
}

void wsp_census_count(struct wsp_census *census)
{
	size_t n = 0;

	if (census->n == 0)
		return;
	qsort(census->row, census->n, sizeof(*census->row), compare_names);
	share_appearance(census);
	for (size_t i = 1; i < census->n; i++) {
		if (compare_names(&census->row[n], &census->row[i]) == 0) {
			census->row[n].n += census->row[i].n;
			census->row[n].weight += census->row[i].weight;
		} else {
			census->row[++n] = census->row[i];
		}
	}
	census->n = n + 1;
	qsort(census->row, census->n, sizeof(*census->row), compare_appearance);
}

void wsp_census_release(struct wsp_census *census)
{
	free(census->row);
	*census = (struct wsp_census){0};
}
