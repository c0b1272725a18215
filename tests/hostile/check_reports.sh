#!/bin/sh
# SPDX-License-Identifier: MIT
# What a report is given besides figures: words that a reader of Markdown may choke on, boundaries that
# are none, style sheets that fetch, names that are markup. It ends soon, with a page of sensible size or
# one line that says why not, and nothing of it runs, fetches or leaves its element.
. tests/hostile/kit.sh
cd "$work" || exit 1

cat >t.csv <<'EOF'
code,name,a
u1,Alpha,1
u2,Beta,2
u3,Gamma,3
EOF
cat >p.ini <<'EOF'
[profile]
language = en
[data]
path = t.csv
unit = code
name = name
[index]
id = idx
dimensions = one
[dimension.one]
indicators = a
EOF

# again TEXT BYTES: the text as often as it fits.
again() { yes "$1" | tr -d '\n' | head -c "$2"; }

# page FLAG...: a page, of less than a megabyte, within 20 s.
page() {
    rm -rf out
    # shellcheck disable=SC2086
    "$limited" 20 "$heng" report p.ini -o out $flags "$@" 2>err || { cat err; return 1; }
    [ "$(wc -c <out/report.html)" -lt 1000000 ] && ! grep -q 'Sanitizer' err
}

# page_or_line FLAG...: the same, or one line of why not.
page_or_line() {
    page "$@" && return
    [ "$(grep -c '' err)" -le 2 ] && grep -q '^heng: ' err && ! grep -qE 'crashed|Sanitizer' err && [ ! -e out ]
}

words() {
    number=0
    while IFS= read -r piece; do
        # shellcheck disable=SC2059
        again "$(printf "$piece")" 65000 >words.md
        page_or_line --set report.text.summary=words.md || { echo "words: $piece"; return 1; }
        number=$((number + 1))
    done <<'EOF'
[
![
[a](
[a](<
*a **a 
a*b*
>
* 
1. 
`
``a
<!--
<?
<a href="
&#x10ffff;
&CounterClockwiseContourIntegral;
\\
***
|a|
    a
<script>alert(1)</script>
[a]: http://x/
{=
{= 1 }
{= name(1) }
EOF
    [ "$number" = 25 ]
}
one "Markdown of 64 KB that grows with its square elsewhere" words

references() {
    { printf '[a]: http://x/'; again A 30000; printf '\n\n'; again '[a] ' 30000; } >words.md
    page --set report.text.summary=words.md || return 1
    awk 'BEGIN { for (i = 0; i < 240; i++) printf "%*s- x\n", 2 * i, "" }' >words.md
    page --set report.text.summary=words.md || return 1
    awk 'BEGIN { for (i = 1; i < 340; i++) { printf "e"; for (k = 0; k < i; k++) printf "`" } }' >words.md
    page --set report.text.summary=words.md
}
one "references to a long address, deep lists, runs of backticks" references

markup() {
    printf '<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) [y](data:text/html,z) <b onclick="x">b</b>\n\n<iframe src="http://x"></iframe>\n' >words.md
    page --set report.text.summary=words.md &&
        ! grep -qE '<(img src=x|iframe|b onclick)|javascript:|data:text|<script>alert' out/report.html
}
one "raw HTML is dropped, addresses that run something are words" markup

shape() { # COORDINATES [TYPE]: boundaries of one feature
    printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"u1","name":"</svg><script>alert(1)</script>"},"geometry":{"type":"%s","coordinates":%s}}]}' \
        "${2:-Polygon}" "$1" >map.json
}
boundaries() {
    for at in '[]' '[[]]' '[[[1,2]]]' '[[[1,2],[1,2],[1,2],[1,2]]]' '[[[null,2],[1,2],[1,2],[1,2]]]' '[[["1","2"],[1,2],[3,4],[1,2]]]' \
        '[[[1e308,1],[1,1],[2,2],[1,1]]]' '[[[500000,4000000],[1,1],[2,2],[1,1]]]' '[[[100,20],[30,120],[40,110],[100,20]]]' \
        '[[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]]]' '[[[120,30],[121,30],[121,31]]]' '{}' '"x"' '[[[[[[1]]]]]]'; do
        for type in Polygon MultiPolygon Point GeometryCollection; do
            shape "$at" $type
            page_or_line --set report.map=map.json || { echo "$type $at"; return 1; }
            [ ! -e out ] || ! grep -q '<script>alert' out/report.html || return 1
        done
    done
    { again '[' 200000; } >map.json
    page_or_line --set report.map=map.json || return 1
    head -c 20000 /dev/urandom >map.json
    page_or_line --set report.map=map.json
}
one "boundaries that are none, of other systems, in other orders" boundaries

million() {
    { printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"u1"},"geometry":{"type":"Polygon","coordinates":[['
      awk 'BEGIN { srand(1); for (i = 0; i < 1000000; i++) printf "%s[%.5f,%.5f]", i ? "," : "", 110 + 5 * cos(i / 159155) + rand() / 100, 30 + 5 * sin(i / 159155) }'
      printf ']]}}]}'; } >map.json
    page --set report.map=map.json
}
one "a million points" million

styles() {
    while IFS= read -r rule; do
        printf '%s\n' "$rule" >house.css
        page_or_line --set report.css=house.css || { echo "style: $rule"; return 1; }
        [ ! -e out ] || { echo "taken: $rule"; return 1; }
    done <<'EOF'
a{background:url(http://x)}
a{background:URL( x )}
a{background:u\72l(x)}
@import "x";
@\69mport "x";
a{b:image-set("x" 1x)}
a{b:-webkit-image-set("x" 1x)}
@font-face{src:local(x)}
</style><script>alert(1)</script>
<!-- a{} -->
/* a{background:url(x)} */ url(x)
/* open
a{b:c
a{b:c(}
}
EOF
}
one "style sheets that fetch, end their element or are left open" styles

finish
