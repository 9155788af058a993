/*
 * Rules: one table of every finding the tool can make.
 *
 * `explain`, docs/rules.md, severities and hints come from it. The series: I input files, T
 * topology, P ports, C certificates, V servers, O order, M ConfigMgr, K clients, D calendar, F fit
 * of a plan, H and Y what verify proves. The rows are in rule_SERIES.inc.
 */
#ifndef WSP_MODEL_RULE_H
#define WSP_MODEL_RULE_H

#include "base/diag.h"
#include "base/text.h"

/* Every code, by series and number; the table in rule.c has a row for each. */
/* clang-format off */
#define WSP_RULE_LIST(X)                                                                           \
	X(I001) X(I002) X(I003) X(I004) X(I005) X(I006) X(I007) X(I008) X(I009) X(I010)            \
	X(I011) X(I012) X(I013) X(I014) X(I015) X(I016) X(I017) X(I018) X(I019) X(I020)            \
	X(I021) X(I022) X(I023)                                                                    \
	X(T001) X(T002) X(T003) X(T004) X(T005) X(T006) X(T007) X(T008) X(T010) X(T011)            \
	X(T012) X(T013) X(T014)                                                                    \
	X(P101) X(P102) X(P103) X(P106)                                                            \
	X(C201) X(C202) X(C203) X(C206) X(C207) X(C209)                                            \
	X(V301) X(V302) X(V303) X(V304) X(V307) X(V308) X(V309) X(V310) X(V311)                    \
	X(O402) X(O403) X(O405) X(O406) X(O409)                                                    \
	X(M502) X(M503) X(M505) X(M506)                                                            \
	X(K601) X(K604)                                                                            \
	X(D001) X(D002) X(D003) X(D004) X(D005) X(D006) X(D007) X(D008) X(D009) X(D010)            \
	X(D011) X(D012) X(D013) X(D014) X(D015) X(D016) X(D017) X(D018) X(D019) X(D020)            \
	X(F002) X(F003) X(F004) X(F005) X(F006) X(F007) X(F008) X(F009) X(F010)            \
	X(F011) X(F012) X(F013) X(F014) X(F015) X(F016) X(F017)                                    \
	X(H1) X(H2) X(H3) X(H4) X(H5) X(H6) X(H7) X(H8) X(H9) X(H10) X(H11)                        \
	X(Y701) X(Y702) X(Y703) X(Y704) X(Y705) X(Y706) X(Y707) X(Y708) X(Y709) X(Y710)            \
	X(Y711) X(Y712) X(Y713) X(Y714) X(Y715) X(Y716) X(Y717) X(Y718) X(Y719)

/* clang-format on */

enum wsp_rule_id {

#define WSP_RULE_ENUM(code) WSP_RULE_##code,
	WSP_RULE_LIST(WSP_RULE_ENUM)
#undef WSP_RULE_ENUM
		WSP_N_RULES
};

extern const struct wsp_rule wsp_rules[WSP_N_RULES];

/* The row of a code: WSP_RULE(I006). */
#define WSP_RULE(code) (&wsp_rules[WSP_RULE_##code])

/** Find a rule by its code, any case; NULL when there is none. */
const struct wsp_rule *wsp_rule_find(const char *code);

/** The rule reference, Markdown (docs/rules.md). */
void wsp_rules_reference(struct wsp_text *out);

#endif
