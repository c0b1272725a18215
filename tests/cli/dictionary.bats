#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# dictionary = FILE: what columns are called, mean and are multiplied by, wherever people read of them.
load helper

table() {
    printf 'code,总 人口（人）,GDP,plain\na,10000,5,1\nb,20000,7,2\nc,40000,6,3\n' >t.csv
    cat >d.csv <<'EOF'
id,header,unit,unit_en,factor,title,title_en,definition,source
pop,总人口,万人,10^4 persons,0.0001,常住人口,Residents,年末常住的人,年鉴表1
GDP,,亿元,,,生产总值,,,年鉴表2
never,没有,个,,3,没有的列,,,
EOF
    cat >p.ini <<'EOF'
[profile]
title = t
[data]
path = t.csv
unit = code
dictionary = d.csv
[index]
id = i
dimensions = d
[dimension.d]
indicators = pop, GDP, ratio, own
[indicator.ratio]
formula = GDP / pop
title = 比值
[indicator.own]
formula = pop
title = 自己的名称
unit = 个
EOF
}

@test "titles and units of a dictionary stand where no other are given, definitions and sources beside" {
    table
    heng explain p.ini b d
    exits 0
    grep -q '^  常住人口 .* 2  原始  万人$' <<<"$output"
    grep -q '^  生产总值 .* 7  原始  亿元$' <<<"$output"
    [[ $output == *"自己的名称 "*" 个"* ]]
    [[ $output == *"  pop 常住人口（万人） ="*" 2  ./t.csv, line 3, column 2"* ]]
    [[ $output == *"    年末常住的人  年鉴表1"* ]]
    [[ $output != *"没有的列"* ]]
    heng explain p.ini b ratio
    [[ $output == *"GDP 生产总值（亿元） ="*"pop 常住人口（万人） ="* ]]
}

@test "in English too, by the profile's language" {
    table
    heng explain p.ini b d --set profile.language=en
    exits 0
    [[ $output == *"  pop Residents (10^4 persons) ="* ]]
    [[ $output == *"  GDP 生产总值 (亿元) ="* ]]
}

@test "a factor multiplies the cells and is noted" {
    table
    heng run p.ini -o out
    exits 0
    grep -q '^.*,b,pop,2,' out/indicators.csv
    grep -q 't.csv: column pop: its figures are multiplied by 0.0001 (dictionary)' out/run.json
    grep -q '"definition": "年末常住的人"' out/run.json
    heng verify out/run.json
    exits 0
}

@test "the bounds of intervals are multiplied with them" {
    table
    printf 'code,x\na,71 [70-72]\nb,64 [62-66]\n' >t.csv
    printf 'id,factor,unit\nx,10,km\n' >d.csv
    printf '[data]\npath = t.csv\nunit = code\nintervals = yes\ndictionary = d.csv\n[index]\nid = i\ndimensions = d\n' >p.ini
    printf '[dimension.d]\nindicators = x, x_low, x_high\n' >>p.ini
    heng run p.ini -o out
    exits 0
    grep -q ',a,x_low,700,' out/indicators.csv
    grep -q ',b,x_high,660,' out/indicators.csv
    printf 'id,factor\nx,-1\n' >d.csv
    heng run p.ini -o out
    grep -q ',a,x_low,-72,' out/indicators.csv
    grep -q ',a,x_high,-70,' out/indicators.csv
    printf 'id,factor\nx,10\nx_low,1\n' >d.csv
    heng run p.ini -o out
    grep -q ',a,x_low,70,' out/indicators.csv
}

@test "the report's page, document and workbook know them" {
    table
    heng report p.ini -o out -f html,docx,xlsx
    exits 0
    grep -q 'title="年末常住的人">' out/report.html
    grep -q '所用数据列' out/report.html
    grep -q '年末常住的人' out/report.html
    grep -q '年鉴表2' out/report.html
    unzip -p out/report.docx word/document.xml | grep -q '年末常住的人'
    unzip -p out/report.xlsx xl/sharedStrings.xml | grep -q '年末常住的人'
    unzip -p out/report.xlsx xl/sharedStrings.xml | grep -q '常住人口 (万人)'
}

@test "a report in another language has what there is" {
    table
    heng report p.ini -o out -f html,docx,xlsx --set report.language=en
    exits 0
    grep -q '<tr><th>pop<td>Residents<td>10^4 persons' out/report.html
    grep -q '<tr><th>GDP<td>生产总值<td>亿元' out/report.html
}

@test "what is wrong with a dictionary is told by its line" {
    table
    printf 'name,unit\npop,x\n' >d.csv
    heng check p.ini
    exits 65
    [[ $stderr == *"./d.csv:1: expected a line with the column id (and header, unit, factor"* ]]
    printf 'id,factor\nplain,many\nGDP,0\n' >d.csv
    heng check p.ini
    [[ $stderr == *"./d.csv:2: factor: many: expected a number other than 0"* ]]
    [[ $stderr == *"./d.csv:3: factor: 0: expected a number other than 0"* ]]
    printf 'id,factor\nGDP,1e308\n' >d.csv
    heng check p.ini
    [[ $stderr == *"./t.csv: column GDP: a figure times the factor of the dictionary is beyond all numbers"* ]]
    printf 'code,GDP\na,x\nb,y\n' >t.csv
    printf 'id,factor\nGDP,2\n' >d.csv
    heng check p.ini
    [[ $stderr == *"./t.csv: column GDP: factor = 2 of the dictionary: a column of texts"* ]]
}
