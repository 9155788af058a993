#include "report/version.h"

const char *wsp_version(void)
{
	return WSP_VERSION_TEXT;
}
