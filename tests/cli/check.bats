#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng check: every problem at once, with file, line, key, reason and the nearest name.
load helper

@test "a sound profile" {
    heng check "$COUNTIES"
    exits 0
    says "fine: 90 units, 2 classes, 1 period, 36 indicators under 7 nodes"
    [ -z "$stderr" ]
    heng check "$PROVINCES"
    exits 0
    says "31 units, 1 class, 17 periods, 5 indicators under 3 nodes"
}

@test "all problems at once, exit 78, nothing written" {
    small
    cat >bad.ini <<'EOF'
[profile]
extends = p.ini
titel = x

[class]
by = kid

[dimension.one]
wieght = 2

[indicator.a]
goalposts = 3, 2
per = bb

[treat]
method = winsorize

[aggregate.tow]
method = geometric

[foo]
bar = 1
EOF
    heng check bad.ini
    exits 78
    tells "bad.ini:3: [profile] titel: unknown key; did you mean title?"
    tells "bad.ini:6: [class] by: the table has no text column kid; did you mean kind?"
    tells "bad.ini:9: [dimension.one] wieght: unknown key; did you mean weight?"
    tells "bad.ini:12: [indicator.a] goalposts: expected lo, hi with lo < hi"
    tells "bad.ini:13: [indicator.a] per: the table has no column bb to divide a by; did you mean b?"
    tells "bad.ini:16: [treat] method: winsorize: no such method; did you mean winsorise?"
    tells "bad.ini:18: [aggregate.tow]: the index has no node tow; did you mean two?"
    tells "bad.ini:21: [foo]: no such section"
    tells "bad.ini: 8 problems"
    [ "$(printf '%s\n' "$stderr" | wc -l)" -eq 9 ]
    heng run bad.ini -o out
    exits 78
    [ ! -e out ]
    [ -z "$output" ]
}

@test "an empty profile, one of comments, one that is a folder or absent" {
    : >empty.ini
    printf '; a\n# b\n\n' >comments.ini
    heng check empty.ini
    exits 78
    tells "empty.ini: no [data] section: say where the table is"
    heng check comments.ini
    exits 78
    heng check .
    exits 66
    tells "it is a folder"
    heng check nix.ini
    exits 66
    tells "nix.ini: cannot be opened: No such file or directory"
}

@test "one mistake is told once, and nothing that follows from it" {
    small
    heng check p.ini --set data.path=nix.csv --set treat.method=winsorise --set treat.max_points=3
    exits 66
    tells "[data] path: ./nix.csv: cannot be opened"
    tells "1 problem"
    heng check p.ini --set data.path=.
    exits 66
    tells "not a regular file: it is a folder"
    tells "1 problem"
}

@test "bad data: file, line, column and value" {
    small
    sed -i 's/^u3,Gamma,y,3/u3,Gamma,y,3x/' t.csv
    heng check p.ini
    exits 65
    tells "t.csv:4"
    tells "3x"
    small
    printf 'u1,Again,x,1,2,3\n' >>t.csv
    heng check p.ini
    exits 65
    tells "u1"
}

@test "a plugin that is not there" {
    small
    heng check p.ini --set dimension.two.plugin=econmy
    exits 78
    tells "[dimension.two] plugin: econmy: no plugin of this name"
    tells "did you mean economy?"
}

@test "a plugin that needs columns which the table lacks" {
    small
    heng check p.ini --set index.dimensions=one,economy
    exits 78
    tells "plugin economy needs the column gdp_100m (Gross domestic product), which the table does not have"
}

@test "bad overrides" {
    small
    heng check p.ini --set nonsense
    exits 64
    tells "--set nonsense: expected section.key=value"
    heng check p.ini --set treat.max_points=9
    exits 78
    tells "max_points"
    heng check p.ini --set profile.language=fr
    exits 78
    tells "--set: [profile] language = fr: expected one of zh, en"
}

@test "a script with a mistake is a part that failed: file and line, exit 3" {
    small
    mkdir -p s/indices
    printf 'return heng.index{\n  id = }\n' >s/indices/broken.lua
    heng check p.ini --scripts s --set index.dimensions= --set index.script=broken
    exits 3
    tells "broken.lua:2"
}

@test "another method takes the place of the old one with its parameters" {
    small
    printf '\n[normalise]\nmethod = minmax\nrange = 0, 1\n' >>p.ini
    heng check p.ini --set normalise.method=rank
    exits 0
    heng check p.ini --set normalise.method=rank --set normalise.range=0,1
    exits 78
    tells "[normalise] range: unknown key"
    printf '[profile]\nextends = p.ini\n[normalise]\nmethod = zscore\n' >near.ini
    heng run near.ini -o out
    exits 0
    heng verify out/run.json
    exits 0
    printf 'range = 0, 1\n' >>near.ini
    heng check near.ini
    exits 78
}

@test "mistakes in [uncertainty] and [sensitivity] are found without a run" {
    heng check "$TOP/config/zhejiang-counties-robust.ini"
    exits 0
    small
    printf '[uncertainty]\nvary.treat.method = none, winsorize\n[sensitivity]\nunits = u1, u9\n' >>p.ini
    heng check p.ini
    exits 78
    tells "p.ini:$(grep -n winsorize p.ini | cut -d: -f1): [treat] method: winsorize: no such method; did you mean winsorise?"
    tells "[sensitivity] units: u9: the table has no such unit"
    heng check p.ini --set uncertainty.vary.treat.method= --set sensitivity.units=u1
    exits 0
    heng check p.ini --set uncertainty.vary.treat.method= --set sensitivity.units= \
        --set treat.method=winsorise --set 'uncertainty.vary.treat.max_pionts=integer(0, 2)'
    exits 78
    tells "did you mean max_points?"
    heng check p.ini --set uncertainty.vary.treat.method= --set sensitivity.units= \
        --set 'uncertainty.vary.normalise.method=minmax, zscore' --set 'uncertainty.vary.normalise.mean=uniform(0, 1)'
    exits 0
}

# A table, a tree file and a profile with every kind of section that names columns, nodes or units.
named() {
    printf 'code,year,kind,gdp,life\na,1,x,2,3\nb,1,x,3,4\nc,1,y,5,1\na,2,x,2,3\nb,2,x,4,4\nc,2,y,5,2\n' >n.csv
    printf 'iCode,Parent,Level,Direction,Weight,Type,Denominator\n%s\n%s\n%s\n%s\n' \
        gdp,d,1,1,1,Indicator, life,d,1,1,1,Indicator,gdp d,idx,2,1,1,Aggregate, \
        idx,,3,1,1,Aggregate, >tree.csv
    cat >n.ini <<'EOF'
[data]
path = n.csv
unit = code
period = year
[units]
where = gdp > 0
[class]
by = kind
[derive]
more = gdp * 2
[index]
tree = tree.csv
[indicator.gdp]
per = life
[rule.r]
kind = warning
when = more > 1
[rule.c]
kind = cap
node = d
when = more > 1
value = more
[normalise]
base = 1
[normalise.gdp]
method = zscore
[impute.life]
method = class_mean
by = kind
[weights.d]
method = entropy
[analysis.o]
method = correlation
of = gdp, life
[analysis.t]
method = theil
of = gdp
EOF
}

@test "a misspelt name, wherever it stands, is a problem and no crash" {
    named
    heng check n.ini
    exits 0
    for word in gdp life kind code year idx d more x 1; do
        for file in n.ini tree.csv; do
            for line in $(seq "$(wc -l <$file)"); do
                named
                cp "$file" as_it_was
                sed -i "${line}s/\b$word\b/${word}zz/" "$file"
                if cmp -s "$file" as_it_was; then continue; fi
                heng check n.ini
                [ "$status" -lt 126 ] || { echo "$file:$line: $word: exit code $status"; return 1; }
                if [ "$status" -ne 0 ]; then tells " problem"; fi
            done
        done
    done
}

@test "a typo in a tree file, and a rule" {
    named
    sed -i 's/^life,/lifee,/' tree.csv
    heng check n.ini
    exits 78
    tells "tree.csv:3: the table has no column lifee; did you mean life?"
    printf '[indicator.lifee]\nformula =\n' >>n.ini # a key that was taken away again
    heng check n.ini
    exits 78
    tells "tree.csv:3: the table has no column lifee; did you mean life?"
    sed -i 's/^lifee,/kind,/' tree.csv
    heng check n.ini
    exits 78
    tells "tree.csv:3: kind is a column of texts, of which none is a number"
}

@test "a tree file of a chain of nodes has a limit, one of many nodes is quick" {
    printf 'code,gdp\na,1\nb,2\n' >g.csv
    printf '[data]\npath = g.csv\n[index]\ntree = chain.csv\n' >g.ini
    chain() {
        awk -v n="$1" 'BEGIN {
            print "iCode,Parent,Level,Direction,Weight,Type"
            for (i = 0; i < n; i++) print "n" i "," (i ? "n" i - 1 : "") "," n + 1 - i ",1,1,Aggregate"
            print "gdp,n" n - 1 ",1,1,1,Indicator" }' >chain.csv
    }
    chain 255
    heng run g.ini -o out
    exits 0
    chain 150000
    run --separate-stderr timeout 20 "$HENG" check g.ini
    exits 78
    tells "chain.csv:258: n256: stands on level 257 of the index, which may have at most 256"
    tells "g.ini: 1 problem"
}

@test "an aggregate of a tree file with nothing below it is told" {
    printf 'code,gdp\na,1\nb,2\n' >g.csv
    printf '[data]\npath = g.csv\n[index]\ntree = tree.csv\n' >g.ini
    printf '%s\n' iCode,Parent,Level,Direction,Weight,Type green,idx,2,1,1,Aggregate money,idx,2,1,1,Aggregate \
        gdp,money,1,1,1,Indicator idx,,3,1,1,Aggregate >tree.csv
    heng check g.ini
    exits 0
    tells "warning: ./tree.csv:2: green: an aggregate with nothing below it is left out"
    [ "$(grep -c 'nothing below' <<<"$stderr")" = 1 ]
}

@test "check finds formats that are not built in" {
    small
    printf '[output]\nformats = csv, parquet, xml\n[report]\nformats = html, odt\n' >>p.ini
    heng check p.ini
    exits 69
    tells "[output] formats: parquet: no such format is built in"
    tells "[output] formats: xml: no such format is built in"
    tells "[report] formats: odt: not built in"
    tells "3 problems"
}

# A profile whose judgements are a file: j.csv here.
judged() {
    small
    printf ',a,b\n\na,1,3\nb,1/3,1\n' >j.csv
    printf '[weights.one]\nmethod = ahp\njudgements = j.csv\n' >>p.ini
}

@test "judgements are looked at without a run, at their file and line" {
    local cells said
    judged
    heng check p.ini
    exits 0
    while IFS='|' read -r cells said; do
        printf "$cells" >j.csv
        heng check p.ini
        exits 78
        tells "p.ini:24: [weights.one] judgements: j.csv:$said"
        [ "$(printf '%s\n' "$stderr" | wc -l)" -eq 2 ]
    done <<'EOF'
,a,b\n\na,1,3\nb,1/4,1\n|3: a over b is 3, and b over a is 0.25: not its reciprocal (node one)
,a,b\na,1,3\n\nb,x,1\n|4: row b, column a: 'x' is not a number from 1/9 to 9, such as 3 or 1/3 (node one)
,a,b\na,1,\nb,,1\n|2: a and b are not compared (node one)
,a,c\na,1,3\nc,1/3,1\n|1: has no row b; its first line names the columns
,a,b\na,1,3\nb,1/3,1\nzz,1,1\n|4: the row zz is none of what is weighed here (node one)
EOF
    printf ',a,b,c\na,1,1/5,7\nb,,1,1/5\nc,,,1\n' >j.csv
    heng check p.ini --set dimension.one.indicators=a,b,c --set dimension.two.indicators=pop --set 'derive.pop=a + b' \
        --set 'rule.r.kind=veto' --set 'rule.r.when=nothing > 1'
    exits 78
    tells "[weights.one] judgements: j.csv:"
    tells "contradict each other: consistency ratio"
    tells "[rule.r] when: unknown name nothing"
    heng check p.ini --set weights.one.judgements= --set 'weights.one.matrix=1 2 | 1 2'
    tells "--set: [weights.one] matrix: ahp: row 1, entry 2 is 2, and row 2, entry 1 is 1"
    heng check p.ini --set weights.one.judgements=
    exits 78
    tells "p.ini:23: [weights.one] method: ahp: no judgements of 2 columns"
    printf ',a,b\na,50,60\nb,50,40\n' >j.csv
    heng check p.ini --set weights.one.method=budget
    tells "j.csv:3: row b sums to 90"
    heng check p.ini --set weights.one.method=combined --set weights.one.of=equal,ahp
    tells "j.csv:2: row a, column a: '50'"
}

@test "errors within a script's functions, on the data: where and why, as a run tells them" {
    small
    mkdir -p s/indices s/weights
    cat >s/weights/broken.lua <<'EOF'
return heng.weights {
  id = "broken", title = "坏", title_en = "Broken", summary = "Fails.", formula = "none",
  source = "the tests", domain = "none",
  weigh = function(x)
    return nothing + 1
  end,
}
EOF
    heng check p.ini --scripts s --set weights.one.method=broken
    exits 3
    tells "broken.lua:5: "
    heng run p.ini --scripts s --set weights.one.method=broken -o out
    exits 3
    tells "broken.lua:5: "
    rm -r out
    heng check p.ini --set derive.x='heng.no_such(a)' --set dimension.two.indicators=x
    exits 78
    tells "--set: [derive] x: heng has no 'no_such'"
    heng check p.ini --set normalise.method=zscore --set aggregate.method=geometric
    exits 78
    [ ! -e out ]
}

@test "a run's own refusals are found, and nothing is written" {
    small
    heng check p.ini --set rule.r.kind=veto --set 'rule.r.when=a < name:sub(1)'
    exits 78
    tells "attempt to compare number with string"
    [ ! -e out ]
    heng check p.ini --set screen.data_availability=1 --set impute.method=none
    status_of_check=$status
    heng run p.ini --set screen.data_availability=1 --set impute.method=none -o out
    [ "$status" -eq "$status_of_check" ]
}

@test "every mistake of [uncertainty], beside others of the profile" {
    small
    cat >>p.ini <<'EOF'
[uncertainty]
replicates = many
leave_out = everything
weights = uniform
weights_spread = 3
vary.normalise.method = minmax, zscor
vary.weights.method = eqal, entropyy
vary.nothing.method = a, b
vary.normalise.range = 1, 100 | 2, x
vary.dimension.one.weight = uniform(2, 1)
vary.dimension.three.weight = uniform(1, 2)
vary.treat.max_points = uniform(1, 5)
vary.class.by = kind, foo
vary.impute.x.method = mean, median
vary.aggregate.method = arithmetic
EOF
    heng check p.ini
    exits 78
    tells "p.ini:23: [uncertainty] replicates = many: expected a whole number"
    tells "p.ini:24: [uncertainty] leave_out = everything: expected one of"
    tells "p.ini:26: [uncertainty] weights_spread: expected a number above 0"
    tells "p.ini:27: [normalise] method: zscor: no such method; did you mean zscore?"
    tells "p.ini:28: [weights] method: eqal: no such method; did you mean equal?"
    tells "p.ini:28: [weights] method: entropyy: no such method; did you mean entropy?"
    tells "p.ini:29: [nothing]: no such section"
    tells "p.ini:30: [normalise] range = 2, x: expected 2 numbers"
    tells "p.ini:31: [uncertainty] vary.dimension.one.weight: expected uniform(a, b) with two numbers"
    tells "p.ini:32: [uncertainty] dimension.three.weight: the index has no node three"
    tells "p.ini:33: [treat] max_points: unknown key"
    tells "p.ini:34: [class] by: the table has no text column foo"
    tells "p.ini:35: [impute.x]: the index has no node x"
    tells "p.ini:36: [uncertainty] vary.aggregate.method: expected two alternatives or more"
    tells "p.ini: 14 problems"
    found=$stderr
    for command in robust report; do # what runs stops at none of them
        heng "$command" p.ini -o out
        exits 78
        [ "$stderr" = "$found" ]
        [ ! -e out ]
    done
    # Beside a mistake elsewhere, too; those that only binding finds, of several stages, as well.
    small
    printf '[uncertainty]\nvary.normalise.method = minmax, zscor\nvary.aggregate.method = arithmetic, geometri\n' >>p.ini
    printf '[sensitivity]\nunits = u9\n' >>p.ini
    for wrong in uncertainty.replicates=10 treat.method=winsorize; do
        heng check p.ini --set "$wrong"
        exits 78
        found=$stderr
        tells "u9: the table has no such unit"
        heng robust p.ini -o out --set "$wrong"
        exits 78
        [ "$stderr" = "$found" ]
    done
    heng robust p.ini -o out
    tells "zscor: no such method"
    tells "geometri: no such method"
    # A profile that is sound but for these is looked at whole, too.
    small
    printf '[uncertainty]\nvary.normalise.method = minmax, rank\nvary.normalise.range = 1, 100 | 0, 1\n' >>p.ini
    heng check p.ini
    exits 0
}

@test "what [report] asks for is looked at with the rest" {
    small
    cat >map.geojson <<'EOF'
{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"x1"},
"geometry":{"type":"Polygon","coordinates":[[[120,30],[121,30],[121,31],[120,31],[120,30]]]}}]}
EOF
    printf '<b>' >style.css
    cat >>p.ini <<'EOF'
[report]
formats = htm, docx
sections = leage, map
portraits = u1, u9
map = nothere.geojson
css = style.css
logo = nothere.svg
[treat]
method = winsorize
EOF
    heng check p.ini
    exits 78
    tells "p.ini:23: [report] formats: htm: not built in (heng list formats tells them); did you mean html?"
    tells "p.ini:24: [report] sections: leage: no such section of a report (heng list formats tells them); did you mean league?"
    tells "p.ini:25: [report] portraits: u9: the table has no such unit (expected all, none, top 10, or codes); did you mean u1?"
    tells "p.ini:26: [report] map: ./nothere.geojson: cannot be opened"
    tells "p.ini:27: [report] css: ./style.css:1: <: would end the style sheet"
    tells "p.ini:28: [report] logo: ./nothere.svg: cannot be opened"
    tells "p.ini:30: [treat] method: winsorize"
    tells "p.ini: 7 problems"
    small
    printf '[report]\nmap = map.geojson\n' >>p.ini
    heng check p.ini --set report.map_key=iso
    exits 65
    tells "p.ini:23: [report] map: ./map.geojson: "
    tells "iso"
    heng check p.ini
    exits 65
    tells "map.geojson: none of its 1 areas has the code of a unit (the first has x1, the table's first unit u1); say with map_key"
    sed -i 's/x1/u1/' map.geojson
    heng check p.ini
    exits 0
    for portraits in all none 'top 3' 'u1, u2'; do
        heng check p.ini --set "report.portraits=$portraits"
        exits 0
    done
    heng check p.ini --set 'report.portraits=top ten'
    exits 78
    tells "expected all, none, top 10, or codes"
}

@test "a book is checked chapter by chapter" {
    small
    sed 's/indicators = c/indicators = cc/' p.ini >q.ini
    printf '[report]\ntitle = x\n[chapter.one]\nprofile = p.ini\n[chapter.two]\nprofile = q.ini\n[chapter.three]\nprofile = p.ini\n' >book.ini
    heng check book.ini
    exits 78
    tells "q.ini:21: [dimension.two] indicators: cc is neither a column"
    [ "$(printf '%s\n' "$output" | grep -c '^./p.ini: fine\|^p.ini: fine')" -eq 2 ]
    sed -i 's/q.ini/p.ini/' book.ini
    heng check book.ini
    exits 0
    cp book.ini sound.ini
    sed -i 's/^title/titel/' book.ini
    heng check book.ini
    exits 78
    tells "book.ini"
    cp sound.ini book.ini
    printf 'portraits = u1, u7\ncases = digital\n' >>book.ini
    heng check book.ini
    exits 78
    tells "book.ini:9: [chapter.three] portraits: u7: the table has no such unit (expected all, none, top 10, or codes); did you mean u1?"
    tells "book.ini:10: [chapter.three] cases: digital: its profile has no [selection]"
    heng report book.ini -o out
    exits 78
    tells "book.ini:9: [chapter.three] portraits: u7"
    tells "book.ini:10: [chapter.three] cases: digital"
    [ ! -e out ]
    heng check book.ini --set chapter.three.cases= --set 'chapter.three.portraits=top 2'
    exits 0
}

@test "what alternatives say is not hidden by mistakes that stand beside them" {
    small
    printf '[uncertainty]\nvary.normalise.method = minmax, bogus\nvary.treat.method = none, bogus\nbogus = 3\nreplicates = x\n' >>p.ini
    heng check p.ini
    exits 78
    tells '[uncertainty] replicates = x: expected a whole number from 1 to 10000000, not '
    tells '[uncertainty] bogus: unknown key'
    tells '[treat] method: bogus: no such method'
    tells '[normalise] method: bogus: no such method'
    tells 'p.ini: 4 problems'
}
