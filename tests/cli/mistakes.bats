#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Mistakes of newcomers: place, cause and remedy in one message a cause.
load helper

# told N: stderr has so many lines.
told() {
    local n
    n=$(printf '%s\n' "$stderr" | wc -l)
    [ "$n" -eq "$1" ] && return
    printf '%s lines, want %s\n%s\n' "$n" "$1" "$stderr" >&2
    return 1
}

@test "a table, a workbook or a text is given for a profile: one line, what to do" {
    small
    heng run t.csv
    exits 78
    told 1
    tells "t.csv: no profile: it has no [section] and no key = value, but begins with 'code,name,kind,a,b,c'; a table is named in a profile, [data] path = FILE; heng new profile NAME writes one"
    printf '\264\372\302\353,x\n1,2\n' >gbk.csv
    heng check gbk.csv
    exits 78
    told 1
    tells "gbk.csv: no profile"
    printf 'PK\003\004rest' >book.xlsx
    heng run book.xlsx
    exits 78
    told 1
    tells "book.xlsx: a workbook, not a profile: a table is named in a profile"
    printf '\320\317\021\340rest' >book.xls
    heng check book.xls
    told 1
    tells "book.xls: a workbook, not a profile"
    for i in $(seq 40); do echo "word $i"; done >many.ini
    cat p.ini >>many.ini
    heng check many.ini
    exits 78
    told 5
    tells "many.ini:3: expected 'key = value'"
    tells "many.ini: 37 more lines that are no 'key = value'"
}

@test "a base that cannot be read is the only problem" {
    printf '[profile]\nextends = nothere.ini\n[dimension.D]\nindicators = a\n[units]\nwhere = a > 1\n' >q.ini
    heng check q.ini
    exits 66
    told 2
    tells "q.ini:2: [profile] extends: nothere.ini: cannot be opened: No such file or directory"
    printf '[profile]\nextends = q.ini\n' >q.ini
    heng check q.ini
    exits 78
    told 2
    tells "build on each other in a circle"
    small
    printf '[profile]\nextends = t.csv\n' >q.ini
    heng check q.ini
    told 2
    tells "q.ini:2: [profile] extends: t.csv: no profile"
    printf '\377\376[\000d\000' >utf16.ini
    heng check utf16.ini
    told 2
    tells "utf16.ini:1: the file is UTF-16; save it as UTF-8"
}

@test "full-width signs are called by name wherever they stand" {
    small
    cat >q.ini <<'EOF'
［data］
path ＝ t.csv
[index]
dimensions = one，two
[aggregate]
method：arithmetic
[weights]
method = equal ；平均
[normalise]
range = 1，100
[treat.a］
method = none
[rule.r]
kind = warning
when = a ＞ 3
EOF
    heng check q.ini
    exits 78
    tells "q.ini:1: expected 'key = value' or '[section]'; the full-width '［' is not '['"
    tells "q.ini:2: expected 'key = value' or '[section]'; the full-width '＝' is not '='"
    tells "q.ini:6: expected 'key = value' or '[section]'; write '=', not '：'"
    tells "q.ini:8: [weights] method: equal ；平均: no such method"
    tells "the full-width '；' is not ';'"
    tells "q.ini:10: [normalise] range = 1，100: expected 2 numbers, not '1，100'; the full-width '，' is not ','"
    tells "q.ini:11: no ']' at the end of the section name; the full-width '］' is not ']'"
    case $stderr in *"no [data] section"*) false ;; esac
    heng check p.ini --set 'dimension.one.indicators=a，b'
    exits 78
    told 2
    tells "a，b is neither a column of the table nor has it a formula"
    tells "the full-width '，' is not ','"
    # What the list would have had is not told of a second time, whatever names it.
    cp p.ini sound.ini
    printf '[indicator.b]\nunit = t\n[normalise.a]\nmethod = rank\n[weights.one]\nmethod = equal\n' >>p.ini
    heng check p.ini --set 'dimension.one.indicators=a，b'
    told 2
    heng check p.ini --set 'index.dimensions=one ， two'
    told 2
    tells "[index] dimensions: one ， two: no plugin of this name"
    heng check p.ini --set 'dimension.one.indicators=a，b' --set indicator.d.unit=t
    told 3
    tells "[indicator.d]: the index has no indicator d"
    heng check p.ini --set 'indicator.a.weight=１'
    tells "the full-width '１' is not '1'"
    cp sound.ini p.ini
    # A name that lawfully has such a sign is no mistake.
    sed 's/,a,/,a（亿元，当年价）,/' t.csv >u.csv
    heng check p.ini --set data.path=u.csv --set dimension.one.indicators=b
    exits 0
    [ -z "$stderr" ]
}

@test "a language that there is not suggests no other one" {
    small
    heng check p.ini --set profile.language=cn
    exits 78
    told 2
    tells "--set: [profile] language = cn: expected one of zh, en, not 'cn'"
    case $stderr in *"did you mean"*) false ;; esac
    heng check p.ini --set profile.language=EN
    tells "did you mean en?"
}

@test "signs and words of other languages in expressions" {
    local said
    small
    while IFS='|' read -r text said; do
        heng check p.ini --set "units.where=${text//&&&/||}"
        exits 78
        told 2
        tells "--set: [units] where: $said"
        heng check p.ini --set rule.r.kind=warning --set "rule.r.when=${text//&&&/||}"
        told 2
        tells "[rule.r] when: $said"
        heng check p.ini --set "derive.x=${text//&&&/||}"
        told 2
        tells "--set: [derive] x: "
    done <<'EOF'
a = 1|= does not compare: write ==
a != 1|!= is not understood; write ~=
a <> 1|<> is not understood; write ~=
a > 1 && b > 2|&& is not understood; write and
a > 1 &&& b > 2||| is not understood; write or
a > 1 AND b > 2|AND is not understood; write and
EOF
    heng check p.ini --set 'derive.x==a * 2'
    tells "[derive] x: unexpected symbol near '='; == compares"
    heng check p.ini --set 'derive.x=mean(a) ** 2'
    tells "[derive] x: ** is not understood; write ^"
    heng check p.ini --set 'derive.x=(function() local y = 1; return a + y end)()'
    exits 0
}

@test "derived columns and formulas are told with file, line and key" {
    small
    cat >>p.ini <<'EOF'
[derive]
x = aa + 1
y = a +
[indicator.c]
formula = bb
EOF
    heng check p.ini
    exits 78
    told 4
    tells "p.ini:23: [derive] x: unknown name aa; did you mean a?"
    tells "p.ini:24: [derive] y: unexpected symbol"
    tells "p.ini:26: [indicator.c] formula: unknown name bb"
    small
    heng check p.ini --set 'data.where=aa > 1'
    tells "--set: [data] where: "
}

@test "cells that are no numbers are told once, also where a formula needs them" {
    small
    sed 's/^u1,Alpha,x,1/u1,Alpha,x,one/' t.csv >bad.csv
    heng check p.ini --set data.path=bad.csv --set 'derive.x=a / 2' --set dimension.one.indicators=x,b
    exits 65
    told 2
    tells '--set: [derive] x: a cannot be used as numbers: ./bad.csv:2: column a: "one": not a number'
    awk 'BEGIN { print "code,v,w"; for (i = 1; i <= 60; i++) print "u" i "," (i % 2 ? "x" i : i) "," i }' >many.csv
    printf '[data]\npath = many.csv\n[index]\ndimensions = d\n[dimension.d]\nindicators = v, w\n' >q.ini
    heng check q.ini
    exits 65
    told 2
    tells 'line 40 "x39", ...; 30 cells of the column in all, beside 30 numbers'
    case $stderr in *x41*) false ;; esac
}

@test "two misspelt columns are two problems, and no typo is suggested" {
    small
    heng check p.ini --set dimension.one.indicators=a,bb,cz --set rule.r.kind=warning \
        --set 'rule.r.when=bb > 1 and czz < 3' --set indicator.bb.weight=2 --set treat.cz.method=none
    exits 78
    told 4
    tells "bb is neither a column of the table nor has it a formula ([indicator.bb] formula = ...); did you mean b?"
    tells "cz is neither a column"
    tells "[rule.r] when: unknown name czz"
    case $stderr in *"mean cz?"*) false ;; esac
    sed '1s/pop_yearend_10k/pop_yearend/; 1s/doctors/docters/' "$TOP/config/data/zhejiang_2024.csv" >z.csv
    heng check "$COUNTIES" --set data.path=z.csv
    exits 78
    told 3
    tells "plugin economy needs the column pop_yearend_10k (Resident population), which the table does not have; coordination, green, openness, sharing need it, too; did you mean pop_yearend?"
    tells "plugin sharing needs the column doctors (Doctors), which the table does not have; did you mean docters?"
}

@test "what fails is told, not what comes of it" {
    small
    printf '[derive]\nx = (function() while true do end end)()\ny = 2 * x\n' >>p.ini
    heng run p.ini --set profile.worker_seconds=0.3 --set dimension.two.indicators=x,y -o out
    exits 3
    told 2
    tells "p.ini:23: [derive] x: stopped at the time limit of 0.3 s"
    [ -z "$(column out/scores.csv two u1)" ]
    [ -n "$(column out/scores.csv one u1)" ]
    mkdir -p s/indices
    cat >s/indices/slow.lua <<'EOF'
local function slow(id)
  return { id = id, title = id, title_en = id, unit = "1", source = "the tests", weight = 1,
    direction = "positive", formula = "endless", compute = function(d, p) while true do end end }
end
return heng.index { id = "slow", title = "慢", title_en = "Slow", summary = "Never ends.",
  source = "the tests", needs = { "a" },
  dimensions = {
    { id = "one", title = "one", title_en = "one", weight = 1, indicators = { slow("p"), slow("q") } },
    { id = "two", title = "two", title_en = "two", weight = 1, indicators = { slow("r"),
      { id = "s", title = "s", title_en = "s", unit = "1", source = "the tests", weight = 1,
        direction = "positive", formula = "a" } } },
  } }
EOF
    heng run p.ini --scripts s --set index.dimensions= --set index.script=slow \
        --set profile.worker_seconds=1 --set dimension.one.indicators= --set dimension.two.indicators= -o out
    tells "slow"
    tells "time limit of 1 s"
    [ "$(printf '%s\n' "$stderr" | wc -l)" -le 4 ]
    case $stderr in *"no values"*) false ;; esac
}

@test "nobody has a score: the cause alone" {
    printf 'code,b,e\nu1,1,2\nu2,1,2\nu3,1,2\n' >t.csv
    printf '[data]\npath = t.csv\n[index]\ndimensions = d\n[dimension.d]\nindicators = b, e\n' >q.ini
    for command in run check robust report; do
        heng $command q.ini --set uncertainty.weights=uniform
        exits 65
        told 1
        tells "q.ini: no unit has a score: no indicator varies; give goalposts, or indicators that tell units apart"
        [ ! -e out ]
    done
}

@test "rows that are totals or notes are warned of, whatever their name" {
    local name
    for name in 合计 总计 全省 全省合计 浙江省总计 '合 计' '合　计' Total 'Grand total' 注：初步数 资料来源：统计局; do
        printf 'code,name,a,b\n000,%s,61,601\n1,A,10,100\n2,B,20,300\n3,C,30,200\n' "$name" >t.csv
        printf '[data]\npath = t.csv\nname = name\n[index]\ndimensions = d\n[dimension.d]\nindicators = a, b\n' >q.ini
        heng check q.ini
        exits 0
        told 1
        tells "warning: unit 000 ($name): it is called as a"
        tells '[units] where = code ~= "000"'
    done
}

@test "a script beside the profile: where it is looked for, and what to say" {
    heng new index my_index
    exits 0
    grep -qx 'scripts = .' my_index.ini
    heng run my_index.ini -o out
    exits 0
    sed -i '/^scripts/d; s/^language = zh/language = en/' my_index.ini
    heng run my_index.ini -o out
    exits 78
    told 2
    tells "[index] script: there is no script indices/my_index.lua; indices/my_index.lua lies there: say [profile] scripts = ."
    cd out
    heng check ../my_index.ini
    tells "../indices/my_index.lua lies there: say [profile] scripts = ."
    heng check ../my_index.ini --set index.script=something_else
    tells "there is no script indices/something_else.lua; looked for in $TOP/scripts/indices"
}

@test "reserved words name nothing" {
    local word kind
    for word in for while int end nil repeat switch main; do
        for kind in dimension index weights profile; do
            heng new $kind $word
            exits 64
            told 1
            tells "$word: is a reserved word of C or Lua, which could not name it; choose another name"
        done
    done
    [ ! -e for ] && [ ! -e indices ] && [ ! -e main.ini ]
}

@test "too many open files are a want of the system: 71, and what could not be opened" {
    local n met=0
    small
    "$HENG" run p.ini -o out >/dev/null
    for n in $(seq 5 16); do # what the tests themselves have open counts
        run bash -c "exec 3>&-; ulimit -n $n; exec '$HENG' run p.ini -o out 2>&1 >out.txt"
        case $output in "heng: "*"Too many open files") ;; *) continue ;; esac
        [ "$status" -eq 71 ]
        met=1
    done
    [ "$met" -eq 1 ]
}
