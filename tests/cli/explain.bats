#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng explain: a score taken apart; heng list: what there is.
load helper

@test "a county, by code and by name" {
    heng explain "$COUNTIES" 330109
    exits 0
    says "330109 萧山区  市辖区"
    says "位次 10 (共 37)"
    says "主要障碍"
    by_code=$output
    heng explain "$COUNTIES" 萧山区
    exits 0
    [ "$output" = "$by_code" ]
}

@test "the parts of a score add up to it" {
    small
    heng explain p.ini u1
    exits 0
    # score  weight  part: the parts of First and of two add up to that of idx
    printf '%s\n' "$output" | awk '$1 == "idx" { all = $4 } $1 == "First" { sum += $4 } $1 == "two" { sum += $4 }
                                   END { d = all - sum; exit d > 0.011 || d < -0.011 }'
    says "what holds it back most"
}

@test "one node, and one that is not there" {
    small
    heng explain p.ini u1 one
    exits 0
    says "First"
    case $output in *two*) false ;; esac
    heng explain p.ini u1 onne
    exits 64
    tells "onne: the index has no such node; did you mean one?"
}

@test "a unit that is not there; a name that several have" {
    small
    heng explain p.ini u9
    exits 64
    tells "u9: no unit has this code or name; did you mean u1?"
    heng explain p.ini Alpha
    exits 64
    tells "Alpha: several units have this name; say which by its code: u1, u5"
}

@test "a period of a panel" {
    heng explain "$PROVINCES" 330000 --period 2010
    exits 0
    says "浙江"
    says "2010"
    heng explain "$PROVINCES" 330000 --period 1999
    exits 64
}

@test "a node that is no mean says so" {
    small
    heng explain p.ini u4 --set aggregate.method=geometric --set normalise.range=1,10
    exits 0
    says "idx *"
    says "Nodes marked *"
}

@test "missing, imputed and undefined cells are told" {
    small
    heng explain p.ini u2
    says "missing"
    heng explain p.ini u2 --set impute.method=mean
    says "imputed"
    heng explain p.ini u2 --set profile.language=zh
    says "缺失"
}

@test "list: everything, and each kind" {
    heng list
    exits 0
    [ -z "$stderr" ]
    for word in dimensions methods indices profiles economy winsorise logistics entropy_floor zhejiang-counties.ini; do
        says "$word"
    done
    for kind in dimensions methods scripts profiles keys; do
        heng list "$kind"
        exits 0
        [ -n "$output" ]
    done
    says "[indicator.ID]"
}

@test "list NAME: a method, a dimension, a script of each kind" {
    heng list entropy
    exits 0
    says "formula"
    says "Shannon"
    says "shift = 0"
    heng list economy
    exits 0
    says "gdp_100m"
    says "1.0.0"
    heng list logistics
    exits 0
    says "index"
    heng list ahp_entropy
    exits 0
    says "judgements"
    heng list rank # a normalisation and a ranking
    exits 0
    says "stage normalise"
    says "stage rank"
}

@test "list a name that is not there" {
    heng list entropi
    exits 64
    tells "did you mean entropy?"
    heng list qqqqqqqqqqq
    exits 64
    tells "no list, section, stage or profile"
}

@test "list names what cannot be used, shows the rest, exit 3" {
    mkdir plugins
    echo nonsense >plugins/fake.so
    heng list dimensions --plugins plugins
    exits 3
    tells "fake.so"
    tells "1 plugin or script cannot be used"
    says economy
    heng list --plugins nix
    exits 66
    tells "nix: no such folder"
}
