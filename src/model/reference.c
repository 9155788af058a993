/* Reference: docs/input.md, from the tables and what they cannot say. */
#include <inttypes.h>

#include "base/array.h"
#include "model/document.h"
#include "model/fields.h"

static const char introduction[] =
	"An inventory says which WSUS servers there are, who synchronizes from whom, and how "
	"the change is to be done. It is one file or several, in YAML or JSON with one schema, "
	"and CSV for the servers. `-` is standard input. This page is made from the tables the "
	"program reads with; `wsusplan check FILE...` tells every mistake with its place.\n"
	"\n"
	"```yaml\n"
	"wsusplan: 1\n"
	"name: Contoso WSUS to HTTPS\n"
	"policy: {operators: 4}\n"
	"servers:\n"
	"  - {fqdn: wsus-root.contoso.com, upstream: microsoft-update, mode: autonomous}\n"
	"  - {fqdn: ams01.contoso.com, upstream: wsus-root, mode: replica, clients: 4200}\n"
	"```\n"
	"\n";

static const char files[] =
	"## Files\n"
	"\n"
	"- **Version.** Every YAML and JSON file says `wsusplan: 1`, the version of the format."
	" CSV needs no version.\n"
	"- **Keys.** An unknown or repeated key is an error. A dotted key here is a key of a "
	"nested map: `certificate.lead` is `certificate: {lead: 2d}`; it may be written dotted "
	"as well.\n"
	"- **Values.** What a value means depends on its key, never on how it looks: `site: no`"
	" is the text \"no\". Where a number or `true` and `false` are wanted, quotes are an "
	"error, because a string in quotes is text. An empty value and `null` are errors: leave"
	" the key out.\n"
	"- **Text** is one line. Control characters and characters that hide or reorder text "
	"are refused.\n"
	"- **CSV** is a table of servers. The header has the keys of a server, dotted where "
	"they are nested; a list is its words separated by spaces; an empty cell says nothing. "
	"Quotes do not change what a cell means. The separator is a comma, a semicolon or a "
	"tab, whichever the header has. Lines `#TYPE …` and `sep=…` at the start are skipped. A"
	" policy comes from a second file.\n"
	"- **Encoding.** UTF-8 with or without byte order mark, or UTF-16 with one.\n"
	"- **YAML** is read without aliases, anchors, merge keys and tags; they are errors.\n"
	"\n";

static const char example_csv[] =
	"```csv\n"
	"fqdn,upstream,mode,clients,certificate.names\n"
	"ams02.contoso.com,wsus-root,replica,800,ams02.contoso.com wsus.contoso.com\n"
	"```\n"
	"\n";

static const char top_level[] =
	"\n"
	"The other keys at the top are `wsusplan` (required in YAML and JSON, always `1`) and the "
	"sections below: `policy`, `windows`, `freezes`, `sites`, `groups`, `client_policies`, "
	"`defaults` and `servers`. A file may have any of them; all files together need at least "
	"one server.\n";

static const char merging[] =
	"## Several files\n"
	"\n"
	"Files are merged in the order in which they are named; the order does not change what "
	"they say, only the order of servers.\n"
	"\n"
	"- A server that several files name is one server: the keys are put together. The same "
	"key with two values is an error that names both places; with the same value it is not.\n"
	"- A server that one file names twice is an error.\n"
	"- `policy`, `defaults`, the keys at the top and the sites are put together in the same"
	" way.\n"
	"- `windows`, `freezes`, `groups`, `client_policies` and `policy.trees` are appended; a"
	" name that is defined twice is an error.\n"
	"- `defaults`, short names, groups and policies are applied after the last file, so it "
	"does not matter which file has them.\n"
	"\n";

static const char types[] =
	"## Types\n"
	"\n"
	"| type | written as |\n"
	"| --- | --- |\n"
	"| text | one line |\n"
	"| host name | labels of letters, digits and hyphens with a dot between them, at most "
	"253 characters and 63 a label; case and a dot at the end do not count. No underscore, "
	"no IP address; internationalized names in punycode |\n"
	"| name | a server, a group or a keyword; case does not count |\n"
	"| yes or no | `true` or `false`; in CSV in upper or lower case |\n"
	"| one of | exactly one of the words |\n"
	"| count | digits: no sign, no leading zero, no separator |\n"
	"| port | 1 to 65535 |\n"
	"| duration | whole minutes, hours, days or weeks with their unit: `45m`, `4h30m`, "
	"`2d`, `1w`; at most ten years, for an action one day |\n"
	"| amount | a count, or a percentage such as `10%` or `2.5%` |\n"
	"| date | `2026-12-05`, or with a time `2026-12-05T22:00`, with or without `Z` or "
	"`+02:00` |\n"
	"| list | `[first, second]`; in CSV `first second` |\n"
	"\n";

static const char more_policy[] =
	"\n"
	"Two keys of `policy` hold more:\n"
	"\n"
	"- `durations`: a map from an action to a duration, such as `{restart-server: 15m, "
	"switch-sync: 0m}`; it replaces the minutes an operator needs for it.\n"
	"- `trees`: see the next section.\n";

static const char more_windows[] =
	"\n"
	"As soon as one window has a `start`, the plan has dates: each phase is done in one "
	"window, "
	"and a window without `start` never opens.\n"
	"\n"
	"- **Time.** A `start` with an offset (`2026-12-05T22:00+01:00`, `…Z`) is exact. Without "
	"one it is the clock of `timezone` of the window, else of the inventory, else UTC, which "
	"is a warning. A time that clocks skip is an error; of a time that they show twice the "
	"first is taken.\n"
	"- **Repetition** is at the same local time all year, also when `start` has an offset. "
	"`repeat` may use DAILY, WEEKLY, MONTHLY and YEARLY with INTERVAL, COUNT, UNTIL, BYDAY, "
	"BYMONTHDAY, BYMONTH, BYYEARDAY, BYWEEKNO, BYSETPOS, BYHOUR, BYMINUTE and WKST. If the "
	"rule does not give `start` itself, the window is not open then.\n"
	"- **Clock changes.** A window closes when the local clock says so: 22:00 and `6h` end at "
	"04:00, after five real hours in the night clocks go forward and seven when they go back. "
	"A plan counts real minutes, and the window is told as a warning.\n"
	"- **Together.** Windows that open and close at the same moments are one. Windows that "
	"overlap otherwise are a warning; one that overlaps itself is an error.\n"
	"- **How far.** At most 10,000 windows and 20 years from the moment that is planned from.\n"
	"\n"
	"`wsusplan calendar FILE` lists what comes of it.\n";

static const char more_freezes[] =
	"\n"
	"A freeze closes a site in every window that it touches.\n"
	"\n"
	"- **A range** without times is whole days, from midnight to midnight on the clock of each "
	"site. A time makes that end exact: `2026-12-18T18:00` on each site's clock, with an "
	"offset "
	"the same moment everywhere.\n"
	"- **A rule** gives first days; each freeze begins at local midnight and lasts `duration` "
	"by the local clock. It counts from `from`, else from 1 January of the year before; give "
	"`from` with INTERVAL and COUNT.\n"
	"- **A file** is an iCalendar file (RFC 5545, `.ics`) of at most 8 MiB. Each event, and "
	"each repetition until the last window closes, becomes a range with its SUMMARY as reason; "
	"`reason` holds for events without one. The plan carries the ranges and needs the file no "
	"more. Events of whole days freeze days on each site's clock, events with a time zone "
	"exact "
	"times, events without one that time on each site's clock. Events that are cancelled "
	"(STATUS:CANCELLED), marked as free (TRANSP:TRANSPARENT) or of no length freeze nothing, "
	"and are counted in a note. An event that cannot be read is an error, because leaving it "
	"out would plan changes in frozen time.\n";

static const char defaults[] =
	"## defaults\n"
	"\n"
	"A map with keys of `servers`. A server that has not a key itself takes it from here; "
	"what is not here either has the default of the table. `fqdn`, `aliases` and "
	"`server_id` belong to one server and cannot stand here. A `mode` from here is a "
	"warning for each server that takes it.\n"
	"\n";

static const char after_servers[] =
	"\n"
	"`hold` and `exclude` need their `reason` as soon as one of their keys is given.\n";

static const char *type_name(const struct wsp_field *field)
{
	static const char *const name[WSP_N_TYPES] = {
		[WSP_TYPE_TEXT] = "text",
		[WSP_TYPE_FQDN] = "host name",
		[WSP_TYPE_NAME] = "name",
		[WSP_TYPE_BOOL] = "yes or no",
		[WSP_TYPE_ENUM] = "one of",
		[WSP_TYPE_COUNT] = "count",
		[WSP_TYPE_PORT] = "port",
		[WSP_TYPE_DURATION] = "duration",
		[WSP_TYPE_AMOUNT] = "amount",
		[WSP_TYPE_DATE] = "date",
		[WSP_TYPE_WORDS] = "list",
		[WSP_TYPE_CLIENTS_BY] = "one of",
	};

	return name[field->type];
}

/* What the shape adds to the type. */
static const char *shape_name(const struct wsp_field *field)
{
	static const char *const name[] = {
		[WSP_SHAPE_ANY] = "",
		[WSP_SHAPE_HOST] = " of host names, short or full",
		[WSP_SHAPE_WILDCARD] = " of host names, `*.` may begin them",
		[WSP_SHAPE_TIME] = " of times of day, `03:30`",
		[WSP_SHAPE_COUNTABLE] = " of host names, or their number",
		[WSP_SHAPE_URL] = ", a URL with `http://` or `https://`",
		[WSP_SHAPE_THUMBPRINT] = ", 40 hexadecimal digits",
		[WSP_SHAPE_DAY] = " without a time",
		[WSP_SHAPE_MOMENT] = " with a time",
	};

	return name[field->shape];
}

static void write_words(struct wsp_text *out, const struct wsp_field *field)
{
	wsp_text_adds(out, field->type == WSP_TYPE_WORDS  ? " of "
			   : field->type == WSP_TYPE_DATE ? " or "
							  : " ");
	for (size_t i = 0; field->words[i]; i++)
		wsp_text_addf(out, "%s`%s`", i > 0 ? ", " : "", field->words[i]);
	if (field->type == WSP_TYPE_CLIENTS_BY)
		wsp_text_adds(out, ", or the name of one of `client_policies`");
}

static void write_field(struct wsp_text *out, const struct wsp_field *field)
{
	bool counts = field->type == WSP_TYPE_COUNT || field->type == WSP_TYPE_AMOUNT;

	wsp_text_addf(out, "| `%s` | %s%s", field->key, type_name(field), shape_name(field));
	if (field->words)
		write_words(out, field);
	if (counts)
		wsp_text_addf(out, ", %" PRIu32 " to %" PRIu32, field->min, field->max);
	if (field->type == WSP_TYPE_DURATION && field->min > 0)
		wsp_text_addf(out, ", %" PRIu32 "m or longer", field->min);
	wsp_text_adds(out, " | ");
	if (field->required)
		wsp_text_adds(out, "required");
	else if (field->fallback)
		wsp_text_addf(out, "`%s`", field->fallback);
	wsp_text_addf(out, " | %s |\n", field->meaning);
}

static void write_section(struct wsp_text *out, const struct wsp_section *section)
{
	wsp_text_addf(out, "## %s\n\n%s\n\n", section->name[0] ? section->name : "Top level",
		section->meaning);
	wsp_text_adds(out, "| key | type | default | meaning |\n| --- | --- | --- | --- |\n");
	for (unsigned row = 0; row < section->n_fields; row++)
		write_field(out, &section->field[row]);
}

static void write_limits(struct wsp_text *out)
{
	wsp_text_addf(out,
		"- %d files, each at most 64 MiB unless `--max-input` says otherwise;\n"
		"- %d levels of nesting;\n"
		"- %d KiB a value;\n"
		"- %d findings of one code are told, the rest is counted.\n",
		WSP_FILES_MAX, WSP_DEPTH_MAX, WSP_SCALAR_MAX / 1024, WSP_DIAGS_PER_RULE);
}

/* What a table cannot say, behind it. */
static const char *more_about(enum wsp_section_id section)
{
	switch (section) {
	case WSP_SECTION_TOP:
		return top_level;
	case WSP_SECTION_POLICY:
		return more_policy;
	case WSP_SECTION_WINDOWS:
		return more_windows;
	case WSP_SECTION_FREEZES:
		return more_freezes;
	case WSP_SECTION_SERVERS:
		return after_servers;
	default:
		return "";
	}
}

void wsp_schema_reference(struct wsp_text *out)
{
	static const char *const before[] = {
		"# Input\n\n", introduction, files, example_csv, merging, types};

	for (size_t i = 0; i < WSP_COUNT(before); i++)
		wsp_text_adds(out, before[i]);
	for (enum wsp_section_id id = WSP_SECTION_TOP; id < WSP_N_SECTIONS; id++) {
		if (id == WSP_SECTION_SERVERS)
			wsp_text_adds(out, defaults);
		write_section(out, &wsp_sections[id]);
		wsp_text_adds(out, more_about(id));
		wsp_text_addc(out, '\n');
	}
	WSP_TEXT_LITERAL(out, "## Limits\n\n");
	write_limits(out);
}
