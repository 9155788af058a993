#!/bin/sh
# run.sh BIN DATA [WORDS]: generate what is missing in DATA, then measure.
set -eu
bin=$1
data=$2
mkdir -p "$data"
generate() {
	file=$data/$1-$2.$3
	[ -s "$file" ] || { "$bin/generate" "$1" "$2" "$3" >"$file.new" && mv "$file.new" "$file"; }
}
dated() {
	file=$data/$1-$2-dated.yaml
	[ -s "$file" ] || { "$bin/generate" "$1" "$2" dated >"$file.new" && mv "$file.new" "$file"; }
}
for n in 5000 100000; do dated levels "$n"; done
for n in 5 100 1000 10000 100000 1000000; do generate levels "$n" yaml; done
generate levels 100000 json
generate levels 100000 csv
for shape in levels random chain star trees; do
	generate "$shape" 100000 edges
	generate "$shape" 1000000 edges
done
for shape in random chain star trees; do generate "$shape" 100000 yaml; done
"$bin/wsusplan" plan -q -f json --now 2026-12-01 "$data/levels-100000.yaml" >"$data/plan.json"
for n in 5000 100000; do
	"$bin/wsusplan" plan -q -f json --now 2026-12-01 "$data/levels-$n-dated.yaml" \
		>"$data/plan-$n-dated.json"
done
"$bin/wsusplan" plan -q -f markdown --now 2026-12-01 "$data/levels-100000.yaml" >"$data/plan.md"
exec "$bin/measure" "$bin" "$data" ${3+"$3"}
