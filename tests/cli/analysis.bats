#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# [analysis.NAME]: the files, the terminal, failures; heng list of the analyses.
load helper

@test "each analysis has a file, a line on the screen, and is in the manifest" {
    small
    printf '[analysis.how_equal]\nmethod = gini\nof = a\n[analysis.all]\nmethod = describe\n' >>p.ini
    heng run p.ini -o out
    exits 0
    [ -z "$stderr" ]
    says "  analysis-how_equal.csv: Gini coefficient (1 line)"
    says "  analysis-all.csv: Descriptive statistics (3 lines)"
    [ "$(ls out | tr '\n' ' ')" = "analysis-all.csv analysis-how_equal.csv indicators.csv run.json scores.csv weights.csv " ]
    [ "$(head -n 1 out/analysis-how_equal.csv)" = "class,period,indicator,n,gini,gini_corrected,mean" ]
    [ "$(column out/analysis-how_equal.csv mean)" = 4 ]
    [ "$(column out/analysis-how_equal.csv gini)" = 0.38 ] # 1 2 3 5 9: 38 / (5 * 20)
    heng verify out/run.json
    exits 0
    heng run p.ini -o zh --set profile.language=zh
    says "  analysis-how_equal.csv：基尼系数（1行）"
    cmp out/analysis-all.csv zh/analysis-all.csv
    heng run p.ini -o j -f json
    exits 0
    [ "$(ls j)" = run.json ]
    [[ $output != *analysis-* ]]
}

@test "one that fails has no file; all else is as without it, exit 3" {
    small
    "$HENG" run p.ini -o before >/dev/null
    printf '[analysis.bad]\nmethod = coupling\nof = one\n[analysis.good]\nmethod = gini\nof = a\n' >>p.ini
    heng run p.ini -o out
    exits 3
    tells "p.ini:23: analysis bad: method coupling: "
    [ ! -e out/analysis-bad.csv ]
    [ -f out/analysis-good.csv ]
    cmp before/scores.csv out/scores.csv
    [[ $output != *analysis-bad* ]]
    heng verify out/run.json
    exits 0
}

@test "what has no value is a warning, exit 0" {
    small
    printf '[derive]\nd = a - 5\n[analysis.g]\nmethod = gini\nof = d\n' >>p.ini
    heng run p.ini -o out
    exits 0
    tells "warning: analysis g: gini: "
    [ "$(wc -l <out/analysis-g.csv)" -eq 1 ]
}

@test "mistakes are found before anything is computed: 78" {
    small
    printf '[analysis.g]\nmethod = ginni\n[analysis.d]\nmethod = dagum\nof = a\n' >>p.ini
    heng check p.ini
    exits 78
    tells "p.ini:23: [analysis.g] method: ginni: no such method; did you mean gini?"
    tells "p.ini:24: [analysis.d] by: a key is missing"
    heng run p.ini -o out
    exits 78
    [ ! -e out ]
    heng check p.ini --set analysis.g.method=gini --set analysis.d.by=kind
    exits 0
}

@test "the counties analysed: every figure is a number or blank, and comes out again" {
    heng run "$TOP/config/zhejiang-counties-analysis.ini" -o out
    exits 0
    [ "$(ls out/analysis-*.csv | wc -l)" -eq "$(grep -c '^\[analysis\.' "$TOP/config/zhejiang-counties-analysis.ini")" ]
    for file in out/analysis-*.csv; do
        [ "$(wc -l <"$file")" -gt 1 ]
        [ "$(grep -ciE ',-?(nan|inf)' "$file")" -eq 0 ]
    done
    [ "$(tail -n +2 out/analysis-coupling.csv | wc -l)" -eq 90 ]
    [ "$(grep -c '^,,' out/analysis-moran.csv)" -eq "$(tail -n +2 out/analysis-moran.csv | wc -l)" ]
    # the parts of the Theil index add up
    awk -F, '$4 == "between" || ($4 == "within" && $5 == "city" && $7 == "") { sum += $9 } $4 == "total" { total = $9 }
             END { d = sum - total; exit total == 0 || d > 1e-12 || d < -1e-12 }' out/analysis-theil.csv
    heng verify out/run.json
    exits 0
    "$HENG" run "$TOP/config/zhejiang-counties.ini" -o plain >/dev/null
    cmp out/scores.csv plain/scores.csv
}

@test "list: the stages as chapters, the analyses last, and all of one" {
    heng list methods
    exits 0
    [ "$(printf '%s\n' "$output" | grep -E '^ [a-z]' | sed 's/:.*//' | tr -d '\n')" = " impute treat normalise weights aggregate rank analyse" ]
    says " weights: weighting ([weights] method = NAME)"
    heng list dagum
    exits 0
    says "data       raw"
    says "needs      by = ATTRIBUTE"
    says "finds      indicator (text): the column"
    heng list gravity
    says "distance_km (km): "
    heng list sigma
    says "two periods or more"
    heng list keys
    says "[analysis.NAME]"
    says "coordinates (2 names; may be left out)"
}
