#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng explain --target-rank: what a unit needs to reach a rank; and that it suffices when it is done.
load helper

# fixed: small's table without gaps, and ranges that no change of a value moves.
fixed() {
    small
    cat >t.csv <<'CSV'
code,name,kind,a,b,c
u1,Alpha,x,2.5,20,6.2
u2,Beta,x,2,30,8
u3,Gamma,y,3,20,7
u4,Delta,y,5,25,9
u5,Omega,y,9,40,6
CSV
    cat >>p.ini <<'INI'

[normalise]
method = goalposts
[indicator.a]
goalposts = 0, 10
[indicator.b]
goalposts = 1, 50
[indicator.c]
goalposts = 0, 10
INI
}

# needed TITLE: the value in the table of single changes, that of the joint move with a second argument.
needed() {
    printf '%s\n' "$output" | awk -v name="$1" -v joint="$2" '
        /All together/ { second = 1 } $1 == name && second == (joint != "") { print $3; exit }'
}

# change COLUMN VALUE: of unit u1.
change() {
    awk -F, -v OFS=, -v c="$1" -v v="$2" '$1 == "u1" { $c = v } { print }' t.csv >new.csv
    mv new.csv t.csv
}

rank_of_u1() {
    heng explain p.ini u1 "$@"
    exits 0
    printf '%s\n' "$output" | sed -n '2,3s/.*  rank \([0-9]*\) .*/\1/p'
}

# does RANK NAME COLUMN SETTING...: the printed value gives the rank; a little less does not.
does() {
    rank=$1 name=$2 at=$3
    shift 3
    heng explain p.ini u1 --target-rank "$rank" "$@"
    exits 0
    value=$(needed "$name")
    now=$(printf '%s\n' "$output" | awk -v name="$name" '$1 == name { print $2; exit }')
    [ "$value" != - ]
    cp t.csv before.csv
    change "$at" "$value"
    [ "$(rank_of_u1 "$@")" -le "$rank" ]
    change "$at" "$(awk -v v="$value" -v n="$now" 'BEGIN { printf "%.9g", v - (v - n) * 1e-4 }')"
    [ "$(rank_of_u1 "$@")" -gt "$rank" ]
    cp before.csv t.csv
}

@test "the value for one indicator alone does it, a little less does not" {
    fixed
    does 4 c 6
    does 4 a 4
    does 4 b 5
}

@test "so it does with other methods up the tree" {
    fixed
    does 4 c 6 --set aggregate.method=geometric
    does 4 a 4 --set aggregate.method=geometric
    does 4 c 6 --set indicator.c.transform=ln --set indicator.c.goalposts=1,10
}

@test "the joint move does it" {
    fixed
    heng explain p.ini u1 --target-rank 2
    exits 0
    a=$(needed a joint) b=$(needed b joint) c=$(needed c joint)
    change 4 "$a"
    change 5 "$b"
    change 6 "$c"
    [ "$(rank_of_u1)" -le 2 ]
}

@test "less is better: the value goes down" {
    fixed
    sed 's/^\[indicator.a\]/&\ndirection = negative/' p.ini >q.ini
    mv q.ini p.ini
    heng explain p.ini u5 --target-rank 1
    exits 0
    printf '%s\n' "$output" | awk '$1 == "a" && $3 != "-" { exit !($4 < 0) }'
    says "class best"
}

@test "what the best value does not reach says so; what is the best already too" {
    fixed
    heng explain p.ini u1 --target-rank 1
    exits 0
    says "not reachable even at the best of the class"
    says "All together, by the same share"
    heng explain p.ini u4 --target-rank 1
    exits 0
    says "is the best of the class"
    heng explain p.ini u1 --target-rank 1 --set profile.language=zh
    says "取同类最好值仍达不到"
    says "须超过"
}

@test "a rank that is had, one that there is not, a unit without a score" {
    fixed
    heng explain p.ini u1 --target-rank 5
    exits 0
    says "The rank is had already."
    heng explain p.ini u1 --target-rank 6
    exits 64
    tells "--target-rank 6: its class has 5 ranked units"
    heng explain p.ini u1 --target-rank 0
    exits 64
    heng explain p.ini u1 one --target-rank 2
    exits 64
    tells "--target-rank is about a unit, not about a node"
    awk -F, -v OFS=, '$1 == "u1" { $4 = $5 = $6 = "" } { print }' t.csv >new.csv
    mv new.csv t.csv
    heng explain p.ini u1 --target-rank 2
    exits 64
    tells "the unit is not ranked"
}

@test "a gap cannot be told; the others can" {
    small
    heng explain p.ini u2 --target-rank 1
    exits 0
    says "cannot be told"
}

@test "a unit whose score a rule has changed is refused" {
    fixed
    printf '\n[rule.d]\nkind = deduction\nvalue = 2\nwhen = true\n' >>p.ini
    heng explain p.ini u1 --target-rank 2
    exits 64
    tells "a rule has changed it"
}

@test "scores that cancel out need not be exceeded: they are equal" {
    printf 'code,a,b,c\nA,0.1,0.2,-0.3\nB,0.2,0.4,-0.6\nC,0.7,0.1,-0.8\nD,0.1,0.2,-0.4\n' >t.csv
    printf '[data]\npath = t.csv\nunit = code\n[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = a, b, c\n%s\n' \
        '[normalise]
method = none' >p.ini
    heng run p.ini -o out
    [ "$(grep -c '^,,[ABC],[ABC],1,' out/scores.csv)" = 3 ]
    [ "$(cut -d, -f6 out/scores.csv | sort -u | wc -l)" -ge 4 ] # or it shows nothing: rounding parts them
    heng explain p.ini C --target-rank 1
    exits 0
    says "已达到目标位次"
    heng explain p.ini D --target-rank 1
    exits 0
    says "0.200001" # a, by more than rounding, not by a digit of it
}
