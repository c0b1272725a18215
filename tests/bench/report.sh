#!/bin/sh
# SPDX-License-Identifier: MIT
# Reports beside the runs they are made from: median of 5 times in milliseconds, peak memory, and the size of each file, of the county
# report, of the book, and of made-up evaluations of 90, 2,800 and 10,000 units with a map, 36 indicators in 6 dimensions.
# sh tests/bench/report.sh PROGRAM. The bars are of a machine that does nothing else.
set -eu
heng=${1:-build/heng}
case $heng in /*) ;; *) heng=$PWD/$heng ;; esac
config=$PWD/config
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

# made_up UNITS PORTRAITS: t.csv, map.geojson and p.ini. The same numbers each time.
made_up() {
    awk -v n="$1" 'BEGIN {
        srand(7); printf "code,name,city,kind"; for (i = 1; i <= 36; i++) printf ",x%d", i; print ""
        for (u = 1; u <= n; u++) {
            printf "u%05d,第%d单位,第%d市,%s", u, u, u % 17 + 1, u % 3 ? "县" : "区"
            level = rand()
            for (i = 1; i <= 36; i++) printf ",%.4f", 50 * level + 50 * rand()
            print ""
        } }' >t.csv
    awk -v n="$1" 'BEGIN {
        side = int(sqrt(n)) + 1; step = 10 / side; printf "{\"type\":\"FeatureCollection\",\"features\":["
        for (u = 1; u <= n; u++) {
            x = 110 + step * (u % side); y = 25 + step * int(u / side)
            printf "%s{\"type\":\"Feature\",\"properties\":{\"code\":\"u%05d\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[", (u > 1 ? "," : ""), u
            for (k = 0; k < 20; k++) printf "[%.5f,%.5f],", x + step / 2 + step * 0.48 * cos(k * 0.314159265), y + step / 2 + step * 0.48 * sin(k * 0.314159265)
            printf "[%.5f,%.5f]]]}}", x + step / 2 + step * 0.48, y + step / 2
        }
        print "]}" }' >map.geojson
    {
        printf '[data]\npath = t.csv\nunit = code\nname = name\n[class]\ncolumn = kind\nvalues = 区, 县\n'
        printf '[index]\nid = made_up\ndimensions = d1, d2, d3, d4, d5, d6\n'
        for d in 1 2 3 4 5 6; do
            printf '[dimension.d%d]\nindicators = ' $d
            for i in 1 2 3 4 5 6; do printf '%sx%d' "$([ $i = 1 ] || echo ', ')" $((6 * d - 6 + i)); done
            echo
        done
        printf '[report]\nmap = map.geojson\ngroups = city\nformats = html, docx, xlsx\nportraits = %s\n' "$2"
    } >p.ini
}

# timed NAME COMMAND...: the line of its time and memory; leaves the milliseconds in ms.
timed() {
    name=$1
    shift
    for _ in 1 2 3 4 5; do
        /usr/bin/time -f '%e %U %S %M' "$@" >/dev/null 2>log
        tail -n 1 log
    done | sort -n >times
    set -- $(sed -n 3p times)
    ms=$(awk "BEGIN { printf \"%d\", 1000 * $1 }")
    printf '%-46s %6d ms  (%d ms of a processor)  %6.1f MB\n' "$name" "$ms" "$(awk "BEGIN { print 1000 * ($2 + $3) }")" "$(awk "BEGIN { print $4 / 1024 }")"
}

sizes() {
    for file in "$1"/report.*; do printf '    %-42s %9d bytes\n' "$(basename "$file")" "$(stat -c %s "$file")"; done
}

# bar WHAT VALUE MOST
bar() {
    printf '    %-42s %9d  %s\n' "$1: at most $3" "$2" "$([ "$2" -le "$3" ] && echo held || echo 'not held')"
}

timed 'heng run, counties' "$heng" run "$config/zhejiang-counties.ini" -o run
alone=$ms
timed 'heng report, counties' "$heng" report "$config/zhejiang-counties.ini" -o counties
bar 'ms beside the run' $((ms - alone)) 150
timed 'heng report, counties with replicates' "$heng" report "$config/zhejiang-counties-robust.ini" -o counties
sizes counties
bar 'bytes, 90 units with all' "$(stat -c %s counties/report.html)" 1500000
timed 'heng report, the book' "$heng" report "$config/report-2024.ini" -o book
bar 'ms, the book' "$ms" 5000
sizes book
for units in 90 2800 10000; do
    portraits='top 50'
    [ $units -gt 90 ] || portraits=all
    made_up $units "$portraits"
    timed "heng run, $units made-up units" "$heng" run p.ini -o run
    timed "heng report, portraits: $portraits" "$heng" report p.ini -o made
    sizes made
done
