#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng new, in a source tree and outside of one; make install; a plugin built out of tree.
load helper

# A scratch copy of what of the tree `heng new` writes into, with the program in build/.
scratch_tree() {
    mkdir -p tree/core tree/tests/plugins tree/build
    cp "$TOP"/core/heng*.h tree/core/
    cp -R "$TOP/plugins" "$TOP/scripts" "$TOP/config" "$TOP/Makefile" tree/
    cp "$HENG" tree/build/heng
    cp -R "$BUILD/plugins" tree/build/
    cd tree || return 1
    HENG=$PWD/build/heng
}

# make without what an outer make hands down.
plain_make() {
    env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS -u CFLAGS -u B make --no-print-directory "$@"
}

# install VARIABLE=VALUE...: make install of what is built, without building anything again.
install_built() {
    keep="-o $BUILD/heng -o $BUILD/flags"
    for so in "$BUILD"/plugins/*.so; do keep="$keep -o $so"; done
    # shellcheck disable=SC2086
    plain_make -C "$TOP" $keep B="$BUILD" "$@" install >log 2>&1 || { cat log >&2; return 1; }
}

@test "in the tree: a dimension that builds, is listed and passes its test" {
    scratch_tree
    heng new dimension housing
    exits 0
    says plugins/dimensions/housing.c
    says tests/plugins/housing.sh
    says "next: make"
    plain_make build/plugins/housing.so PLUGIN_CFLAGS='-O2 -Werror' >log 2>&1 || { cat log >&2; false; }
    heng list housing
    exits 0
    says "housing_beds"
    HENG=$PWD/build/heng run sh tests/plugins/housing.sh
    [ "$status" -eq 0 ]
    says "housing: as reckoned by hand"
}

@test "in the tree: a method of each stage that builds, is listed and passes its test" {
    scratch_tree
    for stage in normalise weights aggregate; do
        heng new method "my_$stage" "$stage"
        exits 0
        says "plugins/methods/my_$stage.c"
        says "tests/plugins/my_$stage.sh"
        says "[$stage] method = my_$stage"
        plain_make "build/plugins/my_$stage.so" PLUGIN_CFLAGS='-O2 -Werror' >log 2>&1 || { cat log >&2; false; }
        heng list "my_$stage"
        exits 0
        says "$stage"
        HENG=$PWD/build/heng run sh "tests/plugins/my_$stage.sh"
        [ "$status" -eq 0 ]
        says "my_$stage: as reckoned by hand"
        # the test sees another score
        sed -i 's/^b,.*/b,51/' "tests/plugins/my_${stage}_scores.csv"
        HENG=$PWD/build/heng run sh "tests/plugins/my_$stage.sh"
        [ "$status" -eq 1 ]
        [[ $output == *"score of b: got"* ]]
    done
    # they are among the tree's plugins: no list to edit
    plain_make -pn plugins | grep '^METHOD_PLUGINS :=' >plugins.txt
    for stage in normalise weights aggregate; do grep -q "my_$stage" plugins.txt; done
}

@test "a method's stage: normalise unless it is said; said of nothing else" {
    scratch_tree
    heng new method plain
    exits 0
    grep -q 'HENG_NORMALISE' plugins/methods/plain.c
    heng new method other weigths
    exits 64
    tells "no such stage (normalise, weights, aggregate); did you mean weights?"
    heng new dimension other weights
    exits 64
    tells "only a method has a stage"
    [ ! -e plugins/dimensions/other.c ]
    [ -z "$(grep -rl '@[A-Z]*@' plugins/methods tests/plugins)" ]
}

@test "in the tree: index, weights and profile that work as they are" {
    scratch_tree
    heng new index my_index
    exits 0
    says scripts/indices/my_index.lua
    heng new weights my_weights
    exits 0
    says scripts/weights/my_weights.lua
    heng new profile my_run
    exits 0
    says config/my_run.ini
    heng list my_index
    exits 0
    heng list my_weights
    exits 0
    heng check config/my_run.ini
    exits 0
    heng run config/my_run.ini -o out --set weights.method=my_weights
    exits 0
    heng run config/zhejiang-counties.ini -o out2 --set index.dimensions= --set index.script=my_index \
        --set index.id=mine --set treat.method=none
    tells "dimension"  # the sections of the dimensions that are gone
    printf '[data]\npath = config/data/zhejiang_2024.csv\nunit = code\nname = name\n[index]\nscript = my_index\n' >mine.ini
    heng run mine.ini -o out3
    exits 0
    [ "$(wc -l <out3/scores.csv)" -eq 91 ]
}

@test "nothing is overwritten, and names are checked" {
    scratch_tree
    heng new dimension economy
    exits 73
    tells "plugins/dimensions/economy.c: exists already; nothing was written"
    cmp plugins/dimensions/economy.c "$TOP/plugins/dimensions/economy.c"
    for name in Housing 1st a-b ../x a/b 'a b' '' 房; do
        heng new weights "$name"
        exits 64
        tells "a name is lower-case letters, digits and underscores"
    done
    heng new wieghts x
    exits 64
    tells "weights"
    [ -z "$(find . -name '*x.lua')" ]
}

@test "installed: found under its prefix, and a plugin built against it out of tree" {
    prefix=$BATS_TEST_TMPDIR/usr
    install_built PREFIX="$prefix"
    HENG=$prefix/bin/heng
    [ "$(ls "$prefix/lib/heng/plugins" | wc -l)" -ge 6 ]
    mkdir work
    cd work
    heng list
    exits 0
    says economy
    says logistics
    says zhejiang-counties.ini
    heng run "$prefix/share/heng/config/zhejiang-counties.ini" -o out
    exits 0
    "$BUILD/heng" run "$COUNTIES" -o tree >/dev/null
    cmp out/scores.csv tree/scores.csv

    heng new dimension housing
    exits 0
    says housing/housing.c
    says housing/Makefile
    export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
    [ "$(pkg-config --variable=plugindir heng)" = "$prefix/lib/heng/plugins" ]
    plain_make -C housing CFLAGS='-O2 -Werror' >log 2>&1 || { cat log >&2; false; }
    PATH=$prefix/bin:$PATH plain_make -C housing check >log 2>&1 || { cat log >&2; false; }
    grep -q "as reckoned by hand" log
    [ "$(nm -D --defined-only housing/housing.so | wc -l)" -eq 1 ]

    heng new method my_mean aggregate
    exits 0
    says my_mean/Makefile
    plain_make -C my_mean CFLAGS='-O2 -Werror' >log 2>&1 || { cat log >&2; false; }
    PATH=$prefix/bin:$PATH plain_make -C my_mean check >log 2>&1 || { cat log >&2; false; }
    grep -q "as reckoned by hand" log
    [ "$(nm -D --defined-only my_mean/my_mean.so | wc -l)" -eq 1 ]

    # by --plugins, and by the profile, from elsewhere
    heng run housing/housing.ini --plugins housing -o a
    exits 0
    sed 's/^synthetic = yes/&\nplugins = ./' housing/housing.ini >housing/own.ini
    cd /
    heng run "$BATS_TEST_TMPDIR/work/housing/own.ini" -o "$BATS_TEST_TMPDIR/work/b"
    exits 0
    cd "$BATS_TEST_TMPDIR/work"
    cmp a/scores.csv b/scores.csv
    heng verify b/run.json
    exits 0
    # without it, it is missed by name
    heng run housing/housing.ini -o c
    exits 78
    tells "housing: no plugin of this name"

    heng new index my_index
    exits 0
    heng new profile my_run
    exits 0
    heng check my_run.ini
    exits 0
    heng run my_run.ini -o d
    exits 0
    heng list my_index --scripts .
    exits 0
}

@test "DESTDIR" {
    install_built DESTDIR="$PWD/stage" PREFIX=/usr
    [ -x stage/usr/bin/heng ]
    grep -q '^prefix=/usr$' stage/usr/lib/pkgconfig/heng.pc
    [ -f stage/usr/include/heng.h ]
    [ -f stage/usr/include/heng_method.h ]
    [ "$(find stage -name '*.so' -perm /022 | wc -l)" -eq 0 ]
}

@test "a report whose pages are made at once, in all its formats" {
    heng new report my_report
    exits 0
    says 'text/my_report_summary.md'
    HENG=$HENG plain_make -f my_report.mk check
    HENG=$HENG plain_make -f my_report.mk
    for file in html docx xlsx; do [ -s out/my_report/report.$file ]; done
    grep -q '甲市' out/my_report/report.html
    grep -q '对策建议' out/my_report/report.html
    ! grep -q '{=' out/my_report/report.html || false
    [ "$(HENG=$HENG plain_make -f my_report.mk)" = "make: 'out/my_report/report.html' is up to date." ]
    cd /
    cp -R "$BATS_TEST_TMPDIR" "$BATS_TEST_TMPDIR.moved"
    cd "$BATS_TEST_TMPDIR.moved"
    rm -r out
    HENG=$HENG plain_make -f "$PWD/my_report.mk"
    heng new report my_report
    exits 73
}
