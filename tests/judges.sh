#!/bin/sh
# Programs that are not ours read what the tool makes of the examples and of tests/judges/*.yaml.
# tests/judges.sh TOOL FOLDER
set -eu
tool=$1
out=$2

SOURCE_DATE_EPOCH=1796083200 # 2026-12-01
export SOURCE_DATE_EPOCH
rm -rf "$out"
mkdir -p "$out"

# sha256sum: the manifest is true. cmp: a stored plan renders to the same bytes.
judge_files() {
	jq -r '.files[] | .sha256 + "  " + .name' "$1/manifest.json" >"$1.sums"
	(cd "$1" && sha256sum --quiet --check) <"$1.sums"
	for pair in markdown:runbook.md json:plan.json jsonl:steps.jsonl csv:steps.csv \
		dot:phases.dot svg:phases.svg; do
		"$tool" render "$1/plan.json" -f "${pair%%:*}" | cmp - "$1/${pair#*:}"
	done
}

judge_json() {
	jq -e '.format == "wsusplan.plan/1.0" and (.steps | length) == .summary.steps' \
		"$1/plan.json" >/dev/null
	jq -es '.[0].format == "wsusplan.steps/1.0" and all(.[1:][]; .type == "step")' \
		"$1/steps.jsonl" >/dev/null
	jq -r '.steps[].id' "$1/plan.json" >"$1.ids"
	jq -r 'select(.type == "step").id' "$1/steps.jsonl" | cmp - "$1.ids"
}

# The runbook is plain Markdown: nothing in it is taken for HTML.
judge_markdown() {
	cmark-gfm -e table -e tasklist -e autolink --to xml "$1/runbook.md" >"$1.xml"
	xmllint --noout --nonet "$1.xml"
	if grep -E '<html_(block|inline)' "$1.xml"; then
		echo "$1/runbook.md holds raw HTML"
		return 1
	fi
}

judge_pictures() {
	dot -Tcanon "$1/phases.dot" >"$1.canon.dot"
	xmllint --noout --nonet "$1/phases.svg"
}

n=0
for example in examples/*.yaml tests/judges/*.yaml; do
	name=$(basename "$example" .yaml)
	"$tool" check "$example" -f json >"$out/$name.check.json" || [ $? -eq 1 ]
	jq -e '.diagnostics | type == "array"' "$out/$name.check.json" >/dev/null
	if ! "$tool" plan "$example" -o "$out/$name" 2>"$out/$name.talk"; then
		echo "$name: no plan, as it may be"
		continue
	fi
	echo "$name"
	"$tool" verify "$out/$name/plan.json" "$example" >"$out/$name.verdict"
	judge_files "$out/$name"
	judge_json "$out/$name"
	judge_markdown "$out/$name"
	judge_pictures "$out/$name"
	n=$((n + 1))
done
if [ "$n" -lt 4 ]; then
	echo "only $n gave a plan"
	exit 1
fi
