/* Procedures: the block that defines one, and the line that does one step of it. */
#include <string.h>

#include "base/phrase.h"
#include "plan/steps.h"
#include "report/command.h"
#include "report/label.h"
#include "report/sections.h"

static bool is_by_hand(const struct wsp_procedure *procedure)
{
	return procedure->shell[0] == '\0';
}

bool wsp_procedure_is_untried(const struct wsp_procedure *procedure)
{
	return !is_by_hand(procedure) && procedure->tried_on[0] == NULL;
}

static void say_title(struct wsp_book *book, const struct wsp_procedure *procedure)
{
	const struct wsp_plan *plan = book->plan;
	uint32_t minutes = plan->duration[procedure->action];
	uint32_t unattended = plan->unattended[procedure->action];

	WSP_SAY(book, "`%`", wsp_text_word(procedure->id));
	if (minutes > 0)
		WSP_SAY(book, ", %", wsp_minutes_word(minutes));
	if (unattended > 0)
		WSP_SAY(book, ", % unattended", wsp_minutes_word(unattended));
	if (wsp_procedure_is_untried(procedure))
		wsp_book_add(book, " (not tried on Windows)");
}

static void tell_heading(struct wsp_book *book, const struct wsp_procedure *procedure)
{
	wsp_book_begin(book, WSP_BLOCK_HEADING);
	book->block.level = 4;
	say_title(book, procedure);
	wsp_book_put(book);
}

bool wsp_procedure_is_alike(const struct wsp_procedure *a, const struct wsp_procedure *b)
{
	return strcmp(a->who, b->who) == 0 && strcmp(a->where, b->where) == 0;
}

void wsp_procedure_set_usual(struct wsp_book *book, const struct wsp_procedure *usual)
{
	for (uint32_t i = 0; i < book->plan->n_procedures; i++)
		book->procedure[i].usual =
			usual && wsp_procedure_is_alike(usual, &book->plan->procedure[i]);
}

static void say_place(struct wsp_book *book, uint32_t i)
{
	const struct wsp_procedure *procedure = &book->plan->procedure[i];

	if (!book->procedure[i].usual)
		WSP_SAY(book, "*Who:* % · *Where:* % · ", wsp_text_word(procedure->who),
			wsp_text_word(procedure->where));
}

static void say_facts(struct wsp_book *book, uint32_t i)
{
	const struct wsp_procedure *procedure = &book->plan->procedure[i];

	say_place(book, i);
	wsp_book_add(book, "*Interrupts:* ");
	if (procedure->interrupts[0])
		WSP_SAY(book, "%", wsp_text_word(procedure->interrupts));
	else
		wsp_book_add(book, "nothing");
}

static void tell_commands(struct wsp_book *book, uint32_t i)
{
	const struct wsp_procedure *procedure = &book->plan->procedure[i];

	if (is_by_hand(procedure)) {
		for (const char *const *line = procedure->commands; *line; line++)
			WSP_TELL(book, WSP_BLOCK_BULLET, "%", wsp_text_word(*line));
		return;
	}
	wsp_book_begin(book, WSP_BLOCK_CODE);
	wsp_powershell_function(
		procedure, &book->procedure[i].signature, wsp_book_open(book, WSP_STYLE_CODE));
	wsp_book_close(book);
	wsp_book_put(book);
}

/* Words of the back-out: sentences, or the comments of a script that has nothing else. */
static void say_back_out(struct wsp_book *book, const struct wsp_procedure *procedure)
{
	if (!procedure->back_out[0])
		return;
	wsp_book_add(book, " *Back-out:*");
	if (wsp_powershell_has_undo(procedure)) {
		WSP_SAY(book, " `undo-%` with the same values, see *Back-out*.",
			wsp_text_word(procedure->id));
		return;
	}
	for (const char *const *line = procedure->back_out; *line; line++) {
		wsp_book_add(book, " ");
		wsp_say_sentence(book, *line + strspn(*line, "# "));
	}
}

static void say_checks(struct wsp_book *book, const struct wsp_procedure *procedure)
{
	wsp_book_add(book, "*Must show:*");
	for (const char *const *line = procedure->checks; *line; line++) {
		wsp_book_add(book, " ");
		wsp_say_sentence(book, *line);
	}
}

static void note(struct wsp_book *book, uint32_t i, uint32_t phase)
{
	book->procedure[i].phase = phase;
	book->procedure[i].n_tasks = book->n_tasks;
}

void wsp_tell_procedure(struct wsp_book *book, uint32_t i, uint32_t phase)
{
	const struct wsp_procedure *procedure = &book->plan->procedure[i];

	note(book, i, phase);
	tell_heading(book, procedure);
	wsp_book_begin(book, WSP_BLOCK_PARAGRAPH);
	say_facts(book, i);
	wsp_book_put(book);
	tell_commands(book, i);
	wsp_book_begin(book, WSP_BLOCK_PARAGRAPH);
	say_checks(book, procedure);
	say_back_out(book, procedure);
	wsp_book_put(book);
}

void wsp_tell_again(struct wsp_book *book, uint32_t i, uint32_t phase)
{
	const struct wsp_procedure *procedure = &book->plan->procedure[i];

	note(book, i, phase);
	wsp_book_begin(book, WSP_BLOCK_BULLET);
	say_title(book, procedure);
	if (book->procedure[i].prepared) {
		wsp_book_add(book, ", in the preparation");
	} else {
		wsp_book_add(book, ", in ");
		wsp_label_wave(
			wsp_book_open(book, WSP_STYLE_PROSE), book->plan, book->procedure[i].wave);
		wsp_book_close(book);
	}
	wsp_book_add(book, " · ");
	say_place(book, i);
	if (procedure->interrupts[0])
		WSP_SAY(book, "*Interrupts:* % ", wsp_text_word(procedure->interrupts));
	say_checks(book, procedure);
	wsp_book_put(book);
}

/* What a person does by hand, with the values of the server in it. */
static void say_instruction(struct wsp_book *book, const struct wsp_step *step)
{
	const struct wsp_procedure *procedure = &book->plan->procedure[step->procedure];

	WSP_SAY(book, "*%*:", wsp_text_word(procedure->id));
	for (const char *const *line = procedure->commands; *line; line++) {
		struct wsp_text *out;

		wsp_book_add(book, " ");
		out = wsp_book_open(book, WSP_STYLE_INPUT);
		wsp_command_fill(out, book->plan, step->server, procedure->shell, *line);
		wsp_book_close(book);
	}
}

static void say_call(struct wsp_book *book, const struct wsp_step *step)
{
	const struct wsp_procedure *procedure = &book->plan->procedure[step->procedure];

	if (is_by_hand(procedure)) {
		say_instruction(book, step);
		return;
	}
	wsp_powershell_call(book->plan, step->server, procedure,
		&book->procedure[step->procedure].signature, wsp_book_open(book, WSP_STYLE_CODE));
	wsp_book_close(book);
}

void wsp_begin_step(struct wsp_book *book, const struct wsp_step *step)
{
	const struct wsp_procedure *procedure = &book->plan->procedure[step->procedure];
	const struct wsp_told *told = &book->procedure[step->procedure];
	struct wsp_text *out;

	wsp_book_begin(book, WSP_BLOCK_TASK);
	if (step->start != WSP_ABSENT) {
		wsp_say_start(book, step->server, step->phase, step->start);
		wsp_book_prose(book, " ");
	}
	say_call(book, step);
	out = wsp_book_open(book, WSP_STYLE_PROSE);
	if (!is_by_hand(procedure))
		WSP_TEXT_LITERAL(out, " → OK");
	if (!told->usual)
		WSP_TEXT_LITERAL(out, " · ");
	wsp_book_close(book);
	if (!told->usual) {
		wsp_text_add(wsp_book_open(book, WSP_STYLE_INPUT), procedure->where, told->place);
		wsp_book_close(book);
	}
}

void wsp_tell_step(struct wsp_book *book, const struct wsp_step *step)
{
	wsp_begin_step(book, step);
	wsp_book_put(book);
}
