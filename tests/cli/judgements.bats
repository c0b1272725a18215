#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Judgements from CSV files and combined weights, as a user meets them.
load helper

judged() {
    small
    mkdir -p experts
    printf '\357\273\277,two,one\r\ntwo,1,1/3\r\none,,1\r\n' >experts/top.csv
    cat >>p.ini <<'EOF'
[weights.idx]
method = ahp
judgements = experts/top.csv
EOF
}

@test "weights from a file, in another folder than the run" {
    judged
    mkdir away
    cd away
    heng run ../p.ini -o out
    exits 0
    [ "$(awk -F, '$3 == "one" { print $5 }' out/weights.csv)" = 0.75 ]
    grep -q 'node idx: weights ahp: consistency ratio 0.000' out/run.json
    grep -q '"role": "table"' out/run.json
}

@test "verify notices that the judgements have changed" {
    judged
    "$HENG" run p.ini -o out >/dev/null
    (cd / && "$HENG" verify "$BATS_TEST_TMPDIR/out/run.json")
    printf ',two,one\ntwo,1,1/5\none,,1\n' >experts/top.csv
    heng verify out/run.json
    exits 65
    tells "table $(pwd -P)/experts/top.csv: changed since the run"
    tells "weights.csv: comes out otherwise than in the manifest"
    rm experts/top.csv
    heng verify out/run.json
    tells "experts/top.csv: gone or unreadable since the run"
}

@test "what is wrong with a file is one line" {
    judged
    heng check p.ini --set weights.idx.judgements=experts
    exits 66
    tells "--set: [weights.idx] judgements = experts: experts: "
    mkfifo pipe
    heng check p.ini --set weights.idx.judgements=pipe
    exits 66
    heng check p.ini --set weights.idx.judgements=nix.csv
    exits 66
    [ "$(printf '%s\n' "$stderr" | wc -l)" -le 2 ]
    printf ',two,one\ntwo,1\n' >experts/top.csv
    heng check p.ini
    exits 65
    tells "p.ini:24: [weights.idx] judgements = experts/top.csv: experts/top.csv:2: 2 cells where the header has 3"
    printf ',two,won\ntwo,1,1\nwon,1,1\n' >experts/top.csv
    heng run p.ini -o out
    exits 78
    tells "p.ini:24: [weights.idx] judgements: experts/top.csv:1: has no row one"
}

@test "combined weights tell what they are made of" {
    judged
    heng run p.ini -o out --set weights.idx.method=combined --set "weights.idx.of=ahp, equal" \
        --set weights.idx.judgements=experts/top.csv --set weights.idx.how=game
    exits 0
    awk -F, '$3 == "one" { print $7 }' out/weights.csv | grep -qx 'combined(ahp+equal)'
    grep -q 'node idx: weights combined: share of ahp 1.0000; share of equal 0.0000' out/run.json
    heng verify out/run.json
    exits 0
}

@test "list shows the files that a method takes" {
    heng list ahp
    exits 0
    says "judgements (list of CSV files; may be left out)"
    heng list combined
    exits 0
    says "of (2 to 16 names; may be left out)"
}
