#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng robust --shard and heng merge; robust.json verified; Ctrl-C; the progress bar.
load helper

ROBUST=$TOP/config/zhejiang-counties-robust.ini
FEW=(--set uncertainty.replicates=500 --set sensitivity.samples=20)

# shards N DIR: all N shards, at the same time.
shards() {
    local i
    for i in $(seq "$1"); do
        "$HENG" robust "$ROBUST" "${FEW[@]}" --shard "$i/$1" -o "$2" -j 1 >/dev/null 2>&1 3>&- &
    done
    wait
}

@test "1 and 7 shards, into one folder at once: the bytes of one process" {
    FEW+=(--set uncertainty.keep_replicates=yes)
    "$HENG" robust "$ROBUST" "${FEW[@]}" -o one -j 3 >one.txt 2>/dev/null
    for n in 1 7; do
        shards "$n" "parts$n"
        [ "$(ls "parts$n" | wc -l)" -eq "$n" ]
        "$HENG" merge "$ROBUST" "parts$n" "${FEW[@]}" -o "merged$n" >"$n.txt" 2>/dev/null
        diff -r one "merged$n"
        diff <(grep -v "one/" one.txt) <(grep -v "merged$n/" "$n.txt")
    done
    heng merge "$ROBUST" parts7/part-[1-4]-* parts7/part-[5-7]-* "${FEW[@]}" -o again
    exits 0
    diff -r one again
}

@test "a design's replicates in shards" {
    printf 'replicate,treat.max_points,normalise.method\nx,1,minmax\ny,2,rank\nz,3,zscore\n' >d.csv
    printf '[profile]\nextends = %s\n[uncertainty]\ndesign = d.csv\n' "$COUNTIES" >q.ini
    heng robust q.ini -o one --set sensitivity.samples=0
    exits 0
    for i in 1 2; do
        heng robust q.ini -o "p$i" --shard "$i/2" --set sensitivity.samples=0
        exits 0
    done
    heng merge q.ini p1 p2 -o two --set sensitivity.samples=0
    exits 0
    diff -r one two
    sed -i 's/^z,3/z,4/' d.csv
    heng merge q.ini p1 p2 -o three --set sensitivity.samples=0
    exits 65
    tells "of other data"
    [ ! -e three ]
}

@test "what does not fit: one line, exit 65, nothing written" {
    shards 3 p
    heng merge "$ROBUST" p/part-1-* p/part-3-* "${FEW[@]}" -o out
    exits 65
    tells "shard 2/3 is missing: 2 of 3 parts are here"
    heng merge "$ROBUST" p p/part-2-of-3.hengpart "${FEW[@]}" -o out
    exits 65
    tells "part-2-of-3.hengpart: shard 2/3 a second time"
    heng merge "$ROBUST" p -o out
    exits 65
    tells "of another profile, or of other flags --set"
    cp -r p cut
    truncate -s -1 cut/part-2-of-3.hengpart
    heng merge "$ROBUST" cut "${FEW[@]}" -o out
    exits 65
    tells "part-2-of-3.hengpart: no part of heng robust, or cut short or damaged"
    cp -r p bent
    printf x | dd of=bent/part-3-of-3.hengpart bs=1 seek=4000 conv=notrunc 2>/dev/null
    heng merge "$ROBUST" bent "${FEW[@]}" -o out
    exits 65
    tells "its checksum does not fit"
    cp -r p old # of another version, with a checksum that fits
    head -c -64 p/part-1-of-3.hengpart | sed 's/\(heng part 2t.\{8\}\)[0-9]\.\([0-9]\)/\19.\2/' >body
    { cat body; sha256sum body | head -c 64; } >old/part-1-of-3.hengpart
    heng merge "$ROBUST" old "${FEW[@]}" -o out
    exits 65
    tells "part-1-of-3.hengpart: written by heng 9."
    cp p/part-1-of-3.hengpart p/x.hengpart
    heng merge "$ROBUST" "$ROBUST" "${FEW[@]}" -o out
    exits 65
    mkdir empty
    heng merge "$ROBUST" empty "${FEW[@]}" -o out
    exits 66
    tells "no file NAME.hengpart in it"
    heng merge "$ROBUST" gone "${FEW[@]}" -o out
    exits 66
    [ ! -e out ]
}

@test "more shards than blocks: some are empty" {
    FEW=(--set uncertainty.replicates=70 --set sensitivity.samples=0)
    "$HENG" robust "$ROBUST" "${FEW[@]}" -o one >/dev/null 2>&1
    shards 5 p
    heng merge "$ROBUST" p "${FEW[@]}" -o two
    exits 0
    diff -r one two
}

# task ID COUNT MIN MAX STEP [flags]: what sbatch --array=MIN-MAX:STEP starts.
task() {
    local id=$1 count=$2 min=$3 max=$4 step=$5
    shift 5
    SLURM_ARRAY_TASK_ID=$id SLURM_ARRAY_TASK_COUNT=$count SLURM_ARRAY_TASK_MIN=$min SLURM_ARRAY_TASK_MAX=$max \
        SLURM_ARRAY_TASK_STEP=$step run --separate-stderr "$HENG" robust "$ROBUST" "${FEW[@]}" -j 1 "$@" 3>&-
}

@test "a job array: each task its shard, by what SLURM says of it" {
    "$HENG" robust "$ROBUST" "${FEW[@]}" -o one >/dev/null 2>&1
    for id in 2 5 8; do
        task "$id" 3 2 8 3 -o parts --shard
        exits 0
    done
    [ "$(ls parts | tr '\n' ' ')" = "part-1-of-3.hengpart part-2-of-3.hengpart part-3-of-3.hengpart " ]
    heng merge "$ROBUST" parts "${FEW[@]}" -o out
    exits 0
    diff -r one out
    task 0 2 0 1 1 --shard array -o zero
    exits 0
    [ "$(ls zero)" = part-1-of-2.hengpart ]
    SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=2 heng robust "$ROBUST" "${FEW[@]}" --shard -o bare
    exits 0
    [ "$(ls bare)" = part-2-of-2.hengpart ]
}

@test "a job array whose tasks are no even row, or none: 64" {
    heng robust "$ROBUST" --shard -o out
    exits 64
    tells "--shard without I/N: SLURM_ARRAY_TASK_ID is not set: this is no task of a job array"
    task 5 3 1 5 1 --shard -o out # --array=1,2,5
    exits 64
    tells "--shard: task 5 is not of 3 evenly spaced ones from 1 on"
    task 2 3 1 5 1 --shard -o out # its second would be shard 2 of 3, and 3 nobody's
    exits 64
    task 0 3 1 3 1 --shard -o out
    exits 64
    task 1 5000 1 5000 1 --shard -o out
    exits 64
    tells "--shard: a job array of 5000 tasks: there are 1 to 4096 shards"
    task 1 0 1 1 1 --shard -o out
    exits 64
    task 1 3 1 3 0 --shard -o out
    exits 64
    task x 3 1 3 1 --shard -o out
    exits 64
    tells "SLURM_ARRAY_TASK_ID=x: expected a whole number"
    [ ! -e out ]
}

@test "ill shards and parts: 64, and nothing is computed" {
    for shard in 8/7 0/7 a/b 1/0 7 "" 1/5000; do
        heng robust "$ROBUST" --shard "$shard" -o out
        exits 64
        tells "--shard $shard: expected I/N, N from 1 to 4096 and I from 1 to N"
    done
    heng merge "$ROBUST"
    exits 64
    tells "an argument is missing"
    heng run "$ROBUST" --shard 1/2
    exits 64
    tells "heng run has no such flag"
    heng robust --help
    says "--shard I/N"
    heng merge --help
    says "heng merge PROFILE PART... [-o DIR]"
    [ ! -e out ]
}

@test "a part never replaces an input" {
    cp "$ROBUST" part-1-of-1.hengpart
    sed -i "s|extends = .*|extends = $COUNTIES|" part-1-of-1.hengpart
    heng robust part-1-of-1.hengpart "${FEW[@]}" --shard 1/1 -o .
    exits 73
    tells "would replace an input"
}

@test "heng verify robust.json: repeated, compared, and what is not the same named" {
    "$HENG" robust "$ROBUST" "${FEW[@]}" -o out --set uncertainty.keep_replicates=yes >/dev/null 2>&1
    heng verify out/robust.json
    exits 0
    says "out/robust.json: the same, bit for bit"
    heng verify out/robust.json -j 1
    exits 0
    sed -i '2s/0\./1./' out/pairs.csv
    heng verify out/robust.json
    exits 65
    tells "out/pairs.csv: is not as the run wrote it"
    sed 's/"value": "500"/"value": "501"/' out/robust.json >out/other.json
    heng verify out/other.json
    exits 65
    tells "robust.csv: comes out otherwise than in the manifest"
}

@test "heng verify robust.json: keys that a nearer method replaced count again among its alternatives" {
    small
    printf '[treat]\nmethod = winsorise\nskewness = 0.1\nkurtosis = 0.1\nmax_points = 2\n' >>p.ini
    printf '[profile]\nextends = p.ini\n[treat]\nmethod = none\n[uncertainty]\nreplicates = 70\nvary.treat.method = none, winsorise\n' >q.ini
    heng robust q.ini -o out
    exits 0
    heng verify out/robust.json
    exits 0
    sed -i 's/max_points = 2/max_points = 1/' p.ini
    heng verify out/robust.json
    exits 65
    tells "p.ini: changed since the run"
}

# two_workers PID: it has both; their numbers in workers.
two_workers() {
    workers=$(children "$1")
    [ "$(wc -w <<<"$workers")" -eq 2 ]
}

# gone PID...: none of them is there.
gone() {
    local pid
    for pid in "$@"; do
        ! kill -0 "$pid" 2>/dev/null || return 1
    done
}

@test "Ctrl-C: 130, nothing half-written, no worker survives" {
    [ -e /proc/self/stat ] || skip "no /proc here to see workers in"
    # a background job of a script would ignore the signal
    env --default-signal=INT "$HENG" robust "$ROBUST" -o out -j 2 --set uncertainty.replicates=2000000 \
        --set sensitivity.samples=0 >/dev/null 2>&1 3>&- &
    pid=$!
    in_time two_workers "$pid"
    kill -INT "$pid"
    code=0
    wait "$pid" || code=$?
    [ "$code" -eq 130 ]
    # shellcheck disable=SC2086
    in_time gone $workers
    [ -z "$(ls -A)" ]
}

@test "a progress bar with the time left, on a terminal only" {
    script -qec true /dev/null >/dev/null 2>&1 || skip "no terminals here"
    script -qec "$HENG robust $ROBUST -o out --set uncertainty.replicates=3000 --set sensitivity.samples=0" seen >/dev/null
    grep -q '%, [0-9]* s left' seen
    [ -e out/robust.csv ]
    heng robust "$ROBUST" -o out --set uncertainty.replicates=3000 --set sensitivity.samples=0
    exits 0
    ! grep -q 's left' <<<"$stderr$output"
}
