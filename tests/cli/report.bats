#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng report: pages of a run.
load helper

boundaries() {
    printf '{"type":"FeatureCollection","features":['
    for u in 1 2 3 4 6; do
        [ $u = 1 ] || printf ,
        printf '{"type":"Feature","properties":{"code":"u%s","name":"N%s"},"geometry":{"type":"Polygon","coordinates":[[[12%s,30],[12%s.9,30],[12%s.9,31],[12%s,30]]]}}' $u $u $u $u $u $u
    done
    printf ']}'
}

@test "a page: every score of the run, the map, units that the map lacks; the same bytes twice" {
    small
    boundaries >map.geojson
    heng run p.ini -o run
    heng report p.ini -o a --set report.map=map.geojson
    exits 0
    says a/report.html
    heng report p.ini -o b --set report.map=map.geojson
    cmp a/report.html b/report.html
    cmp run/scores.csv a/scores.csv
    for score in $(column run/scores.csv score); do grep -qF "data-v=\"$score\"" a/report.html; done
    grep -q 'Units that the map lacks: Alpha\.' a/report.html
    grep -q 'not evaluated: N6\.' a/report.html
    grep -q 'no approval number' a/report.html
    [ "$(grep -o '<section class="card"' a/report.html | wc -l)" -eq 5 ]
}

@test "nothing leaves its element: names with markup, scripts, quotes, controls" {
    small
    printf 'code,name,kind,a,b,c\nu1,</script><script>alert(1)</script>,x,1,10,5\nu2,"a""b<i>",x,2,30,4\nu3,= 1 + 1,y,3,20,7\n' >t.csv
    heng report p.ini -o a
    exits 0
    [ "$(grep -o '<script' a/report.html | wc -l)" -eq 2 ]
    ! grep -q 'alert(1)</script>' a/report.html || false
    ! grep -q '<i>"' a/report.html || false
    grep -q '&lt;/script&gt;' a/report.html
}

@test "sections and portraits by choice; mistakes are told before anything is computed" {
    small
    heng report p.ini -o a --set 'report.sections=league, method' --set 'report.portraits=none'
    exits 0
    grep -q 'id="s-league"' a/report.html
    ! grep -q 'id="s-summary"' a/report.html || false
    heng report p.ini -o a --set 'report.portraits=u2, u5'
    [ "$(grep -o '<section class="card"' a/report.html | wc -l)" -eq 2 ]
    heng report p.ini -o b --set 'report.sections=leage' --set 'report.formats=xml'
    [ "$status" -ne 0 ]
    tells '[report] sections: leage: no such section'
    tells '[report] formats: xml: not built in'
    [ ! -e b ]
}

@test "a Word document: a package whose parts are there, the same bytes twice" {
    small
    heng report p.ini -o a -f docx
    exits 0
    heng report p.ini -o b -f docx
    cmp a/report.docx b/report.docx
    [ ! -e a/report.html ]
    [ "$(head -c 2 a/report.docx)" = PK ]
}

@test "the samples' maps hold every unit; a report of replicates leaves their figures, too" {
    heng report "$TOP/config/zhejiang-counties-robust.ini" -o a --set uncertainty.replicates=100
    exits 0
    grep -q 'id="map"' a/report.html
    ! grep -q '地图中没有边界的单位' a/report.html || false
    [ "$(grep -c . a/robust.csv)" -eq 91 ]
    heng verify a/robust.json
    exits 0
    heng report "$TOP/config/provincial-coordination-nbs.ini" -o b
    ! grep -q '地图中没有边界的单位' b/report.html || false
    grep -q '不参加评价的区域：台湾省、香港特别行政区、澳门特别行政区。' b/report.html
}

@test "robust: every unit with its interval as in robust.csv; pairs; the factors" {
    heng report "$TOP/config/zhejiang-counties-robust.ini" -o a --set uncertainty.replicates=200 \
        --set report.sections=robust --set sensitivity.samples=16
    exits 0
    [ "$(grep -c '<th scope="row">' a/report.html)" -ge 90 ]
    row=$(awk -F, '$3 == "330108" {print "<th scope=\"row\">" $4 "<td class=\"n\">" $5}' a/robust.csv)
    grep -qF "$row" a/report.html
    [ "$(grep -o '哪一种选择最影响位次' a/report.html | wc -l)" -ge 2 ]
    grep -q '不能区分先后的相邻单位' a/report.html
    heng report "$TOP/config/zhejiang-counties.ini" -o b
    ! grep -q 'id="s-robust"' b/report.html
}

@test "trends, analyses, cases: said where the run has them, with its figures" {
    heng report "$TOP/config/three-gaps-provinces.ini" -o a --set report.portraits=none
    exits 0
    grep -q 'id="s-trends"' a/report.html
    grep -q 'id="a-income_theil"' a/report.html
    between=$(awk -F, '$2 == 2021 && $4 == "between" {printf "%.4f", $9}' a/analysis-income_theil.csv)
    grep -q '差距来自哪一层' a/report.html
    grep -qF "<tr><th scope=\"row\">income_per_resident 2021<td class=\"n\">$between" a/report.html
    heng report "$TOP/config/typical-cases.ini" -o b --set report.sections=cases
    reason=$(sed -n 2p b/selection.csv | cut -d, -f8)
    grep -qF "$reason" b/report.html
    [ "$(grep -c ',yes,' b/selection.csv)" -eq 24 ]
}

@test "a field whose value is undefined is a dash; one period has no trends" {
    small
    heng report p.ini -o a
    ! grep -q 'id="s-trends"\|id="s-analyses"\|id="s-cases"' a/report.html || false
    ! grep -qi '>nan\|>-nan\|>inf' a/report.html
}

@test "Word: tables as wide as the text, small figures side by side, the first portrait below its heading" {
    command -v unzip >/dev/null || skip "no unzip"
    heng report "$TOP/config/zhejiang-counties.ini" -o a -f docx --set 'report.portraits=330108, 330105'
    exits 0
    unzip -p a/report.docx word/document.xml >d.xml
    sed 's/<w:tblGrid>/\n&/g; s/<\/w:tblGrid>/&\n/g' d.xml | grep '^<w:tblGrid>' >grids
    [ "$(grep -c . grids)" -gt 8 ]
    while read -r grid; do
        sum=$(printf '%s' "$grid" | grep -o 'w:w="[0-9]*"' | tr -dc '0-9\n' | awk '{s += $1} END {print s}')
        [ "$sum" -le 10204 ] && [ "$sum" -gt 10000 ]
    done <grids
    # Six maps of dimensions in rows of three, and two portraits: one begins the section's page.
    [ "$(grep -o '<w:gridCol w:w="3401"/>' d.xml | wc -l)" -eq 3 ]
    [ "$(grep -o '<w:pageBreakBefore/>' d.xml | wc -l)" -eq 2 ]
}
