/* Target: the entry point that a fuzzer and the replay of its corpus share. */
#ifndef WSP_TESTS_TARGET_H
#define WSP_TESTS_TARGET_H

#include <stddef.h>
#include <stdint.h>

/** Do what is tested with one input; anything but returning 0 is a defect. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
