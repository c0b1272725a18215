# SPDX-License-Identifier: MIT
# make install, make uninstall and make deb: what is put where, that it runs there, and that nothing stays.

bats_require_minimum_version 1.5.0
TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)

HENG=${HENG:-$TOP/build/heng}
BUILD=$(cd "$(dirname "$HENG")" && pwd)

# made TARGET WORD...: by the make of this tree, of what is built already.
made() {
    local keep so
    keep="-o $BUILD/heng -o $BUILD/flags"
    for so in "$BUILD"/plugins/*.so; do keep="$keep -o $so"; done
    # shellcheck disable=SC2086
    env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS -u CFLAGS -u B make --no-print-directory -C "$TOP" $keep B="$BUILD" "$@"
}

@test "make install, samples by name, make uninstall" {
    made install DESTDIR="$BATS_TEST_TMPDIR/root" PREFIX=/usr
    cd "$BATS_TEST_TMPDIR"
    root/usr/bin/heng run zhejiang-counties -o out >screen 2>/dev/null
    grep -q '滨江区' screen
    root/usr/bin/heng verify out/run.json
    run -66 root/usr/bin/heng run zhejiang-countys -o none
    [ ! -e none ]
    printf '[profile]\n' >zhejiang-counties # a file of this name goes before
    run ! root/usr/bin/heng run zhejiang-counties -o none
    [[ $output == *"[data]"* ]]
    made uninstall DESTDIR="$BATS_TEST_TMPDIR/root" PREFIX=/usr
    [ -z "$(find root -type f)" ]
}

@test "make deb: three packages, what is in each, what each needs" {
    [ "$BUILD" = "$TOP/build" ] || skip "the packages are built of build/"
    command -v dpkg-deb >/dev/null && command -v dpkg-shlibdeps >/dev/null || skip "dpkg-dev is not installed"
    local dir=$TOP/build/deb file
    made deb >/dev/null
    for file in heng heng-dev heng-plugins-gpl; do
        dpkg-deb --info "$dir/${file}"_*.deb >/dev/null
        dpkg-deb --fsys-tarfile "$dir/${file}"_*.deb | tar -tf - >"$BATS_TEST_TMPDIR/$file"
    done
    cd "$BATS_TEST_TMPDIR"
    grep -qx './usr/bin/heng' heng
    grep -qx './usr/share/heng/config/zhejiang-counties.ini' heng
    grep -qx './usr/include/heng.h' heng-dev
    grep -qx './usr/share/pkgconfig/heng.pc' heng-dev
    [ "$(sed -n 's,^./usr/lib/heng/plugins/\(..*\),\1,p' heng-plugins-gpl | LC_ALL=C sort | tr '\n' ' ')" = 'best_worst.so frontier.so ' ]
    run ! grep -E 'best_worst|frontier\.so|/include/' heng
    [ -z "$(cat heng heng-dev heng-plugins-gpl | grep -v '/$' | LC_ALL=C sort | uniq -d)" ]
    dpkg-deb -f "$dir"/heng_*.deb Depends | grep -q 'liblua5.4-0'
    dpkg-deb -f "$dir"/heng_*.deb Depends | { ! grep -E 'glpk|libpq|openmpi'; }
    dpkg-deb -f "$dir"/heng-plugins-gpl_*.deb Depends | grep -q 'libglpk40'
    ! command -v lintian >/dev/null || [ -z "$(lintian --allow-root "$dir"/*.deb 2>&1)" ]
    dpkg-deb -x "$dir"/heng_*.deb there
    there/usr/bin/heng list zhejiang-counties >/dev/null
}
