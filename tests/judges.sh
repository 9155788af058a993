#!/bin/sh
# Programs that are not ours read what the tool makes of the examples.
# tests/judges.sh TOOL FOLDER
set -eu
tool=$1
out=$2

SOURCE_DATE_EPOCH=1796083200
export SOURCE_DATE_EPOCH
rm -rf "$out"
mkdir -p "$out"

judge() { # NAME: every format of a plan, in $out/NAME
	folder=$out/$1
	for format in summary markdown json jsonl csv dot svg; do
		"$tool" render "$folder/plan.json" -f "$format" >"$folder/x.$format"
		[ -s "$folder/x.$format" ]
	done
	jq -e '.format == "wsusplan.plan/1.0" and (.steps | length) == .summary.steps' \
		"$folder/x.json" >/dev/null
	jq -es '.[0].format == "wsusplan.steps/1.0" and all(.[1:][]; .type == "step")' \
		"$folder/x.jsonl" >/dev/null
	[ "$(jq '.steps | length' "$folder/x.json")" -eq $(($(wc -l <"$folder/x.jsonl") - 1)) ]

	cmark-gfm -e table -e tasklist -e autolink --to xml "$folder/x.markdown" \
		>"$folder/markdown.xml"
	xmllint --noout --nonet --nowarning "$folder/markdown.xml" 2>"$folder/xmllint.log" ||
		! grep -v 'Validation failed: no DTD' "$folder/xmllint.log" | grep error
	if grep -E '<html_(block|inline)' "$folder/markdown.xml"; then
		echo "$1: the runbook holds raw HTML"
		return 1
	fi

	dot -Tcanon "$folder/x.dot" >"$folder/canon.dot"
	xmllint --noout --nonet "$folder/x.svg"
}

n=0
for example in examples/*.yaml; do
	name=$(basename "$example" .yaml)
	mkdir -p "$out/$name"
	if ! "$tool" plan "$example" -f json >"$out/$name/plan.json" 2>"$out/$name/stderr"; then
		echo "$name: no plan, as it may be"
		continue
	fi
	echo "$name"
	judge "$name"
	n=$((n + 1))
done
if [ "$n" -lt 2 ]; then
	echo "only $n examples gave a plan"
	exit 1
fi
