#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Computes scipy.json, the reference values of the Statistics tests, with SciPy.

Run it in this folder; the output names the versions it was made with. Only the draws of the bootstrap
are made here, as the tests need the same resamples: everything that is done with them is SciPy's.
"""

import itertools
import json
import math

import numpy as np
import scipy
from scipy import stats
from scipy.stats import _resampling

MASK = 2**64 - 1


class SplitMix64:
    """Steele, Lea and Flood 2014, with Lemire's unbiased bounded draws."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, bound):
        product = self.next() * bound
        if product & MASK < bound:
            threshold = 2**64 % bound
            while product & MASK < threshold:
                product = self.next() * bound
        return product >> 64


SAMPLES = {
    "two values": [3, 8],
    "small": [12, 15, 9, 20, 14, 11],
    "even count with ties": [4, 4, 7, 7, 7, 9, 12, 12],
    "mostly zero": [0, 0, 0, 0, 0, 0, 3, 11, 40],
    "skewed": [1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 10, 13, 18, 27, 44, 90, 210],
    "negative": [-31, -12, -9, -4, -1, 0, 2, 5, 6, 17, 25],
    "nanoseconds": [
        26_000_000_123, 26_000_000_456, 25_999_999_001, 26_000_001_777, 26_000_000_002,
        25_999_998_640, 26_000_000_500, 26_000_000_123,
    ],
    "thirty": [
        87, 91, 79, 102, 95, 88, 93, 85, 97, 90, 110, 84, 92, 89, 96,
        83, 99, 101, 86, 94, 90, 88, 105, 91, 87, 98, 82, 93, 100, 89,
    ],
}


def mean_and_t():
    rows = []
    for name, values in SAMPLES.items():
        x = np.array(values, dtype=float)
        for level in (0.9, 0.95, 0.999):
            interval = stats.ttest_1samp(x, 0).confidence_interval(level)
            rows.append({
                "name": name, "values": values, "level": level, "mean": x.mean(),
                "median": float(np.median(x)), "deviation": x.std(ddof=1),
                "lower": interval.low, "upper": interval.high,
            })
    return rows


def bootstrap():
    rows = []
    for name, values in SAMPLES.items():
        if name == "two values":
            continue
        x = np.sort(np.array(values, dtype=float))
        for statistic, function in (("mean", np.mean), ("median", np.median)):
            resamples = 1_999
            generator = SplitMix64(7)
            indices = np.array(
                [[generator.below(len(x)) for _ in x] for _ in range(resamples)])
            distribution = function(x[indices], axis=-1)
            tails = _resampling._bca_interval(
                (x,), lambda sample, axis: function(sample, axis=axis), axis=-1,
                alpha=0.025, theta_hat_b=distribution, batch=None, xp=np)[:2]
            # Where all leave-one-out medians agree SciPy divides zero by zero.
            if any(math.isnan(tail) for tail in tails):
                continue
            lower, upper = (float(np.quantile(distribution, tail.item())) for tail in tails)
            # Other draws, for an eye on the whole: the intervals must be close, not equal.
            own = stats.bootstrap(
                (x,), function, n_resamples=9_999, method="BCa",
                rng=np.random.default_rng(1)).confidence_interval
            rows.append({
                "name": name, "values": values, "statistic": statistic, "seed": 7,
                "resamples": resamples, "lower": lower, "upper": upper,
                "otherLower": own.low, "otherUpper": own.high,
            })
    return rows


def spread(count, seed):
    """Skewed whole numbers."""
    generator = SplitMix64(seed)
    return [generator.below(10_000) ** 2 // 1_000 for _ in range(count)]


def nearest_rank(parts):
    """The percentile by nearest rank along an axis; the median is NumPy's."""
    if parts is None:
        return lambda x, axis: np.median(x, axis=axis)

    def function(x, axis):
        rank = max(1, -(-x.shape[axis] * parts // 1_000_000))
        return np.take(np.sort(x, axis=axis), rank - 1, axis=axis)
    return function


def percentile_interval(data, function, count, seed, resamples):
    generator = SplitMix64(seed)
    indices = np.array([[generator.below(count) for _ in range(count)] for _ in range(resamples)])
    distribution = function(data[indices], axis=-1)
    tails = _resampling._bca_interval(
        (data,), function, axis=-1, alpha=0.025, theta_hat_b=distribution, batch=None, xp=np)[:2]
    assert not any(math.isnan(tail) for tail in tails)
    return tuple(float(np.quantile(distribution, tail.item())) for tail in tails)


PERCENTILES = {"median": None, "p90": 900_000, "p95": 950_000, "p99": 990_000}


def percentile_intervals():
    rows = []
    for statistic, count in (
        ("median", 41), ("p90", 50), ("p90", 97), ("p95", 75), ("p95", 160), ("p99", 400),
    ):
        values = spread(count, count)
        function = nearest_rank(PERCENTILES[statistic])
        lower, upper = percentile_interval(
            np.sort(np.array(values, dtype=float)), function, count, 7, 499)
        rows.append({
            "values": values, "statistic": statistic, "seed": 7, "resamples": 499,
            "lower": lower, "upper": upper,
        })
    return rows


def difference_intervals():
    """Of quantiles of two sides, whose pairs are resampled whole, as SciPy does for paired data."""
    rows = []
    for statistic, count in (("median", 30), ("median", 31), ("p90", 60), ("p95", 90), ("p99", 400)):
        baseline = spread(count, count)
        candidate = [b + c // 10 for b, c in zip(baseline, spread(count, count + 1))]
        pairs = np.array(sorted(zip(baseline, candidate)), dtype=float)
        quantile = nearest_rank(PERCENTILES[statistic])

        def function(places, axis):
            return quantile(pairs[places, 1], axis) - quantile(pairs[places, 0], axis)
        lower, upper = percentile_interval(np.arange(count), function, count, 7, 499)
        rows.append({
            "baseline": baseline, "candidate": candidate, "statistic": statistic, "seed": 7,
            "resamples": 499, "lower": lower, "upper": upper,
        })
    return rows


def wilson():
    rows = []
    for successes, count in (
        (0, 1), (1, 1), (0, 30), (30, 30), (1, 30), (7, 20), (0, 381), (50, 100), (3, 100_000),
    ):
        for level in (0.9, 0.95, 0.999):
            interval = stats.binomtest(successes, count).proportion_ci(level, method="wilson")
            rows.append({
                "successes": successes, "count": count, "level": level,
                "lower": interval.low, "upper": interval.high,
            })
    return rows


def mcnemar():
    return [
        {"baseline": b, "candidate": c, "p": stats.binomtest(b, b + c, 0.5).pvalue}
        for b, c in (
            (1, 0), (0, 1), (5, 5), (0, 6), (1, 9), (12, 3), (40, 60), (0, 400), (480, 520),
            (10_000, 10_300),
        )
    ]


def student_quantiles():
    return [
        {"freedom": freedom, "level": level, "quantile": stats.t.ppf(0.5 + level / 2, freedom)}
        for freedom in (1, 2, 3, 5, 10, 29, 30, 100, 399, 10_000, 1_000_000)
        for level in (0.01, 0.5, 0.8, 0.95, 0.999, 0.999999)
    ]


def normal_quantiles():
    return [
        {"level": level, "quantile": stats.norm.ppf(0.5 + level / 2)}
        for level in (0.01, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.999999)
    ]


DIFFERENCES = {
    "one": [4],
    "all positive": [1, 2, 3, 4, 5, 6, 7],
    "balanced": [1, -2, 3, -4, 5, -6],
    "no ties": [3, -1, 8, 12, -5, 7, 2, 14, -4, 10],
    "ties and zeros": [0, 2, 2, -2, 5, 0, 5, -1, 1, 8, 0],
    "all tied": [3, 3, -3, 3, 3, -3, 3, 3],
    "fifty": [k if (k * 37) % 101 > 40 else -k for k in range(1, 51)],
    "sixty": [k if (k * 37) % 101 > 40 else -k for k in range(1, 61)],
    "sixty with ties": [(k * 7) % 9 - 3 for k in range(60)],
}


def exact_by_enumeration(differences):
    """The two-sided p-value over all signs of the observed magnitudes, which SciPy ranks."""
    kept = [d for d in differences if d != 0]
    ranks = stats.rankdata(np.abs(kept))
    observed = min(ranks[np.array(kept) > 0].sum(), ranks[np.array(kept) < 0].sum())
    assert len(kept) <= 16, "too many signs to enumerate"
    signs = np.array(list(itertools.product((0, 1), repeat=len(kept))))
    return min(1.0, 2 * float(np.mean(signs @ ranks <= observed + 1e-9)))


def signed_rank():
    rows = []
    for name, differences in DIFFERENCES.items():
        kept = np.array([d for d in differences if d != 0], dtype=float)
        tied = len(set(np.abs(kept))) < len(kept)
        ranks = stats.rankdata(np.abs(kept))
        if len(kept) > 50:
            p = stats.wilcoxon(kept, method="approx", correction=True).pvalue
        elif tied:
            p = exact_by_enumeration(differences)
        else:
            p = stats.wilcoxon(kept, method="exact").pvalue
        rows.append({
            "name": name, "differences": differences, "p": float(p),
            "positive": ranks[kept > 0].sum(), "negative": ranks[kept < 0].sum(),
            "zeros": len(differences) - len(kept), "exact": len(kept) <= 50,
        })
    return rows


def correlations():
    pairs = {
        "two pairs": ([1, 2], [5, 3]),
        "line": ([1, 2, 3, 4], [10, 20, 30, 40]),
        "curve": ([1, 2, 3, 4, 5, 6], [1, 8, 27, 64, 125, 216]),
        "ties": ([1, 2, 2, 3, 3, 3, 9], [4, 4, 1, 7, 5, 5, 6]),
        "nanoseconds": (SAMPLES["nanoseconds"], SAMPLES["nanoseconds"][::-1]),
        "thirty": (SAMPLES["thirty"], SAMPLES["thirty"][3:] + SAMPLES["thirty"][:3]),
    }
    return [
        {
            "name": name, "first": first, "second": second,
            "pearson": stats.pearsonr(first, second).statistic,
            "spearman": stats.spearmanr(first, second).statistic,
        }
        for name, (first, second) in pairs.items()
    ]


def percentiles():
    rows = []
    for name, values in SAMPLES.items():
        for parts in (1, 250_000, 500_000, 900_000, 950_000, 990_000, 999_000, 1_000_000):
            value = np.percentile(values, parts / 10_000, method="inverted_cdf")
            rows.append({"name": name, "values": values, "ppm": parts, "value": int(value)})
    return rows


def plain(value):
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(type(value))


def main():
    np.seterr(invalid="ignore")
    document = {
        "madeWith": f"scipy {scipy.__version__}, numpy {np.__version__}",
        "splitMix": [SplitMix64(2021).next(), *(lambda g: [g.below(10) for _ in range(8)])(
            SplitMix64(2021))],
        "meanAndT": mean_and_t(),
        "bootstrap": bootstrap(),
        "percentileIntervals": percentile_intervals(),
        "differenceIntervals": difference_intervals(),
        "wilson": wilson(),
        "mcnemar": mcnemar(),
        "studentQuantiles": student_quantiles(),
        "normalQuantiles": normal_quantiles(),
        "signedRank": signed_rank(),
        "correlations": correlations(),
        "percentiles": percentiles(),
    }
    with open("scipy.json", "w", encoding="utf-8") as file:
        json.dump(document, file, default=plain, indent=1, allow_nan=False)
        file.write("\n")


if __name__ == "__main__":
    main()
