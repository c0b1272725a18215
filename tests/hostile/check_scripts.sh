#!/bin/bash
# SPDX-License-Identifier: MIT
# Promise 1, scripts: each case of scripts/cases.csv through the real program. The table's columns,
# parted by |:
#
#   class   the file scripts/CLASS.lua that holds the case; one line is printed a class
#   name    of the case: the lines behind "--@ NAME" there
#   kind    index: the body of an indicator's function; weights: of a weighting function; file: a
#           whole script in scripts/indices; bytes: the same as printf's %b takes it; formula,
#           derive, where: an expression in the profile; everywhere: as weights, of every node
#   limits  parts of `worker_...` in the profile, parted by blanks: seconds=0.3 memory_mb=48
#           output_kb=8; else 5 s, 300 MB, 1 MB
#   exit    the exit code wanted
#   wanted  a text of the one line that complains; with exit 0, "value X", the indicator of the
#           first unit, or "weights X Y"; "warns TEXT" as well, parted by " && "
#
# Whatever the case: it ends within its limit plus a second and its memory, nothing printed holds a
# control character, there is one complaint, it names the script or the profile with a line, and
# what is not of the script is byte for byte as in a run without it. Those of class `same`
# are run twice, side by side with others. HENG names the program.
[ -n "$BASH_VERSION" ] || exec bash "$0" "$@"
set -u
heng=$(realpath "${HENG:-build/heng}") || exit 1
cd "$(dirname "$0")" || exit 1
here=$PWD
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export LC_ALL=C NO_COLOR=1
table=$(realpath "${HENG_CASES:-scripts/cases.csv}")
${CC:-cc} -O1 -o "$work/measure" measure.c || exit 1
cd "$work" || exit 1
mkdir -p scripts/indices scripts/weights

printf '%s\n' code,name,a,b,c,d u1,A,1,9,2,1 u2,B,2,7,5,2 u3,C,4,5e-324,1,3 u4,D,8,1,0.5,4 \
    u5,E,16,3,7,5 >d.csv
data=$'[data]\npath = d.csv\nname = name\n'
plain=$'[dimension.p]\nindicators = a, b\n'
# What must stay as it is: a dimension with a formula that uses what cases spoil, and its own
# weighting script.
others=$'[dimension.q]\nindicators = c, e\n[indicator.e]\nformula = math.sqrt(4) * sqrt(b) + math.floor(2.5) + #string.rep("x", 3) + #table.concat({ "a", "b" }) + math.pi
[weights.q]\nmethod = honest\n'
honest='{ id = "honest", indicators = { { id = "e", formula = "math.sqrt(4) * sqrt(b)" }, { id = "f", formula = "c" } } }'
cat >scripts/weights/honest.lua <<'END'
return heng.weights { id = "honest", title = "h", weigh = function(x, p, info)
    local w = {}
    for i = 1, #info.ids do w[i] = math.sqrt(i) + math.floor(2.5) + #string.rep("x", i) end
    return heng.vector(w) / heng.vector(w):sum()
end }
END

# The lines of case $2 of class $1.
body() {
    awk -v want="--@ $2" '$0 == want { on = 1; next } /^--@ / { on = 0 } on' "$here/scripts/$1.lua"
}

dimensions() {
    printf '%s[index]\nid = i\ndimensions = p, q\n%s%s' "$data" "$1" "$others"
}

# Writes p.ini, and scripts/*/case.lua, for a case. An empty body: what the others are without it.
prepare() { # kind body limits
    local limit
    rm -f scripts/*/case.lua
    printf '[profile]\nscripts = scripts\n' >p.ini
    for limit in $3; do printf 'worker_%s\n' "$limit" >>p.ini; done
    case $1 in
    index)
        printf 'return heng.index { id = "case", title = "t", needs = { "a", "b", "c" }, dimensions = { %s, { id = "other", indicators = { { id = "bad", formula = function(d, p)\n%s\nend } } } } }\n' \
            "$honest" "$2" >scripts/indices/case.lua
        [ -n "$2" ] || printf 'return heng.index { id = "case", title = "t", needs = { "a", "b", "c" }, dimensions = { %s, { id = "other", indicators = { { id = "bad", formula = "1" } } } } }\n' \
            "$honest" >scripts/indices/case.lua
        printf '%s[index]\nscript = case\n' "$data" >>p.ini ;;
    weights)
        printf 'return heng.weights { id = "case", title = "t", weigh = function(x, p, info)\n%s\nend }\n' "$2" \
            >scripts/weights/case.lua
        { dimensions "$plain"; [ -z "$2" ] || printf '[weights.p]\nmethod = case\n'; } >>p.ini ;;
    everywhere)
        printf 'return heng.weights { id = "case", title = "t", weigh = function(x, p, info)\n%s\nend }\n' "$2" \
            >scripts/weights/case.lua
        { dimensions "$plain" | grep -v 'weights.q\|honest'; printf '[weights]\nmethod = case\n'; } >>p.ini ;;
    file) printf '%s\n' "$2" >scripts/indices/case.lua
        printf '%s[index]\nscript = case\n' "$data" >>p.ini ;;
    bytes) printf '%b' "$2" >scripts/indices/case.lua
        printf '%s[index]\nscript = case\n' "$data" >>p.ini ;;
    formula)
        dimensions $'[dimension.p]\nindicators = bad, a\n[indicator.bad]\nformula = '"${2:-b}"$'\n' >>p.ini ;;
    derive) { dimensions "$plain"; printf '[derive]\nx = %s\n' "${2:-1}"; } >>p.ini ;;
    where) { dimensions "$plain"; printf '[units]\nwhere = %s\n' "${2:-true}"; } >>p.ini ;;
    esac
}

# What of the results is not the case's own: its indicator, its node, and what stands above them.
rest() { # folder kind
    local part node
    case $2 in
    index) part=9 node=honest ;;
    *) part=10 node=q ;;
    esac
    grep -v ',bad,' "$1/indicators.csv"
    cut -d, -f3,4,$part "$1/scores.csv" | sort
    awk -F, -v n="$node" '$4 == n { print $3, $5, $7 }' "$1/weights.csv"
}

baseline() { # kind: what is there without any case
    case $1 in weights | formula | derive | index) ;; *) return ;; esac
    [ -e "base_$1.txt" ] && return
    prepare "$1" '' ''
    "$heng" run p.ini -o "base_$1" >/dev/null 2>&1
    rest "base_$1" "$1" >"base_$1.txt"
}

go() {
    rm -rf out
    timeout -s KILL 30 "$work/measure" measured "$heng" run p.ini -o out >stdout 2>stderr
    code=$?
    read -r took most left <measured
}

lacks() { # one wanted item
    local want
    case $1 in
    value*) want=${1#value}
        [ "$(awk -F, '$3 == "u1" && $4 == "bad" { print $5 }' out/indicators.csv)" != "${want# }" ] ;;
    'weights '*) want=${1#weights }
        [ "$(awk -F, '$4 == "p" { printf "%s%s", s, $5; s = " " }' out/weights.csv)" != "$want" ] ;;
    'warns '*) ! grep -qF -- "${1#warns }" <(grep '^heng: warning: ' stderr) ;;
    *) ! grep -qF -- "$1" complaints ;;
    esac
}

# Says what is wrong with the case, or nothing.
fault() { # class kind limits exit wanted
    local item lines wanted=$5 limit=5 mb=300
    [[ $3 =~ seconds=([0-9.]+) ]] && limit=${BASH_REMATCH[1]}
    [[ $3 =~ mb=([0-9]+) ]] && mb=${BASH_REMATCH[1]}
    grep -v '^heng: \(warning: \|p.ini: \(complete but\|nothing is left\|1 problem\)\)' stderr >complaints
    [ "$code" = "$4" ] || { echo "exit $code, not $4"; return; }
    awk -v t="$took" -v l="$limit" 'BEGIN { exit !(t > 1000 * l + 1000) }' && echo "took $took ms"
    [ "$most" -le $((mb * 1024 + base_kb)) ] || echo "took $most kB"
    LC_ALL=C.UTF-8 grep -qP '[\x00-\x08\x0b-\x1f\x7f-\x9f]|[^\n]{1500}' stdout stderr && echo 'control characters, or a long line'
    grep -qv '^heng: ' stderr && echo 'a line of its own'
    lines=$(wc -l <complaints)
    if [ "$4" = 0 ]; then
        [ "$lines" = 0 ] || echo 'complains'
    else
        [ "$lines" = 1 ] || [ "$2" = everywhere ] || echo "$lines lines of complaint"
        grep -qE '(case\.lua(:[0-9]+)?|p\.ini:[0-9]+): |at [^ ]*(case\.lua|p\.ini):[0-9]+' complaints || echo 'names no script'
    fi
    while [ -n "$wanted" ]; do
        item=${wanted%% && *}
        [ "$item" = "$wanted" ] && wanted= || wanted=${wanted#* && }
        lacks "$item" && echo "lacks: $item"
    done
    grep -rqiE '(^|[,:])-?(nan|inf)' out 2>/dev/null && echo 'nan or inf in the results'
    case $2 in
    weights | formula | derive | index)
        [ "$4" = 78 ] && return
        [ "$2" = index ] && grep -qE 'time limit|memory limit|crashed' complaints && return
        rest out "$2" 2>&1 | cmp -s - "base_$2.txt" || echo 'other results differ' ;;
    esac
}

one() { # class name kind limits exit wanted
    local text why
    text=$(body "$1" "$2"; echo x) text=${text%$'\nx'}
    [ -n "$text" ] || { echo "$1 $2: no such case in scripts/$1.lua"; return; }
    baseline "$3"
    prepare "$3" "$text" "$4"
    go
    why=$(fault "$1" "$3" "$4" "$5" "$6")
    case $why in *took*) go; why=$(fault "$1" "$3" "$4" "$5" "$6") ;; esac # a busy machine
    if [ -z "$why" ] && [ "$1" = same ]; then
        mv out out1 && mv stderr stderr1
        LC_ALL=C.UTF-8 TZ=Asia/Tokyo go
        cmp -s stderr stderr1 && diff -rq out out1 >/dev/null || why='other bytes the second time'
        rm -rf out1
    fi
    [ -z "$why" ] || { echo "$1 $2: ${why//$'\n'/; }"; sed 's/^/    /' stderr | head -n 5; }
    return 0
}

# All cases of a class, in a folder of its own; ends with a line of counts.
run_class() { # class
    local name kind limits exit wanted took most passed=0 failed=0 longest=0 largest=0
    mkdir -p "$work/$1" && cd "$work/$1" && cp -R ../d.csv ../scripts . || exit 1
    while IFS='|' read -r _ name kind limits exit wanted; do
        took=0 most=0
        one "$1" "$name" "$kind" "$limits" "$exit" "$wanted" >said
        [ "$took" -gt "$longest" ] && longest=$took
        [ "$most" -gt "$largest" ] && largest=$most
        if [ -s said ]; then
            cat said
            failed=$((failed + 1))
        else
            passed=$((passed + 1))
        fi
    done < <(grep "^$1|" "$table")
    printf '%-10s %3d cases, %d failed; the longest took %d ms, the largest %d kB\n' \
        "$1" $((passed + failed)) "$failed" "$longest" "$largest"
    echo "$passed $failed" >counts
}

prepare weights '' ''
go
base_kb=$most
classes=$(sed -n 's/^\([a-z]*\)|.*/\1/p' "$table" | uniq)
for class in $classes; do # two at a time
    [ "$(jobs -rp | wc -l)" -lt 2 ] || wait -n
    run_class "$class" >"$work/$class.said" 2>&1 &
done
wait
passed=0 failed=0
for class in $classes; do
    cat "$work/$class.said"
    read -r good bad <"$work/$class/counts" || { good=0 bad=1; }
    passed=$((passed + good)) failed=$((failed + bad))
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
