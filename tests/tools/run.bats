#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The runner of `make check` and the limit below which it starts each test.
bats_require_minimum_version 1.5.0

TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    mkdir -p tests/plugins tests/cli tests/tools b/tests/room
    cp "$TOP/tests/run.sh" tests
    : >tests/longest.txt
    export LIMITED=${LIMITED:-build/tests/tools/limit}
    case $LIMITED in /*) ;; *) LIMITED=$TOP/$LIMITED ;; esac
    unset JOBS LIMIT
    program a 'echo "100%: Checks: 3, Failures: 0, Errors: 0"'
    program b true
    program c true
}

# program NAME COMMANDS: a test program of the room.
program() {
    printf '#!/bin/sh\n%s\n' "$2" >"b/tests/room/$1"
    chmod +x "b/tests/room/$1"
}

# tests: the runner over the programs; sets status, output and stderr.
tests() {
    run --separate-stderr sh tests/run.sh b/tests/room/*
    printf '%s\n' "$output" "$stderr" >&2
}

names() {
    awk '{ print $1, $2 }' <<<"$output"
}

@test "one line each, and a closing count" {
    tests
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 4 ]
    grep -qE '^ok +room/a +100%: Checks: 3, Failures: 0, Errors: 0 +[0-9]+\.[0-9] s$' <<<"${lines[0]}"
    [ "${lines[3]}" = "3 passed, 0 failed" ]
}

@test "the longest first, then by name; scripts and bats files as well; however many at a time" {
    printf '# why\nroom/c\ncli/z.bats\nroom/a\n' >tests/longest.txt
    : >tests/cli/z.bats
    mkdir bin && printf '#!/bin/sh\n[ "$*" = tests/cli/z.bats ]\n' >bin/bats && chmod +x bin/bats
    PATH=$PWD/bin:$PATH
    echo true >tests/plugins/s.sh
    program a 'sleep 0.3'
    for JOBS in 1 2 7; do
        export JOBS
        tests
        [ "$status" -eq 0 ]
        [ "$(names)" = $'ok room/c\nok cli/z.bats\nok room/a\nok room/b\nok plugins/s.sh\n5 passed,' ]
    done
}

@test "two at a time" {
    program a 'until [ -e met ]; do sleep 0.05; done' # ends only beside b
    program b ': >met'
    JOBS=2 LIMIT=60 tests
    [ "$status" -eq 0 ]
}

@test "a test that fails: its output, the others run, exit 1; whatever it prints" {
    program b 'echo "ok    room/b"; echo "ok 1 so far"; exit 1'
    tests
    [ "$status" -eq 1 ]
    [ "$(names)" = $'ok room/a\nFAIL room/b\nok room/b\nok 1\nok room/c\n2 passed,' ]
    [ "${lines[5]}" = "2 passed, 1 failed" ]
    program b 'kill -SEGV $$'
    tests
    [ "$status" -eq 1 ]
    [ "${lines[3]}" = "2 passed, 1 failed" ]
}

@test "a test that does not end is ended, with all that it started" {
    program b 'sleep 61.7 & (setsid sleep 61.7 &); trap "" TERM; sleep 61.7; sleep 61.7'
    LIMIT=1 tests
    [ "$status" -eq 1 ]
    grep -qE 'limit: .*/b: not done after 1 s' <<<"$output"
    ! running
}

@test "a test that leaves a process behind fails, and the process is ended" {
    program b '(setsid sleep 61.7 &)'
    tests
    [ "$status" -eq 1 ]
    grep -qE '^limit: left behind: process [0-9]+ \(sleep\)$' <<<"$output"
    ! running
}

# running: a process of the two tests above is still there.
running() {
    grep -qlz '^61\.7$' /proc/[0-9]*/cmdline 2>/dev/null
}

@test "the limit ends as its command does" {
    for code in 0 3 77; do
        run "$LIMITED" 60 sh -c "exit $code"
        [ "$status" -eq "$code" ]
    done
    run "$LIMITED" 60 sh -c 'kill -KILL $$'
    [ "$status" -eq 137 ]
    run "$LIMITED" 0.2 sleep 60
    [ "$status" -eq 124 ]
    run -127 "$LIMITED" 60 ./nowhere
    run "$LIMITED"
    [ "$status" -eq 64 ]
    run "$LIMITED" 0 true
    [ "$status" -eq 64 ]
}

@test "the limit, told to end, ends its command first" {
    [ -e /proc/self/cmdline ] || skip "no /proc here to see processes in"
    "$LIMITED" 60 sleep 61.7 3>&- &
    until running; do sleep 0.05; done
    kill -TERM $!
    code=0
    wait $! || code=$?
    [ "$code" -eq 143 ]
    ! running
}

@test "no assertion of a bats test stands where it cannot fail" {
    # bash goes on after "! command" and after "a && b", unless it is the last of its function.
    awk 'function told() { print place ": " line; bad = 1 }
        FNR == 1 { line = "" }
        line != "" && !/^ *}/ { told() }
        { line = "" }
        (/^ +! / || /^ +\[ .*\] && \[ / || /^ +(grep|tells|says|exits|cmp|diff) .* && (grep|tells|says|exits|cmp|diff|\[) /) &&
            !/\|\| / && !/\\$/ { line = $0; place = FILENAME ":" FNR }
        END { exit bad }' "$TOP"/tests/*/*.bats
}
