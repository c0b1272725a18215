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
    [ "$(grep -o '<script' a/report.html | wc -l)" -eq 3 ]
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
    [ "$(grep -c '^<tr><th>' a/report.html)" -ge 90 ]
    row=$(awk -F, '$3 == "330108" {print "<tr><th>" $4 "<td>" $5 "<td>"}' a/robust.csv)
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
    grep -qF "<tr><th>income_per_resident 2021<td>$between" a/report.html
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
        [ "$sum" -le 10204 ]
        [ "$sum" -gt 10000 ]
    done <grids
    # Six maps of dimensions in rows of three, and two portraits: one begins the section's page.
    [ "$(grep -o '<w:gridCol w:w="3401"/>' d.xml | wc -l)" -eq 3 ]
    [ "$(grep -o '<w:pageBreakBefore/>' d.xml | wc -l)" -eq 2 ]
}

# A weight of the workbook is set to what it is times 3, as --set would, the values that formulas had
# are taken out, and LibreOffice computes them anew: recalculated BOOK ROW... (of the sheet of weights)
recalculated() {
    book=$1
    shift
    mkdir book csv
    (cd book && unzip -q "../$book")
    weights=$(grep -o '<sheet name="[^"]*"' book/xl/workbook.xml | grep -n 'name="\(权重\|Weights\)"' | cut -d: -f1)
    for row in "$@"; do
        for column in E G; do
            old=$(grep -o "<c r=\"$column$row\" [^>]*><v>[^<]*" "book/xl/worksheets/sheet$weights.xml" | sed 's/.*<v>//') || continue
            sed -i "s|\\(<c r=\"$column$row\" [^>]*><v>\\)[^<]*|\\1$(awk "BEGIN {printf \"%.17g\", 3 * $old}")|" \
                "book/xl/worksheets/sheet$weights.xml"
        done
    done
    sed -i 's|</f><v>[^<]*</v>|</f>|g' book/xl/worksheets/*.xml
    (cd book && zip -q -r ../changed.xlsx .)
    HOME=$PWD timeout 120 soffice --headless --convert-to \
        'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1' --outdir csv changed.xlsx
}

@test "a workbook: a weight changed in it gives the ranks of heng run --set" {
    command -v soffice >/dev/null && command -v zip >/dev/null || skip "no LibreOffice, or no zip"
    heng report "$TOP/config/zhejiang-counties.ini" -o a -f xlsx
    exits 0
    heng report "$TOP/config/zhejiang-counties.ini" -o b -f xlsx
    cmp a/report.xlsx b/report.xlsx
    heng run "$TOP/config/zhejiang-counties.ini" --set dimension.economy.weight=3 -o w
    recalculated a/report.xlsx 4
    [ "$(cat csv/changed-位次*.csv | grep -c ',33[0-9]*,')" -eq 90 ]
    cat csv/changed-位次*.csv | awk -F, '$2 ~ /^33/ {print $2, $1}' | sort >got
    awk -F, 'NR > 1 {print $3, $5}' w/scores.csv | sort >want
    cmp got want
    ! awk -F, 'NR > 1 {print $3, $5}' a/scores.csv | sort | cmp -s - want
}

@test "a workbook: texts are no formulas, blanks no zeros, what is no mean stays a constant" {
    command -v unzip >/dev/null || skip "no unzip"
    small
    printf 'code,name,kind,a,b,c\nu1,=1+1,x,1,10,5\nu2,[a]:*?/,x,2,30,\nu3,@x,y,3,20,7\n' >t.csv
    heng report p.ini -o a -f xlsx
    exits 0
    unzip -q a/report.xlsx -d book
    grep -q '=1+1' book/xl/sharedStrings.xml
    ! grep -qi '<v>-\?nan\|<v>-\?inf' book/xl/worksheets/*.xml || false
    ! grep -q '<f>1+1' book/xl/worksheets/*.xml || false
    means=$(cat book/xl/worksheets/*.xml | grep -o '<f>(IF(ISNUMBER' | wc -l)
    [ "$means" -ge 8 ]
    rm -r book
    heng report p.ini -o a -f xlsx --set aggregate.method=topsis
    exits 0
    unzip -q a/report.xlsx -d book
    [ "$(cat book/xl/worksheets/*.xml | grep -o '<f>(IF(ISNUMBER' | wc -l)" -eq 0 ]
}

# Six units with places, of two kinds, and a profile with an analysis of each kind that has a figure of its own.
analysed() {
    boundaries >map.geojson
    cat >t.csv <<'CSV'
code,name,kind,lon,lat,people,a,b,c
u1,Alpha,x,121.4,30.2,10,1,10,5
u2,Beta,x,122.3,30.4,25,2,30,2
u3,Gamma,y,123.6,30.7,5,3,20,7
u4,Delta,y,124.1,30.1,40,5,45,9
u5,Eta,y,125.2,30.9,15,9,40,6
u6,Zeta,x,126.5,30.5,30,4,35,1
CSV
    cat >p.ini <<'INI'
[profile]
language = en
[data]
path = t.csv
unit = code
name = name
[index]
id = i
dimensions = one, two
[dimension.one]
indicators = a, b
[dimension.two]
indicators = c
[report]
map = map.geojson
[analysis.near]
method = moran
of = a
coordinates = lon, lat
k = 2
[analysis.pull]
method = gravity
of = people
coordinates = lon, lat
cores = u1, u4
[analysis.together]
method = correlation
of = a, b, c
[analysis.spread]
method = gini
of = a, b
[analysis.kinds]
method = dagum
of = a
by = kind
[analysis.nested]
method = theil
of = b
population = people
by = kind
INI
}

@test "analyses: the figures of each kind, with the numbers of its file, in both languages" {
    analysed
    heng report p.ini -o a
    exits 0
    for id in near pull together spread kinds nested; do
        grep -q "id=\"a-$id\"" a/report.html || { echo "no section: $id" >&2; return 1; }
    done
    for text in 'do like values lie side by side?' 'Which centre is each unit tied to most?' 'Which go together?'; do
        grep -qF "$text" a/report.html || { echo "not there: $text" >&2; return 1; }
    done
    # the map of quadrants names each unit's own, as the file has it
    awk -F, '$4 == "local" || $5 == "local"' a/analysis-near.csv >local
    [ "$(wc -l <local)" -eq 6 ]
    for quadrant in HH HL LH LL; do
        [ "$(grep -c ",$quadrant" local)" -eq 0 ] || grep -qF "$quadrant" a/report.html
    done
    # each unit's strongest centre with its share
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $at["rank"] == 1 { printf "%s %.0f %%\n", $at["to"], 100 * $at["share"] }' \
        a/analysis-pull.csv >strongest
    [ -s strongest ]
    while read -r to share; do
        name=$(column t.csv name "$to")
        grep -qF "→ $name, $share" a/report.html || { echo "not there: $name $share" >&2; return 1; }
    done <strongest
    # and a line to it on the map
    [ "$(grep -o '<g><title>[A-Za-z]* → [A-Za-z]*, [0-9]* %</title>' a/report.html | wc -l)" -eq "$(wc -l <strongest)" ]
    # each correlation to two decimals
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } { printf "%.2f\n", $at["r"] }' a/analysis-together.csv >rs
    [ "$(wc -l <rs)" -eq 3 ]
    while read -r r; do
        grep -qE "(${r#-}|${r#-0})" a/report.html || { echo "not there: $r" >&2; return 1; }
    done <rs
    heng report p.ini -o b --set profile.language=zh -f html,docx
    exits 0
    grep -qF '哪些同高同低' b/report.html
    grep -qF '自身与周边皆高' b/report.html
    [ -s b/report.docx ]
}

@test "groups of a column: a strip each, by medians, with the units' names and the figures in a table" {
    small
    heng report p.ini -o a --set report.groups=kind
    exits 0
    heng run p.ini -o run
    [ "$(grep -c 'how far do groups differ' a/report.html)" -eq 1 ]
    # of kind y: how many, and the lowest and highest score
    awk -F, 'NR == FNR { kind[$1] = $3; next } FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        kind[$at["code"]] == "y" { v = $at["score"] + 0; n++; low = n == 1 || v < low ? v : low; high = n == 1 || v > high ? v : high }
        END { printf "<tr><th>y<td>%d<td>%.2f<td>\n<td>%.2f\n", n, low, high }' t.csv run/scores.csv >want
    grep -qF "$(head -n 1 want)" a/report.html
    grep -F "$(head -n 1 want)" a/report.html | grep -qF "$(sed -n 2p want)"
    grep -q '<g><title>Delta</title><circle' a/report.html
    heng report p.ini -o b --set report.groups=kindd
    [ "$status" -eq 78 ]
    tells '[report] groups: kindd: no column of texts has this name'
    [ ! -e b ]
}

@test "analyses whose map is missing have their table alone" {
    analysed
    sed -i '/^\[report\]/,/^map/d' p.ini
    heng report p.ini -o a
    exits 0
    grep -q 'id="a-near"' a/report.html
    ! grep -qF 'do like values lie side by side?' a/report.html || false
    ! grep -qF 'Which centre is each unit tied to most?' a/report.html || false
    grep -qF 'Which go together?' a/report.html
}

@test "a book: chapters of several profiles in one page, one document and one workbook; the same bytes" {
    heng report "$TOP/config/report-2024.ini" -o a
    exits 0
    says a/report.html
    says a/report.docx
    says a/report.xlsx
    heng report "$TOP/config/report-2024.ini" -o b -j 1
    for file in report.html report.docx report.xlsx; do cmp "a/$file" "b/$file"; done
    [ "$(grep -c '<h2 id="[a-z_]*-chapter"' a/report.html)" -eq 12 ]
    [ "$(grep -o ' id="[^"]*"' a/report.html | sort | uniq -d | wc -l)" -eq 0 ]
    grep -q '部分章节使用虚构数据' a/report.html
    [ "$(grep -c '本章使用虚构数据' a/report.html)" -eq 2 ]
    "$HENG" run "$TOP/config/logistics.ini" -o run >/dev/null
    for score in $(column run/scores.csv score); do grep -qF "data-v=\"$score\"" a/report.html; done
}

@test "a book's mistakes are told together; it is no run" {
    small
    printf '[report]\nformats = htm\n[chapter.one]\nprofile = p.ini\nsections = leage\n[weights]\nmethod = equal\n' >book.ini
    heng report book.ini -o a
    [ "$status" -eq 78 ]
    tells '[report] formats: htm: no such format of a report'
    tells '[chapter.one] sections: leage: no such section of a report'
    tells '[weights]: a book has [report] and [chapter.NAME] only'
    [ ! -e a ]
    printf '[report]\ntitle = Two <b>\n[chapter.one]\nprofile = p.ini\n[chapter.two]\nprofile = p.ini\ntitle = Again\nportraits = u2\n' >book.ini
    heng report book.ini -o a
    exits 0
    grep -q '<title>Two &lt;b&gt;' a/report.html
    [ "$(grep -o '<section class="card" id="two-u-u2"' a/report.html | wc -l)" -eq 1 ]
    heng run book.ini -o c
    [ "$status" -eq 78 ]
    tells 'a book: heng report makes it'
}

@test "heng list formats: what can be written, what a report can say" {
    heng list formats
    exits 0
    for name in html docx xlsx league robust cases; do says "  $name "; done
}

@test "a publisher's style and logo: taken where they open and run nothing, else refused with file and line" {
    small
    printf 'h1 { color: #123456 }\n' >house.css
    printf '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>' >logo.svg
    heng report p.ini -o a --set report.css=house.css --set report.logo=logo.svg
    exits 0
    grep -q 'color: #123456' a/report.html
    printf '[report]\ncss = house.css\n[chapter.one]\nprofile = p.ini\n' >book.ini
    heng report book.ini -o book
    grep -q 'color: #123456' book/report.html
    [ "$(grep -o 'src="data:image/svg+xml;base64,[^"]*' a/report.html | cut -d, -f2 | base64 -d)" = "$(cat logo.svg)" ]
    for bad in 'a{b:URL(x)}' '@import "x"' '</style><script>' 'a{b:u\72l(x)}' 'a{b:image-set("x" 1x)}' '@font-face{}' \
        '/* open' '/*/' 'a{b:c' '}' 'a{b:c(}' 'a{b:c)}' '@media print{.x{}' $'a::after{content:"\xff"}'; do
        printf 'p{}\n%s\n' "$bad" >house.css
        heng report p.ini -o b --set report.css=house.css
        [ "$status" -eq 65 ] || { echo "$bad" >&2; return 1; }
        tells 'house.css:2: '
        [ ! -e b ]
    done
    # A browser reads a page's lines as ended by one character, and by its bytes the policy names the style.
    printf '\xef\xbb\xbfh1{color:red}\r\nh2{color:blue}\r/* } */ a[b="}"]{c:calc((1px))}' >house.css
    heng report p.ini -o c --set report.css=house.css
    exits 0
    ! grep -q $'\r\|\xef\xbb\xbf' c/report.html || false
    tr '\n' ' ' <c/report.html | grep -qF 'h1{color:red} h2{color:blue} /* } */ a[b="}"]{c:calc((1px))}'
    for bad in '<svg><script/></svg>' '<svg onload="x"/>' '<svg><image xlink:href="x"/></svg>' 'GIF89a' '<!DOCTYPE x [<!ENTITY a "b">]><svg/>'; do
        printf '%s' "$bad" >logo.svg
        heng report p.ini -o b --set report.logo=logo.svg
        [ "$status" -eq 65 ] || { echo "$bad" >&2; return 1; }
        tells 'logo.svg:'
        [ ! -e b ]
    done
    { printf '<svg>'; head -c 300000 /dev/zero | tr '\0' ' '; printf '</svg>'; } >logo.svg
    heng report p.ini -o b --set report.logo=logo.svg
    [ "$status" -eq 65 ]
}

@test "a workbook: each sheet of made-up data says so, on its tab and on paper; no other does" {
    printf '[report]\ntitle = T\n[chapter.one]\nprofile = %s/config/opening-up.ini\nsections = league\n[chapter.two]\nprofile = %s/config/hdi.ini\nsections = league\n' "$TOP" "$TOP" >book.ini
    heng report book.ini -o a -f xlsx
    exits 0
    unzip -q a/report.xlsx -d x
    grep -o '<sheet name="[^"]*"' x/xl/workbook.xml >names
    n=0
    while IFS= read -r name; do
        n=$((n + 1))
        case $name in
        *'"1 虚构 '*) grep -q '虚构数据' x/xl/worksheets/sheet$n.xml && grep -q '<tabColor' x/xl/worksheets/sheet$n.xml ;;
        *'"1 '*) false ;;
        *) ! grep -q '虚构数据' x/xl/worksheets/sheet$n.xml || false ;;
        esac
    done <names
    [ "$n" -gt 10 ]
}
