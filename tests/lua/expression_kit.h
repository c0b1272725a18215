/* SPDX-License-Identifier: MIT */
/* Random expressions: as a text with no more brackets than precedence asks for (now and then some
   more), and as what they are worth, by a walk that shares nothing with the parser. */
#ifndef HENG_TESTS_EXPRESSION_KIT_H
#define HENG_TESTS_EXPRESSION_KIT_H

#include <stdbool.h>

#include "kit.h"
#include "stats/elementary.h"

/* From what binds least on. */
enum made_kind {
    MADE_OR,
    MADE_AND,
    MADE_NOT,
    MADE_COMPARE,
    MADE_SUM,
    MADE_PRODUCT,
    MADE_MINUS,
    MADE_POWER,
    MADE_WHERE,
    MADE_MISSING,
    MADE_LEAF
};

enum { MADE_NAMES = 3, MADE_MOST = 512 };
static const char *const made_names[MADE_NAMES] = {"gdp", "pop", "x"};

struct made_node {
    enum made_kind kind;
    char op;     /* < l > g = n + - * / w % */
    double leaf; /* where name < 0 */
    int name;
    int child[3];
};

struct made {
    struct made_node nodes[MADE_MOST];
    int n, root;
    uint64_t state;
    bool names, plain; /* plain: nothing that could be infinite */
    char text[4096];
    size_t length;
};

static inline unsigned made_draw(struct made *m, unsigned below)
{
    m->state = m->state * 6364136223846793005ull + 1442695040888963407ull;
    return (unsigned)(m->state >> 33) % below;
}

static inline int made_tree(struct made *m, int depth, bool condition);

static inline int made_leaf(struct made *m)
{
    static const double numbers[] = {0, 1, 2, 3.5, 0.25, 10, 7, 1e3};
    struct made_node *node = &m->nodes[m->n];

    *node = (struct made_node){.kind = MADE_LEAF, .name = -1};
    if (m->names && made_draw(m, 2))
        node->name = (int)made_draw(m, MADE_NAMES);
    else
        node->leaf = numbers[made_draw(m, 8)];
    return m->n++;
}

static inline int made_tree(struct made *m, int depth, bool condition)
{
    static const enum made_kind numbers[] = {MADE_SUM,   MADE_PRODUCT, MADE_MINUS,
                                             MADE_POWER, MADE_WHERE,   MADE_LEAF};
    static const enum made_kind conditions[] = {MADE_OR,      MADE_AND,     MADE_NOT,
                                                MADE_COMPARE, MADE_COMPARE, MADE_MISSING};
    static const char compares[] = "<l>g=n", sums[] = "+-", products[] = "*/w%";
    struct made_node node = {.name = -1};
    int at;

    if (!condition && depth <= 0)
        return made_leaf(m);
    do
        node.kind =
            condition ? conditions[depth <= 1 ? 3 : made_draw(m, 6)] : numbers[made_draw(m, 6)];
    while (m->plain && (node.kind == MADE_PRODUCT || node.kind == MADE_POWER));
    if (node.kind == MADE_LEAF)
        return made_leaf(m);
    at = m->n++;
    switch (node.kind) {
    case MADE_OR:
    case MADE_AND:
        node.child[0] = made_tree(m, depth - 1, true);
        node.child[1] = made_tree(m, depth - 1, true);
        break;
    case MADE_NOT:
        node.child[0] = made_tree(m, depth - 1, true);
        break;
    case MADE_WHERE:
        node.child[0] = made_tree(m, depth - 1, true);
        node.child[1] = made_tree(m, depth - 1, false);
        node.child[2] = made_tree(m, depth - 1, false);
        break;
    case MADE_MINUS:
    case MADE_MISSING:
        node.child[0] = made_tree(m, depth - 1, false);
        break;
    default:
        node.op = node.kind == MADE_COMPARE ? compares[made_draw(m, 6)]
                  : node.kind == MADE_SUM   ? sums[made_draw(m, 2)]
                                            : products[made_draw(m, 4)];
        node.child[0] = made_tree(m, depth - 1, false);
        node.child[1] = made_tree(m, depth - 1, false);
    }
    m->nodes[at] = node;
    return at;
}

static inline void made_put(struct made *m, const char *s)
{
    const size_t n = strlen(s);

    ck_assert_uint_lt(m->length + n, sizeof m->text);
    memcpy(m->text + m->length, s, n + 1);
    m->length += n;
}

static inline void made_write(struct made *m, int at);

/* In brackets where it binds less than it must, or where it stands on the right of its like. */
static inline void made_operand(struct made *m, int at, enum made_kind least)
{
    const bool brackets = m->nodes[at].kind < least || made_draw(m, 8) == 0;

    made_put(m, brackets ? "(" : "");
    made_write(m, at);
    made_put(m, brackets ? ")" : "");
}

static inline const char *made_sign(const struct made_node *node)
{
    switch (node->op) {
    case 'l':
        return " <= ";
    case 'g':
        return ">=";
    case '=':
        return " == ";
    case 'n':
        return "~= ";
    case 'w':
        return " // ";
    case '<':
        return "<";
    case '>':
        return " >";
    case '+':
        return " + ";
    case '-':
        return "- ";
    case '*':
        return "*";
    case '/':
        return " / ";
    default:
        return " % ";
    }
}

static inline void made_write(struct made *m, int at)
{
    const struct made_node *node = &m->nodes[at];
    const enum made_kind kind = node->kind;
    char leaf[40];

    switch (kind) {
    case MADE_LEAF:
        snprintf(leaf, sizeof leaf, "%g", node->leaf);
        made_put(m, node->name < 0 ? leaf : made_names[node->name]);
        return;
    case MADE_OR:
    case MADE_AND:
        made_operand(m, node->child[0], kind);
        made_put(m, kind == MADE_OR ? " or " : " and ");
        made_operand(m, node->child[1], kind + 1);
        return;
    case MADE_NOT:
        made_put(m, "not ");
        made_operand(m, node->child[0], MADE_NOT);
        return;
    case MADE_MINUS:
        made_put(m, "- ");
        made_operand(m, node->child[0], MADE_MINUS);
        return;
    case MADE_POWER:
        made_operand(m, node->child[0], MADE_WHERE);
        made_put(m, "^");
        made_operand(m, node->child[1], MADE_MINUS);
        return;
    case MADE_WHERE:
    case MADE_MISSING:
        made_put(m, kind == MADE_WHERE ? "where(" : "missing(");
        made_write(m, node->child[0]);
        for (int i = 1; kind == MADE_WHERE && i < 3; i++) {
            made_put(m, ", ");
            made_write(m, node->child[i]);
        }
        made_put(m, ")");
        return;
    default:
        made_operand(m, node->child[0], kind == MADE_COMPARE ? kind + 1 : kind);
        made_put(m, made_sign(node));
        made_operand(m, node->child[1], kind + 1);
    }
}

static inline void made_new(struct made *m, uint64_t seed, bool names)
{
    memset(m, 0, sizeof *m);
    m->state = seed * 0x9e3779b97f4a7c15ull;
    m->names = names;
    m->root = made_tree(m, 4, made_draw(m, 2));
    made_write(m, m->root);
}

static inline void made_new_plain(struct made *m, uint64_t seed)
{
    memset(m, 0, sizeof *m);
    m->state = seed * 0x9e3779b97f4a7c15ull;
    m->names = m->plain = true;
    m->root = made_tree(m, 4, true);
    made_write(m, m->root);
}

static inline double made_number(double x)
{
    return isfinite(x) ? x : (double)NAN;
}

static inline double made_binary(char op, double a, double b)
{
    double rest;

    switch (op) {
    case '<':
        return a < b;
    case 'l':
        return a <= b;
    case '>':
        return a > b;
    case 'g':
        return a >= b;
    case '=':
        return a == b;
    case 'n':
        return a != b;
    case '+':
        return made_number(a + b);
    case '-':
        return made_number(a - b);
    case '*':
        return made_number(a * b);
    case '/':
        return made_number(a / b);
    case 'w':
        return made_number(floor(a / b));
    default:
        rest = fmod(a, b);
        return made_number(rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest);
    }
}

/* Missing is NaN, a condition 1 or 0. values: of the names. */
static inline double made_at(const struct made *m, int at, const double *values)
{
    const struct made_node *node = &m->nodes[at];
    double a, b;

    if (node->kind == MADE_LEAF)
        return node->name < 0 ? node->leaf : values[node->name];
    a = made_at(m, node->child[0], values);
    switch (node->kind) {
    case MADE_NOT:
        return 1 - a;
    case MADE_MINUS:
        return -a;
    case MADE_MISSING:
        return isnan(a);
    case MADE_WHERE:
        return isnan(a) ? (double)NAN : made_at(m, node->child[a != 0 ? 1 : 2], values);
    default:
        break;
    }
    b = made_at(m, node->child[1], values);
    if (node->kind == MADE_AND)
        return a == 0 || b == 0 ? 0 : isnan(a) || isnan(b) ? (double)NAN : 1;
    if (node->kind == MADE_OR)
        return a == 1 || b == 1 ? 1 : isnan(a) || isnan(b) ? (double)NAN : 0;
    if (isnan(a) || isnan(b))
        return (double)NAN;
    return node->kind == MADE_POWER ? made_number(real_pow(a, b)) : made_binary(node->op, a, b);
}

static inline double made_value(const struct made *m, const double *values)
{
    return made_at(m, m->root, values);
}

/* Of one unit: comparisons hold or not, and one with a missing value does not. */
static inline bool made_holds_at(const struct made *m, int at, const double *values)
{
    const struct made_node *node = &m->nodes[at];

    switch (node->kind) {
    case MADE_OR:
        return made_holds_at(m, node->child[0], values) || made_holds_at(m, node->child[1], values);
    case MADE_AND:
        return made_holds_at(m, node->child[0], values) && made_holds_at(m, node->child[1], values);
    case MADE_NOT:
        return !made_holds_at(m, node->child[0], values);
    case MADE_COMPARE:
        return made_binary(node->op, made_at(m, node->child[0], values),
                           made_at(m, node->child[1], values)) == 1;
    default:
        return made_at(m, at, values) == 1;
    }
}

static inline bool made_holds(const struct made *m, const double *values)
{
    return made_holds_at(m, m->root, values);
}

#endif
