/* Version: what the outputs say about the tool that wrote them. */
#ifndef WSP_REPORT_VERSION_H
#define WSP_REPORT_VERSION_H

#include "wsusplan/wsusplan.h"

#define WSP_STRING_(number) #number
#define WSP_STRING(number)  WSP_STRING_(number)

/** "0.1.0" */
#define WSP_VERSION_TEXT                                                                           \
	WSP_STRING(WSP_VERSION_MAJOR)                                                              \
	"." WSP_STRING(WSP_VERSION_MINOR) "." WSP_STRING(WSP_VERSION_PATCH)

#endif
