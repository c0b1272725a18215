/* SPDX-License-Identifier: MIT */
/* One quicksort for keys alone and for keys with values: it is compiled for both. */
#include "stats/sort.h"

#define SORT_BODY static inline __attribute__((always_inline))

enum { FEW = 24 };

static void swap_numbers(double *a, double *b)
{
    double t = *a;
    *a = *b;
    *b = t;
}

/* value may be NULL, here and below. */
SORT_BODY void swap(double *key, double *value, size_t i, size_t j)
{
    swap_numbers(&key[i], &key[j]);
    if (value)
        swap_numbers(&value[i], &value[j]);
}

SORT_BODY void insertion_sort(double *key, double *value, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const double k = key[i], v = value ? value[i] : 0;
        size_t j = i;
        for (; j > 0 && key[j - 1] > k; j--) {
            key[j] = key[j - 1];
            if (value)
                value[j] = value[j - 1];
        }
        key[j] = k;
        if (value)
            value[j] = v;
    }
}

SORT_BODY void sift_down(double *key, double *value, size_t i, size_t n)
{
    for (size_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && key[child] < key[child + 1])
            child++;
        if (key[i] >= key[child])
            return;
        swap(key, value, i, child);
    }
}

SORT_BODY void heap_sort(double *key, double *value, size_t n)
{
    for (size_t i = n / 2; i-- > 0;)
        sift_down(key, value, i, n);
    for (size_t i = n; i-- > 1;) {
        swap(key, value, 0, i);
        sift_down(key, value, 0, i);
    }
}

/* Splits n >= 3 keys so that nothing before the returned place is above anything from it on. */
SORT_BODY size_t partition(double *key, double *value, size_t n)
{
    size_t mid = n / 2, i = 0, j = n - 1;
    double pivot;
    if (key[mid] < key[0])
        swap(key, value, mid, 0);
    if (key[n - 1] < key[0])
        swap(key, value, n - 1, 0);
    if (key[n - 1] < key[mid])
        swap(key, value, n - 1, mid);
    pivot = key[mid];
    for (;;) {
        while (key[i] < pivot)
            i++;
        while (key[j] > pivot)
            j--;
        if (i >= j)
            return j + 1;
        swap(key, value, i++, j--);
    }
}

/* What is left to sort. The longer half waits, so that no more wait than n has bits. */
struct stretch {
    size_t first, n;
    int depth; /* how often it may still be split */
};

/* Quicksort that falls back on heapsort where it would go quadratic. */
SORT_BODY void sort(double *key, double *value, size_t n)
{
    struct stretch waiting[64], now = {0, n, 2};
    size_t n_waiting = 0;
    for (size_t i = n; i > 1; i /= 2)
        now.depth += 2;
    for (;;) {
        double *k = key + now.first, *v = value ? value + now.first : NULL;
        if (now.n > FEW && now.depth > 0) {
            const size_t split = partition(k, v, now.n);
            struct stretch low = {now.first, split, now.depth - 1};
            struct stretch high = {now.first + split, now.n - split, now.depth - 1};
            waiting[n_waiting++] = low.n < high.n ? high : low;
            now = low.n < high.n ? low : high;
            continue;
        }
        if (now.n > FEW)
            heap_sort(k, v, now.n);
        else
            insertion_sort(k, v, now.n);
        if (n_waiting == 0)
            return;
        now = waiting[--n_waiting];
    }
}

void sort_numbers(double *key, size_t n)
{
    sort(key, NULL, n);
}

void sort_pairs(double *key, double *value, size_t n)
{
    sort(key, value, n);
}
