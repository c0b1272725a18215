#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The sentences of a report beyond its summary, in both languages: said where they are true, and nowhere else.
load helper

# words LANGUAGE SECTIONS [FLAG...]: what a page of p.ini says, without its figures.
words() {
    local language=$1 sections=$2
    shift 2
    heng report p.ini -o out --set "report.language=$language" --set "report.sections=$sections" "$@"
    exits 0
    sed -n '/<main/,/<footer/p' out/report.html | sed 's/<svg.*<\/svg>//g; s/<[^>]*>/ /g' | tr -s ' '
}

# A panel of one indicator that is its own score: "code year value" lines.
panel() {
    printf 'code,name,year,a\n' >t.csv
    printf '%s\n' "$@" | sed 's/^\([^,]*\)/\1,N\1/' >>t.csv
    printf '[data]\npath = t.csv\nunit = code\nname = name\nperiod = year\n[normalise]\nmethod = none\n[index]\nid = idx\ndimensions = one\n[dimension.one]\nindicators = a\n' >p.ini
}

@test "over the years: who rose and fell, alone, together, nobody, who was not there" {
    panel a,1,9 b,1,8 c,1,7 d,1,6 a,2,9 b,2,1 c,2,7 d,2,8
    words zh trends >zh
    grep -qx ' 1以来位次上升最多：Nd（2位）。' zh
    grep -qx ' 1以来位次下降最多：Nb（2位）。' zh
    words en trends >en
    grep -qx ' Up most since 1: Nd (2)\.' en
    grep -qx ' Down most since 1: Nb (2)\.' en
    panel a,1,9 b,1,8 c,1,2 d,1,1 a,2,8 b,2,9 c,2,1 d,2,2
    words zh trends >zh
    grep -qx ' 1以来位次上升最多：Nb、Nd（各1位）。' zh
    words en trends >en
    grep -qx ' Down most since 1: Na, Nc (1 each)\.' en
    panel a,1,9 b,1,8 a,2,7 b,2,1
    words zh trends >zh
    ! grep -qE '上升最多|下降最多' zh || false
    panel a,1,9 b,1,8 c,1, a,2,1 b,2,2 c,2,3
    words en trends >en
    ! grep -q 'Nc (' en || false
    grep -q 'Down most since 1: Na (2)\.' en
}

@test "beside an earlier edition: one and several, places and units" {
    printf 'code,name,a\nu1,A,9\nu2,B,8\n' >t.csv
    printf '[data]\npath = t.csv\nunit = code\nname = name\n[normalise]\nmethod = none\n[index]\nid = idx\ndimensions = one\n[dimension.one]\nindicators = a\n' >p.ini
    heng run p.ini -o old
    printf 'code,name,a\nu1,A,9\nu3,C,8\n' >t.csv
    words en compare --set report.compare=old/run.json >en
    grep -q 'Of 1 unit with a rank in both editions 1 kept it, 0 moved\.' en
    grep -q 'New (1): C\.' en
    grep -q 'No longer there (1): B\.' en
    ! grep -qE 'Up most|Down most' en || false
    words zh compare --set report.compare=old/run.json >zh
    grep -q '两版均有位次的1个单位中，1个位次未变，0个有升降。' zh
    grep -q '新增单位（1个）：C。' zh
    grep -q '不再参评的单位（1个）：B。' zh
    printf 'code,name,a\nu1,A,8\nu2,B,9\n' >t.csv
    words zh compare --set report.compare=old/run.json >zh
    grep -q '上升最多（1位）：B。' zh
    grep -q '下降最多（1位）：A。' zh
    words en compare --set report.compare=old/run.json >en
    grep -q 'Up most (1 place): B\.' en
    ! grep -qE 'New|No longer' en || false
}

@test "dimensions: one alone sets nothing apart from another; of equals nobody is ahead" {
    printf 'code,name,a,b\nu1,A,9,5\nu2,B,8,5\nu3,C,,5\n' >t.csv
    printf '[data]\npath = t.csv\nunit = code\nname = name\n[normalise]\nmethod = none\n[index]\nid = idx\ndimensions = one\n[dimension.one]\nindicators = a\n' >p.ini
    words en dimensions >en
    grep -q 'how far are units apart?' en
    ! grep -qE 'which dimension sets|Which dimensions go together' en || false
    grep -q 'A 9\.0, B 8\.0' en
    printf '[index]\nid = idx\ndimensions = one, two\n[dimension.two]\nindicators = b\n' >more
    sed -i 's/dimensions = one/dimensions = one, two/' p.ini
    printf '[dimension.two]\nindicators = b\n' >>p.ini
    words en dimensions >en
    grep -q 'which dimension sets units apart?' en
    grep -q 'two .*(all the same)' en
    words zh dimensions >zh
    grep -q '（得分均相同）' zh
    grep -q '哪个维度拉开差距？' zh
}

@test "robustness: of bars that are drawn only, of one and several replicates and pairs" {
    small
    words en robust --set uncertainty.replicates=20 --set uncertainty.weights=uniform --set uncertainty.weights_spread=0.25 >en
    grep -q 'computed anew 20 times' en
    grep -q 'pale bars: ranks that admissible weights can give' en
    words zh robust --set uncertainty.replicates=20 --set uncertainty.leave_out=indicators >zh
    grep -q '重复了20次' zh
    ! grep -q '浅色粗线' zh || false
    words en robust --set uncertainty.replicates=20 --set uncertainty.leave_out=indicators >en
    ! grep -q 'pale bars' en || false
    printf 'code,name,a,b,c\nu1,A,1,1,5\nu2,B,2,3,4\n' >t.csv
    words en robust --set uncertainty.replicates=20 --set uncertainty.weights=uniform >en
    grep -q 'Of 1 pair of neighbours, [01] changes places' en
    printf 'code,name,a,b,c\nu1,A,1,1,5\nu2,B,2,3,4\nu3,C,,,\n' >t.csv
    words zh robust --set uncertainty.replicates=20 --set uncertainty.weights=uniform >zh
    grep -qE '1对相邻单位中，[01]对在' zh
}

@test "weights: where classes have their own, of which class they are" {
    printf 'code,name,kind,a,b\n' >t.csv
    for i in 1 2 3 4 5 6 7 8; do echo "u$i,N$i,$([ $((i % 2)) = 0 ] && echo x || echo y),$((i * i)),$((i * 7 % 5 + 1))"; done >>t.csv
    printf '[data]\npath = t.csv\nunit = code\nname = name\n[class]\nby = kind\nscale = own\n[weights]\nmethod = entropy\n[index]\nid = idx\ndimensions = one\n[dimension.one]\nindicators = a, b\n' >p.ini
    words zh method >zh
    grep -q 'y：总分由什么组成？' zh
    grep -q 'y：权重 在总分中：y 在总分中：x' zh
    words en method >en
    grep -q 'Of the whole: y Of the whole: x' en
    words en method --set class.scale=common >en
    grep -q ' What makes up the score?' en
    ! grep -q 'Of the whole: ' en || false
}

@test "who is evaluated: those with a score, by what is not set aside" {
    small
    words en summary >en
    grep -q 'This report evaluates 5 units by 3 indicators\. $' en
    words en summary --set screen.unit_min_share=0.9 >en
    grep -q 'This report evaluates 3 units by 3 indicators\. 2 more have no score\.' en
    words zh summary --set screen.unit_min_share=0.9 >zh
    grep -q '本报告对3个单位以3项指标作综合评价。另有2个单位没有得分。' zh
    words zh summary --set screen.indicator_min_share=0.9 >zh
    grep -q '本报告对5个单位以1项指标作综合评价。' zh
}

@test "cases: where a direction has chosen nobody, so it says" {
    small
    heng new selection my_cases
    sed 's/chosen = place <= p.leaders/chosen = false/' selections/my_cases.lua >none.lua
    printf '[selection]\nscript = my_cases\n' >>p.ini
    words en cases --scripts . >en
    ! grep -q 'No unit was chosen' en || false
    grep -q 'Leading: chosen' en
    mv none.lua selections/my_cases.lua
    words en cases --scripts . >en
    grep -q 'No unit was chosen\.' en
    grep -q 'Leading: near misses' en
    words zh cases --scripts . >zh
    grep -q '没有单位入选。' zh
}
