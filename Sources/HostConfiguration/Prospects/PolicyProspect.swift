// SPDX-License-Identifier: Apache-2.0

public import PolicyKit

/// Whether a policy could ever be asked in a trial, as far as the description alone can tell.
public struct PolicyProspect: Sendable {
  private let trial: TrialConfiguration
  private let times: EarliestTimes
  private let need: MemoryNeed

  /// Looks at a trial.
  public init(_ trial: TrialConfiguration) {
    self.trial = trial
    times = EarliestTimes(trial)
    need = MemoryNeed(trial)
  }

  /// Why the question of a role never comes up, whatever the seed draws; nil where it may.
  ///
  /// For the allocation-failure role the question is what to do when a node is refused.
  public func obstacle(to role: PolicyRole) -> Obstacle? {
    switch role {
    case .allocationFailure:
      deferral(\.setsPagesAside, "no guest is shut down with pages set aside")
        ?? (need.isNeverLow ? Obstacle("memory cannot run low: \(surplus(cached: false))") : nil)
    case .oomNotifier:
      deferral(\.setsPagesAside, "no guest is shut down with pages set aside") ?? noRequester
        ?? (need.isNeverOut ? Obstacle("memory cannot run short: \(surplus(cached: true))") : nil)
    case .reclaimThrottle:
      deferral(\.hasCleaners, "no guest leaves pages to a cleaner", after: times.exit)
    }
  }

  /// Why a guest leaves nothing behind it, nor ever will.
  private func deferral(
    _ isOne: (GuestDescription) -> Bool, _ nobody: String,
    after event: ((GuestDescription) -> Int64?)? = nil
  ) -> Obstacle? {
    let candidates = trial.guests.filter(isOne)
    guard !candidates.isEmpty else { return absence(nobody) }
    let instant = event ?? times.stop
    guard candidates.allSatisfy({ (instant($0) ?? .max) > times.limit }) else { return nil }
    let names = candidates.map(\.name).joined(separator: ", ")
    return Obstacle(
      "\(names) \(candidates.count == 1 ? "goes" : "go") after the run has been cut off")
  }

  /// That no guest is of the kind, with what the nearest one lacks.
  private func absence(_ nobody: String) -> Obstacle {
    let going = trial.guests.filter { $0.departure != .none }
    if let guest = going.first(where: { $0.isProtected && !$0.teardown.isLazy }) {
      var word = GuestDescription.Teardown.lazyReboot
      if case .shutdown = guest.departure { word = .lazyShutdown }
      return Obstacle(
        "\(nobody), for the teardown of '\(guest.name)' is '\(guest.teardown.rawValue)'",
        lacking: "teardown: \(word.rawValue)")
    }
    if let guest = going.first(where: { !$0.isProtected }) {
      return Obstacle(
        "\(nobody), for '\(guest.name)' is not protected", lacking: "protected: true")
    }
    if going.isEmpty { return Obstacle("\(nobody): none stops or reboots") }
    return Obstacle(nobody)
  }

  /// That nobody could call `out_of_memory()`: classes that may not reclaim fail instead.
  private var noRequester: Obstacle? {
    let kernel = trial.tasks.filter { $0.allocationClass == .kernel }
    guard !kernel.isEmpty else {
      return Obstacle(
        trial.tasks.isEmpty
          ? "there is no task that could run out of memory"
          : "no task is of the class 'kernel', and others never call out_of_memory()")
    }
    guard kernel.allSatisfy({ (times.start($0) ?? .max) > times.limit }) else { return nil }
    return Obstacle("no task begins before the run is cut off")
  }

  private func surplus(cached: Bool) -> String {
    let cache = cached ? trial.host.cleanPageCache.count : 0
    return "at most \(RoundedText.memory(need.mostTaken)) are asked for, "
      + "\(RoundedText.memory(need.freeAtStart + cache)) are free"
  }

  /// What keeps something from ever happening.
  public struct Obstacle: Sendable, Hashable {
    /// The reason, in words that can follow a colon.
    public let reason: String
    /// What a guest or task lacks, as it would be written; nil where nothing single does.
    public let lacking: String?

    /// Describes an obstacle.
    public init(_ reason: String, lacking: String? = nil) {
      self.reason = reason
      self.lacking = lacking
    }
  }
}

extension GuestDescription.Teardown {
  /// Whether pages are destroyed after the guest has gone.
  public var isLazy: Bool { self == .lazyShutdown || self == .lazyReboot }
}
