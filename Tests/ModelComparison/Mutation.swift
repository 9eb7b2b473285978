// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
internal import NaiveInterpreter
public import PolicyKit

/// A change of one value of a trial, made for the engine alone, that the comparison must see.
public struct Mutation: Sendable {
  /// The value: `rules.payment`, `guests.cleaners`, `policies.oom-notifier.free-batch.pages`.
  public let name: String
  private let change: @Sendable (inout TrialConfiguration) -> Void

  init(_ name: String, _ change: @escaping @Sendable (inout TrialConfiguration) -> Void) {
    self.name = name
    self.change = change
  }

  /// The trial with the value changed; nil if it has nothing to change.
  public func applied(to trial: TrialConfiguration) -> TrialConfiguration? {
    var changed = trial
    change(&changed)
    return changed == trial ? nil : changed
  }

  /// Every mutation, in the order of the parts of a trial.
  ///
  /// - Parameter catalogue: Whose policies' parameters are changed.
  public static func all(_ catalogue: PolicyCatalogue) -> [Mutation] {
    rules + costs + ultravisor + host + guests + afterBoot + tasks + trial + policies(catalogue)
  }

  /// The part of a trial that a name begins with, with its fields.
  public static func fields() -> [(prefix: String, fields: [String])] {
    let trial = TrialConfiguration(host: HostDescription(memory: 1))
    func labels(_ value: Any) -> [String] { Mirror(reflecting: value).children.compactMap(\.label) }
    let task = TaskDescription(name: "", demand: .periodic(pages: 1, every: .zero))
    return [
      ("rules", labels(trial.rules)), ("costs", labels(trial.costs)),
      ("ultravisor", labels(trial.ultravisor)), ("host", labels(trial.host)),
      ("guests", labels(GuestDescription(name: "", memory: 1))),
      ("guests.afterBoot", labels(GuestDescription.AfterBoot())), ("tasks", labels(task)),
      ("trial", labels(trial)),
    ]
  }
}

extension Mutation {
  typealias Path<Value> = any WritableKeyPath<TrialConfiguration, Value> & Sendable

  /// The next word of a few.
  static func next<Word: CaseIterable & Equatable & Sendable>(
    _ name: String, _ path: Path<Word>
  ) -> Mutation {
    Mutation(name) { $0[keyPath: path] = following($0[keyPath: path]) }
  }

  static func following<Word: CaseIterable & Equatable>(_ word: Word) -> Word {
    let words = Array(Word.allCases)
    let place = words.firstIndex(of: word) ?? 0
    return words[(place + 1) % words.count]
  }

  /// A time that is longer by half.
  static func longer(_ name: String, _ path: Path<SimulatedDuration>) -> Mutation {
    Mutation(name) { $0[keyPath: path] = longer($0[keyPath: path]) }
  }

  static func longer(_ time: SimulatedDuration) -> SimulatedDuration {
    SimulatedDuration(nanoseconds: time.nanoseconds + time.nanoseconds / 2 + 1)
  }

  static func later(_ draw: Draw) -> Draw {
    switch draw {
    case .fixed(let value): .fixed(value + value / 2 + 60)
    case .uniform(let range): .uniform(range.lowerBound + 60...range.upperBound + 600)
    case .exponential(let mean, let step): .exponential(mean: 2 * mean, step: step)
    }
  }

  /// Other pages.
  static func more(_ name: String, _ path: Path<Pages>, by pages: Int64) -> Mutation {
    Mutation(name) { $0[keyPath: path] = Pages($0[keyPath: path].count + pages) }
  }

  /// A page less, if there is one.
  static func fewer(_ name: String, _ path: Path<Pages>) -> Mutation {
    Mutation(name) { $0[keyPath: path] = Pages(max(0, $0[keyPath: path].count - 1)) }
  }

  /// Changes every guest.
  static func guest(
    _ name: String, _ change: @escaping @Sendable (inout GuestDescription) -> Void
  ) -> Mutation {
    Mutation("guests.\(name)") { for index in $0.guests.indices { change(&$0.guests[index]) } }
  }

  /// Changes every task.
  static func task(
    _ name: String, _ change: @escaping @Sendable (inout TaskDescription) -> Void
  ) -> Mutation {
    Mutation("tasks.\(name)") { for index in $0.tasks.indices { change(&$0.tasks[index]) } }
  }
}
