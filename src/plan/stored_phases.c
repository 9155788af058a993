#include "base/array.h"
#include "plan/stored_state.h"

#define FIELD(kind, member)    WSP_FORM_##kind, offsetof(struct row, member), NULL, 0, false
#define OPTIONAL(kind, member) WSP_FORM_##kind, offsetof(struct row, member), NULL, 0, true

static void add_wave(struct wsp_stored *stored, const struct wsp_node *item)
{
	struct row {
		struct wsp_wave_label id;
		uint32_t start, finish;
		const struct wsp_node *servers;
	} row;
	static const struct wsp_form_field fields[] = {
		{"id", FIELD(WAVE, id)},
		{"start_minute", FIELD(SPAN, start)},
		{"finish_minute", FIELD(SPAN, finish)},
		{"servers", FIELD(LIST, servers)},
	};
	struct wsp_stored_wave wave;

	if (!wsp_stored_form(stored, item, "a wave", fields, WSP_COUNT(fields), &row))
		return;
	wave = (struct wsp_stored_wave){.label = row.id,
		.start = row.start,
		.finish = row.finish,
		.first_server = (uint32_t)stored->n_in_wave,
		.place = item->place};
	for (const struct wsp_node *name = row.servers + 1;
		name < row.servers + row.servers->size && !stored->failed;
		name = wsp_node_next(name)) {
		if (name->kind != WSP_SCALAR) {
			wsp_stored_refuse(
				stored, name->place, "a server of the wave is not a name");
			return;
		}
		if (!WSP_RESERVE(stored->in_wave, stored->in_wave_capacity, stored->n_in_wave)) {
			stored->failed = true;
			return;
		}
		stored->in_wave[stored->n_in_wave++] =
			wsp_stored_name(stored, (struct wsp_excerpt){name->text, name->length});
		wave.n_servers++;
	}
	if (!WSP_RESERVE(stored->wave, stored->wave_capacity, stored->n_waves))
		stored->failed = true;
	else
		stored->wave[stored->n_waves++] = wave;
}

static void read_window(
	struct wsp_stored *stored, const struct wsp_node *map, struct wsp_phase *phase)
{
	struct row {
		struct wsp_excerpt name;
		wsp_moment start, end;
	} row;
	static const struct wsp_form_field fields[] = {
		{"name", FIELD(TEXT, name)},
		{"start", FIELD(MOMENT, start)},
		{"end", FIELD(MOMENT, end)},
	};

	if (!wsp_stored_form(stored, map, "a window", fields, WSP_COUNT(fields), &row))
		return;
	phase->window = wsp_stored_text(stored, row.name);
	phase->opens = row.start;
	phase->closes = row.end;
}

static void read_abort(
	struct wsp_stored *stored, const struct wsp_node *map, struct wsp_phase *phase)
{
	static const struct wsp_form_field fields[] = {
		{"failed_conversions", WSP_FORM_COUNT,
			offsetof(struct wsp_phase, abort_conversions), NULL, 0, false},
		{"failed_switches", WSP_FORM_COUNT, offsetof(struct wsp_phase, abort_switches),
			NULL, 0, false},
	};

	(void)wsp_stored_form(stored, map, "`abort`", fields, WSP_COUNT(fields), phase);
}

void wsp_stored_add_phase(struct wsp_stored *stored, const struct wsp_node *item)
{
	struct row {
		struct wsp_phase phase;
		uint32_t id;
		struct wsp_excerpt title;
		const struct wsp_node *window, *abort, *waves;
	} row = {.phase = {.window = "",
			 .opens = WSP_NO_MOMENT,
			 .closes = WSP_NO_MOMENT,
			 .begin = WSP_NO_MOMENT,
			 .abort_conversions = 1,
			 .abort_switches = 1}};
	static const struct wsp_form_field fields[] = {
		{"id", FIELD(PHASE, id)},
		{"title", FIELD(TEXT, title)},
		{"window", OPTIONAL(MAP, window)},
		{"begin", OPTIONAL(MOMENT, phase.begin)},
		{"minutes", FIELD(SPAN, phase.minutes)},
		{"length_minutes", OPTIONAL(SPAN, phase.length)},
		{"reserve_minutes", FIELD(SPAN, phase.reserve)},
		{"gate_minutes", OPTIONAL(SPAN, phase.gate)},
		{"clients", FIELD(TOTAL, phase.clients)},
		{"canary", FIELD(BOOL, phase.canary)},
		{"safe_to_stop", FIELD(BOOL, phase.safe_to_stop)},
		{"abort", OPTIONAL(MAP, abort)},
		{"waves", FIELD(LIST, waves)},
	};

	if (!wsp_stored_form(stored, item, "a phase", fields, WSP_COUNT(fields), &row))
		return;
	if (row.id != stored->n_phases) {
		wsp_stored_refuse(stored, item->place, "the phases are not P0, P1, … in order");
		return;
	}
	row.phase.title = wsp_stored_text(stored, row.title);
	row.phase.first_wave = (uint32_t)stored->n_waves;
	if (row.window)
		read_window(stored, row.window, &row.phase);
	if (row.abort)
		read_abort(stored, row.abort, &row.phase);
	for (const struct wsp_node *wave = row.waves + 1; wave < row.waves + row.waves->size;
		wave = wsp_node_next(wave))
		add_wave(stored, wave);
	row.phase.n_waves = (uint32_t)stored->n_waves - row.phase.first_wave;
	if (WSP_RESERVE(stored->phase, stored->phase_capacity, stored->n_phases))
		stored->phase[stored->n_phases++] =
			(struct wsp_stored_phase){row.phase, item->place};
	else
		stored->failed = true;
}
