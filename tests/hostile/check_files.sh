#!/bin/bash
# SPDX-License-Identifier: MIT
# Promise 3, files: each case of files/cases.csv through the real program. The table's columns,
# parted by |:
#
#   class   what the case belongs to; one line is printed a class
#   name    of the case
#   how     csv: `bytes` is the table d.csv that the profile below reads, `more` are further lines
#                of its [data], "indicators = ..." sets the indicators (else: a). Values are scores as they
#                are, unless `more` has a [normalise]: one unit is enough, and one value
#           ini: `bytes` is the profile p.ini; d.csv is the good table below
#           run: `bytes` is a shell script, run in the case's folder, with the good d.csv and p.ini
#   more, bytes   as printf's %b takes them: \n \t \xHH; \0174 is a bar
#   exit    the exit code wanted
#   wanted  what must be there, parted by " && ": "raw LINE" and "score LINE", how a line of
#           indicators.csv and scores.csv begins; "warns TEXT", a warning; "no TEXT", nowhere in
#           what is printed; else a text that the lines on stderr hold
#
# Whatever the case: nothing printed holds a control character, each line on stderr is "heng: ..."
# and of sensible length, there is one complaint about a table, no output holds nan or inf, and a failed run leaves no
# output behind. HENG names the program.
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
set -u
cd "$(dirname "$0")" || exit 1
table=$PWD/files/cases.csv
heng=${HENG:-../../build/heng}
heng=$(realpath "$heng") && [ -x "$heng" ] || { echo "files: there is no $heng" >&2; exit 1; }
work=$(mktemp -d) || exit 1
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
export LC_ALL=C HENG=$heng NO_COLOR=1
passed=0 failed=0

good_table='code,name,a,b\nx,X,1,2\ny,Y,3,5\nz,Z,4,1\n'

profile() { # more indicators
    printf '[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = %s\n[data]\npath = d.csv\n%b\n' \
        "$2" "$1"
}

prepare() { # how more bytes
    local indicators=a rest=$2
    rm -rf "$work/case" && mkdir "$work/case" && cd "$work/case" || exit 1
    printf '%b' "$good_table" >d.csv
    profile 'name = name' 'a, b' >p.ini
    case $1 in
    csv)
        if [[ $rest =~ ^indicators\ =\ ([^\\]*)(\\n)?(.*)$ ]]; then
            indicators=${BASH_REMATCH[1]} rest=${BASH_REMATCH[3]}
        fi
        { [[ $rest == *'[normalise]'* ]] || printf '[normalise]\nmethod = none\n'
          profile "$rest" "$indicators"; } >p.ini
        printf '%b' "$3" >d.csv ;;
    ini) printf '%b' "$3" >p.ini ;;
    run) printf '%b\n' "$3" >script.sh ;;
    esac
}

go() { # how
    case $1 in
    run) timeout 20 bash script.sh >stdout 2>stderr ;;
    *) timeout 20 "$heng" run p.ini -o out >stdout 2>stderr ;;
    esac
}

# A line of the file $2 that begins with $1.
has_line() {
    local line
    while IFS= read -r line; do
        [[ $line == "$1"* ]] && return 0
    done <"$2"
    return 1
}

lacks() { # one wanted item
    case $1 in
    '') return 1 ;;
    'raw '*) [ -f out/indicators.csv ] && has_line "${1#raw }" out/indicators.csv && return 1 ;;
    'score '*) [ -f out/scores.csv ] && has_line "${1#score }" out/scores.csv && return 1 ;;
    'warns '*) grep -q "^heng: warning: .*${1#warns }" stderr && return 1 ;;
    'no '*) cat stdout stderr | grep -qF -- "${1#no }" || return 1 ;;
    *) grep -qF -- "$1" stderr && return 1 ;;
    esac
    return 0
}

control=$'[\x01-\x08\x0b-\x1f\x7f]'

# Says what is wrong with the answer, or nothing.
judge() { # how exit wanted code
    local item rest=$3
    [ "$4" = "$2" ] || echo "exit code $4, not $2"
    while :; do
        item=${rest%% && *}
        lacks "$item" && echo "lacks: $item"
        [ "$item" = "$rest" ] && break
        rest=${rest#* && }
    done
    cat stdout stderr | grep -q "$control" && echo "a control character is printed"
    cat stdout stderr | grep -qP '\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]' && echo "a control character is printed"
    awk '!/^heng: .../ || length($0) > 1024 { bad = 1 } END { exit !bad }' stderr &&
        echo "a line that is no message"
    if [ "$1" = csv ] && [ "$2" != 0 ] && [ "$(grep -cvE '^heng: (warning: |p.ini: ([0-9]+ problem|complete but))' stderr)" != 1 ]; then
        echo "not one line of error"
    fi
    if [ "$1" != run ] && [ "$4" != 0 ] && [ "$4" != 3 ] && [ -e out ]; then
        echo "a failed run left an output"
    fi
    if [ -d out ] && grep -qiE '(^|[,:[ ])-?(nan|inf|infinity)([],} ]|$)' out/*.csv out/run.json 2>/dev/null; then
        echo "an output holds nan or inf"
    fi
}

class='' n=0 bad=0
finish_class() {
    [ -z "$class" ] || printf '%-28s %3d cases%s\n' "$class" "$n" "$([ $bad = 0 ] || echo ", $bad FAILED")"
    n=0 bad=0
}

while IFS='|' read -r this name how more bytes code wanted; do
    case $this in '' | class | '#'*) continue ;; esac
    if [ "$this" != "$class" ]; then
        finish_class
        class=$this
    fi
    prepare "$how" "$more" "$bytes"
    go "$how"
    got=$?
    why=$(judge "$how" "$code" "$wanted" "$got")
    n=$((n + 1))
    if [ -z "$why" ]; then
        passed=$((passed + 1))
        [ -z "${SHOW:-}" ] || { printf '%s: %s: %s ' "$class" "$name" "$got"; head -c 400 stderr; echo; }
    else
        failed=$((failed + 1)) bad=$((bad + 1))
        printf 'FAILED %s: %s: %s\n' "$class" "$name" "$(echo "$why" | paste -sd ';')"
        head -c 600 stderr
    fi
done <"$table"
finish_class
echo "$passed passed, $failed failed"
[ $failed = 0 ]
