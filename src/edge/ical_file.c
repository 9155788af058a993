/* Ical file: the events of a calendar file, as libical reads them. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "edge/ical_door.h"
#include "edge/ical_library.h"
#include "model/recurrence.h"

enum { ZONE_RULES_MAX = 64, DAYS_MAX = 3660 };

/* 1600-01-01: address books put birthdays into 1604. */
static const int64_t first_start = INT64_C(-11676096000);

struct wsp_ical_file {
	icalcomponent *root;     /* owned */
	icalcompiter calendars;  /* in `root`, when it holds several */
	icalcomponent *calendar; /* the current one; NULL: no more */
	icalcomponent *event;    /* the next one in it */
	bool several;
};

/* Whether a rule of a time zone is one that every program follows alike, and quickly. */
static bool is_sound(icalproperty *property)
{
	struct wsp_recurrence recurrence;
	struct wsp_text wrong = {0};
	char *rule = icalproperty_get_value_as_string_r(property);
	bool sound = rule && wsp_recurrence_read(rule, &recurrence, &wrong) && !recurrence.never &&
		     icalproperty_get_rrule(property).freq == ICAL_YEARLY_RECURRENCE;

	wsp_text_release(&wrong);
	icalmemory_free_buffer(rule);
	return sound;
}

static bool is_sound_zone(icalcomponent *zone, unsigned *n_rules)
{
	for (icalcomponent *part = icalcomponent_get_first_component(zone, ICAL_ANY_COMPONENT);
		part; part = icalcomponent_get_next_component(zone, ICAL_ANY_COMPONENT)) {
		for (icalproperty *rule =
				icalcomponent_get_first_property(part, ICAL_RRULE_PROPERTY);
			rule; rule = icalcomponent_get_next_property(part, ICAL_RRULE_PROPERTY)) {
			if (++*n_rules > ZONE_RULES_MAX || !is_sound(rule))
				return false;
		}
	}
	return true;
}

/* Take out definitions of zones that could keep libical busy; who uses them has an unknown zone. */
static void drop_unsound_zones(icalcomponent *calendar)
{
	unsigned n_rules = 0;
	icalcompiter iterator = icalcomponent_begin_component(calendar, ICAL_VTIMEZONE_COMPONENT);

	for (icalcomponent *zone = icalcompiter_deref(&iterator); zone;) {
		icalcomponent *next = icalcompiter_next(&iterator);

		if (!is_sound_zone(zone, &n_rules)) {
			icalcomponent_remove_component(calendar, zone);
			icalcomponent_free(zone);
		}
		zone = next;
	}
}

static void enter(struct wsp_ical_file *file, icalcomponent *calendar)
{
	file->calendar = calendar;
	file->event = NULL;
	if (!calendar)
		return;
	drop_unsound_zones(calendar);
	file->event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
}

struct wsp_ical_file *wsp_ical_file_open(const char *text, bool *ret_failed)
{
	struct wsp_ical_file *file = calloc(1, sizeof(*file));

	if (!file) {
		*ret_failed = true;
		return NULL;
	}
	icalerror_clear_errno();
	file->root = icalparser_parse_string(text);
	if (file->root && icalcomponent_isa(file->root) == ICAL_XROOT_COMPONENT) {
		file->several = true;
		file->calendars =
			icalcomponent_begin_component(file->root, ICAL_VCALENDAR_COMPONENT);
		enter(file, icalcompiter_deref(&file->calendars));
	} else if (file->root && icalcomponent_isa(file->root) == ICAL_VCALENDAR_COMPONENT) {
		enter(file, file->root);
	}
	if (file->calendar)
		return file;
	*ret_failed = wsp_ical_ran_out();
	wsp_ical_file_close(file);
	return NULL;
}

void wsp_ical_file_close(struct wsp_ical_file *file)
{
	if (!file)
		return;
	if (file->root)
		icalcomponent_free(file->root);
	free(file);
}

/* The zone that a property names. @return false when nobody knows it */
static bool find_zone(icalcomponent *calendar, icalproperty *property, icaltimezone **ret_zone)
{
	icalparameter *parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
	const char *name = parameter ? icalparameter_get_tzid(parameter) : NULL;

	*ret_zone = NULL;
	if (!name)
		return true;
	*ret_zone = icalcomponent_get_timezone(calendar, name);
	if (!*ret_zone && wsp_zone_is_name(name))
		*ret_zone = icaltimezone_get_builtin_timezone(name);
	return *ret_zone != NULL;
}

/* A time of an event on its own clock. */
struct reading {
	icaltimezone *zone; /* NULL: it floats */
	bool days;
	int64_t local;
};

/* Read one property with a time. @return false when it has none, or an unknown zone */
static bool read_time(icalcomponent *calendar, icalproperty *property, struct reading *ret_reading)
{
	icalvalue *value = icalproperty_get_value(property);
	struct icaltimetype time;

	if (!value || !find_zone(calendar, property, &ret_reading->zone))
		return false;
	if (icalvalue_isa(value) == ICAL_PERIOD_VALUE)
		time = icalvalue_get_period(value).start;
	else
		time = icalvalue_get_datetime(value);
	if (icaltime_is_utc(time))
		ret_reading->zone = icaltimezone_get_utc_timezone();
	ret_reading->days = time.is_date != 0;
	if (time.is_date)
		ret_reading->zone = NULL;
	return wsp_ical_read_clock(time, &ret_reading->local);
}

int32_t wsp_ical_event_offset(const struct wsp_ical_event *event, wsp_moment at)
{
	return event->zone ? wsp_ical_offset_at(event->zone, at) : 0;
}

wsp_moment wsp_ical_moment(const struct wsp_ical_event *event, int64_t local)
{
	return local - wsp_ical_offset_of_local(event->zone, local);
}

/* A time on the clock of the event, whichever clock it was written for. */
static int64_t on_clock_of(const struct wsp_ical_event *event, const struct reading *reading)
{
	wsp_moment at;

	if (!reading->zone || !event->zone || reading->zone == event->zone)
		return reading->local;
	at = reading->local - wsp_ical_offset_of_local(reading->zone, reading->local);
	return at + wsp_ical_offset_at(event->zone, at);
}

static icalproperty *first(icalcomponent *event, icalproperty_kind kind)
{
	return icalcomponent_get_first_property(event, kind);
}

/* RDATE or EXDATE. @return false when memory ran out; what is no time is told in `wrong` */
static bool read_dates(struct wsp_ical_file *file, struct wsp_arena *arena, icalproperty_kind kind,
	struct wsp_ical_event *event, size_t *ret_n, const int64_t **ret_dates)
{
	size_t n = (size_t)icalcomponent_count_properties(file->event, kind), i = 0;
	int64_t *dates = WSP_NEW_ARRAY(arena, int64_t, n);

	if (!dates)
		return false;
	for (icalproperty *property = first(file->event, kind); property && i < n;
		property = icalcomponent_get_next_property(file->event, kind)) {
		struct reading reading;

		if (!read_time(file->calendar, property, &reading))
			event->wrong = "has a date that cannot be read";
		else
			dates[i++] = on_clock_of(event, &reading);
	}
	*ret_dates = dates;
	*ret_n = i;
	return true;
}

static bool read_rules(
	struct wsp_ical_file *file, struct wsp_arena *arena, struct wsp_ical_event *event)
{
	size_t n = (size_t)icalcomponent_count_properties(file->event, ICAL_RRULE_PROPERTY);

	event->rule = WSP_NEW_ARRAY(arena, const char *, n);
	if (!event->rule)
		return false;
	for (icalproperty *property = first(file->event, ICAL_RRULE_PROPERTY);
		property && event->n_rules < n;
		property = icalcomponent_get_next_property(file->event, ICAL_RRULE_PROPERTY)) {
		char *text = icalproperty_get_value_as_string_r(property);
		const char *copy = text ? wsp_arena_copy(arena, text, strlen(text)) : NULL;

		icalmemory_free_buffer(text);
		if (!copy)
			return false;
		event->rule[event->n_rules++] = copy;
	}
	return true;
}

/* libical replaces what it cannot parse by a note; only notes about times matter. */
static bool lost_a_time(icalcomponent *event)
{
	static const char *const names[] = {
		"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"};

	for (icalproperty *error = first(event, ICAL_XLICERROR_PROPERTY); error;
		error = icalcomponent_get_next_property(event, ICAL_XLICERROR_PROPERTY)) {
		const char *text = icalproperty_get_xlicerror(error);

		for (size_t i = 0; text && i < WSP_COUNT(names); i++) {
			if (strstr(text, names[i]))
				return true;
		}
	}
	return false;
}

/* DTSTART. @return why it cannot be read, or NULL */
static const char *read_start(struct wsp_ical_file *file, struct wsp_ical_event *event)
{
	icalproperty *property = first(file->event, ICAL_DTSTART_PROPERTY);
	struct reading reading;

	if (lost_a_time(file->event))
		return "has a time or a recurrence that cannot be read";
	if (!property)
		return "has no DTSTART";
	if (first(file->event, ICAL_EXRULE_PROPERTY))
		return "has an EXRULE, which RFC 5545 does not know any more";
	if (!read_time(file->calendar, property, &reading))
		return "has a DTSTART that is no date, or whose time zone is not known";
	if (reading.local < first_start)
		return "begins before the year 1600";
	event->zone = reading.zone;
	event->days = reading.days;
	event->start = reading.local;
	return NULL;
}

/* DTEND or DURATION. @return why it cannot be read, or NULL */
static const char *read_length(struct wsp_ical_file *file, struct wsp_ical_event *event)
{
	icalproperty *end = first(file->event, ICAL_DTEND_PROPERTY);
	icalproperty *duration = first(file->event, ICAL_DURATION_PROPERTY);
	struct reading reading;

	if (end) {
		if (!read_time(file->calendar, end, &reading) || reading.days != event->days)
			return "has a DTEND that is no date, or whose time zone is not known";
		event->length = on_clock_of(event, &reading) - event->start;
		if (event->zone)
			event->length = wsp_ical_moment(event, event->start + event->length) -
					wsp_ical_moment(event, event->start);
	} else if (duration) {
		event->length = icaldurationtype_as_int(icalproperty_get_duration(duration));
	} else if (event->days) {
		event->length = WSP_SECONDS_A_DAY;
	}
	if (event->length < 0)
		return "ends before it begins";
	if (event->length > (int64_t)DAYS_MAX * WSP_SECONDS_A_DAY)
		return "lasts longer than ten years";
	return NULL;
}

/* RECURRENCE-ID. @return why it cannot be read, or NULL */
static const char *read_replaced(struct wsp_ical_file *file, struct wsp_ical_event *event)
{
	icalproperty *property = first(file->event, ICAL_RECURRENCEID_PROPERTY);
	struct reading reading;

	if (!property)
		return NULL;
	if (icalproperty_get_first_parameter(property, ICAL_RANGE_PARAMETER))
		return "replaces a range of its recurrences";
	if (!read_time(file->calendar, property, &reading))
		return "has a RECURRENCE-ID that cannot be read";
	event->replaces = true;
	event->replaced = reading.local;
	event->replaced_exact = reading.zone != NULL;
	if (reading.zone)
		event->replaced -= wsp_ical_offset_of_local(reading.zone, reading.local);
	return NULL;
}

static const char *text_of(icalproperty *property, const char *(*get)(const icalproperty *))
{
	const char *text = property ? get(property) : NULL;

	return text ? text : "";
}

static bool is_ignored(icalcomponent *event)
{
	icalproperty *status = first(event, ICAL_STATUS_PROPERTY);
	icalproperty *transparency = first(event, ICAL_TRANSP_PROPERTY);

	if (status && icalproperty_get_status(status) == ICAL_STATUS_CANCELLED)
		return true;
	return transparency && icalproperty_get_transp(transparency) == ICAL_TRANSP_TRANSPARENT;
}

static bool read_event(
	struct wsp_ical_file *file, struct wsp_arena *arena, struct wsp_ical_event *event)
{
	*event = (struct wsp_ical_event){
		.uid = text_of(first(file->event, ICAL_UID_PROPERTY), icalproperty_get_uid),
		.summary = text_of(
			first(file->event, ICAL_SUMMARY_PROPERTY), icalproperty_get_summary),
		.ignored = is_ignored(file->event),
	};
	event->wrong = read_start(file, event);
	if (!event->wrong)
		event->wrong = read_length(file, event);
	if (!event->wrong)
		event->wrong = read_replaced(file, event);
	if (event->wrong)
		return true;
	return read_rules(file, arena, event) &&
	       read_dates(file, arena, ICAL_RDATE_PROPERTY, event, &event->n_more, &event->more) &&
	       read_dates(
		       file, arena, ICAL_EXDATE_PROPERTY, event, &event->n_except, &event->except);
}

bool wsp_ical_file_next(struct wsp_ical_file *file, struct wsp_arena *arena,
	struct wsp_ical_event *ret_event, bool *ret_failed)
{
	while (file->calendar && !file->event)
		enter(file, file->several ? icalcompiter_next(&file->calendars) : NULL);
	if (!file->calendar)
		return false;
	if (!read_event(file, arena, ret_event)) {
		*ret_failed = true;
		return false;
	}
	file->event = icalcomponent_get_next_component(file->calendar, ICAL_VEVENT_COMPONENT);
	return true;
}
