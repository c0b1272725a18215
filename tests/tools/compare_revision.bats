#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# compare_revision.sh, in a repository of its own whose program is a few lines of shell.
bats_require_minimum_version 1.5.0

TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a \
        GIT_COMMITTER_EMAIL=a@b
    unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
    command -v git >/dev/null || skip "there is no git"
    mkdir tests config
    cp "$TOP/tests/compare_revision.sh" tests
    printf 'build/\nout/\n' >.gitignore
    printf 'all:\n\tmkdir -p build && cp heng.sh build/heng && chmod +x build/heng\n' >Makefile
    printf 'score = 1\n' >config/plain.ini
    printf 'score = 2\n[uncertainty]\nreplicates = 3\n' >config/varied.ini
    program 'cat "$2"'
    git init -q
    git add .
    git commit -q -m first
    git tag first
    make >/dev/null
}

# program COMMAND: heng writes what it prints into DIR/scores.csv, a manifest, and a line on the screen.
program() {
    cat >heng.sh <<END
#!/bin/sh
# COMMAND PROFILE -o DIR
mkdir -p "\$4"
{ echo "\$1"; $1; } >"\$4/scores.csv"
printf '{\n"heng": "%s",\n"path": "%s",\n"seed": 7\n}\n' "\$\$" "\$PWD" >"\$4/\$1.json"
echo "\$PWD/\$2: done, in \$4"
END
}

compare() {
    run --separate-stderr sh tests/compare_revision.sh "$@"
    printf '%s\n' "$output" "$stderr" >&2
}

@test "the same tree: nothing differs, whatever folders and processes it ran in" {
    compare first
    [ "$status" -eq 0 ]
    # of plain.ini run, of varied.ini run and robust: a table, a manifest without folders, a screen each
    [ "$output" = "the same as first: 9 files of 2 profiles" ]
}

@test "a number, an exit code, a line on the screen, a key of a manifest: each is named, with what differs" {
    for change in 's/cat "$2"/sed "s,1,1.5," "$2"/' 's/^echo/exit 3; echo/' 's/: done/: complete/' 's/"seed": 7/"seed": 8/'; do
        git checkout -q heng.sh
        sed -i "$change" heng.sh
        [ -n "$(git diff)" ]
        make >/dev/null
        compare first config/plain.ini
        [ "$status" -eq 1 ]
        case $change in
        *1.5*)
            says 'differs: plain.run/scores.csv'
            says '> score = 1.5'
            ;;
        *exit*)
            says 'differs: plain.run/screen.txt'
            says '> exit code 3'
            ;;
        *complete*)
            says 'differs: plain.run/screen.txt'
            says '> config/plain.ini: complete'
            ;;
        *)
            says 'differs: plain.run/run.json.plain'
            says '> "seed": 8'
            ;;
        esac
        says '1 of 3 files differ from first'
    done
}

says() {
    case $output in *"$1"*) ;; *) echo "not said: $1" >&2; return 1 ;; esac
}

unsaid() {
    case $output in *"$1"*) echo "said: $1" >&2; return 1 ;; esac
}

@test "what robust says counts only where the profile has [uncertainty]" {
    sed -i '1a [ "$1" = run ] || set -- other "$2" -o "$4"' heng.sh
    make >/dev/null
    compare first
    [ "$status" -eq 1 ]
    says 'varied.robust'
    unsaid 'plain.'
    unsaid 'varied.run'
}

@test "a file that one side alone writes, a profile that one side alone has" {
    sed -i '$a echo x >"$4/more.csv"' heng.sh
    printf 'score = 3\n' >config/new.ini
    make >/dev/null
    compare first config/plain.ini config/new.ini
    [ "$status" -eq 1 ]
    says 'only on one side: config/new.ini'
    says 'only in the working tree/plain.run: more.csv'
}

@test "a revision that is not there is refused, and one that does not build is told with why" {
    compare nowhere
    [ "$status" -eq 64 ]
    [ "$stderr" = "compare_revision: nowhere: no such revision" ]
    printf 'all:\n\techo no compiler >&2; false\n' >Makefile
    git commit -q -a -m broken
    compare HEAD
    [ "$status" -eq 70 ]
    case $stderr in *"no compiler"*"compare_revision: HEAD does not build"*) ;; *) false ;; esac
    compare
    [ "$status" -ne 0 ]
    case $stderr in *"a revision is wanted"*) ;; *) false ;; esac
}
