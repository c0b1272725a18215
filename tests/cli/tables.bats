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

@test "GB18030 by a few characters that may be another encoding's is doubted" {
    local word
    profile
    for word in '\274\255\277\357' '\355\317\323\313\327\301' '\272\274\326\335'; do # Seoul, Moscow, 杭州
        printf "code,name,x\n1,$word,1\n2,B,2\n" >t.csv
        heng run p.ini -o out
        exits 0
        tells "t.csv: read as gb18030, as its letters suggest; its bytes could be euc-kr, big5 or koi8-r, too: set encoding"
    done
    profile 'encoding = gb18030'
    heng run p.ini -o out
    exits 0
    says "杭州"
    [ -z "$stderr" ]
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
    tells "node d: no score for 1 of 6, of whom it has no observed value: 甲 (2015年);"
    grep -q '^,2015年,甲,x,,,,missing' out/indicators.csv
    profile 'period = year' '[impute]' 'method = latest' '[aggregate]' 'unobserved = score'
    heng run p.ini -o out
    exits 0
    grep -q '^,2015年,甲,x,,0,.*imputed' out/indicators.csv ||
        { cat out/indicators.csv; return 1; }
    profile 'period = year' '[impute]' 'method = linear' '[aggregate]' 'unobserved = score' # 5/6 of the way
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
    says "fine: 2 units, 1 class, 2 periods, 1 indicator under 2 nodes"
    sed -i 's/late/2019/; s/early/2019Q2/; /^b,2019Q2/a b,2018,1' t.csv # the two that differ
    heng run p.ini -o out
    exits 0
    tells 'warning: periods: "2019" and "2019Q2" do not tell their order in time'
    sed -i '/,2018,/d; s/,2019,/,2019Q4,/' t.csv
    heng run p.ini -o out
    exits 0
    says "2019Q4 (2)"
    [ -z "$stderr" ]
}

# Two tables with a column each, and the codes of the second.
two_tables() {
    printf 'name,x\nAland,1\nKorea,2\nNorth Korea,3\nJapan,5\n' >t.csv
    { echo 'name,y'; i=0; for code in "$@"; do i=$((i + 1)); echo "$code,$i"; done; } >y.csv
}

@test "units that only one of two tables has are listed" {
    two_tables Aland 'South Korea' Japan
    profile '[data.y]' 'path = y.csv' 'unit = name'
    for command in check run; do
        heng $command p.ini
        exits 0
        tells "warning: p.ini:11: [data.y]: 2 of 4 units have no row in ./y.csv: Korea, North Korea; 1 of the 3 units of ./y.csv is not in the table: South Korea"
        tells 'aliases = FILE (a CSV: code,alias) puts names together'
    done
    heng run p.ini -o out
    jq -e '.joins == [{section: "data.y", path: .joins[0].path, units_of_both: 2,
        only_in_table: ["Korea", "North Korea"], only_in_file: ["South Korea"]}]' out/run.json
    printf 'unmatched = error\n' >>p.ini
    heng check p.ini
    exits 65
    tells "p.ini:11: [data.y]: 2 of 4 units have no row"
    sed -i 's/unmatched = error/unmatched = ignore/' p.ini
    heng check p.ini
    exits 0
    [ -z "$stderr" ]
}

@test "aliases put names together, and are an input of the run" {
    two_tables Aland 'South Korea' Japan DPRK
    printf 'code,alias,alias2\nKorea,South Korea,대한민국\nNorth Korea,,DPRK\n' >a.csv
    profile '[data.y]' 'path = y.csv' 'unit = name' 'aliases = a.csv' '[derive]' 's = x + y'
    sed -i 's/indicators = x/indicators = s/' p.ini
    heng run p.ini -o out
    exits 0
    [ -z "$stderr" ]
    [ "$(column out/scores.csv d 'North Korea')" != "" ]
    [ "$(input role a.csv)" = aliases ]
    heng verify out/run.json
    exits 0
    printf 'code,alias\nKorea,South Korea\nJapan,South Korea\n' >a.csv
    heng check p.ini
    exits 78
    tells 'a.csv:3: "South Korea" is an alias of "Korea" already, not of "Japan"'
    printf 'Korea,South Korea\n' >a.csv
    heng check p.ini
    exits 78
    tells "a.csv:1: expected the line code,alias"
    rm a.csv
    heng check p.ini
    tells "p.ini:14: [data.y] aliases: "
}

@test "two rows that aliases make one unit are told" {
    printf 'name,x\nKorea,1\nSouth Korea,2\n' >t.csv
    printf 'code,alias\nKorea,South Korea\n' >a.csv
    profile 'aliases = a.csv'
    heng check p.ini
    exits 65
    tells "t.csv:3"
    tells "Korea"
}

@test "where no unit meets, the message says what differs" {
    hint() {
        printf 'name,x\n%s,1\n%s,2\nthird,3\n' "$1" "$2" >t.csv
        printf 'name,y\n%s,1\n%s,2\n' "$3" "$4" >y.csv
        profile '[data.y]' 'path = y.csv' 'unit = name'
        heng check p.ini
        exits 65
        tells "none in common"
        tells "\"$3\" is \"$1\" ($5)"
        printf '%s,2\n' third >>y.csv # one meets: a warning
        heng check p.ini
        exits 0
        tells "\"$4\" is \"$2\" ($5)"
    }
    hint 01 02 1 2 'leading zeros'
    hint 1 2 001 002 'leading zeros'
    hint '甲　子' '乙　丑' 甲子 乙丑 blanks
    hint Alpha Beta ALPHA beTA 'letter case'
    hint 浙江省 江苏省 浙江 江苏 'another spelling'
    hint Ａ１ Ｂ２ A1 B2 'another spelling'
}

@test "units that [units] leaves out lack no row" {
    two_tables Aland Korea Japan
    profile '[data.y]' 'path = y.csv' 'unit = name' '[units]' 'where = x ~= 3'
    heng check p.ini
    exits 0
    [ -z "$stderr" ]
}

@test "a unit without an observed value below a node has no score there, and no rank" {
    cat >t.csv <<'EOF'
name,kind,x,y,z
a,k,1,2,3
b,k,2,,4
c,k,,,
d,k,,,8
e,k,9,5,1
EOF
    profile 'text = kind' '[impute]' 'method = median' '[dimension.two]' 'indicators = z'
    sed -i 's/^dimensions = d/dimensions = d, two/; s/^indicators = x/indicators = x, y/' p.ini
    heng run p.ini -o out
    exits 0
    [ -z "$(column out/scores.csv d c)$(column out/scores.csv d d)$(column out/scores.csv two c)" ]
    [ -z "$(column out/scores.csv rank c)$(column out/scores.csv score c)" ]
    [ -n "$(column out/scores.csv d b)" ]
    [ "$(column out/scores.csv score d)" = 100 ] # of `two` alone
    tells "warning: node d: no score for 2 of 5, of whom it has no observed value: c, d; [aggregate] unobserved = score"
    tells "warning: node two: no score for 1 of 5, of whom it has no observed value: c;"
    grep -q '^,,c,x,,,,missing$' out/indicators.csv # what makes no score counts in no statistic
    heng run p.ini -o out --set normalise.method=zscore
    [ "$(grep '^,,a,z,' out/indicators.csv | cut -d, -f7)" = -0.3396831102433787 ] # of a, b, d, e
    heng run p.ini -o out --set aggregate.unobserved=score
    exits 0
    [ -n "$(column out/scores.csv score c)" ]
    [ -z "$stderr" ]
    heng run p.ini -o out --set aggregate.missing=impute # nor by the mean of its class
    exits 0
    [ -z "$(column out/scores.csv score c)" ]
}

@test "a unit that a panel's period does not have gets no score there" {
    printf 'name,year,x,y\na,2010,1,3\na,2012,3,\nb,2010,2,3\nb,2011,4,1\nb,2012,9,7\n' >t.csv
    profile 'period = year' '[impute]' 'method = linear'
    sed -i 's/^indicators = x/indicators = x, y/' p.ini
    heng run p.ini -o out
    exits 0
    tells "node d: no score for 1 of 6, of whom it has no observed value: a (2011);"
    grep -q '^,2011,a,,*$\|^,2011,a,a,,,' out/scores.csv || { cat out/scores.csv; return 1; }
    [ -n "$(awk -F, '$2 == 2012 && $3 == "a"' out/scores.csv)" ]
}

# named FORMULA [LINE...]: p.ini of a table with columns that are no plain names; x is the formula.
named() {
    printf '地区,GDP,人口,省,infant deaths,2014,2015,gdp总量\n甲,10,2,A,1,4,8,7\n乙,5,4,B,2,5,5,8\n丙,9,3,B,3,2,6,2\n' >t.csv
    profile 'unit = 地区' '[indicator.x]' "formula = $1" "${@:2}"
    sed -i '/^name = name/d' p.ini
}

# refuses TEXT: check says so of p.ini, and run does, too.
refuses() {
    heng check p.ini
    exits 78
    tells "$1"
    heng run p.ini -o out
    exits 78
    [ ! -e out ]
}

@test "a number that is a column's name is refused wherever it is written" {
    named '2015 / 2014'
    refuses '2015 is a number here, and the name of a column: write `2015` for the column, 2015.0 for the number'
    named GDP '[derive]' 'q = GDP + 2014'
    refuses 'write `2014` for the column'
    named GDP '[units]' 'where = 2015 > 5'
    refuses 'write `2015` for the column'
    named GDP '[rule.r]' 'kind = warning' 'when = GDP > 2015'
    refuses 'write `2015` for the column'
    named GDP '[rule.r]' 'kind = cap' 'when = GDP > 1' 'value = 2014'
    refuses 'write `2014` for the column'
    named 'GDP / 2016 + 2014.0' # no column, and a number for sure
    heng check p.ini
    exits 0
}

@test "names that are no plain ones stand in backquotes, Chinese ones alone, and so they work" {
    named 'infant deaths / GDP'
    refuses 'p.ini:'
    tells '[indicator.x] formula: a name with other characters than letters, digits and _ stands in backquotes: `infant deaths` (character 1)'
    named '（GDP）'
    refuses '（ is not understood; write ( (character 1)'
    named 'GDP ÷ 2'
    refuses '÷ is not understood; write / (character 5)'
    named 'GDP = 2'
    refuses '= does not compare: write == (character 5)'
    named GDP '[units]' 'where = 省 == “B”'
    refuses '“ is not understood; write " (character 6)'
    named GDP '[units]' 'where = 省份 == "B"'
    refuses 'unknown name 省份; did you mean 省? (character 1)'
    named GDP '[rule.r]' 'kind = warning' 'when = GDP > 1 && GDP ＜ 5'
    refuses '&& is not understood; write and (character 9)'
    for how in backquotes brackets; do
        if [ $how = backquotes ]; then
            named '`2015` / `2014`' '[derive]' 'q = 人口 * `infant deaths` + gdp总量' '[units]' \
                'where = 省 == "B" or `2015` > 7' '[rule.r]' 'kind = warning' 'when = 人口 > 3'
        else
            named 'c["2015"] / c["2014"]' '[derive]' 'q = c["人口"] * c["infant deaths"] + c["gdp总量"]' '[units]' \
                'where = c["省"] == "B" or c["2015"] > 7' '[rule.r]' 'kind = warning' 'when = c["人口"] > 3'
        fi
        heng run p.ini -o $how
        exits 0
        [ "$(awk -F, '$3 == "甲" && $4 == "x" { print $5 }' $how/indicators.csv)" = 2 ]
        [ "$(cut -d, -f3 $how/scores.csv | tail -n +2 | sort | paste -sd,)" = "$(printf '甲\n乙\n丙\n' | sort | paste -sd,)" ]
    done
    cmp backquotes/indicators.csv brackets/indicators.csv
    heng explain p.ini 甲 --set indicator.x.formula='`2015` / 人口'
    exits 0
    named 'c["nix"] + `nix nix`'
    heng check p.ini
    exits 78
    tells "unknown name nix"
    named '`2015` / `2014`'
    sed -i 's/^甲,10,2,A,1,4,/甲,10,2,A,1,,/' t.csv # a missing input is missing, not undefined
    heng run p.ini -o out
    [ "$(awk -F, '$3 == "甲" && $4 == "x" { print $8 }' out/indicators.csv)" = missing ]
}

@test "columns are compared as numbers are, in every place of a profile" {
    printf 'code,name,a,b,kind\nu1,U1,1,4,x\nu2,U2,2,3,y\nu3,U3,,2,x\nu4,U4,4,1,\n' >t.csv
    cat >p.ini <<'END'
[data]
path = t.csv
unit = code
name = name
where = kind == "x" or kind == "y" or not (a < 3)
[derive]
both = a > 1 and b > 1
chosen = a > 1 and b or 9
either = where(kind == "x" or b > 2, 1, 0)
gone = missing(a) and not missing(b)
[index]
id = idx
dimensions = d
[dimension.d]
indicators = both, chosen, either, gone
[normalise]
method = none
[impute]
method = none
[aggregate]
missing = renormalise
[rule.lack]
kind = warning
when = missing(a) or gt(a, 3)
[rule.points]
kind = deduction
when = b >= 2 and `b` < 4
value = b > 2 and 1 or 0.5
END
    heng run p.ini -o out
    exits 0
    values() { awk -F, -v node="$1" '$4 == node { print $5 }' out/indicators.csv | paste -sd,; }
    [ "$(values both)" = 0,1,,0 ]
    [ "$(values chosen)" = 9,3,,1 ]
    [ "$(values either)" = 1,1,1, ]
    [ "$(values gone)" = 0,0,1,0 ]
    [ "$(grep -c lack out/rules.csv)" = 2 ]
    [ "$(grep -c 'points,deduction' out/rules.csv)" = 2 ]
}

@test "less than the smallest unit is 0 and says so" {
    printf 'name,x,y\na,1,4\nb,…,2\nc,3,……\nd,,5\n' >t.csv
    profile '[indicator.x]' 'per = y'
    sed -i 's/^indicators = x/indicators = x, y/' p.ini
    heng run p.ini -o out
    exits 0
    jq -e '.notes | any(endswith("t.csv: 2 cells are below the smallest unit of the table (below_unit), read as 0"))' out/run.json
    [ "$(awk -F, '$3 == "c" && $4 == "y" { print $5 "," $8 }' out/indicators.csv)" = 0,below_unit ]
    [ "$(awk -F, '$3 == "b" && $4 == "x" { print $5 "," $8 }' out/indicators.csv)" = 0,below_unit ]
    heng explain p.ini b
    exits 0
    profile 'missing = …, ……, -' # not refused for a default that nobody wrote
    heng run p.ini -o out
    exits 0
    [ "$(awk -F, '$3 == "b" { print $5 "," $8 }' out/indicators.csv)" = ,missing ]
    profile 'missing = …' 'below_unit = …'
    heng check p.ini
    exits 65
    tells "is listed under missing and as below_unit"
}

@test "a script or plugin that a method of heng's own hides is told, and not made" {
    printf 'name,x\na,1\nb,2\n' >t.csv
    profile '[weights]' 'method = equal'
    mkdir -p s/weights
    cp "$TOP/scripts/weights/entropy_floor.lua" s/weights/equal.lua
    heng run p.ini -o out --scripts s
    exits 0
    tells "warning: p.ini:12: equal is heng's own method; "
    tells "s/weights/equal.lua is not used: give it another name"
    heng run p.ini -o out
    [ -z "$stderr" ]
    heng new weights entropy
    exits 73
    tells "entropy: is a method of heng's own"
    [ ! -e weights ]
    heng new weights entropy2
    exits 0
}

@test "a plugin that imputes may not change what is there" {
    [ -f "$BAD/overwrites.so" ] || skip "the misbehaving plugins are not built"
    mkdir plugins
    cp "$BAD/overwrites.so" plugins
    printf 'name,x\na,1\nb,2\nc,\n' >t.csv
    profile '[impute]' 'method = moved'
    heng run p.ini -o out --plugins plugins
    exits 3
    tells "indicator x: method moved: "
    tells "overwrites.so: changes a value that is present"
    [ ! -e out ]
}

@test "a total among 20,000 units is told" {
    awk 'BEGIN { print "name,x,y"; for (i = 1; i <= 20000; i++) { x = i % 97 / 8; y = i % 89 / 4; s += x; t += y; print "u" i "," x "," y }
        printf "whole,%.6f,%.6f\n", s, t }' >t.csv
    profile
    heng check p.ini
    exits 0
    tells 'warning: unit whole (whole): its values are the sums of all others'
    [ "$(grep -c 'sums of all others' <<<"$stderr")" -eq 1 ]
}

@test "a total among the units, and a note, are told" {
    printf 'name,x,y\n合计,10,100\na,1,10\nb,2,20\nc,3,30\nd,4,40\n' >t.csv
    profile
    heng check p.ini
    exits 0
    tells 'warning: unit 合计 (合计): its values are the sums of all others; if it is no unit, leave it out: [units] where = code ~= "合计"'
    sed -i 's/^合计/Mid/' t.csv # by value alone
    heng check p.ini
    tells 'unit Mid (Mid): its values are the sums of all others'
    sed -i 's/^Mid,10,100/TOTAL,11,7/' t.csv # by name alone
    heng run p.ini -o out
    tells 'unit TOTAL (TOTAL): it is called as a total is'
    printf 'name,x,y\n合计,10,100\na,1,10\nb,2,20\nc,3,30\nd,4,40\n注：不含市辖区,,\n' >t.csv
    heng check p.ini
    tells 'unit 合计'
    tells 'unit 注：不含市辖区 (注：不含市辖区): it is called as a note below a table is'
    profile '[units]' 'where = code ~= "合计" and code ~= "注：不含市辖区"'
    heng check p.ini
    exits 0
    [ -z "$stderr" ]
    printf 'name,x,y\na,6,12\nb,2,20\nc,3,30\nd,1,40\n' >t.csv # 6 = 1 + 2 + 3, by chance
    profile
    heng check p.ini
    [ -z "$stderr" ]
}

@test "codes, names and columns that are composed and decomposed are the same" {
    printf 'name,x\nCo\314\202te,1\nMünchen,2\nが,3\n\341\204\222\341\205\241\341\206\253,4\n' >t.csv
    printf 'name,y\nCôte,5\nMu\314\210nchen,6\nか\343\202\231,7\n한,8\n' >y.csv
    profile '[data.y]' 'path = y.csv' 'unit = name'
    heng run p.ini -o out
    exits 0
    [ -z "$stderr" ]
    grep -q '^.*,Côte,' out/scores.csv
    printf 'name,x\nCôte,1\nCo\314\202te,2\n' >t.csv
    profile
    heng check p.ini
    exits 65
    tells "t.csv:3"
    tells "Côte"
}
