#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# [rule.NAME] on the command line, and in the county tables.
load helper

# three: small() with scores that are the values: one is 5.5 16 11.5 5 24.5, two 5 - 7 9 6.
three() {
    small
    printf '[normalise]\nmethod = none\n[class]\nby = kind\n' >>p.ini
}

@test "units that a rule keeps from a rank stand last, with their score" {
    three
    printf '[rule.a]\nkind = threshold\nwhen = a >= 2\nreason = 太小\nreason_en = too small\n' >>p.ini
    heng run p.ini -o out
    exits 0
    says "rule a: 1 not ranked (too small)"
    [ "$(column out/scores.csv rank u1)" = "" ]
    [ "$(column out/scores.csv score u1)" = "5.25" ]
    [ "$(column out/scores.csv rank u2)" = "1" ]
    [ "$(column out/rules.csv effect)" = "not ranked" ]
    heng run p.ini -o zh --set profile.language=zh
    says "规则 a：1个不排名（太小）"
    heng verify out/run.json
    exits 0
    sed -i 's/too small/too tall/' out/rules.csv
    heng verify out/run.json
    exits 65
    tells "out/rules.csv: is not as the run wrote it"
}

@test "missing values, caps and deductions are counted below the table" {
    three
    printf '[rule.b]\nkind = veto\nwhen = b > 35\n[rule.c]\nkind = cap\nnode = two\nvalue = 6\nwhen = true\n' >>p.ini
    printf '[rule.d]\nkind = deduction\nvalue = a / 2\nwhen = a > 2\nclass = y\n' >>p.ini
    heng run p.ini -o out
    exits 0
    tells "warning: rule b: 1 not judged: a value is missing: u4 Delta"
    says "rule b: 1 not ranked, 1 not judged for missing data (b > 35)"
    says "rule c: 2 capped (true)"
    says "rule d: 3 deducted (a > 2)"
    [ "$(column out/rules.csv effect u4 | tr '\n' ' ')" = "capped deducted not judged " ]
    [ "$(column out/rules.csv before u4 | tr '\n' ' ')" = "9 5.5 3 " ]
    [ "$(column out/scores.csv two u4)" = "6" ]
    [ "$(column out/scores.csv score u4)" = "3" ]
}

@test "explain tells the rules in the walk of the score" {
    three
    printf '[rule.c]\nkind = cap\nnode = two\nvalue = 6\nwhen = true\nreason_en = no more\n' >>p.ini
    printf '[rule.b]\nkind = veto\nwhen = b > 35\n[rule.d]\nkind = deduction\nvalue = 2\nwhen = true\n' >>p.ini
    heng explain p.ini u4
    exits 0
    says "rule b: not judged (b is missing)"
    says "    rule c: capped      9.00 ->      6.00 (no more)"
    says "  rule d: deducted      5.50 ->      3.50 (true)"
    heng explain p.ini u5
    says "not ranked"
    says "rule b: not ranked (b > 35)"
    heng explain p.ini u4 --set profile.language=zh
    says "规则 c: 封顶"
    says "规则 b: 未判定 (缺少b)"
    heng explain p.ini u4 two
    says "rule c: capped"
}

@test "a profile that extends another empties or changes one rule" {
    three
    printf '[rule.a]\nkind = veto\nwhen = a < 2\n[rule.b]\nkind = warning\nwhen = a < 2\n' >>p.ini
    printf '[profile]\nextends = p.ini\n[rule.a]\nkind =\nwhen =\n[rule.b]\nwhen = a < 3\n' >q.ini
    heng run q.ini -o out
    exits 0
    [ "$(column out/rules.csv rule | sort -u)" = "b" ]
    [ "$(column out/rules.csv code | tr '\n' ' ')" = "u1 u2 " ]
}

@test "mistakes come with their place" {
    three
    printf '[rule.a]\nkind = veto\nwhen = aa < 2\n[rule.b]\nkind = cap\nwhen = a > 1\n[rules]\nx = y\n' >>p.ini
    heng check p.ini
    exits 78
    tells "[rule.a] when: unknown name aa; did you mean a?"
    tells "[rule.b] value: a key is missing: a cap needs the highest score"
    tells "[rules]: no such section; did you mean [rule.NAME]?"
    small
    printf '[rule.a]\nkind = veto\nwhen = a < name\n' >>p.ini
    heng check p.ini
    exits 78
    tells "[rule.a] when: a number is compared with a text"
    sed -i 's/a < name/a < name:sub(1)/' p.ini
    heng check p.ini
    exits 78
    tells "[rule.a] when: unit u1 (Alpha): attempt to compare number with string"
    heng run p.ini -o nothing
    exits 78
    tells "[rule.a] when: unit u1 (Alpha): attempt to compare number with string"
    [ ! -e nothing ]
}

@test "industry above the secondary sector: Putuo and Daishan, nobody else" {
    heng run "$COUNTIES" -o out
    exits 0
    tells "warning: rule industry: 2 warned: 330903 普陀区, 330921 岱山县"
    says "规则 industry：1个提示（工业增加值大于第二产业增加值，年鉴数据不一致）"
    [ "$(awk -F, '$5 == "industry" { print $3 }' out/rules.csv | tr '\n' ' ')" = "330903 330921 " ]
    [ "$(column out/rules.csv effect | sort -u)" = "warned" ]
    heng explain "$COUNTIES" 岱山县
    says "规则 industry: 提示 (工业增加值大于第二产业增加值，年鉴数据不一致)"
    heng explain "$COUNTIES" 义乌市
    case $output in *规则*) false ;; esac
}

@test "districts cut anew since the census, and units with blanks, are named and keep their ranks" {
    heng run "$COUNTIES" -o out
    exits 0
    # 上城区, 萧山区, 余杭区, 临平区, 钱塘区
    [ "$(awk -F, '$5 == "boundaries" { print $3 }' out/rules.csv | sort | tr '\n' ' ')" = "330102 330109 330110 330113 330114 " ]
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) name[i] = $i; next }
        { n = 0; for (i = 1; i <= NF; i++) if ($i == "" && name[i] ~ /^(land_area_km2|road_km|freight_road_water_10kt|passengers_road_water_10k|express_revenue_10kyuan|mobile_users_10k|rural_income_yuan|budget_revenue_100m|civil_cars)$/) n++
          if (n >= 2) print $1 }' "$TOP/config/data/zhejiang_2024.csv" | sort >blanks
    [ "$(wc -l <blanks)" -eq 19 ]
    awk -F, '$5 == "blanks" { print $3 }' out/rules.csv | sort | cmp blanks -
    [ "$(column out/scores.csv rank | grep -c .)" -eq 90 ]
}

@test "the double threshold ranks those that pass both, and nobody else moves" {
    heng run "$COUNTIES" -o plain
    exits 0
    heng run "$TOP/config/zhejiang-counties-threshold.ini" -o out
    exits 0
    tells "warning: rule revenue: 2 not judged: a value is missing: 330402 南湖区, 330411 秀洲区"
    # 32 counties have the output and the revenue, 21 and 11 fall short; the yearbook has no revenue of two districts
    [ "$(awk -F, '$1 == "county" && $5 != ""' out/scores.csv | wc -l)" -eq 32 ]
    [ "$(awk -F, '$1 == "county" && $5 == ""' out/scores.csv | wc -l)" -eq 21 ]
    [ "$(column out/rules.csv effect | grep -c 'not judged')" -eq 2 ]
    [ "$(column out/scores.csv rank 330402)" != "" ]
    # scores are as without it, and the order of the ranked is theirs
    cut -d, -f1,3,6- plain/scores.csv | sort >a
    cut -d, -f1,3,6- out/scores.csv | sort >b
    cmp a b
    awk -F, '$1 == "county" && $5 != "" { print $3 }' out/scores.csv >ranked
    awk -F, '$1 == "county" { print $3 }' plain/scores.csv | grep -Fxf ranked | cmp - ranked
    # 嵊泗县 leads without a threshold
    [ "$(column plain/scores.csv rank 330922)" = "1" ]
    [ "$(column out/scores.csv rank 330922)" = "" ]
}
