#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The public formats of config/README.md: the lines that its table gives read a file of each.
load helper

FORMATS=$TOP/tests/cli/formats

# The lines of [data] that the table has for a file.
lines_of() {
    grep -F "| \`$1\` |" "$TOP/config/README.md" | sed 's/.*| `[^`]*` | //; s/ |$//; s/<br>/\n/g; s/`//g'
}

# The columns of the line of expected.csv for a file; quotes stand around the second only.
expected() {
    sed -n "s/^$1,//p" "$FORMATS/expected.csv"
}

# check FILE: read by its lines, the figure is where expected.csv says.
check() {
    local rest indicators unit period indicator value
    rest=$(expected "$1")
    case $rest in
    \"*) indicators=${rest#\"} rest=${indicators#*\",} indicators=${indicators%%\"*} ;;
    *) indicators=${rest%%,*} rest=${rest#*,} ;;
    esac
    IFS=, read -r unit period indicator value <<<"$rest"
    [ -n "$value" ]
    {
        printf '[index]\nid = idx\ndimensions = d\n[dimension.d]\nindicators = %s\n' "$indicators"
        printf '[normalise]\nmethod = zscore\nbase = pooled\n[data]\npath = %s\n' "$FORMATS/$1"
        lines_of "$1"
    } >p.ini
    run --separate-stderr "$HENG" run p.ini -o out
    [ "$status" -eq 0 ] || { echo "$1: $stderr"; cat p.ini; return 1; }
    grep -F ",$unit,$indicator,$value," out/indicators.csv | grep -q "^[^,]*,$period," ||
        { echo "$1: no $period,$unit,$indicator,$value"; cat out/indicators.csv; return 1; }
}

@test "each public format is read by the lines that the table gives" {
    local file n=0 bad=''
    for file in $(sed -n 's/^| [^|]* | `\([a-z_]*\.[a-z]*\)` | `unit.*/\1/p' "$TOP/config/README.md"); do
        check "$file" || bad="$bad $file"
        n=$((n + 1))
    done
    [ -z "$bad" ]
    [ "$n" -eq "$(($(wc -l <"$FORMATS/expected.csv") - 1))" ]
    [ "$n" -eq "$(($(find "$FORMATS" -type f | wc -l) - 1))" ]
}
