internal import HostConfiguration
internal import PolicyKit

/// The costs that a result rests on, none of which anybody has published.
enum AssumptionNote {
  /// The Ultravisor's costs and the host's, in one paragraph each.
  ///
  /// - Parameters:
  ///   - configuration: the trial, or the first point of a sweep.
  ///   - axes: the paths that the sweep varies: what it varies it does not assume.
  static func sentences(_ configuration: TrialConfiguration, axes: [String] = []) -> [String] {
    let calls =
      AssumedCosts.ultravisor(of: configuration).map { ($0.name, text($0.duration)) } + [
        ("contention", configuration.ultravisor.servers.map { "beyond \($0) callers" } ?? "none")
      ]
    let own = AssumedCosts.host(of: configuration).map { ($0.name, text($0.duration)) }
    return [
      "Ultravisor: " + list(calls, "ultravisor", axes) + ".",
      "host: " + list(own, "costs", axes) + ".",
    ]
  }

  private static func list(
    _ values: [(String, String)], _ block: String, _ axes: [String]
  ) -> String {
    values.map { name, value in
      axes.contains("\(block).\(name)") || axes.contains(block)
        ? "\(name) varied" : "\(name) \(value)"
    }.joined(separator: ", ")
  }

  private static func text(_ duration: SimulatedDuration) -> String {
    DisplayUnit.text(Double(duration.nanoseconds), .nanoseconds)
  }
}
