/* Settings: option values in the units of the library. Each returns an exit status. */
#ifndef WSP_CLI_SETTINGS_H
#define WSP_CLI_SETTINGS_H

#include <stdint.h>

#include "cli/command.h"

/** The day to plan by: --now, else SOURCE_DATE_EPOCH, else today (UTC). */
int settings_today(const struct arguments *arguments, int32_t *ret_day);

/** --max-input in bytes; 0 when it was not given. */
int settings_max_input(const struct arguments *arguments, uint64_t *ret_bytes);

/** Refuse standard input that nobody feeds, or that is read twice. */
int settings_check_input(const struct command *command, const struct arguments *arguments);

#endif
