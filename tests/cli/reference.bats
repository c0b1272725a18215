#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Against results made elsewhere, where they are at hand: HENG_REFERENCE names their folder
# (tests/README.md tells what it holds). Skipped otherwise.
load helper

reference() {
    [ -n "$HENG_REFERENCE" ] || skip "HENG_REFERENCE is not set"
    [ -e "$HENG_REFERENCE/$1" ] || skip "no $1 in HENG_REFERENCE"
}

# wide FILE KEY: KEY,column,value lines of a plain CSV file with a key column, sorted.
wide() {
    sed 's/"\([^",]*\)"/\1/g; s/"[^"]*"/name/g' "$1" | awk -F, -v key="$2" '
        NR == 1 { for (i = 1; i <= NF; i++) { name[i] = $i; if ($i == key) at = i }; next }
        { for (i = 1; i <= NF; i++) if (i != at && $i != "NA" && $i != "") print $at "," name[i] "," $i }' | sort
}

# near WANT GOT TOLERANCE COUNT: lines "key,column,value"; every pair that both have agrees,
# relative to the value but at least to 1, and there are at least COUNT pairs.
near() {
    awk -F, -v tolerance="$3" -v least="$4" '
        NR == FNR { want[$1 "," $2] = $3; next }
        ($1 "," $2) in want {
            w = want[$1 "," $2] + 0; d = $3 - w; if (d < 0) d = -d
            size = w < 0 ? -w : w; if (size < 1) size = 1
            n++
            if (d > tolerance * size) { bad++; if (bad < 5) print $0 ", want " w }
        }
        END { if (n < least) print n + 0 " pairs, want " least; exit bad > 0 || n < least }' "$1" "$2"
}

@test "the Human Development Index of all countries" {
    reference hdi_2022.csv
    cat >hdi.ini <<EOF
[profile]
extends = $TOP/config/hdi.ini
[data]
path = $HENG_REFERENCE/hdi_2022.csv
ignore = year
EOF
    "$HENG" run hdi.ini -o out >/dev/null
    wide "$HENG_REFERENCE/hdi_2022.csv" iso3 | grep ',hdi_official,' | sed 's/hdi_official/score/' >want
    wide out/scores.csv code | grep ',score,' | awk -F, '{ printf "%s,%s,%.3f\n", $1, $2, $3 }' >got
    near want got 1e-9 190
}

@test "ASEM: imputed, treated, normalised and aggregated as by another program" {
    reference asem/raw/ASEM_iData.csv
    asem=$HENG_REFERENCE/asem
    cat >asem.ini <<EOF
[profile]
title_en = ASEM
language = en
[data]
path = $asem/raw/ASEM_iData.csv
unit = uCode
name = uName
ignore = Time
[index]
tree = $asem/raw/ASEM_iMeta.csv
[impute]
method = class_mean
by = EurAsia_group
[treat]
method = winsorise
[normalise]
method = minmax
EOF
    heng run asem.ini -o out
    exits 0
    sed 's/"//g' out/indicators.csv | awk -F, 'NR > 1 && $7 != "" { print $3 "," $4 "," $7 }' | sort >got
    wide "$asem/pipeline/Normalised.csv" uCode >want
    near want got 1e-12 2000
    wide out/scores.csv code >got
    wide "$asem/pipeline/Aggregated.csv" uCode >want
    near want got 1e-12 550
}

# normalised METHOD-LINES FILE: the raw table with its tree, normalised alone.
normalised() {
    reference asem/raw/raw49.csv
    asem=$HENG_REFERENCE/asem
    printf '[data]\npath = %s/raw/raw49.csv\nunit = uCode\n[index]\ntree = %s/raw/ASEM_iMeta.csv\n[normalise]\n%b\n' \
        "$asem" "$asem" "$1" >n.ini
    # Denominators, the third column from the end, are not applied in these.
    sed '2,$s/,[^,]*,\([^,]*\),\([^,]*\)$/,NA,\1,\2/' "$asem/raw/ASEM_iMeta.csv" >meta.csv
    sed -i 's|^tree = .*|tree = meta.csv|' n.ini
    heng run n.ini -o out
    exits 0
    awk -F, 'NR > 1 && $7 != "" { print $3 "," $4 "," $7 }' out/indicators.csv | sort >got
    wide "$asem/normalise/$2" uCode >want
    near want got 1e-12 2300
}

@test "min-max of columns with missing cells" {
    normalised 'method = minmax\nrange = 0, 100' n_minmax_0_100.csv
}

@test "z-scores of columns with missing cells" {
    normalised 'method = zscore\nmean = 10\nsd = 2' n_zscore_10_2.csv
}
