#!/bin/bash
# SPDX-License-Identifier: MIT
# Promise 4, numbers: every method of every stage (as `heng list methods` names them) over tables
# made to break it. No output holds nan or inf; each undefined value has its reason among the
# warnings or notes of run.json, by the name of its column; weights sum to 1 or are warned of.
# Then the univariate sets of NIST's Statistical Reference Datasets (itl.nist.gov/div898/strd;
# files/nist.csv holds Lew, Lottery, Mavro and Michelso, the others are made here) against their
# certified values, and the sum of 1, 1e100, 1, -1e100. HENG names the program.
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
set -u
cd "$(dirname "$0")" || exit 1
files=$PWD/files
heng=${HENG:-../../build/heng}
heng=$(realpath "$heng") && [ -x "$heng" ] || { echo "numbers: there is no $heng" >&2; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export LC_ALL=C
passed=0 failed=0

report() { # what why
    if [ -z "$2" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED %s: %s\n' "$1" "$2"
    fi
}

# ---- tables ----------------------------------------------------------------------------------

columns='plain constant missing ties zeros negative huge tiny apart some offset vast'
awk -v columns="$columns" 'BEGIN {
    gsub(/ /, ",", columns)
    print "code," columns
    for (i = 1; i <= 12; i++)
        printf "u%02d,%d,5,,%d,%d,%d,%s1.7e308,%de-324,%s,%s,%.0f,%s\n", i, i * i, int(i / 4), i % 3,
            -i, i % 2 ? "-" : "", 5 * i, i % 2 ? "1e300" : "1e-300", i % 2 ? i : "", 1e15 + i,
            i == 7 ? "" : "1.7e308"
}' >full.csv
head -2 full.csv >one.csv
head -3 full.csv >two.csv
awk -F, -v OFS=, 'NR > 2 { for (i = 2; i <= NF; i++) $i = first[i] }
    NR == 2 { for (i = 2; i <= NF; i++) first[i] = $i } { print }' full.csv >same.csv
awk -F, -v OFS=, 'NR > 1 { for (i = 3; i <= NF; i++) $i = "" } { print }' full.csv >blank.csv
awk -F, -v OFS=, 'NR > 1 { for (i = 2; i <= NF; i++) $i = 0 } { print }' full.csv >zero.csv

# What a method cannot do without, for twelve columns.
needs() {
    local ones='1 1 1 1 1 1 1 1 1 1 1 1'
    case $1 in
    constant) echo 'value = 1' ;;
    class_mean | class_median) echo 'by = g' ;;
    ahp) echo "matrix = $(for i in $ones; do printf '%s | ' "$ones"; done | sed 's/ | $//')" ;;
    combined) echo 'of = equal, given' ;;
    precedence) echo "scores = $ones" ;;
    budget) echo "allocations = 10 10 8 8 8 8 8 8 8 8 8 8" ;;
    esac
}

indicators=$(for c in $columns; do
    printf '[indicator.%s]\ngoalposts = -10, 10, 9\n' "$c"
    case $c in ties | huge | tiny) echo 'direction = negative' ;; esac
done)

profile() { # table stage method normalise
    printf '[data]\npath = %s.csv\nmissing = -\n[index]\nid = i\ndimensions = d\n' "$1"
    printf '[dimension.d]\nindicators = %s\n%s\n' "${columns// /, }" "$indicators"
    printf '[%s]\nmethod = %s\n' "${2/analyse/analysis.x}" "$3"
    needs "$3"
    [ "$2" = normalise ] || printf '[normalise]\nmethod = %s\n' "$4"
}

# ---- what must hold of every run ---------------------------------------------------------------

# Reads what a run wrote. Where raw is a value and normalised is none, the column must be named
# among the warnings and notes; so must a node whose children's weights do not sum to 1.
cat >judge.awk <<'AWK'
BEGIN { FS = "," }
tolower($0) ~ /(^|[,:[ ])-?(nan|inf|infinity)([],} ]|$)/ { print FILENAME ": nan or inf" }
FILENAME ~ /json$/ {
    if (/"(warnings|notes)": \[/) inside = 1
    if (inside) said = said $0 "\n"
    if (/\],?$/) inside = 0 # a warning may hold one: "[indicator.x] goalposts: ..."
    next
}
FNR == 1 { next }
FILENAME ~ /indicators/ && $5 != "" && $7 == "" { undefined[$4] = 1 }
FILENAME ~ /scores/ && $6 == "" { unscored = 1 }
FILENAME ~ /weights/ { sum[$4] += $5; has[$4] = has[$4] || $5 != "" }
END {
    for (c in undefined)
        if (said !~ ("[ \"]" c ":")) print c " is undefined without a reason"
    if (unscored && said !~ /: /) print "a score is undefined without a reason"
    for (p in sum)
        if (has[p] && (sum[p] < 1 - 1e-9 || sum[p] > 1 + 1e-9) && said !~ ("[ \"]" p ":"))
            print "the weights below " p " do not sum to 1"
}
AWK

judge_run() { # code
    case $1 in
    0 | 3) awk -f judge.awk out/*.csv out/run.json ;;
    65 | 78)
        [ -s stderr ] && [ ! -e out ] || echo "exit code $1 without a reason, or with an output"
        ! grep -q 'no unit has a score' stderr || grep -qE 'no unit has a score: [^;]{10}' stderr ||
            echo "nobody has a score, and nothing tells why" ;;
    *) echo "exit code $1: $(head -c 200 stderr)" ;;
    esac
}

run() { # table stage method normalise
    rm -rf out
    profile "$@" >p.ini
    timeout 20 "$heng" run p.ini -o out >stdout 2>stderr </dev/null
    report "$3 ($2), table $1, normalised by $4" "$(judge_run $?)"
}

methods=$("$heng" list methods | awk -F '[: ]+' '/^ [a-z]/ { stage = $2 } /^  [a-z]/ { print stage, $2 }')
n=0
while read -r stage method; do
    case $method in class_mean | class_median) continue ;; esac # they need an attribute: below
    for table in full one two same blank zero; do
        run $table "$stage" "$method" minmax
    done
    case $stage in
    weights | aggregate) for by in none zscore; do run full "$stage" "$method" $by; done ;;
    esac
    if [ "$stage" != normalise ]; then # minmax leaves nobody a score in these
        for table in one same zero; do run $table "$stage" "$method" none; done
    fi
    n=$((n + 1))
done <<<"$methods"
echo "methods over nasty tables        $n methods"

# Groups, one of them without values.
sed 's/$/,g1/; 1s/g1$/g/; 3s/g1$/g2/; $s/g1$/g2/' full.csv >group.csv
for method in class_mean class_median; do run group impute $method minmax; done
echo "imputing by groups"

# Weights that sum to 0, or are none, are refused, not spread.
for w in 0 -1 nan inf 1e999; do
    { profile full weights given minmax; } | sed "s/^goalposts.*/weight = $w/" >p.ini
    rm -rf out
    "$heng" run p.ini -o out >stdout 2>stderr
    code=$?
    report "weights of $w" "$([ $code = 78 ] && grep -q weight stderr || echo "exit code $code")"
done
echo "unlawful weights"

# ---- reference datasets ------------------------------------------------------------------------

for k in 1 2 3 4; do
    set -- $(sed -n "${k}p" <<<'3 10000002 10000001 10000003
1001 1.2 1.1 1.3
1001 1000000.2 1000000.1 1000000.3
1001 10000000.2 10000000.1 10000000.3')
    # NumAcc1: 10000001, 10000003, 10000002; the others: the middle, then low and high in turn
    awk -v n="$1" -v m="$2" -v lo="$3" -v hi="$4" 'BEGIN { print m; for (i = 2; i <= n; i++) print i % 2 ? hi : lo }' >numacc$k
done
printf '%s\n' 1 1e100 1 -1e100 >neumaier
seq 1001 >i
paste -d, i numacc1 numacc2 numacc3 numacc4 neumaier >made.csv
{ echo i,numacc1,numacc2,numacc3,numacc4,neumaier && cat made.csv; } >m.csv
cp "$files/nist.csv" n.csv

# file set mean sd, and how many digits of each must be right
certified='n lew -177.435 277.332168044316 14 14
n lottery 518.958715596330 291.699727470969 14 14
n mavro 2.001856 0.000429123454003053 14 12
n michelso 299.8524 0.0790105478190518 14 13
m numacc1 10000002 1 14 15
m numacc2 1.2 0.1 14 13
m numacc3 1000000.2 0.1 14 9.4
m numacc4 10000000.2 0.1 14 8.2'

reference() { # file formulas...: runs one profile of indicators x1, x2, ..., which are the same for all
    local file=$1 k=0 list=
    shift
    for formula; do
        k=$((k + 1))
        list="$list${list:+, }x$k"
    done
    { printf '[data]\npath = %s.csv\n[index]\nid = i\ndimensions = d\n[normalise]\nmethod = none\n[dimension.d]\nindicators = %s\n' "$file" "$list"
      k=0
      for formula; do
          k=$((k + 1))
          printf '[indicator.x%d]\nformula = %s\n' $k "$formula"
      done; } >p.ini
    rm -rf out
    "$heng" run p.ini -o out >stdout 2>stderr
}

raw() { awk -F, -v x="$1" '$3 == 1 && $4 == x { print $5; exit }' out/indicators.csv; }

digits() { # got want least
    awk -v a="$1" -v b="$2" -v least="$3" 'BEGIN {
        d = a - b; d = d < 0 ? -d : d; b = b < 0 ? -b : b
        right = a == "" ? 0 : d == 0 ? 15 : -log(d / b) / log(10)
        if (right > 15) right = 15
        if (right < least - 0.05) printf "%s for %s: %.1f digits, %s wanted", a, b, right, least }'
}

while read -r file set mean sd mean_digits sd_digits; do
    reference "$file" "mean($set)" "sd($set)"
    report "NIST $set, mean" "$(digits "$(raw x1)" "$mean" "$mean_digits")"
    report "NIST $set, sd" "$(digits "$(raw x2)" "$sd" "$sd_digits")"
done <<<"$certified"
echo "reference datasets               8 sets"
reference m 'sum(neumaier)'
report "1 + 1e100 + 1 - 1e100" "$([ "$(raw x1)" = 2 ] || echo "$(raw x1), not 2")"
echo "compensated sum"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
