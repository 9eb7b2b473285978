// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Statistics
internal import TrialExecution

/// Measures the making of bootstrap intervals.
struct BenchBootstrapCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "bootstrap",
    abstract: "Measures how long the BCa intervals of many means take, on one core.",
    discussion: """
        setaside bench bootstrap --groups 1000 --values 30 --resamples 9999 --json

      The values are made beforehand and do not count; the draws do. 'Benchmarks/bootstrap' does the same \
      with SciPy, in turns, and compares the intervals.
      """)

  @Option(help: "How many samples.")
  var groups = 1_000

  @Option(help: "How many values each has.")
  var values = 30

  @Option(help: "How many resamples an interval has.")
  var resamples = 9_999

  @Option(help: "How often it is done; the fastest counts.")
  var runs = 3

  @Flag(help: "Prints one line of JSON.")
  var json = false

  func validate() throws {
    try WholeNumberArgument.check("--groups", groups, 1...1_000_000)
    try WholeNumberArgument.check("--values", values, 2...100_000)
    try WholeNumberArgument.check("--resamples", resamples, 100...Bootstrap.resampleLimit)
    try WholeNumberArgument.check("--runs", runs, 1...1_000)
  }

  func execute(in session: Session) async throws(CommandFailure) {
    let samples = (0..<groups).map { group in
      Sample((0..<values).map { Self.value(group * values + $0) })
    }
    let bootstrap = Bootstrap(seed: 2021, resamples: resamples)
    let clock = ContinuousClock()
    var best = Double.infinity
    var ends = (lower: 0.0, upper: 0.0)
    for _ in 0..<runs {
      let start = clock.now
      let intervals = bootstrap.intervals(for: .mean, of: samples).compactMap(\.value)
      best = min(best, start.duration(to: clock.now) / .milliseconds(1))
      ends = (
        intervals.reduce(0) { $0 + $1.lower } / Double(max(1, intervals.count)),
        intervals.reduce(0) { $0 + $1.upper } / Double(max(1, intervals.count))
      )
    }
    let figures: [(name: String, value: JSONValue)] = [
      ("groups", .integer(Int64(groups))), ("values", .integer(Int64(values))),
      ("resamples", .integer(Int64(resamples))), ("ms", .number(best)),
      ("mean-lower", .number(ends.lower)), ("mean-upper", .number(ends.upper)),
    ]
    let words = figures.map { "\($0.name) \($0.value.line)" }.joined(separator: "\n")
    session.answer(json ? JSONValue.object(figures).line : words)
  }

  /// A value that other programs can make too: the cube of a uniform number, for some skewness.
  private static func value(_ index: Int) -> Double {
    var mixed = UInt64(index + 1) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    let uniform = Double((mixed ^ (mixed >> 31)) >> 11) / 0x1p53
    return uniform * uniform * uniform
  }
}
