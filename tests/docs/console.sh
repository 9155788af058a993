#!/bin/sh
# Run the commands that the documents print, and compare what they answer with what is printed.
# TOOL=... console.sh ROOT FOLDER DOCUMENT...
#
# A block ```console has commands after "$ ", each followed by its output, standard error included;
# a line "…" stands for any number of lines. A block after <!-- file: NAME --> is such a file. All
# blocks of a document run in one folder, which has the examples.
set -u
root=$1
out=$2
shift 2

SOURCE_DATE_EPOCH=1796083200 # 2026-12-01
LC_ALL=C.UTF-8
export SOURCE_DATE_EPOCH LC_ALL
mkdir -p "$out/bin"
ln -sf "$TOOL" "$out/bin/wsusplan"
PATH=$out/bin:$PATH
export PATH

# Take a document apart: files by name, console blocks as blocks/N.command and blocks/N.expected.
take_apart() { # DOCUMENT
	awk '
	/^<!-- file: .* -->$/ { name = $3; next }
	/^```/ && in_block { in_block = 0; name = ""; next }
	/^```/ {
		in_block = 1
		is_console = $0 == "```console"
		if (is_console)
			name = ""
		next
	}
	!in_block { next }
	is_console && continued { print > command; continued = /\\$/; next }
	is_console && /^\$ / {
		n++
		command = sprintf("blocks/%03d.command", n)
		expected = sprintf("blocks/%03d.expected", n)
		printf "" > expected
		print substr($0, 3) > command
		continued = /\\$/
		next
	}
	is_console { print > expected; next }
	name { print > name }' "$1"
}

# Is every line of FILE in its place?
matches() { # EXPECTED ACTUAL
	awk '
	NR == FNR { expected[++n] = $0; next }
	{ actual[++m] = $0 }
	END {
		for (i = j = 1; i <= n; i++) {
			if (expected[i] != "…") {
				if (j > m || actual[j] != expected[i])
					exit 1
				j++
			} else if (i == n) {
				exit 0
			} else {
				while (j <= m && actual[j] != expected[i + 1])
					j++
			}
		}
		exit j != m + 1
	}' "$1" "$2"
}

failed=0
n=0
for document in "$@"; do
	folder=$out/$document
	rm -rf "$folder"
	mkdir -p "$folder/blocks"
	cd "$folder" || exit 3
	cp -r "$root/examples" .
	take_apart "$root/$document"
	for command in blocks/*.command; do
		[ -e "$command" ] || continue
		n=$((n + 1))
		block=${command%.command}
		sh "$command" >"$block.actual" 2>&1
		if ! matches "$block.expected" "$block.actual"; then
			failed=$((failed + 1))
			printf '%s: it is something else that answers\n$ %s\n' "$document" "$(cat "$command")"
			diff -u "$block.expected" "$block.actual" | head -n 40
		fi
	done
done
echo "$n commands, $failed failed"
[ "$failed" -eq 0 ] && [ "$n" -gt 0 ]
