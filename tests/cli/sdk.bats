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
