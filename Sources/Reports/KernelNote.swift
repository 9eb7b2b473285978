// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration

/// Which kernel's rules held in trials, where they were another's, and which of them nobody has read.
public struct KernelNote: Sendable {
  /// Trials of one generation.
  private struct Group {
    let generation: KernelGeneration
    var pointCount = 0
    /// The values that are not the generation's own, each with the number of its points.
    var departures: [(departure: KernelDeparture, points: Int)] = []
    /// Whether some guest's pages are set aside.
    var usesSetAsideList = false
  }

  /// What was found for some rules and teardowns: a sweep has few of them, at many points.
  private struct Kind: Hashable {
    let generation: KernelGeneration
    let rules: MechanismRules
    let teardowns: [GuestDescription.Teardown]
  }

  private let isNamed: Bool
  private var groups: [Group] = []
  private var known: [Kind: [KernelDeparture]] = [:]

  /// A note of no trials yet.
  ///
  /// - Parameter isNamed: Whether the experiment names its kernel, so that it is no default.
  public init(isNamed: Bool) { self.isNamed = isNamed }

  /// A note of one trial.
  public init(_ configuration: TrialConfiguration, isNamed: Bool) {
    self.init(isNamed: isNamed)
    add(configuration)
  }

  /// Adds the trials of a point.
  public mutating func add(_ configuration: TrialConfiguration) {
    let place =
      groups.firstIndex { $0.generation == configuration.generation } ?? groups.count
    if place == groups.count { groups.append(Group(generation: configuration.generation)) }
    groups[place].pointCount += 1
    for departure in departures(of: configuration) {
      let all = groups[place].departures
      if let index = all.firstIndex(where: { $0.departure == departure }) {
        groups[place].departures[index].points += 1
      } else {
        groups[place].departures.append((departure, 1))
      }
    }
    if configuration.guests.contains(where: { $0.teardown == .lazyShutdown }) {
      groups[place].usesSetAsideList = true
    }
  }

  private mutating func departures(of configuration: TrialConfiguration) -> [KernelDeparture] {
    let kind = Kind(
      generation: configuration.generation, rules: configuration.rules,
      teardowns: configuration.guests.map(\.teardown))
    if let departures = known[kind] { return departures }
    let departures = configuration.kernelDepartures
    known[kind] = departures
    return departures
  }

  /// What is to be said, a sentence for each generation and one for what was not read of it.
  public var sentences: [String] { groups.flatMap { [label(of: $0)] + unread(in: $0) } }

  /// Which kernels' rules held, in a few words: `kernel 6.12.117 (default but for 1 rule)`.
  public var brief: String {
    let names = groups.map(\.generation.rawValue).joined(separator: ", ")
    let departures = Set(groups.flatMap { $0.departures.map(\.departure.path) }).count
    let notes =
      (isNamed ? [] : ["default"])
      + (departures > 0 ? ["but for \(CountText.of(departures, "rule"))"] : [])
    return (groups.count > 1 ? "kernels " : "kernel ") + names
      + (notes.isEmpty ? "" : " (\(notes.joined(separator: " ")))")
  }

  /// The same as comments of an experiment, a line each.
  public var comments: [String] {
    sentences.flatMap { TextWrap.lines($0, width: 100, first: "# ", indent: "#   ") }
  }

  /// `kernel 6.12.117 (the default) with mechanism.reclaim-retry: always`.
  private func label(of group: Group) -> String {
    var text =
      group.generation == .engine3
      ? "the rules of engine-3, which no kernel has" : "kernel \(group.generation.rawValue)"
    if !isNamed { text += " (the default)" }
    if groups.count > 1 {
      text += " at \(group.pointCount) of \(groups.reduce(0) { $0 + $1.pointCount }) points"
    }
    let whole = group.departures.filter { $0.points == group.pointCount }
    if !whole.isEmpty { text += " with " + whole.map(\.departure.text).joined(separator: ", ") }
    let some = group.departures.filter { $0.points < group.pointCount }
    if !some.isEmpty {
      text +=
        "; at some of its points with "
        + some.map { "\($0.departure.text) (\($0.points) of \(group.pointCount))" }
        .joined(separator: ", ")
    }
    return text
  }

  /// What is inferred and what is remembered of the values that hold.
  private func unread(in group: Group) -> [String] {
    [KernelRule.Evidence.inferred, .remembered].compactMap { evidence in
      let names = KernelRule.all.compactMap { rule -> String? in
        guard rule.source(of: group.generation)?.evidence == evidence,
          group.usesSetAsideList || !rule.isOfSetAsideList,
          !group.departures.contains(where: {
            $0.departure.path == rule.key && $0.points == group.pointCount
          })
        else { return nil }
        return "\(rule.key): \(rule.value(group.generation))"
      }
      guard !names.isEmpty else { return nil }
      return "of \(group.generation.rawValue) \(evidence.rawValue), not read: "
        + names.joined(separator: ", ")
    }
  }
}
