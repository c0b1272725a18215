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

@test "freeze: profiles and statements" {
    printf '[profile]\nextends = still.ini\n[class]\nscale = common\n[treat]\nmethod = winsorise_quantile\n[treat.air]\nmethod = winsorise_quantile\n[weights]\nmethod = entropy\n' >together.ini
    printf '[profile]\nextends = still.ini\n[class]\nby =\ncity =\ntown =\n[aggregate]\nmissing = fail\n' >one.ini
    heng freeze still.ini -o own.ini
    exits 0
    heng freeze together.ini -o common.ini
    exits 0
    tail -n +1 own.ini common.ini >files
    golden freeze files
    heng freeze still.ini --sql sqlite -o a.sql
    heng freeze together.ini --sql postgres --table 'the towns' -o b.sql
    heng freeze one.ini --sql duckdb --table t -o c.sql
    heng freeze together.ini --sql spark -o d.sql
    exits 0
    printf '[profile]\nextends = sample.ini\n[impute]\nmethod = none\n[normalise]\nbase = 2020\n[treat]\nmethod = none\n[rule.bad_air]\nkind =\nwhen =\nreason =\nreason_en =\n' >panel.ini
    heng freeze panel.ini --sql sqlite -o e.sql
    exits 0
    tail -n +1 a.sql b.sql c.sql d.sql e.sql >files
    golden freeze-statements files
    screen freeze-refused freeze joined.ini -o refused.ini
    [ ! -e refused.ini ]
}

@test "look: what is in a file" {
    local file
    printf 'Region;2019;2020;2021 p;Note\nNorth;1,5;2,25;3;a\nSouth;;4,5;5,75;b\nAll;1,5;6,75;8,75;\nSource: nobody\n' >across.csv
    printf '地区,年份,指标,数值\n东,2020年,人口,12\n东,2020年,收入,340\n东,2021年,人口,13\n东,2021年,收入,351\n西,2020年,人口,7\n西,2020年,收入,290\n西,2021年,人口,7\n西,2021年,收入,305\n' | iconv -f utf-8 -t gb18030 >long.csv
    printf 'Table 3. Towns\n\n,Output,,People,\nTown,total,a head,,of these women\nA,1 200,12.5%%,100,51\nB,980,8.25%%,120,60\nC,...,9%%,95,48*\n\nNote: * estimated\n' >headed.csv
    printf 'x\n' >one.csv
    for file in sample yearly fixed once across long headed one; do
        screen "look-$file" look "$file.csv"
        HENG_LANGUAGE=zh screen "look-$file-zh" look "$file.csv"
    done
    cp "$TOP/config/data/yearbook/17-35.xlsx" book.xlsx
    screen look-book look book.xlsx
}

# parts FILE: XML, a line for each element that follows another.
parts() { sed 's/></>\n</g' "$1"; }

# page_of FILE: what heng writes of a page; the style and the scripts that every page has are left out.
page_of() {
    grep -vxFf "$TOP/core/report/page.css" "$1" | grep -vxFf "$TOP/core/report/page.js" | grep -vxFf "$TOP/core/report/page_live.js" |
        sed -E "s/sha256-[^']*/sha256-/g; s/(id=\"wasm\">)[^<]*/\1/" >page
    parts page
}

@test "report: a page with all that it can have, a page that computes, in both languages" {
    cp "$TOP"/tests/cli/screens/{map.json,logo.svg,own.css,words.md} .
    heng run other.ini -o old
    heng report report.ini -o out
    exits 0
    page_of out/report.en.html >file
    golden report-page file
    grep -v ',2024,\|,,' sample.csv >once.csv
    heng report live.ini -o out
    exits 0
    page_of out/report.html >file
    golden report-live file
}

@test "analyses: their tables, and what a report draws of them" {
    cp "$TOP/tests/cli/screens/map.json" .
    heng report found.ini -o out
    exits 0
    page_of out/report.html >file
    golden report-found file
    tail -n +1 out/analysis-*.csv >files
    golden found-files files
}

# archived FILE PART...: these parts of an archive.
archived() {
    local part file=$1
    shift
    for part; do
        printf -- '-- %s\n' "$part"
        unzip -p "$file" "$part" >part || return 1
        parts part
        echo
    done
}

@test "report: a document and a workbook, part by part" {
    cp "$TOP"/tests/cli/screens/{map.json,logo.svg,own.css,words.md} .
    heng run other.ini -o old
    heng report report.ini -o out -f docx,xlsx --set report.language=en --set 'report.sections=summary, league, distribution, method'
    exits 0
    archived out/report.docx word/document.xml word/styles.xml word/numbering.xml word/header1.xml word/footer1.xml \
        word/_rels/document.xml.rels >file
    golden report-document file
    archived out/report.xlsx xl/workbook.xml xl/worksheets/sheet{1,2,4,9}.xml xl/charts/chart1.xml xl/drawings/drawing1.xml \
        xl/sharedStrings.xml >file
    golden report-workbook file
}
