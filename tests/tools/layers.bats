#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The proof of the layers finds what is put in: a small core of two rooms, with one fault each.
bats_require_minimum_version 1.5.0

TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
BEGIN='/* licence */\n/* What it is for. */\n'

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    ROOMS="low high"
    mkdir -p tests core/low core/high/part
    cp "$TOP/tests/layers.sh" "$TOP/tests/link.awk" tests
    : >tests/layers.allow
    header core/low/low.h 'int low(void);'
    header core/low/low_internal.h 'int lowest(void);'
    header core/high/high.h 'int high(void);'
    header core/high/part/part.h 'int part(void);'
    printf '#include "low/low_internal.h"\nint lowest(void)\n{\n    return 1;\n}\n' >core/low/lowest.c
    printf '#include "low/low.h"\n#include "low/low_internal.h"\nint low(void)\n{\n    return lowest();\n}\n' >core/low/low.c
    printf '#include "high/part/part.h"\n#include "low/low.h"\nint part(void)\n{\n    return low();\n}\n' >core/high/part/part.c
    printf '#include "high/high.h"\n#include "high/part/part.h"\nstatic const char *const names[] = {"a"};\nint high(void)\n{\n    return part() + *names[0];\n}\n' >core/high/high.c
    sed -i "1i ${BEGIN%??}" core/*/*.[ch] core/*/*/*.[ch]
    touch core/low/README.md core/high/README.md
}

header() {
    printf '#pragma once\n%s\n' "$2" >"$1"
}

# proof: compiles all and runs it. Sets status and stderr.
proof() {
    local file object
    rm -rf objects
    for file in $(find core -name '*.c'); do
        object=objects/${file#core/}
        mkdir -p "${object%/*}"
        ${CC:-gcc} -fPIC -Icore -c -o "${object%c}o" "$file"
    done
    run --separate-stderr sh tests/layers.sh objects $ROOMS
}

# finds TEXT: the proof fails, with that line alone on stderr.
finds() {
    proof
    printf '%s\n' "$status" "$output" "$stderr" >&2
    [ "$status" -eq 1 ]
    [ "$stderr" = "$1" ]
}

@test "in order: nothing is found" {
    proof
    printf '%s\n' "$output" "$stderr" >&2
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    [ "$output" = "layers: 4 files in order; 0 findings are allowed for now" ]
}

@test "an include upwards" {
    sed -i '1i #include "high/high.h"' core/low/low.c
    finds "core/low/low.c includes high/high.h: it lies above low or nowhere"
}

@test "a private header of another room, or of a part of a room" {
    sed -i '1i #include "low/low_internal.h"' core/high/high.c
    finds "core/high/high.c includes low/low_internal.h: it is private to core/low"
    sed -i 1d core/high/high.c
    mv core/high/part/part.h core/high/part/part_internal.h
    sed -i 's|part/part\.h|part/part_internal.h|' core/high/high.c core/high/part/part.c
    finds "core/high/high.c includes high/part/part_internal.h: it is private to core/high/part"
}

@test "a ring of two files, and one through a part of the room" {
    printf "$BEGIN"'int low(void);\nint lowest(void)\n{\n    return low();\n}\n' >core/low/lowest.c
    finds "ring in low: files that need each other: core/low/low.c core/low/lowest.c"
    printf "$BEGIN"'int lowest(void)\n{\n    return 1;\n}\n' >core/low/lowest.c
    printf "$BEGIN"'int high(void);\nint part(void)\n{\n    return high();\n}\n' >core/high/part/part.c
    finds "ring in high: files that need each other: core/high/high.c core/high/part/part.c"
}

@test "a ring of three files by what they hold, beside one that only uses it" {
    printf "$BEGIN"'extern const int b;\nextern const int *const a;\nconst int *const a = &b;\n' >core/low/a.c
    printf "$BEGIN"'extern const int b;\nextern const int *const c;\nextern const int *const d;\nconst int b = 1;\nconst int *const d = (const int *)&c;\n' >core/low/b.c
    printf "$BEGIN"'extern const int *const a;\nextern const int *const c;\nconst int *const c = (const int *)&a;\n' >core/low/c.c
    printf "$BEGIN"'extern const int *const a;\nint user(void);\nint user(void)\n{\n    return *a;\n}\n' >core/low/user.c
    finds "ring in low: files that need each other: core/low/a.c core/low/b.c core/low/c.c"
}

@test "a call upwards without an include" {
    printf "$BEGIN"'int part(void);\nint lowest(void)\n{\n    return part();\n}\n' >core/low/lowest.c
    finds "core/low/lowest.c needs part by link: that lies above, in core/high/part/part.c"
}

@test "stats on base" {
    mv core/low core/base
    mv core/high core/stats
    sed -i 's|"low/|"base/|; s|"high/|"stats/|' core/*/*.[ch] core/*/*/*.[ch]
    ROOMS="base stats"
    finds "core/stats/part/part.c needs low by link: stats needs nothing of base"
}

@test "statics that can change: set, zero, in a function, of a thread" {
    for variable in 'static int here = 3;' 'static int here;' 'int here;' 'static _Thread_local int here;'; do
        printf "$BEGIN"'int low(void);\nint lowest(void);\n%s\nint low(void)\n{\n    return here++ + lowest();\n}\n' \
            "$variable" >core/low/low.c
        proof
        printf '%s\n' "$stderr" >&2
        [ "$status" -eq 1 ]
        [[ $stderr == "core/low/low.c keeps here: a static that can change, in ."* ]]
    done
    printf "$BEGIN"'int low(void);\nint lowest(void);\nint low(void)\n{\n    static int n;\n    return n++ + lowest();\n}\n' >core/low/low.c
    proof
    [ "$status" -eq 1 ]
    [[ $stderr == "core/low/low.c keeps n."* ]]
}

@test "a library by another door than its own" {
    sed -i '1i #include <ini.h>' core/high/high.c
    mkdir -p inih && : >core/ini.h
    finds 'core/high/high.c holds #include <ini\.h>: that belongs to core/config/ini.c only'
}

@test "a finding is allowed by its line, and a line that finds nothing is a fault" {
    sed -i '1i #include "low/low_internal.h"' core/high/high.c
    printf '# why\ncore/high/high.c includes low/low_internal.h # for now\n' >tests/layers.allow
    proof
    [ "$status" -eq 0 ]
    sed -i 1d core/high/high.c
    finds "tests/layers.allow: no longer needed, take the line out: core/high/high.c includes low/low_internal.h"
}

@test "a file that does not say what it is for, and a room without a README" {
    sed -i '2d' core/low/low.c
    finds "core/low/low.c begins without a line that says what it is for: write one"
    sed -i '1a /* What it is for. */' core/low/low.c
    rm core/low/README.md
    finds "core/low has no README.md: it says what lives there and what must not"
}

@test "objects that are not there: told, not passed" {
    proof
    rm objects/low/low.o
    run --separate-stderr sh tests/layers.sh objects low high
    [ "$status" -eq 1 ]
    [[ $stderr == *"layers: objects are missing in objects: build first" ]]
}

@test "a function of the C library whose bits depend on the processor" {
    printf '%b#include <math.h>\ndouble power(double x);\ndouble power(double x)\n{\n    return pow(x, x);\n}\n' "$BEGIN" >core/low/power.c
    proof
    [ "$status" -eq 1 ]
    [ "$stderr" = "core/low/power.c calls pow: its bits depend on the processor, take stats/elementary.h" ]
}
