// SPDX-License-Identifier: Apache-2.0

extension MetricCatalogue {
  /// Metrics that mean something else since engine 3: a file of that engine, or an older one, has the same name for
  /// another number.
  ///
  /// - `notifier.calls`, `policy.asked`: the policy `none` counted as a notifier that was called.
  /// - `bound.*.completion`, `regret.*.completion`: the bound could be beaten.
  public static let redefinedSinceEngine3 = [
    "notifier.calls", "policy.asked", "bound.*.completion", "regret.*.completion",
  ]

  /// Whether results of an engine have another number under a metric's name.
  ///
  /// - Parameters:
  ///   - metric: A concrete name, such as `bound.batch.completion`.
  ///   - engine: The version of the engine that the results are of.
  public static func isRedefined(_ metric: String, sinceEngine engine: String) -> Bool {
    guard let number = Int(engine), number <= 3 else { return false }
    return redefinedSinceEngine3.contains(generalised(metric))
  }
}
