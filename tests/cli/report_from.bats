#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng report --from run.json: pages without a run.
load helper

@test "pages from files: the same words, tables and figures as of the run, its inputs gone" {
    small
    printf '[tiers]\nk = 2\n[impute]\nmethod = class_median\n' >>p.ini
    heng run p.ini -o run
    sections='report.sections=summary, league, distribution, dimensions, portraits'
    heng report p.ini -o a --set "$sections"
    exits 0
    rm t.csv p.ini
    heng report --from run/run.json -o b --set "$sections"
    exits 0
    grep -v 'Made from the files that a run has left' b/report.html >without
    cmp a/report.html without
    heng report --from run/run.json -f html,docx,xlsx
    exits 0
    says run/report.docx
    grep -q 'Left out, since it takes a run (heng report): .*Audit of the data' run/report.html
    grep -q 'id="s-method"' run/report.html
    ! grep -q 'id="s-audit"' run/report.html || false
}

@test "pages from files of a panel: the period that is asked for" {
    heng run "$PROVINCES" -o run
    heng report "$PROVINCES" -o a --set 'report.sections=league, trends'
    heng report --from run/run.json -o b --set 'report.sections=league, trends'
    exits 0
    grep -v '未重新计算' b/report.html >without
    cmp a/report.html without
    heng report --from run/run.json -o c --period 1066
    [ "$status" -ne 0 ]
    [ ! -e c ]
}

@test "files that are not as the run has written them, not there, or no manifest are refused" {
    small
    heng run p.ini -o run
    heng report --from run/run.json p.ini -o a
    exits 64
    heng report
    exits 64
    heng report --from none/run.json -o a
    exits 66
    printf '{"heng": "0.1.0", "profile": {"path": "x", "keys": []}, "inputs": []}' >bare.json
    heng report --from bare.json -o a
    exits 65
    tells 'has no results of a run'
    cp -r run other
    echo ',,x,idx,1,1,equal' >>other/weights.csv
    heng report --from other/run.json -o a
    exits 65
    tells 'weights.csv: is not as the run has written it'
    rm other/weights.csv
    heng report --from other/run.json -o a
    exits 66
    tells 'weights.csv does not lie beside it'
    for edit in 's/"parent": "idx"/"parent": "idy"/' 's/"code": "u1"/"code": "u9"/;' 's/"results": \[/"results": [{"class":"z","units":[{"code":"q"}]},/' 's/"nodes": \[/"nodes": [null,/' 's/"kind": "index"/"kind": "indicator"/' 's/"rank": 1/"rank": "x"/'; do
        rm -rf other
        cp -r run other
        sed -i "$edit" other/run.json
        heng report --from other/run.json -o a
        [ "$status" -lt 70 ]
    done
    for size in 10 500 3000 5000; do
        head -c $size run/run.json >other/run.json
        heng report --from other/run.json -o b
        exits 65
        [ ! -e b ]
    done
}

@test "what stands for bytes in a manifest comes back: names of private characters, paths of any bytes" {
    small
    folder=$(printf 'a\200b\377c')
    mkdir "$folder"
    # U+F77F and U+F800 are as they are; U+F780 and U+F7FF are written byte by byte
    printf 'code,name,kind,a,b,c\nu1,\357\235\277first,x,1,10,5\nu2,\357\236\200second,x,2,30,4\nu3,third\357\237\277,y,3,20,7\nu4,\357\240\200,y,4,5,9\n' >"$folder/t.csv"
    mv p.ini "$folder/p.ini"
    heng run "$folder/p.ini" -o run
    exits 0
    heng verify run/run.json
    exits 0
    heng report "$folder/p.ini" -o a --set report.sections=league
    exits 0
    heng report --from run/run.json -o b --set report.sections=league
    exits 0
    grep -v 'Made from the files that a run has left' b/report.html >without
    cmp a/report.html without
    for name in '\357\235\277first' '\357\236\200second' 'third\357\237\277' '\357\240\200'; do
        # shellcheck disable=SC2059
        grep -qF "$(printf "$name")" b/report.html
    done
}

@test "pages from files: tiers by the labels of the profile" {
    small
    printf '[tiers]\nk = 3\nlabels = best, mid, low\n' >>p.ini
    heng run p.ini -o run
    exits 0
    heng report p.ini -o a --set 'report.sections=summary, league, portraits'
    exits 0
    heng report --from run/run.json -o b --set 'report.sections=summary, league, portraits'
    exits 0
    grep -v 'Made from the files that a run has left' b/report.html >without
    cmp a/report.html without
    for label in best mid low; do grep -q "$label" b/report.html; done
}
