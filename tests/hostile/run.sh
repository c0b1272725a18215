#!/bin/sh
# SPDX-License-Identifier: MIT
# Every promise of core/plugin/README.md, one check_*.sh a promise: each prints a line a class and
# ends with "N passed, N failed", and is ended with all that it started. HENG: the program;
# HENG_TEST_PLUGINS: the misbehaving plugins; LIMITED: tools/limit.
HENG=$(realpath "${HENG:-build/heng}")
HENG_TEST_PLUGINS=$(realpath "${HENG_TEST_PLUGINS:-build/tests/plugins/bad}")
HENG_LANGUAGE=en # whatever the locale
export HENG HENG_TEST_PLUGINS HENG_LANGUAGE
passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for check in "${0%/*}"/check_*.sh; do
    echo "${check##*/}"
    "$LIMITED" 1800 sh "$check" 2>&1 | tee "$log" | sed 's/^/    /'
    counts=$(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed.*/\1 \2/p' "$log" | tail -n 1)
    if [ -z "$counts" ]; then
        failed=$((failed + 1))
        echo "    FAIL: it ended without a count"
        continue
    fi
    passed=$((passed + ${counts% *}))
    failed=$((failed + ${counts#* }))
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
