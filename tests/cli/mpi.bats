#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng robust as several ranks under mpirun; launchers that do not fit.
load helper

ROBUST=$TOP/config/zhejiang-counties-robust.ini
FEW=(--set uncertainty.replicates=500 --set sensitivity.samples=20)
# Sanitizers see MPI's own leaks, and want to be loaded first.
export ASAN_OPTIONS=detect_leaks=0

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
    export PRTE_ALLOW_RUN_AS_ROOT=1 PRTE_ALLOW_RUN_AS_ROOT_CONFIRM=1
    export HWLOC_HIDE_ERRORS=2 # where there is no /sys, MPI says so: that is no word of heng's
}

needs_mpi() {
    command -v mpirun >/dev/null || skip "no mpirun here"
    [ -f "$BUILD/ranks/mpi.so" ] || skip "heng was built without mpicc"
}

# ranks N ARGUMENT...: heng as N ranks; a rank that hangs fails the test.
ranks() {
    local n=$1
    shift
    run --separate-stderr timeout 120 mpirun --oversubscribe -np "$n" "$HENG" "$@"
}

# once TEXT: in one line of stderr and no other.
once() {
    [ "$(grep -cF "$1" <<<"$stderr")" -eq 1 ] && return
    printf 'not once: %s\n%s\n' "$1" "$stderr" >&2
    return 1
}

@test "1, 2 and 4 ranks, and 3 with two workers each: the bytes of one process, printed once" {
    needs_mpi
    FEW+=(--set uncertainty.keep_replicates=yes)
    "$HENG" robust "$ROBUST" "${FEW[@]}" -o one >one.txt 2>one.err
    for n in 1 2 4; do
        ranks "$n" robust "$ROBUST" "${FEW[@]}" -o "of$n"
        exits 0
        diff -r one "of$n"
        diff <(grep -v "one/" one.txt) <(grep -v "of$n/" <<<"$output")
        diff one.err <(echo "$stderr")
    done
    ranks 3 robust "$ROBUST" "${FEW[@]}" -o of3 -j 2
    exits 0
    diff -r one of3
}

@test "plugins are themselves in a rank, whatever descriptors are open" {
    needs_mpi
    "$HENG" robust "$ROBUST" "${FEW[@]}" -o one >/dev/null 2>&1
    for open in "3<$HENG" "3<$HENG 4<$HENG" "3<$HENG 4<$HENG 5<$HENG" "6<$HENG 7<$HENG"; do
        run timeout 120 mpirun --oversubscribe -np 2 sh -c \
            "exec $open; exec '$HENG' robust '$ROBUST' ${FEW[*]} -o two"
        exits 0
        diff -r one two
    done
}

@test "what is wrong with all is said once; the exit code is heng's" {
    needs_mpi
    ranks 3 robust "$ROBUST" --set uncertainty.weights=foo -o out
    exits 78
    once "expected one of none, uniform, dirichlet"
    ranks 3 robust gone.ini -o out
    exits 66
    once "gone.ini: cannot be opened"
    ranks 3 robust "$ROBUST" --shart 1/2 -o out
    exits 64
    once "did you mean --shard?"
    ranks 3 robust "$ROBUST" "${FEW[@]}" -o /proc/nowhere
    exits 73
    once "heng: /proc/nowhere"
    [ ! -e out ]
}

# odd COMMAND: rank 2 runs that, the others heng as they should.
odd() {
    run --separate-stderr timeout 120 mpirun --oversubscribe -np 3 sh -c "
        [ \$OMPI_COMM_WORLD_RANK != 2 ] || $1
        exec '$HENG' robust '$ROBUST' -o out ${FEW[*]}"
}

@test "one rank that fails, is killed, or is given something else ends all" {
    needs_mpi
    odd "exec '$HENG' robust gone.ini -o out"
    exits 66
    once "gone.ini: cannot be opened"
    odd "exec '$HENG' robust '$ROBUST' --set uncertainty.seed=3 -o out ${FEW[*]}"
    exits 65
    once "rank 2: does not belong here: of another profile"
    odd "kill -KILL \$\$"
    [ "$status" -ne 0 ]
    [ "$status" -ne 124 ]
    [ ! -e out ]
}

@test "other commands are refused under mpirun" {
    needs_mpi
    for command in run check verify; do
        ranks 2 $command "$ROBUST"
        exits 64
        once "heng $command runs in one process; mpirun of Open MPI has started 2"
    done
    ranks 1 check "$ROBUST"
    exits 0
}

@test "--shard under mpirun: each process on its own" {
    needs_mpi
    run timeout 120 mpirun --oversubscribe -np 2 sh -c \
        "exec '$HENG' robust '$ROBUST' ${FEW[*]} -o parts --shard \$((OMPI_COMM_WORLD_RANK + 1))/2"
    exits 0
    "$HENG" robust "$ROBUST" "${FEW[@]}" -o one >/dev/null 2>&1
    "$HENG" merge "$ROBUST" "${FEW[@]}" parts -o two >/dev/null 2>&1
    diff -r one two
}

@test "another launcher than the library's: 69, one line" {
    needs_mpi
    PMI_SIZE=4 PMI_RANK=0 heng robust "$ROBUST" -o out
    exits 69
    tells "started by mpiexec of MPICH as 4 processes, but heng's ranks are of "
    SLURM_STEP_NUM_TASKS=4 SLURM_PROCID=0 SLURM_LOCALID=0 heng robust "$ROBUST" -o out
    exits 69
    tells "started by srun as 4 processes"
    PMI_SIZE=4 PMI_RANK=3 MPI_LOCALRANKID=3 heng robust "$ROBUST" -o out
    exits 69
    [ -z "$stderr" ]
    [ ! -e out ]
}

@test "without the plugin, or with one of another build: 69" {
    mkdir -p bin/ranks
    cp "$HENG" bin/heng
    HENG=$PWD/bin/heng
    export OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_LOCAL_RANK=0
    heng robust "$ROBUST" -o out
    exits 69
    tells "started by mpirun of Open MPI as 4 processes, but heng was built without MPI"
    mkdir -p bin/lib
    HENG=$PWD/lib/bin/heng
    mkdir -p lib/bin lib/lib/heng/ranks
    cp bin/heng lib/bin/heng
    cp "$BUILD/plugins/economy.so" lib/lib/heng/ranks/mpi.so
    heng robust "$ROBUST" -o out
    exits 69
    tells "mpi.so: not built with this heng"
    echo nonsense >lib/lib/heng/ranks/mpi.so
    heng robust "$ROBUST" -o out
    exits 69
    tells "mpi.so: too short for a shared object"
    [ ! -e out ]
}

@test "not started by a launcher: MPI is not loaded" {
    needs_mpi
    LD_DEBUG=files "$HENG" robust "$ROBUST" "${FEW[@]}" -o out >/dev/null 2>trace
    grep -q libm.so trace
    ! grep -q 'libmpi\|mpi\.so' trace
}
