#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# [selection]: typical cases of the counties, and scripts that go wrong.
load helper

CASES=$TOP/config/typical-cases.ini

# The plain rule once more, from panorama.csv: best mean standing first, so many cases, so many a city.
# A line a unit that is chosen: its code.
twin() {
    awk -F, -v ids="$2" -v cases="$3" -v limit="$4" '
        FNR == NR { if (FNR > 1) city[$1] = $3; next }
        FNR == 1 { n = split(ids, want, " "); for (i in want) is[want[i]] = 1; next }
        $5 != "" { rank[$3] = $5 }
        ($8 in is) && $10 != "" { sum[$3] += 100 * ($11 - $10) / ($11 - 1); count[$3]++ }
        END {
            for (k = 0; k < cases; k++) {
                best = ""
                for (u in sum) {
                    if (done[u] || !(u in rank) || count[u] < n / 2 || taken[city[u]] >= limit) continue
                    d = best == "" ? 1 : sum[u] / count[u] - sum[best] / count[best]
                    if (d > 1e-9 || (d > -1e-9 && (rank[u] + 0 < rank[best] + 0 ||
                        (rank[u] == rank[best] && u < best)))) best = u
                }
                if (best == "") break
                done[best] = 1; taken[city[best]]++; print best
            }
        }' "$TOP/config/data/zhejiang_2024.csv" "$1/panorama2.csv"
}

# panorama.csv in the twin's columns: 3 code, 5 rank, 8 node, 10 node rank, 11 count.
prepare() {
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
        { print "," "," $at["code"] "," "," $at["rank"] ",,," $at["node"] ",," $at["node_rank"] "," $at["node_count"] }' \
        "$1/panorama.csv" >"$1/panorama2.csv"
}

# chosen FILE DIRECTION: the codes, in order.
chosen() {
    awk -F, -v d="$2" '$1 == d && $7 == "yes" { print $4 }' "$1/selection.csv"
}

@test "typical cases: as many as asked, within the city's limit, every group there, every reason given" {
    heng run "$CASES" -o out
    exits 0
    says "城乡融合（12个，落选"
    says "区域协调（12个，落选"
    head -1 out/selection.csv | grep -qx 'direction,order,class,code,name,value,chosen,reason'
    for d in urban_rural regional; do
        chosen out $d >codes
        [ "$(wc -l <codes)" -eq 12 ]
        [ "$(sort -u codes | wc -l)" -eq 12 ]
        grep -Ff codes "$TOP/config/data/zhejiang_2024.csv" | cut -d, -f3 | sort | uniq -c | awk '$1 > 2 { exit 1 }'
        [ "$(grep -Ff codes "$TOP/config/data/zhejiang_2024.csv" | grep -c ',district,')" -ge 3 ]
        [ "$(grep -Ff codes "$TOP/config/data/zhejiang_2024.csv" | grep -c ',county,')" -ge 3 ]
        [ "$(grep -Ff codes "$TOP/config/data/zhejiang_mountain_island.csv" | grep -c ',山区')" -ge 2 ]
        [ "$(grep -Ff codes "$TOP/config/data/zhejiang_mountain_island.csv" | grep -vc ',其他')" -ge 3 ]
        awk -F, -v d=$d '$1 == d && $2 != ++n { exit 1 }' out/selection.csv
    done
    # Near misses, too, and none without its reason.
    grep -q ',no,' out/selection.csv
    awk -F, 'NF < 8 || $8 == "" { exit 1 }' out/selection.csv
    # Who gave its place is told, and to whom.
    [ "$(grep -c ',no,.*让位于' out/selection.csv)" -eq "$(grep -c ',yes,.*保底名额入选' out/selection.csv)" ]
    heng verify out/run.json
    exits 0
    grep -q '"script": "typical_cases"' out/run.json
}

@test "typical cases: the same bits twice; the other language says the same cases" {
    heng run "$CASES" -o a
    heng run "$CASES" -o b -j 1
    cmp a/selection.csv b/selection.csv
    heng run "$CASES" -o en --set profile.language=en
    exits 0
    says "Urban-rural integration (12, near misses: "
    cut -d, -f1-7 a/selection.csv | cmp - <(cut -d, -f1-7 en/selection.csv)
    grep -q 'average standing' en/selection.csv
}

@test "typical cases: without minimums, what a greedy twin chooses" {
    for limits in "12 2" "20 3" "5 1"; do
        set -- $limits
        heng run "$CASES" -o out --set selection.mountain=0 --set selection.mountain_island=0 \
            --set selection.per_class=0 --set selection.cases="$1" --set selection.per_city="$2"
        exits 0
        prepare out
        chosen out urban_rural >got
        twin out "urban_rural_income_ratio rural_income dual_contrast urbanisation" "$1" "$2" >want
        diff want got
        chosen out regional >got
        twin out "gdp_per_person fiscal_self_sufficiency population_inflow road_density doctors_per_1000" "$1" "$2" >want
        diff want got
    done
}

@test "typical cases: minimums that cannot be met are told, and the limit of a city holds" {
    heng run "$CASES" -o out --set selection.mountain=40
    exits 0
    tells "山区县"
    chosen out regional >codes
    grep -Ff codes "$TOP/config/data/zhejiang_2024.csv" | cut -d, -f3 | sort | uniq -c | awk '$1 > 2 { exit 1 }'
    heng run "$CASES" -o out --set selection.cases=40
    tells "只选出22个"
    heng run "$CASES" -o bad --set selection.regional=gdp_per_persn
    exits 3
    tells "did you mean gdp_per_person?"
    [ ! -e bad/selection.csv ]
    [ -e bad/scores.csv ]
}

@test "a wrong [selection] is a problem of the profile" {
    small
    printf '[selection]\nscript = typical_case\n' >>p.ini
    heng check p.ini
    exits 78
    tells "there is no script selections/typical_case.lua; did you mean typical_cases?"
    heng check p.ini --set selection.script=typical_cases
    exits 78
    tells "typical_cases needs the attribute city"
    heng check "$CASES" --set selection.period=2020
    exits 78
    tells "the data have no period 2020"
    heng check "$CASES" --set selection.case=3
    exits 78
    tells "did you mean cases?"
    heng run "$COUNTIES" -o out
    [ ! -e out/selection.csv ]
}

@test "heng list and heng new know selections" {
    heng list scripts
    exits 0
    says "selections of cases ([selection] script = NAME)"
    heng list typical_cases
    exits 0
    says "urban_rural: 城乡融合"
    says "rule       1. A unit's standing"
    heng new selection my_cases
    exits 0
    says selections/my_cases.lua
    HENG=$HENG run sh test_my_cases.sh
    [ "$status" -eq 0 ]
    says "my_cases: as reckoned by hand"
}
