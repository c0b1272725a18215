#!/bin/sh
# SPDX-License-Identifier: MIT
# What holds between the rooms of core, by include and by link: sh tests/layers.sh OBJECTS ROOM...
# (lowest first), after the objects were built.
#   - Includes and calls go one way.
#   - A private header is included in its own room (or the part of a room it lies in) only.
#   - No files of a room need each other in a ring; stats needs nothing of base.
#   - Nothing that can change is static.
#   - A library enters by one door, and no function is called whose bits depend on the processor.
#   - A file begins by saying what it is for, and a room has a README.
# What does not hold yet is a line of layers.allow; a line there that is no longer needed is a fault too.
here=$(dirname "$0")
objects=$1
shift
all=$*
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
found=$work/found

# say KEY: REASON. What is allowed is looked up by the key, up to the colon.
say() {
    echo "$1" >>"$found"
}
: >"$found"

# includes FILE ROOM HEADER: with $lower, the rooms up to that one.
includes() {
    case $3 in *_internal.h)
        case $1 in
        "core/${3%/*}"/*) ;;
        *) say "$1 includes $3: it is private to core/${3%/*}" ;;
        esac
        ;;
    esac
    case " $lower " in
    *" ${3%%/*} "*) ;;
    *) say "$1 includes $3: it lies above $2 or nowhere" ;;
    esac
}

lower=
for room in $all; do
    lower="$lower $room"
    find "core/$room" -name '*.[ch]' -exec grep -H '^#include "' {} + >"$work/includes"
    while IFS='"' read -r file include rest; do
        case $include in
        heng.h | heng_*.h) ;;
        *) includes "${file%%:*}" "$room" "$include" ;;
        esac
    done <"$work/includes"
done

# only PATTERN FILES: what a file must not hold unless it is one of FILES (shell patterns).
only() {
    pattern=$1
    shift
    for file in $(find core -mindepth 2 -name '*.[ch]' -exec grep -lE "$pattern" {} +); do
        for allowed in "$@"; do
            # shellcheck disable=SC2254
            case $file in $allowed) continue 2 ;; esac
        done
        say "$file holds $pattern: that belongs to $* only"
    done
}
only '#include <ini\.h>' core/config/ini.c
only '#include <dlfcn\.h>' core/plugin/plugin.c core/launch/processes.c
only '#include <(lua|lauxlib|lualib)' 'core/lua/*'
only '^[^*/]*[^_a-z]v?fork\(\)' core/base/worker.c
only '#include <sqlite3\.h>' core/output/database.c
only '#include <jansson\.h>' 'core/output/*' core/report/geo.c
only '#include <minizip/' core/report/zip.c
only '#include <xlsxwriter' core/report/xlsx_internal.h
only '#include <cmark' core/report/markdown.c
only '#include <seccomp\.h>' 'core/base/worker*'
only '#include <nettle/' core/base/hash.c
only '#include <Random123/' core/stats/rng.c
only '#include <utf8proc\.h>' core/base/text.c
only '^[^*/]*[^_a-z](exit|abort)\(' core/cli/main.c

# The licence, and then a comment.
find core -name '*.[ch]' -exec awk 'FNR == 2 && !/^\/\*/ { print FILENAME " begins without a line that says what it is for: write one" }' {} + >>"$found"
for room in $all; do
    [ -e "core/$room/README.md" ] || say "core/$room has no README.md: it says what lives there and what must not"
done

# Of each source its object; what is left of a source that is gone counts for nothing.
for room in $all; do
    find "core/$room" -name '*.c'
done | sort | sed "s|^core/\(.*\)c\$|$objects/\1o|" >"$work/objects"
if ! xargs nm -A -P <"$work/objects" >"$work/symbols" || ! xargs nm -A -f sysv <"$work/objects" >"$work/sections"; then
    echo "layers: objects are missing in $objects: build first" >&2
    exit 1
fi
awk -v root="$objects" -v rooms="$all" -v apart="stats=base" -f "$here/link.awk" "$work/symbols" >>"$found"

# Functions of the C library whose last bits depend on the processor: stats/elementary.h has them all.
awk -v root="$objects" '$3 == "U" && $2 ~ /^(expm?1?|exp2|exp10|log1?p?|log2|log10|pow|a?sin|a?cos|a?tan|atan2|sincos|hypot|(sin|cos|tan)h|cbrt|erfc?|[tl]gamma|lgamma_r)$/ {
    sub("^" root, "core", $1)
    sub(/o:$/, "c", $1)
    print $1 " calls " $2 ": its bits depend on the processor, take stats/elementary.h"
}' "$work/symbols" >>"$found"

# Variables are in .data, .bss and their like for threads; constants that hold an address in .data.rel.ro.
# Of the compilers' own for coverage and sanitizers there is no more to say.
awk -F'|' -v root="$objects" '{
    split($1, at, ":")
    name = at[2]
    sub("^" root, "core", at[1])
    sub(/o$/, "c", at[1])
    gsub(/ /, "", name)
    gsub(/ /, "", $7)
    if ($7 ~ /^(\.data|\.bss|\.tdata|\.tbss|\*COM\*)/ && $7 !~ /^\.data\.rel\.ro/ && name !~ /^(__gcov|\.LASAN|\.Lubsan|__odr_asan)/)
        print at[1] " keeps " name ": a static that can change, in " $7
}' "$work/sections" >>"$found"

status=0
sed 's/#.*//; s/ *$//; /^$/d' "$here/layers.allow" >"$work/allowed"
sort -o "$found" "$found"
while IFS= read -r finding; do
    if ! grep -qxF -e "${finding%%: *}" "$work/allowed"; then
        echo "$finding" >&2
        status=1
    fi
done <"$found"
sed 's/: .*//' "$found" >"$work/keys"
while IFS= read -r key; do
    if ! grep -qxF -e "$key" "$work/keys"; then
        echo "tests/layers.allow: no longer needed, take the line out: $key" >&2
        status=1
    fi
done <"$work/allowed"
[ $status = 0 ] && echo "layers: $(wc -l <"$work/objects") files in order; $(wc -l <"$work/allowed") findings are allowed for now"
exit $status
