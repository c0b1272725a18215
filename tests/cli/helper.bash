# SPDX-License-Identifier: MIT
# What the command line tests share. HENG: the program (default build/heng).
bats_require_minimum_version 1.5.0
export HENG_LANGUAGE=en # whoever runs the tests, in whatever locale

# What the tests themselves say and look for is UTF-8, whatever the caller's locale.
export LC_ALL=C.UTF-8

TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
HENG=${HENG:-build/heng}
case $HENG in /*) ;; *) HENG=$TOP/$HENG ;; esac
BUILD=$(dirname "$HENG")
BAD=$BUILD/tests/plugins/bad
COUNTIES=$TOP/config/zhejiang-counties.ini
PROVINCES=$TOP/config/province-income.ini

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    unset HENG_REFERENCE_FOUND
}

# What a test has started in the background ends with it, passed or not.
teardown() {
    local job
    for job in $(jobs -p); do
        kill -KILL "$job" 2>/dev/null || true
    done
}

# children PID: the processes that have it for a parent.
children() {
    local file line
    for file in /proc/[0-9]*/stat; do
        { read -r line <"$file"; } 2>/dev/null || continue
        file=${file#/proc/}
        line=${line##*) }
        line=${line#* }
        [ "${line%% *}" != "$1" ] || echo "${file%/stat}"
    done
}

# in_time COMMAND...: it comes true, however busy the machine is.
in_time() {
    local _
    for _ in $(seq 1200); do
        "$@" && return
        sleep 0.05
    done
    printf 'not in time: %s\n' "$*" >&2
    return 1
}

# heng ARGUMENT...: sets status, output (stdout) and stderr.
heng() {
    run --separate-stderr "$HENG" "$@"
}

# exits CODE: the exit code of the last heng.
exits() {
    [ "$status" -eq "$1" ] && return
    printf 'exit code %s, want %s\n%s\n%s\n' "$status" "$1" "$output" "$stderr" >&2
    return 1
}

# tells TEXT: stderr holds it. One line each, none longer than a screen or two.
tells() {
    case $stderr in *"$1"*) return ;; esac
    printf 'stderr does not tell: %s\n%s\n' "$1" "$stderr" >&2
    return 1
}

# says TEXT: stdout holds it.
says() {
    case $output in *"$1"*) return ;; esac
    printf 'stdout does not say: %s\n%s\n' "$1" "$output" >&2
    return 1
}

# column FILE NAME [CODE]: the values of a column of a plain CSV file, of one unit or of all.
column() {
    awk -F, -v name="$2" -v code="$3" '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; if (!(name in at)) exit 1; next }
        code == "" || $at["code"] == code { print $at[name] }' "$1"
}

# A small table and a profile of two dimensions: t.csv and p.ini here.
small() {
    cat >t.csv <<'EOF'
code,name,kind,a,b,c
u1,Alpha,x,1,10,5
u2,Beta,x,2,30,
u3,Gamma,y,3,20,7
u4,Delta,y,5,,9
u5,Alpha,y,9,40,6
EOF
    cat >p.ini <<'EOF'
[profile]
title = 小
title_en = Small
language = en

[data]
path = t.csv
unit = code
name = name

[index]
id = idx
dimensions = one, two

[dimension.one]
title = 一
title_en = First
indicators = a, b

[dimension.two]
indicators = c
EOF
}
