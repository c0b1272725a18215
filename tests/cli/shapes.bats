#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Tables as they are published: what a profile says of them, what is told, what stops a run.
load helper

# profile INDICATORS TEXT...: p.ini over t.csv with these lines of [data].
profile() {
    printf '[profile]\nlanguage = en\n[index]\nid = idx\ndimensions = d\n[dimension.d]\nindicators = %s\n' "$1" >p.ini
    shift
    printf '%s\n' '[data]' 'path = t.csv' "$@" >>p.ini
}

# The raw value of an indicator of a unit.
raw() {
    grep -F ",$1,$2," out/indicators.csv | cut -d, -f5
}

@test "an export of the statistics office is read as it comes" {
    printf '数据库：分省年度数据\n指标：地区生产总值(亿元)\n时间：最近3年\n地区,2024年,2023年\n甲省,300.5,280.1\n乙省,120.2,\n注：修订。\n数据来源：某统计局\n' |
        iconv -f utf-8 -t gb18030 >t.csv
    profile 2024年 'unit = 地区'
    heng run p.ini -o out
    exits 0
    [ "$(raw 乙省 2024年)" = 120.2 ]
    jq -e '.notes | any(contains("the header is on line 4"))' out/run.json
    jq -e '.notes | any(contains("2 rows passed over as remarks below the table: line 7 \"注：修订。\""))' out/run.json
}

@test "a file of the World Bank is read with and without header_rows" {
    for more in '' 'header_rows = 5'; do
        profile 2021 'unit = Country Code' 'name = Country Name' "$more"
        cp "$TOP/tests/cli/formats/world_bank.csv" t.csv
        rm -rf out
        heng run p.ini -o out
        exits 0
        [ "$(raw SYL 2021)" = 16 ]
        jq -e '.notes | any(contains("1 column without a name and without a value passed over"))' out/run.json
    done
}

@test "long tables: rows are picked before units are looked at, marks are counted" {
    cp "$TOP/tests/cli/formats/oecd.csv" t.csv
    profile 'LIFE, EMP' 'unit = REF_AREA' 'period = TIME_PERIOD' 'layout = long' 'variable = MEASURE' \
        'value = OBS_VALUE' 'flags = OBS_STATUS'
    heng check p.ini
    exits 65
    tells 't.csv:3: column REF_AREA: "ALA": the unit is already on line 2 for TIME_PERIOD 2021, with the same variable; the rows differ in SEX ("_T", "F"): pick some with where'
    echo 'where = SEX == "_T"' >>p.ini
    heng run p.ini -o out
    exits 0
    [ "$(raw ALA EMP)" = 71 ]
    [ "$(raw BOR LIFE)" = 78.5 ]
    jq -e '.notes | any(contains("3 figures have a mark beside: P (1), E (1), M (1)")) or any(contains("figures have a mark"))' out/run.json
    sed -i 's/^where.*/where = SEX = "_T"/' p.ini
    heng check p.ini
    exits 78
    sed -i 's/^where.*/where = SEX == "X"/' p.ini
    heng check p.ini
    exits 65
    tells "t.csv: where: keeps none of the 6 rows"
}

@test "two tables with the same years: gathered, or named by their headers" {
    printf 'n,c,2014,2015\nA,a,1,5\nB,b,2,3\n' >t.csv
    printf 'n,c,2014,2015\nA,a,61,65\nB,b,62,63\n' >u.csv
    profile 'gdp, life' 'unit = c' 'name = n' 'layout = periods' 'variable = gdp' \
        '[data.life]' 'path = u.csv' 'unit = c' 'layout = periods' 'variable = life'
    heng run p.ini -o out
    exits 0
    grep -qF ',2014,b,life,62,' out/indicators.csv
    profile '2015, life_2015' 'unit = c' 'name = n' '[data.life]' 'path = u.csv' 'unit = c' 'ignore = n, 2014'
    heng check p.ini
    exits 78
    tells "column 2015: both tables have it; rename one ([columns.NAME] new = old)"
    printf '%s\n' '[columns.life]' 'life_2015 = 2015' >>p.ini
    rm -rf out
    heng run p.ini -o out
    exits 0
    [ "$(raw a life_2015)" = 65 ]
}

@test "a code of two columns" {
    printf 'state,county_name,x\nAL,Calhoun County,60.5\nAR,Calhoun County,41.2\nAR,Lee County,30.1\n' >t.csv
    profile x 'unit = county_name'
    heng check p.ini
    exits 65
    tells 'unit = state, county_name'
    profile x 'unit = state, county_name'
    heng run p.ini -o out
    exits 0
    [ "$(raw 'AR/Calhoun County' x)" = 41.2 ]
}

@test "a column that nothing uses never stops a run; one that is used tells all its cells" {
    printf 'REGION,DIVISION,NAME,POP\n0,0,United States,328\n3,6,Alabama,4.9\nX,X,Puerto Rico,3.2\nX,Y,Guam,0.2\n' >t.csv
    profile POP 'unit = NAME'
    heng run p.ini -o out
    exits 0
    [ -z "$stderr" ]
    jq -e '.notes | any(contains("columns REGION, DIVISION: numbers and texts; taken as texts"))' out/run.json
    profile REGION 'unit = NAME'
    heng check p.ini
    exits 65
    tells 't.csv:4: column REGION: "X": not a number'
    tells 'so are line 5 "X"; 2 cells of the column in all, beside 2 numbers'
    profile f 'unit = NAME' '[indicator.f]' 'formula = DIVISION / POP'
    heng check p.ini
    exits 65
    tells 'DIVISION cannot be used as numbers'
    profile d2 'unit = NAME' '[derive]' 'd2 = 2 * DIVISION'
    heng check p.ini
    exits 65
    tells 'DIVISION cannot be used as numbers'
}

@test "a yearbook's header of two rows, and the last part of a name" {
    printf '2-3 生产总值,,,\n,,,单位：亿元\n地区,地区生产总值,,人均\n,绝对数,增长（%%）,元\n全市,500,6.1,80\n甲区,200,6.5,90\n乙县,300,5.8,70\n' >t.csv
    for rows in '' 'header_rows = 4'; do
        profile '绝对数, 地区生产总值/增长（%）' 'unit = 地区' 'skip = 全市' "$rows"
        rm -rf out
        heng run p.ini -o out
        exits 0
        [ "$(raw 乙县 绝对数)" = 300 ]
        [ "$(raw 甲区 '地区生产总值/增长（%）')" = 6.5 ]
    done
}

@test "marked figures: each refusal names the key that reads them, in a CSV as in a workbook" {
    while IFS='|' read -r cell key value; do
        printf 'u,a\nA,"%s"\nB,10\nC,5\n' "$cell" >t.csv
        "$BUILD/tests/tools/workbook" t.xlsx "t=t.csv"
        for file in t.csv t.xlsx; do
            [ -e "$BUILD/plugins/xlsx.so" ] || [ "$file" = t.csv ] || continue
            profile a 'unit = u'
            sed -i "s/^path = t.csv/path = $file/" p.ini
            heng check p.ini
            exits 65
            tells "$key"
            sed -i "s/^unit = u/unit = u\n${key/bound or missing/bound}/" p.ini
            rm -rf out
            heng run p.ini -o out
            exits 0
            [ "$(raw A a)" = "$value" ] || { echo "$file: $cell: $(raw A a)"; return 1; }
        done
    done <<'CELLS'
12.5%|percent = yes|12.5
12.5 %|percent = yes|12.5
-3％|percent = yes|-3
71.2 [70.1-72.3]|intervals = yes|71.2
71.2 [70–72]|intervals = yes|71.2
71.2 (70.1, 72.3)|intervals = yes|71.2
71.2*|notes = strip|71.2
71.2 †|notes = strip|71.2
55.1(b)|notes = strip|55.1
55.1（注）|notes = strip|55.1
3.4①|notes = strip|3.4
<5|censored = bound or missing|5
≥95|censored = bound or missing|95
1 234.5|thousands = space|1234.5
1 234 567|thousands = space|1234567
1'234.5|thousands = apostrophe|1234.5
12,34,567.8|thousands = indian|1234567.8
CELLS
}

@test "thousands by points, with commas for decimals; what is no grouping is refused" {
    printf 'u;a\nA;1.234.567,8\nB;10\nC;5,5\n' >t.csv
    profile a 'unit = u' 'thousands = point'
    heng run p.ini -o out
    exits 0
    [ "$(raw A a)" = 1234567.8 ]
    [ "$(raw C a)" = 5.5 ]
    for cell in '1 23' '12 3456' '0 123' "1'23.4" '1,2,34,567'; do
        for thousands in space apostrophe indian; do
            printf 'u,a\nA,"%s"\nB,10\nC,5\n' "$cell" >t.csv
            profile a 'unit = u' "thousands = $thousands"
            heng check p.ini
            exits 65
        done
    done
}

# cell UNIT INDICATOR: its provenance.
cell_of() {
    awk -F, -v u="$1" -v k="$2" '$3 == u && $4 == k { print $8 }' out/indicators.csv
}

@test "flags become the provenance of a cell: estimated, provisional, break" {
    printf 'u,a,z\nA,1.2 p,1\nB,10 e,2\nC,5 b,3\nD,6 bp,4\nE,7*,5\nF,8,6\nG,9 u,7\n' >t.csv
    profile a 'unit = u' 'flags = yes'
    sed -i 's/^indicators = a/indicators = a, twice, half/' p.ini
    printf '[indicator.twice]\nformula = 2 * a\n[derive]\nhalf = a \/ 2\n' | sed 's/\\//' >>p.ini
    heng run p.ini -o out
    exits 0
    for k in a twice half; do
        [ "$(for u in A B C D E F G; do cell_of $u $k; done | tr '\n' ' ')" = \
            "provisional estimated break provisional observed observed observed " ]
    done
    jq -e '.audit.weight_rests_on[0] | .estimated > 0.1 and .provisional > 0.2 and .break > 0.1' out/run.json
    jq -e '.notes | any(contains("6 figures have a mark beside: p (1), e (1), b (1), bp (1), * (1), u (1)"))' out/run.json
    heng explain p.ini B a
    says estimated
    printf 'u,k,v,s\nA,a,1,E\nB,a,2,A\nC,a,3,P\nD,a,4,B\nE,a,5,\nF,a,6,I\n' >t.csv
    profile a 'unit = u' 'layout = long' 'variable = k' 'value = v' 'flags = s'
    heng run p.ini -o out
    exits 0
    [ "$(for u in A B C D E F; do cell_of $u a; done | tr '\n' ' ')" = \
        "estimated observed provisional break observed estimated " ]
}

@test "bounds of figures are their noise: they hold the share that is said" {
    printf 'u,a\nA,71.2 [70–72]\nB,10\nC,50 [45–55]\nD,30\n' >t.csv
    profile a 'unit = u' 'intervals = yes' '[normalise]' 'method = none' '[uncertainty]' 'replicates = 2000' \
        'data_noise_bounds = 0.95' 'keep_replicates = yes'
    heng robust p.ini -o out
    exits 0
    awk -F, '$4 == "A" { n++; inside += $5 > 70 && $5 < 72; below += $5 < 71.2; if ($5 < 69 || $5 > 73) far++ }
        ($4 == "B" && $5 != 10) || ($4 == "D" && $5 != 30) { moved++ }
        $4 == "C" { s += $5; q += $5 * $5; m++ }
        END { sd = sqrt(q / m - (s / m) ^ 2); print inside / n, below / n, far, moved, s / m, sd
              exit !(inside / n > 0.93 && inside / n < 0.97 && below / n > 0.46 && below / n < 0.54 && !moved &&
                     s / m > 49.8 && s / m < 50.2 && sd > 2.4 && sd < 2.7) }' out/replicates.csv
    heng verify out/robust.json
    exits 0
    printf 'u,a\nA,71\nB,10\nC,50\n' >t.csv
    heng robust p.ini -o out
    exits 78
    tells "data_noise_bounds: no indicator is a column with bounds (NAME_low, NAME_high); this cannot take effect"
}

@test "rows without a code are left out with a warning, or by where without one" {
    cp "$TOP/tests/cli/formats/owid.csv" t.csv
    profile 'Internet users' 'unit = Code' 'name = Entity' 'period = Year'
    heng run p.ini -o out
    exits 0
    tells 't.csv: 2 rows without a code in Code are left out: line 4 Africa Eastern, line 5 Africa Eastern'
    echo 'where = Code ~= "" and Code ~= "OWID_WRL"' >>p.ini
    rm -rf out
    heng run p.ini -o out
    exits 0
    [ -z "$stderr" ]
    run ! grep -q OWID_WRL out/scores.csv
}

@test "units by name, with what nobody is called" {
    printf 'code,name,alias\n330100,杭州市,\n331127,景宁畲族自治县,\n330200,宁波市,甬\n' >divisions.csv
    printf '地区,x\n杭　州,1\n景宁县,2\n甬,3\n' >t.csv
    profile x 'unit = 地区' 'names = divisions.csv'
    heng run p.ini -o out
    exits 0
    [ "$(raw 331127 x)" = 2 ]
    says "景宁畲族自治县"
    jq -e '.inputs | any(.role == "names")' out/run.json
    printf '杭州湾市,4\n' >>t.csv
    heng check p.ini
    exits 65
    tells 't.csv: names: 1 row is nobody'
    tells '"杭州湾市" (line 5, perhaps 杭州市)'
}

@test "columns by position, by header and by a dictionary" {
    printf '地区,常住人口（万人）,面积,生产总值\n甲,12,3,40\n乙,15,4,20\n' >t.csv
    profile 'pop, gdp' 'unit = code' 'columns = code, pop, -, gdp'
    heng run p.ini -o out
    exits 0
    [ "$(raw 乙 gdp)" = 20 ]
    profile 'pop, gdp' 'unit = 地区' '[columns]' 'pop = 常住人口*' 'gdp = 生产总值'
    rm -rf out
    heng run p.ini -o out
    exits 0
    [ "$(raw 甲 pop)" = 12 ]
    printf 'id,header,unit\npop,常住人口 (万人),万人\ngdp,生产总值,亿元\nother,没有的,\n' >dictionary.csv
    profile 'pop, gdp' 'unit = 地区' 'dictionary = dictionary.csv'
    rm -rf out
    heng run p.ini -o out
    exits 0
    [ "$(raw 甲 pop)" = 12 ]
    profile 'pop' 'unit = 地区' '[columns]' 'pop = 人口'
    heng check p.ini
    exits 65
    tells 't.csv:1: pop = 人口: no column is so called'
}

@test "units across" {
    printf '标题\n指标,甲省,乙省\n人口,1,2\n面积,5,4\n注：略\n' >t.csv
    profile '人口, 面积' 'unit = 指标' 'layout = turned'
    heng run p.ini -o out
    exits 0
    [ "$(raw 乙省 面积)" = 4 ]
}

# turned INDICATORS LINE...: both units in both years, whatever the layout.
turned() {
    profile "$1" 'layout = turned' "${@:2}"
    heng run p.ini -o out
    exits 0
    [ "$(cut -d, -f2-5 out/indicators.csv | grep ',gdp,' | tr '\n' ' ')" = \
        "2022,北京,gdp,3 2022,上海,gdp,4 2023,北京,gdp,1 2023,上海,gdp,2 " ]
}

@test "units across, and years down: of one variable, or of several" {
    printf '年份,北京,上海\n2023,1,2\n2022,3,4\n' >t.csv
    turned gdp 'variable = gdp'
    turned gdp 'variable = gdp' 'period = 年份'
    printf '年份,指标,北京,上海\n2023,gdp,1,2\n2022,gdp,3,4\n2023,pop,5,6\n2022,pop,7,9\n' >t.csv
    turned 'gdp, pop' 'period = 年份' 'variable = 指标'
    turned 'gdp, pop' 'period = 年份'
    turned 'gdp, pop' 'unit = 指标' 'period = 年份'
    printf '指标,年份,北京,上海\ngdp,2023,1,2\n,2022,3,4\npop,2023,5,6\n,2022,7,9\n' >t.csv
    turned 'gdp, pop' 'period = 年份' 'fill_down = 指标'
    heng explain p.ini 上海 gdp --set data.period=年份
    says "t.csv, line 2, column 4"
    profile gdp 'layout = turned' 'period = 年份'
    heng run p.ini -o out
    tells "2 rows without a name are left out"
    printf '指标,年份,北京,上海\ngdp,2023,1,2\ngdp,2023,3,4\n' >t.csv
    heng check p.ini
    exits 65
    tells "t.csv:3: gdp of 2023: it is already on line 2; keep one row"
}

@test "explain leads to the cells that a node is made of" {
    printf 'title\n\ncode,n,t,gdp,pop\nu,U,2019,1,2\nu,U,2020,30*,4\nv,V,2020,7,8\n' >t.csv
    profile 'f, pop' 'unit = code' 'name = n' 'period = t' 'notes = strip' '[indicator.f]' 'formula = gdp / pop'
    heng explain p.ini u d
    exits 0
    says "Cells"
    says "  gdp =          30 *  ./t.csv, line 5, column 4"
    says "  pop =           4  ./t.csv, line 5, column 5"
    heng explain p.ini v pop
    exits 0
    says "line 6, column 5"
    case $output in *gdp*) false ;; esac
}

@test "a header of two lines: the last part alone names a column, where one has it" {
    printf 'code,经济,,自然,\n,GDP,pop,GDP,pop growth\na,1,2,3,4\nb,4,5,6,7\n' >t.csv
    profile 'people, growth' 'unit = code' 'header = 1, 2' '[columns]' 'people = pop' 'growth = pop growth'
    heng run p.ini -o out
    exits 0
    [ "$(raw b people)" = 5 ]
    [ "$(raw b growth)" = 7 ]
    profile 'gdp' 'unit = code' 'header = 1, 2' '[columns]' 'gdp = GDP'
    heng check p.ini
    exits 65
    profile 'gdp' 'unit = code' 'header = 1, 2' '[columns]' 'gdp = 自然/GDP'
    heng run p.ini -o out
    exits 0
    [ "$(raw b gdp)" = 6 ]
}

# pasted FILE: runs the lines that heng look prints of it; its cells, one a line.
pasted() {
    heng look "$1"
    exits 0
    sed -n '/^\[data\]/,$p' <<<"$output" >p.ini
    heng run p.ini -o out
    exits 0
    tail -n +2 out/indicators.csv | cut -d, -f2-5 | sort
}

nested='2022年,丙市,人口（万人）,3
2022年,丙市,生产总值（亿元）,30
2022年,乙市,人口（万人）,2
2022年,乙市,生产总值（亿元）,20
2022年,甲市,人口（万人）,1
2022年,甲市,生产总值（亿元）,10
2023年,丙市,人口（万人）,3.1
2023年,丙市,生产总值（亿元）,31
2023年,乙市,人口（万人）,2.1
2023年,乙市,生产总值（亿元）,21
2023年,甲市,人口（万人）,1.1
2023年,甲市,生产总值（亿元）,11'

@test "years below or above units across are periods, in a turned table as in one of years across" {
    printf '题\n指标,甲市,,乙市,,丙市,\n,2022年,2023年,2022年,2023年,2022年,2023年\n生产总值（亿元）,10,11,20,21,30,31\n人口（万人）,1,1.1,2,2.1,3,3.1\n' >below.csv
    printf '指标,2022年,,,2023年,,\n,甲市,乙市,丙市,甲市,乙市,丙市\n生产总值（亿元）,10,20,30,11,21,31\n人口（万人）,1,2,3,1.1,2.1,3.1\n注：未修订\n' >above.csv
    printf '指标,单位,甲市,,乙市,,丙市,\n,,2022年,2023年,2022年,2023年,2022年,2023年\n生产总值（亿元）,亿元,10,11,20,21,30,31\n人口（万人）,万人,1,1.1,2,2.1,3,3.1\n' >measured.csv
    printf '地区,生产总值（亿元）,,人口（万人）,\n,2022年,2023年,2022年,2023年\n甲市,10,11,1,1.1\n乙市,20,21,2,2.1\n丙市,30,31,3,3.1\n' >down.csv
    printf '地区,2022年,,2023年,\n,生产总值（亿元）,人口（万人）,生产总值（亿元）,人口（万人）\n甲市,10,1,11,1.1\n乙市,20,2,21,2.1\n丙市,30,3,31,3.1\n' >over.csv
    for f in below above measured down over; do
        [ "$(LC_ALL=C.UTF-8 pasted $f.csv | LC_ALL=C sort)" = "$(LC_ALL=C sort <<<"$nested")" ] || { echo $f; pasted $f.csv; return 1; }
    done
    heng explain p.ini 乙市 人口（万人） --period 2023年
    exits 0
    says 'over.csv, line 4, column 5'
    pasted above.csv >/dev/null
    heng explain p.ini 乙市 人口（万人） --period 2023年
    says 'above.csv, line 4, column 6'
}

@test "years below one name are its figures; a header that only looks like a year is none" {
    printf '地区,产值（亿元）,\n,2019/20,2020/21\n甲市,10,11\n乙市,20,21\n丙市,30,31\n' >t.csv
    [ "$(pasted t.csv | LC_ALL=C sort | head -2)" = $'2019/20,丙市,产值,30\n2019/20,乙市,产值,20' ]
    grep -q '^variable = 产值' p.ini
    printf '地区,产值,,面积\n,2022,2023,\n甲市,10,11,5\n乙市,20,21,6\n丙市,30,31,7\n' >t.csv
    [ "$(pasted t.csv | grep -c '^2023,')" = 3 ]
    printf '指标,甲/2022园区,乙/3\na,1,2\nb,3,5\n' >t.csv
    [ "$(pasted t.csv)" = $',乙/3,a,2\n,乙/3,b,5\n,甲/2022园区,a,1\n,甲/2022园区,b,3' ]
}

@test "exports of one region: what stands above the header is the unit; without it the years are" {
    printf '数据库：分省年度数据\n地区：浙江省\n时间：最近3年\n指标,2023年,2022年,2021年\n产值(亿元),8,7,6\n人口(万人),66,65,64\n数据来源：国家统计局\n' >across.csv
    printf '数据库：分省年度数据\n地区: 浙江省\n时间：最近3年\n时间,产值(亿元),人口(万人)\n2023年,8,66\n2022年,7,65\n2021年,6,64\n注：初步数\n' >down.csv
    want='2021年,浙江省,产值(亿元),6 2021年,浙江省,人口(万人),64 2022年,浙江省,产值(亿元),7 2022年,浙江省,人口(万人),65 2023年,浙江省,产值(亿元),8 2023年,浙江省,人口(万人),66'
    for f in across down; do
        [ "$(pasted $f.csv | LC_ALL=C sort)" = "$(tr ' ' '\n' <<<"$want" | LC_ALL=C sort)" ]
        grep -q '^unit = 地区$' p.ini
        grep -q '^base = pooled$' p.ini
        sed -i '/^地区/d' $f.csv
        [ "$(pasted $f.csv | LC_ALL=C sort)" = "$(tr ' ' '\n' <<<"$want" | sed 's/\(.*\),浙江省,/,\1,/' | LC_ALL=C sort)" ]
    done
    printf '指标：人口\n时间：2023年\n地区,产值\n甲,1\n乙,2\n' >told.csv
    printf '[data]\npath = told.csv\nunit = 地区\nperiod = 时间\n[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = 产值\n' >p.ini
    heng run p.ini -o out
    exits 0
    [ "$(column out/indicators.csv period 甲)" = 2023年 ]
    grep -q '时间 is 2023年 in all rows, as told above the header' out/run.json
}
