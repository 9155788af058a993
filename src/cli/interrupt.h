/*
 * Interrupt: SIGINT, SIGTERM and SIGHUP while a directory is written.
 *
 * The first one asks the library to undo its work, a second one ends the program at once.
 */
#ifndef WSP_CLI_INTERRUPT_H
#define WSP_CLI_INTERRUPT_H

/** Catch the signals from now on. */
void interrupt_begin(void);

/** Whether one came; a struct wsp_directory_options.cancelled. */
int interrupt_came(void *context);

/** Let the signals be what they were; one that came ends the program now, as it would have. */
void interrupt_end(void);

#endif
