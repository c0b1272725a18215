# SPDX-License-Identifier: MIT
"""Min-max, entropy weights, weighted mean or TOPSIS, rank: pipeline_twin.py FOLDER TIMES

FOLDER holds what build/tests/bench/pipeline wrote, TIMES what it printed. numpy works on blocks that stay
in the cache, into arrays that are there already. Prints both times of each pipeline, heng's as a share of
numpy's beside the bar (0.50), and how many ranks differ.
"""
import sys
import time
import numpy as np

BLOCK = 16384
BAR = 0.50
ROUNDS = 5


def blocks(n):
    return [slice(i, min(i + BLOCK, n)) for i in range(0, n, BLOCK)]


def normalise(x, y):
    for a, b in zip(x, y):
        low = a.min()
        width = a.max() - low
        for s in blocks(len(a)):
            part = b[s]
            np.subtract(a[s], low, out=part)
            part /= width
            part *= 100


def entropy(y):
    n = y.shape[1]
    d = np.empty(len(y))
    for j, a in enumerate(y):
        low = a.min()
        width = a.max() - low
        total = (a.sum() - n * low) / width
        e = 0.0
        p, logs = np.empty(BLOCK), np.empty(BLOCK)
        for s in blocks(n):
            k = s.stop - s.start
            np.subtract(a[s], low, out=p[:k])
            p[:k] /= width * total
            p[:k][p[:k] == 0] = 1  # 0 ln 0 is 0, and so is 1 ln 1
            np.log(p[:k], out=logs[:k])
            e -= p[:k] @ logs[:k]
        d[j] = 1 - e / np.log(n)
    return d / d.sum()


def mean(y, w):
    score = np.empty(y.shape[1])
    for s in blocks(y.shape[1]):
        np.dot(w, y[:, s], out=score[s])
    return score


def topsis(y, w):
    n = y.shape[1]
    factor = w / np.sqrt([a @ a for a in y])
    best, worst = y.max(1), y.min(1)
    score = np.empty(n)
    to_best, to_worst, d = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    for s in blocks(n):
        k = s.stop - s.start
        to_best[:], to_worst[:] = 0, 0
        for j, a in enumerate(y):
            for ideal, to in ((best, to_best), (worst, to_worst)):
                np.subtract(a[s], ideal[j], out=d[:k])
                d[:k] *= factor[j]
                d[:k] *= d[:k]
                to[:k] += d[:k]
        np.sqrt(to_best[:k], out=to_best[:k])
        np.sqrt(to_worst[:k], out=to_worst[:k])
        score[s] = to_worst[:k] / (to_best[:k] + to_worst[:k])
    return score


def rank(score):
    order = np.argsort(-score)
    ordered = score[order]
    new = np.r_[True, ordered[1:] != ordered[:-1]]
    first = np.maximum.accumulate(np.where(new, np.arange(len(score)), 0)) + 1
    ranks = np.empty(len(score))
    ranks[order] = first
    return ranks


def main(folder, times):
    lines = [line.split() for line in open(times)]
    n, m = map(int, lines[0][1:])
    x = np.fromfile(folder + "/matrix.bin").reshape(m, n)
    y = np.empty_like(x)
    print(f"{'pipeline':<12}{'heng':>11}{'numpy':>13}{'share':>8}{'bar':>6}  stage by stage, heng/numpy in ms")
    for name, ours, *stages in lines[1:]:
        rounds = []
        for _ in range(ROUNDS):
            at = [time.perf_counter()]
            normalise(x, y)
            at.append(time.perf_counter())
            w = entropy(y)
            at.append(time.perf_counter())
            score = {"mean": mean, "topsis": topsis}[name](y, w)
            at.append(time.perf_counter())
            ranks = rank(score)
            at.append(time.perf_counter())
            rounds.append((at[-1] - at[0], np.diff(at)))
        took = float(np.median([whole for whole, _ in rounds]))
        parts = np.median([part for _, part in rounds], 0)
        each = "  ".join(f"{stage} {1e3 * float(a):.0f}/{1e3 * b:.0f}"
                         for stage, a, b in zip(("minmax", "entropy", name, "rank"), stages, parts))
        differ = int((np.fromfile(f"{folder}/{name}.bin") != ranks).sum())
        print(f"{name:<12}{1e3 * float(ours):>8.0f} ms{1e3 * took:>10.0f} ms{float(ours) / took:>8.2f}{BAR:>6.2f}  {each}; "
              f"{differ} of {n} ranks differ", flush=True)


main(*sys.argv[1:])
