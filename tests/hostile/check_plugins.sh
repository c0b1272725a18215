#!/bin/bash
# SPDX-License-Identifier: MIT
# Promise 2, plugins: each of tests/plugins/bad (what is wanted of it stands in wanted.csv there),
# and each way to spoil a plugin's file, through the real program. The profile has three dimensions: x
# is the bad one's; y that of a sound plugin beside it; z a formula over a column with a denormal.
#
# Whatever the case: it ends within its limits, with exit code 3 when a part is missing (78 where
# the profile is at fault) and one line that names the plugin; x has values only when nothing failed;
# y and z are byte for byte as in a run without x; no process is left behind.
# HENG names the program, HENG_TEST_PLUGINS the folder of the bad plugins.
[ -n "$BASH_VERSION" ] || exec bash "$0" "$@"
set -u
heng=$(realpath "${HENG:-build/heng}") || exit 1
bad=$(realpath "${HENG_TEST_PLUGINS:-build/tests/plugins/bad}") || exit 1
cd "$(dirname "$0")" || exit 1
table=$(realpath ../plugins/bad/wanted.csv)
work=$(mktemp -d) || exit 1
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
export LC_ALL=C NO_COLOR=1
passed=0 failed=0
${CC:-cc} -O1 -o "$work/measure" measure.c || exit 1
cd "$work" || exit 1
umask 022
mkdir sound spoilt
cp "$bad/neighbour.so" sound
seconds=0.3 mb=64

printf '%s\n' code,name,a,b,c u1,A,1,9,2 u2,B,2.5,7,5 u3,C,4,5e-324,1 u4,D,8,1,0.5 u5,E,16,3,7 >d.csv

profile() { # plugin of x (none: without x), lines of [dimension.x]
    printf '[profile]\nplugins = sound, %s\nworker_seconds = %s\nworker_memory_mb = %s\n' \
        "$folder" "$seconds" "$mb"
    printf '[data]\npath = d.csv\nname = name\n[index]\nid = i\ndimensions = %sy, z\n' "${1:+x, }"
    printf '[dimension.y]\nplugin = neighbour\n[dimension.z]\nindicators = b, e\n[indicator.e]\nformula = b * 1 + c / 3\n'
    [ -z "$1" ] || printf '[dimension.x]\nplugin = %s\n%s\n' "$1" "${2:-}"
}

# What x has no part in: y and z, by unit.
rest() { # folder
    grep -E ',(left|right|b|e),' "$1/indicators.csv"
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "y" || $i == "z") keep[i] }
        { line = $3; for (i = 1; i <= NF; i++) if (i in keep) line = line " " $i; print line }' "$1/scores.csv" | sort
}

# The values of x: a line a unit.
values() {
    awk -F, '$4 == "twice" || $4 == "third" || $4 == "sum" { printf "%s %s %s\n", $3, $4, $5 }' out/indicators.csv
}

go() {
    rm -rf out
    timeout -s KILL 30 ./measure measured "$heng" run p.ini -o "$work/out" >stdout 2>stderr
    code=$?
    read -r took most left <measured
}

folder=$work/none
mkdir "$folder"
profile '' >p.ini
go
[ "$code" = 0 ] || { cat stderr; echo '0 passed, 1 failed'; exit 1; }
rest out >base.txt
base_kb=$most
folder=$bad
profile sound >p.ini
go
values >sound.txt
[ "$(grep -c . sound.txt)" = 10 ] || { cat stderr; echo '0 passed, 1 failed'; exit 1; }

# Says what is wrong with the run that p.ini has just had.
fault() { # exit codes, what the complaint holds, what warnings hold, values, name
    local warns=$3 item
    case " $1 " in *" $code "*) ;; *) echo "exit $code, not $1"; return ;; esac
    # described, then computed: each within its limit
    awk -v t="$took" -v l="$seconds" 'BEGIN { exit !(t > 2000 * l + 1000) }' && echo "took $took ms"
    [ "$most" -le $((mb * 1024 + base_kb)) ] || echo "took $most kB"
    grep -v '^heng: \(warning: \|p.ini: \(complete but\|[0-9]* problem\)\)' stderr >complaints
    LC_ALL=C.UTF-8 grep -qP '[\x00-\x08\x0b-\x1f\x7f-\x9f]|[^\n]{1500}' stdout stderr && echo 'control characters, or a long line'
    grep -qv '^heng: ' stderr && echo 'a line of its own'
    if [ "$code" = 0 ]; then
        [ ! -s complaints ] || echo 'complains'
    else
        [ "$(wc -l <complaints)" = 1 ] || echo "$(wc -l <complaints) lines of complaint"
        [ "$code" = 78 ] || grep -qF -- "$5" complaints || echo 'does not name the plugin'
        grep -qF -- "$2" complaints || echo "lacks: $2"
    fi
    while [ -n "$warns" ]; do
        item=${warns%% && *}
        [ "$item" = "$warns" ] && warns= || warns=${warns#* && }
        grep '^heng: warning: ' stderr | grep -qF -- "$item" || echo "no warning: $item"
    done
    [ "$left" = 0 ] || echo 'leaves a process behind'
    [ "$code" = 78 ] && return
    rest out | cmp -s - base.txt || echo 'other results differ'
    [ "$4" != sound ] || values | cmp -s - sound.txt || echo 'its own values differ'
    [ "$code" = 0 ] || [ -z "$(values | awk '$3 != ""')" ] || echo 'it has values though it failed'
    grep -rqiE '(^|[,:])-?(nan|inf)' out && echo 'nan or inf in the results'
}

class=
begin() { # class
    [ -z "$class" ] || printf '%-10s %3d cases, %d failed\n' "$class" "$cases" "$wrong"
    class=$1 cases=0 wrong=0
}

# Runs p.ini; once more after a long time, for a busy machine is no fault.
one() { # name, then as fault
    local name=$1 why
    shift
    go
    why=$(fault "$@" "$name")
    case $why in *took*) go; why=$(fault "$@" "$name") ;; esac
    cases=$((cases + 1))
    if [ -z "$why" ]; then
        passed=$((passed + 1))
        return
    fi
    failed=$((failed + 1)) wrong=$((wrong + 1))
    echo "$class $name: ${why//$'\n'/; }"
    sed 's/^/    /' stderr | head -n 4
}

# ---- the bad plugins ------------------------------------------------------------------------

begin code
while IFS='|' read -r name how says warns values needs; do
    case $name in '#'* | '') continue ;; esac
    [ "$needs" != sse2 ] || [ "$(uname -m)" = x86_64 ] || continue
    profile "$name" >p.ini
    case $how in
    refused | fails) one "$name" 3 "$says" "$warns" '' ;;
    # not of the shape of the others: a parameter that must be given, a method, other indicators
    described) one "$name" '0 3 78' '' '' '' ;;
    *) one "$name" 0 '' "$warns" "$values" ;;
    esac
done <"$table"

# ---- the profile at fault ------------------------------------------------------------------

begin profile
for name in nothing ../sound /etc/passwd sound.so SOUND 'so und' '' .; do
    profile "${name:-x}" >p.ini
    [ -n "$name" ] || sed -i 's/^plugin = x$/plugin =/' p.ini
    one "${name:-x}" 78 '' '' ''
done
for line in 'scale = abc' 'scale = 1e999' 'scale = 11' 'skale = 1'; do
    profile sound "$line" >p.ini
    one "${line%% *}" 78 '' '' ''
done

# ---- files that are no plugins --------------------------------------------------------------

folder=$work/spoilt
good=$bad/sound.so
size=$(stat -c %s "$good")
file=$folder/sound.so
profile sound >p.ini
fresh() { chmod -R u+rwx "$folder"; chmod 755 "$folder"; rm -rf "$folder"/*; cp "$good" "$file"; chmod 644 "$file"; }
# Writes bytes (as printf's %b takes them) at an offset.
patch() { fresh; printf '%b' "$2" | dd of="$file" bs=1 seek="$1" conv=notrunc status=none; }

begin cut
for n in 0 1 4 16 63 64 65 100 200 500 1000 2000 4095 4096 4097 8192 9000 12288 13000 14000 15000 \
    $((size - 4000)) $((size - 1000)) $((size - 1)); do
    fresh
    [ "$n" -lt "$size" ] || continue
    truncate -s "$n" "$file"
    # what is cut off behind the last segment is nothing that is ever loaded
    one sound.so '0 3' '' '' ''
done

begin damaged
# class, byte order, version, type, machine, ELF version, size and number of program headers
patch 4 '\x01'; one sound.so 3 'built for another machine' '' ''
patch 5 '\x02'; one sound.so 3 'built for another machine' '' ''
patch 6 '\x07'; one sound.so 3 'makes no sense' '' ''
patch 16 '\x02'; one sound.so 3 'not a shared object' '' ''
patch 16 '\x01'; one sound.so 3 'not a shared object' '' ''
patch 18 '\xf3'; one sound.so 3 'built for another machine' '' ''
patch 54 '\x01'; one sound.so 3 'makes no sense' '' ''
patch 56 '\xff\xff'; one sound.so 3 '' '' ''
patch 56 '\0\0'; one sound.so 3 'makes no sense' '' ''
patch 32 '\xff\xff\xff\xff\xff\xff\xff\xff'; one sound.so 3 'cut short' '' ''
# wherever a byte is wrong: refused, contained, or of no matter
for i in $(seq 0 59); do
    at=$((i < 40 ? 64 + i * 17 : (i - 40) * (size / 20) + 700))
    patch "$at" '\xa5\x5a'
    one sound.so '0 3' '' '' ''
done

begin file
fresh; printf 'this is not a plugin, and it is long enough to be one: %050d\n' 0 >"$file"; one sound.so 3 'no ELF header' '' ''
fresh; cp /bin/true "$file"; one sound.so 3 '' '' ''
fresh; rm "$file"; mkfifo "$file"; one sound.so 3 'a FIFO' '' ''
fresh; rm "$file"; mkdir "$file"; one sound.so 3 'a folder' '' ''
fresh; rm "$file"; ln -s "$good" "$file"; one sound.so 3 'a symbolic link' '' ''
fresh; rm "$file"; ln -s /dev/zero "$file"; one sound.so 3 'a symbolic link' '' ''
fresh; rm "$file"; ln -s sound.so "$file"; one sound.so 3 'a symbolic link' '' ''
fresh; rm "$file"; ln -s nowhere "$file"; one sound.so 3 'a symbolic link' '' ''
fresh; chmod o+w "$file"; one sound.so 3 'writable by everyone' '' ''
fresh; chmod o+w "$folder"; one sound.so 3 'its folder is writable by everyone' '' ''
fresh; chmod 666 "$file"; one sound.so 3 'writable by everyone' '' ''
fresh; truncate -s 100M "$file"; one sound.so 3 'too long' '' ''
if [ "$(id -u)" = 0 ]; then
    fresh; chown 12345 "$file"; one sound.so 3 'belongs to another user' '' ''
    fresh; chown 12345 "$folder"; one sound.so 3 'belongs to another user' '' ''
    chown 0 "$folder"
    fresh; chgrp 12345 "$file"; chmod g+w "$file"; one sound.so 3 'writable by a group' '' ''
    chgrp 0 "$folder"
else
    fresh; chmod 0 "$file"; one sound.so 3 'cannot be opened' '' ''
fi
begin ''
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
