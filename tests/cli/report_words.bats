#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The sentences of a summary: each under the condition that makes it true, and under no other.
load helper

# A ranking by the one column, its scores the column itself; the table from the arguments.
ranking() {
    printf 'code,name,kind,a\n' >t.csv
    printf '%s\n' "$@" >>t.csv
    printf '[profile]\nlanguage = en\n[data]\npath = t.csv\nunit = code\nname = name\n[class]\nby = kind\n[normalise]\nmethod = none\n[index]\nid = idx\ndimensions = one\n[dimension.one]\nindicators = a\n[report]\nsections = summary\n' >p.ini
}

# The sentences as lines; the language.
sentences() {
    heng report p.ini -o out --set "report.language=$1"
    exits 0
    sed '1,/id="s-summary"/d; /<\/main>/,$d' out/report.html | sed 's/<[^>]*>//g' | sed '/^$/d'
}

@test "one leads; several share the first place; nobody is ahead; one alone" {
    ranking u1,A,x,90 u2,B,x,80 u3,C,y,70 u4,D,y,70 u5,E,y,60 u6,F,z,50 u7,G,z,50 u8,H,w,40
    sentences en >en
    grep -qx 'Among x, A leads with 90.00 points\.' en
    grep -qx 'Among y, C, D share the first place with 70.00 points\.' en
    grep -qx 'Among z, none of the 2 units with a rank is ahead of another\.' en
    grep -qx 'Among w, only H has a rank, with 40.00 points\.' en
    [ "$(grep -c leads en)" -eq 1 ]
    sentences zh >zh
    grep -qx 'x中，A以90.00分居首位。' zh
    grep -qx 'y中，C、D并列首位（70.00分）。' zh
    grep -qx 'z中，有位次的2个单位不分先后。' zh
    grep -qx 'w中，只有H有位次，得40.00分。' zh
    [ "$(grep -c 居首位 zh)" -eq 1 ]
}

@test "the distance between ends: none where there is none; times only of scores with a zero" {
    ranking u1,A,x,90 u2,B,x,80 u3,C,x,70 u4,D,x,60 u5,E,x,45
    sentences en >en
    grep -qx 'First and last are 45.00 points apart: the score of the last, E, goes 2.0 times into the first\.' en
    ranking u1,A,x,90 u2,B,x,80 u3,C,x,70 u4,D,x,30 u5,E,x,30
    sentences en >en
    grep -qx 'First and last are 60.00 points apart: the score of the last, D, E, goes 3.0 times into the first\.' en
    for last in -5 0 0.1; do
        ranking u1,A,x,90 u2,B,x,80 u3,C,x,70 u4,D,x,60 u5,E,x,"$last"
        sentences en >en
        grep -q 'points apart (last: E)\.' en
        ! grep -q times en || false
    done
    ranking u1,A,x,-1 u2,B,x,-2 u3,C,x,-3 u4,D,x,-4 u5,E,x,-5
    sentences zh >zh
    grep -qx '首尾得分相差4.00分（末位：E）。' zh
    ranking u1,A,x,7 u2,B,x,7 u3,C,x,7 u4,D,x,7 u5,E,x,7
    sentences en >en
    ! grep -q 'apart' en || false
}

@test "who has no rank is of a class that is named; one unit is one unit" {
    ranking u1,A,x,90 u2,B,x,80 u3,C,y,
    sentences en >en
    grep -qx 'Among y, 1 without a rank: C\.' en
    ! grep -q 'Among y.*leads\|only' en || false
    ranking u1,A,x,90
    sentences en >en
    grep -qx 'This report evaluates 1 unit by 1 indicator\.' en
    grep -qx 'Among all units, only A has a rank, with 90.00 points\.' en
}

@test "one unit alone is not to be ranked by; none is" {
    ranking u1,A,x,90 u2,B,x,80 u3,C,x,70 u4,D,x,60 u5,E,x,50 u6,F,x,40 u7,G,x,30
    awk -F, -v OFS=, 'NR == 1 { print $0, "a_low", "a_high"; next } { wide = $1 == "u3" ? 50 : 1; print $0, $4 - wide, $4 + wide }' t.csv >wide.csv
    mv wide.csv t.csv
    printf '[uncertainty]\ndata_noise_bounds = 0.9\nreplicates = 400\n' >>p.ini
    sentences en >en
    grep -qx 'Under other reasonable choices, of 7 ranks 6 are solid: A, B, D, E, F, G\.' en
    grep -qx "Not to be ranked by, with intervals of more than a third of the class: C\." en
    sed -i 's/^\(u3.*\),20,120$/\1,69,71/' t.csv
    sentences en >en
    ! grep -q 'Not to be ranked by' en || false
}
