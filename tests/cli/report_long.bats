#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Long names and long lists in a report: shown shortened, the whole in one place.
load helper

@test "a name of a megabyte stands in a page once, a class or group of one not at all" {
    local long table
    small
    long=$(head -c 1000000 /dev/zero | tr '\0' N)
    table=$(<t.csv)
    printf '%s\n' "${table/u1,Alpha/u1,$long}" >long.csv # a builtin: no argument is that long
    heng report p.ini -o a -f html,docx,xlsx --set data.path=long.csv
    exits 0
    [ "$(grep -o 'N\{1000\}' a/report.html | wc -l)" -eq 1000 ]
    grep -q 'title="N\{1000\}' a/report.html
    grep -q 'N\{200\}…' a/report.html
    [ "$(wc -c <a/report.docx)" -lt 100000 ]
    ! unzip -p a/report.docx word/document.xml | grep -q 'N\{1000\}' || false
    long=$(head -c 1000000 /dev/zero | tr '\0' K)
    printf '%s\n' "${table//,x,/,$long,}" >long.csv
    printf '[class]\nby = kind\n[report]\ngroups = kind\ntext.summary = f.md\n' >>p.ini
    # shellcheck disable=SC2016
    echo '{= class("u1") } {= name(1, "y") }' >f.md
    heng report p.ini -o b --set data.path=long.csv
    exits 0
    ! grep -qE "K{4000}" b/report.html || false # messages have their own limit
    grep -q 'K\{200\}…' b/report.html
}

@test "of many that share a place or have moved alike the first are named, and how many they are" {
    for year in 1 2; do
        for i in $(seq 200); do echo "c$i,Name$i,$year,$((5 + (i + year) % 2))"; done
    done | sed '1icode,name,year,a' >t.csv
    cat >p.ini <<'EOF'
[data]
path = t.csv
unit = code
name = name
period = year
[index]
id = idx
dimensions = one
[dimension.one]
indicators = a
EOF
    # shellcheck disable=SC2016
    echo 'fact {= name(1) } end' >f.md
    heng report p.ini -o a --set 'report.portraits=top 1' --set report.text.summary=f.md
    exits 0
    sed -n '/id="main"/,/<footer/p' a/report.html | sed 's/<svg.*<\/svg>//; s/<[^>]*>/ /g' >words
    grep -q '上升最多：Name1、.*、Name23等100个（各100位）。' words
    grep -q 'Name1、Name3、Name5、Name7、Name9等100个并列首位（100.00分）' words
    grep -qE 'Name1 100.0、.*、Name15 100.0等100个' words
    grep -q 'fact Name1、.*Name199 end' words
    sed -i 's/^\[data\]/[profile]\nlanguage = en\n[data]/' p.ini
    heng report p.ini -o a --set 'report.portraits=top 1'
    grep -q 'Name23 and others, 100 in all (100 each)\.' a/report.html
}

@test "units without any score: a few are rows of the league table, many a line below it" {
    small
    for i in $(seq 7); do echo "v$i,Blank$i,x,,,"; done >>t.csv
    heng report p.ini -o a
    exits 0
    grep -q '7 units without any score are not in the table: Blank1, .*, Blank7\.' a/report.html
    ! sed -n '/id="league-1"/,/<\/table/p' a/report.html | grep -q Blank || false
    sed -i '/^v[67]/d' t.csv
    heng report p.ini -o b
    [ "$(sed -n '/id="league-1"/,/<\/table/p' b/report.html | grep -c Blank)" -eq 5 ]
    ! grep -q 'not in the table' b/report.html || false
}

@test "what no XML may hold is in no part of document and workbook, and in no sheet's name" {
    small
    printf 'code,name,kind,a,b,c\nu1,\xef\xbf\xbeA\xef\xbf\xbfB,x\xef\xbf\xbe,1,10,5\nu2,\xe2\x80\xaeC,x\xef\xbf\xbe,2,30,1\nu3,D,y,3,20,7\nu4,E,y,5,1,9\n' >t.csv
    printf '[class]\nby = kind\n' >>p.ini
    heng report p.ini -o a -f html,docx,xlsx
    exits 0
    for file in docx xlsx; do
        unzip -p a/report.$file | LC_ALL=C grep -qaP '\xef\xbf\xbd[AC]'
        ! unzip -p a/report.$file | LC_ALL=C grep -qaP '\xef\xbf[\xbe\xbf]|\xe2\x80\xae' || false
    done
    ! LC_ALL=C grep -qaP '\xe2\x80\xae' a/report.html || false
}
