# SPDX-License-Identifier: Apache-2.0

"""A trivial job for Hydra's multirun: `hydra_trivial.py -m x=range(100)`."""
import hydra


@hydra.main(version_base=None, config_path=None)
def job(settings):
    return settings["x"] ** 2


if __name__ == "__main__":
    job()
