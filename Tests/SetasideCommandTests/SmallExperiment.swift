// SPDX-License-Identifier: Apache-2.0

import SampleExperiments

/// An experiment whose trials take some milliseconds.
enum SmallExperiment {
  static let text = """
    setaside: 1
    description: Does a small job survive?
    \(SampleExperiment.scene())
    sweep:
      grid:
        policies.oom-notifier: [none, { use: wait-for-quota, pages: 256 }]
      repetitions: 6
      seed: 7
    measure: [task.batch.completion, oom.kills]
    compare:
      baseline: { policies.oom-notifier: none }
      minimize: [task.batch.completion]
      require: "P(oom.kills > 0) <= 1 %"
    until: 30 s

    """
}
