// SPDX-License-Identifier: Apache-2.0

public import ExperimentFiles
internal import HostConfiguration
internal import ResultStore
public import Statistics

/// Gives each point as many repetitions as its metric needs.
///
/// The data are looked at after fixed numbers of repetitions, and a point whose interval is narrow enough
/// gets no more. Who looks several times and stops when it suits him is misled more often than his level
/// says; so each look has an equal part of the error (Bonferroni): whatever look a point stops at, all its
/// intervals together miss the mean in at most one of twenty sweeps. The intervals are those that a report
/// prints. A point none of whose runs has a value has no mean that more of them would tell: it gets no more.
public struct RepetitionGrowth: Sendable {
  /// Where a point came to its end.
  public struct Stop: Sendable, Hashable {
    /// The point.
    public let point: Int
    /// Which look it was, from 1.
    public let look: Int
    /// How many repetitions it has.
    public let repetitions: Int
    /// Its mean in the metric's stored unit; nil where there is none that one may compute.
    public let mean: Double?
    /// Half of its interval's width, at the level of one look.
    public let halfWidth: Double?
    /// Whether any run has a value.
    public let hasValues: Bool
    /// Whether the interval is narrow enough; if not, no run has a value, or it has as many repetitions as
    /// one may have.
    public let isMet: Bool
  }

  /// After how many repetitions the data are looked at, and what a look needs.
  public let plan: Looks
  /// What every point is to come to.
  public let goal: PrecisionGoal
  /// The points that have come to their end, in the order of points.
  public private(set) var stops: [Stop] = []

  private var next = 0
  private var list = JobList()
  private var active: [SweepPoint] = []

  /// Plans the looks.
  ///
  /// - Parameters:
  ///   - goal: what every point is to come to.
  ///   - minimum: the first look, at least 2.
  ///   - maximum: the last one, not before the first.
  public init(goal: PrecisionGoal, minimum: Int = 20, maximum: Int = 400) {
    self.goal = goal
    plan = Looks(minimum: minimum, maximum: maximum)
  }

  /// Plans the looks of a rule.
  public init(_ rule: StoppingRule) {
    let width: Looks.Rule =
      switch rule.width {
      case .relative(let partsPerMillion): .relative(Double(partsPerMillion) / 1e6)
      case .absolute(let amount): .absolute(Double(amount))
      }
    self.init(
      goal: PrecisionGoal(metric: rule.metric, rule: width, text: rule.text),
      minimum: rule.minimumRepetitions, maximum: rule.maximumRepetitions)
  }

  /// After how many repetitions the data are looked at.
  public var looks: [Int] { plan.repetitions }

  /// How often the interval of one look is meant to hold the mean.
  public var level: ConfidenceLevel { plan.levelOfEach() }

  /// Looks at what there is; the list of all trials with those that are to be added behind, or nil at
  /// the end.
  mutating func next(
    store: ResultStore, schedule: SweepSchedule, seed: UInt64
  ) throws(SweepFailure) -> [SweepJob]? {
    if next == 0 {
      list.add(0..<looks[0], of: schedule.points, seed: seed)
      active = schedule.points.filter(\.isRandom)
    }
    var unmet: [SweepPoint] = []
    for point in active {
      let stop = try look(at: point, store)
      if stop.isMet || !stop.hasValues || next == looks.count - 1 {
        stops.append(stop)
      } else {
        unmet.append(point)
      }
    }
    active = unmet
    guard !active.isEmpty else {
      stops.sort { $0.point < $1.point }
      return nil
    }
    list.add(looks[next]..<looks[next + 1], of: active, seed: seed)
    next += 1
    return list.jobs
  }

  private func look(at point: SweepPoint, _ store: ResultStore) throws(SweepFailure) -> Stop {
    let observations: [MetricObservation]
    do throws(ResultStoreError) {
      observations = try store.observations(of: goal.metric, atPoint: point.index)
    } catch {
      throw .store(error)
    }
    let values = observations.compactMap(\.value.integer).map { Double($0) }
    // A mean over the runs that have a value would be one of the lucky ones; and runs that do not
    // differ say nothing of how much others may.
    let interval: Estimate<ConfidenceInterval> =
      values.count < observations.count
      ? .undefined(.noValues) : Sample(values).skewnessCorrectedInterval(level: level)
    let isMet =
      if case .enough = plan.decision(interval, after: looks[next], rule: goal.rule) {
        true
      } else {
        false
      }
    return Stop(
      point: point.index, look: next + 1, repetitions: looks[next],
      mean: interval.value?.estimate, halfWidth: interval.value?.halfWidth,
      hasValues: !values.isEmpty, isMet: isMet)
  }
}
