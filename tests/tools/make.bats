#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the Makefile promises: its list, the same bytes everywhere, nothing built with other flags left.
bats_require_minimum_version 1.5.0

TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
}

# make without what an outer make hands down.
plain_make() {
    env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS -u CFLAGS -u PLUGIN_CFLAGS -u B make --no-print-directory "$@"
}

# scratch DIR: what of the tree a plugin and a file of core take to build.
scratch() {
    mkdir -p "$1/core/base" "$1/core/cli" "$1/plugins"
    cp "$TOP/Makefile" "$1"
    cp "$TOP"/core/*.h "$1/core"
    cp "$TOP"/core/base/*.[ch] "$1/core/base"
    cp "$TOP/core/cli/main.c" "$1/core/cli"
    cp -R "$TOP/plugins/dimensions" "$TOP/plugins/methods" "$1/plugins"
}

@test "make help tells every target, and each that it tells is there" {
    for file in "$TOP/Makefile" "$TOP"/core/*/*.mk "$TOP"/tests/*/*.mk; do
        sed -e ':more' -e '/\\$/{N;s/\\\n//;b more' -e '}' "$file" | sed -n 's/^\.PHONY: *//p'
    done | tr -s ' \t' '\n' | grep -v FORCE | sort -u >targets
    plain_make -C "$TOP" help | awk '{ print $2 }' | grep -v '\.json$' | sort >told
    diff targets told
    plain_make -C "$TOP" help >list
    ! grep -v '^  make [a-z_.-]* *[^ ]' list
}

@test "objects and plugins do not depend on the folder they are built in" {
    for folder in here/a there/of/another/length; do
        scratch "$folder"
        plain_make -C "$folder" build/plugins/economy.so build/obj/base/arena.o >/dev/null
    done
    cmp here/a/build/plugins/economy.so there/of/another/length/build/plugins/economy.so
    cmp here/a/build/obj/base/arena.o there/of/another/length/build/obj/base/arena.o
}

# made FLAG...: what make builds; the bytes of the object are in object.o.
made() {
    plain_make -C tree build/plugins/economy.so build/obj/base/arena.o "$@" | awk '/^  (cc|so) / { print $2 }' | sort | xargs
}

@test "other flags build anew, the same flags do not" {
    scratch tree
    [ "$(made)" = "build/obj/base/arena.o build/plugins/economy.so" ]
    [ "$(made)" = "" ]
    [ "$(made "CFLAGS=-O1 -DX='1'")" = "build/obj/base/arena.o build/plugins/economy.so" ]
    [ "$(made "CFLAGS=-O1 -DX='1'")" = "" ]
    [ "$(made)" = "build/obj/base/arena.o build/plugins/economy.so" ]
}

@test "compile_commands.json: an entry for each file of core, and each compiles" {
    scratch tree
    plain_make -C tree compile_commands.json
    [ "$(grep -c '"file": "core/' tree/compile_commands.json)" -eq "$(find tree/core -name '*.c' | wc -l)" ]
    cd tree
    eval "$(sed -n 's/.*"file": "core\/base\/arena.c", "command": "\(.*\)"}.*/\1/p' compile_commands.json) -fsyntax-only"
}
