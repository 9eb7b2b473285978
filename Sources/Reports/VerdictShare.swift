// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Statistics
internal import TrialExecution

/// In how much of the box of assumptions a verdict holds.
struct VerdictShare: Sendable {
  /// The verdict.
  let verdict: Verdict
  /// The samples with it.
  let count: Int
  /// The share of all samples.
  let share: Double
  /// The interval over scrambled replicates; nil where there are none, or all say the same.
  let interval: (lower: Double, upper: Double)?

  /// As the report says it, such as `72 % [68, 76]`.
  var text: String {
    func percent(_ share: Double) -> String { DecimalText.fixed(share * 100, decimals: 0) }
    let ends = interval.map { " [\(percent($0.lower)), \(percent($0.upper))]" } ?? ""
    return "\(percent(share)) %\(ends)"
  }

  /// The share of each verdict, in their order.
  ///
  /// - Parameters:
  ///   - cases: the samples of the box.
  ///   - hasReplicates: whether replicates are scrambled copies of one point set. Only those are
  ///     independent; the points of one set are spread evenly on purpose.
  ///   - level: of the intervals, which are Student's over the replicates' shares.
  static func all(
    _ cases: [OuterCase], hasReplicates: Bool, level: ConfidenceLevel
  ) -> [VerdictShare] {
    guard !cases.isEmpty else { return [] }
    let replicates = Set(cases.map(\.sample.replicate)).sorted()
    return Verdict.allCases.filter { $0 != .notCompared }.map { verdict in
      let count = cases.count { $0.verdict == verdict }
      let shares = replicates.map { replicate in
        let own = cases.filter { $0.sample.replicate == replicate }
        return Double(own.count { $0.verdict == verdict }) / Double(own.count)
      }
      let interval =
        hasReplicates ? Sample(shares).meanInterval(level: level).value : nil
      return VerdictShare(
        verdict: verdict, count: count, share: Double(count) / Double(cases.count),
        interval: interval.map { (max(0, $0.lower), min(1, $0.upper)) })
    }
  }
}
