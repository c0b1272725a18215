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

# adds_up: what explain prints adds up as it is printed, node by node in points, and in obstacles to 100 %.
adds_up() {
    printf '%s\n' "$output" | awk '
        /^node|^指标 / { table = 1; next }
        table && /^$/ { table = 0; next }
        table && !/ deviation | rule |规则 |偏离 / {
            match($0, /^ */); depth = RLENGTH / 2
            line = $0; sub(/^ +/, "", line); n = split(line, f, / +/)
            rules = line ~ /^by rules/
            points = rules ? f[n] : ""
            for (i = 2; !rules && i <= n; i++)
                if (f[i] ~ /^[01]\.[0-9][0-9][0-9][0-9]$/) { points = f[i + 1]; break }
            own[depth] = points; sum[depth] += points
            if (depth > 0) { cents[++k] = "x" }
            above[NR] = depth; at[NR] = points; rows[++m] = NR
        }
        /^what holds it back most/ { listed = 1; next }
        listed && /^$/ { listed = 0 }
        listed && $1 != "sum" { for (i = 2; i <= NF; i++) if ($i ~ /%$/) { share += $i; break } }
        listed && $1 == "sum" { whole = $2 + 0 }
        END {
            for (a = 1; a <= m; a++) {
                below = 0; any = 0
                for (b = a + 1; b <= m && above[rows[b]] > above[rows[a]]; b++)
                    if (above[rows[b]] == above[rows[a]] + 1 && at[rows[b]] ~ /[0-9]/) { below += at[rows[b]]; any = 1 }
                d = below - at[rows[a]]
                if (any && (d > 0.001 || d < -0.001)) { print "row " rows[a] ": " at[rows[a]] ", below it " below; bad = 1 }
            }
            d = share - whole
            if (whole != 100 || d > 0.01 || d < -0.01) { print "obstacles: " share " of " whole; bad = 1 }
            exit bad || m < 3
        }'
}

@test "the parts of a score and what holds it back add up as they are printed" {
    small
    for unit in u1 u2 u4 u5; do
        for method in arithmetic geometric; do
            heng explain p.ini "$unit" --set aggregate.method=$method --set normalise.range=1,10 --set profile.language=en
            exits 0
            says "what holds it back most"
            adds_up || { printf '%s\n' "$output"; false; }
        done
    done
    heng explain "$COUNTIES" 330109 --set profile.language=en
    adds_up || { printf '%s\n' "$output"; false; }
    heng explain "$COUNTIES" 330825 --set profile.language=en
    adds_up || { printf '%s\n' "$output"; false; }
}

@test "direction, range or goalposts, and what a treatment has made of whom" {
    printf 'code,a,b,c\n' >t.csv
    printf 'u%s\n' 0,9,1,3 1,10,2,4 2,11,3,1 3,12,4,5 4,13,5,9 5,10,6,2 6,11,7,6 7,12,8,5 8,9,9,3 9,100,10,5 >>t.csv
    cat >p.ini <<'EOF'
[profile]
language = en
[data]
path = t.csv
unit = code
[index]
id = idx
dimensions = d
[dimension.d]
indicators = a, b, c
[indicator.b]
direction = negative
goalposts = 0, 20, 4
[indicator.c]
direction = interval
best = 4, 5
[treat.a]
method = winsorise
max_points = 1
[normalise.b]
method = goalposts
EOF
    heng explain p.ini u9 a
    exits 0
    says 'a: positive (more is better); minmax, 0 to 100; range of the data: worst 9, best 13 (10 values)'
    says 'winsorise: of 10 values 1 changed; 1 lowered (upper limit 13): u9 100 -> 13'
    case $output in *'b: '*) false ;; esac
    heng explain p.ini u0
    exits 0
    says 'b: negative (less is better); goalposts, 0 to 100; goalposts: worst 20, best 0; target 4'
    says 'c: interval (best from 4 to 5); minmax, 0 to 100; range of the data: worst 4, best 0 (10 values)'
    heng explain p.ini u0 --set indicator.c.direction=target --set indicator.c.best=4.5
    says 'c: target (best at 4.5); '
    heng explain p.ini u0 --set 'indicator.c.best=4, 4.0001'
    says 'c: interval (best from 4 to 4.0001); '
    heng explain p.ini u0 --set profile.language=zh
    says '正向（越大越好）'
    says '调低1个（上限13）: u9 100 -> 13'
}

@test "of a run in which nobody has a score explain does not end well" {
    printf 'code,a\nu1,3\nu2,3\n' >t.csv
    printf '[data]\npath = t.csv\nunit = code\n[index]\nid = idx\ndimensions = d\n[dimension.d]\nindicators = a\n' >p.ini
    heng explain p.ini u1
    exits 65
    tells 'no unit has a score: no indicator varies'
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
