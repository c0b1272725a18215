/* SPDX-License-Identifier: MIT */
/* What an audit looks for: a row a kind of finding, and the words in which it is told. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "audit/audit_internal.h"

#define COINR "COINr (Becker et al., Journal of Open Source Software 7(78), 2022, 4567), "

const struct audit_rule audit_rules[AUDIT_KINDS] = {
    [AUDIT_MISSING] = {"missing",
                       {"缺数较多", "Gaps"},
                       {"某指标在某类某期有值的单位不足65%",
                        "fewer than 65 % of the units of a class and period have a value"},
                       0.65,
                       COINR "get_stats: t_avail",
                       {"补数据；在 [impute] 选插补方法；在 [screen] 设门槛；或不用该指标",
                        "find the data; choose an [impute] method; set a threshold in [screen]; or "
                        "leave the indicator out"}},
    [AUDIT_MAGNITUDE] = {"magnitude",
                         {"数量级不符", "Another order of magnitude"},
                         {"同类同期中至多四分之一的值与其余相差100倍以上",
                          "at most a quarter of a class's values lie a hundred times apart from "
                          "the others"},
                         100,
                         "",
                         {"核对计量单位与小数点（万与亿、元与万元、百分数与比值）",
                          "check the unit of measurement and the decimal point (thousands or "
                          "millions, per cent or shares)"}},
    [AUDIT_OUTLIER] =
        {"outlier",
         {"离群值", "Outliers"},
         {"距非零值较近的四分位数超过3个四分位距；无负数时取对数后也是如此",
          "more than 3 interquartile ranges from the nearer quartile of what is not 0; "
          "of logarithms, too, where nothing is below 0"},
         3,
         "outer fences: Tukey, Exploratory Data Analysis, 1977, p. 44",
         {"核对原值；属实的用 [treat]（缩尾等）或对数变换处理",
          "check the value; where it is true, a [treat] method or transform = log "
          "keeps it from setting the scale alone"}},
    [AUDIT_JUMP] = {"jump",
                    {"跨期突变", "Jumps between periods"},
                    {"某单位的值为上一有值时期的10倍以上或十分之一以下（已扣除全类的变化）",
                     "a unit's value is 10 times the one before, or a tenth, beside what its class "
                     "does"},
                    10,
                    "",
                    {"核对该单元格的计量单位与口径；前后两期都要看",
                     "check unit and definition of the cell, and of the period before"}},
    [AUDIT_BREAK] = {"break",
                     {"全列断档", "Breaks in a column"},
                     {"全类中位单位的值为上期的10倍以上或十分之一以下",
                      "the median unit of a class has 10 times the value of the period before, or "
                      "a tenth"},
                     10,
                     "",
                     {"核对该期计量单位或统计口径是否改变，换算到一致再用",
                      "the unit or the definition may have changed: convert the column"}},
    [AUDIT_CONSTANT] = {"constant",
                        {"常数列", "Constant columns"},
                        {"同类同期所有单位取值相同",
                         "all units of a class and period have the same value"},
                        0,
                        "",
                        {"不区分单位，不用该指标；或核对是否误填",
                         "it tells no units apart: leave it out, or check how it was filled"}},
    [AUDIT_NEAR_CONSTANT] = {"near_constant",
                             {"近似常数列", "Nearly constant columns"},
                             {"90%以上的单位取同一个值，或全距不足最大值的千分之一",
                              "90 % of the units have one value, or the values span less than a "
                              "thousandth of the largest"},
                             0.9,
                             "",
                             {"少数单位或舍入位数决定了得分：取更精确的数据，或用 [normalise] "
                              "method = goalposts",
                              "few units, or the rounding, make its scores: take finer data, or "
                              "[normalise] method = goalposts"}},
    [AUDIT_ZEROS] = {"zeros",
                     {"零值较多", "Zeros"},
                     {"有值单位中零值超过50%", "more than 50 % of the values are 0"},
                     0.5,
                     COINR "get_stats: t_zero",
                     {"核对零是真零还是缺数（[data] missing）；或在 [screen] 设门槛",
                      "check that 0 is a figure and no gap ([data] missing); or set a threshold in "
                      "[screen]"}},
    [AUDIT_TRUNCATED] = {"truncated",
                         {"阈值截断", "Cut off at a goalpost"},
                         {"超出上下限、按上下限计分的值",
                          "values beyond a goalpost, which count as the goalpost"},
                         0,
                         "",
                         {"核对该值，或放宽 [indicator.ID] goalposts；截断的单位之间不分高下",
                          "check the value, or widen [indicator.ID] goalposts: units beyond it are "
                          "not told apart"}},
    [AUDIT_DIRECTION] = {"direction",
                         {"与声明方向相反", "Against the declared direction"},
                         {"与同一节点其余部分的相关系数不高于-0.3（p < 0.01，至少10个单位）",
                          "correlation of at most -0.3 with the rest of its node (p < 0.01, 10 "
                          "units or more)"},
                         -0.3,
                         "OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 4",
                         {"核对 direction 是否写反；方向无误则此指标与同组此消彼长，可另立维度",
                          "check `direction`; where it is right, the indicator pays against its "
                          "node and may be a dimension of its own"}},
    [AUDIT_REDUNDANT] =
        {"redundant",
         {"重复计量", "The same twice"},
         {"两个指标的相关系数绝对值不低于0.95（至少10个单位）",
          "two indicators correlate by 0.95 or more, either way (10 units or more)"},
         0.95,
         COINR "get_corr_flags (0.9 within a group)",
         {"保留其一，合并，或用 critic 等考虑相关的赋权",
          "keep one, put them together, or choose weights that look at "
          "correlations (critic)"}},
    [AUDIT_JOIN] = {"join",
                    {"表未完全对上", "Partial joins"},
                    {"两表之间只有一方有的单位", "units that only one of two tables has"},
                    0,
                    "",
                    {"核对代码写法；在 [data.NAME] aliases 给出对照；确属如此则 unmatched = ignore",
                     "check how codes are written; `aliases` in [data.NAME] puts them together; "
                     "unmatched = ignore where it is meant"}},
    [AUDIT_UNIT_DATA] =
        {"unit_data",
         {"得分缺少数据支撑的单位", "Units that rest on little data"},
         {"某单位得分的权重中有自身数据的不足65%",
          "less than 65 % of the weight of a unit's score rests on data of its own"},
         0.65,
         COINR "get_data_avail and Screen use such shares",
         {"补数据；或在 [screen] 设门槛，使其不参加排名",
          "find the data, or let [screen] set the unit aside"}},
    [AUDIT_IMPUTED] =
        {"imputed",
         {"插补占权重较多", "Weight on imputed cells"},
         {"一类一期的权重平均有10%以上落在插补值上",
          "more than 10 % of the weight of a class and period rests on imputed cells"},
         0.1,
         "",
         {"比较几种插补方法（heng robust，vary.impute.method），或不用该指标",
          "compare imputations (heng robust, vary.impute.method), or leave the "
          "indicator out"}},
    [AUDIT_TREATED] =
        {"treated",
         {"处理值占权重较多", "Weight on treated cells"},
         {"一类一期的权重平均有10%以上落在缩尾等处理过的值上",
          "more than 10 % of the weight of a class and period rests on treated cells"},
         0.1,
         "",
         {"改用对数变换，或放宽 [treat] 的门槛",
          "take logarithms (transform = log), or a milder [treat]"}},
    [AUDIT_BELOW_UNIT] = {"below_unit",
                          {"不足最小单位的值占权重较多", "Weight on cells below the unit"},
                          {"一类一期的权重平均有10%以上落在“不足最小单位”的值上",
                           "more than 10 % of the weight of a class and period rests on cells "
                           "below the table's smallest unit"},
                          0.1,
                          "",
                          {"取单位更小的表", "take a table with a smaller unit"}},
};

/* ---- words ---------------------------------------------------------------------------------- */

static const char *node_name(const struct results *r, size_t node, int language)
{
    return node == NONE ? "" : node_title(&r->plan->tree.nodes[node], language);
}

static const char *period_name(const struct results *r, size_t period)
{
    return period == NONE ? "" : r->plan->table->periods[period];
}

/* What stands in braces: a letter of the table in audit_text. */
static const char *const sentences[AUDIT_KINDS][2] = {
    [AUDIT_MISSING] = {"{o}个单位中{n}个无值（有值{p}%）",
                       "{n} of {o} units have no value ({p} % have one)"},
    [AUDIT_MAGNITUDE] = {"值为{v}，其余中最近的为{a}；如此的共{n}个（共{o}个值）",
                         "{v}; the nearest of the others is {a}; {n} such of {o} values"},
    [AUDIT_OUTLIER] = {"值为{v}，中位数{a}", "{v}; the median is {a}"},
    [AUDIT_JUMP] = {"值为{v}，{t}期为{a}", "{v}, after {a} in {t}"},
    [AUDIT_BREAK] = {"中位单位为{t}期的{v}倍（{o}个单位）",
                     "the median unit has {v} times its value of {t} ({o} units)"},
    [AUDIT_CONSTANT] = {"{o}个单位的值都是{v}", "all {o} units have {v}"},
    [AUDIT_NEAR_CONSTANT] = {"{o}个值在{v}与{a}之间，{n}个相同",
                             "{o} values from {v} to {a}, {n} of them the same"},
    [AUDIT_ZEROS] = {"{o}个值中{n}个为零（{p}%）", "{n} of {o} values are 0 ({p} %)"},
    [AUDIT_TRUNCATED] = {"{o}个值中{n}个超出；最远的{v}，限值{a}",
                         "{n} of {o} values lie beyond; the farthest, {v}, counts as {a}"},
    [AUDIT_DIRECTION] = {"与“{x}”其余部分的相关系数为{r}（{o}个单位）",
                         "r = {r} with the rest of {x} ({o} rows)"},
    [AUDIT_REDUNDANT] = {"与“{x}”的相关系数为{r}（{o}个单位）", "r = {r} with {x} ({o} rows)"},
    [AUDIT_JOIN] = {"{n}个单位只在主表，{o}个只在该表",
                    "{n} units only in the table, {o} only in the file"},
    [AUDIT_UNIT_DATA] = {"权重中有数据的占{p}%；缺数中权重最大的是“{i}”",
                         "{p} % of its weight rests on data; the heaviest without is {i}"},
    [AUDIT_IMPUTED] = {"权重的{p}%落在插补值上，最多来自“{i}”",
                       "{p} % of the weight; most of it from {i}"},
    [AUDIT_TREATED] = {"权重的{p}%落在处理过的值上，最多来自“{i}”",
                       "{p} % of the weight; most of it from {i}"},
    [AUDIT_BELOW_UNIT] = {"权重的{p}%落在不足最小单位的值上，最多来自“{i}”",
                          "{p} % of the weight; most of it from {i}"},
};

static void number(double v, char *to, size_t size)
{
    if (isnan(v))
        snprintf(to, size, "-");
    else
        snprintf(to, size, "%.6g", v);
}

/* Puts the text behind the at bytes there; what does not fit is cut, at a character's end. */
static size_t put(char *text, size_t at, const char *s, size_t n)
{
    if (n > AUDIT_TEXT_MAX - 1 - at) {
        n = AUDIT_TEXT_MAX - 1 - at;
        while (n && ((unsigned char)s[n] & 0xc0) == 0x80)
            n--;
    }
    memcpy(text + at, s, n);
    text[at + n] = '\0';
    return at + n;
}

enum { FIGURE = 32 };

void audit_text(const struct results *r, const struct audit_finding *f, int language,
                char text[AUDIT_TEXT_MAX])
{
    const char *sentence = sentences[f->kind][language];
    char value[FIGURE], against[FIGURE], n[FIGURE], of[FIGURE], percent[FIGURE],
        correlation[FIGURE];
    const struct {
        char letter;
        const char *text;
    } words[] = {{'v', value},
                 {'a', against},
                 {'n', n},
                 {'o', of},
                 {'p', percent},
                 {'r', correlation},
                 {'x', node_name(r, f->other, language)},
                 {'i', node_name(r, f->node, language)},
                 {'t', period_name(r, f->before)}};
    size_t at = 0;
    number(f->value, value, sizeof value);
    number(f->against, against, sizeof against);
    snprintf(n, sizeof n, "%zu", f->n);
    snprintf(of, sizeof of, "%zu", f->of);
    snprintf(percent, sizeof percent, "%.1f", 100 * f->value);
    snprintf(correlation, sizeof correlation, "%.3f", f->value);
    text[0] = '\0';
    while (*sentence) {
        const size_t plain = strcspn(sentence, "{");
        at = put(text, at, sentence, plain);
        sentence += plain;
        for (size_t i = 0; *sentence && i < sizeof words / sizeof *words; i++)
            if (words[i].letter == sentence[1])
                at = put(text, at, words[i].text, strlen(words[i].text));
        sentence += *sentence ? 3 : 0;
    }
}
