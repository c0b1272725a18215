/* SPDX-License-Identifier: MIT */
/* The second half of bad.h: descriptors and entry, after the functions they name. */
static const struct heng_input inputs[] = {
    {BAD_INPUT, "1", "甲", "A", 0},
    {"b", "1", "乙", "B", 1},
};

static const struct heng_indicator indicators[] = {
    {BAD_FIRST_ID, BAD_TITLE, "Twice", "1", BAD_DIRECTION, BAD_FORMULA, "the tests", BAD_WEIGHT,
     BAD_GOALPOSTS},
    {BAD_SECOND_ID, "三分之一", "A third", "1", HENG_NEGATIVE, "a / 3", "the tests", 2, 0, 1},
};

static const struct heng_param params[] = {
    {BAD_KEY, BAD_TYPE, BAD_OFFSET, BAD_DEFAULT, BAD_RANGE, BAD_CHOICES, BAD_COUNTS, NULL,
     "A factor."},
};

static const struct heng_dimension dimension = {
    BAD_DIMENSION_SIZE,  "part",           "部分",       "Part",
    "A part of a test.", inputs,           BAD_N_INPUTS, sizeof(struct heng_input),
    indicators,          BAD_N_INDICATORS, BAD_STRIDE,   HENG_ARRAY(params),
    BAD_PARAMS_SIZE,     BAD_COMPUTE,
};

static const struct heng_dimension *const dimensions[] __attribute__((unused)) = {&dimension, NULL};

static const struct heng_plugin plugin = {
    BAD_MAGIC, BAD_ABI, BAD_SIZE, BAD_CALLED, "1.0", "MIT", BAD_DIMENSIONS, BAD_METHODS,
};

#ifndef BAD_NO_ENTRY
HENG_EXPORT const struct heng_plugin *heng_plugin_entry(const struct heng_host *host)
{
    (void)host;
    (void)plugin;
    BAD_ENTRY
}
#endif
