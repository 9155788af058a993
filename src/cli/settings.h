/* Settings: option values in the units of the library. Each returns an exit status. */
#ifndef WSP_CLI_SETTINGS_H
#define WSP_CLI_SETTINGS_H

#include <stdint.h>

#include "cli/command.h"

/** The moment to plan by, seconds since 1970: --now, else SOURCE_DATE_EPOCH, else this minute. */
int settings_now(const struct arguments *arguments, int64_t *ret_now);

/** --next; as it was when it was not given. */
int settings_next(const struct arguments *arguments, uint32_t *ret_next);

/** -f of what is printed as text or JSON. @param what  what prints, for the message: "check" */
int settings_json(const struct arguments *arguments, const char *what, bool *ret_json);

/** --max-input in bytes; 0 when it was not given. */
int settings_max_input(const struct arguments *arguments, uint64_t *ret_bytes);

/** Refuse standard input that nobody feeds, or that is read twice. */
int settings_check_input(const struct command *command, const struct arguments *arguments);

#endif
