#!/bin/sh
# A signal while a directory is written: nothing is left, and what was there stays.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/expect.sh"

# large enough to be caught in the act
{
	echo "wsusplan: 1"
	echo "servers:"
	echo "  - {fqdn: root.example.com, upstream: microsoft-update, mode: autonomous}"
	i=0
	while [ $i -lt 1500 ]; do
		echo "  - {fqdn: s$i.example.com, upstream: root.example.com, mode: replica}"
		i=$((i + 1))
	done
} >large.yaml
echo "policy: {durations: {switch-sync: 0m, verify-sync: 0m}}" >>large.yaml

for signal in INT TERM HUP; do
	"$TOOL" plan large.yaml -o dir -q 2>err &
	pid=$!
	tries=0
	while [ ! -d ".dir.new-$pid-0" ] && [ $tries -lt 2000 ] && kill -0 $pid 2>/dev/null; do
		sleep 0.005
		tries=$((tries + 1))
	done
	# a shell starts background jobs with SIGINT ignored, and what is ignored stays so
	kill -s $signal $pid 2>/dev/null
	wait $pid 2>/dev/null
	status=$?
	if [ $signal = INT ]; then
		[ $status -eq 0 ] || fail "an ignored SIGINT ended it with $status"
		rm -rf dir
	else
		[ $status -gt 128 ] || fail "SIG$signal ended it with $status"
	fi
	only large.yaml
done

finish
