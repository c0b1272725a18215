#!/bin/sh
# SPDX-License-Identifier: MIT
# A failed or killed run leaves the earlier set of outputs as it was (outputs.table); two runs at
# once, odd folders, and text that a spreadsheet or a terminal would act on.
. tests/hostile/kit.sh
one "the library of faults builds" build_faults
run "$work/new" >/dev/null

# ---- faults and kills --------------------------------------------------------------------
sweep() {
    run_old "$work/set"
    # shellcheck disable=SC2086
    "$work/sweep" -o "$work/set" "$@" -- "$heng" run tests/hostile/small.ini -o "$work/set" -j 1 $flags
}
faults() {
    grep -v '^#' tests/hostile/outputs.table | while IFS='|' read -r fault codes most what; do
        # shellcheck disable=SC2086
        sweep -l "$work/faults.so" -n $most $fault $codes | sed -E "s#^(ok  |FAIL)  #&$what, #"
    done
    sweep -t 50 moments:KILL 0 | sed -E 's#: [0-9]+ runs.*#: 50 kills at moments spread over a run#'
}
faults >"$work/results" 2>&1
cat "$work/results"
passed=$((passed + $(grep -c '^ok' "$work/results")))
failed=$((failed + $(grep -c '^FAIL' "$work/results")))
[ $(($(grep -vc '^#' tests/hostile/outputs.table) + 1)) = "$(grep -cE '^(ok|FAIL)' "$work/results")" ] || failed=$((failed + 1))

# A file of at most so many blocks of 512 bytes: the kernel itself refuses each write beyond that.
limits() {
    run_old "$work/set"
    cp -R "$work/set" "$work/before"
    for blocks in 1 2 4 8 16 32 48; do
        (ulimit -f $blocks; refused 74 "$work/set/" run "$work/set") || return 1
        same "$work/before" "$work/set" || return 1
    done
}
one "a limit on the size of files" limits

full() {
    # shellcheck disable=SC2086
    "$heng" check tests/hostile/small.ini $flags >/dev/full 2>"$work/err"
    [ $? = 74 ] && grep -q 'standard output' "$work/err"
}
one "a full standard output" full

# ---- folders ------------------------------------------------------------------------------
nobody() {
    if [ "$(id -u)" != 0 ]; then "$@"; else setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; fi
}
# The user nobody may not read the work folder nor, perhaps, the tree, and is given a copy.
read_only() {
    mkdir -p "$work/copy/tests/hostile" "$work/locked"
    cp tests/hostile/small.ini "$work/copy/tests/hostile"
    cp -R config scripts "$work/copy"
    mkdir "$work/copy/plugins"
    cp "$heng" "$work/copy/heng"
    cp "$(dirname "$heng")"/plugins/*.so "$work/copy/plugins"
    cp -R "$work/new" "$work/locked/set"
    chmod -R go+rX "$work"
    [ "$(id -u)" != 0 ] || chown -R 65534:65534 "$work/locked" "$work/copy"
    chmod a-w "$work/locked/set" "$work/locked"
    cd / || return 1
    refused 73 "$work/locked" nobody "$work/copy/heng" run "$work/copy/tests/hostile/small.ini" \
        --plugins "$work/copy/plugins" --scripts "$work/copy/scripts" -o "$work/locked/set" &&
        refused 73 "$work/locked" nobody "$work/copy/heng" run "$work/copy/tests/hostile/small.ini" \
            --plugins "$work/copy/plugins" --scripts "$work/copy/scripts" -o "$work/locked/another"
    status=$?
    cd "$top" || return 1
    [ $status = 0 ] && same "$work/new" "$work/locked/set"
}
if [ "$(id -u)" != 0 ] || command -v setpriv >/dev/null; then
    one "a folder that may not be written" read_only
else
    skip "a folder that may not be written: root writes everywhere, and there is no setpriv"
fi

no_room() {
    for kb in 4 16 32 64; do
        mkdir -p "$work/small"
        mount -t tmpfs -o size=${kb}k none "$work/small" || return 1
        mkdir "$work/small/set"
        echo earlier >"$work/small/set/scores.csv"
        refused 74 "$work/small/set/" run "$work/small/set"
        status=$?
        [ "$(cat "$work/small/set/scores.csv")" = earlier ] && [ "$(ls -A "$work/small" "$work/small/set" | wc -l)" = 5 ] || status=1
        refused 74 "$work/small" run "$work/small" || status=1
        umount "$work/small"
        [ $status = 0 ] || return 1
    done
}
mkdir "$work/probe"
if mount -t tmpfs -o size=64k none "$work/probe" 2>/dev/null; then
    umount "$work/probe"
    one "a file system without room" no_room
else
    skip "a file system without room: nothing can be mounted here"
fi

two_at_once() {
    for i in 1 2 3 4 5 6 7 8; do
        rm -rf "$work/both"
        [ $((i % 2)) = 0 ] || run_old "$work/both"
        run "$work/both" >/dev/null &
        run_old "$work/both" &
        wait
        same "$work/both" "$work/new" >/dev/null || same "$work/both" "$work/old" || return 1
    done
}
run_old "$work/old"
one "two runs at once into one folder" two_at_once

through_a_link() {
    run_old "$work/real"
    ln -s real "$work/link"
    run "$work/link" >/dev/null && [ -L "$work/link" ] && same "$work/new" "$work/real"
}
one "a folder given by a symbolic link" through_a_link
one "a link to nowhere is refused" sh -c "ln -s nowhere '$work/dangling'"
dangling() { refused 73 "$work/dangling" run "$work/dangling" && [ ! -e "$work/nowhere" ]; }
one "... and makes nothing" dangling

odd_names() {
    for name in 'a name with blanks' '县域 综合/评价' "it's; \$(touch pwned) \"quoted\"" '-o' '.hidden'; do
        run "$work/odd/$name" >/dev/null && same "$work/new" "$work/odd/$name" || return 1
    done
    [ ! -e pwned ]
}
one "names with blanks, Chinese and shell characters" odd_names

here() {
    mkdir "$work/here" && cd "$work/here" || return 1
    echo mine >notes.txt
    run . --set weights.floor=0.5 >/dev/null && run . >/dev/null
    status=$?
    cd "$top" || return 1
    [ $status = 0 ] && [ "$(cat "$work/here/notes.txt")" = mine ] && rm "$work/here/notes.txt" && same "$work/new" "$work/here"
}
one "the working folder itself; a file of others stays" here

in_the_way() {
    echo x >"$work/file"
    mkdir -p "$work/blocked/scores.csv"
    refused 73 "$work/file" run "$work/file" && refused 73 scores.csv run "$work/blocked" &&
        refused 73 "$work/file" run "$work/file/below" && [ "$(cat "$work/file")" = x ]
}
one "a file, or a folder, in the way" in_the_way

over_input() {
    mkdir "$work/input"
    printf 'code,name,v\na,A,1\nb,B,2\n' >"$work/input/scores.csv"
    printf '[data]\npath = scores.csv\nunit = code\nname = name\n[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = v\n' >"$work/input/p.ini"
    cp "$work/input/scores.csv" "$work/kept.csv"
    refused 73 'would replace an input' "$heng" run "$work/input/p.ini" -o "$work/input" && cmp "$work/input/scores.csv" "$work/kept.csv"
}
one "an output never replaces an input" over_input

# ---- text that somebody else would act on -----------------------------------------------------
text_is_text() {
    mkdir -p "$work/text"
    # code, name and v: every name that a spreadsheet, a browser, a shell or a terminal would act on
    printf 'code,name,v\n' >"$work/text/t.csv"
    i=0
    while IFS= read -r name; do
        i=$((i + 1))
        printf 'u%s,"%b",%s\n' $i "$name" "-$i.5"
    done <tests/hostile/names.txt >>"$work/text/t.csv"
    printf '=1+1,formula as a code,-0.25\n-7,a number as a code,1e-3\n' >>"$work/text/t.csv"
    printf '[data]\npath = t.csv\nunit = code\nname = name\n[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = v\n' >"$work/text/p.ini"
    "$heng" run "$work/text/p.ini" -o "$work/text/out" --all >"$work/text/league" || return 1
    # no cell of text begins as a formula does; numbers stay numbers
    if grep -E '(^|,)"?[=+@	]' "$work/text/out"/*.csv; then echo "a formula"; return 1; fi
    grep -qF ',v,-1.5,-1.5,' "$work/text/out/indicators.csv" || { echo "no number"; return 1; }
    grep -qF ",'-7," "$work/text/out/scores.csv" || { echo "a code that is a number stays text"; return 1; }
    # the terminal gets lines of text
    if LC_ALL=C grep -nP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]' "$work/text/league"; then echo "a control character"; return 1; fi
    # read back, names and codes are what they were: a second run, over the first one's scores
    printf '[data]\npath = out/scores.csv\nunit = code\nname = name\nignore = class, period, rank\n[index]\nid = i\ndimensions = d\n[dimension.d]\nindicators = score\n' >"$work/text/again.ini"
    "$heng" run "$work/text/again.ini" -o "$work/text/twice" --all >/dev/null || return 1
    python3 - "$work/text" <<'END' || return 1
import csv, sys
def names(path, columns):
    with open(path, newline='', encoding='utf-8') as f:
        return sorted(tuple(r[c] for c in columns) for r in csv.DictReader(f))
top = sys.argv[1]
first = names(top + '/out/scores.csv', ('code', 'name'))
again = names(top + '/twice/scores.csv', ('code', 'name'))
if first != again:
    sys.exit('read back: %r' % [p for p in zip(first, again) if p[0] != p[1]])
blanks = ' \t\r\n\u00a0\u3000\ufeff\u200b\u200c\u200d\u2060'
def bare(s):
    """A cell as heng reads it: without blanks around it, and without the shield in front."""
    s = s.strip(blanks)
    return s[1:] if s[:1] == "'" and s[1:2] and s[1:2] in "=+-@\t\r'" else s
written = sorted((bare(c), bare(n)) for c, n in first)
given = sorted((bare(c), bare(n)) for c, n in names(top + '/t.csv', ('code', 'name')))
if written != given:
    sys.exit('written: %r' % [p for p in zip(given, written) if p[0] != p[1]])
END
}
if command -v python3 >/dev/null; then
    one "text is text for a spreadsheet and a terminal, and is read back as it was" text_is_text
else
    skip "text that a spreadsheet would run: this check is read by python3, which is not here"
fi
finish
