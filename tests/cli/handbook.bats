# SPDX-License-Identifier: MIT
# The handbook: every page is followed to the letter in an empty folder, in both languages.
# HENG_GOLDEN=write bats tests/cli/handbook.bats writes into the pages what commands say.

load helper

HELP=$TOP/core/help

# speaks LANGUAGE COMMAND...
speaks() {
    env -u LC_ALL -u LC_MESSAGES -u HENG_LANGUAGE LANG=C.UTF-8 LANGUAGE="$1" "${@:2}"
}

# follow LANGUAGE PAGE: in this folder, as a reader of that language would, with heng installed.
follow() {
    mkdir ../bin ../pc 2>/dev/null || true
    ln -sf "$HENG" ../bin/heng
    printf 'Name: heng\nDescription: heng\nVersion: 0\nCflags: -I%s/core\n' "$TOP" >../pc/heng.pc
    CONFIG="$TOP/config" PATH="$PWD/../bin:$PATH" PKG_CONFIG_PATH="$PWD/../pc" \
        speaks "$1" lua5.4 "$TOP/tests/tools/follow.lua" "$2"
}

# follow_all LANGUAGE
follow_all() {
    local file
    for file in "$HELP/$1"/*.md; do
        mkdir "$BATS_TEST_TMPDIR/$(basename "$file" .md)"
        cd "$BATS_TEST_TMPDIR/$(basename "$file" .md)" || return 1
        follow "$1" "$file"
    done
}

@test "the handbook is followed to the letter" { follow_all en; }

@test "the handbook is followed to the letter, in Chinese" { follow_all zh; }

@test "heng help lists and prints every page" {
    local language file topic
    for language in en zh; do
        run -0 speaks "$language" "$HENG" help
        for file in "$HELP/$language"/*.md; do
            topic=$(basename "$file" .md)
            printf '%s\n' "$output" | grep -F "heng help $topic " | grep -F "$(sed -n '1s/^# //p' "$file")"
            speaks "$language" "$HENG" help "$topic" | cmp - "$file"
        done
        [ "$(printf '%s\n' "$output" | grep -c '^  heng help ')" = "$(find "$HELP/$language" -name '*.md' | wc -l)" ]
    done
    run -64 "$HENG" help tutorail
    [[ $output == *'did you mean tutorial?'* ]]
}

# commands PAGE, shape PAGE: what must be the same in both languages.
commands() { sed -n '/^```console/,/^```$/s/^\$ //p' "$1"; }
shape() { sed -n 's/^\(##*\) .*/\1/p; s/^```\(..*\)/\1/p; s/^| .*/|/p; s/^\([0-9]*\. \|- \).*/item/p' "$1"; }

@test "both languages say the same: commands, headings, blocks, rows, items" {
    local file other
    for file in "$HELP"/en/*.md; do
        other=$HELP/zh/$(basename "$file")
        diff <(commands "$file") <(commands "$other")
        diff <(shape "$file") <(shape "$other")
    done
    [ "$(ls "$HELP/en")" = "$(ls "$HELP/zh")" ]
}
