#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The n-th failure: each command is run with its first call of a kind failing, then only its second,
# and so on to the last (hostile/faults.c, hostile/sweep.c). Each run ends by itself with an exit code
# that is in order and one line, gives back its memory, and leaves the earlier results as they were or
# the new ones whole.
load helper

setup_file() {
    ${CC:-cc} -std=c11 -D_GNU_SOURCE -O1 -fPIC -fvisibility=hidden -shared -o "$BATS_FILE_TMPDIR/faults.so" "$TOP/tests/hostile/faults.c" -ldl
    ${CC:-cc} -std=c11 -D_GNU_SOURCE -O1 -o "$BATS_FILE_TMPDIR/sweep" "$TOP/tests/hostile/sweep.c"
    # Of the very many small allocations not each (make check-hostile has more); AddressSanitizer, which
    # finds leaks of workers too, takes longer.
    export MOST=1000 MOST_SMALL=40
    if nm -D "$HENG" 2>/dev/null | grep -q '__asan_init'; then
        export MOST=40 ASAN_OPTIONS=verify_asan_link_order=0:allocator_may_return_null=1
    fi
}

# A small profile with what may fail: a second table, an analysis, replicates.
subject() {
    small
    printf 'code,d\nu1,3\nu2,1\nu3,4\nu4,1\nu5,5\n' >more.csv
    cat >all.ini <<'INI'
[profile]
extends = p.ini
[data.more]
path = more.csv
unit = code
[dimension.two]
indicators = c, d
[analysis.one]
method = correlation
of = a, b
[uncertainty]
replicates = 6
seed = 1
vary.normalise.method = minmax, zscore
INI
}

# every FAULTS ARGUMENT...: each of the faults, "CALL:ERROR CODES" a line, at each of its calls; those
# of an output folder are swept with "-o DIR" in front.
every() {
    local faults=$1 fault codes most folder=()
    shift
    if [ "$1" = -o ]; then
        folder=(-o "$2")
        shift 2
    fi
    while read -r fault codes; do
        most=$MOST
        case $fault in alloc:*) most=$MOST_SMALL ;; esac
        "$BATS_FILE_TMPDIR/sweep" -n "$most" -l "$BATS_FILE_TMPDIR/faults.so" "${folder[@]}" "$fault" "$codes" -- "$HENG" "$@" || return 1
    done <<<"$faults"
}

memory='alloc:ENOMEM 71
growth:ENOMEM 71'
workers='alloc:ENOMEM:worker 3,71
growth:ENOMEM:worker 3,71
pipe:EMFILE 71
fork:EAGAIN 71
mmap:ENOMEM 71'
reading='open:EMFILE 71
close:EIO 66'
writing='write:ENOSPC 74
fsync:EIO 74
close:EIO 74
rename:EIO 73,74
mkdir:EROFS 73
fdopen:EMFILE 71
link:EIO 73,74
chmod:EIO 73,74
unlink:EIO 74
opendir:EACCES 66,74
readdir:EIO 74
open:EMFILE 71'

@test "run, over an earlier set" {
    subject
    "$HENG" run p.ini -o out >/dev/null
    every "$memory"$'\n'"$writing" -o out run all.ini -o out
}

@test "run, into a folder that is not there" {
    subject
    every "$writing" -o out run all.ini -o out
}

@test "run, into a folder that holds files of others" {
    subject
    "$HENG" run p.ini -o out >/dev/null
    echo mine >out/notes.txt
    mkdir out/plots
    every "$writing" -o out run all.ini -o out
}

@test "run, into the working folder, file by file" {
    subject
    mkdir here
    cd here
    "$HENG" run ../p.ini -o . >/dev/null
    every "$writing" -o . run ../all.ini -o .
}

@test "robust" {
    subject
    "$HENG" robust all.ini -o out --set uncertainty.seed=2 >/dev/null
    every "$memory"$'\n'"$workers"$'\n''write:ENOSPC 74' -o out robust all.ini -j 2 -o out
}

@test "report" {
    subject
    "$HENG" report p.ini -o out >/dev/null
    every "$memory"$'\n'"$workers"$'\n''write:ENOSPC 74' -o out report all.ini -j 2 -o out
}

@test "check, explain, compare" {
    subject
    every "$memory"$'\n'"$reading" check all.ini
    every "$memory" check all.ini --audit
    every "$memory"$'\n'"$reading" explain all.ini u1
    every "$memory"$'\n'"$reading" compare all.ini u1 u2
}

@test "verify, and compare of two runs" {
    subject
    "$HENG" run p.ini -o old >/dev/null
    "$HENG" run all.ini -o new >/dev/null
    every 'growth:ENOMEM 71
open:EMFILE 71
close:EIO 66' verify new/run.json -j 1
    every "growth:ENOMEM 71"$'\n'"$reading" compare old/run.json new/run.json
}
