/*
 * Torture: memory that runs out at the n-th allocation.
 *
 * Test executables are linked with --wrap for malloc, calloc and realloc, so it reaches the
 * library's objects and the test's own, not the libraries they use.
 */
#ifndef WSP_TESTS_TORTURE_H
#define WSP_TESTS_TORTURE_H

#include <stdbool.h>

/** Fail allocation number `n`, counted from 1 from now on, and every later one; 0: none. */
void wsp_torture_fail_from(unsigned long n);

/** Fail only allocation number `n`. */
void wsp_torture_fail_once(unsigned long n);

/** Allocations since the last wsp_torture_fail_...(). */
unsigned long wsp_torture_count(void);

/**
 * Run `attempt` with the 1st, the 2nd, … allocation failing, once alone and once with all that
 * follow, until it needs none that fails. It must release everything and tell whether it did all
 * its work (true) or ran out of memory and said so (false). It checks for itself that a failure
 * leaves things as documented; leaks are the sanitizer's to find.
 *
 * @return attempts that failed; 0 when the work never allocated, which is a defect of the test
 */
unsigned long wsp_torture(bool (*attempt)(void *context), void *context);

#endif
