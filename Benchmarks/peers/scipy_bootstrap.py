# SPDX-License-Identifier: Apache-2.0

"""BCa intervals of many means by SciPy in one vectorised call; prints a line of JSON.

usage: scipy_bootstrap.py GROUPS VALUES RESAMPLES
"""
import json
import sys
import time

import numpy as np
from scipy import stats

groups, values, resamples = map(int, sys.argv[1:4])

# The cubes of SplitMix64's numbers, as `setaside bench bootstrap` makes them.
z = np.arange(1, groups * values + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
uniform = ((z ^ (z >> np.uint64(31))) >> np.uint64(11)).astype(float) / 2.0**53
data = (uniform**3).reshape(groups, values)

# Batches of 10 to 50 resamples are SciPy's fastest here; all at once takes three times as long.
start = time.perf_counter()
interval = stats.bootstrap(
    (data,), np.mean, n_resamples=resamples, axis=-1, method="BCa", vectorized=True,
    batch=25, rng=np.random.default_rng(1),
).confidence_interval
taken = (time.perf_counter() - start) * 1e3
print(json.dumps({
    "ms": taken, "mean-lower": float(np.mean(interval.low)),
    "mean-upper": float(np.mean(interval.high))}))
