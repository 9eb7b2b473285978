# SPDX-License-Identifier: Apache-2.0

"""Writes sobol.json: the first points of SciPy's unscrambled Sobol' sequence, as 32-bit fractions."""

import json
import pathlib

from scipy.stats import qmc

points = qmc.Sobol(d=64, scramble=False, bits=32).random(64)
table = [[int(fraction * 2**32) for fraction in point] for point in points]
here = pathlib.Path(__file__).parent
(here / "sobol.json").write_text(json.dumps(table) + "\n")
