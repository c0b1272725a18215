#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# [output] csv = people: beside each exact table one for people, opened in a spreadsheet.
load helper

# Names that a spreadsheet would run, break or take for something else.
table() {
    cat >t.csv <<'EOF'
code,name,kind,year,生产总值（亿元）,常住人口,road
01,=1+1,a,2020,123.456,12.3,0.00123
330102001000,"+say ""人"", so",a,2020,3000.5,45,0.01
3,"two
lines",b,2020,100,7,0.5
4,-减,b,2020,50,8,
5,@at,b,2020,20.25,9,0.2
6,＝full,a,2020,1,2,0.3
1-2,Jan 2019,b,2020,1,2,0.3
EOF
    cat >p.ini <<'EOF'
[profile]
title = t
[data]
path = t.csv
unit = code
name = name
period = year
[columns]
gdp = 生产总值*
pop = 常住人口
[class]
by = kind
a = 市辖区
b = 县
[index]
id = idx
title = 总指数
title_en = Index
dimensions = one, two
[dimension.one]
title = 经济
title_en = Economy
indicators = gdp, per
[dimension.two]
title = 社会
title_en = Society
indicators = pop, road
[indicator.per]
title = 人均
title_en = Per person
unit = yuan
formula = gdp / pop
[rule.small]
kind = veto
when = gdp < 2
[panorama]
top_share = 0.3
[analysis.g]
method = gini
[uncertainty]
replicates = 20
leave_out = indicators
EOF
}

line() {
    sed -n "$2p" "$1" | tr -d '\r'
}

@test "exact files alone unless asked for; with csv = people their twins beside them, listed in run.json" {
    table
    heng run p.ini -o exact
    exits 0
    run ! grep people <<<"$(ls exact)"
    heng run p.ini -o out --set output.csv=people
    exits 0
    for f in exact/*.csv; do
        cmp "$f" "out/${f#exact/}"
        f=out/people-${f#exact/}
        [ "$(head -c 3 "$f" | od -An -tx1)" = ' ef bb bf' ]
        grep -q $'\r$' "$f"
        grep -q "\"name\": \"${f#out/}\"" out/run.json
    done
    grep -q '"name": "people-normalised.csv"' out/run.json
    heng verify out/run.json
    exits 0
}

@test "headings and cells are words of the profile's language, with units, and rounded" {
    table
    heng run p.ini -o out --set output.csv=people
    exits 0
    [ "$(line out/people-scores.csv 1)" = $'\ufeff类别,时期,代码,名称,位次,得分,插补数据占比,经济,社会' ]
    [ "$(line out/people-indicators.csv 1)" = $'\ufeff类别,时期,代码,名称,生产总值（亿元）,人均（元）,常住人口,road' ]
    [ "$(line out/people-normalised.csv 1)" = $'\ufeff类别,时期,代码,名称,生产总值,人均,常住人口,road' ]
    [ "$(line out/people-weights.csv 1)" = $'\ufeff类别,时期,节点,上级,权重,在总分中的权重,赋权方法' ]
    [ "$(line out/people-weights.csv 3)" = '市辖区,2020,生产总值,经济,0.5000,0.2500,给定权重' ]
    [ "$(line out/people-analysis-g.csv 1)" = $'\ufeff类别,时期,指标,个数,基尼系数,基尼系数（小样本校正）,均值' ]
    grep -q "^市辖区,2020,6,'＝full,small,否决,总指数,不排名," out/people-rules.csv
    grep -q ",6,'＝full,1.00,0.50,2.0,0.3000" out/people-indicators.csv
    heng run p.ini -o out --set output.csv=people --set profile.language=en
    exits 0
    [ "$(line out/people-scores.csv 1)" = $'\ufeffClass,Period,Code,Name,Rank,Score,Share of imputed data,Economy,Society' ]
    [ "$(line out/people-indicators.csv 1)" = $'\ufeffClass,Period,Code,Name,生产总值 (10^8 yuan),Per person (yuan),常住人口,road' ]
}

@test "decimals are those that [output], else [rank] says" {
    table
    heng run p.ini -o out --set output.csv=people --set rank.decimals=1
    exits 0
    [[ $(line out/people-scores.csv 2) =~ ,1,[0-9]+\.[0-9],0,[0-9]+\.[0-9],[0-9]+\.[0-9]$ ]]
    heng run p.ini -o out --set output.csv=people --set rank.decimals=1 --set output.decimals=3
    exits 0
    [[ $(line out/people-scores.csv 2) =~ ,1,[0-9]+\.[0-9]{3},0,[0-9]+\.[0-9]{3},[0-9]+\.[0-9]{3}$ ]]
    grep -q ',0.50000,' out/people-weights.csv
}

@test "no cell runs as a formula, breaks a line or is taken for a number or a date" {
    table
    heng run p.ini -o out --set output.csv=people
    exits 0
    for name in $'\n"01\t",\'=1+1,' $'\n"330102001000\t","\'+say ""人"", so",' $'\n3,"two\nlines",' \
        $'\n4,\'-减,' $'\n5,\'@at,' $'\n6,\'＝full,' $'\n"1-2\t","Jan 2019\t",'; do
        [[ $(sed 's/^[^,]*,2020,//' out/people-indicators.csv) == *"$name"* ]] ||
            { printf 'not there: %s\n' "$name"; cat out/people-indicators.csv; return 1; }
    done
}

@test "LibreOffice shows names, codes and figures as they are" {
    command -v soffice >/dev/null || skip 'no soffice'
    table
    heng run p.ini -o out --set output.csv=people
    exits 0
    HOME=$PWD timeout 100 soffice --headless --infilter='CSV:44,34,76,1' --convert-to fods --outdir . \
        out/people-indicators.csv >/dev/null 2>&1 || skip 'soffice does not start'
    [ -s people-indicators.fods ] || skip 'soffice converts nothing'
    run ! grep -E 'table:formula|office:value-type="date"' people-indicators.fods
    tr -d '\n ' <people-indicators.fods >all
    grep -q '<text:p>01<text:tab/></text:p>' all
    grep -q '<text:p>330102001000<text:tab/></text:p>' all
    grep -q 'office:value="123.46"' all
}

@test "what an earlier run left for people goes with it, with a manifest and without" {
    table
    heng run p.ini -o out --set output.csv=people
    heng run p.ini -o out
    exits 0
    run ! grep people <<<"$(ls out)"
    for language in zh en; do
        heng run p.ini -o bare -f csv --set output.csv=people --set profile.language=$language
        exits 0
        [ "$(ls bare | grep -c '^people-')" -eq 7 ]
        echo mine >bare/people-mine.csv
        heng run p.ini -o bare -f csv --set output.tables=scores
        exits 0
        [ "$(ls bare)" = $'people-mine.csv\nscores.csv' ]
        rm bare/people-mine.csv
    done
    heng run p.ini -o bare -f csv --set output.tables=scores --set output.csv=people
    [ "$(ls bare)" = $'people-scores.csv\nscores.csv' ]
}

@test "one class without a name and one period have no columns" {
    printf 'code,a,b\nx,1,2\ny,2,1\n' >s.csv
    printf '[data]\npath = s.csv\n[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = a, b\n' >s.ini
    heng run s.ini -o out -f csv --set output.csv=people
    exits 0
    [ "$(line out/people-scores.csv 1)" = $'\ufeff代码,名称,位次,得分,插补数据占比,d' ]
    heng run s.ini -o out -f csv
    exits 0
    run ! grep people <<<"$(ls out)"
}

@test "heng robust, report and sqlite: the same, and no table of the database" {
    table
    heng robust p.ini -o out --set output.csv=people
    exits 0
    [ "$(line out/people-robust.csv 1)" = $'\ufeff类别,时期,代码,名称,位次,平均位次,位次中位数,位次5%分位,位次95%分位,居前列的比例,属此等级的比例,位次稳固' ]
    grep -q '@at（5）' out/people-acceptability.csv
    grep -q '"name": "people-robust.csv"' out/robust.json
    heng verify out/robust.json
    exits 0
    heng run p.ini -o out -f sqlite,csv --set output.csv=people
    exits 0
    [ -f out/people-scores.csv ]
    run ! grep -a 'CREATE TABLE "people' out/run.sqlite
    heng report p.ini -o both --set output.csv=people
    exits 0
    [ -f both/people-scores.csv ]
    [ -f both/people-robust.csv ]
}

@test "no heading is left that only programs know" {
    table
    heng report p.ini -o out --set output.csv=people --set indicator.road.title=路 \
        --set screen.unit_min_share=0.3 --set uncertainty.weights=uniform --set profile.synthetic=yes
    exits 0
    [ "$(ls out | grep -c '^people-')" -ge 12 ]
    for f in out/people-*.csv; do
        run ! grep -E '(^|,)[a-z_0-9]+(,|$)' <<<"$(line "$f" 1)"
        grep -q ',虚构数据$' <<<"$(line "$f" 1)"
    done
}

@test "csv = people without csv among the formats is told" {
    table
    heng check p.ini --set output.csv=people --set output.formats=json
    exits 78
    tells '[output] csv = people: formats does not name csv; add it'
}
