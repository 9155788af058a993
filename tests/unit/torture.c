#include "torture.h"

#include <limits.h>
#include <stdlib.h>

static unsigned long count, first, last;

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);

static bool fails(void)
{
	count++;
	return first > 0 && count >= first && count <= last;
}

void *__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
	return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return fails() ? NULL : __real_realloc(old, size);
}

static void set_range(unsigned long from, unsigned long to)
{
	count = 0;
	first = from;
	last = to;
}

void wsp_torture_fail_from(unsigned long n)
{
	set_range(n, n ? ULONG_MAX : 0);
}

void wsp_torture_fail_once(unsigned long n)
{
	set_range(n, n);
}

unsigned long wsp_torture_count(void)
{
	return count;
}

static unsigned long fail_each(
	bool (*attempt)(void *context), void *context, void (*fail)(unsigned long n))
{
	unsigned long failures = 0;

	for (unsigned long n = 1;; n++) {
		fail(n);
		if (!attempt(context))
			failures++;

		bool reached = count >= n;

		fail(0);
		if (!reached)
			return failures;
	}
}

unsigned long wsp_torture(bool (*attempt)(void *context), void *context)
{
	return fail_each(attempt, context, wsp_torture_fail_once) +
	       fail_each(attempt, context, wsp_torture_fail_from);
}
