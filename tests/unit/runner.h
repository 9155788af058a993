/* Runner: runs one table of CUnit tests and says truly whether they passed. */
#ifndef WSP_TESTS_RUNNER_H
#define WSP_TESTS_RUNNER_H

#include <CUnit/CUnit.h>

/**
 * Run `tests` (ends with CU_TEST_INFO_NULL) as the suite `name`; prints "N passed, N failed".
 * @return 0 only when at least one test ran and none failed
 */
int wsp_run_suite(const char *name, CU_TestInfo *tests);

#endif
