// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

extension ExperimentSchema {
  private static let paths = "paths with lists of values or ranges"

  /// The keys of `sweep`; its parts multiply, in the order in which they are written.
  static let sweep: [KeyDescription] = [
    KeyDescription(
      "grid", "Every value of each path with every value of the others.", .other(paths),
      example: "{ policies.oom-notifier: [none, drain] }"),
    KeyDescription(
      "zip", "The first values of all paths together, then the second ones, and so on.",
      .other(paths + ", all of one length"),
      example: "{ host.memory: [96 GiB, 128 GiB], guests.db.memory: [32 GiB, 64 GiB] }"),
    design("random", "Points that are drawn by themselves.", SmallBlocks.design),
    design(
      "latin-hypercube", "Points of which each axis has one in each of as many equal parts.",
      SmallBlocks.design),
    design("sobol", "Points of a Sobol sequence, which fill many axes evenly.", SmallBlocks.sobol),
    KeyDescription(
      "union", "Several of these parts, one after the other instead of with each other.",
      .other("a list of blocks with 'grid', 'zip' or a design"),
      example: "[{ grid: { host.cpus: [4, 8] } }, { grid: { host.cpus: [16] } }]"),
    KeyDescription(
      "outer", "What nobody has measured: at each sample of it all choices are compared anew.",
      .other("a design with its number of samples, or 'one-at-a-time'"),
      example: "{ sobol: 16, over: { ultravisor.destroy: 1..10 us log } }",
      keys: SmallBlocks.outer),
    KeyDescription(
      "where", "Only the points at which this holds.", .other("a condition"),
      example: "\"host.cpus > 1\""),
    KeyDescription(
      "repetitions", "How many seeds each point is run with that draws anything.",
      .amount(.count, 1...Int64(SweepPlan.trialsMax), words: []), defaultText: "1", example: "30"),
    KeyDescription(
      "seed", "Where random numbers begin.", .amount(.count, 0...Int64.max, words: []),
      defaultText: "1", example: "2021"),
    KeyDescription(
      "until",
      "Adds repetitions to each point until half the interval of a mean is less than this.",
      .other("'ci(METRIC) < SHARE or amount', or 'none'"),
      example: "ci(task.batch.completion) < 5 %"),
    KeyDescription(
      "minimum-repetitions", "With 'until': how many repetitions each point has at least.",
      .amount(.count, 2...Int64(SweepPlan.trialsMax), words: []),
      defaultText: "\(StoppingRule.defaultMinimum)"),
    KeyDescription(
      "maximum-repetitions", "With 'until': how many repetitions a point has at most.",
      .amount(.count, 2...Int64(SweepPlan.trialsMax), words: []),
      defaultText: "\(StoppingRule.defaultMaximum)"),
  ]

  /// The keys of `compare`.
  static let compare: [KeyDescription] = [
    KeyDescription(
      "baseline", "The choice that all others are compared with.",
      .other("paths that the sweep varies, each with one of its values"),
      example: "{ policies.oom-notifier: none }"),
    KeyDescription(
      "minimize", "The metrics that should be small, the most important first.",
      .other("a list of metrics"), example: "[task.batch.completion]"),
    KeyDescription(
      "pareto", "The metrics of which the best trade-offs are shown.", .other("a list of metrics"),
      example: "[task.batch.completion, oom.kills]"),
    KeyDescription(
      "require", "What a choice must fulfil to be considered at all.",
      .other("'P(METRIC > VALUE) <= SHARE', also with <, >=, ="),
      example: "\"P(oom.kills > 0) <= 1 %\""),
    KeyDescription(
      "families", "Which tests are corrected together; by itself all tests of 'minimize' are.",
      .other("names with lists of metrics"), example: "{ survival: [oom.kills] }"),
    KeyDescription(
      "correction", "How p-values of a family are corrected for their number.",
      .word(Comparison.Correction.allCases.map(\.rawValue)),
      defaultText: Comparison.Correction.holm.rawValue),
    KeyDescription(
      "test", "The test of pairs with the same seed.",
      .word(Comparison.Test.allCases.map(\.rawValue)),
      defaultText: Comparison.Test.wilcoxon.rawValue),
    KeyDescription(
      "margins", "Which difference of a metric does not matter, in place of the metric's own.",
      .other("metrics with a share or an amount"), example: "{ task.batch.completion: 5 % }"),
    KeyDescription(
      "answer", "What the report tells of an outer design.",
      .other(
        "one or a list of "
          + Comparison.Answer.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")),
      example: "[winner-share, flip-surface]"),
  ]

  private static func design(
    _ name: String, _ help: String, _ keys: [KeyDescription]
  ) -> KeyDescription {
    KeyDescription(
      name, help, .other("a number of points and the axes"),
      example: "{ points: 8, over: { tasks.batch.rate: 1..4 GiB/s } }", keys: keys)
  }
}

extension SmallBlocks {
  private static let counts = 1...Int64(SweepPlan.trialsMax)

  private static let over = KeyDescription(
    "over", "The axes.", .other("paths with ranges or lists of values"), isRequired: true,
    example: "{ ultravisor.destroy: 1..10 us log }")
  private static let seed = KeyDescription(
    "seed", "Where the numbers of this design begin; those of the sweep by itself.",
    .amount(.count, 0...Int64.max, words: []))

  /// A design over axes.
  static let design = [
    KeyDescription(
      "points", "How many points there are.", .amount(.count, counts, words: []), isRequired: true,
      example: "64"),
    over, seed,
  ]

  /// A Sobol sequence over axes.
  static let sobol =
    design + [
      KeyDescription(
        "scrambled", "Whether the sequence is scrambled, so that no point is its first one.",
        .truth, defaultText: "true")
    ]

  /// A design over what is assumed.
  static let outer = [
    samples("sobol", "The samples of a Sobol sequence."),
    samples("latin-hypercube", "The samples of a Latin hypercube."),
    samples("random", "The samples that are drawn by themselves."),
    KeyDescription(
      "scrambled-replicates",
      "With 'sobol': how often it is scrambled anew, for the error of shares.",
      .amount(.count, 1...1000, words: []), defaultText: "1", example: "4"),
    KeyDescription(
      "replicates", "With other designs: how often they are drawn anew.",
      .amount(.count, 1...1000, words: []), defaultText: "1", example: "4"),
    over,
    KeyDescription(
      "pick-freeze", "Adds the samples that Sobol indices of total order need.", .truth,
      defaultText: "false"),
    seed,
    KeyDescription(
      SweepReader.oneAtATimeKey,
      "In place of a design: what is assumed, first, and what else may be true, one at a time.",
      .other("paths with lists of values"), example: "{ costs.fault: [1 us, 0.5 us, 2 us] }"),
  ]

  private static func samples(_ name: String, _ help: String) -> KeyDescription {
    KeyDescription(name, help, .amount(.count, counts, words: []), example: "16")
  }
}
