# SPDX-License-Identifier: MIT
"""Replicates of noise on weights with numpy: robust_twin.py FOLDER one|default|report

FOLDER holds what build/tests/bench/robust wrote and, as `times`, what it printed. one, default: draws the
noise, rescales it among siblings, takes scores by one matrix product, ranks within each class, and mean
and 5, 50 and 95 % of the ranks; prints "NAME SECONDS DIFFERENCE", the median of five rounds and the
largest difference of a mean rank from heng's. report: both beside heng's, with the bars.
"""
import sys
import time
import numpy as np

DIMENSIONS, EACH, SPREAD = 5, 10, 0.25
BAR_SHARE, BAR_MICROSECONDS = 0.5, 50


def noise(rng, *shape):
    w = 1 + SPREAD * (2 * rng.random(shape) - 1)
    w /= w.sum(axis=-1, keepdims=True)
    return w


def ranks(scores):
    order = np.argsort(-scores, axis=1)
    r = np.empty(scores.shape)
    np.put_along_axis(r, order, np.arange(1.0, scores.shape[1] + 1)[None, :], axis=1)
    return r


def replicate(x, n, classes, rng):
    w = (noise(rng, n, DIMENSIONS, EACH) * noise(rng, n, DIMENSIONS)[:, :, None]).reshape(n, -1)
    scores = w @ x
    r = np.hstack([ranks(s) for s in np.hsplit(scores, classes)])
    columns = np.ascontiguousarray(r.T)
    return columns.mean(axis=1), np.percentile(columns, [5, 50, 95], axis=1)


def lines(path):
    return [line.split() for line in open(path)]


def twin(folder):
    for name, n, rows, *_ in lines(folder + "/times"):
        if name not in ("weights", "classes"):
            continue
        x = np.fromfile(f"{folder}/{name}.x").reshape(-1, int(rows))
        took = []
        for k in range(5):
            at = time.perf_counter()
            mean, _ = replicate(x, int(n), 2 if name == "classes" else 1, np.random.default_rng(k))
            took.append(time.perf_counter() - at)
        print(name, sorted(took)[2], np.abs(mean - np.fromfile(f"{folder}/{name}.mean")).max())


def report(folder):
    one, default = ({l[0]: l for l in lines(f"{folder}/{f}")} for f in ("one", "default"))
    for name, n, rows, first, second in lines(folder + "/times"):
        first, second, n = float(first), float(second), int(n)
        each = f"{n} replicates of {rows} rows, {name}: "
        if name in one:
            numpy, threads = float(one[name][1]), float(default[name][1])
            share = first / numpy
            print(f"{each}{1e3 * first:.0f} ms, -j 2 {1e3 * second:.0f} ms; numpy {1e3 * numpy:.0f} ms, "
                  f"default threads {1e3 * threads:.0f} ms; share {share:.2f} (-j 2: {second / threads:.2f}), "
                  f"bar {BAR_SHARE} {'reached' if share <= BAR_SHARE else 'MISSED'}; "
                  f"mean ranks within {float(one[name][2]):.2f}")
        else:
            us = 1e6 * first / n
            print(f"{each}{us:.1f} us a replicate and core, -j 2 {2e6 * second / n:.1f}; "
                  f"bar {BAR_MICROSECONDS} {'reached' if us <= BAR_MICROSECONDS else 'MISSED'}")


folder, what = sys.argv[1:3]
report(folder) if what == "report" else twin(folder)
