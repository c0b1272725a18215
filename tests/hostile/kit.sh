# SPDX-License-Identifier: MIT
# What the checks of outputs share; to be sourced, with HENG set, from the top of the tree.
top=$(pwd)
heng=$(realpath "${HENG:-build/heng}")
flags="--plugins $(dirname "$heng")/plugins --scripts $top/scripts"
limited=$(realpath "${LIMITED:-$(dirname "$heng")/tests/tools/limit}")
work=$(mktemp -d)
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
passed=0
failed=0

# one NAME COMMAND...: passes when the command does; its output is shown only when it does not.
one() {
    label=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        passed=$((passed + 1))
        echo "ok    $label"
    else
        failed=$((failed + 1))
        echo "FAIL  $label"
        sed 's/^/      /' "$work/log"
    fi
}

skip() { echo "skip  $1"; }

finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}

# run DIR [FLAG...]: the small profile; run_old makes another set of it.
run() {
    dir=$1
    shift
    # shellcheck disable=SC2086
    "$heng" run "$top/tests/hostile/small.ini" -o "$dir" $flags "$@"
}
run_old() { run "$1" --set weights.floor=0.5 >/dev/null; }

build_faults() {
    cc=${CC:-gcc}
    $cc -std=c11 -D_GNU_SOURCE -O2 -fPIC -fvisibility=hidden -shared -o "$work/faults.so" tests/hostile/faults.c -ldl &&
        $cc -std=c11 -D_GNU_SOURCE -O2 -o "$work/sweep" tests/hostile/sweep.c
}

# same DIR DIR: the same files with the same bytes, nothing hidden.
same() { diff -r "$1" "$2"; }

# refused CODE TEXT COMMAND...: ends with CODE and one line that holds TEXT.
refused() {
    code=$1
    text=$2
    shift 2
    "$@" >/dev/null 2>"$work/err"
    got=$?
    cat "$work/err"
    [ "$got" = "$code" ] || { echo "exit code $got, not $code"; return 1; }
    [ "$(wc -l <"$work/err")" = 1 ] && grep -qF "$text" "$work/err"
}

# survives: heng check of p.ini refuses or reads, whatever it is; no crash, no hang.
survives() {
    "$limited" 60 "$heng" check p.ini >out 2>err
    got=$?
    case $got in 0 | 65 | 78) ! grep -qE 'crashed|time limit|Sanitizer' err && return ;; esac
    echo "exit code $got"
    cat err
    return 1
}
