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
	"Limits of a window count conversions; switches are limited by `operators` only. What "
	"is given as a percentage for `abort` is taken of the conversions or switches of the "
	"phase, rounded up, and is never less than one.\n"
	"\n"
	"- **`durations`** is a map from an action to a duration, such as `{restart-server: "
	"15m, switch-sync: 0m}`; it replaces the minutes an operator needs for it. "
	"`verify-sync` and `verify-clients` need nobody, so there it replaces the waiting. "
	"The next phase waits for `verify-clients`, a day; `{verify-clients: 12h}` makes "
	"that half a day.\n"
	"- **`trees`**: see the next section.\n"
	"- **`soak`** counts from the end of the phase in which a downstream is converted to "
	"the begin of that of its upstream, in plans with dates. Without dates it asks for a "
	"later window. Either way no upstream shares a window with its downstream servers, "
	"so `top-down` is out of the question.\n"
	"- **`canary`** takes names: each is converted first with all servers below it. "
	"Given a number, the plan chooses: the smallest branch of at most so many servers "
	"that tries a switch, then leaves with few clients; a note (F016) names them.\n"
	"- **`cutover: overlap`** binds all certificates and points all clients in the "
	"preparation, and switches downstream servers before their upstream requires SSL: an "
	"upstream that answers both interrupts nobody but for its restart. It is derived "
	"from how bindings work, not from Microsoft's article; try it in a lab first. The "
	"clients of a software update point are told by ConfigMgr in its visit.\n";
static const char more_windows[] =
	"\n"
	"As soon as one window has a `start`, the plan has dates: each phase is done in one "
	"window, one phase after the other, and a window without `start` never opens. A "
	"phase begins with its window, or later if the phase before, its time to back out "
	"included, or `verify-clients` after it ends later. Without a `start` anywhere, "
	"phases are numbered; freezes, `not_before` and `deadline` are not applied then, and "
	"whoever has `hold.until` is held (F008).\n"
	"\n"
	"- **Time.** A `start` with an offset (`2026-12-05T22:00+01:00`, `…Z`) is exact. "
	"Without one it is the clock of `timezone` of the window, else of the inventory, "
	"else UTC, which is a warning. A time that clocks skip is an error; of a time that "
	"they show twice the first is taken.\n"
	"- **Repetition** is at the same local time all year, also when `start` has an "
	"offset. `repeat` may use DAILY, WEEKLY, MONTHLY and YEARLY with INTERVAL, COUNT, "
	"UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYYEARDAY, BYWEEKNO, BYSETPOS, BYHOUR, BYMINUTE "
	"and WKST. If the rule does not give `start` itself, the window is not open then.\n"
	"- **Clock changes.** A window is never longer than its `duration` and never closes "
	"later by the local clock than on other nights: 22:00 and `6h` end at 04:00, after "
	"five real hours, in the night clocks go forward, and at 03:00, after six, when they "
	"go back. A warning tells of such a window.\n"
	"- **Together.** Windows that open and close at the same moments are one, with two "
	"names. Windows that overlap otherwise are a warning; one that overlaps itself is an "
	"error.\n"
	"- **How far.** At most 10,000 windows and 20 years from the moment that is planned "
	"from.\n"
	"\n"
	"`wsusplan calendar FILE` lists what comes of it.\n";
static const char more_freezes[] =
	"\n"
	"A freeze closes a site in every window in which the phase would meet it, from the "
	"begin of the phase to the end of the window. A range needs both `from` and `to`; a "
	"server without a site has the clock of the inventory.\n"
	"\n"
	"```yaml\n"
	"freezes:\n"
	"  - {from: 2026-12-18, to: 2027-01-04, reason: year-end}\n"
	"  - {from: 2027-01-29T18:00+01:00, to: 2027-01-30T23:00+01:00, reason: data centre "
	"test}\n"
	"  - {rule: FREQ=MONTHLY;BYDAY=2TU, duration: 3d, reason: Patch Tuesday}\n"
	"  - {ics: freezes.ics, reason: calendar of the business}\n"
	"```\n"
	"\n"
	"- **A range** without times is whole days, from midnight to midnight on the clock "
	"of each site. A time makes that end exact: `2026-12-18T18:00` on each site's clock, "
	"with an offset the same moment everywhere.\n"
	"- **A rule** gives first days; each freeze begins at local midnight and lasts "
	"`duration` by the local clock. It counts from `from`, else from 1 January of the "
	"year before; give `from` with INTERVAL and COUNT. With `to`, it fires no later than "
	"on that day.\n"
	"- **A file** is an iCalendar file (RFC 5545, `.ics`) of at most 8 MiB. Each event, "
	"and each repetition until the last window closes, becomes a range with its SUMMARY "
	"as reason; `reason` holds for events without one. The plan carries the ranges and "
	"needs the file no more. Events of whole days freeze days on each site's clock, "
	"events with a time zone exact times, events without one that time on each site's "
	"clock. Events that are cancelled (STATUS:CANCELLED), marked as free "
	"(TRANSP:TRANSPARENT) or of no length freeze nothing, and are counted in a note. An "
	"event that cannot be read is an error, because leaving it out would plan changes in "
	"frozen time.\n";
static const char more_sites[] =
	"\n"
	"- **Clock.** Dates of a server, freezes and the times in the runbook are those of "
	"the `timezone` of its site, else of the inventory.\n"
	"- **Limits** of a site hold beside those of `policy`: of the `operators` of the policy, "
	"at most as many as the site has work on its servers at the same time.\n"
	"- **Open.** A site is open in a window that it names, or in all if it names none, "
	"unless a freeze meets it there. A server is converted when its own site is open, "
	"and so is the site of each downstream that is switched with it, because a switch is "
	"work on the downstream.\n"
	"- **`switch_anytime`** lifts that for the switches of its servers: they are done in "
	"any window, in freezes too, and do not count for the operators of the site. Its "
	"conversions still keep "
	"to the site.\n"
	"\n"
	"A server without a site, or at one that is not listed, has all windows and no "
	"limits but those of `policy`.\n";

static const char more_groups[] =
	"\n"
	"Members answer for each other, and that binds the plan. Members that are retired do "
	"not count.\n"
	"\n"
	"| kind | what follows |\n"
	"| --- | --- |\n"
	"| `alias` | a DNS name with several servers behind it. All members are bound and "
	"tested, and their clients pointed at HTTPS, in the preparation. Their conversions "
	"may be in different phases, unless a server has the alias as its `upstream`: then "
	"they share one |\n"
	"| `load-balancer` | the same, always in one phase, one member after the other, each "
	"verified before the next. Before that, `prepare-balancer` adds the HTTPS port to "
	"the balancer and lets its health probe use it |\n"
	"| `shared-database` | one phase, one member after the other. Upstream and mode are "
	"rows of the database: all members have the same, and it is switched once, on the "
	"first of them |\n"
	"\n"
	"- A server whose `upstream` is the name of a group is switched after all members "
	"are verified. Its commands name the group if it is an alias or a load balancer, "
	"otherwise the first member.\n"
	"- A member that is held, blocked or excluded keeps the others of a load balancer "
	"and of a shared database waiting, and those that share its client address.\n"
	"- Members wait for the certificate that takes longest.\n"
	"- What cannot be planned is an error (F013): a member above another, groups that "
	"wait for each other, a server in two groups of one kind, a load balancer over some "
	"nodes of a database only, and a group that servers synchronize from by name while "
	"some of its members require SSL and others do not.\n";

static const char more_client_policies[] =
	"\n"
	"A policy that two servers or more name with `clients_by`, or whose `url` has the "
	"name of a group as its host, is shared. Its clients cannot be told apart by server, "
	"so every server behind it, those of the group too, is bound and tested in the "
	"preparation, and the policy is changed there, once, before any of them requires "
	"SSL: `point-clients@NAME`. Its servers stand behind one name; with members of two "
	"groups it is an error (F013).\n";

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
	"`hold` and `exclude` need their `reason` as soon as one of their keys is given.\n"
	"\n"
	"**Dates of a server** are on the clock of its site, and hold in plans with dates "
	"only. `not_before` is the midnight that begins its day, or the time given. "
	"`hold.until` is the midnight that ends its day; the server is planned after it, and "
	"so is its own switch, for which its upstream waits. `deadline` is the midnight that "
	"ends its day: the last minute of the phase has to come before, otherwise there is "
	"no plan (F010) and the message says when it would be.\n"
	"\n"
	"**Preparation** takes time too. The first phase begins no earlier than two hours "
	"and five minutes after the moment that is planned from, since the trust in an "
	"issuer has to reach everybody (`trust-issuer`), and a server whose certificate has "
	"neither `expires` nor `thumbprint` waits for `certificate.lead` besides. A "
	"certificate that is bound and will have expired when the server is converted is "
	"renewed in that visit; one that expires inside the rollout is a warning (F015).\n"
	"\n"
	"**ConfigMgr.** A server with `configmgr.role` is a software update point, needs "
	"`configmgr.site_code` (F012), and its clients are told by ConfigMgr: its visit has "
	"`set-sup-ssl` instead of `point-clients`. Between two software update points nobody "
	"switches the link, since the site does; it is only verified. `clients_by: "
	"configmgr` is for software update points only.\n";

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

/* What a table cannot say, behind it; NULL: nothing. */
static const char *const more_about[WSP_N_SECTIONS] = {
	[WSP_SECTION_TOP] = top_level,
	[WSP_SECTION_POLICY] = more_policy,
	[WSP_SECTION_WINDOWS] = more_windows,
	[WSP_SECTION_FREEZES] = more_freezes,
	[WSP_SECTION_SITES] = more_sites,
	[WSP_SECTION_GROUPS] = more_groups,
	[WSP_SECTION_CLIENT_POLICIES] = more_client_policies,
	[WSP_SECTION_SERVERS] = after_servers,
};

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
		if (more_about[id])
			wsp_text_adds(out, more_about[id]);
		wsp_text_addc(out, '\n');
	}
	WSP_TEXT_LITERAL(out, "## Limits\n\n");
	write_limits(out);
}
