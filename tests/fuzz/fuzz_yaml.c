/* Fuzz: the YAML reader. */
#include "reading.h"
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *code;

	(void)read_anything(wsp_read_yaml, data, size, &code);
	return 0;
}
