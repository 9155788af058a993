/*
 * Script: a plan written by hand, step by step, for tests of the verifier alone.
 *
 *     struct script script;
 *     script_open(&script, &inventory);
 *     script_prepare(&script, "root leaf");
 *     script_convert(&script, "leaf", 1, 1, 0);
 *     …
 *     script_close(&script);
 *
 * Servers are named NAME.example.com. Everything is claimed as the steps have it when the script is
 * judged for the first time; what a test changes after that is damage.
 */
#ifndef DAMAGE_SCRIPT_H
#define DAMAGE_SCRIPT_H

#include "damage.h"
#include "model/calendar.h"

enum { SCRIPT_VIOLATIONS = 32, SCRIPT_SLOTS = 8, SCRIPT_CLOSINGS = 4 };

struct script {
	struct wsp_topology topo;
	struct claimed claimed;
	wsp_server_id member[16];
	uint32_t n_members;
	struct wsp_calendar calendar;
	struct wsp_slot slot[SCRIPT_SLOTS];
	uint32_t slot_window[SCRIPT_SLOTS];
	struct wsp_zone zone;
	struct wsp_zone_change change;
	struct wsp_closing closing[SCRIPT_CLOSINGS];
	uint32_t first_closing[2];
	struct wsp_violation violation[SCRIPT_VIOLATIONS];
	size_t n_violations;
};

/** Takes the inventory over; aborts when it cannot be built. */
void script_open(struct script *script, struct wsp_inventory *inventory);
void script_close(struct script *script);

/** All preparation of servers, their names separated by spaces. */
void script_prepare(struct script *script, const char *names);

/** The actions of `set` on each server, in the preparation. */
void script_early(struct script *script, const char *names, uint32_t set);

/** prepare-balancer or point-clients of row `object`, in the preparation. */
void script_share(
	struct script *script, enum wsp_action action, uint32_t object, const char *members);

/** The actions of `set` on a server, one after the other from minute `start` of a wave.
 * @return the minute at which they are over */
uint32_t script_do(struct script *script, const char *name, uint32_t set, uint32_t phase,
	uint32_t wave, uint32_t start);

/** recheck, the visit as far as it is not done yet, and verify-clients. @return its end */
uint32_t script_convert(
	struct script *script, const char *name, uint32_t phase, uint32_t wave, uint32_t start);

/** Windows of `hours` from `first` on, one a week; the plan is dated, phase K in slot K - 1. */
void script_date(struct script *script, wsp_moment now, wsp_moment first, uint32_t hours);

/** Put the steps in order, and claim what follows from them: phases, outages, bounds. */
void script_claim(struct script *script, uint32_t n_phases, uint32_t lower_bound);

/** Whether nothing is broken; what is, is printed. */
bool script_is_good(struct script *script);

/** Whether `rule` is broken; what is instead is printed. */
bool script_breaks(struct script *script, const char *rule);

/** Whether `rule` is broken and nothing else; what is, is printed. */
bool script_breaks_only(struct script *script, const char *rule);

/** The text of the violation of `rule` when last judged, "" none. */
const char *script_text(const struct script *script, const char *rule);

#endif
