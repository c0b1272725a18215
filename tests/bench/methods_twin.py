# SPDX-License-Identifier: MIT
"""The weightings and aggregations of heng in plain numpy: methods_twin.py FOLDER TIMES

FOLDER holds what build/tests/bench/methods wrote, TIMES what it printed. Prints one line a method: the
two times, heng's as a share of numpy's, and how far the results lie apart.
"""
import sys
import time
import numpy as np

LOW = 1e-12  # a margin up to here is even


def unit(v):
    return v / v.sum()


def minmax(x):
    lo, hi = x.min(0), x.max(0)
    return (x - lo) / (hi - lo)


def shares_entropy(p):
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(p > 0, p * np.log(p), 0)
    return 1 + t.sum(0) / np.log(len(p))


def entropy(x, w):
    y = minmax(x)
    return unit(shares_entropy(y / y.sum(0)))


def critic(x, w):
    y = minmax(x)
    return unit(y.std(0, ddof=1) * (1 - np.corrcoef(y, rowvar=False)).sum(0))


def merec(x, w):
    t = np.abs(np.log(x.min(0) / x))
    m = x.shape[1]
    s = t.sum(1, keepdims=True)
    whole = np.log(1 + s / m)
    without = np.log(1 + (s - t) / m)
    return unit(np.abs(without - whole).sum(0))


def cilos(x, w):
    a = x[x.argmax(0)]
    best = np.diag(a)
    p = (best - a) / best
    f = p - np.diag(p.sum(0))
    m = len(f)
    f = np.vstack([f, np.ones(m)])
    q = np.linalg.lstsq(f, np.r_[np.zeros(m), 1], rcond=None)[0]
    return unit(q)


def idocriw(x, w):
    return unit(cilos(x, w) * shares_entropy(x / x.sum(0)))


def independence(x, w):
    inverse = np.linalg.inv(np.corrcoef(x, rowvar=False))
    return unit(1 / np.sqrt(1 - 1 / np.diag(inverse)))


def gini(x, w):
    s = np.sort(x, 0)
    n = len(x)
    return unit(((2 * np.arange(1, n + 1) - n - 1)[:, None] * s).sum(0) / (n * n * x.mean(0)))


def cv(x, w):
    return unit(x.std(0, ddof=1) / np.abs(x.mean(0)))


def pairwise_eigen(x, w):
    m = x.shape[1]
    values, vectors = np.linalg.eig(np.ones((m, m)))
    return unit(np.abs(vectors[:, values.argmax()].real))


def precedence(x, w):
    m = x.shape[1]
    s = np.ones((m, m))
    return unit((0.5 * (s[:, :, None] == s[:, None, :])).sum(2).sum(0))


def components(x):
    values, v = np.linalg.eigh(np.corrcoef(x, rowvar=False))
    return values[::-1], v[:, ::-1]


def pca(x, w):
    values, v = components(x)
    kept = values > values.mean() + LOW
    return unit(np.abs(v[:, kept]) @ (values[kept] / values.sum()))


def varimax(a):
    a = a.copy()
    for _ in range(250):
        turned = 0
        for p in range(a.shape[1]):
            for q in range(p + 1, a.shape[1]):
                x, y = a[:, p], a[:, q]
                u, v = x * x - y * y, 2 * x * y
                top = 2 * (u @ v) - 2 * u.sum() * v.sum() / len(x)
                below = u @ u - v @ v - (u.sum() ** 2 - v.sum() ** 2) / len(x)
                angle = np.arctan2(top, below) / 4
                turned = max(turned, abs(angle))
                c, s = np.cos(angle), np.sin(angle)
                a[:, p], a[:, q] = c * x + s * y, c * y - s * x
        if turned <= 1e-10:
            break
    return a


def factor(x, w):
    values, v = components(x)
    share = values / values.sum()
    kept = int(((values > 1) & (share > 0.1)).sum())
    while share[:kept].sum() <= 0.6:
        kept += 1
    a = v[:, :kept] * np.sqrt(values[:kept])
    length = np.sqrt((a * a).sum(1, keepdims=True))
    squares = (varimax(a / length) * length) ** 2
    e = squares.sum(0)
    k = (squares / e).argmax(1)
    return unit(squares[np.arange(len(a)), k] / e[k] * e[k] / e.sum())


def topsis(x, w):
    v = w * x / np.sqrt((x * x).sum(0))
    worst = np.sqrt(((v - v.min(0)) ** 2).sum(1))
    best = np.sqrt(((v - v.max(0)) ** 2).sum(1))
    return worst / (worst + best)


def penalised(z, w):
    mean = z @ w
    sd = np.sqrt(((z - mean[:, None]) ** 2) @ w)
    return mean - sd * sd / mean


def mazziotta_pareto(x, w):
    return penalised(100 + 10 * (x - x.mean(0)) / x.std(0), w)


def adjusted_mpi(x, w):
    return penalised(70 + 60 * minmax(x), w)


def ranks(x):
    order = x.argsort(0)
    r = np.empty_like(x)
    np.put_along_axis(r, order, np.arange(1, len(x) + 1, dtype=float)[:, None], 0)
    return r


def fuzzy(x, w):
    ladder = np.linspace(x.min(), x.max(), 5)
    b = np.zeros((len(x), 5))
    for g in range(5):
        mu = np.interp(x, ladder, np.eye(5)[g])
        b[:, g] = mu @ w
    return (b @ ladder) / b.sum(1)


def owa(x, w):
    order = (-x).argsort(1)
    s = np.cumsum(w[order], 1)
    v = np.diff(s, prepend=0, axis=1)
    return (v * np.take_along_axis(x, order, 1)).sum(1)


def mean_min(x, w):
    mean = x @ w
    return mean - 0.5 * (np.sqrt((mean - x.min(1)) ** 2 + 1) - 1)


def net(x, w, pairs):
    total = np.zeros(len(x))
    for a in range(len(x)):
        margin = np.sign(x[a] - x) @ w
        total[a] = pairs(np.where(np.abs(margin) <= LOW, 0, margin)).sum()
    return total / (len(x) - 1)


def codas(x, w):
    v = w * x / x.max(0)
    d = v - v.min(0)
    e, t = np.sqrt((d * d).sum(1)), d.sum(1)
    de, dt = e[:, None] - e, t[:, None] - t
    return (de + (np.abs(de) >= 0.02) * dt).sum(1)


def waspas(x, w):
    r = x / x.max(0)
    return 0.5 * (r @ w) + 0.5 * np.exp(np.log(r) @ w)


def copras(x, w):
    s = (x / x.sum(0)) @ w
    return s / s.max()


def aras(x, w):
    total = x.max(0) + x.sum(0)
    return ((x / total) @ w) / ((x.max(0) / total) @ w)


def vikor(x, w):
    d = w * (1 - minmax(x))
    s, r = d.sum(1), d.max(1)
    return 1 - (0.5 * minmax(s) + 0.5 * minmax(r))


def grey(x, w):
    d = np.abs(x.max(0) - x)
    return ((d.min() + 0.5 * d.max()) / (d + 0.5 * d.max())) @ w


def mabac(x, w):
    n = 1 + minmax(x)
    return (n - np.exp(np.log(n).mean(0))) @ w


def edas(x, w):
    d = (x - x.mean(0)) / np.abs(x.mean(0))
    sp, sn = np.maximum(d, 0) @ w, np.maximum(-d, 0) @ w
    return (sp / sp.max() + 1 - sn / sn.max()) / 2


def wroclaw(x, w):
    z = (x - x.mean(0)) / x.std(0)
    d = np.sqrt(((z - z.max(0)) ** 2) @ w)
    return 1 - d / (d.mean() + 2 * d.std())


TWINS = {
    ("weights", "equal"): lambda x, w: np.full(x.shape[1], 1 / x.shape[1]),
    ("weights", "given"): lambda x, w: unit(w),
    ("weights", "entropy"): entropy,
    ("weights", "critic"): critic,
    ("weights", "ahp"): pairwise_eigen,
    ("weights", "pca"): pca,
    ("weights", "factor"): factor,
    ("weights", "independence"): independence,
    ("weights", "precedence"): precedence,
    ("weights", "budget"): lambda x, w: np.ones((x.shape[1],) * 2).mean(0) / x.shape[1],
    ("weights", "merec"): merec,
    ("weights", "cilos"): cilos,
    ("weights", "idocriw"): idocriw,
    ("weights", "cv"): cv,
    ("weights", "information"): cv,
    ("weights", "sd"): lambda x, w: unit(x.std(0, ddof=1)),
    ("weights", "variance"): lambda x, w: unit(minmax(x).var(0, ddof=1)),
    ("weights", "gini"): gini,
    ("aggregate", "arithmetic"): lambda x, w: x @ w,
    ("aggregate", "geometric"): lambda x, w: np.exp(np.log(x) @ w),
    ("aggregate", "harmonic"): lambda x, w: 1 / ((1 / x) @ w),
    ("aggregate", "topsis"): topsis,
    ("aggregate", "mazziotta_pareto"): mazziotta_pareto,
    ("aggregate", "adjusted_mpi"): adjusted_mpi,
    ("aggregate", "rsr"): lambda x, w: (ranks(x) / len(x)) @ w,
    ("aggregate", "fuzzy"): fuzzy,
    ("aggregate", "power_mean"): lambda x, w: (np.sqrt(x) @ w) ** 2,
    ("aggregate", "owa"): owa,
    ("aggregate", "mean_min"): mean_min,
    ("aggregate", "copeland"): lambda x, w: net(x, w, np.sign),
    ("aggregate", "promethee2"): lambda x, w: net(x, w, lambda s: s),
    ("aggregate", "waspas"): waspas,
    ("aggregate", "codas"): codas,
    ("aggregate", "copras"): copras,
    ("aggregate", "moora"): lambda x, w: (x / np.sqrt((x * x).sum(0))) @ w,
    ("aggregate", "aras"): aras,
    ("aggregate", "vikor"): vikor,
    ("aggregate", "grey"): grey,
    ("aggregate", "mabac"): mabac,
    ("aggregate", "edas"): edas,
    ("aggregate", "wroclaw"): wroclaw,
}


def median_time(f, x, w, rounds=3):
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        y = f(x, w)
        took.append(time.perf_counter() - start)
        if took[-1] > 20:
            break
    return sorted(took)[len(took) // 2], y


def main(folder, times):
    lines = [line.split() for line in open(times)]
    n, m = map(int, lines[0][1:])
    matrix = np.fromfile(folder + "/matrix.bin").reshape(m, n).T
    w = np.fromfile(folder + "/weights.bin")
    print(f"{'method':<28}{'units':>8}{'heng':>12}{'numpy':>12}{'share':>8}  apart")
    for stage, name, units, columns, seconds in lines[1:]:
        label = f"{stage} {name}"
        if (stage, name) not in TWINS:
            print(f"{label:<28}{units:>8}{1e3 * float(seconds):>9.1f} ms{'no twin':>12}")
            continue
        x = matrix[: int(units), : int(columns)]
        took, y = median_time(TWINS[stage, name], x, w[: int(columns)])
        ours = np.fromfile(f"{folder}/{stage}-{name}.bin")
        apart = np.abs(ours - y).max() / np.abs(y).max()
        print(f"{label:<28}{units:>8}{1e3 * float(seconds):>9.1f} ms{1e3 * took:>9.1f} ms"
              f"{float(seconds) / took:>8.2f}  {apart:.0e}", flush=True)


main(*sys.argv[1:])
