/* SPDX-License-Identifier: MIT */
/* Shards and their parts: together the bits of one process; what does not fit is refused. */
#include "robust/shard.h"

#include <signal.h>

#include "base/file.h"
#include "base/worker.h"
#include "robust/bench_kit.h"

#define DESIGN "[sensitivity]\nsamples = 20\n"
#define NO_DESIGN "[sensitivity]\nsamples = 0\n"
#define TIERS "[tiers]\nhow = equal\nk = 2\n"

/* A profile with its assessment. */
struct side {
    struct bench b;
    struct assessment a;
};

static void side_begin(struct side *s, const char *profile)
{
    int status;
    files(&s->b);
    s->b.evaluator = NULL;
    s->b.walker = NULL;
    rig_run(&s->b.g, profile);
    s->b.o =
        (struct plan_options){.path = arena_strdup(s->b.g.plan->arena, rig_path(&s->b.g, "p.ini"))};
    status = assess_read(&s->a, s->b.g.plan, &s->b.g.e);
    if (!status)
        status = assess_bind(&s->a, s->b.g.results, 1, &s->b.g.e);
    ck_assert_msg(status == OK && s->a.evaluator, "%s", s->b.g.e.text);
}

static void side_end(struct side *s)
{
    assess_fini(&s->a);
    end(&s->b);
}

static void compute(struct side *s, struct shard shard)
{
    int status = assess_compute(&s->a, shard, &s->b.g.e);
    ck_assert_msg(status == OK, "%s", s->b.g.e.text);
}

/* The part of a shard, computed in rooms of its own. */
static struct str part_of(struct side *s, struct shard shard)
{
    struct str b = {0};
    compute(s, shard);
    part_pack(&s->a, shard, &b);
    ck_assert(!b.failed);
    replicates_fini(&s->a.x[0]);
    replicates_fini(&s->a.x[1]);
    return b;
}

static void same_replicates(const struct replicates *x, const struct replicates *y)
{
    ck_assert_uint_eq(x->n, y->n);
    ck_assert(memcmp(x->rank, y->rank, x->bytes[0]) == 0);
    ck_assert(!x->tier == !y->tier && (!x->tier || memcmp(x->tier, y->tier, x->bytes[1]) == 0));
    ck_assert(!x->score == !y->score &&
              (!x->score || memcmp(x->score, y->score, x->bytes[2]) == 0));
}

/* ---- ranges ---------------------------------------------------------------------------------- */

START_TEST(ranges_are_whole_blocks_and_leave_nothing_out)
{
    static const size_t ns[] = {1, 63, 64, 65, 300, 10000, 10000000};
    static const size_t ofs[] = {1, 2, 3, 7, 64, SHARDS_MAX};
    size_t i, k, j, next;
    for (i = 0; i < sizeof ns / sizeof *ns; i++)
        for (k = 0; k < sizeof ofs / sizeof *ofs; k++) {
            for (j = next = 0; j < ofs[k]; j++) {
                struct range r = shard_range((struct shard){j, ofs[k]}, ns[i]);
                ck_assert(r.n == 0 || r.first == next);
                ck_assert_uint_eq(r.first % 64, 0);
                ck_assert(r.n <= (ns[i] / 64 / ofs[k] + 2) * 64);
                next += r.n;
            }
            ck_assert_uint_eq(next, ns[i]);
        }
    ck_assert_uint_eq(shard_range((struct shard){0, 0}, 5).n, 5);
}
END_TEST

START_TEST(which_shard_is_read_to_the_letter)
{
    static const char *const bad[] = {"",
                                      "8/7",
                                      "0/7",
                                      "a/b",
                                      "1",
                                      "1/",
                                      "/7",
                                      "1/7x",
                                      "1 /7",
                                      "-1/7",
                                      "1/0",
                                      "1/-7",
                                      "+1/7",
                                      "1/ 7",
                                      "1/4097",
                                      "1//7",
                                      "18446744073709551617/7",
                                      "1/18446744073709551617"};
    struct shard s;
    struct error e;
    size_t i;
    ck_assert_int_eq(shard_read("2/7", &s, &e), OK);
    ck_assert(s.i == 1 && s.of == 7);
    ck_assert_int_eq(shard_read("4096/4096", &s, &e), OK);
    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_msg(shard_read(bad[i], &s, &e) == ERR_USAGE, "%s", bad[i]);
        ck_assert_ptr_nonnull(strstr(e.text, "expected I/N"));
    }
}
END_TEST

/* ---- together -------------------------------------------------------------------------------- */

START_TEST(any_number_of_shards_has_the_bits_of_one)
{
    static const size_t ofs[] = {1, 2, 7};
    struct side one, s;
    size_t k, i;
    side_begin(&one, BASE TIERS VARIED "keep_replicates = yes\n" DESIGN);
    compute(&one, (struct shard){0, 0});
    for (k = 0; k < 3; k++) {
        struct parts have = {0};
        struct str parts[7];
        side_begin(&s, BASE TIERS VARIED "keep_replicates = yes\n" DESIGN);
        for (i = 0; i < ofs[k]; i++)
            parts[i] = part_of(&s, (struct shard){i, ofs[k]});
        ck_assert_int_eq(assess_room(&s.a, &s.b.g.e), OK);
        for (i = ofs[k]; i-- > 0;) {
            int status = part_take(&s.a, &have, "part", parts[i].s, parts[i].n, &s.b.g.e);
            ck_assert_msg(status == OK, "%s", s.b.g.e.text);
            str_fini(&parts[i]);
        }
        ck_assert_int_eq(parts_complete(&have, &s.b.g.e), OK);
        same_replicates(&one.a.x[0], &s.a.x[0]);
        same_replicates(&one.a.x[1], &s.a.x[1]);
        parts_fini(&have);
        side_end(&s);
    }
    side_end(&one);
}
END_TEST

static void die(size_t first, void *data)
{
    int *left = data;
    if (first >= 128 && *left > 0) {
        --*left;
        raise(SIGKILL);
    }
}

START_TEST(a_killed_worker_of_a_shard_is_redone_once)
{
    const struct shard second = {1, 2};
    struct side s;
    struct replicates whole, part;
    struct range r;
    int *left = shared_new(sizeof *left);
    ck_assert_ptr_nonnull(left);
    side_begin(&s, BASE VARIED);
    compute(&s, (struct shard){0, 0});
    whole = s.a.x[0];
    s.a.x[0] = (struct replicates){0};
    s.a.how[0].before = die;
    s.a.how[0].before_data = left;
    *left = 1;
    compute(&s, second);
    ck_assert_int_eq(*left, 0);
    part = s.a.x[0];
    r = shard_range(second, whole.n);
    ck_assert_uint_ge(r.first, 128);
    ck_assert(memcmp(whole.rank + r.first * 8, part.rank + r.first * 8, r.n * 8 * sizeof(float)) ==
              0);
    ck_assert(part.rank[0] == 0); /* the other's */
    replicates_fini(&s.a.x[0]);
    *left = 1000;
    ck_assert_int_eq(assess_compute(&s.a, second, &s.b.g.e), ERR_INTERNAL);
    ck_assert_ptr_nonnull(strstr(s.b.g.e.text, "replicates"));
    replicates_fini(&whole);
    shared_free(left, sizeof *left);
    side_end(&s);
}
END_TEST

/* ---- what is refused ------------------------------------------------------------------------- */

static void refused(struct side *s, struct parts *have, const char *bytes, size_t n,
                    const char *why)
{
    int status = part_take(&s->a, have, "P", bytes, n, &s->b.g.e);
    ck_assert_int_eq(status, ERR_DATA);
    ck_assert_msg(strncmp(s->b.g.e.text, "P: ", 3) == 0 && strstr(s->b.g.e.text, why), "%s: %s",
                  why, s->b.g.e.text);
}

START_TEST(foreign_parts_are_refused)
{
    static const struct {
        const char *profile, *table, *why;
    } others[] = {
        {BASE VARIED "seed = 9\n", NULL, "of another profile"},
        {BASE VARIED,
         "code,name,group,a,b,c,d\n"
         "u1,One,x,1,20,3,7\nu2,Two,x,4,8,2.5,1\nu3,Three,y,9,15,1,4\n"
         "u4,Four,y,2,40,6,2\nu5,Five,x,30,11,4,9\nu6,Six,y,5,,5,3\n"
         "u7,Seven,x,7,25,8,6\nu8,Eight,y,3,14,9,6\n",
         "of other data"},
    };
    struct side mine, other;
    size_t i;
    side_begin(&mine, BASE VARIED);
    ck_assert_int_eq(assess_room(&mine.a, &mine.b.g.e), OK);
    for (i = 0; i < 2; i++) {
        struct parts have = {0};
        struct str b;
        side_begin(&other, others[i].profile);
        if (others[i].table) {
            assess_fini(&other.a);
            rig_file(&other.b.g, "t.csv", others[i].table);
            rig_run(&other.b.g, others[i].profile);
            ck_assert_int_eq(assess_read(&other.a, other.b.g.plan, &other.b.g.e), OK);
            other.b.o.path = arena_strdup(other.b.g.plan->arena, rig_path(&other.b.g, "p.ini"));
            ck_assert_int_eq(assess_bind(&other.a, other.b.g.results, 1, &other.b.g.e), OK);
        }
        b = part_of(&other, (struct shard){0, 2});
        refused(&mine, &have, b.s, b.n, others[i].why);
        str_fini(&b);
        parts_fini(&have);
        side_end(&other);
    }
    side_end(&mine);
}
END_TEST

START_TEST(other_numbers_of_the_machine_are_seen)
{
    struct side s;
    struct parts have = {0};
    struct str b;
    side_begin(&s, BASE VARIED);
    b = part_of(&s, (struct shard){0, 1});
    ck_assert_int_eq(assess_room(&s.a, &s.b.g.e), OK);
    s.b.g.results->score[TREE_ROOT][3] = nextafter(s.b.g.results->score[TREE_ROOT][3], 1000);
    refused(&s, &have, b.s, b.n, "computes other scores");
    parts_fini(&have);
    str_fini(&b);
    side_end(&s);
}
END_TEST

START_TEST(missing_double_and_of_another_cut)
{
    struct side s;
    struct parts have = {0};
    struct str one, two, third;
    side_begin(&s, BASE VARIED);
    one = part_of(&s, (struct shard){0, 2});
    two = part_of(&s, (struct shard){1, 2});
    third = part_of(&s, (struct shard){2, 3});
    ck_assert_int_eq(assess_room(&s.a, &s.b.g.e), OK);
    ck_assert_int_eq(parts_complete(&have, &s.b.g.e), ERR_DATA);
    ck_assert_int_eq(part_take(&s.a, &have, "two", two.s, two.n, &s.b.g.e), OK);
    ck_assert_int_eq(parts_complete(&have, &s.b.g.e), ERR_DATA);
    ck_assert_str_eq(s.b.g.e.text, "shard 1/2 is missing: 1 of 2 parts are here");
    refused(&s, &have, two.s, two.n, "shard 2/2 a second time; it is in two already");
    refused(&s, &have, third.s, third.n, "shard 3/3; the others are of 2");
    ck_assert_int_eq(part_take(&s.a, &have, "one", one.s, one.n, &s.b.g.e), OK);
    ck_assert_int_eq(parts_complete(&have, &s.b.g.e), OK);
    parts_fini(&have);
    str_fini(&one);
    str_fini(&two);
    str_fini(&third);
    side_end(&s);
}
END_TEST

/* Every cut, every changed byte of the head: refused, and nothing else happens. */
START_TEST(no_byte_of_the_head_is_believed)
{
    struct side s;
    struct str b;
    size_t i, head;
    side_begin(&s, BASE TIERS VARIED NO_DESIGN);
    b = part_of(&s, (struct shard){0, 3});
    ck_assert_int_eq(assess_room(&s.a, &s.b.g.e), OK);
    head = b.n - shard_range((struct shard){0, 3}, 300).n * 8 * 5;
    for (i = 0; i < b.n; i += i < head ? 1 : 97) {
        struct parts have = {0};
        refused(&s, &have, b.s, i, "");
        parts_fini(&have);
    }
    for (i = 0; i < head; i++) {
        struct parts have = {0};
        struct error e = {0};
        int status;
        char was = b.s[i];
        b.s[i] = (char)(was ^ 0x41);
        status = part_take(&s.a, &have, "P", b.s, b.n, &e);
        ck_assert_msg(status == ERR_DATA, "byte %zu of %zu: %d", i, head, status);
        b.s[i] = was;
        parts_fini(&have);
    }
    str_fini(&b);
    side_end(&s);
}
END_TEST

START_TEST(rank_counts_that_no_replicate_yields)
{
    static const float bad[] = {0, -1, 5, 1.25F, 1e30F, INFINITY, -INFINITY};
    struct side s;
    struct str b;
    size_t i, head;
    side_begin(&s, BASE VARIED "keep_replicates = yes\n" NO_DESIGN);
    b = part_of(&s, (struct shard){0, 1});
    head = b.n - 300 * 8 * (sizeof(float) + sizeof(double));
    ck_assert_int_eq(assess_room(&s.a, &s.b.g.e), OK);
    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct parts have = {0};
        float was;
        char *at = b.s + head + (7 * 8 + 3) * sizeof was;
        memcpy(&was, at, sizeof was);
        memcpy(at, &bad[i], sizeof was);
        refused(&s, &have, b.s, b.n, "replicate 8 holds what no replicate yields");
        memcpy(at, &was, sizeof was);
        parts_fini(&have);
    }
    {
        struct parts have = {0};
        double infinite = INFINITY;
        memcpy(b.s + b.n - sizeof infinite, &infinite, sizeof infinite);
        refused(&s, &have, b.s, b.n, "replicate 300 holds what no replicate yields");
        parts_fini(&have);
    }
    str_fini(&b);
    side_end(&s);
}
END_TEST

/* ---- files ----------------------------------------------------------------------------------- */

START_TEST(files_have_a_checksum)
{
    struct side s;
    struct parts have = {0};
    const char *path;
    char *bytes;
    size_t n;
    side_begin(&s, BASE VARIED);
    compute(&s, (struct shard){1, 2});
    ck_assert_int_eq(part_write(&s.a, (struct shard){1, 2}, s.b.g.dir, &s.b.g.e), OK);
    path = arena_strdup(s.b.g.plan->arena, rig_path(&s.b.g, "part-2-of-2.hengpart"));
    ck_assert_int_eq(part_read(&s.a, &have, path, &s.b.g.e), OK);
    parts_fini(&have);
    ck_assert_int_eq(file_read(path, 1 << 20, &bytes, &n, &s.b.g.e), OK);
    bytes[n / 2] ^= 1;
    {
        FILE *f = fopen(path, "wb");
        ck_assert_ptr_nonnull(f);
        fwrite(bytes, 1, n, f);
        fclose(f);
    }
    ck_assert_int_eq(part_read(&s.a, &have, path, &s.b.g.e), ERR_DATA);
    ck_assert_ptr_nonnull(strstr(s.b.g.e.text, "its checksum does not fit"));
    ck_assert_int_eq(truncate(path, 10), 0);
    ck_assert_int_eq(part_read(&s.a, &have, path, &s.b.g.e), ERR_DATA);
    ck_assert_int_eq(part_read(&s.a, &have, "/nowhere/p", &s.b.g.e), ERR_NOINPUT);
    free(bytes);
    parts_fini(&have);
    side_end(&s);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {ranges_are_whole_blocks_and_leave_nothing_out,
                                  which_shard_is_read_to_the_letter,
                                  any_number_of_shards_has_the_bits_of_one,
                                  a_killed_worker_of_a_shard_is_redone_once,
                                  foreign_parts_are_refused,
                                  other_numbers_of_the_machine_are_seen,
                                  missing_double_and_of_another_cut,
                                  no_byte_of_the_head_is_believed,
                                  rank_counts_that_no_replicate_yields,
                                  files_have_a_checksum,
                                  NULL};
    return kit_run("shards", tests);
}
