#!/bin/sh
# A stored plan that is damaged or was edited is refused, and nothing is printed.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/expect.sh"

"$TOOL" plan -q "$EXAMPLES/half-converted.yaml" -f json >plan.json
expect 0 "$TOOL" render plan.json
size=$(($(wc -c <plan.json)))

# cut off anywhere
offset=0
while [ $offset -lt $((size - 2)) ]; do
	head -c $offset plan.json >cut.json
	expect 1 "$TOOL" render cut.json -f json
	silent out
	says err "cut.json"
	offset=$((offset + size / 60))
done

# edited: each line is a sed command
while read -r edit; do
	sed "$edit" plan.json >edited.json
	cmp -s plan.json edited.json && fail "nothing was edited by $edit"
	expect 1 "$TOOL" render edited.json -f markdown
	silent out
	says err "edited.json"
done <<'EDITS'
s/"id": "require-ssl@lyon/"id": "require-ssl@lille/
s/"wave": "P2.W1", "start_minute": 0/"wave": "P2.W1", "start_minute": 1/
/"id": "verify-server@paris.fabrikam.com"/d
s/wsusplan.plan\/1.0/wsusplan.plan\/2.0/
s/wsusplan.plan\/1.0/something.else\/1.0/
s/"upstream": "paris.fabrikam.com"/"upstream": "pariss.fabrikam.com"/
s/"phase": "P2"/"phase": "P99"/
EDITS

# what follows from the rest of the plan: told with its place, what is right, and what to do
while read -r edit; do
	sed "$edit" plan.json >edited.json
	cmp -s plan.json edited.json && fail "nothing was edited by $edit"
	for command in "render edited.json" "why edited.json lyon.fabrikam.com" \
		"diff plan.json edited.json"; do
		# shellcheck disable=SC2086
		expect 1 "$TOOL" $command
		silent out
		says err "[I020]"
		says err "hint: "
		grep -q '^edited.json:[0-9]*:[0-9]*: error: `' err || fail "no place of $edit"
	done
done <<'EDITS'
s/"status": "convert"/"status": "excluded"/
/"id": "P1"/s/"minutes": /"minutes": 1/
/"id": "P1"/s/"length_minutes": /"length_minutes": 1/
/"id": "P1"/s/"reserve_minutes": /"reserve_minutes": 1/
/"id": "P1"/s/"safe_to_stop": true/"safe_to_stop": false/
/"id": "P1"/s/"failed_switches": 1/"failed_switches": 3/
EDITS

# a later minor version, and keys that are not known yet
sed 's/wsusplan.plan\/1.0/wsusplan.plan\/1.7/; s/^  "name":/  "novelty": {"a": [1, {}]},\n  "name":/' \
	plan.json >newer.json
expect 0 "$TOOL" render newer.json -f csv
"$TOOL" render plan.json -f csv >former
same out former

expect 1 "$TOOL" render "$EXAMPLES/contoso.json"
says err "[I018]"
expect 1 "$TOOL" render "$EXAMPLES/contoso.yaml"
silent out

# a calendar that somebody made meaningless: why says so instead of nothing
cat >dated.yaml <<'YAML'
wsusplan: 1
timezone: Europe/Paris
windows:
  - {name: weekend, start: 2026-12-05T22:00, duration: 6h, repeat: FREQ=WEEKLY;BYDAY=SA}
servers:
  - {fqdn: root.example.com, upstream: microsoft-update, mode: autonomous}
  - {fqdn: leaf.example.com, upstream: root.example.com, mode: replica}
YAML
expect 0 "$TOOL" plan dated.yaml -q -o dated
sed 's/BYDAY=SA/BYDAY=XX/' dated/plan.json >edited.json
expect 1 "$TOOL" why edited.json root
silent out
says err "which is no weekday"

# a wrong option is told before the answer
expect 2 "$TOOL" why dated/plan.json root --color sometimes
silent out

finish
