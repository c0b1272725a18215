#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Units that change class, name or code between periods (撤县设区).
load helper

panel() {
    cat >t.csv <<'EOF'
code,name,year,kind,x,y
1,甲区,2015,district,10,1
1,甲区,2016,district,11,2
1,甲区,2017,district,12,3
5,戊区,2015,district,7,3
5,戊区,2016,district,8,1
5,戊区,2017,district,9,2
2,乙县,2015,county,5,6
2,乙县,2016,county,6,7
2,乙区,2017,district,7,8
3,丙县,2015,county,3,9
3,丙县,2016,county,4,8
3,丙县,2017,county,5,7
4,丁县,2015,county,1,3
4,丁县,2016,county,2,4
4,丁县,2017,county,4,5
EOF
    cat >p.ini <<'EOF'
[data]
path = t.csv
unit = code
name = name
period = year
[class]
by = kind
scale = own
district = 区
county = 县
[index]
id = i
dimensions = d
[dimension.d]
indicators = x, y
EOF
}

# The league table of a year as "class code name rank score".
league() {
    grep -h "^[a-z]*,$1," "$2/scores.csv" | cut -d, -f1,3-6 | tr ',' ' '
}

@test "a unit is ranked in the class of each period" {
    panel
    heng check p.ini
    says "fine: 5 units, 2 classes, 3 periods"
    heng run p.ini -o out
    exits 0
    [ "$(league 2016 out)" = "district 1 甲区 1 100
district 5 戊区 2 0
county 2/county 乙县 1 87.5
county 3 丙县 2 75
county 4 丁县 3 0" ]
    [ "$(league 2017 out)" = "district 1 甲区 1 58.33333333333333
district 2 乙区 2 50
district 5 戊区 3 20
county 3 丙县 1 100
county 4 丁县 2 0" ]
    grep -q 'by = kind: units that change it are ranked in the class of each period: 乙区 (2) district from 2017 on, 乙县 (2/county) county from 2015 on' out/run.json
    heng run p.ini -o out --period 2016
    [[ $output == *"区 2016 (2)"* && $output == *"县 2016 (3)"* ]]
    heng verify out/run.json
    exits 0
}

# Whoever is elsewhere counts nowhere: the class tables are those of a file in which the two are two units.
@test "in the periods of its other class it is in no table and no statistic" {
    local method
    panel
    sed 's|^2,乙县|2/county,乙县|' t.csv >two.csv
    [ "$(grep -c '^2/county,' two.csv)" -eq 2 ]
    sed 's,t.csv,two.csv,' p.ini >two.ini
    for method in minmax zscore rank; do
        for impute in none median row_mean; do
            heng run p.ini -o a --set normalise.method=$method --set impute.method=$impute
            exits 0
            heng run two.ini -o b --set normalise.method=$method --set impute.method=none
            exits 0
            cut -d, -f1-6 a/scores.csv | sort >a.txt
            cut -d, -f1-6 b/scores.csv | grep -v ',,$' | sort >b.txt
            [ "$(wc -l <a.txt)" -eq 16 ]
            diff a.txt b.txt
        done
    done
    [ "$(grep -c '^county,2017,2/county' a/indicators.csv)" -eq 0 ]
    [ "$(grep -c '^district,2015,2,' a/indicators.csv)" -eq 0 ]
}

@test "the class may come from a joined table, and codes may change, too" {
    panel
    cut -d, -f1,3,4 t.csv >kind.csv
    cut -d, -f1-3,5- t.csv | sed 's/^2,乙区/22,乙区/' >x.csv
    printf 'code,alias\n2,22\n' >aliases.csv
    sed 's,path = t.csv,path = x.csv\naliases = aliases.csv,; s,^\[class\],[data.kind]\npath = kind.csv\nunit = code\nperiod = year\n[class],' p.ini >j.ini
    heng run p.ini -o a
    heng run j.ini -o b
    exits 0
    cut -d, -f1-3,5- a/scores.csv >a.txt
    cut -d, -f1-3,5- b/scores.csv >b.txt
    diff a.txt b.txt
}

@test "explain, robust, compare and report know both" {
    panel
    heng explain p.ini 2/county --period 2016
    exits 0
    [[ $output == *"2/county 乙县  县  2016"* ]]
    heng explain p.ini 2
    [[ $output == *"2 乙区  区  2017"* ]]
    heng robust p.ini -o r --set uncertainty.replicates=20 --set uncertainty.weights=uniform
    exits 0
    heng verify r/robust.json
    exits 0
    heng report p.ini -o rep -f html
    exits 0
    grep -q '区（3个）' rep/report.html
    grep -q '县（2个）' rep/report.html
    printf '[profile]\nextends = p.ini\n[class]\nby =\ndistrict =\ncounty =\n' >q.ini
    heng compare p.ini q.ini
    exits 0
}

words_of() { # what a page says, without its figures
    sed -n '/id="main"/,/<footer/p' "$1" | sed 's/<svg.*<\/svg>//g; s/<[^>]*>/ /g' | tr -s ' '
}

@test "a report has whom the class has in its period, of a run as of its files" {
    local year
    panel
    heng run p.ini -o out
    for year in 2016 2017; do
        heng report p.ini -o a --period $year --set 'report.sections=summary, league, distribution, dimensions, trends, portraits'
        exits 0
        heng report --from out/run.json -o b --period $year --set 'report.sections=summary, league, distribution, dimensions, trends, portraits'
        exits 0
        words_of a/report.html >a.txt
        words_of b/report.html | grep -v '未重新计算' >b.txt
        diff a.txt b.txt
        grep -q '本报告对5个单位' a.txt
    done
    ! grep -q 'id="u-2/county"' a/report.html || false
    [ "$(grep -c '共3个' a.txt)" -eq 3 ]
    [ "$(grep -c '共2个' a.txt)" -eq 2 ]
    heng report p.ini -o c --period 2016 --set 'report.portraits=2' --set report.sections=portraits,audit,data
    grep -q 'id="u-2/county"' c/report.html
    [ "$(grep -c 'class="card"' c/report.html)" -eq 1 ]
    words_of c/report.html | grep -qx ' x 5 0 0 0 0'
    [ "$(words_of c/report.html | grep -cE '^ 乙[县区] [县区] ')" -eq 1 ]
    printf '%s\n' '{"type":"FeatureCollection","features":[' >m.json
    for code in 1 2 3 4 5; do
        printf '%s{"type":"Feature","properties":{"code":"%s","name":"%s"},"geometry":{"type":"Polygon","coordinates":[[[%s,30],[%s.5,30],[%s.5,31],[%s,30]]]}}\n' \
            "$([ $code = 1 ] || echo ,)" $code $code 12$code 12$code 12$code 12$code >>m.json
    done
    echo ']}' >>m.json
    for year in 2016 2017; do
        heng report p.ini -o d --period $year --set report.map=m.json --set report.sections=map
        exits 0
        ! grep -qE '没有边界的单位|不参加评价的区域' d/report.html || false
    done
}

@test "facts of a unit are those of its class in the period" {
    panel
    # shellcheck disable=SC2016
    printf 'a {= class("2") } {= score("2", "2016")} {= rank("乙区") } {= rank("乙县", "2016") } {= units() } {= units("county") } {= ranked("county") } {= value("2", "x", "2015")} b\n' >f.md
    heng check p.ini --set report.text.summary=f.md
    exits 0
    heng report p.ini -o a --set report.text.summary=f.md
    grep -q '<p>a 区 87.50 2 1 5 2 2 5 b' a/report.html
    heng report p.ini -o a --set report.text.summary=f.md --period 2016
    grep -q '<p>a 县 87.50 1 1 5 3 3 5 b' a/report.html
}

@test "editions beside each other know who has changed class" {
    panel
    heng run p.ini -o now
    grep -v ',2017,' t.csv >then.csv
    sed 's/t.csv/then.csv/' p.ini >then.ini
    heng run then.ini -o then
    heng report p.ini -o a --set report.compare=then/run.json --set report.sections=compare
    exits 0
    words_of a/report.html >a.txt
    grep -q '由其他类别转入（1个）：乙区。' a.txt
    ! grep -qE '新增单位|不再参评' a.txt || false
    heng report p.ini -o a --set report.compare=now/run.json --set report.sections=compare --period 2016
    words_of a/report.html >a.txt
    grep -q '由其他类别转入（1个）：乙县。' a.txt
    ! grep -qE '新增单位|不再参评' a.txt || false
}

@test "classes that are there no more: who has left with them" {
    panel
    heng run p.ini -o then
    grep -v '^[34],' t.csv | sed 's/,county,/,district,/' >few.csv
    sed 's/t.csv/few.csv/; /^county/d' p.ini >few.ini
    heng report few.ini -o a --set report.compare=then/run.json --set report.sections=compare
    exits 0
    words_of a/report.html >a.txt
    grep -q '所属类别已不设、不再参评的单位（2个）：丙县、丁县。' a.txt
}
