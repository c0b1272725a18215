#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The analysts' own words in a report: Markdown by section.
load helper

@test "a text stands in its section, before what the section says itself, in all formats" {
    small
    printf '# Over **all**\n\nWords <b>of ours</b> [here](https://example.org/?a=1&b=2).\n\n1. one\n2. two\n\n   more\n' >s.md
    printf 'Do *this*.\n' >a.md
    heng report p.ini -o a -f html,docx,xlsx --set report.text.summary=s.md --set report.text.advice=a.md --set 'report.sections=summary, advice, league'
    exits 0
    tr '\n' ' ' <a/report.html >page
    grep -q '<h2 id="s-summary">Key findings</h2> <h3>Over all</h3> <p>Words of ours <a href="https://example.org/?a=1&amp;b=2" rel="noreferrer">here</a>.</p> <ol> <li>one <li>two<br>more </ol> <p class="lead">' page
    grep -q '<h2 id="s-advice">What to do</h2> <p>Do <em>this</em>.</p>' page
    unzip -p a/report.docx word/document.xml >document.xml
    grep -q '<w:ilvl w:val="0"/><w:numId w:val="2"/>' document.xml
    grep -q 'Over all' document.xml
    unzip -p a/report.docx word/numbering.xml | grep -q '<w:num w:numId="2"><w:abstractNumId w:val="1"/>'
    unzip -p a/report.xlsx xl/sharedStrings.xml | grep -q 'Words of ours here\.'
}

@test "hostile Markdown: raw HTML is dropped, links lead outside or nowhere" {
    small
    printf '<script>x</script>\n\n<img src=x onerror=alert(1)> [j](javascript:alert(1)) [d](data:text/html,x) [f](file:///etc/passwd) ![p](http://x/y.png)\n\n"><script>y</script>\n' >s.md
    heng report p.ini -o a --set report.text.summary=s.md
    exits 0
    [ "$(grep -o '<script' a/report.html | wc -l)" -eq 3 ]
    ! grep -qE 'onerror|href="(javascript|data|file):|<img' a/report.html || false
}

@test "mistakes of texts are told with file and line by check, before anything is computed" {
    small
    printf 'fine\n\n{= name(1)\n' >s.md
    printf 'a\nb\377\n' >l.md
    head -c 70000 /dev/zero | tr '\0' a >m.md
    printf '[report]\ntext.summary = s.md\ntext.league = l.md\ntext.method = m.md\ntext.data = no.md\ntext.legue = s.md\n' >>p.ini
    for command in check 'report -o a'; do
        # shellcheck disable=SC2086
        heng $command p.ini
        [ "$status" -ne 0 ]
        tells 'text.summary: ./s.md:3: {= has no }'
        tells 'text.league: ./l.md:2: is not UTF-8'
        tells 'text.method: ./m.md: too long'
        tells 'text.data: ./no.md: cannot be opened'
        tells 'text.legue: no such section of a report; did you mean text.league?'
    done
    [ ! -e a ]
    heng run p.ini -o b
    exits 0
}

@test "a book: a chapter's texts, else those of its profile" {
    small
    printf 'Words of the run.\n' >run.md
    printf 'Words of the chapter.\n' >chapter.md
    printf '[report]\ntext.summary = run.md\n' >>p.ini
    printf '[report]\ntitle = T\n[chapter.one]\nprofile = p.ini\nsections = summary\ntext.summary = chapter.md\n[chapter.two]\nprofile = p.ini\nsections = summary\n' >book.ini
    heng report book.ini -o a
    exits 0
    [ "$(grep -c '<p>Words of the chapter\.</p>' a/report.html)" -eq 1 ]
    [ "$(grep -c '<p>Words of the run\.</p>' a/report.html)" -eq 1 ]
    heng report book.ini -o b --set chapter.two.text.summary=chapter.md
    [ "$(grep -c '<p>Words of the chapter\.</p>' b/report.html)" -eq 2 ]
    printf '[chapter.three]\nprofile = p.ini\ntext.sumary = chapter.md\n' >>book.ini
    heng report book.ini -o c
    [ "$status" -ne 0 ]
    tells 'did you mean text.summary?'
}

@test "facts: names, ranks, scores as in scores.csv, by the report's rule of numbers" {
    small
    heng run p.ini -o run
    first=$(awk -F, '$5 == 1 && !n++ { print $4 }' run/scores.csv)
    score=$(awk -F, '$5 == 1 && !n++ { printf "%.2f", $6 }' run/scores.csv)
    node=$(head -1 run/scores.csv | cut -d, -f8)
    class=$(awk -F, '$5 == 1 && !n++ { print $1 }' run/scores.csv)
    printf '[{= name(1, "%s") }] has {= fixed(score(1, "%s")) }; {= where(rank(name(1, "%s")) == 1, "leads", "follows") }, of {= units() }.\n\n# {= title("%s") }\n' "$class" "$class" "$class" "$node" >s.md
    heng report p.ini -o a --set report.text.summary=s.md
    exits 0
    grep -qF "[$first] has $score; leads, of 5." a/report.html
    printf '{= 1 / 0 } {= 2 / 3 } {= 1 < 2 } {= 12345.678 }\n' >s.md
    heng report p.ini -o b --set report.text.summary=s.md
    grep -qF '<p>– 0.667 yes 12346</p>' b/report.html
}

@test "facts: a name with markup is words" {
    small
    printf 'code,name,kind,a,b,c\nu1,"**x** <b> [l](http://e)",x,9,90,9\nu2,b,x,2,30,4\nu3,c,x,3,20,7\n' >t.csv
    printf '{= names(3) }\n' >s.md
    heng report p.ini -o a --set report.text.summary=s.md
    exits 0
    grep -qF '**x** &lt;b&gt; [l](http://e)' a/report.html
}

@test "facts: a name of several lines is one line of words, in every format" {
    small
    printf 'code,name,kind,a,b,c\nu1,"one\n\n# two\tend",x,9,90,9\nu2,b,x,2,30,4\nu3,c,x,3,20,7\n' >t.csv
    printf '{= name(1) } leads\n' >s.md
    heng report p.ini -o a -f html,docx,xlsx --set report.text.summary=s.md
    exits 0
    grep -q '<p>one  # two end leads</p>' a/report.html
    unzip -p a/report.docx word/document.xml | grep -q '>one  # two end leads<'
    unzip -p a/report.xlsx xl/sharedStrings.xml | grep -q '>one  # two end leads<'
}

@test "facts: what is wrong is told with file and line and the nearest name, by check as by report" {
    small
    printf 'a {= nam(1) }\n{= name(99) }\n\n{= score("Alpa") }\n{= title("ida") }\n{= finding("x", "y") }\n{= cases("x") }\n{= low("u1") } {= 1 + }\n' >s.md
    for command in check 'report -o a'; do
        # shellcheck disable=SC2086
        heng $command p.ini --set report.text.summary=s.md
        [ "$status" -eq 78 ]
        tells 's.md:1: unknown name nam; did you mean name?'
        tells 's.md:2: 99: there is no such place among'
        tells 's.md:4: Alpa: no such unit; did you mean Alpha?'
        tells 's.md:5: ida: no such node of the index'
        tells 's.md:6: x: the profile has no such analysis'
        tells 's.md:7: the profile has no [selection]'
        tells 's.md:8: unexpected symbol'
    done
    [ ! -e a ]
    printf '{= low("u1") }\n' >s.md
    heng report p.ini -o a --set report.text.summary=s.md
    [ "$status" -eq 78 ]
    tells 's.md:1: ranks have no intervals here'
}

@test "facts of a book are those of its chapters; check looks at all of them" {
    small
    printf '{= name(1) } of {= units() }\n' >s.md
    printf '{= nme(1) }\n' >wrong.md
    printf '[report]\ntitle = T\n[chapter.one]\nprofile = p.ini\nsections = summary\ntext.summary = s.md\n[chapter.two]\nprofile = p.ini\ntext.league = wrong.md\n' >book.ini
    heng check book.ini
    [ "$status" -eq 78 ]
    tells 'wrong.md:1: unknown name nme; did you mean name?'
    heng report book.ini -o a
    [ "$status" -eq 78 ]
    [ ! -e a ]
    heng check book.ini --set chapter.two.text.league=s.md
    exits 0
    says 'fine: a book of 2 chapters'
    heng check "$TOP/config/report-2024.ini"
    exits 0
}

@test "a book's own words stand around its chapters; others are refused" {
    small
    printf '{= nam(1) }\n' >wrong.md
    printf 'Of {= units() } units, {= rank(unit(1)) }.\n' >f.md
    printf '[report]\ntitle = T\ntext.foreword = f.md\ntext.advice = f.md\n[chapter.one]\nprofile = p.ini\nsections = summary\n' >book.ini
    heng report book.ini -o a
    exits 0
    tr '\n' ' ' <a/report.html >page
    grep -q '<h2 id="s-foreword">Foreword</h2> <p>Of 5 units, 1.</p> <h2 id="one-chapter">' page
    grep -q '<h2 id="s-advice">What to do</h2> <p>Of 5 units, 1.</p> </main>' page
    heng check book.ini --set report.text.foreword=wrong.md
    [ "$status" -eq 78 ]
    tells 'wrong.md:1:'
    heng report book.ini -o b --set report.text.summary=f.md
    [ "$status" -eq 78 ]
    tells "a book's own texts are text.foreword and text.advice"
}

@test "the texts of the yearly report hold on its data, and name no figure of their own" {
    heng report "$TOP/config/report-2024.ini" -o a -f html
    exits 0
    ! grep -q '{=' a/report.html || false
    [ "$(grep -c '<h2 id="s-foreword">' a/report.html)" -eq 1 ]
    first=$("$HENG" run "$TOP/config/logistics.ini" -o run >/dev/null && awk -F, '$1 == "county" && $5 == 1 { print $4 }' run/scores.csv)
    grep -q "县（市）为$first" a/report.html
    # Figures that stand outside of facts are years and sizes that the profile says, no results.
    for text in "$TOP"/config/text/*.md; do
        ! sed 's/{=[^}]*}//g' "$text" | grep -oE '[0-9]+\.[0-9]+' || false
    done
}

@test "a fact that each class has for itself says which classes there are, two or more" {
    small
    sed -i 's/^name = name$/&\n[class]\nby = kind/' p.ini
    printf 'First is {= name(1) }.\n' >s.md
    heng check p.ini --set report.text.summary=s.md
    [ "$status" -eq 78 ]
    tells './s.md:1: of which class? Each has ranks of its own: "x", "y" (character 1)'
    echo 'u6,Zeta,z,4,4,4' >>t.csv
    heng check p.ini --set report.text.summary=s.md
    [ "$status" -eq 78 ]
    tells './s.md:1: of which class? Each has ranks of its own: "x", "y" ... (character 1)'
    sed -i 's/,[xyz],/,y,/' t.csv
    heng check p.ini --set report.text.summary=s.md
    exits 0
}
