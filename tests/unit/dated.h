/* Dated: give a plan dates by hand, so that what is written of them is known beforehand. */
#ifndef DATED_H
#define DATED_H

#include "plan/plan.h"

/**
 * Phase k is on the k-th Saturday from 5 December 2026 on, 22:00 to 04:00 in Amsterdam, in the
 * window "weekend <night>". The first site of the inventory is in New York, six hours behind.
 */
void dated(struct wsp_plan *plan);

#endif
