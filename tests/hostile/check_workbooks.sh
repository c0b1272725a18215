#!/bin/sh
# SPDX-License-Identifier: MIT
# Workbooks that are not what they seem: each ends in one line, in time and in bounds, and what can be
# read is read. HENG: the program.
# shellcheck source=tests/hostile/kit.sh
. tests/hostile/kit.sh
tool=$(dirname "$heng")/tests/tools/workbook
cd "$work" || exit 1

profile() {
    printf '[profile]\nlanguage = en\n[index]\nid = idx\ndimensions = d\n[dimension.d]\nindicators = x\n[data]\n' >p.ini
    printf '%s\n' "$@" >>p.ini
}

# says CODE TEXT: heng check ends with CODE within a minute, and TEXT is in what it tells.
says() {
    "$limited" 60 "$heng" check p.ini >out 2>err
    got=$?
    cat out err
    [ "$got" = "$1" ] && grep -qF -e "$2" err && ! grep -q 'crashed' err
}

# looks: heng look ends within a minute, too, with a code of its own.
looks() {
    "$limited" 60 "$heng" look "$1" >out 2>err
    got=$?
    case $got in 0 | 65 | 69) ! grep -qE 'crashed|Sanitizer' err && return ;; esac
    echo "look: exit code $got"
    cat err
    return 1
}

# reads: it does, and nothing is told.
reads() {
    "$limited" 60 "$heng" check p.ini >out 2>err
    got=$?
    cat out err
    [ "$got" = 0 ] && [ ! -s err ]
}

part() {
    mkdir -p "book/$(dirname "$1")"
    cat >"book/$1"
}

# book: b.xlsx of what stands in book/ and a sheet from standard input.
book() {
    part xl/worksheets/one.xml
    "$tool" b.xlsx book _rels/.rels xl/workbook.xml xl/_rels/workbook.xml.rels xl/sharedStrings.xml xl/worksheets/one.xml
}

parts() {
    rm -rf book
    echo '<Relationships><Relationship Id="a" Type="t/officeDocument" Target="xl/workbook.xml"/></Relationships>' | part _rels/.rels
    echo '<workbook><sheets><sheet name="one" sheetId="1" id="x"/></sheets></workbook>' | part xl/workbook.xml
    echo '<Relationships><Relationship Id="x" Type="t/worksheet" Target="worksheets/one.xml"/><Relationship Id="y" Type="t/sharedStrings" Target="sharedStrings.xml"/></Relationships>' |
        part xl/_rels/workbook.xml.rels
    echo '<sst><si><t>code</t></si><si><t>x</t></si></sst>' | part xl/sharedStrings.xml
}

good='<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="str"><v>a</v></c><c r="B2"><v>1</v></c></row><row r="3"><c r="A3" t="str"><v>b</v></c><c r="B3"><v>2</v></c></row></sheetData></worksheet>'

# sheet TEXT: that as the one sheet.
sheet() {
    parts
    printf '%s' "$1" | book
    profile 'path = b.xlsx'
}

good() {
    sheet "$good"
    reads && looks b.xlsx && grep -q '^unit = code' out
}
one "a sheet whose dimension claims all cells is as large as it is" good

bomb() {
    parts
    { printf '<worksheet><sheetData>'; head -c 100000000 /dev/zero | tr '\0' ' '; printf '</sheetData></worksheet>'; } | book
    rm -rf book
    profile 'path = b.xlsx'
    says 65 'MB when unpacked; limit_mb says how much is taken' && looks b.xlsx
}
one "a zip bomb is not unpacked" bomb

entities() {
    sheet "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>"
    says 65 'has a document type, which no workbook needs' && looks b.xlsx
}
one "entities are never expanded" entities

shared_bomb() {
    parts
    { printf '<sst><si><t>'; head -c 32000 /dev/zero | tr '\0' 'a'; printf '</t></si></sst>'; } | part xl/sharedStrings.xml
    {
        printf '<worksheet><sheetData>'
        awk 'BEGIN { for (i = 0; i < 40000; i++) print "<row><c t=\"s\"><v>0</v></c></row>" }'
        printf '</sheetData></worksheet>'
    } | book
    profile 'path = b.xlsx'
    says 65 'MB come out of it; limit_mb says how much is taken' && looks b.xlsx
}
one "a shared text that many cells name is bounded" shared_bomb

wide() {
    parts
    {
        printf '<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row>'
        awk 'BEGIN { for (i = 0; i < 60000; i++) print "<row><c><v>1</v></c></row>" }'
        printf '</sheetData></worksheet>'
    } | book
    profile 'path = b.xlsx'
    says 65 'MB come out of it; limit_mb says how much is taken' && looks b.xlsx
}
one "rows that are wide and empty are bounded" wide

last_cell() {
    sheet '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    survives && looks b.xlsx
}
one "one cell at the very end" last_cell

late_width() {
    parts
    {
        printf '<worksheet><sheetData>'
        awk 'BEGIN { for (i = 0; i < 100000; i++) print "<row><c><v>1</v></c></row>" }'
        printf '<row><c r="XFD100001"><v>1</v></c></row></sheetData></worksheet>'
    } | book
    profile 'path = b.xlsx'
    says 65 'limit_mb says how much is taken' && looks b.xlsx
}
one "a hundred thousand rows before a wide one" late_width

beyond() {
    for row in 0 1048577 99999999999999999999 -1 x; do
        sheet "<worksheet><sheetData><row r=\"$row\"><c><v>1</v></c></row></sheetData></worksheet>"
        says 65 b.xlsx || return 1
    done
    for cell in XFE1 A0 A1048577 1A A AAAAAAAAAAAAAAAAA1 ''; do
        sheet "<worksheet><sheetData><row><c r=\"$cell\"><v>1</v></c><c r=\"$cell\"><v>2</v></c></row></sheetData></worksheet>"
        survives || return 1
    done
}
one "rows and cells beyond a sheet" beyond

numbers() {
    for v in nan inf 0x10 1e999 '1,5' ' ' 1e 9999999999999999999999; do
        sheet "<worksheet><sheetData><row><c t=\"str\"><v>code</v></c><c t=\"str\"><v>x</v></c></row><row><c t=\"str\"><v>a</v></c><c><v>$v</v></c></row></sheetData></worksheet>"
        survives || return 1
        case $v in nan | inf | 0x10 | '1,5' | 1e) [ "$got" = 65 ] || { echo "$v is taken"; return 1; } ;; esac
    done
}
one "numbers that are none" numbers

strings() {
    for v in 2 -1 99999999999999999999 x 1e1; do
        sheet "<worksheet><sheetData><row><c t=\"s\"><v>$v</v></c></row></sheetData></worksheet>"
        says 65 'shared text' || return 1
    done
}
one "shared texts that are not there" strings

merges() {
    for ref in A1:XFE1 A0:B1 B2:A1 A1 : A1:B2:C3; do
        parts
        printf '%s' "$good" | sed "s|</sheetData>|&<mergeCells><mergeCell ref=\"$ref\"/></mergeCells>|" | book
        survives || return 1
    done
    parts
    printf '%s' "$good" | sed 's|<v>a</v>|<v>mergeCell ref="ZZZZ1:Y2"</v>|' | book
    reads
}
one "merged cells that are none, and the word in a text" merges

relations() {
    sheet "$good"
    echo '<Relationships><Relationship Id="x" Type="t/worksheet" Target="../xl/workbook.xml"/></Relationships>' | part xl/_rels/workbook.xml.rels
    printf '%s' "$good" | book
    survives || return 1
    for target in '../../../../etc/passwd' /etc/passwd 'workbook.xml' '' '_rels/workbook.xml.rels'; do
        echo "<Relationships><Relationship Id=\"x\" Type=\"t/worksheet\" Target=\"$target\"/></Relationships>" | part xl/_rels/workbook.xml.rels
        printf '%s' "$good" | book
        survives || return 1
    done
}
one "relations in a circle, out of the package, to nothing" relations

deep() {
    parts
    awk 'BEGIN { for (i = 0; i < 1000000; i++) printf "<c>" }' | book
    survives
}
one "elements a million deep" deep

unclosed() {
    for text in '' '<' '<worksheet>' '<worksheet/>' 'no xml' '<worksheet><sheetData><row><c><v>'; do
        sheet "$text"
        survives || return 1
    done
}
one "parts that are no XML" unclosed

# cut FILE NAME: at every 512 bytes, and each byte of the directory's end.
cut_off() {
    size=$(stat -c %s "$1")
    at=0
    while [ "$at" -lt "$size" ]; do
        head -c "$at" "$1" >"$2"
        survives || { echo "cut at $at"; return 1; }
        at=$((at + (size - at > 30 ? 512 : 1)))
        [ "$at" -le "$size" ] || at=$size
    done
}
cut_xlsx() {
    sheet "$good"
    mv b.xlsx whole.xlsx
    cut_off whole.xlsx b.xlsx
}
one "a workbook cut off at every 512 bytes" cut_xlsx

# Each byte of the headers, changed.
lies() {
    sheet "$good"
    mv b.xlsx whole.xlsx
    size=$(stat -c %s whole.xlsx)
    at=0
    while [ "$at" -lt "$size" ]; do
        cp whole.xlsx b.xlsx
        printf '\377' | dd of=b.xlsx bs=1 seek="$at" conv=notrunc status=none
        survives || { echo "byte $at"; return 1; }
        at=$((at + 7))
    done
}
one "every seventh byte of a workbook changed: sizes, offsets, checksums that lie" lies

ods() {
    printf 'code,x\na,1\nb,2\n' >t.csv
    "$tool" whole.ods t=t.csv
    profile 'path = b.ods' 'source = ods'
    cut_off whole.ods b.ods || return 1
    for attribute in 'table:number-columns-repeated="99999999999999999999"' 'table:number-columns-repeated="16384"' \
        'table:number-rows-spanned="18446744073709551615"' 'table:number-columns-spanned="-1"'; do
        mkdir -p odsbook
        printf '<d xmlns:table="t"><table:table table:name="t"><table:table-row><table:table-cell %s value-type="float" value="1"><p>1</p></table:table-cell></table:table-row></table:table></d>' \
            "$attribute" >odsbook/content.xml
        "$tool" b.ods odsbook content.xml
        survives || return 1
    done
}
one "an .ods cut off, and cells that repeat without end" ods

# The workbook of the tests, its header and tables small enough to change each byte of.
xls() {
    cp "$top/tests/cli/books/old.xls" whole.xls
    profile 'path = b.xls' 'source = xls' 'unit = code' 'text = when, flag, text'
    cut_off whole.xls b.xls
}
one "an .xls cut off at every 512 bytes" xls

xls_lies() {
    size=$(stat -c %s whole.xls)
    at=0
    while [ "$at" -lt "$size" ]; do
        cp whole.xls b.xls
        printf '\377\377' | dd of=b.xls bs=1 seek="$at" conv=notrunc status=none
        survives || { echo "byte $at"; return 1; }
        at=$((at + (at < 600 ? 4 : 61)))
    done
}
one "an .xls whose header, tables and records lie" xls_lies

# put OFFSET OCTAL...: bytes of b.xls.
put() {
    at=$1
    shift
    printf "$(printf '\\%s' "$@")" | dd of=b.xls bs=1 seek="$at" conv=notrunc status=none
}

# The table of sectors leads from each sector to itself, to the first; the directory is its own table; lists
# of tables name themselves.
xls_circles() {
    table=$(od -An -t u4 -j 76 -N 4 whole.xls | tr -d ' ')
    directory=$(od -An -t u4 -j 48 -N 4 whole.xls | tr -d ' ')
    for to in 0 1 2 self; do
        cp whole.xls b.xls
        i=0
        while [ "$i" -lt 100 ]; do
            n=$to
            [ "$to" != self ] || n=$i
            put $(((table + 1) * 512 + 4 * i)) "$(printf %o "$n")" 0 0 0
            i=$((i + 1))
        done
        survives || { echo "to $to"; return 1; }
    done
    cp whole.xls b.xls
    put 48 "$(printf %o "$table")" 0 0 0
    survives || return 1
    cp whole.xls b.xls
    put 44 377 377 377 177
    put 68 "$(printf %o "$directory")" 0 0 0
    survives
}
one "an .xls whose sectors lead in circles" xls_circles

# DuckDB may crash of it: that is contained, and told.
contained() {
    "$limited" 60 "$heng" check p.ini >out 2>err
    got=$?
    case $got in 0 | 65 | 78) [ "$(wc -l <err)" -le 3 ] && ! grep -qE 'time limit|Sanitizer' err && return ;; esac
    echo "exit code $got"
    cat err
    return 1
}

parquet() {
    size=$(stat -c %s "$top/tests/cli/books/table.parquet")
    profile 'path = b.parquet' 'source = parquet' 'text = name, d, ok, big'
    at=4
    while [ "$at" -lt "$size" ]; do
        head -c "$at" "$top/tests/cli/books/table.parquet" >b.parquet
        contained || { echo "cut at $at"; return 1; }
        cp "$top/tests/cli/books/table.parquet" b.parquet
        printf '\377\377' | dd of=b.parquet bs=1 seek="$at" conv=notrunc status=none
        contained || { echo "byte $at"; return 1; }
        at=$((at + 67))
    done
}
cp "$top/tests/cli/books/table.parquet" b.parquet
profile 'path = b.parquet' 'text = name, d, ok, big'
if "$heng" check p.ini 2>/dev/null >&2; then
    one "a Parquet file cut off and changed" parquet
else
    skip "libduckdb is not found: Parquet files"
fi
finish
