#include "cli/interrupt.h"

#include <signal.h>
#include <stddef.h>

static const int caught[] = {SIGINT, SIGTERM, SIGHUP};

/* The one mutable static of the tool: a signal handler has no other way to tell. */
static volatile sig_atomic_t came;

static void note(int signal_number)
{
	came = signal_number;
}

void interrupt_begin(void)
{
	for (size_t i = 0; i < sizeof(caught) / sizeof(caught[0]); i++) {
		struct sigaction action = {.sa_handler = note, .sa_flags = (int)SA_RESETHAND};
		struct sigaction former;

		/* what the caller ignores (nohup) stays ignored */
		if (sigaction(caught[i], NULL, &former) == 0 && former.sa_handler != SIG_IGN)
			(void)sigaction(caught[i], &action, NULL);
	}
}

int interrupt_came(void *context)
{
	(void)context;
	return came != 0;
}

void interrupt_end(void)
{
	for (size_t i = 0; i < sizeof(caught) / sizeof(caught[0]); i++) {
		struct sigaction action = {.sa_handler = SIG_DFL}, former;

		if (sigaction(caught[i], NULL, &former) == 0 && former.sa_handler != SIG_IGN)
			(void)sigaction(caught[i], &action, NULL);
	}
	if (came != 0)
		(void)raise(came);
}
