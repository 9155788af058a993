/* Claims: the items of the lists of a plan document, but for the steps. */
#include <string.h>

#include "base/array.h"
#include "base/number.h"
#include "model/rule.h"
#include "plan/claims_state.h"
#include "plan/plan.h"

#define FIELD(kind, member)    WSP_FORM_##kind, offsetof(struct row, member), NULL, 0, false
#define OPTIONAL(kind, member) WSP_FORM_##kind, offsetof(struct row, member), NULL, 0, true

/* The server as the inventory knows it: what the plan calls `id` is `fqdn` there. */
static void bind_server(struct wsp_statement *statement, const struct wsp_node *item)
{
	struct wsp_reader_sink binder = wsp_binder_sink(statement->binder);

	while (statement->node_capacity < item->size) {
		if (!WSP_RESERVE(
			    statement->node, statement->node_capacity, (size_t)item->size - 1)) {
			statement->failed = true;
			return;
		}
	}
	memcpy(statement->node, item, item->size * sizeof(*item));
	for (struct wsp_node *key = statement->node + 1; key < statement->node + item->size;) {
		struct wsp_node *value = key + key->size;

		if (key->kind == WSP_SCALAR && strcmp(key->text, "id") == 0) {
			key->text = "fqdn";
			key->length = 4;
		}
		key = value + value->size;
	}
	if (!binder.item(binder.context, 0, statement->node))
		statement->failed = true;
}

void wsp_statement_add_server(struct wsp_statement *statement, const struct wsp_node *item)
{
	struct row {
		struct wsp_excerpt id;
		uint8_t status;
		uint32_t level, height, phase;
		struct wsp_wave_label wave;
	} row = {.level = WSP_ABSENT, .height = WSP_ABSENT, .wave = {0, WSP_ABSENT}};
	static const struct wsp_form_field fields[] = {
		{"id", FIELD(TEXT, id)},
		{"status", WSP_FORM_CHOICE, offsetof(struct row, status), wsp_status_names,
			WSP_N_STATUSES, false},
		{"level", OPTIONAL(COUNT, level)},
		{"height", OPTIONAL(COUNT, height)},
		{"phase", OPTIONAL(PHASE, phase)},
		{"wave", OPTIONAL(WAVE, wave)},
	};
	struct wsp_stated_name *name;
	uint32_t at;

	if (!wsp_statement_form(statement, item, "a server", fields, WSP_COUNT(fields), &row))
		return;
	at = wsp_statement_host(statement, row.id);
	bind_server(statement, item);
	if (at == WSP_NO_ROW)
		return;
	name = &statement->name[at];
	name->listed = true;
	name->place = item->place;
	name->claim.level = row.level;
	name->claim.height = row.height;
	name->claim.phase = row.phase;
	name->claim.wave = row.wave.number;
	name->claim.wave_phase = row.wave.phase;
	name->claim.status = row.status;
}

static void list_server(struct wsp_statement *statement, const struct wsp_node *node,
	const struct wsp_wave_label *wave)
{
	uint32_t name;

	if (!wsp_statement_string(statement, node, "a server of a wave"))
		return;
	name = wsp_statement_host(statement, (struct wsp_excerpt){node->text, node->length});
	wsp_statement_mention(statement, name, node->place);
	if (!WSP_RESERVE(statement->listing, statement->listing_capacity, statement->n_listings))
		statement->failed = true;
	else
		statement->listing[statement->n_listings++] =
			(struct wsp_stated_listing){name, wave->phase, wave->number, node->place};
}

static bool read_back_out(
	struct wsp_statement *statement, const struct wsp_node *node, struct wsp_wave_claim *wave)
{
	struct row {
		uint32_t minutes, decide_by_minute;
		struct wsp_excerpt decide_by;
	} row = {WSP_ABSENT, WSP_ABSENT, {NULL, 0}};
	static const struct wsp_form_field fields[] = {
		{"minutes", OPTIONAL(MINUTE, minutes)},
		{"decide_by_minute", OPTIONAL(MINUTE, decide_by_minute)},
		{"decide_by", OPTIONAL(TEXT, decide_by)},
	};

	if (!wsp_statement_form(statement, node, "`back_out`", fields, WSP_COUNT(fields), &row))
		return false;
	wave->minutes = row.minutes;
	wave->decide_by = row.decide_by_minute;
	wsp_statement_moment(statement, row.decide_by, node->place, &wave->decide_by_at);
	return true;
}

static void add_wave(struct wsp_statement *statement, const struct wsp_node *item)
{
	struct row {
		struct wsp_wave_label id;
		uint32_t start, finish;
		const struct wsp_node *servers, *back_out;
	} row = {.start = WSP_ABSENT, .finish = WSP_ABSENT, .back_out = NULL};
	static const struct wsp_form_field fields[] = {
		{"id", FIELD(WAVE, id)},
		{"start_minute", OPTIONAL(MINUTE, start)},
		{"finish_minute", OPTIONAL(MINUTE, finish)},
		{"servers", FIELD(LIST, servers)},
		{"back_out", OPTIONAL(NODE, back_out)},
	};
	struct wsp_wave_claim wave = {.minutes = WSP_ABSENT,
		.decide_by = WSP_ABSENT,
		.decide_by_at = WSP_NO_MOMENT,
		.place = item->place};

	if (!wsp_statement_form(statement, item, "a wave", fields, WSP_COUNT(fields), &row) ||
		(row.back_out && !read_back_out(statement, row.back_out, &wave)))
		return;
	wave.phase = row.id.phase;
	wave.number = row.id.number;
	wave.start = row.start;
	wave.finish = row.finish;
	if (!WSP_RESERVE(statement->wave, statement->wave_capacity, statement->n_waves)) {
		statement->failed = true;
		return;
	}
	statement->wave[statement->n_waves++] = wave;
	for (const struct wsp_node *node = row.servers + 1; node < wsp_node_next(row.servers);
		node = wsp_node_next(node))
		list_server(statement, node, &row.id);
}

static void read_window(
	struct wsp_statement *statement, const struct wsp_node *node, struct wsp_phase_claim *phase)
{
	struct row {
		struct wsp_excerpt name, start, end;
	} row = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
	static const struct wsp_form_field fields[] = {
		{"name", OPTIONAL(TEXT, name)},
		{"start", OPTIONAL(TEXT, start)},
		{"end", OPTIONAL(TEXT, end)},
	};

	if (!wsp_statement_form(statement, node, "`window`", fields, WSP_COUNT(fields), &row))
		return;
	if (row.name.text)
		phase->window = wsp_statement_copy(statement, row.name);
	wsp_statement_moment(statement, row.start, node->place, &phase->opens);
	wsp_statement_moment(statement, row.end, node->place, &phase->closes);
}

static void read_abort(
	struct wsp_statement *statement, const struct wsp_node *node, struct wsp_phase_claim *phase)
{
	static const struct wsp_form_field fields[] = {
		{"failed_conversions", WSP_FORM_COUNT,
			offsetof(struct wsp_phase_claim, abort_conversions), NULL, 0, true},
		{"failed_switches", WSP_FORM_COUNT,
			offsetof(struct wsp_phase_claim, abort_switches), NULL, 0, true},
	};

	(void)wsp_statement_form(statement, node, "`abort`", fields, WSP_COUNT(fields), phase);
}

/* The members of a phase that are numbers go into its claim as they are. */
struct stated_phase {
	struct wsp_phase_claim claim;
	uint32_t id;
	struct wsp_excerpt begin, point_of_no_return;
	bool safe_to_stop;
	const struct wsp_node *window, *abort, *waves;
};

#define NUMBER(member)                                                                             \
	WSP_FORM_MINUTE,                                                                           \
		offsetof(struct stated_phase, claim) + offsetof(struct wsp_phase_claim, member),   \
		NULL, 0, true
#define MEMBER(kind, member, optional)                                                             \
	WSP_FORM_##kind, offsetof(struct stated_phase, member), NULL, 0, optional

static bool read_phase(
	struct wsp_statement *statement, const struct wsp_node *item, struct stated_phase *phase)
{
	static const struct wsp_form_field fields[] = {
		{"id", MEMBER(PHASE, id, false)},
		{"window", MEMBER(NODE, window, true)},
		{"begin", MEMBER(TEXT, begin, true)},
		{"minutes", NUMBER(minutes)},
		{"length_minutes", NUMBER(length)},
		{"reserve_minutes", NUMBER(reserve)},
		{"gate_minutes", NUMBER(gate)},
		{"point_of_no_return_minute", NUMBER(point_of_no_return)},
		{"point_of_no_return", MEMBER(TEXT, point_of_no_return, true)},
		{"abort", MEMBER(NODE, abort, true)},
		{"clients", WSP_FORM_TOTAL,
			offsetof(struct stated_phase, claim) +
				offsetof(struct wsp_phase_claim, clients),
			NULL, 0, true},
		{"canary", WSP_FORM_BOOL,
			offsetof(struct stated_phase, claim) +
				offsetof(struct wsp_phase_claim, canary),
			NULL, 0, true},
		{"safe_to_stop", MEMBER(BOOL, safe_to_stop, false)},
		{"waves", MEMBER(LIST, waves, false)},
	};

	return wsp_statement_form(statement, item, "a phase", fields, WSP_COUNT(fields), phase);
}

void wsp_statement_add_phase(struct wsp_statement *statement, const struct wsp_node *item)
{
	struct stated_phase phase = {.claim = WSP_PHASE_CLAIM_INIT};
	struct wsp_phase_claim *claim = &phase.claim;

	if (!read_phase(statement, item, &phase))
		return;
	claim->place = item->place;
	claim->safe_to_stop = phase.safe_to_stop ? WSP_YES : WSP_NO;
	if (phase.window)
		read_window(statement, phase.window, claim);
	if (phase.abort)
		read_abort(statement, phase.abort, claim);
	wsp_statement_moment(statement, phase.begin, item->place, &claim->begin);
	wsp_statement_moment(
		statement, phase.point_of_no_return, item->place, &claim->point_of_no_return_at);
	if (phase.id != statement->n_phases && !statement->misnumbered) {
		statement->misnumbered = true; /* what follows is so too */
		statement->n_told++;
		wsp_diags_add(statement->diags, WSP_RULE(Y703), item->place, NULL,
			"phase P%u stands where P%zu has to", phase.id, statement->n_phases);
	}
	for (const struct wsp_node *wave = phase.waves + 1; wave < wsp_node_next(phase.waves);
		wave = wsp_node_next(wave))
		add_wave(statement, wave);
	if (!WSP_RESERVE(statement->phase, statement->phase_capacity, statement->n_phases))
		statement->failed = true;
	else
		statement->phase[statement->n_phases++] = *claim;
}

/* "now", "P4", or null */
static bool read_https_from(struct wsp_excerpt text, uint32_t *ret_phase)
{
	uint64_t phase;

	*ret_phase = WSP_NEVER;
	if (!text.text)
		return true;
	*ret_phase = 0;
	if (strcmp(text.text, "now") == 0)
		return true;
	if (text.length < 2 || text.text[0] != 'P' ||
		!wsp_parse_count(text.text + 1, text.length - 1, &phase) || phase >= WSP_NEVER)
		return false;
	*ret_phase = (uint32_t)phase;
	return true;
}

static bool keep_link(struct wsp_statement *statement, struct wsp_excerpt from,
	struct wsp_excerpt to, struct wsp_stated_link *link)
{
	link->from = wsp_statement_host(statement, from);
	link->to = wsp_statement_host(statement, to);
	wsp_statement_mention(statement, link->from, link->place);
	wsp_statement_mention(statement, link->to, link->place);
	if (link->from == WSP_NO_ROW || link->to == WSP_NO_ROW)
		return false;
	if (!WSP_RESERVE(statement->link, statement->link_capacity, statement->n_links)) {
		statement->failed = true;
		return false;
	}
	statement->link[statement->n_links++] = *link;
	return true;
}

void wsp_statement_add_link(struct wsp_statement *statement, const struct wsp_node *item)
{
	struct row {
		struct wsp_excerpt from, to, kind, https_from;
		uint32_t outage;
	} row = {.https_from = {NULL, 0}, .outage = WSP_ABSENT};
	static const struct wsp_form_field fields[] = {
		{"from", FIELD(TEXT, from)},
		{"to", FIELD(TEXT, to)},
		{"kind", FIELD(TEXT, kind)},
		{"https_from", OPTIONAL(TEXT, https_from)},
		{"outage_minutes", OPTIONAL(MINUTE, outage)},
	};
	struct wsp_stated_link link = {.place = item->place};
	struct wsp_stated_name *name;

	if (!wsp_statement_form(statement, item, "a link", fields, WSP_COUNT(fields), &row))
		return;
	link.sync = strcmp(row.kind.text, "sync") == 0;
	if (!keep_link(statement, row.from, row.to, &link))
		return;
	name = &statement->name[link.from];
	if (!link.sync || name->linked)
		return;
	name->link = name->claim.link = item->place;
	name->linked = true;
	name->claim.outage_minutes = row.outage;
	if (!read_https_from(row.https_from, &name->claim.https_from))
		wsp_statement_refuse(statement, item->place,
			"`https_from` is neither \"now\" nor a phase such as \"P1\"");
}

void wsp_statement_add_left_out(struct wsp_statement *statement, const struct wsp_node *item)
{
	struct row {
		struct wsp_excerpt server, reason;
	} row;
	static const struct wsp_form_field fields[] = {
		{"server", FIELD(TEXT, server)},
		{"reason", FIELD(TEXT, reason)},
	};
	uint32_t at;

	if (!wsp_statement_form(
		    statement, item, "an unscheduled server", fields, WSP_COUNT(fields), &row))
		return;
	at = wsp_statement_host(statement, row.server);
	wsp_statement_mention(statement, at, item->place);
	if (at != WSP_NO_ROW)
		statement->name[at].claim.unscheduled = row.reason.length > 0;
}
