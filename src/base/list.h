/* List: words that line feeds separate, the form in which lists are interned. */
#ifndef WSP_BASE_LIST_H
#define WSP_BASE_LIST_H

#include <stdbool.h>
#include <string.h>

/**
 * Take the next word off a list.
 *
 * @param rest        what is left of the list; moves behind the word
 * @param ret_word    the word, not NUL-terminated; valid as long as the list
 * @return false at the end of the list; nothing was written
 */
static inline bool wsp_list_next(const char **rest, const char **ret_word, size_t *ret_length)
{
	size_t length;

	if (**rest == '\0')
		return false;
	length = strcspn(*rest, "\n");
	*ret_word = *rest;
	*ret_length = length;
	*rest += length + ((*rest)[length] == '\n');
	return true;
}

/** How many words a list has. */
static inline size_t wsp_list_count(const char *list)
{
	size_t length, n = 0;
	const char *word;

	while (wsp_list_next(&list, &word, &length))
		n++;
	return n;
}

#endif
