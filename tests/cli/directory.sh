#!/bin/sh
# -o DIR: all or nothing, and nothing of anybody else's is lost.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/expect.sh"

plan() {
	"$TOOL" plan "$EXAMPLES/office.yaml" "$@"
}

# it writes every file, and a manifest that is true
expect 0 plan -o dir
silent out
says err "wrote dir: runbook.md"
(cd dir && sed -n 's/.*"name": "\(.*\)", "sha256": "\(.*\)".*/\2  \1/p' manifest.json >../former &&
	sha256sum --quiet -c ../former) || fail "the manifest is wrong"
for format in markdown:runbook.md json:plan.json jsonl:steps.jsonl csv:steps.csv dot:phases.dot; do
	plan -f "${format%%:*}" >out 2>err
	same out "dir/${format##*:}"
done
only dir

# an earlier plan that nobody changed is replaced; slashes do not matter
expect 0 plan -o dir///
expect 0 plan -q -o dir
silent err
only dir

# nor does a way through the directory itself, which is moved away for a moment
expect 0 plan -o dir/../dir
only dir

# with errors it is untouched
rm -rf former
cp -R dir former
expect 1 "$TOOL" plan "$EXAMPLES/mistakes.yaml" -o dir
diff -r dir former >&2 || fail "an invalid inventory touched the directory"
expect 1 "$TOOL" plan "$EXAMPLES/mistakes.yaml" -o new
[ ! -e new ] || fail "an invalid inventory made a directory"

# changed, added and missing files
echo "ticked" >>dir/runbook.md
expect 3 plan -o dir
says err "it holds runbook.md, which was changed since it was written"
says dir/runbook.md ticked
cp former/runbook.md dir
echo mine >dir/notes.txt
expect 3 plan -o dir
says err "it holds notes.txt, which is not part of an earlier plan"
says dir/notes.txt mine
expect 0 plan -o dir --force
[ ! -e dir/notes.txt ] || fail "--force left a strange file"
rm dir/steps.csv
expect 0 plan -o dir
rm -rf former

# an empty directory, and one of somebody else
mkdir empty other
expect 0 plan -o empty
[ -e empty/manifest.json ] || fail "an empty directory was not filled"
echo mine >other/readme.txt
expect 3 plan -o other
says err "it holds readme.txt, and no manifest of an earlier plan"
says other/readme.txt mine
echo '{"format": "something else"}' >other/manifest.json
expect 3 plan -o other

# folders inside are never lost
mkdir -p nest/folder
expect 3 plan -o nest --force
says err "it holds folder, which is no plain file"
[ -d nest/folder ] || fail "a folder was lost"

# what is no directory
echo mine >file
ln -s empty link
expect 3 plan -o file --force
says err "it is not a directory"
says file mine
expect 3 plan -o link
says err "it is a symbolic link"
expect 3 plan -o link/
expect 3 plan -o absent/dir
says err "there is no such file or directory"
expect 3 plan -o .
expect 2 plan -o ""
only dir empty file link nest other

# render writes the same directory
expect 0 "$TOOL" render dir/plan.json -o rendered
diff -r dir rendered >&2 || fail "render wrote another directory"
rm -rf rendered

# a full disk (a limit of file size stands for it) leaves everything as it was
rm -rf former
cp -R dir former
(
	ulimit -f 8
	plan -o dir -q
) >out 2>err
[ $? -eq 3 ] || fail "a full disk is not status 3"
says err "the file would be too large"
diff -r dir former >&2 || fail "a full disk damaged the directory"
rm -rf former
only dir empty file link nest other

finish
