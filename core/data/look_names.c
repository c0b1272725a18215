/* SPDX-License-Identifier: MIT */
/* How columns of public tables are called, and what that says of them. */
#include <string.h>
#include <strings.h>

#include "data/look_internal.h"
#include "data/unit_name.h"

/* How columns of public tables are called, the surest first; * is anything. */
static const struct {
    enum look_role role;
    const char *names[48];
} usual_names[] = {
    {LOOK_UNIT,
     {"code",
      "unitcode",
      "geo",
      "refarea",
      "countrycode",
      "iso3",
      "isoa3",
      "iso3c",
      "isoalpha3",
      "iso",
      "spatialdimvaluecode",
      "areacode",
      "regioncode",
      "geocode",
      "代码",
      "行政区划代码",
      "区划代码",
      "地区代码",
      "adcode",
      "fips",
      "geoid",
      "地域コード",
      "iso2",
      "codigo*",
      "código*",
      "*代码",
      "*编码",
      "*code",
      "code*",
      "*schlüssel",
      "*schluessel"}},
    {LOOK_NAME, {"市县名称", "地区",        "地区名称",   "市县",     "县市",          "城市",
                 "城市名称", "省份",        "省市",       "区县",     "单位名称",      "名称",
                 "country",  "countryname", "economy",    "location", "referencearea", "name",
                 "entity",   "county",      "countyname", "city",     "municipality",  "province",
                 "地域",     "都道府県",    "regionname", "areaname", "region",        "state",
                 "area"}},
    {LOOK_PERIOD,
     {"timeperiod", "year", "年份", "年度", "年", "period", "时间", "time", "季度", "quarter",
      "月份", "month", "date", "日期", "時間軸*", "annee", "jahr", "yr"}},
    {LOOK_VARIABLE,
     {"indicatorcode", "seriescode", "weosubjectcode", "measure", "indicator", "series", "variable",
      "itemcode", "item", "指标", "指标名称", "指標", "项目", "indicatorname", "seriesname",
      "element", "statistic", "subject"}},
    {LOOK_VALUE,
     {"obsvalue", "value", "val", "数值", "值", "指标值", "estimate", "factvaluenumeric",
      "observation"}},
    {LOOK_FLAG, {"obsstatus", "obsflag", "flag", "flags", "flagcodes", "状态"}},
};

/* Letter case does not matter; * stands at one end. */
static bool is_so_called(const char *name, const char *pattern)
{
    size_t n = strlen(pattern), m = strlen(name);
    if (pattern[0] == '*')
        return m >= n - 1 && strcasecmp(name + m - (n - 1), pattern + 1) == 0;
    if (pattern[n - 1] == '*')
        return strncasecmp(name, pattern, n - 1) == 0;
    return strcasecmp(name, pattern) == 0;
}

size_t look_rank(struct arena *a, enum look_role role, const char *name)
{
    const char *plain = text_plain(a, name, strlen(name), "-_.() /");
    for (size_t i = 0; plain && i < sizeof usual_names / sizeof *usual_names; i++)
        for (size_t n = 0; usual_names[i].role == role &&
                           n < sizeof usual_names[i].names / sizeof *usual_names[i].names &&
                           usual_names[i].names[n];
             n++)
            if (is_so_called(plain, usual_names[i].names[n]))
                return n;
    return NONE;
}

bool look_is_code(struct arena *a, const char *name)
{
    return look_rank(a, LOOK_UNIT, name) != NONE;
}

bool look_is_usual(struct arena *a, const char *name)
{
    for (enum look_role role = LOOK_UNIT; role < LOOK_ROLES; role++)
        if (look_rank(a, role, name) != NONE)
            return true;
    return false;
}
