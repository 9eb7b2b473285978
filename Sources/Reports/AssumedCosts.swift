public import HostConfiguration
public import PolicyKit

/// The costs of a trial that nobody has published, by their paths in an experiment.
public enum AssumedCosts {
  /// A cost.
  public struct Cost: Sendable, Hashable {
    /// Its path, such as `ultravisor.destroy`.
    public let path: String
    /// What is assumed.
    public let duration: SimulatedDuration

    /// The last part of the path.
    var name: String {
      String(path[(path.lastIndex(of: ".").map(path.index(after:)) ?? path.startIndex)...])
    }
  }

  /// The costs of the Ultravisor and then those of the host.
  ///
  /// That of destroying a dirty page is there only where it is not that of a clean one.
  public static func all(of configuration: TrialConfiguration) -> [Cost] {
    ultravisor(of: configuration) + host(of: configuration)
  }

  static func ultravisor(of configuration: TrialConfiguration) -> [Cost] {
    let calls = configuration.ultravisor
    let dirty =
      calls.destroyDirty == calls.destroy
      ? [] : [Cost(path: "ultravisor.destroy-dirty", duration: calls.destroyDirty)]
    return [Cost(path: "ultravisor.destroy", duration: calls.destroy)] + dirty + [
      Cost(path: "ultravisor.export", duration: calls.export),
      Cost(path: "ultravisor.import", duration: calls.import),
    ]
  }

  /// Which costs a trial has otherwise than another one, whether an axis names them or they follow one.
  public static func paths(
    in configuration: TrialConfiguration, otherThanIn first: TrialConfiguration
  ) -> [String] {
    // The dirty destroy is a cost of each, though only told where it differs from the clean one.
    let dirty =
      configuration.ultravisor.destroyDirty == first.ultravisor.destroyDirty
      ? [] : ["ultravisor.destroy-dirty"]
    let servers =
      configuration.ultravisor.servers == first.ultravisor.servers
      ? [] : ["ultravisor.contention"]
    func others(_ trial: TrialConfiguration) -> [Cost] {
      all(of: trial).filter { $0.path != "ultravisor.destroy-dirty" }
    }
    return zip(others(configuration), others(first)).filter { $0 != $1 }.map(\.0.path) + dirty
      + servers
  }

  static func host(of configuration: TrialConfiguration) -> [Cost] {
    let costs = configuration.costs
    return [
      ("append", costs.append), ("node", costs.node), ("failed-node", costs.failedNode),
      ("fault", costs.fault), ("unmap", costs.unmap), ("scan", costs.scan),
      ("reclaim", costs.reclaim), ("fruitless-pass", costs.fruitlessPass), ("wake", costs.wake),
      ("context-switch", costs.contextSwitch),
    ].map { Cost(path: "costs.\($0.0)", duration: $0.1) }
  }
}
