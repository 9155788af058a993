#!/bin/sh
# Install a build and use it as a stranger would.
# tests/package/run.sh BUILD FOLDER shared|static
set -eu
build=$1
out=$2
kind=$3
here=$(dirname "$0")

rm -rf "$out"
mkdir -p "$out"
cmake --install "$build" --prefix "$out/first"
mv "$out/first" "$out/prefix" # an installed tree may be moved

test -f "$out/prefix/share/man/man1/wsusplan.1"
libdir=$(dirname "$(find "$out/prefix" -name 'libwsusplan.*' | head -n 1)")
"$out/prefix/bin/wsusplan" --version

LD_LIBRARY_PATH=$libdir
PKG_CONFIG_PATH=$libdir/pkgconfig
export LD_LIBRARY_PATH PKG_CONFIG_PATH
cmake -S "$here" -B "$out/cmake" -DCMAKE_PREFIX_PATH="$out/prefix"
cmake --build "$out/cmake"
"$out/cmake/consumer" >"$out/by-cmake.md"

static=''
if [ "$kind" = static ]; then
	static=--static
fi
# shellcheck disable=SC2046,SC2086 # lists of words
for program in "$here/consumer.c" "$here/../../examples/embed.c"; do
	cc -std=c11 -Wall -Wextra -Werror "$program" -o "$out/$(basename "$program" .c)" \
		$(pkg-config $static --cflags --libs wsusplan)
done
"$out/consumer" >"$out/by-pkg-config.md"
"$out/embed" "$here/../../examples/office.yaml" >"$out/embed.md"
test -s "$out/embed.md"

cmp "$out/by-cmake.md" "$out/by-pkg-config.md"
grep -q 'leaf\.example\.com' "$out/by-cmake.md"
[ "$(pkg-config --modversion wsusplan)" = "$("$out/prefix/bin/wsusplan" --version | sed 's/^wsusplan //;q')" ]
