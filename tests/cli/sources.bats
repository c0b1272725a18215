#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Tables that are not CSV: workbooks and databases, read by plugins.
load helper

WORKBOOK=$BUILD/tests/tools/workbook

# profile TEXT...: p.ini of one dimension d over the column x, and the keys of [data] that are given.
profile() {
    printf '[profile]\nlanguage = en\n[index]\nid = idx\ndimensions = d\n[dimension.d]\nindicators = x\n[normalise]\nmethod = goalposts\n[indicator.x]\ngoalposts = 0, 20\n' >p.ini
    printf '%s\n' '[data]' "$@" >>p.ini
}

# needs SOURCE: the test is about a plugin that is built only where its library is found.
needs() {
    [ -e "$BUILD/plugins/$1.so" ] || skip "the plugin $1 is not built here"
}

# part NAME: writes standard input there, below book/.
part() {
    mkdir -p "book/$(dirname "$1")"
    cat >"book/$1"
}

# A workbook of one sheet, its rows from standard input; $1: other parts, $2: what stands behind the rows.
book() {
    { echo "<worksheet><sheetData>"; cat; echo "</sheetData>$2</worksheet>"; } | part xl/worksheets/one.xml
    part _rels/.rels <<<'<Relationships><Relationship Id="a" Type="t/officeDocument" Target="/xl/workbook.xml"/></Relationships>'
    part xl/workbook.xml <<<"<workbook xmlns:r='r'>$3<sheets><sheet name='one' sheetId='1' r:id='x'/></sheets></workbook>"
    part xl/_rels/workbook.xml.rels <<<'<Relationships><Relationship Id="x" Type="t/worksheet" Target="worksheets/one.xml"/>
        <Relationship Id="y" Type="t/sharedStrings" Target="sharedStrings.xml"/>
        <Relationship Id="z" Type="t/styles" Target="styles.xml"/></Relationships>'
    part xl/sharedStrings.xml <<<"<sst>$1</sst>"
    part xl/styles.xml <<<'<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="17"/><xf numFmtId="10"/></cellXfs></styleSheet>'
    "$WORKBOOK" b.xlsx book _rels/.rels xl/workbook.xml xl/_rels/workbook.xml.rels xl/worksheets/one.xml \
        xl/sharedStrings.xml xl/styles.xml
}

# table: three units as CSV in t.csv
table() {
    printf 'code,name,x\n1,甲,1.5\n2,乙 & 丙,2.25\n3,丁,4\n' >t.csv
}

@test "a workbook gives what the same table as CSV gives" {
    needs xlsx
    table
    profile 'path = t.csv' 'name = name'
    heng run p.ini -o csv
    exits 0
    "$WORKBOOK" b.xlsx 表=t.csv
    profile 'path = b.xlsx' 'name = name'
    heng run p.ini -o xlsx
    exits 0
    cmp csv/scores.csv xlsx/scores.csv
    jq -e '.inputs | any(.role == "data" and (.path | endswith("b.xlsx")) and (.sha256 | length == 64))' xlsx/run.json
    jq -e '.inputs | any(.role == "plugin" and (.path | endswith("xlsx.so")))' xlsx/run.json
    heng verify xlsx/run.json
    exits 0
}

@test "numbers of a workbook are those of the CSV to the last bit, of any length" {
    needs xlsx
    awk 'BEGIN { srand(7); print "code,x"
        for (i = 0; i < 3000; i++) {
            s = rand() < 0.5 ? "-" : ""
            for (k = int(rand() * 19); k >= 0; k--) s = s int(rand() * 10)
            if (rand() < 0.8) { s = s "."; for (k = int(rand() * 19); k >= 0; k--) s = s int(rand() * 10) }
            if (rand() < 0.2) s = s "e" int(rand() * 60 - 30)
            print "u" i "," s
        } }' >t.csv
    profile 'path = t.csv'
    sed -i 's/^method = goalposts/method = none/; /^\[indicator/,/^goalposts/d' p.ini
    heng run p.ini -o csv
    exits 0
    "$WORKBOOK" b.xlsx 表=t.csv
    sed -i 's/t.csv/b.xlsx/' p.ini
    heng run p.ini -o xlsx
    exits 0
    cmp csv/indicators.csv xlsx/indicators.csv
}

@test "an .ods gives it, too, its million blank rows passed over" {
    needs ods
    table
    profile 'path = t.csv' 'name = name'
    heng run p.ini -o csv
    "$WORKBOOK" b.ods 表=t.csv
    profile 'path = b.ods' 'name = name'
    heng run p.ini -o ods
    exits 0
    cmp csv/scores.csv ods/scores.csv
}

@test "an old .xls gives what its CSV gives: formulas' values, dates, booleans, long texts" {
    local by
    needs xls
    for by in when flag text; do
        profile "path = $TOP/tests/cli/books/old.csv" 'name = name' 'text = when, flag, text' '[class]' "by = $by" 'scale = common'
        sed -i 's/^indicators = x/indicators = x, sum/; s/goalposts = 0, 20/goalposts = -3, 123456789012.5/' p.ini
        printf '[indicator.sum]\ngoalposts = -10, 200\n' >>p.ini
        heng run p.ini -o csv
        exits 0
        sed -i 's/old.csv/old.xls\nunit = code/' p.ini
        heng run p.ini -o xls
        exits 0
        cmp csv/scores.csv xls/scores.csv
        cmp csv/indicators.csv xls/indicators.csv
    done
    jq -e '.notes | any(contains("old.xls: 1 hidden rows and 1 hidden columns are read as the others"))' xls/run.json
    heng explain p.ini 0102 sum
    says "sheet 人口, G4"
    heng verify xls/run.json
    exits 0
}

@test "an old .xls: sheets are chosen as in others, a hidden one is said" {
    needs xls
    profile "path = $TOP/tests/cli/books/old.xls" 'sheet = 说明'
    heng run p.ini -o out
    exits 0
    jq -e '.notes | any(contains("sheet 说明 is hidden"))' out/run.json
    profile "path = $TOP/tests/cli/books/old.xls" 'sheet = 3'
    heng check p.ini
    exits 65
    tells "sheet = 3: no such sheet; there are 1 人口, 2 说明"
}

@test "a Parquet file gives what its rows are, where libduckdb is found, and says how to get it" {
    needs parquet
    cp "$TOP/tests/cli/books/table.parquet" t.pq
    profile 'path = t.pq' 'name = name' 'text = d, ok, big' '[units]' 'where = big ~= ""' '[class]' 'by = d' 'scale = common'
    sed -i 's/^indicators = x/indicators = x, y, m, n/; s/^method = goalposts/method = none/' p.ini
    sed -i '/^\[indicator.x\]/,/^goalposts/d' p.ini
    HENG_DUCKDB=/nowhere/libduckdb.so heng check p.ini
    exits 65
    tells 't.pq: Parquet files are read where libduckdb is found: `make duckdb` fetches it (npm), or HENG_DUCKDB says where libduckdb.so is'
    run --separate-stderr "$HENG" check p.ini
    [[ $stderr != *"where libduckdb is found"* ]] || skip "libduckdb is not found"
    printf 'code,name,x,y,n,big,d,ok,m\n0101,甲,0.1,0.1,1,9007199254740993,2024-01-31,TRUE,1.25\n' >t.csv
    printf '0102,"乙 is a long name, longer than twelve bytes",1e-300,2.5,2,5,2023-12-01,FALSE,3.001\n0103,丙,0.30000000000000004,,3,,,,7\n' >>t.csv
    heng run p.ini -o pq
    exits 0
    heng verify pq/run.json
    exits 0
    sed -i 's/t.pq/t.csv/' p.ini
    heng run p.ini -o csv
    exits 0
    cmp csv/scores.csv pq/scores.csv
    cmp csv/indicators.csv pq/indicators.csv
}

@test "a workbook can be joined, and a sheet is chosen by number, name or pattern" {
    needs xlsx
    printf 'code,y\n1,1\n2,2\n3,3\n' >t.csv
    printf 'code,x\n1,5\n2,7\n3,6\n' >u.csv
    "$WORKBOOK" b.xlsx 人口=t.csv '国内生产总值 2024=u.csv'
    for sheet in 2 '国内生产总值 2024' '国内*' '*2024'; do
        profile 'path = t.csv' '[data.more]' 'path = b.xlsx' "sheet = $sheet"
        heng run p.ini -o out
        exits 0
        [ "$(column out/scores.csv code | tr '\n' ' ')" = "2 3 1 " ]
    done
    profile 'path = b.xlsx'
    heng check p.ini
    exits 65
    tells "b.xlsx: more than one sheet; say which by sheet = NUMBER or NAME: there are 1 人口, 2 国内生产总值 2024"
    profile 'path = b.xlsx' 'sheet = 3'
    heng check p.ini
    exits 65
    tells "sheet = 3: no such sheet; there are 1 人口, 2 国内生产总值 2024"
    profile 'path = b.xlsx' 'sheet = *'
    heng check p.ini
    exits 65
    tells "sheet = *: more than one fits"
}

@test "a hidden sheet is read when it is named, and that is said" {
    needs xlsx
    table
    printf 'code,x\n1,1\n' >u.csv
    "$WORKBOOK" b.xlsx '!草稿=u.csv' 表=t.csv
    profile 'path = b.xlsx'
    heng run p.ini -o out
    exits 0
    [ "$(column out/scores.csv code | wc -l)" = 3 ]
    profile 'path = b.xlsx' 'sheet = 1'
    heng run p.ini -o hidden
    jq -e '.notes | any(contains("b.xlsx: sheet 草稿 is hidden"))' hidden/run.json
}

@test "shared, rich and inline strings, readings aloud, booleans, dates, 1904, blanks" {
    needs xlsx
    book '<si><t>code</t></si><si><r><t>x</t></r><r><rPr/><t xml:space="preserve"></t></r><rPh sb="0" eb="1"><t>ping</t></rPh></si><si><t>甲</t><rPh><t>jia</t></rPh></si>' <<'X'
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><r><t>wh</t></r><r><t>en</t></r></is></c><c r="D1" t="str"><v>yes</v></c></row>
<row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3"><v>1e1</v></c><c r="C3" s="1"><v>45292</v></c><c r="D3" t="b"><v>1</v></c></row>
<row><c t="str"><f>A1</f><v>乙</v></c><c><f>1+1</f><v>0.1</v></c><c s="2"><v>59</v></c><c t="b"><v>0</v></c></row>
<row r="9"><c r="A9" t="inlineStr"><is><t>丙</t></is></c><c r="B9"><v>12.5</v></c><c r="C9" s="3"><v>61</v></c></row>
X
    profile 'path = b.xlsx' 'text = when, yes' '[class]' 'by = when'
    heng run p.ini -o out
    exits 0
    [ "$(column out/scores.csv class 甲)" = 2024-01-01 ]
    [ "$(column out/scores.csv class 乙)" = 1900 ]
    [ "$(column out/scores.csv class 丙)" = 1900-03 ]
    book '' '' '<workbookPr date1904="1"/>' <<'X'
<row><c t="str"><v>code</v></c><c t="str"><v>x</v></c><c t="str"><v>when</v></c></row>
<row><c t="str"><v>a</v></c><c><v>1</v></c><c s="1"><v>0</v></c></row>
X
    profile 'path = b.xlsx' 'text = when' '[class]' 'by = when'
    heng run p.ini -o out
    exits 0
    [ "$(column out/scores.csv class a)" = 1904-01-01 ]
}

@test "percent = yes takes cells that are shown as per cent as they are shown, else as they are" {
    needs xlsx
    book '' <<'X'
<row><c t="str"><v>code</v></c><c t="str"><v>x</v></c></row>
<row><c t="str"><v>a</v></c><c s="4"><v>0.07</v></c></row>
<row><c t="str"><v>b</v></c><c s="4"><v>-0.125</v></c></row>
<row><c t="str"><v>c</v></c><c><v>12.5</v></c></row>
<row><c t="str"><v>d</v></c><c t="str"><v>4.5%</v></c></row>
X
    profile 'path = b.xlsx' 'percent = yes'
    heng run p.ini -o out
    exits 0
    [ "$(column out/indicators.csv raw | tr '\n' ' ')" = "7 -12.5 12.5 4.5 " ]
    profile 'path = b.xlsx' '[units]' 'where = code ~= "d"'
    sed -i '/4.5%/d' book/xl/worksheets/one.xml
    "$WORKBOOK" b.xlsx book _rels/.rels xl/workbook.xml xl/_rels/workbook.xml.rels xl/worksheets/one.xml xl/sharedStrings.xml xl/styles.xml
    heng run p.ini -o out
    exits 0
    [ "$(column out/indicators.csv raw | tr '\n' ' ')" = "0.07 -0.125 12.5 " ]
}

@test "a formula that was never saved is blank and said, an error value is an error" {
    needs xlsx
    book '' <<'X'
<row><c t="str"><v>code</v></c><c t="str"><v>x</v></c></row>
<row hidden="1"><c t="str"><v>a</v></c><c><v>1</v></c></row>
<row><c t="str"><v>b</v></c><c><v>2</v></c></row>
<row><c t="str"><v>c</v></c><c><f>B2+B3</f></c></row>
X
    profile 'path = b.xlsx'
    heng run p.ini -o out
    jq -e '.notes | any(contains("1 formulas have no value in the file, the first is B4"))' out/run.json
    jq -e '.notes | any(contains("1 hidden rows and 0 hidden columns are read as the others"))' out/run.json
    book '' <<'X'
<row><c t="str"><v>code</v></c><c t="str"><v>x</v></c></row>
<row><c t="str"><v>a</v></c><c><v>1</v></c></row>
<row><c t="str"><v>b</v></c><c t="e"><v>#DIV/0!</v></c></row>
X
    heng check p.ini
    exits 65
    tells "#DIV/0!"
}

@test "what is no table is named by what it is, whatever its name" {
    profile 'path = t.xls'
    printf '\n<html><body><table><tr><td>1</td></tr></table></body></html>' >t.xls
    heng check p.ini
    exits 65
    tells "t.xls: this is a web page (HTML), whatever its name says: open it in a spreadsheet"
    table
    cp t.csv t.xls
    heng run p.ini -o out
    exits 0
    printf '%%PDF-1.7\n' >t.xls
    heng check p.ini
    exits 65
    tells "t.xls: this is a PDF document"
    gzip -c t.csv >t.xls
    heng check p.ini
    exits 65
    tells "this is a file packed by gzip: unpack it"
    # OLE2: the directory is in the sector after the header
    {
        printf '\320\317\021\340\241\261\032\341'
        head -c 22 /dev/zero
        printf '\011'
        head -c 481 /dev/zero
        printf 'R\0o\0o\0t\0 \0E\0n\0t\0r\0y\0'
        head -c 106 /dev/zero
        printf 'E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0'
        head -c 500 /dev/zero
    } >t.xls
    heng check p.ini
    exits 65
    tells "t.xls: this is a workbook that is protected by a password: take the password away"
}

@test "a workbook that is cut off, or whose zip directory is damaged, is called one" {
    needs xlsx
    table
    "$WORKBOOK" whole.xlsx 表=t.csv
    profile 'path = b.xlsx'
    at=$(grep -obUaP 'PK\x05\x06' whole.xlsx | tail -n 1 | cut -d: -f1)
    for n in 47 120 "$((at / 2))" "$at"; do # within its first part; half of it; all but the end of the directory
        head -c "$n" whole.xlsx >b.xlsx
        for command in "check p.ini" "run p.ini" "look b.xlsx"; do
            heng $command
            exits 65
            tells "b.xlsx: a workbook that is cut off or damaged (its zip directory cannot be read): save it again, or its sheet as CSV UTF-8"
        done
    done
    for first in docProps/app.xml _rels/.rels; do # other programs begin otherwise
        printf 'PK\3\4\24\0\0\0\10\0\0\0\41\0%14s\0\0%s' '' "$first" >b.xlsx
        heng check p.ini
        exits 65
        tells "b.xlsx: a workbook that is cut off or damaged"
    done
    cp whole.xlsx b.xlsx # where the directory begins is said wrongly
    printf '\377\377\377\177' | dd of=b.xlsx bs=1 seek="$((at + 16))" conv=notrunc status=none
    heng check p.ini
    exits 65
    tells "b.xlsx: a workbook that is cut off or damaged"
    cp whole.xlsx b.xlsx
    heng check p.ini
    exits 0
}

@test "a source that does not fit the file, the keys or this build is told" {
    needs xlsx
    table
    "$WORKBOOK" b.xlsx 表=t.csv
    profile 'path = b.xlsx' 'source = csv'
    heng check p.ini
    exits 78
    tells "p.ini:14: [data] source: csv: ./b.xlsx is an Excel workbook (.xlsx); source = xlsx reads it"
    profile 'path = b.xlsx' 'query = SELECT 1'
    heng check p.ini
    exits 78
    tells "[data] query: source xlsx has none; take it out"
    profile 'path = t.csv' 'sheet = 2'
    heng check p.ini
    exits 78
    tells "[data] sheet: source csv has none; take it out"
    profile 'path = t.csv' 'source = xslx'
    heng check p.ini
    exits 69
    tells "[data] source: xslx: no such source; did you mean xlsx?"
    profile 'path = t.csv' 'source = frobnicate'
    heng check p.ini
    tells "no such source; there are csv, ods, parquet, postgres, sqlite, xls, xlsx"
    profile 'source = xlsx'
    heng check p.ini
    exits 78
    tells "[data]: a key is missing: path"
    mkdir -p alone/plugins
    cp "$HENG" alone/heng
    profile 'path = b.xlsx'
    run --separate-stderr alone/heng check p.ini
    exits 69
    tells "source: xlsx: it needs the plugin xlsx, which is built where minizip and expat (Debian: libminizip-dev, libexpat1-dev) is found"
}
