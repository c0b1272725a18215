#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What logistics, metropolitan_integration, station_areas, opening_up and ecological_compensation mean; and
# an index of one's own by the steps of scripts/README.md.
load helper

run_to() { # DIR PROFILE OPTION...
    local dir=$1 profile=$2
    shift 2
    "$HENG" run "$TOP/config/$profile.ini" -o "$dir" "$@" >"$dir.txt" 2>"$dir.err"
}

# leads INDICATOR CODE CLASS: no unit of the class has more of it.
leads() {
    [ "$(awk -F, -v ind="$1" -v class="$3" '
        $1 == class && $4 == ind && $5 != "" && (code == "" || $5 + 0 > most) { most = $5 + 0; code = $3 }
        END { print code }' out/indicators.csv)" = "$2" ]
}

# by_code DIR COLUMN: a column of scores.csv in the order of the codes.
by_code() {
    { head -n 1 "$1/scores.csv"; tail -n +2 "$1/scores.csv" | sort -t, -k3,3; } >by_code.csv
    column by_code.csv "$2"
}

# core UNIT: the core it leans to.
core() {
    awk -F, -v unit="$1" '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        $at["from"] == unit && $at["rank"] == 1 { print $at["to"] }' out/analysis-leaning.csv
}

@test "every profile checks and runs without failures, and its other weights make another league table" {
    for theme in logistics metropolitan-integration station-areas opening-up ecological-compensation; do
        for profile in "$theme" "$theme-entropy"; do
            heng check "$TOP/config/$profile.ini"
            exits 0
            [ -z "$stderr" ]
            run_to "$profile" "$profile"
            # one unit without a loss, by geometric mean
            [ "$(grep -vc -e 'warning: screen: ' -e 'compensation: geometric: 1 unit has a child of 0 ' "$profile.err")" -eq 0 ]
        done
        ! cmp -s "$theme/scores.csv" "$theme-entropy/scores.csv" || false
        # the dimensions keep their weights
        root=,$(echo "$theme" | tr - _),
        diff <(grep -F "$root" "$theme/weights.csv") <(grep -F "$root" "$theme-entropy/weights.csv")
    done
}

@test "every indicator of the themes says its unit, direction, source and why" {
    for script in logistics metropolitan_integration station_areas opening_up ecological_compensation; do
        file=$TOP/scripts/indices/$script.lua
        for key in summary source note title title_en; do
            grep -q "^  $key = " "$file"
        done
        indicators=$(grep -c '{ id = ' "$file")
        [ "$indicators" -gt 8 ]
        [ "$(grep -c 'doc = ' "$file")" -eq $((indicators + $(grep -c '{ name = ' "$file"))) ]
        [ "$(grep -o 'direction = ' "$file" | wc -l)" -eq "$indicators" ]
        [ "$(grep -o 'unit = ' "$file" | wc -l)" -eq "$indicators" ]
        [ "$(grep -o ' source = ' "$file" | wc -l)" -eq $((indicators + 1)) ]
        heng list "$script"
        exits 0
    done
}

@test "logistics: Yiwu leads the counties on express delivery, and who lacks most is not ranked" {
    run_to out logistics
    leads parcel_revenue_per_person 330782 county
    leads parcel_revenue_per_area 330782 county
    [ "$(column out/scores.csv parcels 330782)" = "$(column out/scores.csv parcels | sort -g | tail -n 1)" ]
    # per person and per area, from the columns
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $1 == 330782 {
        printf "%.9g %.9g\n", $at["express_revenue_10kyuan"] / $at["pop_yearend_10k"], $at["civil_cars"] / $at["land_area_km2"] }' \
        "$TOP/config/data/zhejiang_2024.csv" >want
    awk -F, '$3 == 330782 && $4 == "parcel_revenue_per_person" { p = $5 } $3 == 330782 && $4 == "vehicles_per_area" { v = $5 }
        END { printf "%.9g %.9g\n", p, v }' out/indicators.csv | cmp - want
    grep -q '^unit,district,,330106,西湖区,' out/screened.csv
    [ -z "$(column out/scores.csv rank 330106)" ]
    # without the screen the same unit is ranked by less than half of the indicators
    run_to all logistics --set screen.unit_min_share=
    [ -n "$(column all/scores.csv rank 330106)" ]
}

@test "metropolitan integration: who leans to which core" {
    run_to out metropolitan-integration
    [ "$(core 330521)" = 杭州 ] # 德清
    [ "$(core 330481)" = 杭州 ] # 海宁
    [ "$(core 330109)" = 杭州 ] # 萧山
    [ "$(core 330282)" = 宁波 ] # 慈溪
    [ "$(core 330281)" = 宁波 ] # 余姚
    [ "$(core 330381)" = 温州 ] # 瑞安
    [ "$(core 330382)" = 温州 ] # 乐清
    [ "$(core 330783)" = 金义 ] # 东阳
    [ "$(core 330726)" = 金义 ] # 浦江
    # one line for each unit and core; the shares of a unit add up to 1
    [ "$(tail -n +2 out/analysis-leaning.csv | wc -l)" -eq 360 ]
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } { sum[$at["from"]] += $at["share"] }
        END { for (u in sum) if (sum[u] < 1 - 1e-9 || sum[u] > 1 + 1e-9) exit 1 }' out/analysis-leaning.csv
    # the analysis and the script's own shares are one model
    awk -F, 'BEGIN { name["hangzhou_share"] = "杭州"; name["ningbo_share"] = "宁波"
                     name["wenzhou_share"] = "温州"; name["jinyi_share"] = "金义" }
        FNR == 1 { for (i = 1; i <= NF; i++) at[FILENAME, $i] = i; f = FILENAME; next }
        NR == FNR { share[$at[f, "from"] "," $at[f, "to"]] = $at[f, "share"]; next }
        $4 in name { d = $5 / 100 - share[$3 "," name[$4]]; n++; if (d > 1e-9 || d < -1e-9) bad++ }
        END { exit bad > 0 || n != 360 }' out/analysis-leaning.csv out/indicators.csv
}

@test "station areas: twelve are ranked, the others are listed as without data" {
    run_to out station-areas
    data=$TOP/config/data/zhejiang_2024.csv
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "passengers_rail_10k") at = i; next } $at == "" { print $1 }' \
        "$data" | sort >without
    [ "$(wc -l <without)" -eq 78 ]
    awk -F, '$1 == "unit" { print $4 }' out/screened.csv | sort | cmp - without
    [ "$(awk -F, 'NR > 1 && $5 != ""' out/scores.csv | wc -l)" -eq 12 ]
    grep -q '经筛查剔除：78' out.txt
    heng explain "$TOP/config/station-areas.ini" 330106
    exits 0
    says "330106"
    says "[screen]"
    # what the others have changes nothing
    awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print; next }
        $at["passengers_rail_10k"] == "" { $at["gdp_100m"] *= 7 } { print }' "$data" >other.csv
    run_to other station-areas --set data.path="$PWD/other.csv"
    cmp out/scores.csv other/scores.csv
}

@test "opening-up: trade counts by output and person, not by size" {
    run_to out opening-up
    [ "$(column out/scores.csv rank K01)" = 1 ]
    # doubling everything of a county changes none of its ratios
    awk -F, -v OFS=, '$1 == "K07" { for (i = 4; i <= NF; i++) $i *= 2 } { print }' \
        "$TOP/config/data/opening_synthetic.csv" >twice.csv
    run_to twice opening-up --set data.path="$PWD/twice.csv"
    awk -F, 'NR == FNR { s[$3] = $6; next } FNR > 1 { d = $6 - s[$3]; if (d > 1e-9 || d < -1e-9) exit 1 }' \
        out/scores.csv twice/scores.csv
    # more exports move trade and exchange, not investment
    awk -F, -v OFS=, '$1 == "K12" { $6 *= 1.5 } { print }' "$TOP/config/data/opening_synthetic.csv" >more.csv
    run_to more opening-up --set data.path="$PWD/more.csv"
    [ "$(by_code out investment)" = "$(by_code more investment)" ]
    [ "$(column out/scores.csv trade K12)" != "$(column more/scores.csv trade K12)" ]
    # a table without the optional columns is enough
    cut -d, -f1-7,10,11 "$TOP/config/data/opening_synthetic.csv" >few.csv
    heng run "$TOP/config/opening-up.ini" -o few --set data.path="$PWD/few.csv"
    [ "$(awk -F, 'NR > 1 && $5 != ""' few/scores.csv | wc -l)" -eq 20 ]
}

@test "ecological compensation: who is paid what adds up to nothing, and follows the rule" {
    run_to out ecological-compensation
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } { v = $at["value"]; sum += v; paid += v > 0 ? v : 0; n++ }
        END { exit n != 20 || paid <= 0 || sum > 1e-6 || sum < -1e-6 }' out/analysis-compensation.csv
    value() { awk -F, -v code="$1" -v id="$2" '$3 == code && $4 == id { print $5 }' "${3:-out}/indicators.csv"; }
    # S01 by hand: 0.2 x 22736 x 23.4 % x 97.4 %
    awk -v got="$(value S01 compensation_claim)" 'BEGIN { d = got - 0.2 * 22736 * 0.234 * 0.974; exit d > 1e-6 || d < -1e-6 }'
    # upstream receives, the mouth pays
    awk -v a="$(value S01 compensation_net)" -v b="$(value S20 compensation_net)" 'BEGIN { exit !(a > 0 && b < 0) }'
    # bad water: no claim, and the fund is smaller; scores of contribution only move with the water
    awk -F, -v OFS=, '$1 == "S01" { $6 = 60 } { print }' "$TOP/config/data/ecology_synthetic.csv" >foul.csv
    run_to foul ecological-compensation --set data.path="$PWD/foul.csv"
    [ "$(value S01 compensation_claim foul)" = 0 ]
    [ "$(by_code out loss)" = "$(by_code foul loss)" ]
    [ "$(column out/scores.csv contribution S01)" != "$(column foul/scores.csv contribution S01)" ]
    # amounts do not depend on the weights, the index not on the amounts
    run_to entropy ecological-compensation-entropy
    cmp out/analysis-compensation.csv entropy/analysis-compensation.csv
    run_to rate ecological-compensation --set index.revenue_rate=0.4
    [ "$(column out/scores.csv score)" = "$(column rate/scores.csv score)" ]
    ! cmp -s out/analysis-compensation.csv rate/analysis-compensation.csv
}

@test "made-up data say so in the title, in every table and in run.json" {
    for profile in opening-up opening-up-entropy ecological-compensation ecological-compensation-entropy; do
        run_to "$profile" "$profile"
        head -n 1 "$profile.txt" | grep -q '合成数据，非真实统计'
        for file in "$profile"/*.csv; do
            [ "$(head -n 1 "$file" | grep -c ',synthetic$')" -eq 1 ]
            [ "$(tail -n +2 "$file" | grep -vc ',yes$')" -eq 0 ]
        done
        grep -q '"synthetic": true' "$profile/run.json"
        run_to "$profile.en" "$profile" --set profile.language=en --set profile.synthetic=no
        head -n 1 "$profile.en.txt" | grep -q 'synthetic data'
    done
    for profile in logistics station-areas metropolitan-integration; do
        run_to "$profile" "$profile"
        grep -q '"synthetic": false' "$profile/run.json"
        ! grep -q 合成 "$profile.txt" || false
    done
}

# step TEXT: the indented block of scripts/README.md behind the line of the walk that holds it.
step() {
    awk -v text="$1" '
        /^## Ten minutes/ { walk = 1; next }
        /^## / { walk = 0 }
        walk && index($0, text) { found = 1 }
        found && /^    / { sub(/^    /, ""); print; begun = 1; next }
        begun && /^$/ { print; next }
        begun { exit }' "$TOP/scripts/README.md"
}

@test "ten minutes: the steps of scripts/README.md lead to a league table" {
    mkdir -p tree/core tree/tests tree/build
    cp "$TOP/core/heng.h" tree/core/
    cp -R "$TOP/plugins" "$TOP/scripts" "$TOP/config" tree/
    cp "$HENG" tree/build/heng
    cp -R "$BUILD/plugins" tree/build/
    cd tree
    heng() { "$PWD/build/heng" "$@"; } # the steps say `heng`
    step '**1. A start' >first.sh
    [ "$(grep -c '^heng ' first.sh)" -eq 2 ]
    (set -e; . ./first.sh) >first.txt
    for file in scripts/indices/elderly_care.lua config/elderly_care.ini config/data/elderly_care.csv; do
        grep -qx "$file" first.txt
        grep -qF "$file" "$TOP/scripts/README.md"
    done
    grep -q '合成数据' first.txt
    [ "$(wc -l <out/scores.csv)" -eq 7 ]
    step '**2. What' >scripts/indices/elderly_care.lua
    step '**3. On which' >config/elderly_care.ini
    step '**4. The league' >last.sh
    [ "$(grep -c '^heng ' last.sh)" -eq 4 ]
    (set -e; . ./last.sh) >last.txt 2>last.err
    [ ! -s last.err ]
    [ "$(head -n 1 out/scores.csv)" = class,period,code,name,rank,score,imputed_share,elderly_care,care,means ]
    [ "$(awk -F, 'NR > 1 && $5 != ""' out/scores.csv | wc -l)" -eq 90 ]
    ! grep -q 合成数据 last.txt || false
    ! cmp -s out/scores.csv out_entropy/scores.csv || false
    # per 1000 persons of 65 and over: 上城区 by hand
    awk -F, '$3 == 330102 && $4 == "beds_per_elderly" { d = $5 - 1000 * 20852 / (1398000 * 0.10476); n++ }
        END { exit n != 1 || d > 1e-9 || d < -1e-9 }' out/indicators.csv
}

@test "a script given as a profile is told apart, in one line" {
    for command in run check; do
        "$HENG" $command "$TOP/scripts/indices/logistics.lua" 2>told && false
        [ "$(wc -l <told)" -eq 1 ]
        grep -q 'a script, not a profile: run a profile (.ini) that names the script' told
    done
}

@test "elsewhere: the three files of heng new index run as they are" {
    heng new index elderly_care
    exits 0
    says "heng run elderly_care.ini ranks"
    heng run elderly_care.ini -o out
    exits 0
    [ "$(wc -l <out/scores.csv)" -eq 7 ]
    heng new index elderly_care
    exits 73
    tells "exists already; nothing was written"
}
