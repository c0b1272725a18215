#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng robust with a design matrix: each replicate has the bits of heng run --set of what stands in it.
load helper

# Two classes, two periods, missing cells, an outlier; goalposts and weights of every kind.
index() {
    cat >t.csv <<'END'
code,name,group,year,a,b,c,d
u1,One,x,2020,1,20,3,7
u2,Two,x,2020,4,8,2.5,1
u3,Three,y,2020,9,15,1,4
u4,Four,y,2020,2,40,6,2
u5,Five,x,2020,30,11,4,9
u6,Six,y,2020,5,,5,3
u7,Seven,x,2020,7,25,8,6
u8,Eight,y,2020,3,14,9,5
u1,One,x,2021,1.5,21,3.5,7.5
u2,Two,x,2021,4.25,9,2,1.25
u3,Three,y,2021,8,13,1.5,
u4,Four,y,2021,2.5,44,7,2
u5,Five,x,2021,31,10,4.5,8
u6,Six,y,2021,5.5,19,5,4
u7,Seven,x,2021,6,27,7,6.5
u8,Eight,y,2021,3.5,12,50,5.5
END
    cat >p.ini <<'END'
[data]
path = t.csv
unit = code
name = name
period = year
[class]
by = group
[index]
id = all
dimensions = p, q
[dimension.p]
indicators = a, b
[dimension.q]
indicators = c, d
[indicator.a]
goalposts = 0, 40
[indicator.b]
direction = negative
goalposts = 0, 50
[indicator.c]
goalposts = 0, 10
[indicator.d]
goalposts = 0, 10
[treat]
method = winsorise
[normalise]
base = 2020
[uncertainty]
design = design.csv
END
}

# design.csv, and sets.txt: what of each row takes effect, as --set has it, with | between.
draw() {
    awk -v n="$1" '
        function random() { x = x * 16807 % 2147483647; return x / 2147483647 }
        function one(texts,    v, k) { k = split(texts, v, "|"); return v[int(random() * k) + 1] }
        function put(key, value, effect) {
            head = head "," key
            row = row "," (value ~ /,/ ? "\"" value "\"" : value)
            if (effect) sets = sets "|" key "=" value
        }
        BEGIN {
            x = 20240601
            for (i = 1; i <= n; i++) {
                row = "r" i; sets = ""; head = "replicate"
                put("class.scale", one("own|common"), 1)
                put("treat.method", treat = one("winsorise|none"), 1)
                put("treat.max_points", int(random() * 4), treat == "winsorise")
                put("treat.skewness", sprintf("%.17g", 0.2 + 2 * random()), treat == "winsorise")
                put("normalise.method", scale = one("minmax|zscore|rank|goalposts"), 1)
                put("normalise.base", one("2020|pooled"), 1)
                put("normalise.sd", sprintf("%.17g", 1 + 20 * random()), scale == "zscore")
                put("indicator.c.goalposts", sprintf("%.17g, %.17g", random(), 9 + 50 * random()), 1)
                put("indicator.d.goalposts", one("0, 10|0, 12"), 1)
                put("dimension.p.weight", sprintf("%.17g", random()), 1)
                put("dimension.q.weight", sprintf("%.17g", 0.01 + random()), 1)
                put("indicator.a.weight", sprintf("%.17g", random()), 1)
                put("indicator.d.weight", sprintf("%.17g", 3 * random()), 1)
                put("weights.method", one("given|entropy"), 1)
                put("aggregate.method", one("arithmetic|mean_min"), 1)
                if (i == 1) print head >"design.csv"
                print row >"design.csv"
                print substr(sets, 2) >"sets.txt"
            }
        }' </dev/null
}

# The lines of scores.csv as replicates.csv has them.
as_replicate() {
    awk -F, -v r="$1" -v OFS=, '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        { print r, $1, $2, $3, $at["score"], $at["rank"] }' "$2"
}

@test "200 random replicates are 200 single runs, bit by bit" {
    local set sets args row=0
    index
    draw 200
    heng robust p.ini -o all
    exits 0
    while IFS='|' read -ra sets; do
        row=$((row + 1))
        args=()
        for set in "${sets[@]}"; do args+=(--set "$set"); done
        "$HENG" run p.ini -o one "${args[@]}" >/dev/null 2>&1
        as_replicate "r$row" one/scores.csv >>singles.csv
    done <sets.txt
    [ "$row" -eq 200 ]
    [ "$(head -n 1 all/replicates.csv)" = "replicate,class,period,code,score,rank" ]
    [ "$(wc -l <singles.csv)" -eq 3200 ]
    tail -n +2 all/replicates.csv | LC_ALL=C sort >got
    LC_ALL=C sort singles.csv >want
    diff got want | head -n 20
    cmp got want
    # most rows have scores, and they differ
    [ "$(cut -d, -f5 want | sort -u | wc -l)" -gt 1500 ]
    heng robust p.ini -o three -j 3
    exits 0
    cmp all/replicates.csv three/replicates.csv
}

@test "a design: labels, classes, files; robust.csv is of its rows" {
    index
    printf 'replicate,normalise.method,dimension.p.weight\nfirst,minmax,1\nsecond,rank,0.25\n' >design.csv
    heng robust p.ini -o out --set sensitivity.samples=8
    exits 0
    tells "[sensitivity] is passed by: with [uncertainty] design nothing is drawn"
    [ ! -e out/sensitivity.csv ]
    [ ! -e out/settings.csv ]
    [ "$(wc -l <out/replicates.csv)" -eq 33 ]
    [ "$(grep -c '^second,y,2021,' out/replicates.csv)" -eq 4 ]
    grep -q '"replicates": 2' out/robust.json
    grep -q 'design.csv' out/robust.json
    # the file may lie anywhere; a relative path starts at the profile's folder
    mkdir other && mv design.csv other
    (cd other && "$HENG" robust ../p.ini -o again --set uncertainty.design=design.csv >/dev/null)
    cmp out/replicates.csv other/again/replicates.csv
    # what was read is not written over
    cp other/design.csv robust.csv
    heng robust p.ini -o . --set uncertainty.design=robust.csv
    [ "$status" -ne 0 ]
    cmp robust.csv other/design.csv
}

@test "a design: mistakes" {
    index
    printf 'normalise.method,dimension.p.weight\nminmax,1\nrank,x\n' >design.csv
    heng robust p.ini -o out
    exits 78
    tells "design.csv:3, column dimension.p.weight: [dimension.p] weight = x: "
    printf 'normalise.method,dimension.p.weight\nminmax,\nrank,1\n' >design.csv
    heng robust p.ini -o out
    exits 65
    tells "design.csv:2, column dimension.p.weight: the cell is empty"
    heng check p.ini
    exits 65
    tells "design.csv:2, column dimension.p.weight: the cell is empty"
    printf 'normalise.method\nminmax\n' >design.csv
    heng robust p.ini -o out --set uncertainty.replicates=100
    exits 78
    tells "[uncertainty] replicates: cannot take effect together with design"
    heng robust p.ini -o out --set uncertainty.design=none.csv
    exits 66
    tells "none.csv"
    [ ! -e out ]
}

@test "keep_replicates: every replicate, and what it was made of" {
    index
    sed -i 's/^design = .*/replicates = 20\nkeep_replicates = yes\nweights = uniform\nleave_out = dimensions/' p.ini
    heng robust p.ini -o out --set 'uncertainty.vary.treat.method=none, winsorise' --set sensitivity.samples=0 \
        --set 'uncertainty.vary.treat.max_points=integer(1, 3)'
    exits 0
    [ "$(wc -l <out/replicates.csv)" -eq 321 ]
    [ "$(head -n 1 out/settings.csv)" = "replicate,weights,leave_out,treat.method,treat.max_points" ]
    [ "$(wc -l <out/settings.csv)" -eq 21 ]
    # max_points has a value where it takes effect, and only there
    awk -F, 'NR > 1 { if (($4 == "none") != ($5 == "")) exit 1; if ($4 == "none") n++ } END { exit !(n > 0 && n < 20) }' out/settings.csv
    # what was drawn can be replayed
    heng robust p.ini -o drawn --set uncertainty.weights= --set uncertainty.leave_out= --set sensitivity.samples=0 \
        --set 'uncertainty.vary.treat.method=none, winsorise' --set 'uncertainty.vary.treat.max_points=integer(1, 3)' \
        --set 'uncertainty.vary.dimension.p.weight=uniform(0.1, 2)' --set normalise.method=goalposts \
        --set 'uncertainty.vary.indicator.c.goalposts=uniform(0, 1), uniform(9, 60)'
    exits 0
    grep -q '^replicate,treat.method,treat.max_points,dimension.p.weight,indicator.c.goalposts$' drawn/settings.csv
    exits 0
    heng robust p.ini -o replayed --set uncertainty.weights= --set uncertainty.leave_out= --set uncertainty.replicates= \
        --set uncertainty.design=drawn/settings.csv --set normalise.method=goalposts
    exits 0
    cmp drawn/replicates.csv replayed/replicates.csv
    cmp drawn/robust.csv replayed/robust.csv
    awk -F, 'NR > 1 && $3 !~ /^(none|p|q)$/ { exit 1 }' out/settings.csv
    heng robust p.ini -o big --set uncertainty.replicates=10000000 --set sensitivity.samples=0
    exits 78
    tells "replicates.csv would have 160000000 lines; at most 20000000"
    heng robust p.ini -o without --set uncertainty.keep_replicates=no --set sensitivity.samples=0
    exits 0
    [ ! -e without/replicates.csv ]
    [ ! -e without/settings.csv ]
}

@test "left out with all that was observed of a unit: no score, as without the column" {
    printf 'u,a,b,c\nA,1,2,4\nB,2,3,3\nC,,,5\nD,5,1,9\nE,4,4,2\nF,3,7,1\n' >t.csv
    printf '%s\n' '[data]' 'path = t.csv' 'unit = u' '[index]' 'id = i' 'dimensions = d' '[dimension.d]' \
        'indicators = a, b, c' '[impute]' 'method = mean' '[normalise]' 'method = zscore' >p.ini
    cp p.ini r.ini
    printf '%s\n' '[uncertainty]' 'replicates = 8' 'leave_out = indicators' >>r.ini
    heng robust r.ini -o left
    exits 0
    sed -i 's/^indicators = .*/indicators = a, b/' p.ini
    heng run p.ini -o out
    exits 0
    [ "$(grep '^,,c,' left/leave_out.csv | cut -d, -f4,6,7 | sort)" = "$(sed 1d out/scores.csv | cut -d, -f3,5,6 | sort)" ]
    grep -q '^,,c,C,C,,,' left/leave_out.csv
}
