#!/bin/sh
# SPDX-License-Identifier: MIT
# Databases that are damaged, and servers that hang, send too much, die in the middle: each ends in one
# line, in time and in bounds. HENG: the program.
# shellcheck source=tests/hostile/kit.sh
. tests/hostile/kit.sh
plugins=$(dirname "$heng")/plugins
${CC:-gcc} -std=c11 -D_GNU_SOURCE -O2 -Wno-unused-result -o "$work/server" tests/hostile/server.c || exit 1
cd "$work" || exit 1
pid=
trap '[ -z "$pid" ] || kill -- "$pid" 2>/dev/null; cd /; chmod -R u+rwx "$work"; rm -rf "$work"' EXIT

profile() {
    printf '[profile]\nlanguage = en\n[index]\nid = idx\ndimensions = d\n[dimension.d]\nindicators = x\n[data]\n' >p.ini
    printf '%s\n' "$@" >>p.ini
}

# serves MODE CODE TEXT: heng check against such a server ends with CODE and tells TEXT.
serves() {
    rm -f .s.PGSQL.5432
    setsid ./server "$work/.s.PGSQL.5432" "$1" 3>&- &
    pid=$!
    for _ in 1 2 3 4 5 6 7 8 9 10; do [ -S .s.PGSQL.5432 ] || sleep 0.1; done
    "$limited" 60 "$heng" check p.ini >out 2>err
    got=$?
    kill -- "-$pid" 2>/dev/null || kill "$pid"
    wait "$pid" 2>/dev/null
    pid=
    cat err
    [ "$got" = "$2" ] && [ "$(wc -l <err)" -le 2 ] && grep -qF -e "$3" "$([ "$2" = 0 ] && echo out || echo err)"
}

if [ -e "$plugins/postgres.so" ]; then
    printf '[stats]\nhost=%s\nuser=me\ndbname=db\n' "$work" >services
    export PGSERVICEFILE="$work/services"
    profile 'source = postgres' 'service = stats' 'query = SELECT code, x FROM t' 'limit_seconds = 2' 'limit_mb = 4'
    one "the server that these tests change does answer" serves well 0 'fine: 2 units'
    one "a server that takes the call and is silent" serves hang 65 'stopped after 2 s (time limit)'
    one "a server that is silent when it is asked" serves 'hang at the query' 65 'stopped after 2 s (time limit)'
    one "a server that is silent amid its rows" serves 'hang in rows' 65 'stopped after 2 s (time limit)'
    one "a server that hangs up" serves die 65 'server closed the connection unexpectedly'
    one "a server that dies amid its rows" serves 'die in rows' 65 'server closed the connection unexpectedly'
    one "a server that breaks off with an error" serves 'an error in rows' 65 'canceled by somebody'
    one "a row that has more cells than there are columns" serves 'a wide row' 65 'row 2 has more cells than there are columns'
    one "a description that claims two gigabytes" serves columns 65 '[data]: '
    one "notices without end" serves 'notices without end' 65 'stopped after 2 s (time limit)'
    one "a server of another kind" serves 'another protocol' 65 '[data]: '
    profile 'source = postgres' 'service = stats' 'query = SELECT code, x FROM t' 'limit_seconds = 30' 'limit_mb = 1'
    one "rows without end" serves 'rows without end' 65 'more than 1 MB come out of it; limit_mb says how much is taken'
    one "a row without end" serves 'a row without end' 65 '[data]: '
else
    skip "the plugin postgres is not built: servers"
fi

pages() {
    size=$(stat -c %s s.db)
    profile 'path = d.db' 'source = sqlite' 'query = SELECT code, x FROM t JOIN u USING (code)'
    at=0
    while [ "$at" -lt "$size" ]; do
        cp s.db d.db
        printf '\377' | dd of=d.db bs=1 seek="$at" conv=notrunc status=none
        survives || { echo "byte $at"; return 1; }
        at=$((at + (at % 512 < 60 ? 1 : 9)))
    done
}

cuts() {
    at=0
    while [ "$at" -lt "$size" ]; do
        head -c "$at" s.db >d.db
        survives || { echo "cut at $at"; return 1; }
        at=$((at + 61))
    done
}

# A page that is its own child, and one that is the root's.
circles() {
    for to in 1 2 3 4; do
        for page in 1 2 3 4; do
            cp s.db d.db
            printf '\5' | dd of=d.db bs=1 seek=$(((page - 1) * 512)) conv=notrunc status=none
            printf "\\0\\0\\0\\$to" | dd of=d.db bs=1 seek=$(((page - 1) * 512 + 8)) conv=notrunc status=none
            survives || { echo "page $page leads to $to"; return 1; }
        done
    done
}

if [ -e "$plugins/sqlite.so" ] && command -v sqlite3 >/dev/null; then
    sqlite3 s.db "PRAGMA page_size = 512; CREATE TABLE t (code TEXT PRIMARY KEY, x REAL); CREATE TABLE u (code TEXT, y TEXT);
        INSERT INTO t VALUES ('a', 1), ('b', 2), ('c', 3.5); INSERT INTO u VALUES ('a', 'x'), ('b', 'y'), ('c', NULL);"
    one "an SQLite database with a damaged byte at each offset of its pages' heads, at every ninth behind" pages
    one "an SQLite database cut off" cuts
    one "pages of an SQLite database that lead in circles" circles
else
    skip "no SQLite here: damaged databases"
fi
finish
