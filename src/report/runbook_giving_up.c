/* Giving up: when a phase stops, who decides, and how its servers are taken back. */
#include "report/sections.h"

/* "1 conversion", or "2 of 14 switches" */
static void say_amount(struct wsp_book *book, uint32_t amount, uint32_t of, const char *noun)
{
	uint32_t permille = amount & ~WSP_PERMILLE;

	if (amount == WSP_ABSENT || of == 1)
		WSP_SAY(book, "*%*", wsp_count_word(1, noun));
	else if (!(amount & WSP_PERMILLE))
		WSP_SAY(book, "*%*", wsp_count_word(amount, noun));
	else
		WSP_SAY(book, "*% of %*", wsp_number_word(((uint64_t)permille * of + 999) / 1000),
			wsp_count_word(of, noun));
}

static void count_work(
	const struct wsp_plan *plan, uint32_t number, uint32_t *ret_servers, uint32_t *ret_links)
{
	const struct wsp_phase *phase = &plan->phases[number];

	*ret_servers = *ret_links = 0;
	for (uint32_t i = 0; i < phase->n_waves; i++) {
		*ret_servers += plan->waves[phase->first_wave + i].n_servers;
		*ret_links += plan->waves[phase->first_wave + i].n_links;
	}
}

void wsp_tell_giving_up(struct wsp_book *book, uint32_t number)
{
	const struct wsp_policy *policy = &book->plan->topo.inventory.policy;
	uint32_t servers;
	uint32_t links;

	count_work(book->plan, number, &servers, &links);
	wsp_book_heading(book, 3, "When to give up");
	wsp_book_begin(book, WSP_BLOCK_PARAGRAPH);
	wsp_book_add(book, "Begin nothing new as soon as ");
	say_amount(book, policy->failed_conversions, servers, "conversion");
	if (links > 0) {
		wsp_book_add(book, " or ");
		say_amount(book, policy->failed_switches, links, "switch");
	}
	wsp_book_add(book,
		" of this phase failed. A step has failed when its check does not show what it "
		"must and a second try, at most as long as planned for the first, does not either. "
		"Finish or back out what is begun; servers that are verified stay as they are. "
		"Decides: ............................ deputy: ............................");
	wsp_book_put(book);
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
