#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng explain --portrait: a page about a unit.
load helper

@test "a county: the page agrees with the outputs of the run" {
    heng run "$COUNTIES" -o out
    heng explain "$COUNTIES" 330127 --portrait
    exits 0
    rank=$(column out/scores.csv rank 330127)
    says "位次 $rank (共 53)  等级 $(column out/panorama.csv tier 330127 | sort -u)"
    says "同类得分分布 (53): 最低"
    # Strengths and weaknesses are those of the panorama.
    for s in strength:强项 weakness:弱项; do
        want=$(awk -F, -v s="${s%%:*}" '$3 == 330127 && $12 == s' out/panorama.csv | wc -l)
        got=$(printf '%s\n' "$output" | awk -v head="${s##*:}" '$0 == head { on = 1; next } $0 == "" { on = 0 } on' | wc -l)
        [ "$want" -eq "$got" ]
    done
    # Two above, itself, two below, in the order of the ranking.
    printf '%s\n' "$output" | awk '$0 == "位次相邻" { on = 1; next } $0 == "" { on = 0 } on { print $(NF - 1) }' >ranks
    seq $((rank - 2)) $((rank + 2)) | cmp - ranks
    [ "$(printf '%s\n' "$output" | grep -c '距离')" -eq 3 ]
}

@test "in English; columns stand below each other whatever the titles" {
    heng explain "$COUNTIES" 330127 --portrait --set profile.language=en
    exits 0
    says "rank 28 (of 53)"
    says "where most is lost"
    says "most alike"
    # Six bars of 20, all beginning in one place.
    printf '%s\n' "$output" | grep -E '\|[#.]{20}\|$' >bars
    [ "$(wc -l <bars)" -eq 6 ]
    [ "$(awk '{ print index($0, "|") }' bars | sort -u | wc -l)" -eq 1 ]
    heng explain "$COUNTIES" 滨江区 --portrait
    exits 0
    says "> 330108   滨江区  "
}

@test "the first and the last, a tie of all, missing scores" {
    small
    heng explain p.ini u5 --portrait
    exits 0
    says "share of the class that scores lower: "
    says "lowest 0"
    for u in u1 u2 u3 u4; do
        heng explain p.ini $u --portrait
        exits 0
        says "> $u"
    done
    printf 'code,name,a,b\nu1,A,1,1\nu2,B,1,1\n' >t.csv
    printf '[profile]\nlanguage = en\n[data]\npath = t.csv\nunit = code\nname = name\n[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = a, b\n' >q.ini
    heng explain q.ini u1 --portrait
    exits 65 # nobody has a score
    says "not ranked"
}

@test "rules and what [screen] sets aside are on the page" {
    small
    printf '[rule.low]\nkind = veto\nwhen = a < 2\nreason = too small\n' >>p.ini
    heng explain p.ini u1 --portrait
    exits 0
    says "not ranked (too small)"
    heng explain p.ini u5 --portrait
    says "rules applied
  none"
}

@test "a node does not go with a portrait; unknown units are told" {
    heng explain "$COUNTIES" 330127 economy --portrait
    exits 64
    tells "about a unit, not about a node"
    heng explain "$COUNTIES" nowhere --portrait
    exits 64
    tells "no unit has this code or name"
    heng run "$COUNTIES" --portrait
    exits 64
}
