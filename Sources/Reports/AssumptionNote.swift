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
    let ultravisor = configuration.ultravisor
    var calls: [(String, String)] = [
      ("destroy", text(ultravisor.destroy)), ("export", text(ultravisor.export)),
      ("import", text(ultravisor.import)),
    ]
    if ultravisor.destroyDirty != ultravisor.destroy {
      calls.insert(("destroy-dirty", text(ultravisor.destroyDirty)), at: 1)
    }
    calls.append(
      ("contention", ultravisor.servers.map { "beyond \($0) callers" } ?? "none"))
    let costs = configuration.costs
    let own: [(String, String)] = [
      ("append", text(costs.append)), ("node", text(costs.node)),
      ("failed-node", text(costs.failedNode)), ("fault", text(costs.fault)),
      ("unmap", text(costs.unmap)), ("scan", text(costs.scan)), ("reclaim", text(costs.reclaim)),
      ("fruitless-pass", text(costs.fruitlessPass)), ("wake", text(costs.wake)),
      ("context-switch", text(costs.contextSwitch)),
    ]
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
