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

# screened KEYS: the ASEM indicators, without denominators, through [screen].
screened() {
    reference asem/pipeline/data_avail.csv
    asem=$HENG_REFERENCE/asem
    printf '[data]\npath = %s/raw/ASEM_iData.csv\nunit = uCode\nname = uName\nignore = Time\n[index]\ntree = meta.csv\n[screen]\n%b\n' \
        "$asem" "$1" >s.ini
    sed '2,$s/,[^,]*,\([^,]*\),\([^,]*\)$/,NA,\1,\2/' "$asem/raw/ASEM_iMeta.csv" >meta.csv
    heng run s.ini -o out
    exits 0
}

@test "ASEM: shares of available data and of zeros, unit by unit" {
    screened 'unit_min_share = 1\nunit_max_zeros = 0'
    # Those listed, and the others with all data and no zero.
    awk -F, 'FNR == 1 { next }
        NR == FNR { share[$4] = $(NF - 2) "," $(NF - 1); next }
        { split($1 in share ? share[$1] : "1,0", s, ","); print $1 "," s[1] "," 1 - s[2] }' \
        out/screened.csv "$asem/pipeline/data_avail.csv" | awk -F, '{ print $1 ",available," $2; print $1 ",zero," $3 }' | sort >got
    sed 1d "$asem/pipeline/data_avail.csv" | awk -F, '{ print $1 ",available," $5; print $1 ",zero," $6 }' | sort >want
    near want got 1e-5 102 # awk prints six digits
}

@test "ASEM: the units that screening keeps" {
    # The example screens after it has imputed, which keeps all at any threshold; so does 0.79 before.
    screened 'unit_min_share = 0.79'
    sed '1d; s/"//g' "$asem/pipeline/units_kept.csv" | sort >want
    awk -F, 'NR > 1 && $5 != "" { print $3 }' out/scores.csv | sort >got
    diff want got
    [ "$(wc -l <out/screened.csv)" -eq 1 ]
    # At 0.9, those go that have less than that of the raw data.
    screened 'unit_min_share = 0.9'
    sed 1d "$asem/pipeline/data_avail.csv" | awk -F, '$5 < 0.9 { print $1 }' | sort >want
    sed 1d out/screened.csv | cut -d, -f4 | sort >got
    diff want got
    [ "$(wc -l <got)" -eq 5 ]
}

@test "ASEM: the values that screening passes on" {
    reference asem/pipeline/Screened.csv
    asem=$HENG_REFERENCE/asem
    printf '[data]\npath = %s/raw/ASEM_iData.csv\nunit = uCode\nname = uName\nignore = Time\n[index]\ntree = %s/raw/ASEM_iMeta.csv\n[screen]\nunit_min_share = 0.7\n[impute]\nmethod = class_mean\nby = EurAsia_group\n' \
        "$asem" "$asem" >s.ini
    heng run s.ini -o out
    exits 0
    awk -F, 'NR > 1 && $6 != "" { print $3 "," $4 "," $6 }' out/indicators.csv | sort >got
    wide "$asem/pipeline/Screened.csv" uCode >want
    near want got 1e-12 2499
}
