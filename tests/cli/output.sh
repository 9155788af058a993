#!/bin/sh
# Standard output: complete or an error, and empty when there are errors.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/expect.sh"

# a full disk is told, whatever the command
if [ -e /dev/full ]; then
	for arguments in "plan contoso.yaml" "plan contoso.yaml -f json" "plan office.yaml -f csv" \
		"check contoso.yaml" "check contoso.yaml -f json" "help" "help plan" "version" \
		"explain T001" "explain --list" "explain --reference rules"; do
		# shellcheck disable=SC2086 # the words are meant
		(cd "$EXAMPLES" && "$TOOL" $arguments >/dev/full 2>"$work/err")
		status=$?
		[ $status -eq 3 ] || fail "status $status with a full disk: $arguments"
		says err "cannot write standard output"
	done
fi

# a reader that goes away is no error
for format in json markdown jsonl; do
	{
		"$TOOL" plan "$EXAMPLES/contoso.yaml" -q -f $format 2>err
		echo $? >status
	} | head -c 10 >out
	[ "$(cat status)" -eq 0 ] || fail "status $(cat status) when the reader went away"
	silent err
done
rm -f status

# with errors nothing is printed
for format in summary markdown json jsonl csv dot; do
	expect 1 "$TOOL" plan "$EXAMPLES/mistakes.yaml" -f $format
	silent out
	says err "no plan was made"
done

# warnings are talk, findings of check are the result
expect 0 "$TOOL" plan "$EXAMPLES/contoso.yaml"
says err "[T008]"
expect 0 "$TOOL" plan "$EXAMPLES/contoso.yaml" -q
silent err
expect 0 "$TOOL" plan "$EXAMPLES/contoso.yaml" -v
says err "note: "
expect 0 "$TOOL" check "$EXAMPLES/contoso.yaml"
says out "[T008]"
silent err

# colours: never into a file unless asked for
escape=$(printf '\033')
expect 0 "$TOOL" check "$EXAMPLES/contoso.yaml"
grep -q "$escape" out && fail "colours in a file"
expect 0 "$TOOL" check "$EXAMPLES/contoso.yaml" --color=always
grep -q "$escape" out || fail "no colours with --color=always"
NO_COLOR=1 "$TOOL" check "$EXAMPLES/contoso.yaml" --color=always >out
grep -q "$escape" out || fail "NO_COLOR won over --color=always"

# the place of an error is found in one pass, even when every byte ends a line
head -c 40000000 /dev/zero | tr '\000' '\015' >returns.json
expect 1 timeout 30 "$TOOL" check returns.json
says out "returns.json:40000001:1: error: the file is empty"

# an escape sequence in a file name or a value does not reach the terminal
cp "$EXAMPLES/mistakes.yaml" "bad${escape}[31m.yaml"
expect 1 "$TOOL" check "bad${escape}[31m.yaml"
grep -q "$escape" out && fail "an escape sequence went through"
says out 'bad\x1B[31m.yaml:8:14: error:'

finish
