#include "base/number.h"

#include <assert.h>
#include <string.h>

enum {
	MINUTES_A_DAY = 24 * 60,
	DURATION_MAX = 10 * 365 * MINUTES_A_DAY,
	DISTANCE_MAX = 15, /* the widest limit of wsp_edit_distance() */
	BAND = 2 * DISTANCE_MAX + 1,
};

/* A place in a text that is being read; `end` is behind its last byte. */
struct cursor {
	const char *at, *end;
};

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool skip(struct cursor *cursor, char byte)
{
	if (cursor->at == cursor->end || *cursor->at != byte)
		return false;
	cursor->at++;
	return true;
}

/* Exactly `n` digits. */
static bool read_digits(struct cursor *cursor, unsigned n, int32_t *ret_number)
{
	int32_t number = 0;

	for (unsigned i = 0; i < n; i++) {
		if (cursor->at == cursor->end || !is_digit(*cursor->at))
			return false;
		number = number * 10 + (*cursor->at++ - '0');
	}
	*ret_number = number;
	return true;
}

bool wsp_parse_count(const char *text, size_t length, uint64_t *ret_count)
{
	uint64_t count = 0;

	if (length == 0 || (length > 1 && text[0] == '0'))
		return false;
	for (size_t i = 0; i < length; i++) {
		if (!is_digit(text[i]) || wsp_ckd_mul(&count, count, 10u) ||
			wsp_ckd_add(&count, count, (unsigned)(text[i] - '0')))
			return false;
	}
	*ret_count = count;
	return true;
}

/* One part such as `30m`, of a unit that stands behind `*unit` in the table. */
static bool read_part(struct cursor *cursor, size_t *unit, uint32_t *ret_minutes)
{
	static const struct {
		char name;
		uint32_t minutes;
	} units[] = {{'w', 7 * MINUTES_A_DAY}, {'d', MINUTES_A_DAY}, {'h', 60}, {'m', 1}};

	const char *start = cursor->at;
	uint32_t number = 0;

	for (; cursor->at < cursor->end && is_digit(*cursor->at); cursor->at++) {
		number = number * 10 + (uint32_t)(*cursor->at - '0');
		if (number > DURATION_MAX)
			return false;
	}
	if (cursor->at == start || cursor->at == cursor->end)
		return false;
	for (; *unit < sizeof(units) / sizeof(units[0]); ++*unit) {
		if (skip(cursor, units[*unit].name))
			return !wsp_ckd_mul(ret_minutes, number, units[(*unit)++].minutes);
	}
	return false;
}

bool wsp_parse_duration(const char *text, size_t length, uint32_t *ret_minutes)
{
	struct cursor cursor = {text, text + length};
	uint32_t minutes = 0;
	size_t unit = 0;

	do {
		uint32_t part;

		if (!read_part(&cursor, &unit, &part) || part > DURATION_MAX - minutes)
			return false;
		minutes += part;
	} while (cursor.at < cursor.end);
	*ret_minutes = minutes;
	return true;
}

static bool is_leap(int32_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int32_t days_of_month(int32_t year, int32_t month)
{
	static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap(year));
}

/* Days since 1970-01-01. The year begins in March, so the leap day is its last. */
static int32_t day_number(int32_t year, int32_t month, int32_t day)
{
	int32_t y = year + 400 - (month <= 2); /* 400 more: never negative */
	int32_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - 146097 - 719468;
}

static bool read_date(struct cursor *cursor, int32_t *ret_day)
{
	int32_t year, month, day;

	if (!read_digits(cursor, 4, &year) || !skip(cursor, '-') ||
		!read_digits(cursor, 2, &month) || !skip(cursor, '-') ||
		!read_digits(cursor, 2, &day))
		return false;
	if (month < 1 || month > 12 || day < 1 || day > days_of_month(year, month))
		return false;
	*ret_day = day_number(year, month, day);
	return true;
}

static bool read_clock(struct cursor *cursor, int32_t *ret_minute)
{
	int32_t hour, minute;

	if (!read_digits(cursor, 2, &hour) || !skip(cursor, ':') ||
		!read_digits(cursor, 2, &minute) || hour > 23 || minute > 59)
		return false;
	*ret_minute = hour * 60 + minute;
	return true;
}

static bool read_time(struct cursor *cursor, int32_t *ret_minute)
{
	int32_t second = 0, offset;

	if (!read_clock(cursor, ret_minute))
		return false;
	if (skip(cursor, ':') && (!read_digits(cursor, 2, &second) || second > 59))
		return false;
	if (skip(cursor, '+') || skip(cursor, '-'))
		return read_clock(cursor, &offset);
	skip(cursor, 'Z');
	return true;
}

bool wsp_parse_date(const char *text, size_t length, int32_t *ret_day, int32_t *ret_minute)
{
	struct cursor cursor = {text, text + length};
	int32_t day, minute = -1;

	if (!read_date(&cursor, &day))
		return false;
	if (skip(&cursor, 'T') && !read_time(&cursor, &minute))
		return false;
	if (cursor.at < cursor.end)
		return false;
	*ret_day = day;
	if (ret_minute)
		*ret_minute = minute;
	return true;
}

static char *write_digits(char *at, unsigned n, int32_t number)
{
	for (unsigned i = n; i-- > 0; number /= 10)
		at[i] = (char)('0' + number % 10);
	return at + n;
}

void wsp_format_date(int32_t day, char ret_text[11])
{
	assert(day >= day_number(0, 1, 1) && day <= day_number(9999, 12, 31));

	int32_t year = (day - day_number(0, 1, 1)) / 366; /* a few years early, never late */
	int32_t month = 12;

	while (day_number(year + 1, 1, 1) <= day)
		year++;
	while (day_number(year, month, 1) > day)
		month--;

	char *at = write_digits(ret_text, 4, year);

	*at++ = '-';
	at = write_digits(at, 2, month);
	*at++ = '-';
	at = write_digits(at, 2, day - day_number(year, month, 1) + 1);
	*at = '\0';
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Cells of one row that can still be within the limit: columns row - DISTANCE_MAX and on. */
struct band {
	unsigned cell[BAND];
};

/* Fill the row of a[row - 1]. `above` is the row before, `above2` the one before that. */
static unsigned fill_row(const char *a, const char *b, size_t row, size_t length_b,
	const struct band above[2], struct band *ret_band)
{
	unsigned smallest = UINT32_MAX;

	for (size_t i = 0; i < BAND; i++) {
		unsigned cell = UINT16_MAX;

		ret_band->cell[i] = cell;
		if (row + i < DISTANCE_MAX || row + i - DISTANCE_MAX > length_b)
			continue;

		size_t column = row + i - DISTANCE_MAX;

		if (column == 0)
			cell = (unsigned)row;
		if (i + 1 < BAND)
			cell = least(cell, above[0].cell[i + 1] + 1);
		if (i > 0 && column > 0)
			cell = least(cell, ret_band->cell[i - 1] + 1);
		if (column > 0)
			cell = least(cell, above[0].cell[i] + (a[row - 1] != b[column - 1]));
		if (row > 1 && column > 1 && a[row - 1] == b[column - 2] &&
			a[row - 2] == b[column - 1])
			cell = least(cell, above[1].cell[i] + 1);
		ret_band->cell[i] = cell;
		smallest = least(smallest, cell);
	}
	return smallest;
}

unsigned wsp_edit_distance(const char *a, const char *b, unsigned limit)
{
	assert(limit <= DISTANCE_MAX);

	size_t length_a = strlen(a), length_b = strlen(b);
	size_t difference = length_a > length_b ? length_a - length_b : length_b - length_a;
	struct band above[2], band;
	unsigned before = 0;

	if (limit > DISTANCE_MAX || difference > limit)
		return limit + 1;
	for (size_t i = 0; i < BAND; i++) {
		above[0].cell[i] = i < DISTANCE_MAX ? UINT16_MAX : (unsigned)(i - DISTANCE_MAX);
		above[1].cell[i] = UINT16_MAX;
	}
	for (size_t row = 1; row <= length_a; row++) {
		unsigned smallest = fill_row(a, b, row, length_b, above, &band);

		if (smallest > limit && before > limit) /* a swap reaches over one row */
			return limit + 1;
		before = smallest;
		above[1] = above[0];
		above[0] = band;
	}
	return least(above[0].cell[length_b + DISTANCE_MAX - length_a], limit + 1);
}
