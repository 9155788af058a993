#include "dice.h"

/* splitmix64 */
static uint64_t roll(struct dice *dice)
{
	uint64_t z = dice->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

struct dice dice_for(uint64_t seed, unsigned part, unsigned item)
{
	struct dice dice = {seed * 64 + part};

	dice.state = roll(&dice) + item;
	dice.state = roll(&dice);
	return dice;
}

int dice_below(struct dice *dice, int n)
{
	return (int)(roll(dice) % (uint64_t)n);
}

int dice_between(struct dice *dice, int low, int high)
{
	return low + dice_below(dice, high - low + 1);
}

bool dice_chance(struct dice *dice, int percent)
{
	return dice_below(dice, 100) < percent;
}
