#!/bin/sh
# SPDX-License-Identifier: MIT
# Every allocation failure ends in one clean line, without a crash, a hang, a leak, or a set of
# outputs written in part (memory.table).
. tests/hostile/kit.sh
one "the library of faults builds" build_faults
run_old "$work/set"
run "$work/verified" >/dev/null
grep -v '^#' tests/hostile/memory.table | tr -d '\t' | while IFS='|' read -r fault codes most command; do
    # shellcheck disable=SC2086
    set -- $command
    words=
    folder=
    for word in "$@"; do
        case $word in
        PROFILE) word=$top/tests/hostile/small.ini ;;
        OUT) word=$work/set folder="-o $work/set" ;;
        SET/*) word=$work/verified/${word#SET/} ;;
        FLAGS) word="-j 1 $flags" ;;
        esac
        words="$words $word"
    done
    # shellcheck disable=SC2086
    "$work/sweep" -l "$work/faults.so" -n $most $folder $fault $codes -- "$heng" $words 2>&1 |
        sed -E "s#^(ok  |FAIL)  #&$1, #"
done >"$work/results"
cat "$work/results"
passed=$((passed + $(grep -c '^ok' "$work/results")))
failed=$((failed + $(grep -c '^FAIL' "$work/results")))
[ "$(grep -vc '^#' tests/hostile/memory.table)" = "$(grep -cE '^(ok|FAIL)' "$work/results")" ] || failed=$((failed + 1))
finish
