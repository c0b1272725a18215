#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng run: the league tables, the files, overrides, classes, panels, languages.
load helper

@test "the counties: two league tables, six files, exit 0" {
    heng run "$COUNTIES" -o out
    exits 0
    says "市辖区 (37)"
    says "县（市） (53)"
    tells "heng: warning: rule industry: 2 warned: 330903 普陀区, 330921 岱山县"
    [ "$(printf '%s\n' "$stderr" | sed 's/: [0-9].*//')" = "$(printf 'heng: warning: rule %s\n' industry boundaries blanks)" ]
    [ "$(ls out | tr '\n' ' ')" = "indicators.csv panorama.csv rules.csv run.json scores.csv weights.csv " ]
    [ "$(head -n 1 out/scores.csv)" = "class,period,code,name,rank,score,imputed_share,zhejiang_counties,economy,innovation,coordination,green,openness,sharing" ]
    [ "$(head -n 1 out/indicators.csv)" = "class,period,code,indicator,raw,treated,normalised,provenance" ]
    [ "$(head -n 1 out/weights.csv)" = "class,period,node,parent,weight,effective,method" ]
    [ "$(grep -c '^district,' out/scores.csv)" -eq 37 ]
    [ "$(grep -c '^county,' out/scores.csv)" -eq 53 ]
    [ "$(wc -l <out/scores.csv)" -eq 91 ]
}

@test "each class has its own ranks, 1 to n, by falling score" {
    "$HENG" run "$COUNTIES" -o out >/dev/null
    awk -F, 'NR > 1 { n[$1]++; if ($5 != n[$1]) exit 1; if (n[$1] > 1 && $6 > last[$1]) exit 1; last[$1] = $6 }
             END { if (n["district"] != 37 || n["county"] != 53) exit 1 }' out/scores.csv
}

@test "every profile of the tree runs" {
    for profile in "$TOP"/config/*.ini; do
        if grep -q '^\[chapter\.' "$profile"; then continue; fi # a book is no run
        heng run "$profile" -o "$(basename "$profile" .ini)"
        exits 0 || { echo "$profile" >&2; return 1; }
    done
}

@test "the Human Development Index at three decimals, for every country" {
    "$HENG" run "$TOP/config/hdi.ini" -o out >/dev/null
    for file in "$TOP/config/data/hdi_2022_sample.csv" out/scores.csv; do # names may hold commas
        sed 's/"[^"]*"/name/g' "$file" >"$(basename "$file")"
    done
    awk -F, 'NR == FNR { if (FNR == 1) { for (i = 1; i <= NF; i++) at[$i] = i; next } want[$at["iso3"]] = $at["hdi_official"]; m++; next }
             FNR > 1 { n++; if (sprintf("%.3f", $6) != sprintf("%.3f", want[$3])) { print $3, $6, want[$3]; bad = 1 } }
             END { exit bad || n != m || n < 10 }' hdi_2022_sample.csv scores.csv
}

@test "without -o: [output] dir beside the profile, else out/PROFILE here" {
    small
    heng run p.ini
    exits 0
    says "written to out/p/"
    [ -f out/p/scores.csv ]
    mkdir elsewhere
    printf '[profile]\nextends = ../p.ini\n[output]\ndir = mine\nformats = csv\n' >elsewhere/q.ini
    heng run elsewhere/q.ini
    exits 0
    [ -f elsewhere/mine/scores.csv ]
    [ ! -e elsewhere/mine/run.json ]
}

@test "-f chooses the files" {
    small
    heng run p.ini -o j -f json
    exits 0
    [ "$(ls j)" = run.json ]
    heng run p.ini -o c --formats=csv
    exits 0
    [ ! -e c/run.json ]
    [ -f c/weights.csv ]
    heng run p.ini -o x -f xlsx
    exits 69
    tells "--formats: 'xlsx': no such format is built in; there are csv, json and sqlite"
    [ -z "$output" ]
    [ ! -e x ]
}

@test "tables by choice: those alone, in the database and in run.json too, and nothing stale" {
    small
    printf '[analysis.gap]\nmethod = gini\n[screen]\nunit_min_share = 0.1\n' >>p.ini
    "$HENG" run p.ini -o all >/dev/null
    "$HENG" run p.ini -o out >/dev/null
    heng run p.ini -o out --tables scores,weights
    exits 0
    [ "$(ls out | tr '\n' ' ')" = "run.json scores.csv weights.csv " ]
    cmp all/scores.csv out/scores.csv
    case $output in *analysis-gap.csv*) false ;; esac
    [ "$(grep -c '"screened"\|"method": "gini"' all/run.json)" -eq 2 ]
    [ "$(grep -c '"screened"\|"method": "gini"' out/run.json)" -eq 0 ]
    heng verify out/run.json
    exits 0
    printf '[output]\ntables = analysis-gap, screened\nformats = csv, json, sqlite\n' >>p.ini
    heng run p.ini -o out
    exits 0
    says "analysis-gap.csv"
    [ "$(ls out | tr '\n' ' ')" = "analysis-gap.csv run.json run.sqlite screened.csv " ]
    grep -q '"units_left_out": "\[output\] tables does not name scores"' out/run.json
    heng verify out/run.json
    exits 0
    heng run p.ini -o out -f csv
    exits 0
    [ "$(ls out | tr '\n' ' ')" = "analysis-gap.csv screened.csv " ]
    heng run p.ini -o out -f csv --set output.tables=
    exits 0
    [ "$(ls out | tr '\n' ' ')" = "analysis-gap.csv indicators.csv scores.csv screened.csv weights.csv " ]
}

@test "a table that there is not: the nearest, or all that there are" {
    small
    printf '[analysis.gap]\nmethod = gini\n[output]\ntables = score, analysis-gaps, bananas, rules, weights\n' >>p.ini
    for command in run check report; do
        heng "$command" p.ini
        exits 78
        tells "[output] tables: score: a run has no such table; did you mean scores?"
        tells "[output] tables: analysis-gaps: a run has no such table; did you mean analysis-gap?"
        tells "[output] tables: bananas: a run has no such table; there are scores, indicators, weights, screened, rules, panorama, selection, analysis-gap"
        tells "[output] tables: rules: this profile has none: there is no [rule.NAME]"
        tells "p.ini: 4 problems"
        [ ! -e out ]
    done
}

@test "-f json makes no table, and lists none; the run is verified all the same" {
    small
    heng run p.ini -o out -f json
    exits 0
    grep -q '^ "outputs": \[\],$' out/run.json
    heng verify out/run.json
    exits 0
    sed -i 's/^u1,Alpha,x,1/u1,Alpha,x,1.5/' t.csv
    heng verify out/run.json
    exits 65
}

@test "more units than units_in_manifest: run.json has none, and says so" {
    small
    "$HENG" run p.ini -o all --set output.units_in_manifest=5 >/dev/null
    [ "$(grep -c '"code": "u[1-5]",$' all/run.json)" -ge 5 ]
    heng run p.ini -o out --set output.units_in_manifest=4
    exits 0
    grep -q '"units_left_out": "5 units, more than \[output\] units_in_manifest = 4"' out/run.json
    [ "$(grep -c '"rank"' out/run.json)" -eq 0 ]
    [ "$(grep -o '"n_units": [0-9]*' out/run.json | awk '{ n += $2 } END { print n }')" -eq 5 ]
    cmp all/scores.csv out/scores.csv
    heng verify out/run.json
    exits 0
    heng report --from out/run.json
    exits 65
    tells "out/run.json: has no units (5 units, more than [output] units_in_manifest = 4); run the profile again with them"
}

@test "a list that is longer than units_in_manifest is counted" {
    small
    printf '[rule.low]\nkind = warning\nwhen = a > 0\n[analysis.all]\nmethod = correlation\n' >>p.ini
    heng run p.ini -o out --set output.units_in_manifest=2
    exits 0
    grep -q '^ "rules_left_out": 5,$' out/run.json
    grep -q '^   "findings_left_out": 3$' out/run.json
    [ "$(grep -c '"rules": \[\|"findings": \[' out/run.json)" -eq 0 ]
    heng verify out/run.json
    exits 0
}

@test "--set overrides the profile; the nearer file that of its base" {
    small
    heng run p.ini -o a --set normalise.range=0,1 --set 'dimension.two.weight=3'
    exits 0
    [ "$(column a/scores.csv two u4)" = 1 ]
    grep -q '^,,two,idx,0.75,0.75,given$' a/weights.csv
    printf '[profile]\nextends = p.ini\n[dimension.two]\nweight = 3\n[normalise]\nrange = 0, 1\n' >q.ini
    heng run q.ini -o b
    exits 0
    cmp a/scores.csv b/scores.csv
    heng run q.ini -o c --set dimension.two.weight=1
    exits 0
    grep -q '^,,two,idx,0.5,0.5,given$' c/weights.csv
}

@test "--top, --all, and what stands between" {
    small
    heng run p.ini -o o --top 1
    exits 0
    says "..."
    [ "$(printf '%s\n' "$output" | grep -c ' u[1-5] ')" -eq 2 ]
    heng run p.ini -o o --all
    [ "$(printf '%s\n' "$output" | grep -c ' u[1-5] ')" -eq 5 ]
    heng run p.ini -o o --top 3
    [ "$(printf '%s\n' "$output" | grep -c ' u[1-5] ')" -eq 5 ]
}

@test "a script's dimensions take a title and a weight, and nothing else" {
    heng run "$TOP/config/logistics.ini" -o out --set dimension.freight.weight=0 --set dimension.parcels.title=包裹
    exits 0
    says 包裹
    grep -q '^district,,freight,logistics,0,0,given$' out/weights.csv
    heng check "$TOP/config/logistics.ini" --set dimension.freight.parent=parcels
    exits 78
    tells "this dimension comes from script logistics; only its title and weight can be set here"
}

@test "a panel: each period ranked; --period chooses what is printed" {
    heng run "$PROVINCES" -o out
    exits 0
    says "2021 (31)"
    [ "$(wc -l <out/scores.csv)" -eq $((1 + 31 * 17)) ]
    heng run "$PROVINCES" -o out --period 2013
    exits 0
    says "2013 (31)"
    heng run "$PROVINCES" -o none --period 2030
    exits 64
    tells "--period 2030: the table has no such period; it has 2005 .. 2021"
    [ ! -e none ]
    small
    heng run p.ini -o none --period 2020
    exits 64
    tells "the table has no periods"
}

@test "a fixed base: the base period spans the range, others may leave it" {
    "$HENG" run "$PROVINCES" -o out >/dev/null
    awk -F, 'NR > 1 && $8 == "observed" && $7 != "" {
                 if ($2 == 2013 && ($7 < 0 || $7 > 100)) exit 1
                 if ($7 > 100) above = 1 }
             END { exit !above }' out/indicators.csv
}

@test "the Theil index agrees with the published one at three decimals" {
    "$HENG" run "$PROVINCES" -o out >/dev/null
    awk -F, 'NR == FNR { if (FNR == 1) { for (i = 1; i <= NF; i++) at[$i] = i; next } want[$at["code"] $at["year"]] = $at["theil_published"]; next }
             $4 == "income_theil" && want[$3 $2] != "" { n++; d = $5 - want[$3 $2]; if (d > 0.00051 || d < -0.00051) { print; bad++ } }
             END { exit bad > 0 || n < 400 }' "$TOP/config/data/provinces_income.csv" out/indicators.csv
}

@test "Chinese and English" {
    heng run "$COUNTIES" -o out
    says "位次"
    says "经济发展"
    says "结果写入"
    heng run "$COUNTIES" -o out --set profile.language=en
    exits 0
    says "Development of the counties of Zhejiang"
    says "rank"
    says "Economy"
    says "written to"
    "$HENG" run "$COUNTIES" -o zh >/dev/null
    cmp out/scores.csv zh/scores.csv
}

@test "made-up data are told on the screen and in every line" {
    heng run "$TOP/config/ecological-compensation.ini" -o out
    exits 0
    says "合成数据"
    for file in scores indicators weights; do
        head -n 1 "out/$file.csv" | grep -q ',synthetic$'
        [ "$(tail -n +2 "out/$file.csv" | grep -vc ',yes$')" -eq 0 ]
    done
    grep -q '"synthetic": true' out/run.json
}

@test "columns line up whatever the width of the characters" {
    heng run "$COUNTIES" -o out --all
    # a Chinese character is three bytes and two columns wide
    printf '%s\n' "$output" | grep -E '^ +[0-9]+  33' | LC_ALL=C awk '
        { n = length($0) - gsub(/[\343-\351]/, "&"); if (NR > 1 && n != width) exit 1; width = n; lines++ }
        END { if (lines != 90) exit 1 }'
}

@test "titles are not cut, however long" {
    small
    long=$(printf '长%.0s' $(seq 300))
    heng explain p.ini u4 --set "dimension.one.title=$long" --set profile.language=zh
    exits 0
    says "$long"
}

@test "nobody has a score: exit 65, the cause, nothing written" {
    local cause
    printf '[data]\npath = t.csv\nunit = unit\n[index]\nid = x\ndimensions = d\n[dimension.d]\nindicators = a, b\n' >p.ini
    # The table, a further key, the cause.
    while IFS='|' read -r table set cause; do
        printf "$table" >t.csv
        heng run p.ini -o out --set "${set:-profile.title=t}"
        exits 65
        tells "heng: p.ini: no unit has a score: $cause"
        [ ! -e out ]
        heng report p.ini -o out --set "${set:-profile.title=t}"
        exits 65
        tells "no unit has a score: $cause"
        heng robust p.ini -o out --set "${set:-profile.title=t}" --set uncertainty.weights=uniform --set uncertainty.replicates=3
        exits 65
        tells "no unit has a score: $cause"
        heng compare p.ini u1 u2 --set "${set:-profile.title=t}"
        exits 65
        tells "no unit has a score: $cause"
        [ ! -e out ]
    done <<'END'
unit,a,b\nu1,1,2\nu2,1,2\n||no indicator varies
unit,a,b\nu1,,\nu2,,\n||no indicator has any value
unit,a,b\nu1,,2\nu2,,2\n||a: without any value; b: the same for all units
unit,a,b\nu1,1,\nu2,,2\nu3,3,\nu4,,5\n|aggregate.missing=fail|no unit has all children of node d ([aggregate] missing = fail)
unit,a,b\nu1,1,\nu2,2,\n|screen.unit_min_share=1|[screen] sets every unit aside
END
}

@test "compare: a profile under which nobody has a score" {
    small
    cp p.ini q.ini
    heng compare p.ini q.ini --set normalise.method=minmax --set units.where='a == 1'
    exits 65
    tells "no unit has a score: no indicator varies"
}

@test "an earlier run's files go with it; what others put there stays; run and robust keep apart" {
    small
    printf '[tiers]\nhow = equal\nk = 2\n[panorama]\n[analysis.look]\nmethod = describe\n[uncertainty]\nreplicates = 5\nweights = uniform\n' >>p.ini
    heng report p.ini -o out -f html,docx
    exits 0
    heng robust p.ini -o out
    exits 0
    [ -f out/panorama.csv ]
    [ -f out/analysis-look.csv ]
    [ -f out/report.docx ]
    [ -f out/robust.csv ]
    echo mine >out/notes.txt
    echo mine >out/rules.csv
    mkdir out/sub
    heng run p.ini -o out --set analysis.look.method=correlation
    exits 0
    [ -f out/analysis-look.csv ]
    sed -i '/^\[tiers/,/^method = describe/d' p.ini
    heng run p.ini -o out
    exits 0
    [ "$(ls out | tr '\n' ' ')" = "acceptability.csv indicators.csv notes.txt pairs.csv possible.csv robust.csv robust.json rules.csv run.json scores.csv sensitivity.csv sub weights.csv " ] || { ls out; false; }
    [ "$(cat out/rules.csv out/notes.txt)" = "mine
mine" ]
    heng robust p.ini -o out --set uncertainty.keep_replicates=yes
    exits 0
    [ -f out/replicates.csv ]
    [ -f out/scores.csv ]
    heng robust p.ini -o out
    exits 0
    [ ! -e out/replicates.csv ]
    [ -f out/scores.csv ]
    heng verify out/run.json
    exits 0
}

@test "an earlier run's files: edited ones stay, those of other formats go" {
    small
    heng run p.ini -o out --set panorama.top_share=0.2
    exits 0
    [ -f out/panorama.csv ]
    echo edited >>out/panorama.csv
    heng run p.ini -o out -f csv
    exits 0
    [ -f out/panorama.csv ]
    [ ! -e out/run.json ]
    rm out/panorama.csv
    heng run p.ini -o out -f csv --set panorama.top_share=0.2
    exits 0
    [ -f out/panorama.csv ]
    heng run p.ini -o out -f json
    exits 0
    [ "$(ls out)" = run.json ]
}

@test "an earlier run's files go where the folder cannot be exchanged" {
    small
    mkdir out
    cp p.ini t.csv out
    cd out
    heng run p.ini -o . --set panorama.top_share=0.2
    exits 0
    [ -f panorama.csv ]
    heng run p.ini -o .
    exits 0
    [ "$(ls -A | tr '\n' ' ')" = "indicators.csv p.ini run.json scores.csv t.csv weights.csv " ]
}

@test "run.json is JSON whatever the bytes of a path, and verify finds the path again" {
    small
    local odd=$'d\xff\xc3(\xef\x9f\xbf-\xed\xa0\x80-\x1b[31m\xc2\x9b-\xe2\x80\xae'
    mkdir "$odd"
    cp p.ini t.csv "$odd"
    heng run "$odd/p.ini" -o "$odd/out"
    exits 0
    iconv -f utf-8 -t utf-8 "$odd/out/run.json" >/dev/null
    jq -e '.inputs | length == 2' "$odd/out/run.json" >/dev/null
    heng verify "$odd/out/run.json"
    exits 0
    heng compare "$odd/out/run.json" p.ini
    exits 0
}

@test "screens show no byte that drives a terminal, whatever paths and names hold" {
    small
    local odd=$'a\x1b[31m\xc2\x9b2J\xe2\x80\xae\nb' all
    mkdir "$odd"
    sed "s/Alpha/$(printf 'A\342\200\256')/" t.csv >"$odd/t.csv"
    sed "s/First/$(printf 'F\342\200\256')/" p.ini >"$odd/p.ini"
    printf '[uncertainty]\nreplicates = 5\nweights = uniform\n[panorama]\n[analysis.look]\nmethod = describe\n' >>"$odd/p.ini"
    for command in run robust report check "explain u1" "explain u1 --portrait" "explain u5 --target-rank 1" "compare u1 u2" compare; do
        case $command in
        explain* | *\ u2) all=$("$HENG" ${command%% *} "$odd/p.ini" ${command#* } 2>&1 || true) ;;
        compare) all=$("$HENG" compare "$odd/p.ini" "$odd/p.ini" -o "$odd/o" 2>&1 || true) ;;
        check) all=$("$HENG" check "$odd/p.ini" 2>&1 || true) ;;
        *) all=$("$HENG" "$command" "$odd/p.ini" -o "$odd/o" 2>&1 || true) ;;
        esac
        ! printf '%s' "$all" | grep -q $'\x1b\|\xc2\x9b\|\xe2\x80\xae' || { echo "$command"; return 1; }
        ! printf '%s\n' "$all" | grep -q '^b/' || { echo "$command: a line of its own"; return 1; }
    done
    heng run "$odd/p.ini" -o "$odd/o"
    exits 0
    "$HENG" verify "$odd/o/run.json" >said 2>&1
    ! grep -q $'\x1b\|\xc2\x9b' said
}

# ---- who and what sets a scale ----------------------------------------------------------

@test "distances to a target come on a scale from 1, so that a geometric mean has no zeros" {
    printf 'u,x,y\nA,10,3\nB,5,9\nC,1,4\nD,20,2\n' >t.csv
    printf '[data]\npath = t.csv\nunit = u\n[index]\nid = idx\ndimensions = d\n[dimension.d]\nindicators = x, y\n' >p.ini
    printf '[indicator.x]\ngoalposts = 0, 40, 15\n[indicator.y]\ndirection = negative\ngoalposts = 0, 10, 2\n' >>p.ini
    printf '[normalise]\nmethod = dist_target\nrange = 1, 100\n[aggregate.d]\nmethod = geometric\n' >>p.ini
    heng run p.ini -o o
    exits 0
    grep -q '^,,B,y,9,9,1,observed' o/indicators.csv
    grep -q '^,,C,x,1,1,1,observed' o/indicators.csv
    grep -q '^,,D,y,2,2,100,observed' o/indicators.csv
    for method in dist_reference dist_max fraction_max percentile_rank; do
        heng run p.ini -o "$method" --set "normalise.method=$method"
        exits 0
        awk -F, 'NR > 1 && $7 < 1 { exit 1 }' "$method/indicators.csv"
    done
}

@test "a city that joins is scored on the scale of those that base_units names" {
    printf 'city,ref,density\nA,yes,100\nB,yes,300\nC,yes,200\nN,no,900\n' >t.csv
    printf '[data]\npath = t.csv\nunit = city\n[index]\nid = idx\ndimensions = d\n[dimension.d]\nindicators = density\n' >p.ini
    printf '[normalise]\nbase_units = ref == "yes"\n' >>p.ini
    heng run p.ini -o o
    exits 0
    [ "$(cut -d, -f3,6 o/scores.csv | tail -n +2 | tr '\n' ' ')" = "N,400 B,100 C,50 A,0 " ] ||
        { cat o/scores.csv; return 1; }
    heng explain p.ini C --target-rank 2
    exits 0
    says '300'
    heng check p.ini --set 'normalise.base_units=ref == "maybe"'
    exits 78
    tells '[normalise] base_units: is true of none of the 4 units: nobody sets the scale'
}
