#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What is printed and written of one irregular sample (two periods, two classes, gaps, a typo, a rule),
# to the letter: screens/NAME.txt. HENG_GOLDEN=write bats tests/cli/screens.bats writes them anew; look
# at what git diff says.
load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    cp "$TOP"/tests/cli/screens/*.csv "$TOP"/tests/cli/screens/*.ini .
}

# golden NAME FILE: what is in the file is what screens/NAME.txt has.
golden() {
    local want=$TOP/tests/cli/screens/$1.txt
    if [ "$HENG_GOLDEN" = write ]; then
        cp "$2" "$want"
    fi
    diff -u "$want" "$2" >&2
}

# screen NAME ARGUMENT...: both streams of heng and its exit code.
screen() {
    local name=$1 status=0
    shift
    "$HENG" "$@" >screen 2>told || status=$?
    { cat screen; echo "-- $status"; cat told; } >all
    golden "$name" all
}

@test "run, in both languages" {
    screen run run sample.ini -o out
    screen run-zh run sample.ini -o out --set profile.language=zh --all
    screen run-2020 run sample.ini -o out --period 2020 --top 1
    screen run-other run other.ini -o out
}

@test "the files of a run" {
    heng run sample.ini -o out
    exits 0
    tail -n +1 out/scores.csv out/weights.csv out/indicators.csv out/rules.csv out/panorama.csv out/analysis-pairs.csv >files
    golden files files
    [ "$(ls out)" = "$(printf '%s\n' analysis-pairs.csv analysis-spread.csv indicators.csv panorama.csv rules.csv run.json scores.csv weights.csv)" ]
}

@test "explain: a unit, a node, a portrait, a target" {
    screen explain explain sample.ini 330104
    screen explain-zh explain sample.ini 330102 --set profile.language=zh
    screen explain-node explain sample.ini 330104 economy
    screen explain-indicator explain sample.ini 330102 debt
    screen explain-2020 explain sample.ini 330105 --period 2020
    screen portrait explain sample.ini 330106 --portrait
    screen portrait-zh explain sample.ini 330102 --portrait --set profile.language=zh
    screen target explain sample.ini 330102 --target-rank 1
    screen target-zh explain other.ini 330104 --target-rank 2 --set profile.language=zh
}

@test "compare: periods, profiles, units" {
    screen compare-periods compare sample.ini 2020 2024 -o out
    tail -n +1 out/*.csv >files
    golden compare-periods-files files
    screen compare-profiles compare sample.ini other.ini -o both
    tail -n +1 both/*.csv >files
    golden compare-profiles-files files
    screen compare-zh compare sample.ini other.ini --all --set profile.language=zh
    screen compare-together compare sample.ini renamed.ini -o together
    golden compare-together-files together/compare.csv
    screen compare-units compare sample.ini 330101 330105
}

@test "check: what is fine, what is not, an audit" {
    screen check check sample.ini
    screen audit check sample.ini --audit
    screen audit-zh check sample.ini --audit --all --set profile.language=zh
    sed 's/= minmax, rank/= minmux, rank/; s/^k = 2/k = 1/; s/, water/, watre/' sample.ini >wrong.ini
    screen check-wrong check wrong.ini
}

@test "robust, drawn and by a design" {
    screen robust robust sample.ini -o out
    screen robust-zh robust other.ini -o out --set profile.language=zh
    printf 'replicate,normalise.method,dimension.economy.weight\na,minmax,1\nb,rank,4\nc,minmax,2.5\n' >design.csv
    sed '/^vary/d; s/^replicates.*/design = design.csv/' sample.ini >designed.ini
    screen robust-design robust designed.ini -o designed
    tail -n +1 designed/robust.csv designed/replicates.csv designed/acceptability.csv designed/pairs.csv >files
    golden robust-design-files files
}

@test "tables joined: where cells stood, what marks said, who is missing" {
    screen joined run joined.ini -o out
    tail -n +1 out/scores.csv out/indicators.csv out/weights.csv >files
    golden joined-files files
    screen joined-node explain joined.ini 330102 nature
    screen joined-mark explain joined.ini 330104 trade --period 2020
    screen joined-formula explain joined.ini 330103 density
    screen joined-audit check joined.ini --audit --all
}
