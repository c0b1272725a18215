#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What three_gaps, new_citizens and county_town_capacity mean: published figures, known leaders,
# and that a change moves what it should and nothing else.
load helper

COUNTY_DATA=$TOP/config/data/zhejiang_2024.csv
CENSUS=$TOP/config/data/zhejiang_census_2020.csv

# changed FILE COLUMN FACTOR [CODE] >COPY: the column times FACTOR, of one unit or of all.
changed() {
    awk -F, -v OFS=, -v name="$2" -v factor="$3" -v code="$4" '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; if (!at) exit 1; print; next }
        { if ($at != "" && (code == "" || $1 == code)) $at = factor * $at; print }' "$1"
}

# moved BEFORE AFTER: the nodes whose scores differ anywhere by more than rounding, in order.
moved() {
    awk -F, 'FNR == 1 { for (i = 8; i <= NF; i++) name[i] = $i; n = NF }
             NR == FNR { line[$4 "," $2] = $0; next }
             FNR > 1 { split(line[$4 "," $2], was, ",")
                       for (i = 8; i <= NF; i++) { d = $i - was[i]; if (d < 0) d = -d; if (d > 1e-9) hit[i] = 1 } }
             END { for (i = 8; i <= n; i++) if (hit[i]) printf "%s ", name[i] }' "$1/scores.csv" "$2/scores.csv"
}

# raw DIR INDICATOR: code,value lines, largest first, of class CLASS when given.
raw() {
    awk -F, -v id="$2" -v class="$3" '$4 == id && $5 != "" && (class == "" || $1 == class) { print $3 "," $5 }' \
        "$1/indicators.csv" | sort -t, -k2,2gr
}

rank_of() {
    awk -F, -v code="$2" '$3 == code { print $5 }' "$1/scores.csv"
}

run_to() { # DIR PROFILE OPTION...
    local dir=$1 profile=$2
    shift 2
    "$HENG" run "$TOP/config/$profile.ini" -o "$dir" "$@" >"$dir.txt" 2>"$dir.err"
}

@test "every profile checks, and its other weights make another league table" {
    for pair in "three-gaps critic" "new-citizens entropy" "county-town-capacity critic"; do
        set -- $pair
        for profile in "$1" "$1-$2"; do
            heng check "$TOP/config/$profile.ini"
            exits 0
            [ -z "$stderr" ]
            run_to "$profile" "$profile"
        done
        ! cmp -s "$1/scores.csv" "$1-$2/scores.csv" || false
        # the weights differ inside the dimensions, not between them
        diff <(grep "$(echo "$1" | tr - _)" "$1/weights.csv") <(grep "$(echo "$1" | tr - _)" "$1-$2/weights.csv")
    done
    [ ! -s new-citizens.err ]
    [ ! -s county-town-capacity.err ]
    [ "$(grep -vc 'units are left out: no value' three-gaps.err)" -eq 0 ]
    for profile in three-gaps-provinces three-gaps-areas; do
        heng check "$TOP/config/$profile.ini"
        exits 0
    done
}

@test "the long table of the provinces follows from the other one" {
    command -v lua5.4 >/dev/null || skip "no lua5.4"
    lua5.4 "$TOP/config/data/provinces_income_areas.lua" "$TOP/config/data" >areas.csv
    cmp areas.csv "$TOP/config/data/provinces_income_areas.csv"
}

@test "provinces: Theil between town and country is the published one, 527 of 527" {
    run_to out three-gaps-areas
    awk -F, '
        FNR == 1 { for (i = 1; i <= NF; i++) at[FILENAME, $i] = i; f = FILENAME; next }
        NR == FNR { want[$at[f, "name"] "," $at[f, "year"]] = $at[f, "theil_published"]; m++; next }
        $at[f, "part"] == "within" && $at[f, "group"] != "" {
            key = $at[f, "group"] "," $at[f, "period"]
            if (!(key in want)) { print "unknown " key; bad++ }
            d = $at[f, "theil_t"] - want[key]
            if (d < 0) d = -d
            if (d > 0.0005 + 1e-9) { print key, $at[f, "theil_t"], want[key]; bad++ }
            n++
        }
        END { print n " of " m; exit bad > 0 || n != 527 || m != 527 }' \
        "$TOP/config/data/provinces_income.csv" out/analysis-theil.csv
    # and so does the indicator of the index
    run_to panel three-gaps-provinces
    awk -F, '
        NR == FNR { if (FNR > 1) want[$1 "," $3] = $4; next }
        $4 == "urban_rural_theil" {
            d = $5 - want[$3 "," $2]
            if (d < 0) d = -d
            if (d > 0.0005 + 1e-9) { print $0, want[$3 "," $2]; bad++ }
            n++
        }
        END { exit bad > 0 || n != 527 }' "$TOP/config/data/provinces_income.csv" panel/indicators.csv
}

@test "provinces: the parts add up each year, and the gaps close" {
    run_to areas three-gaps-areas
    for name in theil theil_area; do
        awk -F, 'NR > 1 && $7 == "" { if ($4 == "total") total[$2] = $9; else parts[$2] += $9 }
                 END { for (y in total) { n++; d = total[y] - parts[y]; if (d > 1e-12 || d < -1e-12) bad = 1 }
                       exit bad || n != 17 }' "areas/analysis-$name.csv"
    done
    run_to out three-gaps-provinces
    grep -q 'output_gap_city, revenue_gap' out.err # what the panel lacks is set aside by name
    [ "$(wc -l <out.err)" -eq 1 ]
    [ "$(awk -F, '$6 != "" && NR > 1' out/scores.csv | wc -l)" -eq 527 ]
    # 2005 has no revised output: marked, in that year and no other
    [ "$(awk -F, '$4 == "output_gap" && $8 !~ /^observed/ { print $2 }' out/indicators.csv | sort | uniq -c | tr -d ' ')" = 312005 ]
    # the spread between the provinces falls, by both measures
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
             $at["scope"] == "trend" && $at["indicator"] != "income_theil" {
                 n++; if ($at["slope"] >= 0 || $at["p"] > 0.05) { print; bad = 1 } }
             END { exit bad || n != 6 }' out/analysis-sigma.csv
    # poor provinces grew faster
    [ "$(column out/analysis-beta.csv beta | grep -c '^-')" -eq 2 ]
    # income per head is spread less evenly in 2005 than in 2021
    awk -F, '$3 == "income_per_resident" { g[$2] = $5 } END { exit !(g[2005] > g[2021] && g[2021] > 0) }' out/analysis-income_gini.csv
    # between the regions and within them is all there is, and most of what was between is gone
    awk -F, 'NR > 1 && $7 == "" { if ($4 == "total") total[$2] = $9; else parts[$2] += $9
                                  if ($4 == "between") between[$2] = $9 }
             END { for (y in total) { n++; d = total[y] - parts[y]; if (d > 1e-12 || d < -1e-12) bad = 1 }
                   exit bad || n != 16 || between[2021] > between[2006] / 2 }' out/analysis-output_theil.csv
    # no series that breaks: no gap widens by 15 points in a year
    awk -F, '$4 == "output_gap" && $5 != "" { if ($3 in was && $5 - was[$3] > 15) { print; bad = 1 } was[$3] = $5 } END { exit bad }' \
        <(sort -t, -k3,3 -k2,2 out/indicators.csv)
}

@test "three gaps: the figures behind it, recomputed" {
    run_to out three-gaps
    # the shortfall to the mean over the people, by hand for every unit
    awk -F, '
        FNR == 1 && NR == FNR { for (i = 1; i <= NF; i++) at[$i] = i; next }
        NR == FNR { x[$1] = $at["gdp_per_capita_yuan"]; p = $at["pop_yearend_10k"]; sum += p * x[$1]; people += p; next }
        $4 == "output_gap" {
            want = 100 * (1 - x[$3] * people / sum); if (want < 0) want = 0
            d = $5 - want; if (d > 1e-9 || d < -1e-9) { print; bad = 1 }; n++
        }
        END { exit bad || n != 90 }' "$COUNTY_DATA" out/indicators.csv
    # ratios: islands and Jiaxing are the most even, the south-western mountains the least
    [ "$(raw out urban_rural_ratio county | tail -n 1 | cut -d, -f1)" = 330921 ]
    [ "$(raw out urban_rural_ratio county | head -n 1 | cut -d, -f1)" = 330127 ]
    # where nothing is published for the country there is no gap, and no rank, and a reason
    [ "$(awk -F, '$5 == "" { print $3 }' out/scores.csv | sort | tr '\n' ' ')" = "330102 330105 330106 330108 330303 " ]
    [ "$(grep -c no_rural_income out/rules.csv)" -eq 5 ]
    [ "$(raw out urban_rural_theil | wc -l)" -eq 85 ]
    # Theil by class and city adds up
    for name in output_theil output_theil_city income_theil; do
        awk -F, 'NR > 1 && $7 == "" { if ($4 == "total") total = $9; else if ($4 == "between" || $5 == last) sum += $9 }
                 END { d = total - sum; exit !(total > 0 && d < 1e-12 && d > -1e-12) }' \
            last="$([ $name = output_theil_city ] && echo group || echo city)" "out/analysis-$name.csv"
    done
    # output is more unequal than income, and between cities lies less than half of it
    awk -F, 'NR > 1 { g[$3] = $5 } END { exit !(g["gdp_per_capita_yuan"] > 2 * g["income_per_resident"]) }' out/analysis-gini.csv
}

@test "three gaps: what a parameter means" {
    run_to plain three-gaps
    run_to far three-gaps --set index.gap=distance
    # being ahead counts as a gap, too: Binjiang has one now
    [ "$(raw plain output_gap | grep '^330108,' | cut -d, -f2)" = 0 ]
    [ "$(raw far output_gap | head -n 1 | cut -d, -f1)" = 330108 ]
    [ "$(moved plain far)" = "three_gaps regional incomes " ]
    run_to class three-gaps --set index.reference=class
    # counties are measured by counties: fewer fall short, and by less
    [ "$(raw class output_gap county | awk -F, '$2 > 0' | wc -l)" -lt "$(raw plain output_gap county | awk -F, '$2 > 0' | wc -l)" ]
    heng check "$TOP/config/three-gaps.ini" --set index.gap=ratio
    exits 78
    tells "[index] gap = ratio: expected one of shortfall, distance"
    heng run "$TOP/config/three-gaps-provinces.ini" -o provinces --set index.reference=class
    exits 3
    tells "reference = class: the table has no column group"
}

@test "new citizens: Yiwu leads the counties, the mountains come last" {
    run_to out new-citizens
    [ "$(rank_of out 330782)" = 1 ]
    [ "$(raw out residents_to_registered county | head -n 1 | cut -d, -f1)" = 330782 ]
    [ "$(raw out residents_to_registered district | head -n 1 | cut -d, -f1)" = 330114 ] # Qiantang
    # recomputed from the table, all of them
    awk -F, 'FNR == 1 && NR == FNR { for (i = 1; i <= NF; i++) at[$i] = i; next }
             NR == FNR { want[$1] = 100 * $at["pop_yearend_10k"] / $at["registered_pop_10k"]; next }
             $4 == "residents_to_registered" { d = $5 - want[$3]; if (d > 1e-9 || d < -1e-9) bad = 1; n++ }
             END { exit bad || n != 90 }' "$COUNTY_DATA" out/indicators.csv
    # Binjiang has the most educated residents of all
    [ "$(raw out schooling_years | head -n 1 | cut -d, -f1)" = 330108 ]
    # who sends people away takes in few
    last=$(awk -F, '$1 == "county" { code = $3 } END { print code }' out/scores.csv)
    awk -F, -v code="$last" '$3 == code && $4 == "residents_to_registered" { exit !($5 < 80) }' out/indicators.csv
}

@test "new citizens: census counts are only divided by census counts" {
    run_to before new-citizens
    cp "$CENSUS" c.csv
    for column in census_pop census_moved_same_province census_moved_other_province; do
        changed c.csv $column 4 330109 >d.csv
        mv d.csv c.csv
    done
    run_to after new-citizens --set data.census.path=c.csv
    [ -z "$(moved before after)" ]
    for column in census_employed census_emp_farm census_households_sampled census_households_tap_water; do
        changed c.csv $column 3 330782 >d.csv
        mv d.csv c.csv
    done
    run_to towns county-town-capacity
    run_to towns_after county-town-capacity --set data.census.path=c.csv
    [ -z "$(moved towns towns_after)" ]
}

@test "county towns: 53 counties, no district; the developed lead, remote ones end" {
    run_to out county-town-capacity
    [ "$(tail -n +2 out/scores.csv | wc -l)" -eq 53 ]
    [ "$(grep -c '^district' out/scores.csv)" -eq 0 ]
    [ "$(tail -n +2 out/scores.csv | cut -d, -f5 | sort -n | uniq | wc -l)" -eq 53 ]
    [ "$(rank_of out 330782)" -le 5 ] # Yiwu
    [ "$(rank_of out 330328)" -ge 50 ] # Wencheng
    # Longgang, a single town made a city, is the most urban; Yiwu has the most townspeople
    [ "$(raw out urban_share | head -n 1 | cut -d, -f1)" = 330383 ]
    [ "$(raw out urban_residents_log | head -n 1 | cut -d, -f1)" = 330782 ]
    # Qingtian's people live abroad: fewest doctors for those counted
    [ "$(raw out doctors_per_10k | tail -n 1 | cut -d, -f1)" = 331121 ]
    awk -F, '$4 == "jobs_off_farm" && !($5 > 0 && $5 <= 100) { exit 1 }' out/indicators.csv
    awk -F, '$4 == "tap_water_share" && !($5 > 0 && $5 <= 100) { exit 1 }' out/indicators.csv
}

@test "a changed column moves its own dimension and the index, nothing else" {
    while read -r profile column code nodes; do
        run_to before "$profile"
        changed "$COUNTY_DATA" "$column" 2 "$code" >t.csv
        run_to after "$profile" --set data.path=t.csv
        [ "$(moved before after)" = "$nodes " ] || { echo "$profile $column: $(moved before after)" >&2; return 1; }
        rm -r before after
    done <<'END'
three-gaps gdp_per_capita_yuan 330328 three_gaps regional
three-gaps budget_revenue_100m 330328 three_gaps regional
new-citizens doctors 330328 new_citizens services
new-citizens urban_income_yuan 330328 new_citizens living
new-citizens registered_pop_10k 330782 new_citizens inflow urbanisation
county-town-capacity doctors 330328 county_town_capacity services
county-town-capacity road_km 330328 county_town_capacity infrastructure
county-town-capacity retail_sales_100m 330328 county_town_capacity employment
county-town-capacity budget_revenue_100m 330328 county_town_capacity means
END
    # the whole column doubled is another unit of measure: nothing moves
    run_to before county-town-capacity
    changed "$COUNTY_DATA" doctors 2 >t.csv
    run_to after county-town-capacity --set data.path=t.csv
    [ -z "$(moved before after)" ]
    # more doctors raise Wencheng
    changed "$COUNTY_DATA" doctors 2 330328 >t.csv
    run_to better county-town-capacity --set data.path=t.csv
    awk -v was="$(column before/scores.csv services 330328)" -v is="$(column better/scores.csv services 330328)" \
        'BEGIN { exit !(is > was + 1) }'
}

@test "an indicator dropped changes its dimension and the index, nothing else" {
    while read -r profile indicator nodes; do
        run_to before "$profile"
        run_to after "$profile" --set "indicator.$indicator.weight=0"
        [ "$(moved before after)" = "$nodes " ] || { echo "$profile $indicator: $(moved before after)" >&2; return 1; }
        # the raw figures of the others stay
        cmp <(grep -v ",$indicator," before/indicators.csv) <(grep -v ",$indicator," after/indicators.csv)
        rm -r before after
    done <<'END'
three-gaps urban_rural_theil three_gaps urban_rural
new-citizens beds_per_10k new_citizens services
county-town-capacity museums_per_100k county_town_capacity services
END
}

@test "without the census, and without what else is optional, what is left is an index" {
    cat >p.ini <<END
[profile]
title = 新市民
[data]
path = t.csv
unit = code
name = name
[index]
script = new_citizens
[screen]
indicator_min_share = 0.5
END
    awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
        { print $1, $2, $at["pop_yearend_10k"], $at["registered_pop_10k"], $at["urban_pop_10k"] }' "$COUNTY_DATA" >t.csv
    heng run p.ini -o out
    exits 3
    tells "indicator doctors_per_10k: the table has no column doctors"
    tells "screen: 11 of 14 indicators set aside"
    [ "$(awk -F, 'NR > 1 && $6 != ""' out/scores.csv | wc -l)" -eq 90 ]
    sed -i 's/new_citizens/county_town_capacity/' p.ini
    heng check p.ini
    exits 78
    tells "county_town_capacity needs the column "
}

@test "titles in both languages; list tells what is measured and what is missing" {
    heng run "$TOP/config/new-citizens.ini" -o out --set profile.language=en
    exits 0
    says "New citizens in the counties of Zhejiang"
    says "Public services"
    for index in three_gaps new_citizens county_town_capacity; do
        heng list "$index"
        exits 0
        says "source"
        says "Statistical Yearbook 2025"
        [ "$(grep -c "title_en = " "$TOP/scripts/indices/$index.lua")" -eq "$(grep -cE "(^|[ {])title = " "$TOP/scripts/indices/$index.lua")" ]
    done
    says "not open by county"
}
