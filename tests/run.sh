#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs test programs, the plugins' own tests, and the tests of the command line and the tools; one line
# each, and a closing count. sh tests/run.sh PROGRAM..., at the top of the tree. HENG: the program.
# JOBS: how many at a time (as many as there are processors). LIMIT: the seconds that each may take (600).
#
# Each runs below tools/limit, which ends it with all that it started. They start, and are told, in
# the order of longest.txt and then by name: the longest first, so that none is left alone at the end.
here=$(dirname "$0")
HENG_LANGUAGE=en # whatever the locale
export HENG_LANGUAGE

# seconds FROM TO: of two times in ns, with one decimal.
seconds() {
    tenths=$((($2 - $1) / 100000000))
    echo "$((tenths / 10)).$((tenths % 10))"
}

# one DIR NUMBER TEST: DIR/NUMBER holds its line, and its output where it failed; then says NUMBER.
one() {
    case $3 in
    *.sh) set -- "$@" sh "$3" ;;
    *.bats) set -- "$@" bats "$3" ;;
    *) set -- "$@" "$3" ;;
    esac
    dir=$1 number=$2 name=${3#*tests/}
    shift 3
    from=$(date +%s%N)
    if "$LIMITED" "${LIMIT:-600}" "$@" >"$dir/$number.log" 2>&1 </dev/null; then
        printf 'ok    %-34s %-46s %6s s\n' "$name" "$(grep -E '^[0-9]+%: Checks:' "$dir/$number.log" | tail -n 1)" \
            "$(seconds "$from" "$(date +%s%N)")" >"$dir/$number"
    else
        printf 'FAIL  %-34s %s s\n' "$name" "$(seconds "$from" "$(date +%s%N)")" | cat - "$dir/$number.log" >"$dir/$number"
    fi
    echo "$number"
}

# tell DIR COUNT: reads the numbers of what is done, and shows all in their order.
tell() {
    next=1
    passed=0
    while read -r number; do
        : >"$1/$number.done"
        while [ -e "$1/$next.done" ]; do
            cat "$1/$next"
            read -r word _ <"$1/$next" && [ "$word" = ok ] && passed=$((passed + 1))
            next=$((next + 1))
        done
    done
    [ "$next" -gt "$2" ] || echo "FAIL  only $((next - 1)) of $2 tests were run"
    echo "$passed passed, $(($2 - passed)) failed"
    [ "$passed" = "$2" ]
}

if [ "$1" = --one ]; then
    one "$2" "$3" "$4"
    exit 0
fi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
{
    for test in "$@"; do echo "$test"; done
    for test in tests/plugins/*.sh tests/scripts/*.sh tests/cli/*.bats tests/report/*.bats tests/tools/*.bats; do
        [ ! -e "$test" ] || echo "$test"
    done
} >"$dir/tests"
awk 'FILENAME == ARGV[1] { if (!/^#/) rank[$1] = FNR; next }
    { name = $0; sub(/^.*tests\//, "", name); print (name in rank ? rank[name] : 9999), FNR, $0 }' \
    "$here/longest.txt" "$dir/tests" | sort -n -k 1,1 -k 2,2 | awk '{ print NR; print $3 }' >"$dir/order"
xargs -r -d '\n' -P "${JOBS:-$(nproc)}" -n 2 sh "$0" --one "$dir" <"$dir/order" | tell "$dir" "$(wc -l <"$dir/tests")"
