#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Methods of plugins that are built where their library is found.
load helper

# needs PLUGIN: skipped where its library was not found when heng was built.
needs() {
    [ -f "$BUILD/plugins/$1.so" ] || skip "the plugin $1 is not built"
}

# provinces KEY=VALUE...: p.ini, the provinces with [aggregate.balance].
provinces() {
    printf '[profile]\nextends = %s\n[normalise]\nbase = each\n[aggregate.balance]\n' "$PROVINCES" >p.ini
    printf '%s\n' "$@" >>p.ini
}

@test "bod on the provinces: 0 to its scale, a best one each year, and bounds on shares only lower it" {
    needs frontier
    provinces 'method = bod' 'scale = 100'
    heng run p.ini -o free --plugins "$BUILD/plugins"
    exits 0
    provinces 'method = bod' 'scale = 100' 'share_min = 0.1' 'share_max = 0.6'
    heng run p.ini -o bound --plugins "$BUILD/plugins"
    exits 0
    for dir in free bound; do # rows are ordered by score: by year and unit again
        column $dir/scores.csv balance >values
        paste -d, <(column $dir/scores.csv period) <(column $dir/scores.csv code) values | sort >$dir.csv
    done
    awk -F, '$3 < 0 || $3 > 100 { exit 1 } $3 == 100 { best[$1] } END { exit length(best) != 17 || NR != 17 * 31 }' free.csv
    paste -d, free.csv bound.csv | awk -F, '$6 > $3 + 1e-7 { bad = 1 } $6 < $3 - 1 { n++ } END { exit bad || n < 100 }'
    grep -q 'frontier.so' bound/run.json
    heng verify bound/run.json
    exits 0
    heng check p.ini --plugins "$BUILD/plugins" --set aggregate.balance.scale=1
    exits 78
    tells 'mixes scales: level (arithmetic: 0 to 100), balance (bod: 0 to 1)'
}

@test "the same bits twice, and with any number of workers" {
    needs frontier
    provinces 'method = bod' 'scale = 100' 'share_max = 0.7'
    "$HENG" run p.ini -o one --plugins "$BUILD/plugins" -j 1 >/dev/null
    "$HENG" run p.ini -o two --plugins "$BUILD/plugins" -j 4 >/dev/null
    cmp one/scores.csv two/scores.csv
}

# efficiency: a table of Cooper, Seiford and Tone, and a profile with inputs.
efficiency() {
    printf 'code,workers,area,sales\nA,4,3,1\nB,7,3,1\nC,8,1,1\nD,4,2,1\nE,2,4,1\nF,10,1,1\n' >t.csv
    cat >e.ini <<'EOF'
[profile]
title = 效率
title_en = Efficiency
[data]
path = t.csv
unit = code
[index]
id = idx
dimensions = stores
[dimension.stores]
title = 店
title_en = Stores
indicators = workers, area, sales
[normalise]
method = none
[aggregate.stores]
method = dea
inputs = workers, area
EOF
}

@test "dea of amounts, as plugins/README.md shows" {
    needs frontier
    efficiency
    heng run e.ini -o out --plugins "$BUILD/plugins"
    exits 0
    [ "$(column out/scores.csv score A | cut -c 1-6)" = 0.8571 ]
    [ "$(column out/scores.csv score B | cut -c 1-6)" = 0.6315 ]
    [ "$(column out/scores.csv score D)" = 1 ]
    [ "$(column out/scores.csv rank C)" = 1 ]
    heng run e.ini -o out --plugins "$BUILD/plugins" --set aggregate.stores.inputs=wages
    exits 3
    tells 'inputs: there is no child wages; one is workers'
    printf '[indicator.workers]\ndirection = negative\n' >>e.ini
    heng run e.ini -o out --plugins "$BUILD/plugins"
    exits 65 # no unit has a score then
    tells 'negative value in column workers'
}

@test "best_worst from lists and from a file of judgements" {
    needs best_worst
    efficiency
    printf '[weights.stores]\nmethod = best_worst\nbest = sales\nworst = area\n' >>e.ini
    sed -i 's/method = dea/method = arithmetic/; /^inputs/d' e.ini
    printf 'judgement,area,sales,workers\nbest,4,1,2\nworst,1,4,2\n' >bw.csv
    heng run e.ini -o lists --plugins "$BUILD/plugins" --set weights.stores.best_to_others=2,4,1 --set weights.stores.others_to_worst=2,1,4
    exits 0
    heng run e.ini -o file --plugins "$BUILD/plugins" --set weights.stores.judgements=bw.csv
    exits 0
    cmp lists/weights.csv file/weights.csv
    grep -q '^,,sales,stores,0.571428571428571[0-9]*,0.571428571428571[0-9]*,best_worst$' file/weights.csv
    printf 'judgement,area,sales,workers\nbest,4,1,9\nworst,1,4,9\n' >bw.csv
    heng run e.ini -o bad --plugins "$BUILD/plugins" --set weights.stores.judgements=bw.csv
    exits 3
    tells 'the comparisons contradict each other'
}

@test "optimised weights on the provinces" {
    needs optimised
    provinces 'method = arithmetic'
    printf '[weights.level]\nmethod = optimised\n' >>p.ini
    heng run p.ini -o out --plugins "$BUILD/plugins"
    exits 0
    [ "$(grep -c ',level,.*,optimised$' out/weights.csv)" -eq 34 ]
}

@test "heng list shows formula, source and domain" {
    for name in bod dea; do
        needs frontier
        heng list $name --plugins "$BUILD/plugins"
        exits 0
        says '  formula    '
        says '  source     '
        says '  domain     '
        says 'frontier.so'
    done
}

# described: a line for each method that plugins/methods/*.mk name: NAME stage:method.
described() {
    sed -n 's/^\([a-z_]*\)_METHODS = /\1 /p' "$TOP"/plugins/methods/*.mk |
        while read -r name methods; do printf "$name %s\n" $methods; done
}

@test "every plugin of methods is described, with all its methods and no others" {
    for file in "$BUILD"/plugins/*.so; do
        file=${file##*/}
        [ ! -e "$TOP/plugins/methods/${file%.so}.c" ] || grep -qx "DESCRIBED_PLUGINS += ${file%.so}" "$TOP/plugins/methods/${file%.so}.mk"
    done
    heng list methods
    for method in $(awk '/^  [a-z]/ { print $1 }' <<<"$output"); do
        heng list "$method"
        plugin=$(sed -n 's|^  origin .*/\([a-z_]*\)\.so$|\1|p' <<<"$output")
        stage=$(sed -n '1s/.*, stage \([a-z]*\))$/\1/p' <<<"$output")
        if [ -n "$plugin" ]; then echo "$plugin $stage:$method"; fi
    done | sort >there
    described | while read -r plugin method; do
        if [ -e "$BUILD/plugins/$plugin.so" ]; then echo "$plugin $method"; fi
    done | sort | diff - there
    [ -s there ]
}

# A program with no plugins beside it.
@test "a method whose plugin is not there: 78, and one line says what it needs" {
    mkdir -p bin
    cp "$HENG" bin/heng
    efficiency
    HENG=$PWD/bin/heng
    heng check e.ini
    exits 78
    tells 'e.ini:17: [aggregate.stores] method: dea: no such method; it needs the plugin frontier, which is built where GLPK (Debian: libglpk-dev) is found'
    heng check e.ini --set aggregate.stores.method=bod --set weights.method=optimised
    exits 78
    tells '[aggregate.stores] method: bod: no such method; it needs the plugin frontier'
    tells '[weights] method: optimised: no such method; it needs the plugin optimised, which is built where NLopt (Debian: libnlopt-dev) is found'
    heng check e.ini --set weights.method=best_worst
    exits 78
    tells '[weights] method: best_worst: no such method; it needs the plugin best_worst, which is built where GLPK'
}
