#!/bin/sh
# SPDX-License-Identifier: MIT
# The same profile gives the same bytes, whatever surrounds the run.
. tests/hostile/kit.sh
reference=$work/reference
run "$reference" -j 1 >"$work/reference.txt"

# The files, and what is printed but for its last lines, which name the folder.
league() { sed '/^written to/d' "$1"; }
as_ever() {
    same "$reference" "$work/set" || return 1
    [ ! -s "$work/printed.txt" ] || { league "$work/reference.txt" >"$work/a" && league "$work/printed.txt" >"$work/b" && cmp "$work/a" "$work/b"; }
}
# in_world COMMAND...: a run under env, setarch, sh -c ...
in_world() {
    rm -rf "$work/set"
    # shellcheck disable=SC2086
    "$@" "$heng" run "$top/tests/hostile/small.ini" -o "$work/set" $flags >"$work/printed.txt" && as_ever
}
jobs() {
    for j in 1 2 3 8; do
        rm -rf "$work/set"
        run "$work/set" -j $j >"$work/printed.txt" && as_ever || return 1
    done
}
twenty() {
    i=0
    while [ $i -lt 20 ]; do
        i=$((i + 1))
        rm -rf "$work/set"
        run "$work/set" -j $((i % 4 + 1)) >"$work/printed.txt" && as_ever || return 1
    done
}
# Every profile that comes with heng, on one worker and on three.
profiles() {
    for profile in config/*.ini; do
        grep -q '^\[chapter\.' "$profile" && continue # a book is no run
        # shellcheck disable=SC2086
        "$heng" run "$top/$profile" -o "$work/p1" -j 1 $flags >/dev/null || return 1
        # shellcheck disable=SC2086
        LC_ALL=C.UTF-8 TZ=Asia/Shanghai "$heng" run "$top/$profile" -o "$work/p3" -j 3 $flags >/dev/null || return 1
        same "$work/p1" "$work/p3" || return 1
        rm -rf "$work/p1" "$work/p3"
    done
}
locales() {
    for l in $(locale -a 2>/dev/null) C POSIX de_DE.UTF-8 zh_CN.GB18030 tr_TR.UTF-8; do
        in_world env LC_ALL="$l" && in_world env -u LC_ALL LANG="$l" LC_NUMERIC="$l" LC_COLLATE="$l" LANGUAGE=de || return 1
    done
}
# A locale with a decimal comma, where one can be made.
decimal_comma() { in_world env LOCPATH="$work/locales" LC_ALL=de_DE.UTF-8; }
zones() {
    for z in UTC Asia/Shanghai America/St_Johns :/nowhere XYZ-14:37 ''; do
        in_world env TZ="$z" || return 1
    done
}
folders() {
    mkdir -p "$work/tmp"
    in_world env TMPDIR="$work/tmp" && in_world env TMPDIR=/nowhere && [ -z "$(ls -A "$work/tmp")" ] &&
        in_world env -u HOME && in_world env HOME=/nowhere && in_world env -i && in_world env -i PATH=/nowhere POSIXLY_CORRECT=1
}
variables() { in_world env MALLOC_PERTURB_=165 LUA_INIT='error()' LUA_PATH=/x LUA_CPATH=/x COLUMNS=7 OMP_NUM_THREADS=3 GLIBC_TUNABLES=glibc.malloc.arena_max=1; }
masks() {
    for mask in 000 022 077; do
        rm -rf "$work/set"
        (umask $mask; run "$work/set" >"$work/printed.txt") && as_ever || return 1
        [ "$(stat -c %a "$work/set")" = "$(printf '%o' $((0777 & ~0$mask)))" ] &&
            [ "$(stat -c %a "$work/set/run.json")" = "$(printf '%o' $((0666 & ~0$mask)))" ] || return 1
    done
}
# shellcheck disable=SC2094
closed() {
    : >"$work/printed.txt"
    for which in 'in' out err in+out in+err out+err all; do
        rm -rf "$work/set"
        case $which in
        in) run "$work/set" <&- >/dev/null ;;
        out) run "$work/set" >&- ;;
        err) run "$work/set" >/dev/null 2>&- ;;
        in+out) run "$work/set" <&- >&- ;;
        in+err) run "$work/set" <&- >/dev/null 2>&- ;;
        out+err) run "$work/set" >&- 2>&- ;;
        all) run "$work/set" <&- >&- 2>&- ;;
        esac || return 1
        as_ever || { echo "closed: $which"; return 1; }
    done
}
elsewhere() {
    for dir in / "$work" /proc/self; do
        rm -rf "$work/set"
        (cd "$dir" && run "$work/set" >"$work/printed.txt") && as_ever || return 1
    done
    rm -rf "$work/set"
    mkdir -p "$work/x/y"
    ln -sfn "$top" "$work/x/tree"
    # the same profile by a relative path and through a link
    # shellcheck disable=SC2086
    (cd "$work/x/y" && "$heng" run ../tree/tests/hostile/small.ini -o ../../set $flags >/dev/null) && same_but_paths
}
# The manifest names the path that was given.
same_but_paths() {
    cmp "$reference/scores.csv" "$work/set/scores.csv" && cmp "$reference/indicators.csv" "$work/set/indicators.csv" &&
        cmp "$reference/weights.csv" "$work/set/weights.csv"
}
few() {
    for n in 32 20 12; do
        rm -rf "$work/set"
        (ulimit -n $n; run "$work/set" -j 8 >"$work/printed.txt") && as_ever || { echo "with $n descriptors"; return 1; }
    done
}
addresses() { in_world setarch -R && in_world env; }
other_machine() { in_world taskset -c 0 && in_world nice -n 19; }

one "-j 1, 2, 3 and 8" jobs
one "twenty runs" twenty
one "the profiles that come with heng, -j 1 and 3" profiles
one "locales, also ones that are not there" locales
if mkdir -p "$work/locales" && localedef -i de_DE -f UTF-8 "$work/locales/de_DE.UTF-8" 2>/dev/null; then
    one "a locale with a decimal comma" decimal_comma
else
    skip "a locale with a decimal comma: none can be made here (localedef)"
fi
one "time zones" zones
one "TMPDIR and HOME set, unset, nowhere; no environment at all" folders
one "variables that the C library and Lua listen to" variables
one "umask" masks
one "stdin, stdout, stderr closed, each and all" closed
one "other working folders" elsewhere
one "few descriptors" few
if setarch -R true 2>/dev/null; then
    one "with and without random addresses" addresses
else
    skip "without random addresses: setarch is not here, or not allowed"
fi
one "one processor, low priority" other_machine
finish
