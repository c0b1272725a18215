#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# [tiers], [panorama], and the stage of development, on the command line.
load helper

@test "a tier column, padded to labels of any width" {
    small
    printf '[tiers]\nhow = given\nlimits = 60, 30\nlabels = 第一梯队, 第二, C\n' >>p.ini
    heng run p.ini -o out
    exits 0
    says "score      tier"
    says "  第一梯队  "
    heng run p.ini -o zh --set profile.language=zh
    says "得分      等级"
    [ "$(column out/panorama.csv tier u5 | sort -u)" = "第一梯队" ]
    grep -q '"tier": "第一梯队"' out/run.json
    heng explain p.ini u5
    says "rank 2 (of 5)  tier 第一梯队"
    heng explain p.ini u5 --set profile.language=zh
    says "等级 第一梯队"
    heng verify out/run.json
    exits 0
}

@test "without [tiers] and [panorama] neither column nor file" {
    small
    heng run p.ini -o out
    exits 0
    [ ! -e out/panorama.csv ]
    case $output in *tier*) false ;; esac
    heng run p.ini -o out --set panorama.nodes=dimensions
    exits 0
    case $output in *tier*) false ;; esac
    [ "$(column out/panorama.csv tier | sort -u)" = "" ]
    [ "$(column out/panorama.csv node | sort -u | tr '\n' ' ')" = "one two " ]
}

@test "five tiers of the counties, best first, in order of the scores" {
    heng run "$COUNTIES" -o out
    exits 0
    for class in district county; do
        [ "$(grep "^$class," out/panorama.csv | awk -F, '!seen[$3]++ { print $7 }' | uniq | tr -d '\n')" = ABCDE ]
    done
    # the natural breaks are those of the analysis
    heng run "$TOP/config/zhejiang-counties-analysis.ini" -o all --set analysis.tiers.k=5
    exits 0
    awk -F, 'NR > 1 { print $1, $4, substr("ABCDE", $6, 1) }' all/analysis-tiers.csv | sort >a
    awk -F, 'NR > 1 { print $1, $3, $7 }' out/panorama.csv | sort -u >b
    [ "$(wc -l <b)" -eq 90 ]
    cmp a b
}

@test "strengths and weaknesses are at most a quarter of the class" {
    heng run "$COUNTIES" -o out
    exits 0
    awk -F, 'NR > 1 { n[$1 $8] = $11; s[$1 $8] += $12 == "strength"; w[$1 $8] += $12 == "weakness" }
        END { for (k in n) if (s[k] > n[k] / 4 || w[k] > n[k] / 4) exit 1 }' out/panorama.csv
    [ "$(awk -F, '$4 == "滨江区" && $8 == "innovation" { print $10, $11, $12 }' out/panorama.csv)" = "1 37 strength" ]
    [ "$(awk -F, '$4 == "义乌市" && $8 == "openness" { print $10, $12 }' out/panorama.csv)" = "1 strength" ]
    # each rank is told once a node and class, the score of the node falls with it
    awk -F, 'NR > 1 && $10 != "" { print $1, $8, $10, $9 }' out/panorama.csv | sort -k1,2 -k3,3n -k4,4gr |
        awk '{ key = $1 $2 } key == last && $4 > score { exit 1 } { last = key; score = $4 }'
}

@test "the stage of development: one scale, gaps between classes and cities" {
    heng run "$TOP/config/zhejiang-counties-stage.ini" -o out
    exits 0
    for name in distribution class_gap city_gap city_pairs output_gap; do
        [ -s "out/analysis-$name.csv" ]
    done
    # within, between and overlap make the whole; so do the divisions of Theil
    awk -F, '$3 == "zhejiang_counties" && $5 == "total" { t = $9 }
        $3 == "zhejiang_counties" && ($5 == "within" || $5 == "between" || $5 == "transvariation") && $6 == "" { s += $9 }
        END { d = t - s; exit !(t > 0 && d < 1e-12 && d > -1e-12) }' out/analysis-class_gap.csv
    awk -F, '$3 == "gdp_per_capita_yuan" && $7 == "" && $4 == "total" { t = $9 }
        $3 == "gdp_per_capita_yuan" && $7 == "" && ($4 == "between" || ($4 == "within" && $5 == "city")) { s += $9 }
        END { d = t - s; exit !(t > 0 && d < 1e-12 && d > -1e-12) }' out/analysis-output_gap.csv
    # districts are ahead of counties, on one scale
    [ "$(awk -F, '$3 == "zhejiang_counties" && $5 == "pair" { print $6 }' out/analysis-class_gap.csv)" = district ]
    [ "$(awk -F, '$5 == "pair"' out/analysis-city_pairs.csv | wc -l)" -eq 55 ]
    # ranks are still within the class
    [ "$(column out/scores.csv rank | sort -n | uniq -c | awk '$2 <= 37 && $1 != 2' | wc -l)" -eq 0 ]
}
