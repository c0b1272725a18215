#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The county profile from workbooks in the shapes of a yearbook; and from the yearbook's own, where
# HENG_DATA names a folder that holds them (tests/README.md).
load helper

YEARBOOK=$TOP/config/zhejiang-yearbook.ini

# The --set flags that read the originals.
originals() {
    local raw=$HENG_DATA/zhejiang/raw table
    [ -n "$HENG_DATA" ] || skip "HENG_DATA is not set"
    [ -e "$raw/yearbook2025_17-25.xlsx" ] || skip "no zhejiang/raw in HENG_DATA"
    SET=()
    for table in economy:25 people:26 traffic:34 roads:35 culture:42; do
        SET+=(--set "data.${table%:*}.path=$raw/yearbook2025_17-${table#*:}.xlsx")
    done
}

# same_tables FLAG...: the screens and all tables of both profiles are the same.
same_tables() {
    heng run "$COUNTIES" -o a
    exits 0
    sed '$d' <<<"$output" >a.txt
    heng run "$YEARBOOK" -o b "$@"
    exits 0
    sed '$d' <<<"$output" >b.txt
    diff a.txt b.txt
    diff -r -x run.json a b
}

# cells PROFILE COLUMNS FLAG...: "code,column,value" of its tables, columns as they were read.
cells() {
    local profile=$1 columns=$2
    shift 2
    awk '/^\[/ { on = /^\[data/ } on' "$profile" | sed "s,= data/,= $TOP/config/data/," >cells.ini
    printf '[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = %s\n' "$columns" >>cells.ini
    heng run cells.ini -o cells "$@"
    exits 0
    sed 1d cells/indicators.csv | cut -d, -f3-5 | sort >"$(basename "$profile" .ini).csv"
}

# The 3,330 cells of the five tables: those of zhejiang_2024.csv, and the residents once more.
same_cells() {
    local columns
    columns=$(sed 1d "$TOP/config/data/zhejiang_2024_columns.csv" | cut -d, -f1 | paste -sd,)
    cells "$COUNTIES" "$columns"
    cells "$YEARBOOK" "$columns, 常住人口" "$@"
    grep ',pop_yearend_10k,' zhejiang-counties.csv | sed 's/pop_yearend_10k/常住人口/' |
        sort - zhejiang-counties.csv >want.csv
    [ "$(wc -l <want.csv)" -eq 3330 ]
    [ "$(grep -c ',$' want.csv)" -gt 100 ]
    diff want.csv zhejiang-yearbook.csv
}

@test "workbooks in a yearbook's shapes give every cell and the same league tables" {
    same_cells
    same_tables
}

@test "the yearbook's own workbooks give every cell and the same league tables" {
    originals
    same_cells "${SET[@]}"
    same_tables "${SET[@]}"
}

@test "the provinces' tables as .xls, .ods and .xlsx of LibreOffice give every cell of the CSVs" {
    local name kind columns
    command -v soffice >/dev/null || skip 'no soffice'
    for name in provinces_nbs provinces_panel provinces_income; do
        columns=$(head -1 "$TOP/config/data/$name.csv" | tr -d '\r' | cut -d, -f4-)
        for kind in csv xls ods xlsx; do
            [ $kind = csv ] && cp "$TOP/config/data/$name.csv" . ||
                HOME=$PWD timeout 100 soffice --headless --infilter='CSV:44,34,76,1' --convert-to $kind "$name.csv" >/dev/null 2>&1 || true
            [ -s "$name.$kind" ] || skip 'soffice converts nothing'
            printf '[data]\npath = %s\nunit = code\nname = name\nperiod = year\n[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = %s\n' \
                "$name.$kind" "$columns" >p.ini
            heng run p.ini -o "$name-$kind"
            exits 0
            cmp "$name-csv/indicators.csv" "$name-$kind/indicators.csv"
            cmp "$name-csv/scores.csv" "$name-$kind/scores.csv"
        done
        [ "$(wc -l <"$name-csv/indicators.csv")" -gt 500 ]
    done
}
