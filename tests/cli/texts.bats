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
