#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng check --audit: what of the data is worth a look, on the screen, in run.json, in the report.
load helper

# Twenty units; b of u07 in another unit of measurement, four gaps in a.
planted() {
    {
        echo 'code,name,a,b,c'
        for u in $(seq -w 20); do
            case $u in 03 | 09) a= ;; *) a=$((40 + 10#$u * 3 % 17)) ;; esac
            b=$((30 + 10#$u * 7 % 19))
            [ "$u" != 07 ] || b=${b}0000
            echo "u$u,单位$u,$a,$b,$((20 + 10#$u * 5 % 13))"
        done
    } >t.csv
    cat >p.ini <<'INI'
[data]
path = t.csv
unit = code
name = name
[index]
id = idx
dimensions = one, two
[dimension.one]
indicators = a, b
[dimension.two]
indicators = c
[indicator.b]
title = 人均产值
title_en = Output per person
INI
}

# Nothing on the screen is wider than 60 columns (a wide character counts two).
narrow() {
    printf '%s\n' "$output" | sed 1d | python3 -c '
import sys, unicodedata
for line in sys.stdin:
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line.rstrip("\n"))
    if width > 60:
        sys.exit(f"{width} columns: {line}")'
}

@test "a planted cell is named with what to do; exit 0, nothing written" {
    planted
    heng check p.ini --audit
    exits 0
    says "数据审计：1处"
    says "数量级不符 (magnitude)：1"
    says "u07 单位07 · 人均产值 [b] · p.ini:12"
    says "值为410000，其余中最近的为"
    says "可做：核对计量单位与小数点"
    says "原始 97.5%，缺失 2.5%"
    says " 90.0%  a"
    [ ! -e out ]
    heng check p.ini --audit --set profile.language=en
    exits 0
    says "Audit of the data: 1 finding"
    says "Another order of magnitude (magnitude): 1"
    says "u07 单位07 · Output per person [b] · p.ini:12"
    says "What to do: check the unit of measurement"
    says "Units with weight on no data: 2"
    says "75.0%  u03 单位03"
}

@test "without the flag nothing is computed or told of it" {
    planted
    heng check p.ini
    exits 0
    [[ "$output" != *审计* ]]
    heng check --help
    says --audit
}

@test "no wider than 60 columns in either language" {
    planted
    for profile in p.ini "$COUNTIES" "$PROVINCES" "$TOP/config/three-gaps.ini"; do
        for language in zh en; do
            heng check "$profile" --audit --all --set profile.language=$language
            exits 0
            narrow
        done
    done
}

@test "the same in run.json, bounded, and again by verify" {
    planted
    heng run p.ini -o o
    exits 0
    [ "$(jq -r '.audit.kinds[] | "\(.kind) \(.count) \(.first[0].code) \(.first[0].node) \(.first[0].value)"' o/run.json)" = "magnitude 1 u07 b 410000" ]
    [ "$(jq -r '.audit.units_with_least_data | map(.code) | join(" ")' o/run.json)" = "u03 u09" ]
    [ "$(jq '.audit.weight_rests_on[0].observed' o/run.json)" = 0.975 ]
    heng verify o/run.json
    exits 0
    { echo code,a,b; for u in $(seq 400); do echo "v$u,$u,"; echo "w$u,$u,$((u % 9))"; done; } >t.csv
    sed -i '/^name = name/d; s/^dimensions.*/dimensions = one/; /dimension.two/,/^indicators/d' p.ini
    heng run p.ini -o o
    [ "$(jq '.audit.kinds[] | select(.kind == "unit_data") | "\(.count) \(.first | length)"' o/run.json)" = '"400 20"' ]
    [ "$(jq '.audit.units_with_gaps, (.audit.units_with_least_data | length)' o/run.json | tr '\n' ' ')" = "400 20 " ]
}

@test "the report has it as a section, in both languages" {
    planted
    heng report p.ini -o r --set report.formats=html
    exits 0
    grep -q '数量级不符：1' r/report.html
    grep -q '核对计量单位与小数点' r/report.html
    heng report p.ini -o e --set report.formats=html --set profile.language=en --set report.sections=audit
    exits 0
    grep -q 'Another order of magnitude: 1' e/report.html
    grep -q 'What each unit' e/report.html
}

@test "every rule is listed and told in config/README.md" {
    heng list audit
    exits 0
    local kinds
    kinds=$(printf '%s\n' "$output" | sed -n 's/^  \([a-z_]\{1,\}\)  *[^ a-z].*/\1/p' | grep -v source)
    [ "$(printf '%s\n' "$kinds" | wc -l)" -eq 16 ]
    for kind in $kinds; do
        grep -q "^| .*\`$kind\`" "$TOP/config/README.md"
    done
}

@test "what drives a terminal is not printed" {
    planted
    printf 'code,name,a,b,c\n' >t.csv
    for u in $(seq 9); do printf 'u%s,red,%s,%s,%s\n' "$u" "$u" "$((u * u % 7))" "$((u * 3 % 5))"; done >>t.csv
    printf 'x,red,1,900000,4\n' >>t.csv
    sed -i "s/人均产值/人均$(printf '\342\200\256')产值/" p.ini
    heng check p.ini --audit
    exits 0
    says "x red · 人均?产值"
}

@test "a finding leads to the cell that it comes from: file, line and column, of formulas each of theirs" {
    planted
    printf 'code,a,b,area\n' >t.csv
    for u in $(seq 9); do printf 'u%s,%s,%s,2\n' "$u" "$((u + 10))" "$((u * u % 7 + 1))"; done >>t.csv
    printf 'x,900000,4,2\n' >>t.csv
    printf '[profile]\nlanguage = en\n[data]\npath = t.csv\nunit = code\n[index]\nid = idx\ndimensions = d\n[dimension.d]\nindicators = dense, b\n[indicator.dense]\nformula = a / area\n' >q.ini
    heng check q.ini --audit
    exits 0
    tr '\n' ' ' <<<"$output" | tr -s ' ' >told
    grep -q 't.csv, line 11, column 2; ./t.csv, line 11, column 4' told || { cat told; false; }
    ! grep -q 'line 11, column 3' told || false
}
