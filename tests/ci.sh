#!/bin/sh
# Everything that has to hold, in stages: each is a function stage_NAME and a word in `stages`.
# tests/ci.sh [STAGE...]
#
# Prints a line and the time for each; a log of each is in build-ci/logs. The last line is
# "N passed, N failed", which counts stages and the tests that ctest ran in them.
set -u
cd "$(dirname "$0")/.." || exit 3

stages='gcc clang asan fuzz format tidy texts judges powershell package'

root=$PWD
out=$root/build-ci
jobs=$(nproc 2>/dev/null || echo 2)
fuzz_seconds=${FUZZ_SECONDS-60} # shared by all fuzzers

sources() {
	find src include tests examples -name '*.[ch]' | LC_ALL=C sort
}

build() { # PRESET [TARGET...]
	preset=$1
	shift
	cmake --preset "ci-$preset" &&
		cmake --build "$out/$preset" --parallel "$jobs" ${1:+--target "$@"}
}

# Run the tests of a build; that none ran is a failure.
run_tests() { # PRESET [CTEST-OPTION...]
	preset=$1
	shift
	ctest --test-dir "$out/$preset" --output-on-failure --no-tests=error \
		--parallel "$jobs" "$@" >"$out/logs/$preset-ctest.log" 2>&1
	status=$?
	cat "$out/logs/$preset-ctest.log"
	sed -n 's/.*tests passed, \([0-9]*\) tests failed out of \([0-9]*\)$/\1 \2/p' \
		"$out/logs/$preset-ctest.log" >>"$out/logs/counts"
	return $status
}

# Release and shared, as it is installed; and what measures it compiles.
stage_gcc() {
	build gcc && build gcc bench-programs && run_tests gcc
}

# AddressSanitizer and UBSan, static, without Graphviz.
stage_clang() {
	build clang && run_tests clang
}

# The tool as a whole under sanitizers, with Graphviz.
stage_asan() {
	build asan wsusplan-cli && run_tests asan -L golden
}

# The fuzzers of the clang build, some seconds each, from the committed corpora on.
stage_fuzz() {
	n=0
	for fuzzer in "$out"/clang/tests/fuzz/fuzz_*; do
		[ -x "$fuzzer" ] && n=$((n + 1))
	done
	if [ "$n" -eq 0 ]; then
		echo 'no fuzzers'
		return 1
	fi
	for fuzzer in "$out"/clang/tests/fuzz/fuzz_*; do
		[ -x "$fuzzer" ] || continue
		name=${fuzzer##*/fuzz_}
		mkdir -p "$out/fuzz/$name"
		"$fuzzer" -max_total_time=$((fuzz_seconds / n)) -timeout=10 -rss_limit_mb=2048 \
			-artifact_prefix="$out/fuzz/" -print_final_stats=1 -verbosity=0 \
			"$out/fuzz/$name" "tests/fuzz/corpus/$name" || return 1
	done
}

stage_format() {
	sources | xargs clang-format --dry-run -Werror
}

stage_tidy() {
	find src -name '*.c' | LC_ALL=C sort |
		xargs -n 4 -P "$jobs" clang-tidy --quiet -p "$out/clang"
}

# Shell scripts and the manual page.
stage_texts() {
	find .ci/run quickstart tests examples -type f \( -name '*.sh' -o -name run -o -name quickstart \) \
		-exec shellcheck {} + &&
		mandoc -Tlint -Wwarning docs/wsusplan.1
}

# Outside judges on what the tool makes of the examples.
stage_judges() {
	tests/judges.sh "$out/gcc/wsusplan" "$out/judges"
}

# A parser of PowerShell on the commands of the plans that the stage before left behind.
stage_powershell() {
	mkdir -p "$out/powershell" &&
		cp -r tests/judges/. "$out/powershell" &&
		npm --prefix "$out/powershell" ci --ignore-scripts &&
		node --no-deprecation "$out/powershell/powershell.mjs" \
			"$out"/judges/*/plan.json "$out"/judges/*/steps.jsonl
}

# The installed package from CMake and from pkg-config, shared and static.
stage_package() {
	cmake --preset ci-static && cmake --build "$out/static" --parallel "$jobs" &&
		tests/package/run.sh "$out/gcc" "$out/package-shared" shared &&
		tests/package/run.sh "$out/static" "$out/package-static" static
}

if [ $# -gt 0 ]; then
	stages=$*
fi
mkdir -p "$out/logs"
: >"$out/logs/counts"
passed=0
failed=0
for stage in $stages; do
	start=$(date +%s)
	if ("stage_$stage") >"$out/logs/$stage.log" 2>&1; then
		passed=$((passed + 1))
		verdict=ok
	else
		failed=$((failed + 1))
		verdict=FAILED
		tail -n 60 "$out/logs/$stage.log"
	fi
	printf '%-10s %-8s %4d s\n' "$stage" "$verdict" $(($(date +%s) - start))
done
while read -r tests_failed tests; do
	passed=$((passed + tests - tests_failed))
	failed=$((failed + tests_failed))
done <"$out/logs/counts"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
