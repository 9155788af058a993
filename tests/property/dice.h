/* Dice: numbers from a seed, the same on every machine. */
#ifndef DICE_H
#define DICE_H

#include <stdbool.h>
#include <stdint.h>

struct dice {
	uint64_t state;
};

/** Dice for one part of something random: no part disturbs the numbers of another. */
struct dice dice_for(uint64_t seed, unsigned part, unsigned item);

/** A number from 0 to n - 1. */
int dice_below(struct dice *dice, int n);

/** A number from `low` to `high`. */
int dice_between(struct dice *dice, int low, int high);

bool dice_chance(struct dice *dice, int percent);

/** One of an array of texts. */
#define DICE_PICK(dice, array) ((array)[dice_below((dice), (int)WSP_COUNT(array))])

#endif
