#!/usr/bin/env python3
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


SECTIONS = {
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
