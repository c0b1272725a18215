#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The command line itself, and every exit code that a user can provoke.
load helper

@test "help and version" {
    heng --version
    exits 0
    [[ $output =~ ^heng\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
    for how in --help -h help; do
        heng $how
        exits 0
        says "heng verify RUN.json"
    done
    for command in run check compare explain list new verify; do
        heng $command --help
        exits 0
        says "heng $command"
    done
    heng run "$COUNTIES" --help
    exits 0
    says "--output DIR"
}

@test "usage errors: 64, with the nearest name" {
    heng
    exits 64
    heng rnu x
    exits 64
    tells "rnu: no such command; did you mean run?"
    heng run
    exits 64
    tells "an argument is missing; usage: heng run PROFILE"
    heng run a b
    exits 64
    tells "b: one argument too many"
    heng run a --outptu x
    exits 64
    tells "--outptu: heng run has no such flag; did you mean --output?"
    heng run a -o
    exits 64
    tells "--output: its value is missing (DIR)"
    heng run a -o ''
    exits 64
    tells "--output: the name of a folder is missing"
    heng run a --all=yes
    exits 64
    tells "--all takes no value"
    for n in 0 -1 x 1x 99999999999999999999 ''; do
        heng run a -j "$n"
        exits 64
        tells "expected a whole number from 1 to 4096"
    done
    heng check a -o x
    exits 64
    heng explain "$COUNTIES"
    exits 64
    heng new house x
    exits 64
    tells "no such kind"
    heng run -- -o
    exits 66
}

@test "flags in all their spellings" {
    small
    heng run -j1 --output=a p.ini --top 2
    exits 0
    heng run p.ini -oa --jobs 2
    exits 0
    heng run --jobs=2 -o a -- p.ini
    exits 0
}

@test "no input: 66" {
    heng run nix.ini
    exits 66
    heng run "$COUNTIES" --plugins nix
    exits 66
    tells "--plugins nix: no such folder"
    heng run "$COUNTIES" --scripts nix
    exits 66
    heng verify nix.json
    exits 66
}

@test "cannot write: 73" {
    small
    echo file >plain
    heng run p.ini -o plain
    exits 73
    tells "plain: "
    [ "$(cat plain)" = file ]
    heng run p.ini -o plain/below
    exits 73
    if [ "$(id -u)" != 0 ]; then
        mkdir locked
        chmod a-w locked
        heng run p.ini -o locked/out
        exits 73
        chmod u+w locked
    fi
}

@test "an output never replaces an input: 73" {
    small
    mv t.csv scores.csv
    sed -i 's/t\.csv/scores.csv/' p.ini
    cp scores.csv before
    heng run p.ini -o .
    exits 73
    tells "would replace an input of this run (data); choose another folder with -o"
    cmp before scores.csv
}

@test "a full standard output: 74" {
    [ -c /dev/full ] || skip "no /dev/full"
    small
    run --separate-stderr sh -c '"$0" list >/dev/full' "$HENG"
    exits 74
    tells "standard output: cannot be written"
}

@test "closed standard streams do no harm" {
    small
    "$HENG" run p.ini -o want >/dev/null
    run sh -c '"$0" run p.ini -o a <&-' "$HENG"
    [ "$status" -eq 0 ]
    run sh -c '"$0" run p.ini -o b >&-' "$HENG"
    [ "$status" -eq 0 ]
    run sh -c '"$0" run p.ini -o c 2>&-' "$HENG"
    [ "$status" -eq 0 ]
    run sh -c '"$0" run "$1" -o e <&- >&- 2>&-' "$HENG" "$COUNTIES"
    [ "$status" -eq 0 ]
    for out in a b c; do
        cmp want/scores.csv $out/scores.csv
        cmp want/run.json $out/run.json
    done
    [ "$(wc -l <e/scores.csv)" -eq 91 ]
}

@test "without /proc: one line that says so" {
    small
    without_proc() { unshare -rm sh -c 'mount -t tmpfs none /proc && exec "$@"' sh "$@"; }
    without_proc true 2>/dev/null || skip "nothing can be mounted here"
    run --separate-stderr without_proc "$HENG" run p.ini -o out
    exits 66
    tells "/proc: is not mounted"
    [ "${#stderr_lines[@]}" -eq 1 ]
    [ ! -e out ]
    run without_proc "$HENG" --version
    exits 0
}

@test "--set units.where names its key" {
    small
    heng run p.ini --set units.where='zz > 1'
    exits 78
    tells "--set: [units] where: unknown name zz"
}

@test "a header with a line break is named on one line" {
    printf '"co\nde","a\r\n (万人)",b\nu1,1,2\nu2,2,1\n' >t.csv
    printf '[profile]\nlanguage = en\n[data]\npath = t.csv\nunit = co de\n[derive]\nx = b\n[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = x\n' >p.ini
    heng check p.ini
    exits 0
}

@test "a script whose file's name is no name says so" {
    small
    mkdir -p s/weights
    echo 'return {}' >'s/weights/a b.lua'
    heng run p.ini --scripts s --set 'weights.method=a b'
    exits 78
    tells "the name of a method, and of a script's file, is a-z, 0-9 and _"
    heng list --scripts s
    tells "weights/a b.lua: the name of a script is a-z, 0-9 and _"
}

@test "heng list functions: what expressions can call, and one of them by its name" {
    heng list functions
    exits 0
    says "  where(condition, a, b)"
    says "      a where the condition holds, b where not, missing where it is missing"
    says "      mean [all units]"
    heng list group_mean
    exits 0
    says "  group_mean(x, labels)"
}

@test "heng list sources: every source with its keys, one of them by name or title" {
    heng list sources
    exits 0
    says "csv"
    for source in "$BUILD"/plugins/{xlsx,xls,ods,sqlite,postgres,parquet}.so; do
        name=$(basename "$source" .so)
        if [ -e "$source" ]; then says "$source"; else says "not built here"; fi
        says "  $name "
    done
    says "query (text"
    says "sheet (text"
    heng list xls
    exits 0
    says "Excel 97-2003 workbook"
    heng list 'PostgreSQL database'
    if [ -e "$BUILD/plugins/postgres.so" ]; then says 'connections; what it asks'; fi
    mkdir alone
    cp "$HENG" alone/heng
    run --separate-stderr alone/heng list sources
    says "needs      libpq (Debian: libpq-dev)"
    heng list sourcs
    tells "did you mean sources?"
}

@test "heng list finds a stage, a section, a profile, a title in either language" {
    heng list weights
    exits 0
    says "weighting ([weights] method = NAME)"
    says "entropy"
    says "[weights]"
    heng list normalise
    says "minmax"
    heng list '[data]'
    says "[data]"
    heng list indicator
    says "[indicator."
    heng list hdi
    exits 0
    says "hdi.ini"
    heng list hdi.ini
    exits 0
    heng list 熵权法
    exits 0
    says "entropy:"
    name=$("$HENG" list entropy | sed -n '1s/^entropy: [^,]*, \(.*\) (method.*/\1/p')
    heng list "${name^^}"
    exits 0
    says "entropy:"
    heng list formats
    says "html"
    heng list nothing_like_it
    exits 64
}

@test "heng help COMMAND, version, -V" {
    heng help run
    exits 0
    says "heng run PROFILE"
    heng help rum
    exits 64
    tells "did you mean run?"
    for word in version -V --version; do
        heng $word
        exits 0
        [[ $output == "heng "[0-9]* ]]
    done
}

@test "heng list finds what has a word in its title" {
    local word
    for word in '变异系数 cv' '几何平均 geometric' '层次分析法 ahp' '熵 entropy' 'pareto mazziotta_pareto'; do
        heng list "${word% *}"
        exits 0
        says "  ${word#* } "
    done
    heng list 几何平均
    [ "$(printf '%s\n' "$output" | wc -l)" = 1 ]
    for word in mea zz 衡衡; do
        heng list "$word"
        exits 64
    done
}
