#!/bin/sh
# SPDX-License-Identifier: MIT
# What another revision of this repository makes of its profiles, beside what the working tree makes of
# its own: sh tests/compare_revision.sh REVISION [PROFILE...], at the top of the tree, which is built. Each runs
# with its own program, and robust where it has [uncertainty]. Compared are the CSVs, what is shown,
# the exit codes, and the manifests but for paths, hashes and the version. Says what differs; exits 1 then.
set -eu
revision=${1:?compare_revision: a revision is wanted: make compare-revision REV=v0.1.0}
shift
here=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git rev-parse --verify --quiet "$revision^{commit}" >/dev/null || { echo "compare_revision: $revision: no such revision" >&2; exit 64; }

mkdir "$work/tree" "$work/then" "$work/now"
git archive "$revision" | tar -x -C "$work/tree"
if ! env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -C "$work/tree" -j "$(nproc)" B=build all >"$work/log" 2>&1; then
    cat "$work/log" >&2
    echo "compare_revision: $revision does not build" >&2
    exit 70
fi

# plain TOP OUT: of what is shown, without the folders it was made in.
plain() {
    sed "s#$1/##g; s#$2#OUT#g"
}

# outputs TOP OUT COMMAND PROFILE [FLAG...]: one command of one profile, into OUT/PROFILE.COMMAND.
outputs() {
    top=$1 name=$(basename "$4" .ini).$3 out=$2
    code=0
    (cd "$top" && build/heng "$3" "$4" -o "$out/$name" $5) >"$out/screen" 2>&1 || code=$?
    mkdir -p "$out/$name"
    { plain "$top" "$out" <"$out/screen"; echo "exit code $code"; } >"$out/$name/screen.txt"
    for file in "$out/$name"/*.json; do
        [ -e "$file" ] || continue
        plain "$top" "$out" <"$file" | sed '/"sha256":/d; /"heng":/d; /"path":/d; /"dir":/d; /"where":/d' >"$file.whole"
        sed '/^ "audit": {/,/^ }/d' "$file.whole" >"$file.plain"
        sed -n '/^ "audit": {/,/^ }/p' "$file.whole" >"$file.audit"
        rm "$file.whole"
    done
    rm -f "$out/$name"/*.json "$out/screen"
}

# all TOP OUT PROFILE...
all() {
    top=$1 out=$2
    shift 2
    for profile in "$@"; do
        outputs "$top" "$out" run "$profile" --all
        ! grep -q '^\[uncertainty\]' "$top/$profile" || outputs "$top" "$out" robust "$profile" ''
    done
}

both=
for profile in "${@:-config/*.ini}"; do
    for file in $profile; do
        if [ -e "$file" ] && [ -e "$work/tree/$file" ]; then
            both="$both $file"
        else
            echo "only on one side: $file"
        fi
    done
done
# shellcheck disable=SC2086
all "$work/tree" "$work/then" $both
# shellcheck disable=SC2086
all "$here" "$work/now" $both

# What a revision does not have in its manifests is no difference of what it has.
find "$work/then" -name '*.json.audit' -size 0 | while read -r file; do
    rm -f "$file" "$work/now/${file#"$work/then/"}"
done

status=0
(cd "$work" && diff -rq then now) >"$work/differences" || status=1
files=$(find "$work/now" -type f | wc -l)
if [ $status = 0 ]; then
    echo "the same as $revision: $files files of$(echo $both | wc -w | sed 's/^ */ /') profiles"
    exit 0
fi
while read -r line; do
    case $line in
    Files*)
        # shellcheck disable=SC2086
        set -- $line
        echo "differs: ${2#then/}"
        (cd "$work" && diff "$2" "$4" | head -n 6 | sed 's/^/    /') || true
        ;;
    *) echo "$line" | sed "s#^Only in then#only in $revision#; s#^Only in now#only in the working tree#" ;;
    esac
done <"$work/differences"
echo "$(grep -c . "$work/differences") of $files files differ from $revision"
exit 1
