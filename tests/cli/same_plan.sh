#!/bin/sh
# Three spellings of one company give one plan, and a stored plan gives what the plan gave.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/expect.sh"

# in CSV and DOT nothing tells which files a plan came from
for format in csv dot; do
	"$TOOL" plan -q "$EXAMPLES/contoso.yaml" -f $format >former
	expect 0 "$TOOL" plan -q "$EXAMPLES/contoso.json" -f $format
	same out former
	expect 0 "$TOOL" plan -q "$EXAMPLES/contoso-policy.yaml" "$EXAMPLES/contoso-servers.csv" -f $format
	same out former
done
plan_id() {
	"$TOOL" plan -q "$@" -f json | sed -n 's/^  "id": "\(.*\)",$/\1/p'
}
id=$(plan_id "$EXAMPLES/contoso.yaml")
[ ${#id} -eq 32 ] || fail "\"$id\" is no id"
[ "$(plan_id "$EXAMPLES/contoso.json")" = "$id" ] || fail "JSON gives another id"
[ "$(plan_id "$EXAMPLES/contoso-policy.yaml" "$EXAMPLES/contoso-servers.csv")" = "$id" ] ||
	fail "CSV gives another id"
[ "$(plan_id "$EXAMPLES/office.yaml")" != "$id" ] || fail "another company has the same id"

for example in office half-converted contoso; do
	"$TOOL" plan -q "$EXAMPLES/$example.yaml" -f json >plan.json
	for format in summary markdown json jsonl csv dot; do
		"$TOOL" plan -q "$EXAMPLES/$example.yaml" -f $format >former
		expect 0 "$TOOL" render plan.json -f $format
		same out former
	done
done

finish
