# SPDX-License-Identifier: Apache-2.0

"""Trivial trials in Optuna with its results in SQLite.

usage: optuna_trivial.py TRIALS DATABASE
"""
import json
import sys
import time

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
trials, path = int(sys.argv[1]), sys.argv[2]
study = optuna.create_study(
    storage=f"sqlite:///{path}", sampler=optuna.samplers.RandomSampler(seed=1))
start = time.perf_counter()
study.optimize(lambda trial: trial.suggest_float("x", 0, 1) ** 2, n_trials=trials)
wall = time.perf_counter() - start
print(json.dumps({"impl": f"optuna-{optuna.__version__}-sqlite", "trials": trials,
                  "us_per_trial": round(wall / trials * 1e6, 1)}))
