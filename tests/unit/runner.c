#include "runner.h"

#include <stdio.h>

#include <CUnit/Basic.h>

static int run_registered(void)
{
	CU_basic_set_mode(CU_BRM_NORMAL);
	if (CU_basic_run_tests() != CUE_SUCCESS) {
		fprintf(stderr, "CUnit: %s\n", CU_get_error_msg());
		return 1;
	}

	unsigned run = CU_get_number_of_tests_run();
	unsigned failed = CU_get_number_of_tests_failed();
	unsigned broken = CU_get_number_of_suites_failed();
	unsigned asserts = CU_get_number_of_asserts();

	if (run == 0 || asserts == 0)
		fprintf(stderr, "nothing was tested\n");
	if (broken > 0)
		fprintf(stderr, "a suite could not be set up\n");
	printf("%u passed, %u failed\n", run - failed, failed);
	return run == 0 || asserts == 0 || failed > 0 || broken > 0;
}

int wsp_run_suite(const char *name, CU_TestInfo *tests)
{
	CU_SuiteInfo suites[] = {
		{.pName = name, .pTests = tests},
		CU_SUITE_INFO_NULL,
	};

	if (CU_initialize_registry() != CUE_SUCCESS || CU_register_suites(suites) != CUE_SUCCESS) {
		fprintf(stderr, "CUnit: %s\n", CU_get_error_msg());
		return 1;
	}

	int failed = run_registered();

	CU_cleanup_registry();
	return failed;
}
