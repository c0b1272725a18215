#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The same profile and data give the same bytes, whatever surrounds the run.
load helper

# repeats COMMAND...: a run of the counties into `out` under COMMAND equals the one in `want`.
repeats() {
    rm -rf out
    "$@" "$HENG" run "$COUNTIES" -o out >/dev/null
    diff -r want out
}

@test "twice, and with any number of workers" {
    "$HENG" run "$COUNTIES" -o want >/dev/null
    repeats env
    for jobs in 1 2 3 8; do
        rm -rf out
        "$HENG" run "$COUNTIES" -o out -j $jobs >/dev/null
        diff -r want out
    done
}

@test "panels, scripts and data-driven weights too" {
    for profile in province-income metropolitan-integration zhejiang-counties-ahp zhejiang-counties-entropy; do
        "$HENG" run "$TOP/config/$profile.ini" -o a -j 1 >/dev/null
        "$HENG" run "$TOP/config/$profile.ini" -o b -j 8 >/dev/null
        diff -r a b
    done
}

@test "another locale, time zone, home, umask or hash seed" {
    "$HENG" run "$COUNTIES" -o want >/dev/null
    repeats env LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8
    repeats env LC_ALL=C
    repeats env LC_ALL=tr_TR.UTF-8
    repeats env TZ=Asia/Shanghai
    repeats env HOME=/nonexistent
    repeats env -i
    repeats env NO_COLOR=1 TERM=xterm COLUMNS=20
    repeats sh -c 'umask 077; exec "$@"' sh
    repeats sh -c 'ulimit -n 32; exec "$@"' sh
}

@test "printed tables are the same too" {
    "$HENG" run "$COUNTIES" -o out -j 1 >one
    LC_ALL=C "$HENG" run "$COUNTIES" -o out -j 8 >eight
    cmp one eight
}

@test "the order of the lines of a table decides nothing but ties" {
    small
    "$HENG" run p.ini -o want >/dev/null
    cp t.csv t0.csv
    { head -n 1 t0.csv; tail -n +2 t0.csv | sort -r; } >t.csv
    "$HENG" run p.ini -o out >/dev/null
    sort want/scores.csv >a
    sort out/scores.csv >b
    cmp a b
}
