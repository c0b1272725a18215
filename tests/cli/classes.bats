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
