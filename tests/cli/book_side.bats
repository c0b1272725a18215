#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A book: its chapters' runs side by side, and their tables beside it.
load helper

@test "chapters that share units stand side by side with their ranks, and agree as they do" {
    printf 'code,name,a,b\n' >t.csv
    for i in $(seq 12); do printf 'u%s,N%s,%s,%s\n' "$i" "$i" "$i" $((13 - i)); done >>t.csv
    for id in one two; do
        printf '[profile]\nlanguage = en\n[data]\npath = t.csv\nunit = code\nname = name\n[index]\nid = %s\ndimensions = d\n[dimension.d]\nindicators = %s\n' "$id" "$([ $id = one ] && echo a || echo b)" >$id.ini
    done
    printf '[report]\ntitle = T\nlanguage = en\n[chapter.one]\nprofile = one.ini\ntitle = First\nsections = league\n[chapter.two]\nprofile = two.ini\ntitle = Second\nsections = league\n[chapter.again]\nprofile = two.ini\nsections = league\n' >book.ini
    heng report book.ini -o a -f html,docx,xlsx
    exits 0
    sed -n '/id="s-chapters"/,$p' a/report.html | sed 's/<[^>]*>/ /g' | tr -s ' ' >side
    grep -q '^2 chapters are about the same units' side || grep -q '2 chapters are about the same units' side
    grep -q 'N12 1 12' side
    grep -q 'N1 12 1' side
    grep -q 'First 1.00 -1.00' side
    sed -n '/id="s-chapters"/,$p' a/report.html | grep -q '<svg.*All units: which chapters rank units alike?'
    for chapter in one two again; do cmp a/$chapter/scores.csv <("$HENG" run "$([ $chapter = one ] && echo one || echo two).ini" -o r >/dev/null && cat r/scores.csv); done
    heng verify a/one/run.json
    exits 0
    # Chapters that have no unit in common are not.
    sed 's/^u/v/' t.csv >u.csv
    sed -i 's/t.csv/u.csv/' two.ini
    heng report book.ini -o b
    ! grep -q 's-chapters' b/report.html || false
}

@test "a chapter without a unit of a class is no column of it; of a few shared units no correlation is told" {
    printf 'code,name,kind,a,b,c\n' >t.csv
    for i in $(seq 12); do printf 'u%s,N%s,x,%s,%s,%s\n' "$i" "$i" "$i" $((13 - i)) "$([ "$i" -gt 5 ] || echo "$i")"; done >>t.csv
    for i in $(seq 13 24); do printf 'u%s,N%s,y,%s,,%s\n' "$i" "$i" "$i" "$i"; done >>t.csv
    printf '[report]\ntitle = T\n' >book.ini
    for id in a b c; do
        printf '[profile]\nlanguage = en\n[data]\npath = t.csv\nunit = code\nname = name\n[class]\nby = kind\n[index]\nid = idx_%s\ndimensions = d\n[dimension.d]\nindicators = %s\n' $id $id >$id.ini
        printf '[chapter.%s]\nprofile = %s.ini\ntitle = Of %s\nsections = league\n' $id $id $id >>book.ini
    done
    heng report book.ini -o a --set report.language=en
    exits 0
    sed -n '/id="s-chapters"/,$p' a/report.html | sed 's/<svg.*<\/svg>/[figure]/; s/<[^>]*>/ /g' | tr -s ' ' >side
    grep -q ' Name Of a Of b Of c $' side
    grep -q ' Name Of a Of c $' side
    grep -qE '^ ?Of a 1\.00 -1\.00 ?$' side
    grep -q 'Of a 1.00 1.00' side
    [ "$(grep -c 'which chapters rank units alike' side)" -eq 2 ]
}
