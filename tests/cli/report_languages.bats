#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# [report] language = both: two reports, each with a link to the other.
load helper

@test "both languages: pages that lead to each other, documents and workbooks of each" {
    small
    printf '中文的话\n' >zh.md
    printf 'English words, {= units() } units.\n' >en.md
    printf '[report]\nlanguage = both\nformats = html, docx, xlsx\ntext.summary = zh.md\ntext_en.summary = en.md\ntext.advice = zh.md\n' >>p.ini
    heng report p.ini -o a
    exits 0
    for file in report.html report.en.html report.docx report.en.docx report.xlsx report.en.xlsx; do
        says "a/$file"
        [ -s "a/$file" ]
    done
    grep -q '<html lang="zh-CN">' a/report.html
    grep -q 'href="report.en.html" hreflang="en"' a/report.html
    grep -q '<h1>小</h1>' a/report.html
    grep -q '中文的话' a/report.html
    ! grep -q 'English words' a/report.html || false
    grep -q '<html lang="en">' a/report.en.html
    grep -q 'href="report.html" hreflang="zh-CN"' a/report.en.html
    grep -q '<h1>Small</h1>' a/report.en.html
    grep -q 'English words, 5 units\.' a/report.en.html
    ! grep -q '中文的话' a/report.en.html || false
    unzip -p a/report.en.docx word/document.xml | grep -q 'Key findings'
    # What an earlier run has left goes with a later one.
    heng run p.ini -o a
    for file in report.html report.en.html report.en.docx report.en.xlsx; do [ ! -e "a/$file" ]; done
    heng report p.ini -o b -f docx
    ! grep -q 'report.en.html' b/report.docx || false
    heng report p.ini -o c --set report.language=zh
    [ ! -e c/report.en.html ]
    ! grep -q 'class="other"' c/report.html || false
}

@test "a book in both languages: titles of its own and of its chapters" {
    small
    printf '[report]\ntitle = 书\ntitle_en = Book\nlanguage = both\n[chapter.one]\nprofile = p.ini\ntitle = 第一章\ntitle_en = Chapter one\nsections = league\n[chapter.two]\nprofile = p.ini\nsections = league\n' >book.ini
    heng report book.ini -o a
    exits 0
    grep -q '<h1>书</h1>' a/report.html
    grep -q '<h1>Book</h1>' a/report.en.html
    grep -q '<h2 id="one-chapter">Chapter one</h2>' a/report.en.html
    grep -q '<h2 id="two-chapter">Small</h2>' a/report.en.html
    grep -q 'League tables' a/report.en.html
}

# All that the program itself says in an English page is English: what is Chinese there comes from
# data and profiles, which this profile has none of.
@test "no sentence, label or caption of an English page is Chinese" {
    small
    sed -i '/^title = /d' p.ini
    printf '[class]\nby = kind\n[tiers]\nk = 2\n[impute]\nmethod = class_median\n[panorama]\n[uncertainty]\nreplicates = 50\nweights = uniform\n[analysis.a]\nmethod = correlation\nof = a, c\n[analysis.b]\nmethod = describe\nof = idx\n[rule.r]\nkind = warning\nwhen = a > 4\nreason = more than four\n' >>p.ini
    heng report p.ini -o old
    heng report p.ini -o a -f html,docx --set report.language=en --set report.compare=old/run.json
    exits 0
    # The page's own style and scripts hold both languages.
    sed '1,/<\/style>/d; /<script>/,$d' a/report.html | grep -nP '[\x{4e00}-\x{9fff}]' && false
    heng report --from old/run.json -o b --set report.language=en
    exits 0
    sed '1,/<\/style>/d; /<script>/,$d' b/report.html | grep -nP '[\x{4e00}-\x{9fff}]' && false
    true
}

@test "the book of the shipped profiles has its words in English, too: each text a twin, of as many paragraphs" {
    local file
    for file in "$TOP"/config/text/*.md; do
        [ "$(grep -c . "$file")" -eq "$(grep -c . "$TOP/config/text/en/${file##*/}")" ] || { echo "$file" >&2; return 1; }
        ! LC_ALL=C.UTF-8 grep -qP '[\x{4e00}-\x{9fff}]' "$TOP/config/text/en/${file##*/}" || return 1
    done
    heng report "$TOP/config/report-2024.ini" -o a -f html --set report.language=both
    exits 0
    [ "$(grep -c 'is {= \|{=' a/report.en.html)" -eq 0 ]
    grep -q '<h2 id="counties-chapter">1 Development of counties</h2>' a/report.en.html
    grep -q 'The general level</strong>\|The general level rose' a/report.en.html
    grep -q '县域是城乡融合的基本单元' a/report.html
}
