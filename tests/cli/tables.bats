#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What is read out of tables as people have them: encodings, joins, periods, totals, spellings.
load helper

# profile TEXT...: p.ini of one dimension d over the column x of t.csv, and what else is given.
profile() {
    printf '[profile]\nlanguage = en\n[index]\nid = idx\ndimensions = d\n[dimension.d]\nindicators = x\n' >p.ini
    printf '%s\n' '[data]' 'path = t.csv' 'name = name' "$@" >>p.ini
}

# The value of a key of the input t.csv, or of what else is named, in run.json.
input() {
    jq -r --arg f "${2:-t.csv}" ".inputs[] | select(.path | endswith(\$f)) | .$1" out/run.json
}

@test "a table in Windows-1252 is read as such and says so" {
    profile
    printf "code,name,x\n1,C\364te d'Ivoire,1\n2,T\374rkiye,2\n3,Espa\361a,4\n" >t.csv
    heng run p.ini -o out
    exits 0
    says "Côte d'Ivoire"
    says "Türkiye"
    tells "t.csv: read as windows-1252, as its letters suggest; its bytes could be gb18030 or windows-1250, too: set encoding"
    [ "$(input encoding)" = windows-1252 ]
    profile 'encoding = windows-1252'
    heng run p.ini -o out
    exits 0
    says "España"
    [ -z "$stderr" ]
    [ "$(input encoding)" = windows-1252 ]
}

@test "GB18030 is noted, UTF-8 and a name that was given are not" {
    profile
    printf 'code,name,x\n1,\261\261\276\251,1\n2,\311\317\272\243,2\n' >t.csv
    heng run p.ini -o out
    exits 0
    says "北京"
    [ -z "$stderr" ]
    [ "$(input encoding)" = gb18030 ]
    jq -e '.notes | any(contains("t.csv: read as gb18030"))' out/run.json
    profile 'encoding = gbk'
    heng run p.ini -o out
    exits 0
    jq -e '.notes | any(contains("read as")) | not' out/run.json
    printf 'code,name,x\n1,北京,1\n2,Málaga,2\n' >t.csv
    profile
    heng run p.ini -o out
    exits 0
    [ "$(input encoding)" = utf-8 ]
    jq -e '.notes | any(contains("read as")) | not' out/run.json
}

@test "where two encodings fit and nothing decides, both are named" {
    profile
    printf 'code,name,x\n1,\351F,1\n2,\206\264,2\n' >t.csv
    heng check p.ini
    exits 65
    tells "t.csv:2: byte 14 (0xE9): not UTF-8, and nothing tells which other encoding it is"
    tells "gb18030 (镕)"
    tells "windows-1252 (éF)"
    profile 'encoding = gb18030'
    heng run p.ini -o out
    exits 0
    says "镕"
}

@test "the latest period is the latest, whatever order the file has" {
    cat >t.csv <<'EOF'
name,year,x
甲,2016年,60
甲,2015年,
甲,2010年,0
乙,2016年,3
乙,2015年,2
乙,2010年,1
EOF
    profile 'period = year' '[impute]' 'method = latest'
    heng run p.ini -o out
    exits 0
    says "2016年 (2)"
    [ -z "$stderr" ]
    grep -q '^,2015年,甲,x,,0,.*imputed' out/indicators.csv ||
        { cat out/indicators.csv; return 1; }
    profile 'period = year' '[impute]' 'method = linear' # 5/6 of the way
    heng run p.ini -o out
    exits 0
    grep -q '^,2015年,甲,x,,50,.*imputed' out/indicators.csv ||
        { cat out/indicators.csv; return 1; }
}

@test "periods that do not tell their order are told" {
    printf 'name,t,x\na,late,1\na,early,2\nb,late,3\nb,early,5\n' >t.csv
    profile 'period = t'
    heng run p.ini -o out
    exits 0
    tells 'warning: periods: "late" and "early" do not tell their order in time'
    tells '"early" counts as the latest'
    heng check p.ini
    exits 0
    sed -i 's/late/2019Q4/; s/early/2019Q2/' t.csv
    heng run p.ini -o out
    exits 0
    says "2019Q4 (2)"
    [ -z "$stderr" ]
}
