#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng verify: the run repeated; what is not the same is named.
load helper

@test "the counties, from another folder" {
    "$HENG" run "$COUNTIES" -o out >/dev/null
    mkdir away
    cd away
    heng verify ../out/run.json
    exits 0
    says "../out/run.json: the same, bit for bit"
    heng verify ../out/run.json -j 1
    exits 0
}

@test "every profile of the tree" {
    for profile in "$TOP"/config/*.ini; do
        if grep -q '^\[chapter\.' "$profile"; then continue; fi # a book is no run
        "$HENG" run "$profile" -o out >/dev/null
        heng verify out/run.json
        exits 0 || { echo "$profile" >&2; return 1; }
    done
}

@test "relative paths, extends, --set, -f json" {
    small
    mkdir sub
    printf '[profile]\nextends = ../p.ini\n[normalise]\nrange = 0, 1\n' >sub/q.ini
    "$HENG" run sub/q.ini -o out -f json --set dimension.two.weight=2 >/dev/null
    cd /
    heng verify "$BATS_TEST_TMPDIR/out/run.json"
    exits 0
}

@test "changed data, profile, outputs: each named, exit 65" {
    small
    "$HENG" run p.ini -o out >/dev/null
    cp t.csv keep.csv
    sed -i 's/^u1,Alpha,x,1/u1,Alpha,x,7/' t.csv
    heng verify out/run.json
    exits 65
    tells "t.csv: changed since the run"
    tells "scores.csv: comes out otherwise than in the manifest"
    cp keep.csv t.csv
    heng verify out/run.json
    exits 0
    sed -i '2s/u/v/' out/scores.csv
    heng verify out/run.json
    exits 65
    tells "out/scores.csv: is not as the run wrote it"
    "$HENG" run p.ini -o out >/dev/null
    echo '; a remark' >>p.ini
    heng verify out/run.json
    exits 65
    tells "p.ini: changed since the run"
}

@test "a changed plugin and a changed script" {
    small
    mkdir plugins s s/weights
    cp "$BUILD/plugins/economy.so" plugins/
    cp "$TOP/scripts/weights/entropy_floor.lua" s/weights/mine.lua
    sed -i 's/"entropy_floor"/"mine"/' s/weights/mine.lua
    "$HENG" run "$COUNTIES" --plugins plugins --scripts s --set weights.economy.method=mine -o out >/dev/null
    heng verify out/run.json
    exits 0
    echo >>plugins/economy.so
    heng verify out/run.json
    exits 65
    tells "plugin"
    tells "economy.so: changed since the run"
    cp "$BUILD/plugins/economy.so" plugins/
    sed -i 's/default = 0.2/default = 0.3/' s/weights/mine.lua
    heng verify out/run.json
    exits 65
    tells "script"
    tells "mine.lua: changed since the run"
    tells "weights.csv: comes out otherwise"
}

@test "a run with a part that failed can be repeated" {
    [ -f "$BAD/segv_compute.so" ] || skip "the misbehaving plugins are not built"
    small
    heng run p.ini --plugins "$BAD" --set index.dimensions=one,two,segv_compute -o out
    exits 3
    heng verify out/run.json
    exits 0
}

@test "what is no manifest" {
    echo '{}' >a.json
    heng verify a.json
    exits 65
    tells "not a manifest of heng"
    heng verify "$COUNTIES"
    exits 65
    tells "not JSON"
    heng verify .
    exits 66
}

@test "what was noted of a file is the same from any folder" {
    printf 'title\ncode,x\na,1\nb,2\n' >t.csv
    printf '[data]\npath = t.csv\nunit = code\n[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = x\n' >p.ini
    heng run p.ini -o out
    exits 0
    grep -qF "\"$PWD/t.csv: the header is on line 2" out/run.json
    heng verify out/run.json
    exits 0
    (cd / && "$HENG" verify "$OLDPWD/out/run.json")
}
