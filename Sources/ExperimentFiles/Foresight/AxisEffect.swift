// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// What an axis of a sweep changes, with everything else as some points have it.
struct AxisEffect {
  /// At how many points it is tried out: what another axis computes from it may show at some only.
  private static let pointsMax = 16
  /// The most values that are held against each other.
  private static let valuesMax = 64

  /// For each value the first one that makes the same trial at every point, often itself.
  private(set) var firstEqual: [Int] = []
  /// Whether any two values make different trials.
  private(set) var changesTrial = false
  /// Whether any two values make trials that may have different runs.
  private(set) var changesRun = false
  /// Whether the trials of any two values differ in nothing but assumed costs.
  private(set) var changesOnlyCosts = true

  /// Tries the values of an axis at points of a plan.
  init(_ axis: SweepAxis, in plan: SweepPlan, _ bind: (Node) -> TrialConfiguration?) {
    let values = Self.values(of: axis)
    // What each value gave at the points so far; values with equal histories are one.
    var histories = Array(repeating: [Int](), count: values.count)
    for point in Self.points(of: plan) {
      let tree = plan.tree(of: point)
      let trials = values.map { value in
        (try? tree.replacing(axis.path, with: value, keyLocation: axis.keyLocation)).flatMap(bind)
      }
      for (place, trial) in trials.enumerated() {
        // A value with a fault is like no other.
        let equal = trial.flatMap { trial in trials.firstIndex { $0 == trial } }
        histories[place].append(equal ?? place)
      }
      note(trials)
    }
    firstEqual = histories.map { history in histories.firstIndex { $0 == history } ?? 0 }
    changesOnlyCosts = changesOnlyCosts && changesTrial
  }

  private mutating func note(_ trials: [TrialConfiguration?]) {
    let known = trials.compactMap(\.self)
    if known.count < trials.count {
      (changesTrial, changesRun, changesOnlyCosts) = (true, true, false)
    }
    guard let one = known.first else { return }
    let read = one.onlyWhatIsRead
    for other in known.dropFirst() where other != one {
      changesTrial = true
      if other.onlyWhatIsRead != read { changesRun = true }
      if other.withCosts(of: one) != one { changesOnlyCosts = false }
    }
  }

  /// The values, or the ends of a range.
  private static func values(of axis: SweepAxis) -> [Node] {
    switch axis.domain {
    case .choices(let values): Array(values.prefix(valuesMax))
    case .range(let range): [range.node(range.lower), range.node(range.upper)]
    }
  }

  /// Some points, spread over all.
  private static func points(of plan: SweepPlan) -> [Int] {
    let step = max(1, plan.count / pointsMax)
    return Array(stride(from: 0, to: plan.count, by: step).prefix(pointsMax))
  }
}

extension TrialConfiguration {
  /// The same trial at what another one assumes of costs, and with its limit, which may follow from
  /// them.
  fileprivate func withCosts(of other: TrialConfiguration) -> TrialConfiguration {
    var trial = self
    let servers = ultravisor.servers
    trial.ultravisor = other.ultravisor
    trial.ultravisor.servers = servers
    trial.costs = other.costs
    return trial
  }
}
