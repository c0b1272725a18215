# SPDX-License-Identifier: MIT
# Each input is opened once, whatever is made of it, and its hash is that of the bytes that were read.
load helper

# A library in front of the program; an instrumented program wants to be the first itself.
watch() {
    if nm -D "$HENG" 2>/dev/null | grep -q '__asan_init'; then skip "an instrumented program"; fi
    ${CC:-cc} -std=c11 -D_GNU_SOURCE -U_FILE_OFFSET_BITS -O1 -fPIC -shared \
        -o "$BATS_TEST_TMPDIR/opens.so" "$TOP/tests/tools/opens.c" -ldl
}

# watched ARGUMENT...: runs heng; opens.txt has the files that it opened, a line each: "PID PATH".
watched() {
    rm -f opens
    LD_PRELOAD=$BATS_TEST_TMPDIR/opens.so HENG_OPENS=$PWD/opens run --separate-stderr "$HENG" "$@"
    tail -c +9 opens | tr -d '\0' >opens.txt
}

# once PATTERN: files of these names were opened, and each once only.
once() {
    awk '{ print $2 }' opens.txt | grep -E "$1" | sort | uniq -c >counted
    [ -s counted ] || { echo "nothing opened that is $1" >&2; return 1; }
    awk '$1 > 1 { print; bad = 1 } END { exit bad }' counted >&2
}

# once_a_process PATTERN: no process opens one of them twice.
once_a_process() {
    grep -E "$1" opens.txt | sort | uniq -d >twice
    [ ! -s twice ] || { cat twice >&2; return 1; }
}

# A profile that reads a table, a second one, a tree and a judgement matrix.
all_kinds() {
    small
    printf 'code,d\nu1,3\nu2,1\nu3,4\nu4,1\nu5,5\n' >more.csv
    printf 'iCode,Parent,Level,Direction,Weight,Type\n' >tree.csv
    printf 'idx,,2,1,1,Aggregate\na,idx,1,1,1,Indicator\nb,idx,1,1,1,Indicator\nd,idx,1,1,1,Indicator\n' >>tree.csv
    printf ',a,b,d\na,1,2,3\nb,1/2,1,2\nd,1/3,1/2,1\n' >judged.csv
    cat >all.ini <<'INI'
[data]
path = t.csv
unit = code
name = name
[data.more]
path = more.csv
unit = code
[index]
tree = tree.csv
[weights]
method = ahp
judgements = judged.csv
[uncertainty]
replicates = 20
seed = 1
vary.normalise.method = minmax, zscore
vary.aggregate.method = arithmetic, mean_min
INI
}

@test "run opens each input once" {
    watch
    all_kinds
    watched run all.ini -o out
    exits 0
    once '\.(csv|ini)$'
    [ "$(grep -c . counted)" -ge 5 ]
}

@test "robust and compare open each input once, whatever they vary" {
    watch
    all_kinds
    watched robust all.ini -o out
    exits 0
    once '\.(csv|ini)$'
    [ "$(grep -c . counted)" -ge 5 ]
    sed 's/^unit = code/unit = code\nmissing = 7/; s/^vary.normalise.method.*/vary.units.where = true, a < 9/' all.ini >other.ini
    watched robust other.ini -o out
    exits 0
    once '\.(csv|ini)$'
    cp t.csv t2.csv
    for change in '' 's/t\.csv/.\/t.csv/' 's/^method = ahp/method = equal/' 's/^\[index\]/[derive]\ne = a + d\n[index]/'; do
        sed "$change; /^judgements/d" all.ini >changed.ini
        watched compare all.ini changed.ini --set weights.judgements=judged.csv
        once '\.(csv|ini)$'
    done
}

@test "a manifest is compared and verified with inputs opened once" {
    watch
    all_kinds
    heng run all.ini -o a
    heng run all.ini --set normalise.method=zscore -o b
    watched compare a/run.json b/run.json
    exits 0
    once '(t|more|tree|judged)\.csv$'
    [ "$(grep -c . counted)" -eq 4 ]
    watched verify a/run.json
    exits 0
    once '(t|more|tree|judged)\.csv$'
    cp t.csv kept
    sed 's/u1,Alpha,x,1,/u1,Alpha,x,7,/' t.csv >other
    LD_PRELOAD=$BATS_TEST_TMPDIR/opens.so HENG_SWAP=t.csv:other heng verify a/run.json
    exits 0
    heng verify a/run.json
    tells "changed since the run"
}

@test "no process opens a plugin twice" {
    watch
    for command in run robust compare; do
        set -- "$TOP/config/zhejiang-counties-robust.ini"
        [ $command != compare ] || set -- "$COUNTIES" "$1" --set weights.method=entropy
        [ $command = compare ] || set -- "$@" -o out
        watched $command "$@"
        exits 0
        once '\.(csv|ini)$'
        once_a_process '\.so$'
        [ "$(grep -c 'economy\.so' opens.txt)" -ge 2 ]
    done
}

@test "the hash of an input is that of the bytes that were read, though the file is another by then" {
    watch
    all_kinds
    for file in t.csv more.csv tree.csv judged.csv all.ini; do
        want=$(sha256sum <$file)
        cp $file kept
        cp $file other
        echo '# another' >>other
        LD_PRELOAD=$BATS_TEST_TMPDIR/opens.so HENG_SWAP=$file:other run --separate-stderr "$HENG" run all.ini -o out
        exits 0
        [ "$(tail -n 1 $file)" = "# another" ]
        grep -A2 "\"path\": \".*$file\"" out/run.json | grep -q "${want%% *}" || { echo "$file" >&2; cat out/run.json >&2; return 1; }
        cp kept $file
    done
}

# More than 4 MB are read by several processes, and not kept.
large() {
    awk 'BEGIN { print "code,a,b"; for (i = 1; i <= 300000; i++) printf "u%06d,%d,%d\n", i, i % 997, i % 1009 }' >large.csv
    cat >large.ini <<'INI'
[data]
path = large.csv
unit = code
[index]
dimensions = x
[dimension.x]
indicators = a, b
INI
}

@test "a large table is opened once, and hashed as it was read" {
    watch
    large
    want=$(sha256sum <large.csv)
    watched run large.ini -o out
    exits 0
    once 'large\.csv$'
    grep -q "${want%% *}" out/run.json
    cp large.csv kept
    head -n 1000 large.csv >other
    LD_PRELOAD=$BATS_TEST_TMPDIR/opens.so HENG_SWAP=large.csv:other run --separate-stderr "$HENG" run large.ini -o out
    exits 0
    [ "$(wc -l <large.csv)" -eq 1000 ]
    [ "$(wc -l <out/scores.csv)" -eq 300001 ]
    grep -q "${want%% *}" out/run.json
}

@test "what is written over a large table as it is read is in the numbers and in the hash" {
    watch
    large
    LD_PRELOAD=$BATS_TEST_TMPDIR/opens.so HENG_TOUCH='large.csv:code,a,c' run --separate-stderr "$HENG" run large.ini -o out
    exits 78
    tells "b is neither a column of the table"
}

# What was stopped at the time limit is not called again in that run; the other side is another run.
@test "a formula of weights that one side of a comparison never ends does end on the other" {
    all_kinds
    mkdir -p s/weights
    cat >s/weights/patient.lua <<'LUA'
return heng.weights {
  id = "patient", title = "x", title_en = "x", summary = "x", formula = "x", source = "x", domain = "x",
  params = { { name = "turns", type = "real", default = 0, min = 0, doc = "Turns to wait." } },
  weigh = function(x, p) for i = 1, p.turns do end return heng.vector(x:columns(), 1 / x:columns()) end,
}
LUA
    sed 's/^method = ahp/method = patient\nturns = 1e18/; /^judgements/d; s/^\[index\]/[profile]\nworker_seconds = 1\n[index]/' all.ini >slow.ini
    sed 's/^turns.*//' slow.ini >quick.ini
    heng compare slow.ini quick.ini --scripts s -o out
    exits 3
    tells "slow.ini: complete but for 1 part"
    [ -z "$(column out/compare.csv score_from u1)" ]
    [ -n "$(column out/compare.csv score_to u1)" ]
}
