#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng list --completion and --man: what the shells themselves and man make of them.
load helper

# completes WORD...: what bash offers for the last of the words.
completes() {
    PATH="$BUILD:$PATH" run -0 bash -c '
        source <(heng list --completion bash) || exit 1
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _heng
        printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}

offers() { grep -qxF -- "$1" <<<"$output" || { echo "not offered: $1"; echo "$output"; return 1; }; }
withholds() { ! grep -qxF -- "$1" <<<"$output" || { echo "offered: $1"; return 1; }; }

@test "bash completes commands, the flags of each, and topics" {
    completes heng r
    offers run
    offers robust
    withholds list
    completes heng run x --
    offers --output
    withholds --sql
    completes heng freeze x --s
    offers --sql
    completes heng help tu
    offers tutorial
}

@test "bash completes every command and every flag that help tells" {
    local command flag
    completes heng ""
    for command in run check explain list new verify compare robust merge report look freeze; do
        offers "$command"
    done
    for command in run list explain; do
        completes heng "$command" x --
        for flag in $(HENG_LANGUAGE=en "$HENG" help "$command" | grep -oE '^ +(-., +)?--[a-z-]+' | grep -oE -- '--[a-z-]+'); do
            offers "$flag"
        done
    done
}

@test "bash completes keys, methods of a stage, and what heng list knows" {
    completes heng run x --set norm
    offers normalise.method=
    completes heng run x --set normalise.method = min
    offers minmax
    withholds entropy
    completes heng run x --set weights.method =
    offers entropy
    completes heng list ent
    offers entropy
    completes heng list zhejiang-c
    offers zhejiang-counties.ini
}

@test "bash completes nodes and units of the profile at hand" {
    printf '[index.all]\n[dimension.wealth]\n[indicator.gdp]\n  [indicator.debt] ; less is better\n' >p.ini
    completes heng run p.ini --set indicator.debt.
    offers indicator.debt.weight=
    withholds indicator.gdp.weight=
    completes heng explain p.ini North ""
    offers debt
    offers gdp
    offers wealth
    offers all
    PATH="$BUILD:$PATH" run -0 "$HENG" list --units "$PROVINCES"
    local unit=${lines[0]}
    completes heng explain "$PROVINCES" "$unit"
    offers "$unit"
}

@test "bash completes files where nothing else is meant" {
    touch mine.ini
    completes heng run mi
    offers mine.ini
}

@test "zsh completes by the same words" {
    command -v zsh >/dev/null || skip "zsh is not installed"
    PATH="$BUILD:$PATH" run -0 zsh -f -c '
        autoload -U +X compinit && compinit -D -u
        source <(heng list --completion zsh) || exit 1
        COMP_WORDS=(heng run x --set norm) COMP_CWORD=4
        compgen -F _heng -- norm
        COMP_WORDS=(heng ro) COMP_CWORD=1
        compgen -F _heng -- ro'
    offers normalise.method=
    offers robust
}

@test "fish completes commands, flags, keys, names and topics" {
    command -v fish >/dev/null || skip "fish is not installed"
    HOME=$PWD PATH="$BUILD:$PATH" run -0 fish --no-config -c '
        heng list --completion fish | source
        for line in "heng ro" "heng run x --out" "heng run x --set norm" "heng list ent" "heng help tu"
            complete -C $line
        end'
    output=$(cut -f1 <<<"$output")
    offers robust
    offers --output
    offers normalise.method=
    offers entropy
    offers tutorial
}

@test "a shell that is not known is named, with the nearest" {
    heng list --completion bsh
    exits 64
    tells "bsh: no such shell; did you mean bash?"
    heng list --units
    exits 64
    tells "--units: the profile is missing"
}

@test "the manual page tells every command and flag, and roff has nothing to say against it" {
    local command
    heng list --man
    exits 0
    for command in run check explain list new verify compare robust merge report look freeze; do
        says ".SS heng $command"
    done
    says '\fB\-\-set\fR \fISECTION.KEY=VALUE\fR'
    says "Exit codes: 0 complete"
    command -v man >/dev/null || skip "man is not installed"
    "$HENG" list --man >heng.1
    LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 run -0 man --warnings -l heng.1
    says "heng robust"
    [[ $output != *warning* ]]
    HENG_LANGUAGE=zh "$HENG" list --man >zh.1
    LC_ALL=C.UTF-8 MANWIDTH=80 run -0 man -l zh.1
    says "打印手册页"
}
