public import HostConfiguration
public import HostModel

/// A trial that has been run, with the metrics that need a second run to compare with.
public struct ExecutedTrial: Sendable {
  /// What the simulation gave.
  public let result: TrialResult
  /// Every metric, in the order of the catalogue.
  public let metrics: [TrialResult.Metric]

  /// The value of a metric by its concrete name, if the trial has such a metric.
  public func value(of name: String) -> MetricValue? {
    metrics.first { $0.name == name }?.value
  }

  /// The digest of the event stream as sixteen hexadecimal digits.
  public var digest: String {
    let digits = String(result.digest, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
