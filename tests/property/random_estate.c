#include "random_estate.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "random_parts.h"

static const char *const feature_names[] = {"state", "left-out", "limits", "canary", "trees",
	"sites", "dated", "freezes", "dates", "soak", "syncs", "canary-count", "groups", "policies",
	"configmgr", "overlap"};

unsigned random_features(const char *words)
{
	unsigned features = 0;

	while (*words) {
		size_t length = strcspn(words, ",");
		unsigned found = 0;

		for (size_t i = 0; i < WSP_COUNT(feature_names); i++) {
			if (strlen(feature_names[i]) == length &&
				memcmp(feature_names[i], words, length) == 0)
				found = 1u << i;
		}
		if (found == 0)
			return 0;
		features |= found;
		words += length + (words[length] == ',');
	}
	return features;
}

void random_write_day(struct random_rolling *rolling, int days)
{
	char date[11];

	wsp_format_date(RANDOM_ESTATE_TODAY + days, date);
	wsp_text_adds(rolling->out, date);
}

void random_estate(uint64_t seed, unsigned features, struct wsp_text *out)
{
	struct random_rolling rolling = {.seed = seed, .features = features, .out = out};
	struct dice dice = random_dice(&rolling, PART_HABITS, 0);

	rolling.begun = random_has(&rolling, RANDOM_STATE) && dice_chance(&dice, 50);
	rolling.tidy = !random_has(&rolling, RANDOM_LEFT_OUT) || dice_chance(&dice, 50);
	random_roll_servers(&rolling);
	wsp_text_addf(out, "wsusplan: 1\nname: Estate %llu\ntimezone: %s\n",
		(unsigned long long)seed, dice_chance(&dice, 50) ? "UTC" : "Europe/Amsterdam");
	random_write_calendar(&rolling);
	random_write_policy(&rolling);
	random_write_groups(&rolling);
	random_write_servers(&rolling);
}
