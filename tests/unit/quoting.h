/* Quoting: where placeholders stand in a line of PowerShell. */
#ifndef QUOTING_H
#define QUOTING_H

#include <stdbool.h>

/**
 * Whether the line is valid with its values filled in and as part of a function alike: quotes and
 * parentheses are closed, and each placeholder in single quotes is alone in them.
 */
bool quoting_allows(const char *line);

#endif
