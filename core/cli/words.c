/* SPDX-License-Identifier: MIT */
/* The words of the commands in Chinese and English. */
#include "cli/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "cli/speak.h"
#include "config/translate.h"

enum { SAID = 1024 };

static const char *const words[N_WORDS][2] = {
    [WORD_OF] = {"共", "of"},
    [WORD_SCORE] = {"得分", "score"},
    [WORD_RANK] = {"位次", "rank"},
    [WORD_WEIGHT] = {"权重", "weight"},
    [WORD_PART] = {"贡献", "part"},
    [WORD_CLASS_MEDIAN] = {"同类中位", "median"},
    [WORD_RAW] = {"原值", "raw"},
    [WORD_TREATED] = {"处理后", "treated"},
    [WORD_DATA] = {"数据", "data"},
    [WORD_IMPUTED_SHARE] = {"插补数据占比", "share of imputed data"},
    [WORD_STRENGTHS_WEIGHTED] = {"强项（高于同类中位数，按权重计）",
                                 "strengths (above the class median, weighted)"},
    [WORD_WEAKNESSES_WEIGHTED] = {"弱项（低于同类中位数，按权重计）",
                                  "weaknesses (below the class median, weighted)"},
    [WORD_OBSTACLES] = {"主要障碍（障碍度）", "what holds it back most (obstacle degree)"},
    [WORD_NODE] = {"指标", "node"},
    [WORD_UNRANKED] = {"无位次", "not ranked"},
    [WORD_NOTE_SHARED] =
        {"注：带 * 的节点不是加权算术平均，其得分按“权重×数值”分摊到下级。",
         "Nodes marked * are no arithmetic mean: their score is shared out by weight x value."},
    [WORD_SET_ASIDE] = {"筛除", "set aside"},
    [WORD_FEW_VALUES] = {"数据太少", "too few values"},
    [WORD_MANY_ZEROS] = {"零值太多", "too many zeros"},
    [WORD_AVAILABLE] = {"有数据的指标占", "indicators with a value"},
    [WORD_OF_ZEROS] = {"其中零值占", "zeros among these"},
    [WORD_DEVIATION] = {"偏离", "deviation"},
    [WORD_CELLS] = {"数据来自", "Cells"},
    [WORD_OTHERS_ADDED] = {"其余", "all others"},
    [WORD_SUM] = {"合计", "sum"},
    [WORD_BY_RULES] = {"规则增减", "by rules"},
    [WORD_MEASURED] = {"各指标如何计量", "how each indicator is measured"},
    [WORD_MORE_IS_BETTER] = {"正向（越大越好）", "positive (more is better)"},
    [WORD_LESS_IS_BETTER] = {"逆向（越小越好）", "negative (less is better)"},
    [WORD_NEAR_IS_BETTER] = {"适度（以%g为最好）", "target (best at %g)"},
    [WORD_WITHIN_IS_BETTER] = {"适度（以%g至%g为最好）", "interval (best from %g to %g)"},
    [WORD_BECOMES] = {"%s，得%g至%g分", "%s, %g to %g"},
    [WORD_GOALPOSTS_FROM] = {"阈值：最差%s，最好%s", "goalposts: worst %s, best %s"},
    [WORD_RANGE_FROM] = {"数据范围：最差%s，最好%s（%zu个值）",
                         "range of the data: worst %s, best %s (%zu values)"},
    [WORD_NO_RANGE] = {"数据范围：没有数值", "range: no values"},
    [WORD_TARGET_AT] = {"目标值%s", "target %s"},
    [WORD_TREATMENT] = {"%s：共%zu个值，处理%zu个", "%s: of %zu values %zu changed"},
    [WORD_LOWERED] = {"调低%zu个", "%zu lowered"},
    [WORD_RAISED] = {"调高%zu个", "%zu raised"},
    [WORD_UPPER_LIMIT] = {"（上限%s）", " (upper limit %s)"},
    [WORD_LOWER_LIMIT] = {"（下限%s）", " (lower limit %s)"},
    [WORD_TIER] = {"等级", "tier"},
    [WORD_RULE] = {"规则", "rule"},
    [WORD_EFFECT + EFFECT_UNRANKED] = {"不排名", "not ranked"},
    [WORD_EFFECT + EFFECT_CAPPED] = {"封顶", "capped"},
    [WORD_EFFECT + EFFECT_DEDUCTED] = {"扣分", "deducted"},
    [WORD_EFFECT + EFFECT_WARNED] = {"提示", "warned"},
    [WORD_EFFECT + EFFECT_UNJUDGED] = {"未判定", "not judged"},
    [WORD_CELL + CELL_OBSERVED] = {"原始", "observed"},
    [WORD_CELL + CELL_MISSING] = {"缺失", "missing"},
    [WORD_CELL + CELL_IMPUTED] = {"插补", "imputed"},
    [WORD_CELL + CELL_TREATED] = {"已处理", "treated"},
    [WORD_CELL + CELL_UNDEFINED] = {"无定义", "undefined"},
    [WORD_CELL + CELL_BELOW_UNIT] = {"不足最小单位", "below unit"},
    [WORD_CELL + CELL_ESTIMATED] = {"估计数", "estimated"},
    [WORD_CELL + CELL_PROVISIONAL] = {"初步数", "provisional"},
    [WORD_CELL + CELL_BREAK] = {"口径变动", "break"},
    [WORD_PLACES] = {"升降", "places"},
    [WORD_PLACES_COMMON] = {"共有中升降", "among both"},
    [WORD_CODE] = {"代码", "code"},
    [WORD_NAME] = {"名称", "name"},
    [WORD_CHANGE] = {"变化", "change"},
    [WORD_ONLY_IN] = {"仅见于", "only in"},
    [WORD_WAS_IN] = {"原属", "was in"},
    [WORD_NOTHING_DIFFERS] = {"没有影响得分的差别。", "Nothing differs that a score depends on."},
    [WORD_NOTE_STEPS] = {"“变化”之后各列由左至右逐项替换得出，相加等于得分变化。",
                         "The columns after the change: taken over one after the other, from left "
                         "to right; they add up to it."},
    [WORD_NOTE_PARTS] = {"带 . 的各列为“数据”一项在各节点的分解。",
                         "Columns with a dot: what the effect of data consists of, node by node."},
    [WORD_NOTE_COMMON] =
        {"“共有中升降”只在两边都有的单位之间计算，不受新增和退出的影响。",
         "Among both: places among the units that both sides rank; who has come or "
         "gone moves nobody there."},
    [WORD_OTHER] = {"其他", "other"},
    [WORD_WRITTEN] = {"结果写入", "written to"},
    [WORD_GROUP + CHANGE_DATA] = {"数据", "data"},
    [WORD_GROUP + CHANGE_INDICATORS] = {"指标", "indicators"},
    [WORD_GROUP + CHANGE_GOALPOSTS] = {"标尺", "goalposts"},
    [WORD_GROUP + CHANGE_WEIGHTS] = {"权重", "weights"},
    [WORD_GROUP + CHANGE_AGGREGATION] = {"合成与规则", "aggregation"},
    [WORD_GROUP + CHANGE_CLASS] = {"分类", "class"},
    [WORD_SHARE_BELOW] = {"高于同类单位的比例", "share of the class that scores lower"},
    [WORD_SPREAD] = {"同类得分分布", "scores of the class"},
    [WORD_LOWEST] = {"最低", "lowest"},
    [WORD_LOWER_QUARTILE] = {"下四分位", "quartile"},
    [WORD_MEDIAN] = {"中位", "median"},
    [WORD_UPPER_QUARTILE] = {"上四分位", "quartile"},
    [WORD_HIGHEST] = {"最高", "highest"},
    [WORD_DIMENSIONS] = {"各维度", "dimensions"},
    [WORD_LOWEST_TO_HIGHEST] = {"同类最低至最高", "lowest to highest of the class"},
    [WORD_STRENGTHS] = {"强项", "strengths"},
    [WORD_WEAKNESSES] = {"弱项", "weaknesses"},
    [WORD_NONE] = {"无", "none"},
    [WORD_LEAST_LOST] = {"失分最少的指标", "where least is lost"},
    [WORD_MOST_LOST] = {"失分最多的指标", "where most is lost"},
    [WORD_OF_LOSS] = {"占失分%", "of loss %"},
    [WORD_IMPUTED_BY_WEIGHT] = {"插补数据占权重", "share of imputed data, by weight"},
    [WORD_CELLS_COUNTED] = {"指标：插补%zu个，处理极端值%zu个，无数据%zu个",
                            "indicators: %zu imputed, %zu treated, %zu without data"},
    [WORD_RULES_APPLIED] = {"适用规则", "rules applied"},
    [WORD_NEXT_IN_RANK] = {"位次相邻", "next in rank"},
    [WORD_MOST_ALIKE] = {"结构相近", "most alike"},
    [WORD_DISTANCE] = {"距离", "distance"},
    [WORD_NOTES] = {"说明", "notes"},
    [WORD_SET_ASIDE_NO_SCORE] = {"经筛查剔除，无得分", "set aside by [screen]: no score"},
    [WORD_INDICATOR] = {"指标", "indicator"},
    [WORD_NOTE_STANDING] = {"强项、弱项：同类中居前%g%%或居后%g%%的节点（[panorama]）。",
                            "Strengths and weaknesses: nodes in the first %g%% or the last %g%% of "
                            "the class ([panorama])."},
    [WORD_NOTE_LOST] = {"失分：与同类最好值的差距按权重计，占全部失分的百分比（障碍度）。",
                        "Loss: what is missing to the best of the class, by weight, in all that is "
                        "lost (obstacle degree)."},
    [WORD_NOTE_ALIKE] = {"结构相近：各维度得分之差的均方根最小的同类单位。",
                         "Most alike: units of the class with the smallest root mean square "
                         "difference of dimension scores."},
    [WORD_TARGET_RANK] = {"目标位次", "target rank"},
    [WORD_RANK_IS_HAD] = {"已达到目标位次。", "The rank is had already."},
    [WORD_TO_GET_ABOVE] = {"须超过", "to get above"},
    [WORD_ONE_ALONE] = {"单独改变一个指标", "one indicator alone"},
    [WORD_NOW] = {"现值", "now"},
    [WORD_NEEDED] = {"所需值", "needed"},
    [WORD_MOVE] = {"变动", "change"},
    [WORD_PERCENT] = {"变动%", "%"},
    [WORD_CLASS_BEST] = {"同类最好", "class best"},
    [WORD_ALL_TOGETHER] = {"同时改变可改进的指标", "all that can be better, together"},
    [WORD_SHARE_OF_WAY] = {"各指标同时向同类最好值移动其差距的",
                           "All together, by the same share of the way to the class's best value:"},
    [WORD_NOT_EVEN_TOGETHER] =
        {"所有指标都取同类最好值仍达不到。",
         "Not reachable even with the class's best value of every indicator."},
    [WORD_REACH + REACH_YES] = {"", ""},
    [WORD_REACH +
        REACH_NO] = {"取同类最好值仍达不到", "not reachable even at the best of the class"},
    [WORD_REACH + REACH_BEST] = {"已是同类最好", "is the best of the class"},
    [WORD_REACH + REACH_UNTOLD] = {"无法判定（无数据，或处理方法须看整列）",
                                   "cannot be told: no value, or a treatment of whole columns"},
    [WORD_NOTE_TARGET] = {"说明：其他单位、标准化区间、权重等由数据估计的量保持不变；所需值不超出同"
                          "类最好值；所需值取六位有效数字，朝改进方向进位。",
                          "Held fixed: the other units, and what is estimated from the data "
                          "(ranges, weights). No value beyond the best of the class is sought; "
                          "values are rounded to six digits, towards the better."},
    [WORD_COUNTED + EFFECT_UNRANKED] = {"个不排名", " not ranked"},
    [WORD_COUNTED + EFFECT_CAPPED] = {"个封顶", " capped"},
    [WORD_COUNTED + EFFECT_DEDUCTED] = {"个扣分", " deducted"},
    [WORD_COUNTED + EFFECT_WARNED] = {"个提示", " warned"},
    [WORD_COUNTED + EFFECT_UNJUDGED] = {"个缺数据未判定", " not judged for missing data"},
    [WORD_SET_ASIDE_COUNTED] = {"经筛查剔除：%zu\n", "set aside by [screen]: %zu\n"},
    [WORD_ANALYSIS_LINES] = {"  %s：%s（%zu行）\n", "  %s: %s (%zu lines)\n"},
    [WORD_ANALYSIS_LINE] = {"  %s：%s（%zu行）\n", "  %s: %s (%zu line)\n"},
    [WORD_COMMA] = {"，", ", "},
    [WORD_COLON] = {"：", ": "},
    [WORD_OPEN] = {"（", " ("},
    [WORD_CLOSE] = {"）", ")"},
    [WORD_LISTED] = {"、", ", "},
    [WORD_CHOSEN] = {"（%zu个，落选%zu个）：", " (%zu, near misses: %zu): "},
    [WORD_REPLICATES] = {"\n重复计算%zu次\n", "\n%zu replicates\n"},
    [WORD_REPLICATES_LEFT] = {"  其中%zu次未计入\n", "  of these %zu are left out\n"},
    [WORD_NO_EXACT_RANKS] = {"没有精确位次范围：%s\n", "no exact ranks: %s\n"},
    [WORD_MEAN_SHIFT] = {"  位次平均变动：", "  mean shift of a rank: "},
    [WORD_SOLID] = {"  位次稳固的单位：%zu / %zu", "  solid ranks: %zu of %zu"},
    [WORD_NOT_APART] =
        {"  难分先后的相邻单位（前者领先的比例）：",
         "  neighbours that cannot be told apart (share in which the first is ahead):"},
    [WORD_MORE_PAIRS] = {"    …… 另有%zu对\n", "    ... and %zu more\n"},
    [WORD_FIXED_RANKS] = {"  权重在允许范围内任意变动而位次不变的单位：%zu / %zu",
                          "  ranks that no admissible weights change: %zu of %zu"},
    [WORD_WIDEST] = {"；变动最大：", "; the widest: "},
    [WORD_BOUNDS_ONLY] = {"；其中%zu个单位有缺失值，只给出范围",
                          "; bounds only where values are missing (%zu units)"},
    [WORD_SENSITIVITY] =
        {"  影响位次的因素（位次平均变动的Sobol总效应指数，95%区间）：",
         "  what moves the ranks (total Sobol index of the mean shift, 95 % interval):"},
    [WORD_AUDIT_FINDING] = {"\n数据审计：%zu处\n", "\nAudit of the data: %zu finding\n"},
    [WORD_AUDIT_FINDINGS] = {"\n数据审计：%zu处\n", "\nAudit of the data: %zu findings\n"},
    [WORD_AUDIT_MORE] = {"  …… 另有%zu处\n", "  ... and %zu more\n"},
    [WORD_AUDIT_REMEDY] = {"可做：", "What to do: "},
    [WORD_AUDIT_RESTS] = {"总分权重的数据来源（各类各期均值）",
                          "What the weight of the score rests on (means)"},
    [WORD_AUDIT_GAPS] = {"\n有缺数的指标：%zu处（有值的单位占比）\n",
                         "\nColumns with gaps: %zu (units that have a value)\n"},
    [WORD_AUDIT_UNITS] = {"\n权重并非全有数据的单位：%zu个（有数据的权重占比）\n",
                          "\nUnits with weight on no data: %zu (share on data)\n"},
    [WORD_AUDIT_PASSED] = {"\n未看相关系数的类：%zu个（计算量所限）\n",
                           "\nClasses whose correlations were not looked at: %zu (too many)\n"},
};

const char *word(int language, unsigned w)
{
    return words[w][language == LANGUAGE_EN];
}

/* Line by line; where the format has lines within, an argument can begin one, too. */
static void put_lines(char *s)
{
    char *line, *rest = s;
    while ((line = strsep(&rest, "\n"))) {
        text_pad(stdout, line, 0, false);
        if (rest)
            putchar('\n');
    }
}

/* What came of a format: breaks at its ends are the format's, all others are not, unless it has
   some within. */
static void put_said(const char *fmt, char *s)
{
    const size_t before = strspn(fmt, "\n");
    size_t end = strlen(fmt), n = strlen(s), after = 0;
    for (; end > before && fmt[end - 1] == '\n'; end--)
        after++;
    if (memchr(fmt + before, '\n', end - before) || after + before > n) {
        put_lines(s);
        return;
    }
    s[n - after] = '\0';
    for (size_t i = 0; i < before; i++)
        putchar('\n');
    text_pad(stdout, s + before, 0, false);
    for (size_t i = 0; i < after; i++)
        putchar('\n');
}

void say(const char *fmt, ...)
{
    char brief[SAID], *s = brief;
    va_list ap;
    int n;
    va_start(ap, fmt);
    n = vsnprintf(brief, sizeof brief, fmt, ap);
    va_end(ap);
    if (n >= SAID && (s = malloc((size_t)n + 1))) {
        va_start(ap, fmt);
        vsnprintf(s, (size_t)n + 1, fmt, ap);
        va_end(ap);
    }
    if (spoken() == LANGUAGE_ZH && translate_knows(fmt)) {
        struct str b = {0};
        put_said(fmt, (char *)phrase(s ? s : brief, &b));
        str_fini(&b);
    } else {
        put_said(fmt, s ? s : brief); /* cut where memory is short */
    }
    if (s != brief)
        free(s);
}

void print_text(const char *s, const char *after)
{
    text_pad(stdout, s, 0, false);
    fputs(after, stdout);
}

void print_padded(const char *s, size_t width)
{
    text_pad(stdout, s, width, false);
}

void print_number(double v, int decimals, size_t width)
{
    char text[NUMBER_TEXT_MAX];
    number_format_fixed(v, decimals, text);
    text_pad(stdout, text, width, true);
}
