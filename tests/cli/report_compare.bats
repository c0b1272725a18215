#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# [report] compare: an earlier edition beside this one.
load helper

table() {
    printf 'code,name,a\n'
    printf '%s\n' "$@"
}

setup_editions() {
    cat >p.ini <<'INI'
[profile]
title = T
language = en
edition = 2024
[data]
path = t.csv
unit = code
name = name
[index]
id = idx
dimensions = one
[dimension.one]
indicators = a
INI
    table u1,One,9 u2,Two,7 u3,Three,5 u4,Four,3 g,Gone,8 >t.csv
    "$HENG" run p.ini -o old --set profile.edition=2023 >/dev/null
    table u1,One,1 u2,Two,7 u3,Three,5 u4,Four,3 n,New,9 >t.csv
}

@test "ranks among common units, who rose and fell, who came and left, in words and figures" {
    setup_editions
    heng report p.ini -o a --set report.compare=old/run.json -f html,docx,xlsx
    exits 0
    grep -q 'Of 4 units with a rank in both editions 0 kept it, 4 moved\.' a/report.html
    grep -q 'Up most (1 place): Two, Three, Four\.' a/report.html
    grep -q 'Down most (3 places): One\.' a/report.html
    grep -q 'New (1): New\.' a/report.html
    grep -q 'No longer there (1): Gone\.' a/report.html
    sed -n '/id="s-compare"/,/id="s-whatif"/p' a/report.html | sed 's/<[^>]*>/ /g' | tr -s ' ' | grep -q '^ \?Two 2 1 +1 .* rank 2'
    grep -q 'Rank, 2023' a/report.html
    unzip -p a/report.docx word/document.xml | grep -q 'Beside the earlier edition'
    heng report p.ini -o b
    ! grep -q 's-compare' b/report.html || false
}

@test "classes: one that is new, a unit from another class" {
    setup_editions
    sed -i 's/^name = name$/name = name\n[class]\nby = kind/' p.ini
    printf 'code,name,kind,a\nu1,One,x,9\nu2,Two,x,7\nu3,Three,y,5\nu4,Four,y,4\n' >t.csv
    heng run p.ini -o old
    printf 'code,name,kind,a\nu1,One,x,1\nu2,Two,x,7\nu3,Three,x,5\nu4,Four,z,4\n' >t.csv
    heng report p.ini -o a --set report.compare=old/run.json
    exits 0
    grep -q 'Of 2 units with a rank in both editions 0 kept it, 2 moved\.' a/report.html
    grep -q 'From another class (1): Three\.' a/report.html
    grep -q 'z: the earlier edition has no such class' a/report.html
}

@test "an earlier edition that cannot be read is told by check and report, with the line of the profile" {
    setup_editions
    printf '[report]\ncompare = none/run.json\n' >>p.ini
    for command in check 'report -o a'; do
        # shellcheck disable=SC2086
        heng $command p.ini
        [ "$status" -ne 0 ]
        tells 'p.ini:15: [report] compare: '
    done
    head -c 900 old/run.json >cut.json
    heng check p.ini --set report.compare=cut.json
    exits 65
    [ ! -e a ]
}
