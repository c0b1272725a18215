/* SPDX-License-Identifier: MIT */
/* Vectors, matrices, labels and groups, as a formula sees them. */
#include "lua/script_kit.h"

static struct lab lab;

START_TEST(arithmetic)
{
    lab_open(&lab);
    lab_assert_values(&lab, "gdp / pop", 10, 10, 7.5, 8, 5, 110, 60, 32.5, 28, 15);
    lab_assert_values(&lab, "gdp + pop - 1", 10, 21, 33, 44, 59);
    lab_assert_values(&lab, "2 * pop ^ 2", 2, 8, 32, 50, 200);
    lab_assert_values(&lab, "-x", 1, NAN, 0, -1, -2);
    lab_assert_values(&lab, "1 - pop", 0, -1, -3, -4, -9);
    lab_assert_values(&lab, "pop / x", -1, NAN, NAN, 5, 5);
    lab_assert_values(&lab, "x ^ 0", 1, NAN, 1, 1, 1);
    lab_assert_values(&lab, "x ^ -1", -1, NAN, NAN, 1, 0.5);
    lab_assert_values(&lab, "10 ^ (pop * 100)", 1e100, 1e200, NAN, NAN, NAN);
    lab_number(&lab, "1 / 0", NAN);
    lab_number(&lab, "3.5", 3.5);
    lab_fails(&lab, "gdp + \"a\"", "number or vector");
    lab_fails(&lab, "gdp + vector{1, 2}", "vectors of different length: 5 and 2");
    lab_fails(&lab, "gdp + true", "is a boolean");
    lab_assert_values(&lab, "x // 2 * 10 + (x - 4) % 3", -9, NAN, 2, 0, 11);
    lab_assert_values(&lab, "x % 0", NAN, NAN, NAN);
    lab_fails(&lab, "gdp .. \"x\"", "concatenate a vector");
    lab_close(&lab);
}
END_TEST

START_TEST(elementwise)
{
    lab_open(&lab);
    lab_assert_values(&lab, "log(x)", NAN, NAN, NAN, 0, 0.69314718055994529);
    lab_assert_values(&lab, "log10(pop * 10)", 1, 1.3010299956639813);
    lab_assert_values(&lab, "log10(x)", NAN, NAN, NAN, 0);
    lab_assert_values(&lab, "exp(x)", 0.36787944117144233, NAN, 1);
    lab_assert_values(&lab, "exp(gdp * 1000)", NAN, NAN);
    lab_assert_values(&lab, "sqrt(x)", NAN, NAN, 0, 1, 1.4142135623730951);
    lab_assert_values(&lab, "abs(x)", 1, NAN, 0, 1, 2);
    lab_assert_values(&lab, "floor(pop / 2)", 0, 1, 2, 2, 5);
    lab_assert_values(&lab, "min(pop, 4)", 1, 2, 4, 4, 4);
    lab_assert_values(&lab, "max(pop, x, 3)", 3, NAN, 4, 5, 10);
    lab_assert_values(&lab, "where(gt(pop, 3), 1, gdp)", 10, 20, 1, 1, 1);
    lab_assert_values(&lab, "where(x, 7, 8)", 7, NAN, 8, 7, 7);
    lab_assert_values(&lab, "lt(x, 1)", 1, NAN, 1, 0, 0);
    lab_assert_values(&lab, "le(x, 1)", 1, NAN, 1, 1, 0);
    lab_assert_values(&lab, "gt(x, 0)", 0, NAN, 0, 1, 1);
    lab_assert_values(&lab, "ge(x, 0)", 0, NAN, 1, 1, 1);
    lab_assert_values(&lab, "eq(x, 0)", 0, NAN, 1, 0, 0);
    lab_assert_values(&lab, "ne(x, pop)", 1, NAN, 1, 1, 1);
    lab_assert_values(&lab, "missing(x)", 0, 1, 0, 0, 0);
    lab_assert_values(&lab, "fill(x, 9)", -1, 9, 0, 1, 2);
    lab_assert_values(&lab, "fill(x, pop)", -1, 2, 0, 1, 2);
    lab_assert_values(&lab, "clamp(x, -0.5, 1.5)", -0.5, NAN, 0, 1, 1.5);
    lab_assert_values(&lab, "x:clamp(0, pop):abs()", 0, NAN, 0, 1, 2);
    lab_number(&lab, "log(0)", NAN);
    lab_number(&lab, "where(0, 1, 2)", 2);
    lab_number(&lab, "where(0/0, 1, 2)", NAN);
    lab_number(&lab, "missing(0/0)", 1);
    lab_number(&lab, "clamp(7, 1, 2)", 2);
    lab_number(&lab, "min(3, 1, 2)", 1);
    lab_fails(&lab, "min(x)", "smallest(x)");
    lab_fails(&lab, "max(x)", "largest(x)");
    lab_fails(&lab, "clamp(x, 2, 1)", "lo is above hi");
    lab_number(&lab, "where(1 == 1, 1, 2)", 1);
    lab_fails(&lab, "(function() return where(1 == 1, 1, 2) end)()", "the condition is a boolean");
    lab_assert_values(&lab, "round(x * 1.25, 1)", -1.2, NAN, 0, 1.2, 2.5);
    lab_number(&lab, "round(2.675, 2)", 2.67);
    lab_fails(&lab, "round(x, 13)", "decimals from 0 to 12");
    lab_fails(&lab, "log(nil)", "number or vector expected");
    lab_close(&lab);
}
END_TEST

START_TEST(reductions)
{
    lab_open(&lab);
    lab_number(&lab, "sum(x)", 2);
    lab_number(&lab, "x:sum()", 2);
    lab_number(&lab, "mean(x)", 0.5);
    lab_number(&lab, "sd(x)", 1.2909944487358056);
    lab_number(&lab, "median(pop)", 4);
    lab_number(&lab, "quantile(pop, 0.25)", 2);
    lab_number(&lab, "count(x)", 4);
    lab_number(&lab, "smallest(x)", -1);
    lab_number(&lab, "largest(x)", 2);
    lab_number(&lab, "cor(gdp, 3 * gdp + 1)", 1);
    lab_number(&lab, "#x + x[4] * 10", 15);
    lab_assert_values(&lab, "rank(x)", 1, NAN, 2, 3, 4);
    lab_assert_values(&lab, "rank(vector{1, 2, 2, 3, 0}, \"average\")", 2, 3.5, 3.5, 5, 1);
    lab_assert_values(&lab, "rank(vector{1, 2, 2, 3, 0})", 2, 3, 3, 5, 1);
    lab_assert_values(&lab, "rank(vector{1, 2, 2, 3, 0}, \"max\")", 2, 4, 4, 5, 1);
    lab_assert_values(&lab, "rank(vector{1, 2, 2, 3, 0}, \"dense\")", 2, 3, 3, 4, 1);
    lab_assert_values(&lab, "minmax(gdp)", 0, 0.25, 0.5, 0.75, 1);
    lab_assert_values(&lab, "zscore(gdp):sd() + 0 * gdp", 1, 1, 1, 1, 1);
    lab_assert_values(&lab, "minmax(0 * gdp)", NAN, NAN);
    lab_assert_values(&lab, "zscore(0 * gdp)", NAN, NAN);
    lab_fails(&lab, "sum(3)", "vector expected");
    lab_fails(&lab, "quantile(x, 2)", "a share from 0 to 1");
    lab_fails(&lab, "rank(x, \"best\")", "invalid option 'best'");
    lab_fails(&lab, "cor(x, vector{1})", "different length");
    lab_fails(&lab, "x:summ()", "did you mean sum");
    lab_fails(&lab, "x:zzzzzzz()", "a vector has no 'zzzzzzz'");
    lab_fails(&lab, "x.zzzzzzz", "has no parts");
    lab_fails(&lab, "x[0]", "the vector has 5 values");
    lab_fails(&lab, "x[7]", "the vector has 5 values");
    lab_fails(&lab, "x[1.5]", "the vector has 5 values");
    lab_fails(&lab, "x(1)", "x is not a function");
    lab_fails(&lab, "(function() return x(1) end)()", "a column hides the function");
    lab_close(&lab);
}
END_TEST

START_TEST(making)
{
    lab_open(&lab);
    lab_assert_values(&lab, "vector{1, 2, 3, 1/0, 0/0}", 1, 2, 3, NAN, NAN);
    lab_assert_values(&lab, "vector(5, 2.5)", 2.5, 2.5, 2.5, 2.5, 2.5);
    lab_assert_values(&lab, "vector(5)", NAN, NAN);
    lab_assert_values(&lab, "vector(gdp)", 10, 20, 30, 40, 50);
    lab_assert_values(&lab,
                      "(function() local v = vector(gdp); v[2] = -1; v[3] = 1/0; return v end)()",
                      10, -1, NAN, 40, 50);
    lab_number(
        &lab,
        "(function() local s = 0 for i, e in ipairs(pop) do s = s + i * e end return s end)()", 87);
    lab_fails(&lab, "(function() gdp[1] = 2 return gdp end)()", "read-only");
    lab_fails(&lab, "(function() local v = vector{1} v[2] = 2 return v end)()", "has 1 values");
    lab_fails(&lab, "(function() local v = vector{1} v[1] = \"a\" return v end)()",
              "a number expected");
    lab_fails(&lab, "vector(-1)", "a length from 0 on");
    lab_fails(&lab, "vector{1, \"a\"}", "value 2 is a string");
    lab_fails(&lab, "vector{1, 2}", "the result has 2 values for 5 units");
    lab_fails(&lab, "tostring(gdp)", "the result is a string");
    lab_fails(&lab, "fail(tostring(gdp))", "vector of 5 values");
    lab_fails(&lab, "fail(tostring(matrix{gdp}))", "matrix of 5 x 1 values");
    lab_fails(&lab, "fail(tostring(province))", "labels of 5 units");
    lab_close(&lab);
}
END_TEST

/* Columns are compared as numbers are: 1, 0, or missing. */
START_TEST(comparing)
{
    lab_open(&lab);
    lab_assert_values(&lab, "gdp < 10 * pop", 0, 0, 1, 1, 1);
    lab_assert_values(&lab, "x >= 0", 0, NAN, 1, 1, 1);
    lab_assert_values(&lab, "1 ~= x", 1, NAN, 1, 0, 1);
    lab_assert_values(&lab, "where(x == 1, 1, 2)", 2, NAN, 2, 1, 2);
    lab_assert_values(&lab, "where(1 == 1, x, 2)", -1, NAN, 0, 1, 2);
    lab_assert_values(&lab, "lt(gdp, 35) * gt(pop, 1)", 0, 1, 1, 0, 0);
    lab_assert_values(&lab, "gdp < 35 and pop > 1", 0, 1, 1, 0, 0);
    lab_assert_values(&lab, "gdp > 35 or pop == 1", 1, 0, 0, 1, 1);
    lab_assert_values(&lab, "not (gdp < 35)", 0, 0, 0, 1, 1);
    lab_assert_values(&lab, "not gdp < 35 and not missing(x)", 0, 0, 0, 1, 1);
    lab_assert_values(&lab, "x > 0 and gdp > 15", 0, NAN, 0, 1, 1);
    lab_assert_values(&lab, "x > 0 or gdp > 15", 0, 1, 1, 1, 1);
    lab_assert_values(&lab, "x > 0 and gdp or pop", 1, NAN, 4, 40, 50);
    lab_assert_values(&lab, "x > 1 and 0 or x > 0 and 1 or 2", 2, NAN, 2, 1, 0);
    lab_assert_values(&lab, "(gdp > 15) + (pop > 3)", 0, 1, 2, 2, 2);
    lab_assert_values(&lab, "(gdp > 15) == (pop > 3)", 1, 0, 1, 1, 1);
    lab_assert_values(&lab, "gdp > 15 and true", 0, 1, 1, 1, 1);
    lab_assert_values(&lab, "province == \"A\"", 1, 0, 1, NAN, 0);
    lab_assert_values(&lab, "province ~= \"A\" and gdp > 15", 0, 1, 0, NAN, 1);
    lab_assert_values(&lab, "province == province", 1, 1, 1, NAN, 1);
    lab_number(&lab, "1 < 2 and 3 or 4", 3);
    lab_number(&lab, "2 < 1 or 3 < 4", 1);
    lab_number(&lab, "(\"a\" < \"b\") * 2", 2);
    lab_fails(&lab, "not x", "x is a number, not a condition: write x ~= 0 (character 5)");
    lab_fails(&lab, "gdp and pop > 1", "gdp is a number, not a condition: write gdp ~= 0");
    lab_fails(&lab, "gdp > 1 and 2", "this is a number, not a condition; where(");
    lab_fails(&lab, "gdp > 1 and 2 or pop > 1", "conditions and numbers are mixed");
    lab_fails(&lab, "province and gdp > 1", "province is a text, not a condition");
    lab_fails(&lab, "province == 3", "a text is compared with a number");
    lab_fails(&lab, "province < \"B\"", "labels have no order");
    lab_fails(&lab, "(gdp > 1) < (pop > 1)", "a condition is compared with a condition");
    lab_fails(&lab, "log > 1", "log is a function: write log(x) (character 1)");
    lab_fails(&lab, "1 + mean", "mean is a function: write mean(x) (character 5)");
    lab_fails(&lab, "mean", "mean is a function");
    lab_fails(&lab, "log(gdp, 2)", "log(x) with 2 arguments");
    lab_fails(&lab, "gdp(1)", "gdp is not a function");
    lab_fails(&lab, "1 < gdp < 5", "two comparisons in a row");
    lab_fails(&lab, "gdp = 1", "= does not compare: write == (character 5)");
    /* in a function it is Lua, where a whole vector has no order */
    lab_fails(&lab, "(function() return log(gdp) < log(pop) end)()", "does not compare vectors");
    lab_fails(&lab, "(function() return gdp <= 2 end)()", "does not compare vectors");
    lab_fails(&lab, "(function() return gdp == pop end)()", "does not compare vectors");
    lab_close(&lab);
}
END_TEST

START_TEST(groups)
{
    lab_open(&lab);
    lab_assert_values(&lab, "group_sum(gdp, province)", 40, 70, 40, NAN, 70);
    lab_assert_values(&lab, "group_mean(x, province)", -0.5, 2, -0.5, NAN, 2);
    lab_assert_values(&lab, "group_min(pop, province)", 1, 2, 1, NAN, 2);
    lab_assert_values(&lab, "group_max(pop, province)", 4, 10, 4, NAN, 10);
    lab_assert_values(&lab, "group_count(x, province)", 2, 1, 2, NAN, 1);
    lab_assert_values(&lab, "x:group_max(province)", 0, 2, 0, NAN, 2);
    lab_assert_values(&lab, "group_mean(log(0 * x), province)", NAN, NAN, NAN, NAN, NAN);
    lab_assert_values(&lab, "eq(province, \"A\")", 1, 0, 1, NAN, 0);
    lab_assert_values(&lab, "ne(\"A\", province)", 0, 1, 0, NAN, 1);
    lab_assert_values(&lab, "eq(province, province)", 1, 1, 1, NAN, 1);
    lab_assert_values(&lab, "missing(province)", 0, 0, 0, 1, 0);
    lab_number(&lab, "#province", 5);
    lab_number(&lab, "province[2] == \"B\" and 1 or 0", 1);
    lab_number(
        &lab,
        "(function() local s = 0 for _, l in ipairs(province) do s = s + #l end return s end)()",
        4);
    lab_fails(&lab, "province", "the result is a labels (text)");
    lab_fails(&lab, "province + 1", "labels are texts");
    lab_fails(&lab, "lt(province, \"A\")", "labels have no order");
    lab_fails(&lab, "province.x", "has no parts");
    lab_fails(&lab, "(function() return province.x end)()", "not 'x'");
    lab_fails(&lab, "province[9]", "there are 5");
    lab_fails(&lab, "group_sum(vector{1}, province)", "1 values for 5 labels");
    lab_fails(&lab, "group_sum(gdp, \"province\")", "labels (a text column) expected");
    lab_fails(&lab, "(function() province[1] = \"z\" end)()", "read-only");
    lab_close(&lab);
}
END_TEST

START_TEST(periods)
{
    double out[LAB_ROWS];

    lab_open(&lab);
    ck_assert_int_eq(lab_formula(&lab, "gdp - lag(\"gdp\")", out), OK);
    ck_assert(isnan(out[0]) && isnan(out[4]));
    kit_assert_near(out[5], 100, 0);
    kit_assert_near(out[14], 100, 0);
    ck_assert_int_eq(lab_formula(&lab, "lag(\"gdp\", 2)", out), OK);
    ck_assert(isnan(out[9]));
    kit_assert_near(out[10], 10, 0);
    lab_assert_values(&lab, "lag(\"gdp\", 0)", 10, 20);
    lab_fails(&lab, "lag(\"gdp\", -1)", "a number of periods from 0 on");
    lab_fails(&lab, "lag(\"gpd\")", "unknown name gpd; did you mean gdp?");
    lab_assert_values(&lab, "lag(gdp, 0)", 10, 20, 30, 40, 50);
    lab_fails(&lab, "lag(gdp + 1)", "string expected");
    lab_close(&lab);
}
END_TEST

START_TEST(matrices)
{
    lab_open(&lab);
    lab_assert_values(&lab, "matrix{gdp, pop}:times(vector{1, 10})", 20, 40, 70, 90, 150);
    lab_assert_values(&lab, "matrix{gdp, x}:times(vector{1, 1})", 9, NAN, 30, 41, 52);
    lab_assert_values(&lab, "matrix{gdp, x}:row_sums()", 9, 20, 30, 41, 52);
    lab_number(&lab, "matrix{gdp, x}:column_sums()[2]", 2);
    lab_number(&lab, "matrix{gdp, x}:rows() * 10 + matrix{gdp, x}:columns()", 52);
    lab_assert_values(&lab, "matrix{gdp, pop}:column(2)", 1, 2, 4, 5, 10);
    lab_number(&lab, "matrix{gdp, pop}:row(3)[2]", 4);
    lab_number(&lab, "matrix{gdp, pop}:transpose():row(1)[5]", 50);
    lab_number(&lab, "matrix{gdp, pop}:transpose():times(matrix{gdp, pop}):row(1)[2]", 870);
    lab_assert_values(&lab, "(matrix{gdp, pop} / 2 + matrix{pop, gdp}):column(1)", 6, 12, 19, 25,
                      35);
    lab_assert_values(&lab, "log(matrix{pop}):column(1)", 0, 0.69314718055994529);
    lab_number(&lab, "matrix{gdp, x}:count()", 9);
    lab_number(&lab, "distance_km(vector{0}, vector{0}, vector{0}, vector{180}):row(1)[1]",
               20015.114442035923);
    lab_number(&lab,
               "distance_km(vector{30.25}, vector{120.15}, vector{28.0}, vector{120.7}):row(1)[1]",
               255.82801086842207);
    lab_close(&lab);
}
END_TEST

START_TEST(matrix_errors)
{
    lab_open(&lab);
    lab_number(&lab, "distance_km(vector{91}, vector{0}):row(1)[1]", NAN);
    lab_fails(&lab, "matrix{}", "takes vectors");
    lab_fails(&lab, "matrix{gdp, 3}", "column 2 is a number");
    lab_fails(&lab, "matrix{gdp, vector{1}}", "column 2 has 1 values");
    lab_fails(&lab, "matrix(gdp)", "table expected");
    lab_fails(&lab, "matrix{gdp}:column(2)", "column 2: the matrix has 1");
    lab_fails(&lab, "matrix{gdp}:row(0)", "row 0: the matrix has 5");
    lab_fails(&lab, "matrix{gdp}:times(gdp)", "a matrix of 1 columns and 5 values");
    lab_fails(&lab, "matrix{gdp}:colum(1)", "did you mean column");
    lab_fails(&lab, "matrix{gdp}[1]", "m:column(j)");
    lab_fails(&lab, "matrix{gdp}.qqqqqqqqqq", "a matrix has no");
    lab_fails(&lab, "matrix{gdp} + gdp", "do not go together");
    lab_fails(&lab, "matrix{gdp} + matrix{gdp, gdp}", "5 x 1 and 5 x 2");
    lab_fails(&lab, "matrix{gdp}", "the result is a matrix of 5 x 1");
    lab_fails(&lab, "distance_km(gdp, vector{1})", "as many latitudes");
    lab_fails(&lab, "(function() local m = matrix{gdp} m[1] = 2 end)()", "a matrix is read-only");
    lab_fails(&lab, "vector(2000000000, 1)", "memory");
    lab_close(&lab);
}
END_TEST

START_TEST(methods)
{
    lab_open(&lab);
    lab_assert_values(&lab, "normalise(\"minmax\", gdp, { range = { 0, 1 } })", 0, 0.25, 0.5, 0.75,
                      1);
    lab_assert_values(
        &lab, "normalise(\"minmax\", gdp, { range = vector{0, 10}, direction = \"negative\" })", 10,
        7.5, 5, 2.5, 0);
    lab_number(&lab, "heng.weigh(\"equal\", matrix{gdp, pop, x})[3] * 3", 1);
    lab_number(&lab, "weigh(\"given\", matrix{gdp, pop}, { given = { 3, 1 } })[1]", 0.75);
    lab_assert_values(&lab, "aggregate(\"arithmetic\", matrix{gdp, pop}, { 1, 1 })", 5.5, 11, 17,
                      22.5, 30);
    lab_assert_values(&lab, "aggregate(\"arithmetic\", matrix{gdp, pop}, vector{3, 1})", 7.75,
                      15.5);
    lab_assert_values(&lab, "normalise(\"minmax\", 0 * gdp)", NAN, NAN);
    lab_fails(&lab, "normalise(\"minmx\", gdp)", "did you mean minmax?");
    lab_fails(&lab, "normalise(\"qqqqqqqq\", gdp)", "normalise: no such method: qqqqqqqq");
    lab_fails(&lab, "normalise(\"minmax\", gdp, { rnge = { 0, 1 } })", "did you mean range?");
    lab_fails(&lab, "normalise(\"minmax\", gdp, { qqqqqqq = 1 })", "has no parameter qqqqqqq");
    lab_fails(&lab, "normalise(\"minmax\", gdp, { vvv = 1, qqq = 1, zzz = 1, kkk = 1, www = 1 })",
              "has no parameter kkk");
    lab_fails(&lab, "normalise(\"minmax\", gdp, { 1 })", "a table { name = value }");
    lab_fails(&lab, "normalise(\"minmax\", gdp, { range = \"x\" })",
              "method minmax: range: expected");
    lab_fails(&lab, "normalise(\"minmax\", gdp, { range = { 1 / 0, 2 } })", "range is infinite");
    lab_fails(&lab, "normalise(\"minmax\", gdp, { range = { true } })", "range holds a boolean");
    lab_fails(&lab, "normalise(\"minmax\", gdp, { range = log })", "range is a function");
    lab_fails(&lab, "normalise(\"minmax\", gdp, { goalposts = { 1 } })", "two or three numbers");
    lab_fails(&lab, "normalise(\"minmax\", gdp, { direction = \"up\" })", "invalid option 'up'");
    lab_fails(&lab, "normalise(\"minmax\", 3)", "vector expected");
    lab_fails(&lab, "weigh(\"equal\", gdp)", "matrix expected");
    lab_fails(&lab, "weigh(\"given\", matrix{gdp, pop}, { given = { 3 } })",
              "2 values expected, got 1");
    lab_fails(&lab, "weigh(\"entropy\", matrix{0 * gdp, 0 * pop})", "weigh entropy: ");
    lab_fails(&lab, "aggregate(\"arithmetic\", matrix{gdp, pop}, { 0, 0 })", "sum to 0");
    lab_fails(&lab, "aggregate(\"arithmetic\", matrix{gdp, pop}, { -1, 2 })", "weight 1 is not");
    lab_fails(&lab, "aggregate(\"arithmetic\", matrix{gdp, pop}, 3)",
              "a vector or a table of numbers");
    lab.h.registry = NULL;
    lab_fails(&lab, "normalise(\"minmax\", gdp)", "no such method");
    lab_close(&lab);
}
END_TEST

/* What a profile reads from files: b over a is 3, and for the second expert 1/3. */
START_TEST(judgements_as_matrices)
{
#define A "matrix{vector{1, 3}, vector{1 / 3, 1}}"
    lab_open(&lab);
    lab_assert_values(&lab, "weigh(\"ahp\", matrix{gdp, pop}, { judgements = " A " })[2] + 0 * gdp",
                      0.75);
    lab_number(&lab,
               "weigh(\"ahp\", matrix{gdp, pop}, { judgements = { " A ", " A ":transpose() } })[2]",
               0.5);
    lab_number(&lab, "weigh(\"ahp\", matrix{gdp, pop}, { matrix = \"3\" })[1]", 0.75);
    lab_number(&lab,
               "weigh(\"budget\", matrix{gdp, pop}, { judgements = matrix{vector{60, 80}, "
               "vector{40, 20}} })[1]",
               0.7);
    lab_number(
        &lab,
        "weigh(\"precedence\", matrix{gdp, pop}, { judgements = matrix{vector{1}, vector{2}} })[2]",
        0.75);
    lab_fails(&lab, "weigh(\"ahp\", matrix{gdp, pop}, { judgements = \"/etc/passwd\" })",
              "judgements takes a matrix or a list of matrices");
    lab_fails(&lab, "weigh(\"ahp\", matrix{gdp, pop}, { judgements = {} })",
              "judgements takes a matrix or a list of matrices");
    lab_fails(&lab, "weigh(\"ahp\", matrix{gdp, pop}, { judgements = { gdp } })",
              "judgements takes matrices of 1 to 1000000 numbers");
    lab_fails(&lab, "weigh(\"ahp\", matrix{gdp, pop}, { judgements = { " A ", 7 } })",
              "judgements takes matrices of 1 to 1000000 numbers");
    lab_fails(&lab, "weigh(\"ahp\", matrix{gdp, pop}, { judgements = gdp })",
              "judgements takes matrices of 1 to 1000000 numbers");
    lab_fails(&lab, "weigh(\"ahp\", matrix{gdp, pop, x}, { judgements = " A " })",
              "judgements 1 has 2 rows; expected 3");
    lab_fails(&lab,
              "weigh(\"ahp\", matrix{gdp, pop}, { judgements = { " A
              ", matrix{vector{1, 5}, vector{1 / 3, 1}} } })",
              "judgements 2: column 1 over column 2 is 0.333333, and column 2 over column 1 is 5: "
              "not its reciprocal");
    lab_fails(&lab,
              "weigh(\"ahp\", matrix{gdp, pop}, { judgements = matrix{vector{1, 50}, vector{1 / "
              "50, 1}} })",
              "judgements 1: row 1, column 2: '0.02' is not a number from 1/9 to 9");
    lab_close(&lab);
#undef A
}
END_TEST

START_TEST(weights_put_together)
{
    lab_open(&lab);
    lab_number(
        &lab,
        "weigh(\"combined\", matrix{gdp, pop}, { parts = { { 0.6, 0.4 }, vector{0.2, 0.8} } })[1]",
        0.4);
    lab_number(&lab,
               "weigh(\"combined\", matrix{gdp, pop}, { parts = { { 0.6, 0.4 }, { 0.2, 0.8 } }, "
               "how = \"game\" })[1]",
               9. / 28);
    lab_number(&lab,
               "weigh(\"combined\", matrix{gdp, pop}, { parts = { weigh(\"equal\", matrix{gdp, "
               "pop}), { 0.2, 0.8 } },"
               " shares = { 3, 1 } })[1]",
               0.425);
    lab_fails(&lab, "weigh(\"combined\", matrix{gdp, pop})",
              "combined takes parts = { w1, w2 }, the weights themselves");
    lab_fails(&lab, "weigh(\"combined\", matrix{gdp, pop}, { of = { \"equal\", \"cv\" } })",
              "combined takes parts = { w1, w2 }");
    lab_fails(&lab,
              "weigh(\"combined\", matrix{gdp, pop}, { parts = { { 0.6, 0.4 }, { 0.2, 0.9 } } })",
              "weigh: part 2: ");
    lab_fails(&lab, "weigh(\"combined\", matrix{gdp, pop}, { parts = { { 0.6, 0.4 }, { 1 } } })",
              "weigh: parts: 2 values expected");
    lab_fails(&lab, "weigh(\"combined\", matrix{gdp, pop}, { parts = { { 0.6, 0.4 } } })",
              "1 method to combine; expected 2 to 16");
    lab_fails(&lab,
              "(function() local p = {} for i = 1, 65 do p[i] = { 0.5, 0.5 } end"
              " return weigh(\"combined\", matrix{gdp, pop}, { parts = p }) end)()",
              "parts: at most 64");
    lab_fails(&lab, "weigh(\"equal\", matrix{gdp, pop}, { parts = { { 0.6, 0.4 } } })",
              "method equal has no parameter parts");
    lab_close(&lab);
}
END_TEST

/* The third unit is nearest to the second one, by far, in gdp and pop. */
START_TEST(imputing_from_other_columns)
{
    lab_open(&lab);
    lab_assert_values(&lab, "impute(\"knn\", matrix{gdp, pop, x}, { column = 3, k = 1 })", -1, -1,
                      0, 1, 2);
    lab_assert_values(&lab, "impute(\"knn\", matrix{gdp, pop, x}, { column = 1 })", 10, 20, 30, 40,
                      50);
    lab_fails(&lab, "impute(\"knn\", x)",
              "impute: knn looks at other columns: give it a matrix and column = j");
    lab_fails(&lab, "impute(\"mean\", matrix{gdp, x}, { column = 2 })",
              "impute: mean fills a column by itself: give it a vector");
    lab_fails(&lab, "impute(\"knn\", matrix{gdp, x})", "number expected");
    lab_fails(&lab, "impute(\"knn\", matrix{gdp, x}, { column = 3 })",
              "impute: there is no column 3");
    lab_fails(&lab, "impute(\"knn\", matrix{gdp, x}, { column = 0 })",
              "impute: there is no column 0");
    lab_fails(&lab, "impute(\"knn\", matrix{gdp, x}, { column = 1, by = province })",
              "has no parameter by");
    lab_fails(&lab, "treat(\"winsorise\", matrix{gdp, x})", "vector expected");
    lab_fails(&lab, "impute(\"constant\", x)",
              "method constant: the parameter value must be given");
    lab_close(&lab);
}
END_TEST

START_TEST(ranking_by_name)
{
    lab_open(&lab);
    lab_assert_values(&lab, "rank(\"rank\", gdp)", 5, 4, 3, 2, 1);
    lab_assert_values(&lab, "heng.rank(\"rank\", vector{1, 3, 3, 0, 2}, { ties = \"max\" })", 4, 2,
                      2, 5, 3);
    lab_assert_values(&lab, "rank(gdp)", 1, 2, 3, 4, 5);
    lab_assert_values(&lab, "rank(\"rank\", x)", 4, NAN, 3, 2, 1);
    lab_fails(&lab, "rank(\"rnk\", gdp)", "rank: no such method: rnk; did you mean rank?");
    lab_fails(&lab, "rank(\"rank\", 3)", "vector expected");
    lab_fails(&lab, "rank(\"rank\", gdp, { ties = \"first\" })",
              "expected one of min, average, max, dense");
    lab_close(&lab);
}
END_TEST

START_TEST(imputing_by_labels)
{
    lab_open(&lab);
    lab_assert_values(&lab, "impute(\"class_mean\", x, { by = province })", -1, 2, 0, 1, 2);
    lab_assert_values(&lab, "impute(\"class_mean\", x)", -1, 0.5, 0, 1, 2);
    lab_fails(&lab, "impute(\"class_mean\", x, { by = \"province\" })", "by takes labels");
    lab_assert_values(&lab, "normalise(\"goalposts\", gdp, { goalposts = { 0, 100 } })", 10, 20);
    lab_fails(&lab, "normalise(\"goalposts\", gdp, { target = 1 / 0 })", "target is infinite");
    lab_close(&lab);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {arithmetic,
                            elementwise,
                            reductions,
                            making,
                            comparing,
                            groups,
                            periods,
                            matrices,
                            matrix_errors,
                            methods,
                            judgements_as_matrices,
                            weights_put_together,
                            imputing_from_other_columns,
                            ranking_by_name,
                            imputing_by_labels,
                            NULL};
    return kit_run("vector", tests);
}
