#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the shipped systems say about the world, and what moves when one thing is changed.
load helper

DATA=$TOP/config/data
COORDINATION=$TOP/config/provincial-coordination.ini

# top FILE CLASS COLUMN: the code of the unit of the class with the highest value.
top() {
    awk -F, -v class="$2" -v name="$3" '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; if (!(name in at)) exit 1; next }
        $1 == class && $at[name] != "" && (code == "" || $at[name] > best) { best = $at[name] + 0; code = $at["code"] }
        END { print code }' "$1"
}

# changed BEFORE AFTER: names of the columns of two scores.csv in which any unit differs; units by code and period.
changed() {
    awk -F, 'FNR == 1 { for (i = 1; i <= NF; i++) name[i] = $i; n = NF; next }
        NR == FNR { for (i = 8; i <= NF; i++) was[$2, $3, i] = $i; m++; next }
        { k++; for (i = 8; i <= NF; i++) if ($i != was[$2, $3, i]) differs[i] = 1 }
        END { if (m != k) print "units"; for (i = 8; i <= n; i++) if (differs[i]) printf "%s ", name[i] }' "$1" "$2"
}

# counties_with AWK: the county profile here on a yearbook whose lines the program has changed, in out.
counties_with() {
    mkdir -p data
    awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }'" $1 { print }" "$DATA/zhejiang_2024.csv" >data/zhejiang_2024.csv
    cp "$DATA/zhejiang_census_2020.csv" data
    cp "$COUNTIES" p.ini
    heng run p.ini -o out
    exits 0
}

# normalised FILE PERIOD INDICATOR: lowest and highest normalised value.
normalised() {
    awk -F, -v t="$2" -v id="$3" '$2 == t && $4 == id { v = $7 + 0; if (!n++ || v < lo) lo = v; if (n == 1 || v > hi) hi = v }
        END { printf "%.9g %.9g", lo, hi }' "$1"
}

# ---- the counties ----------------------------------------------------------------------

@test "Binjiang leads the districts on innovation, by the education of its residents" {
    heng run "$COUNTIES" -o out
    exits 0
    [ "$(top out/scores.csv district innovation)" = 330108 ]
    for id in university_share schooling_years; do
        [ "$(awk -F, -v id=$id '$1 == "district" && $4 == id { print $5, $3 }' out/indicators.csv | sort -gr | awk 'NR == 1 { print $2 }')" = 330108 ]
    done
}

@test "Yiwu leads the counties on express delivery, by far" {
    heng run "$COUNTIES" -o out
    exits 0
    awk -F, '$1 == "county" && $4 == "express_per_person" && $5 != "" { print $5, $3 }' out/indicators.csv | sort -gr >express
    [ "$(awk 'NR == 1 { print $2 }' express)" = 330782 ]
    awk 'NR == 1 { first = $1 } NR == 2 { exit !(first > 1.5 * $1) }' express
}

@test "the four counties that come last on output density are among the five with the fewest people on the land" {
    heng run "$COUNTIES" -o out
    exits 0
    awk -F, '$1 == "county" && $4 == "gdp_density" && $5 != "" { print $5, $3 }' out/indicators.csv | sort -g |
        head -n 4 | cut -d' ' -f2 | sort >last
    # 庆元县, 景宁畲族自治县, 龙泉市, 淳安县, all in the mountains of the south and west
    [ "$(tr '\n' ' ' <last)" = "330127 331126 331127 331181 " ]
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        $at["group"] == "county" && $at["land_area_km2"] > 0 { print $at["pop_yearend_10k"] / $at["land_area_km2"], $at["code"] }' \
        "$DATA/zhejiang_2024.csv" | sort -g | cut -d' ' -f2 >sparse
    [ "$(head -n 5 sparse | grep -cFxf last)" -eq 4 ]
    [ "$(head -n 3 sparse | grep -cFxf last)" -eq 3 ]
}

@test "a value doubled moves its dimension and the index, nothing else; a column doubled moves nothing" {
    "$HENG" run "$COUNTIES" -o before
    counties_with '$at["code"] == 331121 { $at["library_books_10k"] *= 2 }'
    [ "$(changed before/scores.csv out/scores.csv)" = "zhejiang_counties sharing " ]
    # up for the unit itself; districts do not notice what a county has
    awk -v a="$(column before/scores.csv sharing 331121)" -v b="$(column out/scores.csv sharing 331121)" 'BEGIN { exit !(b > a) }'
    cmp <(grep ^district before/scores.csv) <(grep ^district out/scores.csv)
    # another unit of measurement: a factor of two is exact, so not a bit may differ
    counties_with 'NR > 1 && $at["library_books_10k"] != "" { $at["library_books_10k"] *= 2 }'
    cmp before/scores.csv out/scores.csv
}

@test "a dropped indicator changes its dimension and the index, and no value of the others" {
    "$HENG" run "$COUNTIES" -o before
    heng run "$COUNTIES" -o out --set dimension.innovation.indicators=university_share,schooling_years
    exits 0
    [ "$(changed before/scores.csv out/scores.csv)" = "zhejiang_counties innovation " ]
    cmp <(grep -E ',(university_share|schooling_years),' before/indicators.csv) <(grep -E ',(university_share|schooling_years),' out/indicators.csv)
    cmp <(grep -vE "^[a-z]*,,[0-9]*,($(awk -F, '$4 == "innovation" { print $3 }' before/weights.csv | sort -u | paste -sd'|'))," before/indicators.csv) \
        <(grep -vE ',(university_share|schooling_years),' out/indicators.csv)
    # without weight it is as good as dropped
    heng run "$COUNTIES" -o none --set indicator.young_adults_share.weight=0
    exits 0
    [ "$(changed before/scores.csv none/scores.csv)" = "zhejiang_counties innovation " ]
}

@test "all weights times the same: the same scores, the same ranks" {
    "$HENG" run "$COUNTIES" -o before
    set --
    for id in economy innovation coordination green openness sharing; do
        set -- "$@" --set "dimension.$id.weight=2.5"
    done
    for id in university_share schooling_years professionals_share technology_employment_share; do
        set -- "$@" --set "indicator.$id.weight=7"
    done
    for id in business_services_employment_share young_adults_share; do
        set -- "$@" --set "indicator.$id.weight=3.5"
    done
    heng run "$COUNTIES" -o out "$@"
    exits 0
    cmp <(cut -d, -f1-5 before/scores.csv) <(cut -d, -f1-5 out/scores.csv)
    paste -d, before/scores.csv out/scores.csv | awk -F, 'NR > 1 { for (i = 6; i <= 14; i++) { d = $i - $(i + 14); if (d > 1e-9 || d < -1e-9) exit 1 } }'
}

# ---- the provinces ---------------------------------------------------------------------

@test "Theil's index from the columns is the published one at three decimals, 527 of 527" {
    heng run "$COORDINATION" -o out
    exits 0
    awk -F, 'NR == FNR { if (FNR > 1) want[$3, $1] = $4; next }
        $4 == "income_theil" { n++; d = $5 - want[$2, $3]; if (d > 0.0005000001 || d < -0.0005000001) { print; bad = 1 } }
        END { exit bad || n != 527 }' "$DATA/provinces_income.csv" out/indicators.csv
}

@test "the base year runs from 0 to 100, later years may leave it" {
    for run in provincial-coordination:2013:2021 provincial-coordination-nbs:2016:2024; do
        IFS=: read -r name base last <<<"$run"
        "$HENG" run "$TOP/config/$name.ini" -o "$name" 2>stderr
        for id in $(awk -F, 'NR > 1 { print $4 }' "$name/indicators.csv" | sort -u); do
            [ "$(normalised "$name/indicators.csv" "$base" "$id")" = "0 100" ]
        done
        awk -F, -v t="$last" '$2 == t && $7 > 100.01 { n++ } END { exit !n }' "$name/indicators.csv"
    done
    # town and country came closer everywhere, most of all where they were farthest apart
    awk -F, '$4 == "income_ratio" && $2 == 2013 { a[$3] = $5 } $4 == "income_ratio" && $2 == 2021 { n++; if ($5 >= a[$3]) exit 1 }
        END { exit n != 31 }' provincial-coordination/indicators.csv
}

@test "a province above the nation earns nothing by drawing away" {
    heng run "$COORDINATION" -o out
    exits 0
    awk -F, '$4 ~ /_relative$/ { n++; if (($6 >= 100) != ($7 > 99.999999999)) exit 1 } END { exit n != 3 * 527 }' out/indicators.csv
    # the nation lies between the lowest and the highest province in every year
    awk -F, '$4 == "income_relative" { lo[$2] += $5 < 100; hi[$2] += $5 > 100 } END { for (t = 2005; t <= 2021; t++) if (!lo[t] || !hi[t]) exit 1 }' out/indicators.csv
}

@test "the years before disposable income are named, and what stands in for 2005 is told" {
    heng run "$COORDINATION" -o out
    exits 0
    tells "rule net_income: 248 warned"
    [ "$(awk -F, '$5 == "net_income" { print $2 }' out/rules.csv | sort -u | tr '\n' ' ')" = "2005 2006 2007 2008 2009 2010 2011 2012 " ]
    [ "$(awk -F, 'NR > 1 && $8 != "observed" { print $2, $4 }' out/indicators.csv | sort | uniq -c | tr -s ' ')" = " 31 2005 output_relative" ]
    heng run "$TOP/config/provincial-coordination-nbs.ini" -o nbs
    exits 0
    [ "$(column nbs/indicators.csv provenance | sort -u)" = observed ]
}

@test "weights from the data are those of the base year in every year" {
    for name in provincial-coordination-entropy provincial-coordination-nbs-critic; do
        "$HENG" run "$TOP/config/$name.ini" -o "$name" 2>stderr
        awk -F, 'NR > 1 { if (($3 in w) && w[$3] != $5) exit 1; w[$3] = $5; if ($7 != "given") data[$3] = $5 }
            END { for (id in data) n++; exit n < 6 }' "$name/weights.csv"
    done
    "$HENG" run "$COORDINATION" -o plain 2>stderr
    run ! cmp plain/scores.csv provincial-coordination-entropy/scores.csv
}

@test "the analyses of the provinces: no unit is lost, parts add up, rich lies by rich" {
    heng run "$TOP/config/provincial-coordination-analysis.ini" -o out
    exits 0
    [ "$(tail -n +2 out/analysis-coupling.csv | wc -l)" -eq 527 ]
    awk -F, 'NR > 1 { if ($9 < 0) exit 1 } NR > 1 && $4 == "total" { t[$2 $3] = $9 }
        NR > 1 && $4 != "total" && $7 == "" { s[$2 $3] += $9 }
        END { for (k in t) { n++; d = t[k] - s[k]; if (d > 1e-12 || d < -1e-12) exit 1 } exit n != 33 }' out/analysis-theil.csv
    awk -F, '$4 == "global" { n++; if ($8 <= 0.2 || $12 > 0.01) exit 1 } END { exit n != 24 }' out/analysis-moran.csv
    # incomes converge, from 2013 on too; output no longer does
    [ "$(awk -F, '$3 == "income_per_person_yuan" { print ($9 < 0 && $12 < 0.01) }' out/analysis-beta_2013.csv)" = 1 ]
    [ "$(awk -F, '$3 == "gdp_per_person_yuan" { print ($12 > 0.1) }' out/analysis-beta_2013.csv)" = 1 ]
}

@test "the tables of the provinces agree where they overlap; neighbours are mutual" {
    awk -F, 'NR == FNR { if (FNR > 1) share[$1, $3] = 100 * $9 / ($9 + $6); next }
        ($1, $3) in share { n++; d = $4 - share[$1, $3]; if (d > 0.3 || d < -0.3) exit 1 } END { exit n != 527 }' \
        "$DATA/provinces_income.csv" "$DATA/provinces_panel.csv"
    awk -F, 'NR == FNR { if (FNR > 1 && $4 != "") gdp[$1, $3] = $4; next }
        ($1, $3) in gdp { n++; d = $5 - gdp[$1, $3]; if (d > 0.06 || d < -0.06) exit 1 } END { exit n != 186 }' \
        "$DATA/provinces_nbs.csv" "$DATA/provinces_panel.csv"
    awk -F, 'NR > 1 { m++; for (i = 2; i <= NF; i++) if ($i != "") { n++; link[$1, $i] = 1 } }
        END { for (k in link) { split(k, p, SUBSEP); if (!((p[2], p[1]) in link) || p[1] == p[2]) exit 1 } exit m != 31 || n != 138 }' \
        "$DATA/provinces_neighbours.csv"
}

# ---- all of them -----------------------------------------------------------------------

@test "every profile runs, ranks somebody, has a title in both languages, and says where data are made up" {
    for profile in "$TOP"/config/*.ini; do
        if grep -q '^\[chapter\.' "$profile"; then continue; fi # a book is no run
        name=$(basename "$profile" .ini)
        for language in en zh; do
            heng run "$profile" -o "$name" --set "profile.language=$language"
            exits 0 || { echo "$profile" >&2; return 1; }
            printf '%s\n' "$output" | head -n 1 >"$language"
        done
        [ "$(cat zh)" != "$(cat en)" ]
        # a rank before a score, names with commas or not
        grep -qE ',[0-9]+,-?[0-9.e-]+,' "$name/scores.csv" || { echo "$profile" >&2; return 1; }
        run ! grep -iE ',-?(nan|inf)(,|$)' "$name/scores.csv"
        if grep -q '"synthetic": true' "$name/run.json"; then
            grep -qF '合成数据' zh
            grep -qF 'synthetic data' en
        else
            ! grep -qE '合成|虚构' zh || false
        fi || { echo "$profile" >&2; return 1; }
    done
}
