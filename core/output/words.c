/* SPDX-License-Identifier: MIT */
/* The words of tables, analyses and units, as tables. */
#include "output/words.h"

#include <string.h>

#include "plan/dataset.h"

/* A field that says another thing in one method stands there with its name, before all others. */
static const struct {
    const char *method, *field, *zh, *en;
} fields[] = {
    {"dagum", "a", "组（较富）", "Group, or the richer"},
    {"dagum", "b", "组（较贫）", "The poorer group"},
    {"dagum", "value", "基尼系数（分项）", "Gini coefficient, or part"},
    {"dagum", "share", "占总体的份额", "Share in the total"},
    {"gravity", "from", "自", "From"},
    {"gravity", "to", "至", "To"},
    {"gravity", "share", "占该单位联系的份额", "Share of those from"},
    {"beta", "from", "起始期", "First period"},
    {"beta", "to", "末期", "Last period"},
    {"pca", "share", "方差份额", "Share of variance"},
    {"tiers", "value", "值", "Value"},
    {"moran", "p", "p值", "p"},
    {"coupling", "t", "发展度T", "Development T"},
    {NULL, "a", "变量甲", "Of"},
    {NULL, "affluence", "相对富裕度D", "Relative affluence D"},
    {NULL, "alpha", "克朗巴哈α", "Cronbach's alpha"},
    {NULL, "assumption", "假设", "Assumption"},
    {NULL, "available", "完整率", "Available"},
    {NULL, "b", "变量乙", "And"},
    {NULL, "beta", "β系数", "Beta"},
    {NULL, "by", "分组依据", "Divided by"},
    {NULL, "c", "耦合度C", "Coupling C"},
    {NULL, "code", "单位", "Unit"},
    {NULL, "coefficient", "系数", "Coefficient"},
    {NULL, "column", "指标", "Column"},
    {NULL, "component", "主成分", "Component"},
    {NULL, "cumulative", "累计份额", "Cumulative share"},
    {NULL, "cv", "变异系数", "Coefficient of variation"},
    {NULL, "cv_weighted", "加权变异系数（威廉森）", "Weighted (Williamson)"},
    {NULL, "d", "协调度D", "Coordination D"},
    {NULL, "deviation", "偏离度", "Deviation"},
    {NULL, "distance_km", "距离", "Distance"},
    {NULL, "dropped", "剔除的指标", "Left out"},
    {NULL, "eigenvalue", "特征值", "Eigenvalue"},
    {NULL, "expected", "期望", "Expected"},
    {NULL, "flag", "提示", "Flag"},
    {NULL, "gini", "基尼系数", "Gini coefficient"},
    {NULL, "gini_corrected", "基尼系数（小样本校正）", "Gini, corrected for size"},
    {NULL, "grade", "等级", "Grade"},
    {NULL, "grade_en", "等级", "Grade"},
    {NULL, "group", "组", "Group"},
    {NULL, "gvf", "方差拟合优度", "Goodness of variance fit"},
    {NULL, "half_life", "半衰期", "Half-life"},
    {NULL, "i", "莫兰指数I", "Moran's I"},
    {NULL, "importance", "重要性", "Importance"},
    {NULL, "indicator", "指标", "Indicator"},
    {NULL, "intercept", "截距", "Intercept"},
    {NULL, "kendall", "肯德尔τ", "Kendall's tau"},
    {NULL, "kurtosis", "峰度", "Kurtosis"},
    {NULL, "level", "层级", "Level"},
    {NULL, "loading", "载荷", "Loading"},
    {NULL, "lower", "下限", "From"},
    {NULL, "max", "最大值", "Highest"},
    {NULL, "max_min", "最大值与最小值之比", "Highest to lowest"},
    {NULL, "max_shift", "最大位次差", "Largest shift"},
    {NULL, "max_unit", "位次差最大的单位", "Unit of the largest shift"},
    {NULL, "mean", "均值", "Mean"},
    {NULL, "mean_shift", "平均位次差", "Mean shift"},
    {NULL, "mean_weighted", "加权均值", "Weighted mean"},
    {NULL, "measure", "度量", "Measure"},
    {NULL, "median", "中位数", "Median"},
    {NULL, "min", "最小值", "Lowest"},
    {NULL, "missing", "缺失", "Missing"},
    {NULL, "n", "个数", "Number"},
    {NULL, "n_indicators", "指标数", "Indicators"},
    {NULL, "n_units", "单位数", "Units"},
    {NULL, "node", "所属维度", "Dimension"},
    {NULL, "node_a", "甲所属维度", "Dimension of the first"},
    {NULL, "node_b", "乙所属维度", "Dimension of the second"},
    {NULL, "obstacle", "障碍度", "Obstacle degree"},
    {NULL, "outliers_high", "偏高离群值", "Outliers, high"},
    {NULL, "outliers_low", "偏低离群值", "Outliers, low"},
    {NULL, "p", "p值", "p"},
    {NULL, "p5", "5%分位", "5 % quantile"},
    {NULL, "p95", "95%分位", "95 % quantile"},
    {NULL, "p_kendall", "肯德尔p值", "p of Kendall's"},
    {NULL, "p_pearson", "皮尔逊p值", "p of Pearson's"},
    {NULL, "p_spearman", "斯皮尔曼p值", "p of Spearman's"},
    {NULL, "parent", "上级组", "Within the group"},
    {NULL, "part", "部分", "Part"},
    {NULL, "pearson", "皮尔逊r", "Pearson's r"},
    {NULL, "place", "名次", "Place"},
    {NULL, "q1", "下四分位", "First quartile"},
    {NULL, "q3", "上四分位", "Third quartile"},
    {NULL, "quadrant", "象限", "Quadrant"},
    {NULL, "r", "相关系数", "Correlation"},
    {NULL, "r2", "决定系数R²", "R squared"},
    {NULL, "range", "极差与均值之比", "Range to mean"},
    {NULL, "rank", "位次", "Rank"},
    {NULL, "ratio", "重要性与权重之比", "Importance to weight"},
    {NULL, "scope", "范围", "Scope"},
    {NULL, "sd", "标准差", "Standard deviation"},
    {NULL, "sd_ln", "对数标准差", "Standard deviation of logarithms"},
    {NULL, "se", "标准误", "Standard error"},
    {NULL, "share_l", "L的份额", "Share of L"},
    {NULL, "share_t", "T的份额", "Share of T"},
    {NULL, "skewness", "偏度", "Skewness"},
    {NULL, "slope", "斜率", "Slope"},
    {NULL, "span", "期距", "Span"},
    {NULL, "spearman", "斯皮尔曼ρ", "Spearman's rho"},
    {NULL, "speed", "收敛速度", "Speed"},
    {NULL, "standardised_alpha", "标准化α", "Standardised alpha"},
    {NULL, "strength", "联系强度", "Strength"},
    {NULL, "t", "t值", "t"},
    {NULL, "theil_l", "泰尔指数L", "Theil L"},
    {NULL, "theil_t", "泰尔指数T", "Theil T"},
    {NULL, "tier", "档", "Tier"},
    {NULL, "time", "时期", "Period"},
    {NULL, "unique", "不同值", "Different values"},
    {NULL, "upper", "上限", "To"},
    {NULL, "variance", "方差", "Variance"},
    {NULL, "w", "权重", "Weight"},
    {NULL, "weighted_spearman", "加权斯皮尔曼ρ", "Weighted rho"},
    {NULL, "with_rest", "与其余之和的相关", "Correlation with the rest"},
    {NULL, "within", "同一维度", "Of one dimension"},
    {NULL, "ws", "WS相似度", "WS similarity"},
    {NULL, "z", "z值", "z"},
    {NULL, "zeros", "零值", "Zeros"},
};

/* Of the tables of a run and of heng robust; one that says another thing in one of them stands
   there with its file, before all others. */
static const struct {
    const char *file, *name, *zh, *en;
} headings[] = {
    {"robust.csv", "mean", "平均位次", "Mean rank"},
    {"robust.csv", "median", "位次中位数", "Median rank"},
    {"acceptability.csv", "share", "居此位次的比例", "Share at this rank"},
    {"acceptability.csv", "code", "单位", "Unit"},
    {"pairs.csv", "share", "前者领先的比例", "Share in which the first is ahead"},
    {"possible.csv", "exact", "是否精确", "Exact"},
    {"leave_out.csv", "indicator", "去掉的指标", "Left out"},
    {"screened.csv", "code", "代码", "Code"},
    {NULL, "after", "之后", "After"},
    {NULL, "before", "之前", "Before"},
    {NULL, "best", "最好位次", "Best rank"},
    {NULL, "chosen", "入选", "Chosen"},
    {NULL, "class", "类别", "Class"},
    {NULL, "code", "代码", "Code"},
    {NULL, "code_a", "单位甲", "First unit"},
    {NULL, "code_b", "单位乙", "Second unit"},
    {NULL, "direction", "方向", "Direction"},
    {NULL, "effect", "结果", "Effect"},
    {NULL, "effective", "在总分中的权重", "Weight in the whole"},
    {NULL, "factor", "因素", "Factor"},
    {NULL, "first", "一阶指数", "First-order index"},
    {NULL, "first_high", "一阶指数上限", "First-order, upper"},
    {NULL, "first_low", "一阶指数下限", "First-order, lower"},
    {NULL, "imputed_share", "插补数据占比", "Share of imputed data"},
    {NULL, "kind", "类型", "Kind"},
    {NULL, "method", "赋权方法", "Weighting"},
    {NULL, "name", "名称", "Name"},
    {NULL, "node", "节点", "Node"},
    {NULL, "node_count", "节点有得分的单位数", "Units with a score in the node"},
    {NULL, "node_rank", "节点位次", "Rank in the node"},
    {NULL, "node_score", "节点得分", "Score in the node"},
    {NULL, "order", "次序", "Order"},
    {NULL, "p05", "位次5%分位", "5 % quantile of ranks"},
    {NULL, "p95", "位次95%分位", "95 % quantile of ranks"},
    {NULL, "parent", "上级", "Above it"},
    {NULL, "period", "时期", "Period"},
    {NULL, "possible", "可能领先", "Ahead under admissible weights"},
    {NULL, "rank", "位次", "Rank"},
    {NULL, "reason", "原因", "Reason"},
    {NULL, "result", "对象", "Of"},
    {NULL, "rule", "规则", "Rule"},
    {NULL, "samples", "样本数", "Samples"},
    {NULL, "score", "得分", "Score"},
    {NULL, "share_available", "有数据的比例", "Share with data"},
    {NULL, "share_zeros", "零值的比例", "Share of zeros"},
    {NULL, "shift", "位次变动", "Shift"},
    {NULL, "solid", "位次稳固", "Solid"},
    {NULL, "standing", "强弱项", "Standing"},
    {NULL, "synthetic", "虚构数据", "Made-up data"},
    {NULL, "tier", "等级", "Tier"},
    {NULL, "tier_share", "属此等级的比例", "Share in this tier"},
    {NULL, "top_share", "居前列的比例", "Share among the first"},
    {NULL, "total", "总效应指数", "Total index"},
    {NULL, "total_high", "总效应指数上限", "Total, upper"},
    {NULL, "total_low", "总效应指数下限", "Total, lower"},
    {NULL, "value", "值", "Value"},
    {NULL, "weight", "权重", "Weight"},
    {NULL, "worst", "最差位次", "Worst rank"},
};

static const struct {
    const char *field, *text, *zh, *en;
} values[] = {
    {"chosen", "yes", "是", "yes"},
    {"chosen", "no", "否", "no"},
    {"effect", "capped", "封顶", "capped"},
    {"effect", "deducted", "扣分", "deducted"},
    {"effect", "not judged", "未判定", "not judged"},
    {"effect", "not ranked", "不排名", "not ranked"},
    {"effect", "warned", "提示", "warned"},
    {"exact", "yes", "是", "yes"},
    {"exact", "no", "否", "no"},
    {"kind", "cap", "封顶", "cap"},
    {"kind", "deduction", "扣分", "deduction"},
    {"kind", "indicator", "指标", "indicator"},
    {"kind", "threshold", "门槛", "threshold"},
    {"kind", "unit", "单位", "unit"},
    {"kind", "veto", "否决", "veto"},
    {"kind", "warning", "提示", "warning"},
    {"possible", "all", "总是", "always"},
    {"possible", "none", "从不", "never"},
    {"possible", "some", "有时", "sometimes"},
    {"reason", "too few values", "数据太少", "too few values"},
    {"reason", "too few values; too many zeros", "数据太少；零值太多",
     "too few values; too many zeros"},
    {"reason", "too many zeros", "零值太多", "too many zeros"},
    {"result", "mean_shift", "平均位次变动", "mean shift of a rank"},
    {"solid", "yes", "是", "yes"},
    {"solid", "no", "否", "no"},
    {"standing", "strength", "强项", "strength"},
    {"standing", "weakness", "弱项", "weakness"},
    {"synthetic", "yes", "是", "yes"},
    {"part", "total", "总体", "total"},
    {"part", "within", "组内", "within"},
    {"part", "between", "组间", "between"},
    {"part", "transvariation", "交叠", "overlap"},
    {"part", "group", "单组", "group"},
    {"part", "pair", "两组之间", "pair"},
    {"scope", "time", "各期", "period"},
    {"scope", "trend", "趋势", "trend"},
    {"scope", "global", "全局", "global"},
    {"scope", "local", "局部", "local"},
    {"measure", "cv", "变异系数", "coefficient of variation"},
    {"measure", "sd_ln", "对数标准差", "standard deviation of logarithms"},
    {"assumption", "randomisation", "随机化", "randomisation"},
    {"assumption", "normality", "正态", "normality"},
    {"assumption", "conditional", "条件随机化", "conditional"},
    {"quadrant", "HH", "高高", "high among high"},
    {"quadrant", "LL", "低低", "low among low"},
    {"quadrant", "HL", "高低", "high among low"},
    {"quadrant", "LH", "低高", "low among high"},
    {"level", "indicator", "指标", "indicator"},
    {"level", "node", "维度", "dimension"},
    {"flag", "collinear", "共线", "collinear"},
    {"flag", "negative", "负相关", "negative"},
    {"within", "yes", "是", "yes"},
    {"within", "no", "否", "no"},
    {"node", "(all)", "全部", "(all)"},
};

static const struct {
    const char *en, *zh;
} units[] = {
    {"yuan", "元"},
    {"10^4 yuan", "万元"},
    {"10^4 yuan/km2", "万元/平方千米"},
    {"10^8 yuan", "亿元"},
    {"10^8 yuan/km2", "亿元/平方千米"},
    {"yuan/kWh", "元/千瓦时"},
    {"kWh/yuan", "千瓦时/元"},
    {"yuan/1000 yuan", "元/千元"},
    {"ln(yuan)", "ln(元)"},
    {"persons", "人"},
    {"10^4 persons", "万人"},
    {"10^4 persons/km2", "万人/平方千米"},
    {"ln(10^4 persons)", "ln(万人)"},
    {"ln(sqrt(10^4 persons 10^8 yuan)/km^decay)", "ln(√(万人·亿元)/千米^衰减)"},
    {"ln(10^4 persons 10^8 yuan/km^decay)", "ln(万人·亿元/千米^衰减)"},
    {"visitors", "人次"},
    {"trips", "次"},
    {"10^4 trips/km2", "万次/平方千米"},
    {"subscribers", "户"},
    {"firms", "家"},
    {"beds", "张"},
    {"volumes", "册"},
    {"vehicles", "辆"},
    {"vehicles/km2", "辆/平方千米"},
    {"number", "个"},
    {"ratio", "比值"},
    {"ranks", "位"},
    {"years", "年"},
    {"nat", "奈特"},
    {"tonnes", "吨"},
    {"10^4 tonnes/km2", "万吨/平方千米"},
    {"km", "千米"},
    {"km2", "平方千米"},
    {"m2", "平方米"},
    {"km/100 km2", "千米/百平方千米"},
    {"km/1000 km2", "千米/千平方千米"},
    {"mm", "毫米"},
    {"ug/m3", "微克/立方米"},
    {"kWh", "千瓦时"},
    {"10^4 kWh/km2", "万千瓦时/平方千米"},
};

static const struct {
    enum heng_stage stage;
    const char *zh, *en;
} stages[] = {
    {HENG_IMPUTE, "填补缺失", "Imputation"},
    {HENG_TREAT, "处理离群值", "Treatment of outliers"},
    {HENG_NORMALISE, "标准化", "Normalisation"},
    {HENG_WEIGHTS, "赋权", "Weights"},
    {HENG_AGGREGATE, "合成", "Aggregation"},
    {HENG_RANK, "排名", "Ranks"},
    {HENG_ANALYSE, "分析", "Analysis"},
};

static const struct {
    const char *name, *zh, *en;
} roles[] = {
    {"profile", "配置", "profile"}, {"table", "配置的表", "table of the profile"},
    {"data", "数据", "data"},       {"plugin", "插件", "plugin"},
    {"script", "脚本", "script"},   {"tree", "指标树", "tree"},
    {"aliases", "别名", "aliases"}, {"dictionary", "数据字典", "dictionary"},
    {"names", "名称表", "names"},   {"design", "试验设计", "design"},
};

static const struct {
    const char *name, *zh, *en;
} factors[] = {
    {"weights", "权重", "weights"},
    {"data", "数据误差", "error of the data"},
    {"leave_out", "舍去指标", "what is left out"},
    {"impute.method", "填补方法", "imputation"},
    {"treat.method", "离群值处理方法", "treatment of outliers"},
    {"treat.max_points", "最多处理的离群值", "outliers treated at most"},
    {"normalise.method", "标准化方法", "normalisation"},
    {"normalise.base", "标准化基期", "base of normalisation"},
    {"weights.method", "赋权方法", "weighting"},
    {"aggregate.method", "合成方法", "aggregation"},
    {"class.scale", "各类量程（各自或共同）", "scale, own or common"},
};

static const char *pick(int language, const char *zh, const char *en)
{
    return language == LANGUAGE_EN ? en : zh;
}

const char *words_field(int language, const char *method, const char *field)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(fields[i].field, field) == 0 &&
            (!fields[i].method || strcmp(fields[i].method, method) == 0))
            return pick(language, fields[i].zh, fields[i].en);
    return NULL;
}

const char *words_heading(int language, const char *file, const char *name)
{
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        if (strcmp(headings[i].name, name) == 0 &&
            (!headings[i].file || strcmp(headings[i].file, file) == 0))
            return pick(language, headings[i].zh, headings[i].en);
    return name;
}

bool words_is_shown(int language, const struct heng_method *analysis, size_t field)
{
    const char *name = method_field(analysis, field)->name;
    const size_t n = strlen(name);
    if (n > 3 && strcmp(name + n - 3, "_en") == 0)
        return language == LANGUAGE_EN;
    for (size_t k = 0; k < analysis->analysis->n_fields && language == LANGUAGE_EN; k++) {
        const char *other = method_field(analysis, k)->name;
        if (strncmp(other, name, n) == 0 && strcmp(other + n, "_en") == 0)
            return false;
    }
    return true;
}

const char *words_value(int language, const char *field, const char *text)
{
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (strcmp(values[i].field, field) == 0 && strcmp(values[i].text, text) == 0)
            return pick(language, values[i].zh, values[i].en);
    return text;
}

const char *words_stage(int language, enum heng_stage stage)
{
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        if (stages[i].stage == stage)
            return pick(language, stages[i].zh, stages[i].en);
    return "";
}

const char *words_role(int language, const char *role)
{
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (strcmp(roles[i].name, role) == 0)
            return pick(language, roles[i].zh, roles[i].en);
    return role;
}

const char *words_factor(int language, const char *factor)
{
    for (size_t i = 0; i < sizeof factors / sizeof *factors; i++)
        if (strcmp(factors[i].name, factor) == 0)
            return pick(language, factors[i].zh, factors[i].en);
    return factor;
}

const char *words_unit(int language, const char *unit)
{
    for (size_t i = 0; unit && i < sizeof units / sizeof *units; i++)
        if (strcmp(units[i].en, unit) == 0 || strcmp(units[i].zh, unit) == 0)
            return pick(language, units[i].zh, units[i].en);
    return unit;
}

const char *words_node_unit(int language, const struct node *n)
{
    const char *unit = words_unit(language, n->words ? column_unit(n->words, language) : n->unit);
    return unit ? unit : "";
}
