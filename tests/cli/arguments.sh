#!/bin/sh
# The command line: order, forms of options, standard input, the day.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/expect.sh"

"$TOOL" plan "$EXAMPLES/office.yaml" -f csv >former 2>err
for arguments in "-f csv FILE" "--format csv FILE" "--format=csv FILE" "-fcsv FILE" "-qfcsv FILE" \
	"FILE -qf csv" "FILE --format=csv --quiet" "-f csv -- FILE" "FILE -f csv -f csv"; do
	words=$(printf '%s' "$arguments" | sed "s|FILE|$EXAMPLES/office.yaml|")
	# shellcheck disable=SC2086 # the words are meant
	expect 0 "$TOOL" plan $words
	same out former
done

# a file whose name looks like an option
cp "$EXAMPLES/office.yaml" ./-odd.yaml
expect 0 "$TOOL" check -- -odd.yaml
expect 2 "$TOOL" check -odd.yaml

# standard input, and the extension in any case
"$TOOL" plan - -f csv <"$EXAMPLES/office.yaml" >out 2>err
same out former
"$TOOL" plan "$EXAMPLES/office.yaml" -f json 2>err | "$TOOL" render - -f csv >out
same out former
cp "$EXAMPLES/contoso-servers.csv" SERVERS.CSV
expect 0 "$TOOL" check "$EXAMPLES/contoso-policy.yaml" SERVERS.CSV

# more files than there may be: told once
cp "$EXAMPLES/office.yaml" o.yaml
# shellcheck disable=SC2046 # the words are meant
expect 1 "$TOOL" check $(yes o.yaml | head -n 300)
[ "$(grep -c "more than 250 files" out)" -eq 1 ] || fail "the limit of files was told again"
says out "hint: put some of the files together"

# sizes
expect 1 "$TOOL" check "$EXAMPLES/contoso.yaml" --max-input 1K
says out "[I004]"
silent err
for size in 1M 1MiB 1m 1g 100000; do
	expect 0 "$TOOL" check "$EXAMPLES/contoso.yaml" --max-input "$size"
done
for size in 0 -1 1X 1.5M 99999999999G "" M; do
	expect 2 "$TOOL" check "$EXAMPLES/contoso.yaml" --max-input "$size"
done

# the day: --now, else SOURCE_DATE_EPOCH, else the clock
expect 0 "$TOOL" check "$EXAMPLES/contoso.yaml" --now 2026-11-10
grep -q T008 out && fail "--now was ignored"
expect 0 "$TOOL" check "$EXAMPLES/contoso.yaml"
says out T008
SOURCE_DATE_EPOCH=x expect 2 "$TOOL" check "$EXAMPLES/contoso.yaml"
SOURCE_DATE_EPOCH=99999999999999999999 expect 2 "$TOOL" check "$EXAMPLES/contoso.yaml"
unset SOURCE_DATE_EPOCH
expect 0 "$TOOL" check "$EXAMPLES/contoso.yaml"

finish
