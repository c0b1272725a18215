#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The C library takes other variants of its functions where a processor lacks instructions: no score may
# depend on it. The tunables make the library believe that it runs on an older one. OTHER: another build of heng to compare
# with instead (make check-builds).
load helper

OLDER=glibc.cpu.hwcaps=-FMA,-AVX2,-AVX512F,-AVX2_Usable,-FMA_Usable

# into FOLDER NAME ARGUMENT... under the program and tunables given: files and answer.
into() {
    local folder=$1 name=$2 code=0
    shift 2
    mkdir -p "$folder"
    "$PROGRAM" "$@" -o "$folder/$name" >"$folder/$name.screen" 2>&1 || code=$?
    echo "$code" >>"$folder/$name.screen"
}

# both NAME ARGUMENT...: as this program does on this processor, and as the other.
both() {
    PROGRAM=$HENG into here "$@"
    if [ -n "${OTHER:-}" ]; then
        PROGRAM=$OTHER into other "$@"
    else
        GLIBC_TUNABLES=$OLDER PROGRAM=$HENG into other "$@"
    fi
}

# all_the_same: but for the names of the folders, and for the hashes of what another build is made of.
all_the_same() {
    sed -i 's#other/#here/#g' other/*.screen
    if [ -n "${OTHER:-}" ]; then
        find here other -name '*.json' -delete
    else
        find other -name '*.json' -exec sed -i 's#other/#here/#g' {} +
    fi
    diff -r here other
}

@test "the tunables do change the C library's functions on a processor that has them" {
    grep -q '\bfma\b' /proc/cpuinfo || skip "this processor has no fused multiplication"
    cat >p.c <<'EOF'
#include <math.h>
#include <stdio.h>
#include <string.h>
int main(void)
{
    unsigned long all = 0;
    for (int i = 1; i < 200000; i++) {
        volatile double x = i * 1e-4;
        double y = exp(x) * sin(x);
        unsigned long bits;
        memcpy(&bits, &y, sizeof bits);
        all = all * 31 + bits;
    }
    printf("%lx\n", all);
}
EOF
    ${CC:-cc} -O1 -fno-builtin -o p p.c -lm
    [ "$(./p)" != "$(GLIBC_TUNABLES=$OLDER ./p)" ] || skip "this C library has one variant only"
}

@test "every profile gives the same bytes" {
    for profile in "$TOP"/config/*.ini; do
        both "$(basename "$profile" .ini)" run "$profile" --all
        if grep -q '^\[uncertainty\]' "$profile"; then
            both "$(basename "$profile" .ini)-robust" robust "$profile" --replicates 200
        fi
    done
    all_the_same
    [ "$(find here -name scores.csv | wc -l)" -ge 10 ]
}

# An index of one dimension, but for its indicators.
INDEX='[index]
id = idx
dimensions = d
[dimension.d]
title = 一
title_en = One'

# table: t.csv of 1,000 units, and a profile on it whose [normalise] and [index] are given.
table() {
    awk 'BEGIN {
        print "code,a,b,c,e"
        for (i = 1; i <= 1000; i++)
            printf "u%d,%.4f,%.4f,%.4f,%.4f\n", i, i / 7, i * i / 1e5 + 1, (i * 7919 % 1009) / 3 + 1, exp((i * 104729 % 997) / 300)
    }' >t.csv
    printf '[profile]\ntitle = 幂\n[data]\npath = t.csv\nunit = code\n%s\n' "$1" >p.ini
}

@test "every method gives the same bytes" {
    table "$INDEX
indicators = a, b, c, e"
    "$HENG" list >list
    for stage in impute treat normalise weights aggregate; do
        sed -n "/^ $stage: /,/^ [a-z]*: /p" list | awk '/^  [a-z]/ { print $1 }' >names
        [ -s names ]
        while read -r name; do
            both "$stage-$name" run p.ini --set "$stage.method=$name"
        done <names
    done
    all_the_same
    [ "$(find here -name scores.csv | wc -l)" -ge 50 ]
}

@test "Lua's own arithmetic: its operators, math and heng's" {
    mkdir indices
    cat >indices/powers.lua <<'EOF'
local function bent(x)
  return x ^ 0.37 * math.exp(math.sin(x)) + math.log(x, 10) + math.atan(x, 3) + math.log(x, 2) * math.cos(x)
end
return heng.index {
  id = "powers", title = "幂", title_en = "Powers", summary = "Of numbers.", source = "made up",
  needs = { "a", "b" },
  dimensions = { { id = "d", title = "一", title_en = "One", weight = 1, indicators = {
    { id = "one", title = "甲", title_en = "A", unit = "1", direction = "positive", weight = 1, source = "made up", doc = "In Lua.",
      formula = function(d)
        local t = {}
        for i = 1, #d.a do t[i] = bent(d.a[i]) end
        return heng.vector(t)
      end },
    { id = "two", title = "乙", title_en = "B", unit = "1", direction = "positive", weight = 1, source = "made up", doc = "By heng.",
      formula = "exp(a / 200) * b ^ 0.81 + log(b)" },
  } } },
}
EOF
    table '[index]
script = powers'
    both index run p.ini --scripts .
    all_the_same
    [ "$(wc -l <here/index/scores.csv)" -eq 1001 ]
}

@test "a plugin that calls the C library" {
    "$HENG" new method powers normalise >/dev/null
    sed -i 's#c->y\[i\] = .*#c->y[i] = pow(c->x[i], 0.37) * exp(sin(c->x[i])) + log1p(c->x[i]);#' powers/powers.c
    grep -q 'pow(c->x' powers/powers.c
    ${CC:-cc} -std=c11 -O2 -ffp-contract=off -fPIC -shared -I"$TOP/core" -o powers/powers.so powers/powers.c -lm
    table "$INDEX
indicators = a, b
[normalise]
method = powers"
    both plugin run p.ini --plugins powers
    all_the_same
    [ "$(wc -l <here/plugin/scores.csv)" -eq 1001 ]
}
