#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng robust: [uncertainty] on the command line.
load helper

ROBUST=$TOP/config/zhejiang-counties-robust.ini

@test "scale = rescale: a replicate is a run of its settings" {
    printf 'u,a,b,c,d\nA,1,2,3,4\nB,4,2,1,7\nC,5,5,5,1\nD,2,8,1,2\nE,3,3,9,5\n' >t.csv
    printf '[data]\npath = t.csv\nunit = u\n[index]\nid = idx\ndimensions = p, q\n[dimension.p]\nindicators = a, b\n' >p.ini
    printf '[dimension.q]\nindicators = c, d\n[aggregate.p]\nmethod = topsis\nscale = rescale\n[uncertainty]\ndesign = d.csv\n' >>p.ini
    printf 'replicate,normalise.method,aggregate.p.method,aggregate.q.method\n' >d.csv
    printf 'r1,minmax,topsis,arithmetic\nr2,efficacy,vikor,arithmetic\nr3,minmax,codas,geometric\nr4,percentile_rank,topsis,harmonic\n' >>d.csv
    heng robust p.ini -o out
    exits 0
    tail -n +2 d.csv | while IFS=, read -r name normalise p q; do
        "$HENG" run p.ini -o one --set "normalise.method=$normalise" --set "aggregate.p.method=$p" --set "aggregate.q.method=$q" >/dev/null 2>&1
        tail -n +2 one/scores.csv | cut -d, -f3,5,6 | sort >want
        grep "^$name," out/replicates.csv | awk -F, '{ print $4 "," $6 "," $5 }' | sort >got
        diff want got || exit 1
    done
}

@test "equal scores that rounding has parted: one rank, even pairs, solid" {
    printf 'u,a,b\nA,10,40\nB,40,10\nC,25,25\nD,0,70\nE,70,0\nF,30,20\n' >t.csv
    printf '[profile]\nlanguage = en\n[data]\npath = t.csv\nunit = u\n[index]\nid = idx\ndimensions = d\n' >p.ini
    printf '[dimension.d]\nindicators = a, b\n[uncertainty]\ndesign = d.csv\n' >>p.ini
    printf 'replicate,rank.ties,rank.tolerance,rank.decimals\nr1,min,1e-12,-1\nr2,min,0,2\nr3,max,0,-1\n' >d.csv
    heng run p.ini -o out
    exits 0
    [ "$(column out/scores.csv rank | sort | uniq -c | tr -s ' ' | tr '\n' ';')" = ' 2 1; 4 3;' ]
    heng run p.ini -o out --set rank.tolerance=0
    [ "$(column out/scores.csv rank C)" = 3 ]
    [ "$(column out/scores.csv rank A)" = 4 ]
    heng robust p.ini -o out
    exits 0
    [ "$(grep -c '^r[12],,,[ABCF],.*,3$' out/replicates.csv)" -eq 8 ]
    grep -q '^r3,,,C,.*,3$' out/replicates.csv
    grep -q '^r3,,,A,.*,6$' out/replicates.csv
    grep -q '^,,A,B,0.5,' out/pairs.csv
}

@test "the counties: four files, the same bytes for any workers" {
    heng robust "$ROBUST" -o one -j 1 --set uncertainty.replicates=200 --set sensitivity.samples=0
    exits 0
    says "重复计算200次"
    says "位次稳固的单位"
    says "难分先后的相邻单位"
    heng robust "$ROBUST" -o three -j 3 --set uncertainty.replicates=200 --set sensitivity.samples=0
    exits 0
    cmp one/robust.csv three/robust.csv
    cmp one/acceptability.csv three/acceptability.csv
    cmp one/pairs.csv three/pairs.csv
    [ "$(head -n 1 one/robust.csv)" = "class,period,code,name,rank,mean,median,p05,p95,top_share,tier_share,solid" ]
    [ "$(wc -l <one/robust.csv)" -eq 91 ]
    grep -q '"replicates": 200' one/robust.json
    # every unit's shares sum to 1
    awk -F, 'NR > 1 { s[$3] += $5 } END { for (c in s) { n++; if (s[c] < 0.999999 || s[c] > 1.000001) exit 1 } exit n != 90 }' one/acceptability.csv
}

@test "possible.csv: no replicate with noise on weights alone leaves the exact limits" {
    cat >noise.ini <<END
[profile]
extends = $COUNTIES
[uncertainty]
replicates = 400
weights = uniform
weights_spread = 0.1, 0.3
END
    heng robust noise.ini -o out
    exits 0
    says "权重在允许范围内任意变动而位次不变的单位"
    [ "$(head -n 1 out/possible.csv)" = "class,period,code,name,rank,best,worst,exact" ]
    [ "$(wc -l <out/possible.csv)" -eq 91 ]
    [ "$(head -n 1 out/pairs.csv)" = "class,period,code_a,code_b,share,possible" ]
    awk -F, 'NR == FNR { best[$3] = $6; worst[$3] = $7; next }
             FNR > 1 && ($4 < best[$3] || $4 > worst[$3]) { exit 1 }' out/possible.csv out/acceptability.csv
    # all: in every replicate; none: in no one
    awk -F, 'NR > 1 && (($6 == "all" && $5 != 1) || ($6 == "none" && $5 != 0)) { exit 1 }
             $6 == "all" { n++ } END { exit n < 300 }' out/pairs.csv
    heng robust noise.ini -o none --set aggregate.method=geometric --set 'normalise.range=1, 100'
    exits 0
    says "没有精确位次范围：node"
    says "is aggregated by geometric"
    [ ! -e none/possible.csv ]
    heng robust noise.ini -o none --set uncertainty.possible=no
    exits 0
    [ ! -e none/possible.csv ]
}

@test "another seed, other shares" {
    "$HENG" robust "$ROBUST" -o a --set uncertainty.replicates=64 --set sensitivity.samples=0 >/dev/null 2>&1
    "$HENG" robust "$ROBUST" -o b --set uncertainty.replicates=64 --set sensitivity.samples=0 --set uncertainty.seed=5 >/dev/null 2>&1
    ! cmp -s a/robust.csv b/robust.csv
}

@test "weights from Lua and plugins take part" {
    heng robust "$COUNTIES" -o out --set uncertainty.replicates=4 --set uncertainty.weights=dirichlet \
        --set 'uncertainty.vary.weights.method=given, entropy_floor' --set sensitivity.samples=2
    exits 0
}

@test "sensitivity.csv: indices of every factor, the same bytes for any workers; none for samples = 0" {
    heng robust "$ROBUST" -o one -j 1 --set uncertainty.replicates=2 --set sensitivity.samples=40 \
        --set 'sensitivity.units=330782, 330108'
    exits 0
    says "Sobol"
    heng robust "$ROBUST" -o three -j 3 --set uncertainty.replicates=2 --set sensitivity.samples=40 \
        --set 'sensitivity.units=330782, 330108'
    exits 0
    cmp one/sensitivity.csv three/sensitivity.csv
    [ "$(head -n 1 one/sensitivity.csv)" = "class,period,result,factor,first,first_low,first_high,total,total_low,total_high,samples" ]
    # two classes and two units, six factors; intervals hold their estimates or nearly so; totals are shares
    awk -F, 'NR > 1 { n++; if ($8 != "" && ($8 < 0 || $9 > $10)) exit 1 } END { exit n != 24 }' one/sensitivity.csv
    grep -q '^county,,330782,weights,' one/sensitivity.csv
    heng robust "$ROBUST" -o none --set uncertainty.replicates=2 --set sensitivity.samples=0
    exits 0
    [ ! -e none/sensitivity.csv ]
    heng robust "$ROBUST" -o bad --set sensitivity.units=33010x
    exits 78
    tells "[sensitivity] units: 33010x: the table has no such unit"
    [ ! -e bad ]
}

@test "what is misspelt or cannot take effect: 78, where, and the nearest name; nothing written" {
    heng robust "$COUNTIES" -o out --set 'uncertainty.vary.treat.max_pionts=integer(0, 5)'
    exits 78
    tells "[treat] max_pionts: unknown key; did you mean max_points?"
    heng robust "$COUNTIES" -o out --set 'uncertainty.vary.treat.method=none, winsorize'
    exits 78
    tells "no such method; did you mean winsorise?"
    heng robust "$COUNTIES" -o out
    exits 78
    tells "nothing is varied: the profile has no [uncertainty]"
    printf '[profile]\nextends = %s\n[uncertainty]\nvary.treat.lambda = uniform(0, 1)\n' "$COUNTIES" >q.ini
    heng robust q.ini -o out
    exits 78
    tells "q.ini:4: [treat] lambda: unknown key"
    [ ! -e out ]
}

@test "heng run passes [uncertainty] by, but not its mistakes" {
    heng run "$ROBUST" -o out
    exits 0
    heng verify out/run.json
    exits 0
    heng run "$ROBUST" -o out --set uncertainty.replicats=3
    exits 78
    tells "did you mean replicates?"
}

@test "refuses a folder without a name" {
    heng robust "$ROBUST" -o ""
    exits 64
}

@test "what fails in a replicate is counted and named, and ends with 3" {
    printf 'u,a,b,c\nA,1,9,5\nB,4,6,2\nC,8,3,9\nD,6,1,7\n' >t.csv
    mkdir -p s/weights
    cat >s/weights/moody.lua <<'EOF'
return heng.weights {
  id = "moody", title = "x", title_en = "Moody", summary = "Fails.", formula = "none", source = "the tests", domain = "none",
  params = { { name = "k", type = "real", default = 1, min = 0, max = 10, doc = "How moody." } },
  weigh = function(x, p)
    if p.k > 5 then while true do end end
    if p.k > 4 then error("k is too much") end
    return heng.weigh("equal", x)
  end,
}
EOF
    printf '[profile]\nlanguage = en\nworker_seconds = 1\n[data]\npath = t.csv\nunit = u\n[index]\nid = idx\ndimensions = d\n' >base.ini
    printf '[dimension.d]\nindicators = a, b, x\n[indicator.x]\nformula = a + c\n[weights]\nmethod = moody\n' >>base.ini
    { cat base.ini; printf '[uncertainty]\ndesign = d.csv\n'; } >p.ini
    printf 'replicate,weights.k,indicator.x.formula\nfine,1,a + c\nloud,4.5,a + c\nendless,6,a + c\nodd,2,nil + a\ngood,2,a * c\n' >d.csv
    heng robust p.ini --scripts s -o out
    exits 3
    says "of these 3 are left out"
    tells "1 of 5 replicates left out: method moody: "
    tells "k is too much (loud)"
    tells "time limit of 1 s (endless)"
    tells "(odd)"
    grep -q '"left_out": 3' out/robust.json
    grep -q 'k is too much (loud)' out/robust.json
    [ "$(grep -c ',,$' out/replicates.csv)" -eq 12 ]
    # shares are of those that are left
    [ "$(awk -F, '$3 == "C" { s += $5 } END { print s }' out/acceptability.csv)" = 1 ]
    for i in 1 2; do
        heng robust p.ini --scripts s --shard $i/2 -o parts
    done
    heng merge p.ini --scripts s parts -o merged
    exits 3
    diff -r out merged
    # drawn ones, too
    { cat base.ini; printf '[uncertainty]\nreplicates = 30\nvary.weights.k = uniform(3.5, 4.5)\n'; } >q.ini
    heng robust q.ini --scripts s -o drawn --set sensitivity.samples=0
    exits 3
    tells "of 30 replicates left out: method moody: "
}

@test "robust.json lists every other file that is written; verify sees a change of any" {
    small
    printf '[uncertainty]\nreplicates = 8\nkeep_replicates = yes\nvary.normalise.method = minmax, zscore\n' >>p.ini
    heng robust p.ini -o out
    exits 0
    for file in out/*.csv; do
        grep -q "\"name\": \"${file#out/}\"" out/robust.json || { echo "not listed: $file" >&2; return 1; }
        cp "$file" kept
        printf x >>"$file"
        heng verify out/robust.json
        exits 65
        tells "$file: is not as the run wrote it"
        cp kept "$file"
    done
    [ -e out/sensitivity.csv ]
    [ -e out/replicates.csv ]
    heng verify out/robust.json
    exits 0
}

# Two periods, the second with the units' values turned round.
two_periods() {
    small
    cat >panel.csv <<'CSV'
code,name,year,a,b
u1,Alpha,2023,1,10
u2,Beta,2023,2,30
u3,Gamma,2023,4,20
u4,Delta,2023,7,70
u1,Alpha,2024,7,70
u2,Beta,2024,4,20
u3,Gamma,2024,2,30
u4,Delta,2024,1,10
CSV
    cat >panel.ini <<'INI'
[profile]
language = en
[data]
path = panel.csv
unit = code
name = name
period = year
[index]
id = i
dimensions = d
[dimension.d]
indicators = a, b
[uncertainty]
replicates = 40
seed = 3
weights = uniform
weights_spread = 0.5
INI
}

@test "each period has its pairs, shares and possible ranks: turned round, they are the other units'" {
    two_periods
    heng robust panel.ini -o out
    exits 0
    # in 2023 u4 leads whatever the weights are, in 2024 u1: each pair has its mirror in the other period
    for file in pairs acceptability possible robust; do
        [ "$(awk -F, 'NR > 1 { print $2 }' out/$file.csv | sort | uniq -c | awk '{ print $1 }' | uniq | wc -l)" -eq 1 ]
        [ "$(awk -F, 'NR > 1 { print $2 }' out/$file.csv | sort -u | tr '\n' ' ')" = "2023 2024 " ]
    done
    [ "$(awk -F, '$2 == 2023 && $3 == "u4" && $4 == "u1" { print $5 }' out/pairs.csv)" = 1 ]
    [ "$(awk -F, '$2 == 2024 && $3 == "u1" && $4 == "u4" { print $5 }' out/pairs.csv)" = 1 ]
    mirrored() { # what of a period's pairs there is, the units of 2024 named by whom they mirror
        awk -F, -v period="$1" -v turn="$2" 'function of(code) { return turn ? "u" 5 - substr(code, 2) : code }
            $2 == period { print of($3), of($4), $5, $6 }' out/pairs.csv | sort
    }
    diff <(mirrored 2023 0) <(mirrored 2024 1)
}

@test "the widest possible span of ranks is the one that is named" {
    small
    # u2 is between the others by one indicator and first or last by the other
    printf 'code,name,a,b,c\nu1,One,9,8,9\nu2,Two,1,9,5\nu3,Three,8,2,8\nu4,Four,3,1,1\nu5,Five,7,7,2\n' >t.csv
    printf '[data]\npath = t.csv\nunit = code\nname = name\n[profile]\nlanguage = en\n[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = a, b, c\n[uncertainty]\nreplicates = 5\nweights = uniform\n' >w.ini
    heng robust w.ini -o out
    exits 0
    widest=$(awk -F, 'NR > 1 && $7 - $6 > most { most = $7 - $6; name = $4 " " $6 " .. " $7 } END { print name }' out/possible.csv)
    [ -n "$widest" ]
    says "$widest"
}

@test "a long reason for leaving a replicate out is cut between characters" {
    small
    mkdir -p s/weights
    cat >s/weights/wordy.lua <<'LUA'
return heng.weights {
  id = "wordy", title = "言", title_en = "Wordy", summary = "Says too much.", formula = "none",
  source = "the tests", domain = "none", params = { { name = "k", type = "real", default = 1, min = 0, max = 10, doc = "How much." } },
  weigh = function(x, p)
    if p.k > 1 then error(string.rep("x", math.floor(p.k)) .. string.rep("错", 200)) end
    return heng.weigh("equal", x)
  end,
}
LUA
    printf '[weights]\nmethod = wordy\n[uncertainty]\ndesign = d.csv\n' >>p.ini
    for length in 2 3 4; do
        printf 'replicate,weights.k\nfine,1\nlong,%d\n' $length >d.csv
        heng robust p.ini --scripts s -o out
        exits 3
        tells "1 of 2 replicates left out"
        tells "错错"
        printf '%s\n' "$stderr" | iconv -f utf-8 -t utf-8 >/dev/null
        iconv -f utf-8 -t utf-8 <out/robust.json >/dev/null
    done
}

@test "leave_out.csv: each indicator in turn, as a run whose weight for it is 0" {
    printf 'u,g,a,b,c\nA,x,1,9,5\nB,x,4,6,2\nC,y,8,,9\nD,y,6,1,7\nE,x,2,2,8\nF,y,3,7,1\n' >t.csv
    printf '[data]\npath = t.csv\nunit = u\n[class]\nby = g\n[index]\nid = idx\ndimensions = d, e\n[dimension.d]\nindicators = a, b\n' >p.ini
    printf '[dimension.e]\nindicators = c\n[uncertainty]\nreplicates = 10\nleave_out = indicators\n' >>p.ini
    heng run p.ini -o all
    heng robust p.ini -o out --set sensitivity.samples=0
    exits 0
    [ "$(head -n 1 out/leave_out.csv)" = "class,period,indicator,code,name,rank,score,shift" ]
    [ "$(wc -l <out/leave_out.csv)" -eq 19 ]
    for key in indicator.a indicator.b dimension.e; do
        heng run p.ini -o one --set $key.weight=0
        node=${key#*.}
        [ $node != e ] || node=c
        tail -n +2 one/scores.csv | cut -d, -f3,5,6 | sort >want
        awk -F, -v n=$node '$3 == n { print $4 "," $6 "," $7 }' out/leave_out.csv | sort >got
        diff want got
    done
    awk -F, 'NR == FNR { rank[$3] = $5; next } FNR > 1 && $6 - rank[$4] != $8 { exit 1 }' all/scores.csv out/leave_out.csv
    heng robust p.ini -o dims --set sensitivity.samples=0 --set uncertainty.leave_out=dimensions
    [ "$(cut -d, -f3 dims/leave_out.csv | sort -u | tr '\n' ' ')" = "d e indicator " ]
    heng verify dims/robust.json
    exits 0
    heng robust p.ini -o none --set sensitivity.samples=0 --set uncertainty.leave_out=none --set uncertainty.weights=uniform
    [ ! -e none/leave_out.csv ]
}

@test "a design: wrong rows are told by their lines, labels are there once, a line of commas is no row" {
    printf 'u,a,b\nA,1,9\nB,4,6\nC,8,3\n' >t.csv
    printf '[data]\npath = t.csv\nunit = u\n[index]\nid = idx\ndimensions = d\n[dimension.d]\nindicators = a, b\n[uncertainty]\ndesign = d.csv\n' >p.ini
    printf 'indicator.a.weight,indicator.b.weight\n0,1\n1,0\n' >d.csv
    heng robust p.ini -o out
    exits 0
    printf 'replicate,indicator.a.weight,indicator.b.weight\nr1,1,1\nr2,0,0\nr3,-1,2\n' >d.csv
    heng robust p.ini -o out2
    exits 78
    tells "d.csv:3: node d: the weights of its children sum to 0"
    tells "d.csv:4, column indicator.a.weight: [uncertainty] indicator.a.weight: a weight is 0 or more"
    heng check p.ini
    exits 78
    tells "d.csv:3: node d"
    printf 'replicate,normalise.method,aggregate.method\nr1,minmax,arithmetic\nr2,minmax,geometrical\nr1,zscore,arithmetic\n,,\n' >d.csv
    heng robust p.ini -o out2
    exits 65
    tells "d.csv:4: replicate r1 stands there already, in line 2"
    tells "d.csv:5: nothing but commas"
    printf 'replicate,normalise.method,aggregate.method\nr1,minmax,arithmetic\nr2,minmax,geometrical\nr3,zscore,arithmetic\n' >d.csv
    heng robust p.ini -o out2
    exits 78
    tells "d.csv:3, column aggregate.method: [aggregate] method: geometrical: no such method"
}

@test "methods of two stages that do not go together leave the replicate out, as a run refuses them" {
    printf 'u,a,b,c\nA,1,9,5\nB,4,6,2\nC,8,3,9\nD,6,1,7\n' >t.csv
    printf '[profile]\nlanguage = en\n[data]\npath = t.csv\nunit = u\n[index]\nid = idx\ndimensions = d\n' >p.ini
    printf '[dimension.d]\nindicators = a, b, c\n[normalise]\nmethod = minmax\nrange = 1, 100\n[weights]\nmethod = equal\n' >>p.ini
    printf '[aggregate]\nmethod = arithmetic\n[uncertainty]\nreplicates = 40\nkeep_replicates = yes\n' >>p.ini
    printf 'vary.normalise.method = minmax, zscore\nvary.aggregate.method = arithmetic, geometric\n' >>p.ini
    heng robust p.ini -o out --set sensitivity.samples=0
    exits 3
    tells "of 40 replicates left out: p.ini:9: node d: geometric has no score for a child below 0"
    # these and no others
    pairs=$(grep -c 'zscore,geometric' out/settings.csv)
    [ "$pairs" -gt 0 ]
    [ "$pairs" -lt 40 ]
    grep -q "\"left_out\": $pairs," out/robust.json
    heng run p.ini -o one --set normalise.method=zscore --set aggregate.method=geometric
    exits 78
    tells "node d: geometric has no score for a child below 0"
    # either alone is lawful
    for set in normalise.method=zscore aggregate.method=geometric; do
        heng run p.ini -o one --set $set
        exits 0
    done
}

@test "robust.json says whether the data are made up" {
    small
    heng robust p.ini -o a --set uncertainty.weights=uniform --set uncertainty.replicates=50
    exits 0
    heng robust p.ini -o b --set uncertainty.weights=uniform --set uncertainty.replicates=50 --set profile.synthetic=yes
    exits 0
    [ "$(grep -c '^ "synthetic": false,$' a/robust.json)" -eq 1 ]
    [ "$(grep -c '^ "synthetic": true,$' b/robust.json)" -eq 1 ]
    [ "$(sed -n 3p b/robust.json)" = ' "title": "Small [synthetic data]",' ]
}
