#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng compare: rank changes and what they come from.
load helper

# adds_up FILE: score_change is the sum of the columns behind it, up to class_from.
adds_up() {
    awk -F, '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        $at["score_change"] == "" { next }
        { sum = 0; n++
          for (i = at["score_change"] + 1; i < at["class_from"]; i++) sum += $i
          d = sum - $at["score_change"]; if (d > 1e-12 || d < -1e-12) { print "line " NR ": " d; bad = 1 } }
        END { exit bad || !n }' "$1"
}

@test "the counties against their other profiles" {
    for other in entropy topsis threshold ahp stage; do
        heng compare "$COUNTIES" "${COUNTIES%.ini}-$other.ini" -o out
        exits 0
        adds_up out/compare.csv
    done
    heng compare "$COUNTIES" "${COUNTIES%.ini}-entropy.ini" -o out
    says "权重"
    [[ $output != *合成* ]]
    [ "$(head -1 out/compare.csv)" = "class,period,code,name,rank_from,rank_to,rank_change,score_from,score_to,score_change,weights,class_from,rank_from_common,rank_to_common" ]
    [ "$(wc -l <out/compare.csv)" -eq 91 ]
    heng run "$COUNTIES" -o a
    heng run "${COUNTIES%.ini}-entropy.ini" -o b
    for code in 330109 331082; do
        [ "$(column out/compare.csv rank_from $code)" = "$(column a/scores.csv rank $code)" ]
        [ "$(column out/compare.csv score_to $code)" = "$(column b/scores.csv score $code)" ]
    done
}

@test "top, --all, the way back" {
    heng compare "$COUNTIES" "${COUNTIES%.ini}-entropy.ini" --top 2
    exits 0
    says "..."
    heng compare "$COUNTIES" "${COUNTIES%.ini}-entropy.ini" --all
    exits 0
    [[ $output != *...* ]]
}

@test "two periods of a panel" {
    heng compare "$PROVINCES" 2005 2021 -o out
    exits 0
    says "2005 -> 2021"
    says ".收入水平"
    adds_up out/compare.csv
    [ -s out/compare_nodes.csv ]
    heng compare "$PROVINCES" 2013 2020 --set normalise.base=each -o out
    exits 0
    says "标尺"
    adds_up out/compare.csv
    heng compare "$PROVINCES" 2005 1066
    exits 64
    tells "expected two periods"
    heng compare "$PROVINCES" 2005 2005
    exits 64
    heng compare "$PROVINCES" 2005 2021 --period 2010
    exits 64
}

@test "two profiles of a panel: --period" {
    heng compare "$PROVINCES" "$PROVINCES" --period 2010
    exits 0
    says "没有影响得分的差别"
    heng compare "$PROVINCES" "$PROVINCES" --period 1066
    exits 64
    tells "not both have such a period"
}

@test "manifests in place of profiles" {
    small
    cp p.ini q.ini
    "$HENG" run p.ini -o a >/dev/null
    "$HENG" run p.ini -o b --set dimension.two.weight=3 --set normalise.method=rank >/dev/null
    heng compare a/run.json b/run.json -o out
    exits 0
    says "goalposts"
    says "weights"
    adds_up out/compare.csv
    heng compare p.ini a/run.json
    exits 0
    says "Nothing differs"
    heng compare a/run.json b/run.json --set normalise.method=zscore
    exits 0
    [[ $output != *goalposts* ]]
    heng compare a/run.json b/run.json --set nonsense
    exits 64
    tells "expected section.key=value"
    sed -i 's/^u1,Alpha,x,1/u1,Alpha,x,7/' t.csv
    heng compare p.ini a/run.json
    exits 0
    tells "t.csv: changed since the run"
    echo '{}' >c.json
    heng compare a/run.json c.json
    exits 65
    tells "not a manifest of heng"
    heng compare nix.json p.ini
    exits 66
}

@test "units of one side, units that change class" {
    small
    sed 's/^u3,Gamma,y/u3,Gamma,x/; /^u1/d' t.csv >later.csv
    echo 'u9,New,y,4,10,7' >>later.csv
    printf '[profile]\nextends = p.ini\n[class]\nby = kind\n' >a.ini
    printf '[profile]\nextends = a.ini\ntitle_en = Later\n[data]\npath = later.csv\n' >b.ini
    heng compare a.ini b.ini -o out
    exits 0
    says "-> Later"
    says "only in a.ini"
    says "only in b.ini"
    says "was in y"
    [ "$(column out/compare.csv class_from u3)" = y ]
    [ "$(column out/compare.csv class u3)" = x ]
    [ "$(column out/compare.csv rank_from u9)" = "" ]
    adds_up out/compare.csv
}

@test "two units" {
    small
    heng compare p.ini u1 Gamma
    exits 0
    says "B - A"
    says "First"
    heng compare p.ini u1 nobody
    exits 64
    tells "no period and no unit"
    heng compare p.ini u1 u2 -o out
    exits 64
    [ ! -e out ]
}

@test "what cannot be compared, what must not be replaced" {
    small
    heng compare p.ini
    exits 64
    heng compare p.ini q.ini
    exits 66
    cp p.ini q.ini
    printf '[weights]\nmethod = entrpy\n' >>q.ini
    heng compare p.ini q.ini
    exits 78
    tells "entrpy"
    heng compare p.ini p.ini -o ''
    exits 64
    mv t.csv compare.csv
    heng compare p.ini p.ini --set data.path=compare.csv -o .
    exits 73
    tells "would replace an input"
}

@test "a part that fails is named: 3" {
    [ -f "$BAD/segv_compute.so" ] || skip "the misbehaving plugins are not built"
    small
    printf '[profile]\nextends = p.ini\n[dimension.two]\nweight = 3\n' >q.ini
    heng compare p.ini q.ini --plugins "$BAD" --set index.dimensions=one,two,segv_compute
    exits 3
    says "weights"
}

@test "newcomers and those gone are apart from the moves of the others" {
    printf 'place,year,score\nA,2013,90\nB,2013,80\nC,2013,70\nD,2013,60\nA,2014,88\nB,2014,70\nC,2014,72\nE,2014,95\nF,2014,91\n' >e.csv
    printf '[profile]\nlanguage = en\n[data]\npath = e.csv\nunit = place\nperiod = year\n[index]\nid = x\ndimensions = d\n[dimension.d]\nindicators = score\n[normalise]\nmethod = none\n' >p.ini
    heng compare p.ini 2013 2014 -o out
    exits 0
    says "among both"
    [ "$(cut -d, -f3 out/compare.csv | tr '\n' ' ')" = "code C A B D E F " ]
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) { if ($i in at) exit 1; at[$i] = i } next }
             { got = got $at["code"] $at["rank_change"] ":" $at["rank_from_common"] ">" $at["rank_to_common"] " " }
             END { if (got != "C-1:3>2 A-2:1>1 B-3:2>3 D:> E:> F:> ") { print got; exit 1 } }' out/compare.csv
    sed -i '/,2014,9[15]/d; /^D/d' e.csv
    heng compare p.ini 2013 2014
    exits 0
    [[ $output != *"among both"* ]]
}

@test "no column of compare.csv has the name of another, whatever differs" {
    small
    printf '[class]\nby = kind\n[weights]\nmethod = entropy\n' >add
    cat p.ini add >q.ini
    heng compare p.ini q.ini -o out
    exits 0
    [ "$(head -1 out/compare.csv | tr ',' '\n' | sort | uniq -d)" = "" ]
    heng compare q.ini p.ini -o out
    [ "$(head -1 out/compare.csv | tr ',' '\n' | sort | uniq -d)" = "" ]
}

@test "--help promises what is written" {
    small
    heng compare --help
    says "nothing is written"
    heng compare p.ini p.ini
    exits 0
    [ ! -e out ]
    heng report --help
    says "[report] formats"
}

@test "what fails on either side is told, on both each once; of two units, too" {
    [ -f "$BAD/segv_compute.so" ] || skip "the misbehaving plugins are not built"
    small
    printf '[profile]\nextends = p.ini\n[index]\ndimensions = one, two, bad\n[dimension.bad]\nplugin = segv_compute\n' >q.ini
    printf '[profile]\nextends = p.ini\n[index]\ndimensions = one, two, worse\n[dimension.worse]\nplugin = abort_compute\n' >w.ini
    heng compare q.ini w.ini --plugins "$BAD"
    exits 3
    tells 'dimension bad: '
    tells 'dimension worse: '
    tells 'q.ini and w.ini: complete but for 2 parts that failed'
    heng compare p.ini w.ini --plugins "$BAD"
    exits 3
    tells 'w.ini: complete but for 1 part that failed'
    heng compare q.ini p.ini --plugins "$BAD"
    exits 3
    tells 'q.ini: complete but for 1 part that failed'
    for side in q w; do "$HENG" run "$side.ini" -o "out-$side" --plugins "$BAD" >/dev/null 2>&1 || [ $? -eq 3 ]; done
    heng compare out-q/run.json out-w/run.json --plugins "$BAD"
    exits 3
    tells 'dimension bad: '
    tells 'dimension worse: '
    heng compare w.ini u1 u2 --plugins "$BAD"
    exits 3
    tells 'w.ini: complete but for 1 part that failed'
}
