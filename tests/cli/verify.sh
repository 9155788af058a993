#!/bin/sh
# Plans that were edited: each fault is told at its line, and nowhere else.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/expect.sh"

"$TOOL" plan -q "$EXAMPLES/office.yaml" -f json >office.json
"$TOOL" plan -q "$EXAMPLES/contoso.yaml" -f json >contoso.json
"$TOOL" plan -q "$EXAMPLES/half-converted.yaml" -f json >begun.json

for plan in office:office contoso:contoso begun:half-converted; do
	expect 0 "$TOOL" verify "${plan%:*}.json"
	says out "The plan holds: "
	says out "the inventory inside the plan"
	silent err
	expect 0 "$TOOL" verify "${plan%:*}.json" "$EXAMPLES/${plan#*:}.yaml"
	says out "which are those that the plan was made from"
done

# edit PLAN SED: makes edited.json
edit() {
	edit="$1 $2"
	sed "$2" "$1" >edited.json
	cmp -s "$1" edited.json && fail "nothing was edited by $2"
}

# found: the codes of the findings in `out`
found() {
	grep -o ': error: .* \[[A-Z0-9]*\]$' out | sed 's/.*\[\(.*\)\]$/\1/' | tr '\n' ' '
}

# faults TEXT CODE...: these are found, the first at the last line of edited.json with TEXT, and no
# others
faults() {
	line=$(grep -nF -e "$1" edited.json | tail -n 1 | cut -d: -f1)
	shift
	expect 1 "$TOOL" verify edited.json
	[ "$(found)" = "$(for code; do printf '%s ' "$code"; done)" ] ||
		fail "\"$(found)\", not \"$*\", was found after: $edit"
	grep -q "^edited.json:$line:[0-9]*: error: .*\[$1\]$" out ||
		fail "$1 is not at line $line after: $edit: $(cat out)"
	says out "the plan does not hold: "
}

# steps: swapped, removed, doubled, on nobody, in no phase, done another way
edit office.json '/"test-https@wsus\./{h;d};/"require-ssl@wsus\./{G}'
faults '{"id": "test-https@wsus.' Y707
edit office.json '/"configure-ssl@wsus-east/d'
faults '{"id": "wsus-east' H9
edit office.json '/"switch-sync@wsus-east/d'
faults '{"id": "wsus-east' H9
says out "dead link: wsus-east.example.com -> wsus.example.com, from require-ssl@wsus.example.com in P1"
says out "for good; 90 clients behind it"
edit office.json '/"tune-pool@wsus-east/p'
faults '{"id": "tune-pool@wsus-east' H9
edit office.json 's/"id": "tune-pool@wsus-east/"id": "tune-pool@wsus-north/'
faults '{"id": "tune-pool@wsus-north' Y702
edit office.json 's/"id": "tune-pool@wsus-east/"id": "tune@wsus-east/'
faults '{"id": "tune@wsus-east' Y702
edit office.json '/"tune-pool@wsus-east/s/"P1", "wave": "P1.W2"/"P7", "wave": "P7.W2"/'
faults '{"id": "tune-pool@wsus-east' Y702
edit office.json '/"tune-pool@wsus-east/s/"procedure": "tune-pool"/"procedure": "tune"/'
faults '{"id": "tune-pool@wsus-east' Y705
edit office.json '/"tune-pool@wsus-east/s/"procedure": "tune-pool"/"procedure": "back-up"/'
faults '{"id": "tune-pool@wsus-east' Y705
edit office.json 's/works on <fqdn>/works on <computer>/'
faults '{"id": "plan-access", "action"' Y705
edit office.json '/"restart-server@wsus-east/s/"finish_minute": 87/"finish_minute": 80/'
faults '{"id": "restart-server@wsus-east' Y708
edit office.json '/"tune-pool@wsus-east/s/"depends_on": \[\]/"depends_on": ["verify-server@wsus-west.example.com"]/'
faults '{"id": "tune-pool@wsus-east' Y704

# what is said about links, phases, servers and the plan
edit office.json '/"from": "wsus-east/s/"outage_minutes": 32/"outage_minutes": 3/'
faults '{"from": "wsus-east' Y710
edit office.json '/{"id": "P1", "title"/s/"safe_to_stop": true/"safe_to_stop": false/'
faults '{"id": "P1", "title"' Y711
edit office.json 's/"phases_lower_bound": 1/"phases_lower_bound": 2/'
faults '"summary": {' Y716
edit office.json 's/"steps": 55/"steps": 54/'
faults '"summary": {' Y706
edit office.json '/{"id": "P1", "title"/s/"servers": \["wsus.example.com"\]/"servers": []/'
faults '{"id": "verify-server@wsus.' Y706
edit office.json '/{"id": "wsus-east/s/"wave": "P1.W2"/"wave": "P1.W1"/'
faults '{"id": "wsus-east' Y717
edit office.json '/{"id": "wsus-east/s/"status": "convert"/"status": "done"/'
faults '{"id": "wsus-east' H9
edit office.json '/{"id": "P1", "title"/s/"reserve_minutes": 10/"reserve_minutes": 1/'
faults '{"id": "P1", "title"' H5
edit office.json '/{"id": "P1", "title"/s/"failed_conversions": 1/"failed_conversions": 9/'
faults '{"id": "P1", "title"' Y713
edit office.json '/{"id": "P1", "title"/s/"back_out": {"minutes": 5/"back_out": {"minutes": 4/'
faults '{"id": "P1", "title"' Y712

# windows and moments
edit contoso.json '/{"id": "P2", "title"/s/"point_of_no_return_minute": [0-9]*/"point_of_no_return_minute": 1/'
faults '{"id": "P2", "title"' H5
edit contoso.json '/{"id": "P1", "title"/s/"window": {"name": "[^}]*}/"window": null/'
faults '{"id": "P1", "title"' H5
edit contoso.json '/"require-ssl@lyo01/s/"start": "\(20[^T]*\)T22/"start": "\1T21/'
faults '{"id": "require-ssl@lyo01' H5
edit contoso.json '/"now":/d'
faults '"windows": [{"name"' Y719
edit contoso.json '/{"id": "P3", "title"/d'
faults '{"id": "P4", "title"' Y703

# a leaf that is moved behind its upstream, all its lines with it
edit="lyo01 in the phase after that of par01"
awk '/^    {"id": "[a-z-]*@lyo01[^"]*", "procedure": "[^"]*", "phase": "P1", "wave": "P1/ {
		gsub(/"P1/, "\"P3"); sub(/, "start": [^,]*, "finish": [^,]*/, ""); kept = kept $0 "\n"; next
	}
	kept && /"phase": "P3", "wave": "P3.W1"/ { printf "%s", kept; kept = "" }
	{ print }' contoso.json >edited.json
expect 1 "$TOOL" verify edited.json
says out "par01.contoso.com is converted before its downstream lyo01.contoso.com"
says out "[H3]"

# facts: of a server, of the policy, a window, a server that only one side has
fact() {
	expect 1 "$TOOL" verify edited.json "$EXAMPLES/contoso.yaml"
	says out "$1"
	[ "$(found)" = "Y701 " ] ||
		fail "\"$(found)\" was found after: $edit"
}
edit contoso.json '/{"id": "lyo01/s/"clients": [0-9]*/"clients": 7/'
fact 'clients of lyo01.contoso.com is "7" in the plan, and "340" at '
edit contoso.json 's/"operators": 4, /"operators": 3, /'
fact 'operators of the policy is "3" in the plan, and "4" at '
edit contoso.json '/"windows": \[/s/"duration": "6h"/"duration": "7h"/'
expect 1 "$TOOL" verify edited.json "$EXAMPLES/contoso.yaml"
says out 'duration of window "weekend night" is "7h" in the plan, and "6h" at '
edit contoso.json '/{"id": "lyo01/d;/@lyo01[^"]*", "proc/d;/{"from": "lyo01/d
	s/"lyo01.contoso.com", //;s/"verify-server@lyo01.contoso.com", //'
expect 1 "$TOOL" verify edited.json "$EXAMPLES/contoso.yaml"
says out 'server "lyo01.contoso.com" is in the files, and not in the plan [Y701]'
expect 1 "$TOOL" verify office.json "$EXAMPLES/contoso.yaml"
says out 'server "wsus.example.com" is in the plan, and in none of the files [Y701]'

# waivers
sed 's/^policy:$/policy:\n  strategy: top-down/; s/default_window: 4h/default_window: 1h/' \
	"$EXAMPLES/office.yaml" >forced.yaml
"$TOOL" plan -q --force forced.yaml -f json >forced.json 2>err || cat err >&2
expect 1 "$TOOL" verify forced.json
says out "the plan was forced past a limit: "
says out "[Y718]"
expect 0 "$TOOL" verify forced.json --accept-waivers
says out "Accepted waiver, not judged: "
sed 's/"waivers": \[\]/"waivers": ["we know"]/' office.json >edited.json
expect 1 "$TOOL" verify edited.json --accept-waivers
says out "was not made with --force"

# no plan, another version, cut off anywhere
expect 1 "$TOOL" verify "$EXAMPLES/contoso.json"
says out "so it is not a plan [I018]"
sed 's/wsusplan.plan\/1.0/wsusplan.plan\/2.0/' office.json >edited.json
expect 1 "$TOOL" verify edited.json
says out "[I019]"
says out "cannot be judged"
size=$(($(wc -c <office.json)))
offset=0
while [ $offset -lt $((size - 2)) ]; do
	head -c $offset office.json >cut.json
	expect 1 "$TOOL" verify cut.json
	says out "cut.json"
	offset=$((offset + size / 40))
done
expect 3 "$TOOL" verify nowhere.json
expect 3 "$TOOL" verify office.json nowhere.yaml
expect 2 "$TOOL" verify office.json --trace -f json
expect 2 "$TOOL" verify office.json -f xml
expect 2 "$TOOL" verify

# standard input, machines, a trace
"$TOOL" verify - <office.json >out 2>&1 || fail "standard input is not read"
says out "The plan holds: "
expect 0 "$TOOL" verify office.json -f json
says out '"format": "wsusplan.verdict/1.0"'
says out '"holds": true'
expect 1 "$TOOL" verify edited.json -f json
says out '"holds": false'
expect 0 "$TOOL" verify office.json --trace
[ "$(grep -c '@.*example.com' out)" -eq "$(grep -c '"procedure":' office.json)" ] ||
	fail "the trace does not have a line a step"
says out "wsus-east.example.com -> wsus.example.com: dead, was http"
says out "The plan holds: "
"$TOOL" verify office.json --trace | head -n 1 >out
says out "in clear"

finish
