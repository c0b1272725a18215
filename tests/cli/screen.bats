#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# [screen], and direction = target and interval, on the command line.
load helper

@test "what is set aside is told, listed, and in no league" {
    small
    printf '[screen]\nunit_min_share = 0.7\nunit_max_zeros = 0.3\n' >>p.ini
    heng run p.ini -o out
    exits 0
    tells "warning: screen: 2 of 5 units set aside"
    says "set aside by [screen]: 2"
    [ "$(column out/screened.csv code | tr '\n' ' ')" = "u2 u4 " ]
    [ "$(column out/scores.csv score u2)" = "" ]
    [ "$(column out/scores.csv rank u2)" = "" ]
    heng verify out/run.json
    exits 0
    heng run p.ini -o zh --set profile.language=zh
    says "经筛查剔除：2"
}

@test "without [screen] there is no such file" {
    small
    heng run p.ini -o out
    exits 0
    [ ! -e out/screened.csv ]
    heng run p.ini -o out --set screen.unit_min_share=0.1
    exits 0
    [ "$(wc -l <out/screened.csv)" -eq 1 ]
}

@test "a unit without a score says why" {
    small
    printf '[screen]\nunit_min_share = 0.7\nindicator_max_zeros = 0.1\n' >>p.ini
    heng explain p.ini u2
    exits 0
    says "not ranked"
    says "set aside ([screen]): too few values; indicators with a value      66.7%, zeros among these       0.0%"
    heng explain p.ini u2 --set profile.language=zh
    says "筛除 ([screen]): 数据太少"
    heng explain p.ini u1
    case $output in *"set aside"*) false ;; esac
    sed -i 's/^u1,Alpha,x,1,10,5/u1,Alpha,x,1,10,0/' t.csv
    heng explain p.ini u1
    says "-  set aside"
}

@test "screening that leaves nothing" {
    small
    heng run p.ini -o out --set screen.indicator_min_share=1 --set screen.indicator_max_zeros=0 --set units.where='a ~= 4'
    exits 0
    printf 'code,a,b,c\nu1,0,0,0\nu2,1,1,1\n' >t.csv
    sed -i '/^name = name/d' p.ini
    heng run p.ini -o nothing --set screen.indicator_max_zeros=0
    exits 65
    tells "[screen] sets all indicators aside"
    [ ! -e nothing ]
    heng check p.ini --set screen.unit_min_share=2
    exits 78
    tells "[screen] unit_min_share = 2: expected"
}

@test "the step from a value to its deviation" {
    small
    printf '[indicator.b]\ndirection = interval\nbest = 15, 20\n[indicator.a]\ndirection = target\nbest = 3\ntolerance = 1\n' >>p.ini
    heng explain p.ini u2
    exits 0
    says "deviation max(15 - x, 0, x - 20) =          10"
    says "deviation max(0, |x - 3| - 1) =           0"
    heng run p.ini -o out
    exits 0
    grep -q '"direction": "interval"' out/run.json
    grep -q '"deviation": "max(0, |x - 3| - 1)"' out/run.json
    [ "$(awk -F, '$4 == "b" { print $7 }' out/indicators.csv | tr '\n' ' ')" = "75 50 100  0 " ]
    heng verify out/run.json
    exits 0
    heng check p.ini --set indicator.b.best=
    exits 78
    tells "interval needs the best values: best = a, b"
}

@test "heng list tells the formulas" {
    heng list keys
    exits 0
    says "max(0, |x - c| - tolerance)"
    says "(a - x) / (a - lo)"
    says "[screen]"
}
