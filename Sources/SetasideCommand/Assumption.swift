// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// What an experiment takes for granted about its host, and what else may be true of a host of its kind.
///
/// Costs have their ranges from ``CostTable``. Beside them are the rules and places that decide how much of
/// a CPU a cleaner gets, and whether pages stay on per-CPU lists: nobody has measured which of them holds on a
/// host under load, and a kill can hang on each.
struct Assumption: Sendable {
  /// The path of the key, as a sweep names it.
  let path: String
  /// The value in a file's words.
  let assumed: String
  /// What else may be true, in a file's words.
  let others: [String]
  private let read: @Sendable (TrialConfiguration) -> String?

  private init(
    _ path: String, in trial: TrialConfiguration, others: [String],
    _ read: @escaping @Sendable (TrialConfiguration) -> String?
  ) {
    let assumed = read(trial) ?? ""
    self.path = path
    self.assumed = assumed
    self.others = others.filter { $0 != assumed }
    self.read = read
  }

  /// The value in another trial, in a file's words; nil where the key is not there.
  func value(in trial: TrialConfiguration) -> String? { read(trial) }

  /// All that a trial assumes: costs first, then rules.
  static func all(of trial: TrialConfiguration) -> [Self] {
    costs(of: trial) + cpuTime(of: trial) + [perCPULists(of: trial)]
  }

  private static func costs(of trial: TrialConfiguration) -> [Self] {
    CostTable.costs(of: trial).map { cost in
      Self(
        cost.path, in: trial,
        others: [cost.range.lowerBound, cost.range.upperBound].map { text($0.nanoseconds) }
      ) { text(cost.value(in: $0).nanoseconds) }
    }
  }

  /// Who gets the CPU: the bounds of the wake-up rule, and where and with which weight cleaners run.
  private static func cpuTime(of trial: TrialConfiguration) -> [Self] {
    guard trial.rules.scheduler != .roundRobin else { return [] }
    let wakeUp = Self(
      "mechanism.wake-up", in: trial,
      others: [MechanismRules.WakeUp.preempts.rawValue, MechanismRules.WakeUp.waits.rawValue]
    ) { $0.rules.wakeUp.rawValue }
    let cleaned = trial.guests.filter { $0.isSetAside && $0.cleaners > 0 }.map(\.name)
    return [wakeUp]
      + cleaned.flatMap { name in
        [
          Self("guests.\(name).cleaner-in", in: trial, others: ["kernel", "guest"]) {
            guest(name, in: $0)?.cleanerIn.word
          },
          Self("guests.\(name).cleaner-weight", in: trial, others: ["25", "400"]) {
            guest(name, in: $0).map { String($0.cleanerWeight) }
          },
        ]
      }
  }

  private static func perCPULists(of trial: TrialConfiguration) -> Self {
    let batch = max(trial.host.perCPUListBatch.count, 1)
    return Self(
      "host.per-cpu-lists", in: trial, others: ["off", "{ batch: \(batch), high: kernel }"]
    ) { trial in
      switch trial.host.perCPUListHigh {
      case .off: "off"
      case .kernel: "{ batch: \(trial.host.perCPUListBatch.count), high: kernel }"
      case .pages(let high):
        "{ batch: \(trial.host.perCPUListBatch.count), high: \(high.count) pages }"
      }
    }
  }

  private static func guest(_ name: String, in trial: TrialConfiguration) -> GuestDescription? {
    trial.guests.first { $0.name == name }
  }

  private static func text(_ nanoseconds: Int64) -> String {
    nanoseconds.isMultiple(of: 1_000) ? "\(nanoseconds / 1_000) us" : "\(nanoseconds) ns"
  }
}
