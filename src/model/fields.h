/* Fields: the sections of the schema by number, for the code that binds them. */
#ifndef WSP_MODEL_FIELDS_H
#define WSP_MODEL_FIELDS_H

#include "model/schema.h"

enum wsp_section_id {
	WSP_SECTION_TOP = 0,
	WSP_SECTION_POLICY,
	WSP_SECTION_TREES,
	WSP_SECTION_WINDOWS,
	WSP_SECTION_FREEZES,
	WSP_SECTION_SITES,
	WSP_SECTION_GROUPS,
	WSP_SECTION_CLIENT_POLICIES,
	WSP_SECTION_SERVERS,
	WSP_N_SECTIONS
};

/* `present` has 64 bits. */
enum { WSP_N_SERVER_FIELDS = 50, WSP_FIELDS_MAX = 64 };

#endif
