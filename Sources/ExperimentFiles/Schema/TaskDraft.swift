// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// A task while its keys are read: which of them make up its demand is known at the end.
struct TaskDraft: Sendable {
  /// What a task asks for once, unless it says something else; a huge page's worth of faults.
  static let defaultRequest = Pages.mebibytes(2)

  /// Bursts as they are written.
  struct Bursts: Sendable {
    /// Between two arrivals.
    var interval = Draw.fixed(0)
    /// How much a burst asks for.
    var size = Draw.fixed(0)
    /// How long it is held.
    var holds = Draw.fixed(0)
    /// The stream of the seed; nil for the task's own.
    var stream: UInt64?
  }

  /// Everything but the demand.
  var task: TaskDescription
  /// How much it asks for, in all or each time.
  var allocates: Pages?
  /// At which rate.
  var rate: MemoryRate?
  /// How much at once, for demands that say so.
  var request: Pages?
  /// How much the total varies, for demands that have one.
  var jitter: Share?
  /// How often the same is asked for again.
  var every: SimulatedDuration?
  /// Bursts.
  var bursts: Bursts?
  /// A recorded program.
  var replay: ResidentTrace?

  /// Creates a draft with the defaults.
  init() {
    task = TaskDescription(name: "", demand: .periodic(pages: 0, every: .zero))
  }

  /// The draft that describes a task.
  init(_ task: TaskDescription) {
    self.task = task
    switch task.demand {
    case .steady(let total, let jitter, let rate, let request):
      allocates = total
      self.jitter = jitter
      self.rate = rate
      self.request = request
    case .periodic(let pages, let every):
      allocates = pages
      self.every = every
    case .bursts(let interval, let pages, let holds, let stream):
      bursts = Bursts(interval: interval, size: pages, holds: holds, stream: stream)
    case .replay(let trace, let request):
      replay = trace
      self.request = request
    }
  }

  /// The task that the draft describes, if its keys make a demand.
  var finished: TaskDescription {
    var finished = task
    if let replay {
      finished.demand = .replay(replay, request: request ?? Self.defaultRequest)
    } else if let bursts {
      finished.demand = .bursts(
        interval: bursts.interval, pages: bursts.size, holds: bursts.holds, stream: bursts.stream)
    } else if let every {
      finished.demand = .periodic(pages: allocates ?? 0, every: every)
    } else if let rate {
      finished.demand = .steady(
        total: allocates ?? 0, jitter: jitter ?? .percent(0), rate: rate,
        request: request ?? Self.defaultRequest)
    }
    return finished
  }
}
