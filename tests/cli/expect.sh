# What the tests of the tool share; to be sourced.
# TOOL is the program, EXAMPLES the folder of examples; each test runs in a folder of its own.
# shellcheck shell=sh

set -u
: "${TOOL:?the program to test}" "${EXAMPLES:?the folder of examples}"
SOURCE_DATE_EPOCH=1796083200 # 2026-12-01
export SOURCE_DATE_EPOCH
unset NO_COLOR
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0

fail() {
	echo "FAILED: $*" >&2
	failures=$((failures + 1))
}

# expect STATUS COMMAND...: run it, its output in `out` and `err`
expect() {
	wanted=$1
	shift
	"$@" >out 2>err </dev/null
	status=$?
	[ "$status" -eq "$wanted" ] || {
		fail "status $status instead of $wanted: $*"
		cat err >&2
	}
}

# says FILE TEXT: the file holds the text
says() {
	grep -qF -e "$2" "$1" || {
		fail "\"$2\" is not in $1:"
		cat "$1" >&2
	}
}

# silent FILE: the file is empty
silent() {
	[ ! -s "$1" ] || {
		fail "$1 is not empty:"
		cat "$1" >&2
	}
}

# same A B: two files have the same bytes
same() {
	cmp "$1" "$2" >&2 || fail "$1 and $2 differ"
}

# only NAME...: the folder holds nothing but these and what the tests write
only() {
	found=$(find . -mindepth 1 -maxdepth 1 ! -name out ! -name err ! -name former | LC_ALL=C sort |
		sed 's|^\./||' | tr '\n' ' ')
	[ "$found" = "$(for name; do printf '%s ' "$name"; done)" ] ||
		fail "here are \"$found\", not \"$*\""
}

finish() {
	[ "$failures" -eq 0 ] || exit 1
	echo "passed"
}
