#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Parts that fail: named, exit 3, and nothing else changed. Runs that fail: nothing half-written.
load helper

# with_plugin NAME: p.ini and a third dimension that this plugin computes.
with_plugin() {
    [ -f "$BAD/$1.so" ] || skip "the misbehaving plugins are not built"
    small
    printf '[profile]\nextends = p.ini\n[index]\ndimensions = one, two, bad\n[dimension.bad]\nplugin = %s\n' "$1" >q.ini
}

# The columns of the other dimensions, bit for bit.
same_dimensions() {
    for name in one two; do
        column "$1/scores.csv" code | paste -d, - <(column "$1/scores.csv" $name) | sort >"$1.$name"
        column "$2/scores.csv" code | paste -d, - <(column "$2/scores.csv" $name) | sort >"$2.$name"
        cmp "$1.$name" "$2.$name" || return 1
    done
}

@test "a plugin that crashes while it computes" {
    with_plugin segv_compute
    "$HENG" run p.ini -o alone >/dev/null
    heng run q.ini --plugins "$BAD" -o out
    exits 3
    tells "dimension bad: "
    tells "segv_compute"
    tells "complete but for 1 part that failed"
    same_dimensions alone out
    [ -z "$(column out/scores.csv bad | tr -d '\n')" ]
    grep -q '"failures": \[' out/run.json
    grep -q 'segv_compute' out/run.json
}

@test "a plugin that crashes when it is loaded, or is none" {
    for name in segv_load exit_load wrong_magic undefined_symbol; do
        with_plugin $name
        "$HENG" run p.ini -o alone >/dev/null
        heng run q.ini --plugins "$BAD" -o out
        exits 3
        tells "dimension bad: "
        tells "$name"
        same_dimensions alone out
        heng check q.ini --plugins "$BAD"
        exits 3
    done
}

@test "a plugin that never returns is stopped" {
    with_plugin loop_compute
    heng run q.ini --plugins "$BAD" -o out
    exits 3
    tells "dimension bad: "
    [ -s out/scores.csv ]
}

@test "a script that never returns is stopped" {
    small
    mkdir -p s/weights
    cat >s/weights/forever.lua <<'EOF'
return heng.weights {
  id = "forever", title = "永", title_en = "Forever", summary = "Never ends.", formula = "none",
  source = "the tests", domain = "none",
  weigh = function(x) while true do end end,
}
EOF
    heng run p.ini --scripts s --set weights.one.method=forever -o out
    exits 3
    tells "forever"
    [ -n "$(column out/scores.csv two u1)" ]
    [ -z "$(column out/scores.csv one u1)" ]
}

@test "a run that fails leaves the old results as they were" {
    small
    "$HENG" run p.ini -o out >/dev/null
    cp -R out before
    heng run p.ini -o out --set index.dimensions=one,nix
    exits 78
    diff -r before out
    sed -i 's/^u1,Alpha,x,1/u1,Alpha,x,oops/' t.csv
    heng run p.ini -o out
    exits 65
    diff -r before out
    [ "$(ls -A | grep -c out)" -eq 1 ]
}

@test "a run that is killed leaves the old results as they were" {
    with_plugin sleep_compute
    "$HENG" run p.ini -o out >/dev/null
    cp -R out before
    "$HENG" run q.ini --plugins "$BAD" -o out >/dev/null 2>&1 3>&- &
    pid=$!
    sleep 0.7
    kill -9 $pid
    wait $pid || true
    diff -r before out
    heng run p.ini -o out
    exits 0
    diff -r before out
    [ "$(ls -A | grep -c out)" -eq 1 ]
}

@test "nothing is left to score: exit 3, nothing written" {
    with_plugin segv_load
    heng run q.ini --plugins "$BAD" --set index.dimensions=bad --set dimension.one.parent=bad --set dimension.two.parent=bad -o out
    [ "$status" -eq 3 ]
    printf '[data]\npath = t.csv\n[index]\ndimensions = bad\n[dimension.bad]\nplugin = segv_load\n' >only.ini
    heng run only.ini --plugins "$BAD" -o none
    exits 3
    tells "nothing is left to score"
    [ ! -e none ]
}
