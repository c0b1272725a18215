#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The page that computes: its methods as WebAssembly, and the page in a browser.
load helper

browser() {
    command -v chromium || command -v chromium-browser
}

# document PAGE: what the page has become once its scripts have run.
document() {
    "$(browser)" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --user-data-dir="$PWD/profile" --virtual-time-budget=10000 \
        --enable-logging=stderr --dump-dom "file://$PWD/$1" 2>console
}

@test "core/report/whatif.wasm.gz is what make wasm makes" {
    for tool in clang-14 wasm-ld-14; do command -v $tool >/dev/null || skip "there is no $tool"; done
    [ -e /usr/lib/wasm32-wasi/libc.a ] || skip "there is no wasi-libc"
    env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS -u CFLAGS -u B make --no-print-directory -C "$TOP" B="$PWD/build" "$PWD/build/wasm/whatif.wasm" >log 2>&1 || { cat log >&2; false; }
    gzip -dc "$TOP/core/report/whatif.wasm.gz" | cmp - build/wasm/whatif.wasm
}

@test "a page that cannot compute says why and carries nothing for it" {
    small
    printf '[rule.r]\nkind = cap\nwhen = a > 4\nvalue = 10\nreason = x\n' >>p.ini
    heng report p.ini -o a
    exits 0
    grep -q 'The profile has rules that change scores or ranks' a/report.html
    ! grep -q 'id="wasm"' a/report.html || false
}

@test "in a browser: the figures of the run, nothing on the console" {
    [ -n "$(browser)" ] || skip "there is no chromium"
    heng report "$COUNTIES" -o a
    exits 0
    document a/report.html >after.html
    grep -q '0 / 90 个单位的位次有变动' after.html
    ! grep -q '<p class="note" aria-live="polite">本页计算与报告不一致' after.html || false
    ! grep -i 'CONSOLE' console || false
    [ "$(grep -o '<input type="range"' after.html | wc -l)" -eq 6 ]
}
