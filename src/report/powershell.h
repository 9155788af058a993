/*
 * PowerShell: a procedure as a function, and a step as one call of it.
 *
 * The parameters of a function are the placeholders of its commands, always in the order of enum
 * wsp_placeholder, so that every call begins with the server; a call gives them by position.
 */
#ifndef WSP_REPORT_POWERSHELL_H
#define WSP_REPORT_POWERSHELL_H

#include "base/text.h"
#include "plan/plan.h"

/** The placeholders of a procedure's commands, each once. */
struct wsp_signature {
	uint8_t n;
	uint8_t placeholder[WSP_N_PLACEHOLDERS];
};

void wsp_signature_read(struct wsp_signature *signature, const struct wsp_procedure *procedure);

/** Whether `placeholder` is one of them. */
bool wsp_signature_has(const struct wsp_signature *signature, enum wsp_placeholder placeholder);

/** Those that the plan does not know on a server, bit by bit. */
uint32_t wsp_signature_unknown(
	const struct wsp_plan *plan, wsp_server_id s, const struct wsp_signature *signature);

/** The definition of the function, lines ended by LF. */
void wsp_powershell_function(const struct wsp_procedure *procedure,
	const struct wsp_signature *signature, struct wsp_text *out);

/** Whether the back-out is a script, not words (its comments alone). */
bool wsp_powershell_has_undo(const struct wsp_procedure *procedure);

/**
 * The back-out as a function, "undo-ID"; it takes the same values in the same order, and behind
 * them those that only the back-out needs.
 */
void wsp_powershell_undo(const struct wsp_procedure *procedure,
	const struct wsp_signature *signature, struct wsp_text *out);

/** The call for a server. */
void wsp_powershell_call(const struct wsp_plan *plan, wsp_server_id s,
	const struct wsp_procedure *procedure, const struct wsp_signature *signature,
	struct wsp_text *out);

/** The values of the call alone, without the server's name. */
void wsp_powershell_values(const struct wsp_plan *plan, wsp_server_id s,
	const struct wsp_signature *signature, struct wsp_text *out);

#endif
