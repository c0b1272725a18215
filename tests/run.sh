#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs test programs, the plugins' own tests and the command line tests; one line each, and a
# closing count. HENG: the program. sh tests/run.sh PROGRAM...
passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# one NAME COMMAND...: passes when the command does; its output is shown only when it does not.
one() {
    name=$1
    shift
    if "$@" >"$log" 2>&1; then
        passed=$((passed + 1))
        printf 'ok    %-28s %s\n' "$name" "$(grep -E '^[0-9]+%: Checks:' "$log" | tail -n 1)"
    else
        failed=$((failed + 1))
        printf 'FAIL  %s\n' "$name"
        cat "$log"
    fi
}

for program in "$@"; do
    one "${program#*tests/}" "$program"
done
for script in tests/plugins/*.sh tests/scripts/*.sh; do
    [ -e "$script" ] && one "${script#tests/}" sh "$script"
done
for file in tests/cli/*.bats tests/tools/*.bats; do
    [ -e "$file" ] && one "${file#tests/}" bats "$file"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
