/* SPDX-License-Identifier: MIT */
/* Was built for ABI 1: the structs of its heng.h, frozen as they were. */
#include <math.h>
#include <stddef.h>
#include <stdint.h>

struct abi1_param {
    const char *name;
    enum { ABI1_BOOL = 1 } type;
    size_t offset;
    const char *def;
    double min, max;
    const char *choices;
    size_t n_min, n_max;
    const char *unit;
    const char *doc;
};

struct abi1_input {
    const char *name, *unit, *title_zh, *title_en;
    int optional;
};

struct abi1_indicator {
    const char *id, *title_zh, *title_en, *unit;
    int direction;
    const char *formula, *source;
    double weight, lo, hi;
};

struct abi1_host {
    size_t size;
    uint32_t abi_major, abi_minor;
    const char *version;
    void (*fail)(void *ctx, const char *fmt, ...);
    void (*warn)(void *ctx, const char *fmt, ...);
};

struct abi1_ctx {
    const struct abi1_host *host;
};

struct abi1_dimension {
    size_t size;
    const char *name, *title_zh, *title_en, *summary;
    const struct abi1_input *inputs;
    size_t n_inputs, input_stride;
    const struct abi1_indicator *indicators;
    size_t n_indicators, indicator_stride;
    const struct abi1_param *params;
    size_t n_params, param_stride, params_size, state_size;
    int (*compute)(struct abi1_ctx *ctx, void *state, const void *params, const double *const *in,
                   double *const *out, size_t n_rows);
};

struct abi1_plugin {
    uint32_t magic, abi_major;
    size_t size;
    const char *name, *version, *licence;
    const struct abi1_dimension *const *dimensions;
    const void *const *methods, *const *sources, *const *sinks;
};

static const struct abi1_input inputs[] = {{"a", "1", "甲", "A", 0}};

static const struct abi1_indicator indicators[] = {
    {"twice", "双倍", "Twice", "1", 1, "a * 2", "the tests", 1, NAN, NAN},
};

static int compute(struct abi1_ctx *ctx, void *state, const void *params, const double *const *in,
                   double *const *out, size_t n_rows)
{
    (void)state, (void)params;
    for (size_t i = 0; i < n_rows; i++)
        out[0][i] = in[0][i] * 2;
    ctx->host->warn(ctx, "done");
    return 0;
}

static const struct abi1_dimension dimension = {
    sizeof dimension,
    "part",
    "部分",
    "Part",
    "A part of a test.",
    inputs,
    1,
    sizeof *inputs,
    indicators,
    1,
    sizeof *indicators,
    NULL,
    0,
    0,
    0,
    0,
    compute,
};

static const struct abi1_dimension *const dimensions[] = {&dimension, NULL};

static const struct abi1_plugin plugin = {
    0x474e4548u, 1, sizeof plugin, "abi1", "1.0", "MIT", dimensions, NULL, NULL, NULL,
};

__attribute__((visibility("default"))) const void *heng_plugin_entry(const struct abi1_host *host);

const void *heng_plugin_entry(const struct abi1_host *host)
{
    (void)host;
    return &plugin;
}
