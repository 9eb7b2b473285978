// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration
internal import PolicyKit

/// When the clock of a metric starts in a run, counted from the start of the simulation.
///
/// A task's completion counts from the order to stop of the guest that it waits for; a run that is cut off
/// has therefore watched it for less than the run's limit.
public struct ClockStart: Sendable, Hashable {
  private let draw: Draw
  private let identity: String

  /// The instant in a run, in nanoseconds.
  ///
  /// Draws belong to the seed and to who draws what, so that the instant is known without a run.
  func instant(seed: UInt64) -> Int64 {
    var generator = SeededGenerator(seed: seed, identity: identity)
    return draw.value(using: &generator)
  }

  /// The clocks of the metrics that may never end, by the metrics' names.
  ///
  /// A task that starts as soon as memory is free, and waits for no guest, has a clock that only its run
  /// knows: it has none here, and its limit is that of the run.
  public static func all(of configuration: TrialConfiguration) -> [String: ClockStart] {
    var clocks: [String: ClockStart] = [:]
    var departures: [String: ClockStart] = [:]
    for guest in configuration.guests {
      switch guest.departure {
      case .none: continue
      case .shutdown(let at), .reboot(let at):
        let clock = ClockStart(draw: at, identity: "guest.\(guest.name).departure")
        departures[guest.name] = clock
        for metric in ["ready", "time-to-free", "time-to-free.p50", "time-to-free.p90"] {
          clocks["guest.\(guest.name).\(metric)"] = clock
        }
      }
    }
    for task in configuration.tasks {
      let name = "task.\(task.name).completion"
      switch task.start {
      case .at(let at):
        clocks[name] = ClockStart(draw: at, identity: "task.\(task.name).start")
      case .after(let guest, _, _): clocks[name] = departures[guest]
      case .whenFree(_, let guest, _): clocks[name] = guest.flatMap { departures[$0] }
      }
    }
    return clocks
  }
}
