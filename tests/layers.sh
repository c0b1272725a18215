#!/bin/sh
# SPDX-License-Identifier: MIT
# Includes go one way: sh tests/layers.sh ROOM... (lowest first). A library enters by one door.
status=0
lower=
for room in "$@"; do
    lower="$lower $room"
    for file in core/"$room"/*.[ch]; do
        for include in $(sed -n 's/^#include "\([^"]*\)".*/\1/p' "$file"); do
            [ "$include" = heng.h ] && continue
            case " $lower " in
            *" ${include%%/*} "*) ;;
            *) echo "$file: includes $include, which lies above $room or nowhere" >&2; status=1 ;;
            esac
        done
    done
done

# only PATTERN FILES: what a file must not hold unless it is one of FILES (shell patterns).
only() {
    pattern=$1
    shift
    for file in $(grep -lE "$pattern" core/*/*.[ch]); do
        for allowed in "$@"; do
            # shellcheck disable=SC2254
            case $file in $allowed) continue 2 ;; esac
        done
        echo "$file: holds $pattern, which belongs to $* only" >&2
        status=1
    done
}
only '#include <ini\.h>' core/config/ini.c
only '#include <dlfcn\.h>' core/extend/plugin.c core/extend/ranks.c
only '#include <(lua|lauxlib|lualib)' 'core/extend/script*'
only '^[^*/]*[^_a-z]v?fork\(\)' core/base/worker.c
only '#include <jansson\.h>' 'core/run/*'
only '#include <seccomp\.h>' 'core/base/worker*'
only '#include <sha2\.h>' core/base/hash.c
only '#include <Random123/' core/base/rng.c
only '#include <utf8proc\.h>' core/base/text.c
only '#include <(lapacke|lapack|cblas)' core/methods/eigen.c
only '^[^*/]*[^_a-z](exit|abort)\(' core/cli/main.c
[ $status = 0 ] && echo "layers: includes go one way"
exit $status
