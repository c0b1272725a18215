#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng report -f pdf: the page printed by a Chromium, where there is one.
load helper

@test "without a Chromium one line says how; what else was asked for is written" {
    small
    HENG_CHROMIUM=/nowhere heng report p.ini -o a -f html,pdf
    exits 3
    tells 'report.pdf: no Chromium is found'
    [ -s a/report.html ]
    [ ! -e a/report.pdf ]
    HENG_CHROMIUM=/bin/false heng report p.ini -o a -f pdf
    exits 3
    tells 'has printed nothing'
    [ -z "$(find "${TMPDIR:-/tmp}" -maxdepth 1 -name 'heng-pdf-*' -newer p.ini)" ]
}

@test "a browser that never ends goes with heng" {
    small
    mkdir tmp
    printf '#!/bin/sh\necho $$ >%s/pid\nwhile :; do sleep 0.1; done\n' "$PWD" >slow
    chmod +x slow
    TMPDIR=$PWD/tmp HENG_CHROMIUM=$PWD/slow timeout 3 "$HENG" report p.ini -o a -f pdf || [ $? -eq 124 ]
    [ -s pid ]
    in_time sh -c '! kill -0 "$(cat pid)" 2>/dev/null'
}

@test "the PDF: numbered pages, tagged, the same bytes twice" {
    command -v chromium >/dev/null || skip 'no chromium'
    small
    heng report p.ini -o a -f pdf
    exits 0
    says a/report.pdf
    heng report p.ini -o b -f pdf
    cmp a/report.pdf b/report.pdf
    head -c 5 a/report.pdf | grep -q '%PDF-'
    grep -aq '/MarkInfo' a/report.pdf
    if command -v pdftotext >/dev/null; then
        pdftotext a/report.pdf - | grep -qE '^1 ?/ ?[0-9]+$'
    fi
    # A later run without pages takes them away, as it does the others.
    heng run p.ini -o a
    [ ! -e a/report.pdf ]
}

@test "the PDF of made-up data says so on every page" {
    command -v chromium >/dev/null && command -v pdftotext >/dev/null || skip 'no chromium or pdftotext'
    heng report "$TOP/config/opening-up.ini" -o a -f pdf
    exits 0
    for page in 1 2 3; do
        pdftotext -f $page -l $page a/report.pdf - | grep -q '虚构数据，仅作示例'
    done
}

@test "a page of made-up data that is printed by hand says so in the margin; no other does" {
    heng report "$TOP/config/opening-up.ini" -o a -f html
    exits 0
    grep -qF '@page{@top-center{content:"本报告使用虚构数据，仅作示例"' a/report.html
    grep -qF '.synthetic{position:static}' a/report.html
    small
    heng report p.ini -o b -f html
    exits 0
    ! grep -qF '@top-center' b/report.html
}
