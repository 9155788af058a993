/* Back-out: from any point of a phase, and how a server is taken back. */
#include "plan/back_out.h"
#include "report/label.h"
#include "report/sections.h"

static void tell_wave(struct wsp_book *book, uint32_t number, uint32_t wave)
{
	struct wsp_back_out back_out = wsp_plan_back_out(book->plan, wave);

	wsp_book_begin(book, WSP_BLOCK_ROW);
	wsp_label_wave(wsp_book_open(book, WSP_STYLE_PROSE), book->plan, wave);
	wsp_book_close(book);
	WSP_SAY(book, "|%|%|", wsp_number_word(back_out.servers),
		wsp_minutes_word(back_out.minutes));
	wsp_say_minute(book, number, back_out.decide_by);
	wsp_book_put(book);
}

void wsp_tell_backing_out(struct wsp_book *book, uint32_t number)
{
	static const char *const lines[] = {
		"*What is done:* on each server converted so far the usual back-out, "
		"`unrequire-ssl`: SSL is required no more, `configuressl` runs again, the service "
		"restarts. As many at the same time as there are operators.",
		"*What works then:* every synchronization link that worked when the phase began. "
		"Bindings and trust stay, and so do the new client addresses and the downstream "
		"servers that were switched: they go on over HTTPS, which the server still "
		"answers.",
		"*What is late:* this phase and all above its servers, until it is planned anew; "
		"clients that have not fetched their policy notice nothing.",
		"*Only if TLS itself is at fault* more is undone, in this order: the switches of "
		"the downstream servers, the client addresses, the binding last. See *Back-out*.",
	};
	const struct wsp_phase *phase = &book->plan->phases[number];
	uint32_t listed = phase->n_waves < WSP_LIST_MAX ? phase->n_waves : WSP_LIST_MAX;

	wsp_book_begin(book, WSP_BLOCK_HEADING);
	book->block.level = 3;
	WSP_SAY(book, "Backing out of P%", wsp_number_word(number));
	wsp_book_put(book);
	wsp_book_head(book, 6,
		"During or after wave|Servers converted so far|Time to take them back|Decide by");
	for (uint32_t i = 0; i < listed; i++)
		tell_wave(book, number, phase->first_wave + i);
	wsp_tell_rest(book, phase->n_waves, listed, "wave");
	for (size_t i = 0; i < WSP_COUNT(lines); i++)
		wsp_book_tell(book, WSP_BLOCK_BULLET, lines[i]);
}

static void tell_script(struct wsp_book *book, const struct wsp_procedure *procedure, bool undo)
{
	struct wsp_signature signature;
	struct wsp_text *out;

	wsp_signature_read(&signature, procedure);
	wsp_book_begin(book, WSP_BLOCK_CODE);
	out = wsp_book_open(book, WSP_STYLE_CODE);
	if (undo)
		wsp_powershell_undo(procedure, &signature, out);
	else
		wsp_powershell_function(procedure, &signature, out);
	wsp_book_close(book);
	wsp_book_put(book);
}

static void tell_lines(struct wsp_book *book, const char *const *line, size_t n)
{
	for (size_t i = 0; i < n; i++)
		wsp_book_tell(book, WSP_BLOCK_BULLET, line[i]);
}

static void tell_usual(struct wsp_book *book)
{
	static const char *const lines[] = {
		"On the server that failed call `unrequire-ssl`, printed at the head of its list "
		"with its own values. It stops requiring SSL on the five applications, runs "
		"`wsusutil configuressl` again, sees that `UsingSSL` is 0, restarts the services "
		"and proves that HTTP and HTTPS both answer.",
		"Stop there. Binding, trust, firewall, client addresses and downstream servers "
		"that were switched stay as they are: HTTPS keeps working for them while SSL is "
		"not required.",
		"Check: each direct downstream synchronizes, and a client of this server scans.",
	};

	wsp_book_heading(book, 3, "The usual back-out of a server");
	tell_lines(book, lines, WSP_COUNT(lines));
	wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
		"`unrequire-ssl`, on the server, in an elevated Windows PowerShell 5.1 (not tried "
		"on Windows):");
	tell_script(book, book->usual, false);
}

static void tell_tls(struct wsp_book *book)
{
	static const char *const lines[] = {
		"First the usual back-out. Then undo the switch on the downstream servers that "
		"were switched: back to HTTP.",
		"Then undo the client policy. It takes hours to reach the clients, so only if they "
		"fail.",
		"The binding last, or never: an unused binding harms nobody.",
	};
	const struct wsp_plan *plan = book->plan;

	wsp_book_heading(book, 3, "Only if TLS itself is at fault");
	wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
		"A wrong certificate, an issuer that is not trusted, no common protocol; on the "
		"servers concerned only:");
	tell_lines(book, lines, WSP_COUNT(lines));
	wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
		"The functions, in the order of the work. Each takes the values of the call it "
		"undoes, then what its first line names in addition, and runs where that call "
		"ran:");
	for (uint32_t i = 0; i < plan->n_procedures && !book->stopped; i++) {
		if (wsp_powershell_has_undo(&plan->procedure[i]))
			tell_script(book, &plan->procedure[i], true);
	}
}

void wsp_tell_back_out(struct wsp_book *book)
{
	wsp_book_section(book, "Back-out");
	wsp_book_tell(book, WSP_BLOCK_PARAGRAPH,
		"Not the reverse of the work: it makes the server answer both ways again and "
		"leaves what harms nobody. It takes minutes a server; the reserve of each phase "
		"covers everything done in it. A server that was backed out is planned anew with "
		"its present state, and those above it wait for it. Never close or redirect the "
		"HTTP port, in either direction.");
	tell_usual(book);
	tell_tls(book);
}
