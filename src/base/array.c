#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

enum { FIRST_CAPACITY = 16 };

bool wsp_array_reserve(void *items, size_t *capacity, size_t n, size_t size)
{
	if (n < *capacity)
		return true;

	size_t wanted, bytes;

	/* half as much again: a million elements cost at most half of their size in spare room */
	if (wsp_ckd_add(&wanted, n, n / 2) || wsp_ckd_add(&wanted, wanted, FIRST_CAPACITY) ||
		wsp_ckd_mul(&bytes, wanted, size))
		return false;

	void *old, *grown;

	memcpy(&old, items, sizeof(old)); /* copied: the caller's pointer is not a `void *` */
	grown = realloc(old, bytes);
	if (!grown)
		return false;
	memcpy(items, &grown, sizeof(grown));
	*capacity = wanted;
	return true;
}
