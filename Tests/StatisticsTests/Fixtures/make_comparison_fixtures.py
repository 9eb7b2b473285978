#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Computes comparisons.json, the reference values of the tests of comparisons, with SciPy.

Run it in this folder; the output names the versions it was made with. Where SciPy has no such function,
the value comes from a formula or an algorithm that is not the one tested, as its docstring says.
"""

import json
import math

import numpy as np
import scipy
from scipy import integrate, optimize, stats

from make_fixtures import DIFFERENCES, SAMPLES, plain

PVALUES = [
    [0.01, 0.04, 0.03, 0.0125],
    [0.6, 0.7],
    [0.2],
    [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216],
    [0.05, 0.05, 0.05, 1, 0],
]

PAIRS = {
    "thirty": SAMPLES["thirty"],
    "skewed": SAMPLES["skewed"],
    "negative": SAMPLES["negative"],
    "fifty": DIFFERENCES["fifty"],
    "sixty with ties": DIFFERENCES["sixty with ties"],
    "ties and zeros": DIFFERENCES["ties and zeros"],
    "two values": SAMPLES["two values"],
    "far from zero": [1_000_000 + value for value in SAMPLES["thirty"]],
}


def false_discovery():
    return [
        {
            "pValues": values,
            "positive": list(stats.false_discovery_control(values, method="bh")),
            "arbitrary": list(stats.false_discovery_control(values, method="by")),
        }
        for values in PVALUES
    ]


def t_tests():
    rows = []
    for name, values in PAIRS.items():
        for margin in (1, 10, 95):
            test = stats.ttest_1samp(values, 0)
            rows.append({
                "name": name, "differences": values, "statistic": test.statistic,
                "p": test.pvalue, "margin": margin,
                "lower": stats.ttest_1samp(values, -margin, alternative="greater").pvalue,
                "upper": stats.ttest_1samp(values, margin, alternative="less").pvalue,
            })
    return rows


def one_sided_signed_rank():
    """SciPy where it is exact without ties, or approximate; the others are enumerated elsewhere."""
    rows = []
    for name in ("all positive", "balanced", "no ties", "fifty", "sixty", "sixty with ties"):
        values = [d for d in DIFFERENCES[name] if d != 0]
        method = {"method": "exact"} if len(values) <= 50 else {
            "method": "asymptotic", "correction": True}
        rows.append({
            "name": name, "differences": values,
            "less": stats.wilcoxon(values, alternative="less", **method).pvalue,
            "greater": stats.wilcoxon(values, alternative="greater", **method).pvalue,
        })
    return rows


def noncentral():
    return [
        {"freedom": freedom, "t": t, "noncentrality": delta,
         "p": stats.nct.cdf(t, freedom, delta)}
        for freedom in (1, 2, 5, 29, 200)
        for t, delta in ((0.5, 0.3), (2.0, 3.0), (-1.5, 0.7), (12.0, 10.0), (40.0, 35.0), (3, -1))
    ]


def effects():
    """d_z from SciPy's noncentral t by root finding; the pseudo-median by listing every mean."""
    rows = []
    for name, values in PAIRS.items():
        x = np.array(values, dtype=float)
        n = len(x)
        if name == "far from zero" or n < 6:
            continue
        t = stats.ttest_1samp(x, 0).statistic
        ends = [
            optimize.brentq(lambda d: stats.nct.cdf(t, n - 1, d) - p, t - 30, t + 30, xtol=1e-13)
            for p in (0.975, 0.025)
        ]
        i, j = np.triu_indices(n)
        means = np.sort((x[i] + x[j]) / 2)
        if n <= 50:
            counts = np.zeros(n * (n + 1) // 2 + 1)
            counts[0] = 1
            for rank in range(1, n + 1):
                counts[rank:] = counts[rank:] + counts[:-rank].copy()
            rank = int(np.sum(np.cumsum(counts) / 2.0**n <= 0.025))
        else:
            bound = n * (n + 1) / 4 - 0.5 - stats.norm.isf(0.025) * math.sqrt(
                n * (n + 1) * (2 * n + 1) / 24)
            rank = math.floor(bound) + 1
        rows.append({
            "name": name, "differences": values, "effect": x.mean() / x.std(ddof=1),
            "lower": ends[0] / math.sqrt(n), "upper": ends[1] / math.sqrt(n),
            "centre": np.median(means), "centreLower": means[rank - 1],
            "centreUpper": means[len(means) - rank],
        })
    return rows


def proportions():
    rows = []
    for successes, count in ((0, 1), (0, 30), (30, 30), (1, 30), (7, 20), (50, 100), (13, 200)):
        for level in (0.9, 0.95):
            for probability in (0.05, 0.5):
                tests = [stats.binomtest(successes, count, probability, alternative=side)
                         for side in ("two-sided", "less", "greater")]
                interval = tests[0].proportion_ci(level, method="exact")
                rows.append({
                    "successes": successes, "count": count, "level": level,
                    "lower": interval.low, "upper": interval.high, "probability": probability,
                    "p": min(1.0, tests[0].pvalue), "less": tests[1].pvalue,
                    "greater": tests[2].pvalue,
                })
    return rows


def tango_score(b, c, n, delta):
    """Tango's score statistic; the restricted likelihood is maximised numerically."""
    def negative(q):
        p = q + delta
        rest = 1 - p - q
        return -sum(k * math.log(max(v, 1e-300)) for k, v in ((c, p), (b, q), (n - b - c, rest)) if k)
    low, high = max(0.0, -delta), (1 - delta) / 2
    q = optimize.minimize_scalar(
        negative, bounds=(low, high), method="bounded", options={"xatol": 1e-13}).x
    q = min((low, q, high), key=negative)
    variance = n * (2 * q + delta - delta * delta)
    return (c - b - n * delta) / math.sqrt(max(variance, 1e-300))


def paired_proportions():
    rows = []
    for b, c, n in ((5, 15, 60), (0, 0, 50), (2, 0, 30), (1, 9, 40), (30, 22, 400)):
        z = stats.norm.isf(0.025)
        d = (c - b) / n
        upper = optimize.brentq(lambda x: tango_score(b, c, n, x) + z, d + 1e-9, 1 - 1e-9)
        lower = optimize.brentq(lambda x: tango_score(b, c, n, x) - z, -1 + 1e-9, d - 1e-9)
        rows.append({
            "baseline": b, "candidate": c, "count": n, "lower": lower, "upper": upper,
            "margin": 0.1, "equivalent": max(
                stats.norm.sf(tango_score(b, c, n, -0.1)), stats.norm.cdf(tango_score(b, c, n, 0.1))),
        })
    return rows


def survival():
    """The curve and its interval from SciPy; the restricted mean by summing areas."""
    rows = []
    for ended, cut in (
        ([3, 5, 5, 8, 12, 14, 20], [4, 8, 15, 25, 25]),
        ([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]),
        ([2, 4, 9, 9, 30], []),
    ):
        data = stats.CensoredData(uncensored=ended, right=cut)
        sf = stats.ecdf(data).sf
        low, high = (side.probabilities for side in sf.confidence_interval(0.95, method="log-log"))
        until = 25
        times = [t for t in sorted(set(ended)) if t < until]
        area, variance = 0.0, 0.0
        grid = [0, *times, until]
        value = [1.0, *(float(sf.evaluate(t)) for t in times)]
        areas = [value[k] * (grid[k + 1] - grid[k]) for k in range(len(value))]
        for k, t in enumerate(times):
            n = sum(x >= t for x in ended + cut)
            d = ended.count(t)
            if d < n:
                variance += sum(areas[k + 1:]) ** 2 * d / (n * (n - d))
        at = 8
        index = int(np.searchsorted(sf.quantiles, at, side="right")) - 1
        rows.append({
            "ended": ended, "cut": cut, "at": at, "survival": sf.probabilities[index],
            "lower": low[index], "upper": high[index], "until": until, "mean": sum(areas),
            "error": math.sqrt(variance),
        })
    return rows


def power_of_t(effect, n):
    critical = stats.t.isf(0.025, n - 1)
    shift = effect * math.sqrt(n)
    return stats.nct.sf(critical, n - 1, shift) + stats.nct.cdf(-critical, n - 1, shift)


def power_of_equivalence(below, above, n):
    """Adaptive quadrature over SciPy's chi distribution."""
    critical, root = stats.t.isf(0.05, n - 1), math.sqrt(n)
    limit = root * (below + above) / (2 * critical)
    def integrand(u):
        x = u * math.sqrt(n - 1)
        inside = stats.norm.cdf(root * above - critical * u) - stats.norm.cdf(
            critical * u - root * below)
        return inside * stats.chi.pdf(x, n - 1) * math.sqrt(n - 1)
    return integrate.quad(integrand, 0, min(limit, 12), epsabs=1e-13, limit=400, points=[
        min(1, limit / 2)])[0]


def repetitions():
    rows = []
    for name, values in PAIRS.items():
        x = np.array(values, dtype=float)
        if len(x) < 8:
            continue
        effect = abs(x.mean()) / x.std(ddof=1)
        n = next((n for n in range(2, 3_000) if power_of_t(min(effect, 30), n) >= 0.8), None)
        margin = abs(x.mean()) + 0.4 * x.std(ddof=1)
        below, above = ((margin + s * x.mean()) / x.std(ddof=1) for s in (1, -1))
        m = next(n for n in range(2, 500) if power_of_equivalence(below, above, n) >= 0.8)
        rows.append({
            "name": name, "differences": values, "needed": n or 0, "margin": margin,
            "equivalence": m,
        })
    return rows


def sobol():
    """Ishigami's function at the points SciPy chooses."""
    def ishigami(x):
        return np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])
    n = 64
    draws = np.random.default_rng(3).uniform(-np.pi, np.pi, size=(6, n))
    a, b = draws[:3], draws[3:]
    mixed = []
    for k in range(3):
        page = a.copy()
        page[k] = b[k]
        mixed.append(ishigami(page))
    f_a, f_b = ishigami(a), ishigami(b)
    # SciPy centres by the mean of the outcomes at both matrices.
    result = stats.sobol_indices(
        func={"f_A": f_a[None], "f_B": f_b[None], "f_AB": np.array(mixed)[:, None]}, n=n)
    return {
        "first": list(f_a), "second": list(f_b), "mixed": [list(m) for m in mixed],
        "firstOrder": list(np.ravel(result.first_order)), "total": list(np.ravel(result.total_order)),
    }


SECTIONS = {
    "noncentral": noncentral,
    "effects": effects,
    "proportions": proportions,
    "pairedProportions": paired_proportions,
    "survival": survival,
    "repetitions": repetitions,
    "sobol": sobol,
    "falseDiscovery": false_discovery,
    "tTests": t_tests,
    "oneSidedSignedRank": one_sided_signed_rank,
}


def main():
    np.seterr(all="ignore")
    document = {"madeWith": f"scipy {scipy.__version__}, numpy {np.__version__}"}
    document.update((name, section()) for name, section in SECTIONS.items())
    with open("comparisons.json", "w", encoding="utf-8") as file:
        json.dump(document, file, default=plain, indent=1, allow_nan=False)
        file.write("\n")


if __name__ == "__main__":
    main()
