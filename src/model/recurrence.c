/* Recurrence: a table of the parts of a rule, each with the form and the bounds of its values. */
#include "model/recurrence.h"

#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/number.h"

enum { VALUE_MAX = 32, DIGITS_MAX = 6, TIMES_A_DAY_MAX = 24 };

enum frequency { DAILY = 1, WEEKLY = 2, MONTHLY = 4, YEARLY = 8, ANY = 15 };

enum part_id {
	FREQ,
	UNTIL,
	COUNT,
	INTERVAL,
	BYSECOND,
	BYMINUTE,
	BYHOUR,
	BYDAY,
	BYMONTHDAY,
	BYYEARDAY,
	BYWEEKNO,
	BYMONTH,
	BYSETPOS,
	WKST,
	N_PARTS
};

struct value {
	const char *text;
	size_t length;
};

struct reading {
	struct wsp_recurrence *recurrence;
	struct wsp_text *wrong;
	unsigned frequency; /* enum frequency; 0: not read yet */
	uint32_t given;     /* bits of enum part_id */
	uint32_t n_values[N_PARTS];
	uint32_t months;    /* of BYMONTH; bits */
	uint32_t first_day; /* of BYMONTHDAY: the smallest, from either end; 0: none */
	uint32_t number;    /* of BYDAY, such as the 2 of 2TU: the greatest */
};

struct part {
	const char *name;
	bool (*read)(struct reading *, const struct part *, struct value);
	uint32_t min, max; /* of numbers */
	bool negative;     /* numbers may count from the end */
	bool list;
	unsigned frequencies; /* that it has a meaning with; enum frequency */
};

static bool is(struct value value, const char *word)
{
	return wsp_ascii_same(value.text, value.length, word, strlen(word));
}

/* How a message shows a value. */
static int shown(struct value value)
{
	return value.length < VALUE_MAX ? (int)value.length : VALUE_MAX;
}

static bool refuse(
	struct reading *reading, const struct part *part, struct value value, const char *what)
{
	wsp_text_addf(reading->wrong, "%s has \"%.*s\", which is %s", part->name, shown(value),
		value.text, what);
	return false;
}

static bool read_frequency(struct reading *reading, const struct part *part, struct value value)
{
	static const struct {
		const char *word;
		unsigned frequency; /* 0: too often */
	} words[] = {{"DAILY", DAILY}, {"WEEKLY", WEEKLY}, {"MONTHLY", MONTHLY}, {"YEARLY", YEARLY},
		{"SECONDLY", 0}, {"MINUTELY", 0}, {"HOURLY", 0}};

	for (size_t i = 0; i < WSP_COUNT(words); i++) {
		if (!is(value, words[i].word))
			continue;
		reading->frequency = words[i].frequency;
		return reading->frequency || refuse(reading, part, value, "too often");
	}
	return refuse(reading, part, value, "none of DAILY, WEEKLY, MONTHLY and YEARLY");
}

/* "20271231", "20271231T235959" or the same with Z. */
static bool read_until(struct reading *reading, const struct part *part, struct value value)
{
	static const char form[] = "dddd-dd-ddTdd:dd:dd";
	struct wsp_recurrence *recurrence = reading->recurrence;
	char iso[sizeof(form)] = {0};
	size_t n = 0, at = 0;
	int32_t day, minute;

	for (; form[n] && at < value.length; n++) {
		iso[n] = form[n];
		if (form[n] == 'd' || form[n] == 'T')
			iso[n] = value.text[at++];
	}
	recurrence->until_utc = at + 1 == value.length && value.text[at] == 'Z';
	if (at + recurrence->until_utc != value.length || !wsp_parse_date(iso, n, &day, &minute) ||
		(recurrence->until_utc && minute < 0))
		return refuse(reading, part, value, "no date such as 20271231");
	recurrence->has_until = true;
	recurrence->until = ((int64_t)day + 1) * 24 * 60 * 60 - 1;
	if (minute >= 0)
		recurrence->until = ((int64_t)day * 24 * 60 + minute) * 60 + 59;
	return true;
}

/* A whole number within the bounds of its part, without its sign. */
static bool read_digits(const struct part *part, struct value value, uint32_t *ret_number)
{
	bool sign = value.length > 0 && (value.text[0] == '-' || value.text[0] == '+');
	size_t first = sign ? 1 : 0;
	uint32_t number = 0;

	if ((sign && !part->negative) || value.length == first || value.length - first > DIGITS_MAX)
		return false;
	for (size_t i = first; i < value.length; i++) {
		if (value.text[i] < '0' || value.text[i] > '9')
			return false;
		number = number * 10 + (uint32_t)(value.text[i] - '0');
	}
	*ret_number = number;
	return number >= part->min && number <= part->max;
}

static bool read_number(struct reading *reading, const struct part *part, struct value value)
{
	uint32_t number;

	if (read_digits(part, value, &number))
		return true;
	wsp_text_addf(reading->wrong, "%s has \"%.*s\", which is no whole number from %lu to %lu%s",
		part->name, shown(value), value.text, (unsigned long)part->min,
		(unsigned long)part->max, part->negative ? ", nor minus one" : "");
	return false;
}

static bool read_count(struct reading *reading, const struct part *part, struct value value)
{
	return read_number(reading, part, value) &&
	       read_digits(part, value, &reading->recurrence->count);
}

static bool read_month(struct reading *reading, const struct part *part, struct value value)
{
	uint32_t month;

	if (!read_number(reading, part, value) || !read_digits(part, value, &month))
		return false;
	reading->months |= UINT32_C(1) << month;
	return true;
}

static bool read_monthday(struct reading *reading, const struct part *part, struct value value)
{
	uint32_t day;

	if (!read_number(reading, part, value) || !read_digits(part, value, &day))
		return false;
	if (reading->first_day == 0 || day < reading->first_day)
		reading->first_day = day;
	return true;
}

static bool is_weekday(struct value value)
{
	static const char *const days[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

	for (size_t i = 0; i < WSP_COUNT(days); i++) {
		if (is(value, days[i]))
			return true;
	}
	return false;
}

/* "TU", "2TU" or "-1TU". */
static bool read_day(struct reading *reading, const struct part *part, struct value value)
{
	size_t digits = value.length > 2 ? value.length - 2 : 0;
	struct value number = {value.text, digits};
	struct value day = {value.text + digits, value.length - digits};
	uint32_t n = 0;

	if (!is_weekday(day) || (digits > 0 && !read_digits(part, number, &n)))
		return refuse(reading, part, value, "no weekday such as SA or 2TU");
	if (n > reading->number)
		reading->number = n;
	return true;
}

static bool read_weekday(struct reading *reading, const struct part *part, struct value value)
{
	return is_weekday(value) || refuse(reading, part, value, "no weekday such as MO");
}

static const struct part parts[N_PARTS] = {
	[FREQ] = {"FREQ", read_frequency, 0, 0, false, false, ANY},
	[UNTIL] = {"UNTIL", read_until, 0, 0, false, false, ANY},
	[COUNT] = {"COUNT", read_count, 1, 100000, false, false, ANY},
	[INTERVAL] = {"INTERVAL", read_number, 1, 9999, false, false, ANY},
	[BYSECOND] = {"BYSECOND", read_number, 0, 0, false, false, ANY},
	[BYMINUTE] = {"BYMINUTE", read_number, 0, 59, false, true, ANY},
	[BYHOUR] = {"BYHOUR", read_number, 0, 23, false, true, ANY},
	[BYDAY] = {"BYDAY", read_day, 1, 53, true, true, ANY},
	[BYMONTHDAY] = {"BYMONTHDAY", read_monthday, 1, 31, true, true, DAILY | MONTHLY | YEARLY},
	[BYYEARDAY] = {"BYYEARDAY", read_number, 1, 366, true, true, YEARLY},
	[BYWEEKNO] = {"BYWEEKNO", read_number, 1, 53, true, true, YEARLY},
	[BYMONTH] = {"BYMONTH", read_month, 1, 12, false, true, ANY},
	[BYSETPOS] = {"BYSETPOS", read_number, 1, 366, true, true, MONTHLY | YEARLY},
	[WKST] = {"WKST", read_weekday, 0, 0, false, false, ANY},
};

static enum part_id find_part(struct value name)
{
	unsigned id = 0;

	while (id < N_PARTS && !is(name, parts[id].name))
		id++;
	return (enum part_id)id;
}

/* The text up to one of `stops`, taken off its front; the stop stays. */
static struct value take(const char **text, const char *stops)
{
	struct value value = {*text, strcspn(*text, stops)};

	*text += value.length;
	return value;
}

static bool read_values(struct reading *reading, enum part_id id, const char **text)
{
	const struct part *part = &parts[id];

	for (;;) {
		struct value value = take(text, ",;");

		reading->n_values[id]++;
		if (!part->read(reading, part, value))
			return false;
		if (**text != ',')
			return true;
		if (!part->list) {
			wsp_text_addf(reading->wrong, "%s has more than one value", part->name);
			return false;
		}
		++*text;
	}
}

static bool read_part(struct reading *reading, const char **text)
{
	struct value name = take(text, "=;");
	enum part_id id = find_part(name);

	if (id == N_PARTS || **text != '=') {
		wsp_text_addf(reading->wrong,
			id == N_PARTS ? "\"%.*s\" is no part of a rule" : "\"%.*s\" has no value",
			shown(name), name.text);
		return false;
	}
	if (reading->given >> id & 1) {
		wsp_text_addf(reading->wrong, "%s is given twice", parts[id].name);
		return false;
	}
	reading->given |= UINT32_C(1) << id;
	++*text;
	return read_values(reading, id, text);
}

static bool has(const struct reading *reading, enum part_id id)
{
	return reading->given >> id & 1;
}

static uint32_t times_a_day(const struct reading *reading)
{
	uint32_t hours = has(reading, BYHOUR) ? reading->n_values[BYHOUR] : 1;
	uint32_t minutes = has(reading, BYMINUTE) ? reading->n_values[BYMINUTE] : 1;

	return hours > TIMES_A_DAY_MAX ? hours : hours * minutes;
}

/* Why the parts do not go together, or NULL. */
static const char *find_conflict(const struct reading *reading)
{
	const uint32_t setting = UINT32_C(1) << BYSETPOS | UINT32_C(1) << BYDAY |
				 UINT32_C(1) << BYMONTHDAY | UINT32_C(1) << BYYEARDAY |
				 UINT32_C(1) << BYWEEKNO | UINT32_C(1) << BYMONTH;
	bool by_month = reading->frequency == MONTHLY || has(reading, BYMONTH);

	if (has(reading, UNTIL) && has(reading, COUNT))
		return "UNTIL and COUNT do not go together";
	if (reading->number > 0 && (reading->frequency & (DAILY | WEEKLY)))
		return "BYDAY has a number, which needs FREQ=MONTHLY or YEARLY";
	if (reading->number > 0 && has(reading, BYWEEKNO))
		return "BYDAY has a number, which does not go together with BYWEEKNO";
	if (reading->number > 5 && by_month)
		return "BYDAY has a number above 5, and no month has so many weeks";
	if (has(reading, BYSETPOS) && (reading->given & setting) == UINT32_C(1) << BYSETPOS)
		return "BYSETPOS needs another part to choose from, such as BYDAY";
	if (times_a_day(reading) > TIMES_A_DAY_MAX)
		return "BYHOUR and BYMINUTE give more than 24 times a day";
	return NULL;
}

static bool go_together(struct reading *reading)
{
	const char *conflict;

	if (!has(reading, FREQ)) {
		wsp_text_adds(reading->wrong, "FREQ is missing");
		return false;
	}
	for (unsigned id = 0; id < N_PARTS; id++) {
		if (has(reading, (enum part_id)id) &&
			!(parts[id].frequencies & reading->frequency)) {
			wsp_text_addf(
				reading->wrong, "%s has no meaning with this FREQ", parts[id].name);
			return false;
		}
	}
	conflict = find_conflict(reading);
	if (conflict)
		wsp_text_adds(reading->wrong, conflict);
	return !conflict;
}

/* Whether no month of BYMONTH is long enough for a day of BYMONTHDAY. */
static bool lacks_day(const struct reading *reading)
{
	static const uint8_t longest[] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (!reading->months || !reading->first_day)
		return false;
	for (unsigned month = 1; month < WSP_COUNT(longest); month++) {
		if (reading->months >> month & 1 && longest[month] >= reading->first_day)
			return false;
	}
	return true;
}

bool wsp_recurrence_read(
	const char *rule, struct wsp_recurrence *ret_recurrence, struct wsp_text *wrong)
{
	struct reading reading = {.recurrence = ret_recurrence, .wrong = wrong};

	*ret_recurrence = (struct wsp_recurrence){0};
	wsp_text_clear(wrong);
	for (;;) {
		if (!read_part(&reading, &rule))
			return false;
		if (*rule == '\0')
			break;
		rule++;
	}
	if (!go_together(&reading))
		return false;
	ret_recurrence->never = lacks_day(&reading);
	return true;
}
