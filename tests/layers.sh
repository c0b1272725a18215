#!/bin/sh
# SPDX-License-Identifier: MIT
# Includes go one way: sh tests/layers.sh ROOM... (lowest first). A library enters by one door; a
# private header is included in its own room (or the part of a room it lies in) only.
status=0
lower=
say() {
    echo "$1" >&2
    status=1
}
for room in "$@"; do
    lower="$lower $room"
    for file in $(find "core/$room" -name '*.[ch]'); do
        for include in $(sed -n 's/^#include "\([^"]*\)".*/\1/p' "$file"); do
            [ "$include" = heng.h ] && continue
            case " $lower " in
            *" ${include%%/*} "*) ;;
            *) say "$file: includes $include, which lies above $room or nowhere" ;;
            esac
            case $include in
            *_internal.h)
                case $file in
                "core/${include%/*}"/*) ;;
                *) say "$file: includes $include, which is private to core/${include%/*}" ;;
                esac
                ;;
            esac
        done
    done
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
        say "$file: holds $pattern, which belongs to $* only"
    done
}
only '#include <ini\.h>' core/config/ini.c
only '#include <dlfcn\.h>' core/plugin/plugin.c core/launch/processes.c
only '#include <(lua|lauxlib|lualib)' 'core/lua/*'
only '^[^*/]*[^_a-z]v?fork\(\)' core/base/worker.c
only '#include <jansson\.h>' 'core/output/*'
only '#include <seccomp\.h>' 'core/base/worker*'
only '#include <sha2\.h>' core/base/hash.c
only '#include <Random123/' core/stats/rng.c
only '#include <utf8proc\.h>' core/base/text.c
only '#include <(lapacke|lapack|cblas)' core/stats/eigen.c
only '^[^*/]*[^_a-z](exit|abort)\(' core/cli/main.c
[ $status = 0 ] && echo "layers: includes go one way"
exit $status
