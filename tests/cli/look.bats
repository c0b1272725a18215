#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng look: what is in a file, and lines of a profile that run as they are printed.
load helper

FORMATS=$TOP/tests/cli/formats
WORKBOOK=$BUILD/tests/tools/workbook

# runs FILE [SHEET]: looked at, it ends well, fits a narrow terminal, and the lines run and verify.
runs() {
    heng look "$@"
    [ "$status" -eq 0 ] || { echo "$*: $output$stderr"; return 1; }
    sed '/^\[data\]/,$d' <<<"$output" >told.txt
    sed -n '/^\[data\]/,$p' <<<"$output" >p.ini
    grep -q '^\[dimension' p.ini
    grep -q '^indicators = ' p.ini
    run --separate-stderr "$HENG" run p.ini -o out
    [ "$status" -eq 0 ] || { echo "$*: $stderr"; cat p.ini; return 1; }
    [ "$(wc -l <out/indicators.csv)" -gt 1 ]
}

# has KEY = VALUE: a line of [data] is so, whatever stands behind it.
has() {
    grep -qE "^$1( +;.*)?$" p.ini || { printf 'no %s in\n' "$1"; cat p.ini; return 1; }
}

@test "the lines for each public format run" {
    local file n=0 bad=''
    for file in "$FORMATS"/*; do
        [ "$(basename "$file")" != expected.csv ] || continue
        runs "$file" || bad="$bad $file"
        n=$((n + 1))
    done
    [ -z "$bad" ]
    [ "$n" -ge 13 ]
}

@test "the figures are those that the table of public formats reads" {
    runs "$FORMATS/who.csv"
    grep -q ',BOR,WHOSIS_000001_high,75.8,' out/indicators.csv
    runs "$FORMATS/oecd.csv"
    grep -q ',ALA,EMP,71,' out/indicators.csv
    runs "$FORMATS/imf_weo.xls"
    grep -q ',2022,ALA,NGDPD,1301.25,' out/indicators.csv
    runs "$FORMATS/estat.csv"
    has 'encoding = shift_jis'
    grep -q ',02000,総数,1237984,' out/indicators.csv
    runs "$FORMATS/wgi.csv"
    grep -q ',2022,BOR,rl,-0.875,' out/indicators.csv
    runs "$FORMATS/nbs_years.csv"
    grep -q ',2023年,乙省,地区生产总值,118.9,' out/indicators.csv
}

@test "the shipped workbooks are looked at and run" {
    local file
    for file in "$TOP"/config/data/yearbook/*.xlsx; do
        runs "$file"
        has 'unit = 市县名称'
        grep -q '^rows       90, lines' told.txt
    done
    grep -q '^above      17-42' told.txt
    runs "$TOP/config/data/yearbook/17-25.xlsx"
    grep -q '^header     lines 2 to 3$' told.txt
    grep -q '^  E   生产总值 （亿元）/第一产业  *figures, 88 亿元$' told.txt
    grep -q '^  B   土地面积 (平方公里)  *figures, 80 平方公里$' told.txt
    grep -q '^notes .*remarks below the table' told.txt
    runs "$TOP/config/data/yearbook/17-26.xlsx"
    grep -q '^units      单位：万人$' told.txt
}

@test "the yearbook's own workbooks are looked at and run" {
    local file
    [ -n "$HENG_DATA" ] || skip "HENG_DATA is not set"
    [ -d "$HENG_DATA/zhejiang/raw" ] || skip "no zhejiang/raw in HENG_DATA"
    for file in "$HENG_DATA"/zhejiang/raw/*.xlsx; do
        runs "$file"
        has 'unit = 市县名称'
    done
}

@test "tables of the sample data are looked at and run" {
    local file
    for file in zhejiang_2024 zhejiang_census_2020 provinces_income provinces_nbs provinces_panel hdi_2022_sample \
        provinces_income_areas opening_synthetic ecology_synthetic; do
        runs "$TOP/config/data/$file.csv"
    done
    runs "$TOP/config/data/provinces_income.csv"
    has 'unit = code'
    has 'period = year'
}

@test "sheets are listed, hidden ones said, the first that is not hidden read" {
    printf 'code,x\na,1\nb,2\n' >s.csv
    printf 'name,y\n甲,1\n乙,2\n' >t.csv
    "$WORKBOOK" b.xlsx '!first=s.csv' 'the second=t.csv' 'third=s.csv'
    runs b.xlsx
    has 'sheet = the second'
    grep -q '^sheets     first (hidden)$' told.txt
    grep -q '^           the second (read)$' told.txt
    grep -q '^  A   name  *unit, 2$' told.txt
    runs b.xlsx third
    has 'sheet = third'
    has 'unit = code'
    runs b.xlsx 'f*'
    grep -q 'first (read) (hidden)' told.txt
    heng look b.xlsx 9
    exits 65
    [[ $stderr == *"b.xlsx: sheet = 9: no such sheet; there are"* ]]
    "$WORKBOOK" b.ods 'one=s.csv' 'two=t.csv'
    runs b.ods two
    has 'unit = name'
}

@test "tables of a database are listed and read" {
    command -v sqlite3 || skip "no sqlite3"
    sqlite3 t.db "create table county(code text, name text, gdp real, year int);
        insert into county values('a','A',1.5,2020),('a','A',2,2021),('b','B',3,2020),('b','B',4,2021);
        create table other(x text, y real); insert into other values('u',2),('v',4);"
    runs t.db
    has 'sheet = county'
    has 'period = year'
    grep -q '^tables     county (read)$' told.txt
    runs t.db other
    has 'unit = x'
}

@test "encodings, delimiters and places are told" {
    printf '\xb5\xd8\xc7\xf8\t\xc8\xcb\xbf\xda\n\xbc\xd7\xca\xa1\t1\n\xd2\xd2\xca\xa1\t2\n' >gbk.tsv
    runs gbk.tsv
    has 'encoding = gb18030'
    grep -q '^text       gb18030.*, parted by tab$' told.txt
    grep -q '^  2   人口' told.txt
}

@test "nothing that is told is wider than 60 columns" {
    local name
    name=$(printf '很长的名称%.0s' $(seq 20))
    printf '%s\ncode,%s,x\na,%s,1\nb,%s,2\n' "$name" "$name" "$name" "$name" >t.csv
    runs t.csv
    [ "$(LC_ALL=C.UTF-8 wc -L <told.txt)" -le 60 ]
    runs "$TOP/config/data/yearbook/17-35.xlsx"
    [ "$(sed 1d told.txt | LC_ALL=C.UTF-8 wc -L)" -le 60 ]
}

@test "marks around figures are found" {
    printf 'name,a,b,c,d\nA,12.5%%,71.2*,"1,234",<5\nB,3%%,6,"2,345",7\nC,nope,8,..,9\n' >t.csv
    runs t.csv
    has 'percent = yes'
    has 'notes = strip'
    has 'thousands = yes'
    has 'censored = bound'
    has 'missing = nope, \.\.'
}

@test "what is doubtful is said, and what cannot be read is an error" {
    printf 'Entity,Code,Year,x\nA,AAA,2019,1\nWest,,2019,3\nB,BBB,2019,5\n' >t.csv
    runs t.csv
    heng look t.csv
    [[ $stderr == *"warning: "*"1 row without a code in Code is left out"* ]]
    heng look gone.csv
    exits 66
    : >empty.csv
    heng look empty.csv
    exits 65
    printf '%%PDF-1.4\n' >t.pdf
    heng look t.pdf
    exits 65
    [[ $stderr == *"t.pdf: this is a PDF document: copy its table to a sheet"* ]]
    printf 'PK\3\4xl/ and nothing else' >t.xlsx
    heng look t.xlsx
    exits 65
    printf 'code,text\na,x\nb,y\n' >t.csv
    heng look t.csv
    exits 0
    [[ $output == *"; nothing in it is a column of figures" ]]
}

# raw INDICATOR CODE VALUE [PERIOD]: the figure that the lines of the look have read.
raw() {
    grep -qF ",${4:-},$2,$1,$3," out/indicators.csv || { echo "no $*"; cat out/indicators.csv; return 1; }
}

@test "headers that no list holds are called by lines of [columns]" {
    printf 'Time,Country Code,"GDP, current (US$) [NY.GDP]",Deaths per 1000 people of whatever age and place\n2021,CHL,11.3,4\n2021,PER,13.4,5\n2022,CHL,2.1,6\n2022,PER,2.7,7\n' >t.csv
    runs t.csv
    has 'gdp_current = GDP, current \(US\$\) \[NY.GDP\]'
    raw gdp_current PER 13.4 2021
    raw deaths_per_1000_people CHL 6 2022
    printf '地区,"生产总值\n（亿元）",人口\n甲市,１２３．５,1\n乙市,200,２\n丙市,x,3\n' >t.csv
    runs t.csv
    has '生产总值 = 生产总值 （亿元）'
    raw 生产总值 甲市 123.5
    raw 人口 乙市 2
}

@test "variables that no list holds are called by lines of [derive]" {
    printf 'Country,Series Name,2020,2021\nChile,"Population, total",19,19.2\nChile,GDP,250,300\nPeru,"Population, total",32,33\nPeru,GDP,200,220\n' >t.csv
    runs t.csv
    has 'population_total = `Population, total`'
    raw population_total Peru 33 2021
    raw GDP Chile 250 2020
}

@test "columns of one name are numbered, names in two languages joined" {
    printf 'name,x,x\nA,1,2\nB,3,4\n' >t.csv
    runs t.csv
    raw x_2 B 4
    printf '地区,人口,面积\nRegion,Population,Area\n甲,1,2\n乙,3,4\n注：初步数\n2.另一条\n' >t.csv
    sed 's/$/,/; s/注：初步数,/注：初步数,,,/; s/2.另一条,/2.另一条,,,/' t.csv >u.csv
    runs u.csv
    has 'header = 1, 2'
    raw 人口/Population 乙 3
    [ "$(wc -l <out/scores.csv)" -eq 3 ]
}

@test "a bracket that is parted over rows of a header is whole" {
    printf '市县,生产总值（亿元,客运量,\n,，当年价）,（万人次）,\n,,公路,铁路\n甲县,1.5,3,4\n乙县,5,7,8\n' >t.csv
    printf '市县,产值（亿元,,\n,工业,农业,\n甲县,1.5,3,\n乙县,5,7,\n' >u.csv
    runs t.csv
    raw 生产总值（亿元，当年价） 乙县 5
    raw 客运量（万人次）/铁路 甲县 4
    runs u.csv
    raw 产值（亿元）/农业 乙县 7
    grep -q '^  3   产值（亿元）/农业  *figures 亿元$' told.txt
}

@test "codes with zeros in front are codes, two columns of places one unit" {
    printf 'Code région;Libellé;Population\n11;A;12 358\n02;B;360\n' >t.csv
    runs t.csv
    raw Population 02 360
    printf 'state,county,item,year,value\nO,Lee,p,2020,1\nP,Lee,p,2020,2\nO,Lee,q,2020,3\nP,Lee,q,2020,4\n' >t.csv
    runs t.csv
    raw q P/Lee 4 2020
}

@test "units across, with a column of what is measured, are read" {
    printf '指标,单位,甲市,乙市\n产值,亿元,1,2\n人口,万人,4,5\n' >t.csv
    runs t.csv
    raw 人口 乙市 5
    ! grep -q 单位 out/indicators.csv
}

@test "quarters, fiscal years and months across are periods" {
    printf '地区,2023年第一季度,2023年第二季度\n甲,1,2\n乙,3,4\n' >t.csv
    runs t.csv
    raw t 乙 4 2023年第二季度
    printf 'City,FY2019-20,FY2020-21\nA,1,2\nB,3,4\n' >t.csv
    runs t.csv
    raw t B 4 FY2020-21
    printf 'City,Jan-2023,Feb-2023\nA,1,2\nB,3,4\n' >t.csv
    runs t.csv
    raw t B 4 Feb-2023
}

@test "an encoding that nothing tells may be given" {
    printf '시도,인구(명),비율\n서울특별시,"9,411,000",48.2\n부산광역시,"3,320,000",51.0\n제주특별자치도,"678,000",-\n' | iconv -f utf-8 -t euc-kr >t.csv
    heng look t.csv
    exits 65
    [[ $stderr == *"euc-kr (시도)"*"(heng look --set data.encoding=...)" ]]
    runs t.csv --set data.encoding=euc-kr
    has 'encoding = euc-kr'
    raw '인구(명)' 부산광역시 3320000
    printf 'code\tx\na\t1\nb\t2\n' | iconv -f utf-8 -t utf-16le >t.csv
    runs t.csv --set data.encoding=utf-16le
    raw x b 2
    heng look t.csv --set data.unit=x
    exits 64
    [[ $stderr == *"--set data.unit=x: heng look finds the other keys itself"* ]]
}

@test "a cover and a list of contents are passed over for the first sheet with figures" {
    printf '目录\n人口\n' >s.csv
    printf 'code,x\na,1\nb,2\n' >t.csv
    "$WORKBOOK" b.xlsx 目录=s.csv 表1=t.csv
    runs b.xlsx
    has 'sheet = 表1'
    heng look b.xlsx 目录
    [[ $output == *"sheet = 目录"* ]]
}

@test "a column that would be figures but for a cell is told, and is no name" {
    printf 'region,growth,share\nA,+1,5\nB,2,7\nC,~3,4\n' >t.csv
    runs t.csv
    grep -q '^notes      growth: text, since ~3 is no figure' told.txt
    ! grep -q '^name = ' p.ini
}

@test "in Chinese where the environment says so, labels and remarks alike; the lines stay as they are" {
    printf '标题\ncode,name,指标,value,标记\n01,甲,a,1,x\n02,乙,a,2,x\n01,甲,b,3,x\n02,乙,b,4,x\n' >t.csv
    heng look t.csv
    exits 0
    says 'first rows'
    grep -v '^;' <<<"${output#*'[data]'}" | sed 's/  ; .*//' >lines
    for language in LANG=zh_CN.UTF-8 LANGUAGE=zh:en HENG_LANGUAGE=zh; do
        run --separate-stderr env -u LC_ALL -u HENG_LANGUAGE LANG=en_US.UTF-8 "$language" "$HENG" look t.csv
        exits 0
        says '以逗号分隔'
        says '第2行'
        says '前几行'
        says '按以下各行读取：2个单元，1个时期，2个数值列'
        says '单元，2'
        grep -v '^;' <<<"${output#*'[data]'}" | sed 's/  ; .*//' | cmp - lines
        run ! grep -E 'unit,|columns:|first rows|lines ' <<<"$output"
    done
    printf 'city,county,a\n甲,x,1\n甲,y,2\n乙,x,3\n' >k.csv
    run --separate-stderr env -u LC_ALL -u HENG_LANGUAGE LANG=zh_CN.UTF-8 "$HENG" look k.csv
    exits 0
    says 'unit = city, county  ; 单独一列有重复'
    run --separate-stderr env -u HENG_LANGUAGE LC_ALL=C LANG=zh_CN.UTF-8 LANGUAGE=zh "$HENG" look k.csv
    says 'unit = city, county  ; one alone is not unique'
}
