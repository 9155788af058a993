#!/bin/sh
# Walk the steps of a plan in their order and stop at the first check that fails.
#
#   wsusplan plan contoso.yaml -f jsonl | ./walk-steps.sh
#   ./walk-steps.sh rollout/steps.jsonl
#
# This is a frame to build on: it prints what it would do. Replace `act` by what runs a command on a
# server (ssh, WinRM, a job scheduler) and `check` by what looks at the result; both get the step as
# one line of JSON. Each answers with its exit status.
set -eu

act() {
	printf '%s\n' "$1" | jq -r '
		"\(.phase)\t\(.action)\t\(.server // .object)",
		(.commands // [] | .[] | "\t\(.)")'
}

check() {
	printf '%s\n' "$1" | jq -r '.checks // [] | .[] | "\tmust show: \(.)"'
}

if [ $# -gt 0 ]; then
	exec <"$1"
fi

read -r version
if [ "$(printf '%s\n' "$version" | jq -r .format)" != wsusplan.steps/1.0 ]; then
	echo "walk-steps: this is not a wsusplan.steps/1.0 stream" >&2
	exit 2
fi

n=0
while read -r step; do
	id=$(printf '%s\n' "$step" | jq -r .id)
	if ! act "$step" || ! check "$step"; then
		echo "walk-steps: stopped at $id after $n steps; see its back-out in the runbook" >&2
		exit 1
	fi
	n=$((n + 1))
done
echo "walk-steps: $n steps" >&2
