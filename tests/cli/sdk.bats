#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng.h as its readers compile it.
load helper

# params KIND MEMBER_TYPE: a plugin's file with one row of that kind on such a member.
params() {
    case $1 in
    INT | REAL) tail='0, 1, NULL, "doc"' ;;
    CHOICE) tail='"a|b", "doc"' ;;
    REALS) tail='0, 1, 0, 0, NULL, "doc"' ;;
    NAMES | TABLES) tail='0, 0, "doc"' ;;
    *) tail='"doc"' ;;
    esac
    printf '#include "heng.h"\nstruct my { char first; %s it; };\nextern const struct heng_param rows[];\n' "$2"
    printf 'const struct heng_param rows[] = {HENG_PARAM_%s(struct my, it, NULL, %s)};\n' "$1" "$tail"
}

# compiled COMPILER STANDARD LANGUAGE: without any flag that asks for warnings.
compiled() {
    "$1" "-std=$2" -I"$TOP/core" -fsyntax-only -x "$3" row.c 2>log
}

@test "a parameter row on a member of another type: a warning in C, an error in C++" {
    kinds='FLAG:int INT:int64_t REAL:double CHOICE:int TEXT:const+char+* REALS:struct+heng_reals
        NAMES:struct+heng_names TABLES:struct+heng_tables'
    for row in $kinds; do
        for other in $kinds; do
            kind=${row%%:*} own=${row#*:} type=${other#*:}
            params "$kind" "${type//+/ }" >row.c
            for cc in gcc clang; do
                command -v $cc >/dev/null || continue
                compiled $cc c11 c
                if [ "$own" = "$type" ]; then [ ! -s log ]; else grep -q 'warning: .*distinct pointer types' log; fi
            done
            cxx=wrong
            compiled g++ c++11 c++ && cxx=right
            [ $cxx = "$([ "$own" = "$type" ] && echo right || echo wrong)" ]
        done
    done
}

# example: the plugin that heng.h begins with, out of its comment.
example() {
    sed -n '/^ \*     #include <heng.h>/,/^ \*     HENG_ONE_DIMENSION/s/^ \*\( \{5\}\)\{0,1\}//p' "$TOP/core/heng.h"
}

STRICT='-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -O2 -ffp-contract=off -fPIC -fvisibility=hidden -shared -Wl,-z,defs'

@test "the example that heng.h begins with: about 30 lines that compile as C11 and C++11, load and run" {
    example >care.c
    [ "$(wc -l <care.c)" -ge 25 ]
    [ "$(wc -l <care.c)" -le 40 ]
    cp care.c care.cc
    # shellcheck disable=SC2086
    g++ -std=c++11 $STRICT -I"$TOP/core" care.cc -o care.so -lm
    heng list care --plugins .
    exits 0
    # shellcheck disable=SC2086
    gcc -std=c11 $STRICT -I"$TOP/core" care.c -o care.so -lm
    [ "$(nm -D --defined-only care.so | wc -l)" -eq 1 ]
    heng list care --plugins .
    exits 0
    says "care_beds"
    printf 'code,population,hospital_beds\na,2000,9\nb,4000,10\nc,50,1\n' >t.csv
    printf '[data]\npath = t.csv\n[index]\nid = i\ndimensions = care\n[dimension.care]\nleast = 100\n' >p.ini
    heng run p.ini --plugins . -o out
    exits 0
    grep -q '^,,a,.*care_beds,4.5,' out/indicators.csv
    grep -q '^,,b,.*care_beds,2.5,' out/indicators.csv
    grep -q '^,,c,.*care_beds,,' out/indicators.csv
}

@test "a method out of the tree, as C++11" {
    cat >halved.cc <<'EOF'
#include <heng_method.h>

static int halve(struct heng_column_call *c)
{
    for (size_t i = 0; i < c->n; i++)
        c->y[i] = c->x[i] / 2;
    heng_warn(c, HENG_NO_COLUMN, "%zu value%s halved", c->n, heng_plural(c->n));
    return heng_note(c, "halved");
}

static const struct heng_method halved = {
    sizeof halved, HENG_NORMALISE, "halved", "减半", "Halved", "Halves.", "y = x / 2", "the tests", "NaN stays NaN.",
    HENG_NO_PARAMS, NULL, halve, NULL, NULL, 0, NULL, NULL, NULL, NULL,
};

HENG_METHODS_PLUGIN(halved, "1.0.0", "MIT", &halved);
EOF
    # shellcheck disable=SC2086
    g++ -std=c++11 $STRICT -I"$TOP/core" halved.cc -o halved.so -lm
    printf 'code,x\na,2\nb,8\n' >t.csv
    printf '[data]\npath = t.csv\n[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = x\n[normalise]\nmethod = halved\n' >p.ini
    heng run p.ini --plugins . -o out
    exits 0
    tells "indicator x: halved: 2 values halved"
    grep -q '^,,b,.*,4,' out/scores.csv
}

@test "the tree's own plugins include nothing but the public headers" {
    grep -rhE '^#include "' "$TOP/plugins/dimensions" "$TOP/plugins/methods" | sort -u >includes
    [ "$(grep -cvE '"(heng|heng_method|frontier_parts)\.h"' includes)" -eq 0 ]
    grep -q heng_method.h includes
}
