// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// All readings of a run that has ended, each from what was written down, in the plainest way.
struct NaiveMetrics {
  let run: NaiveInterpreter
  let record: NaiveRecord
  let configuration: TrialConfiguration
  /// When the run ended.
  let end: Int64

  init(_ run: NaiveInterpreter) {
    self.run = run
    record = run.record
    configuration = run.configuration
    end = run.now
  }

  /// The readings in the order of the catalogue.
  func readings() -> [MetricReading] {
    var all: [String: MetricReading] = [:]
    for guest in run.guests {
      for (suffix, reading) in readings(of: guest) {
        all["guest.\(guest.description.name).\(suffix)"] = reading
      }
    }
    for task in run.tasks {
      for (name, reading) in readings(of: task) {
        all[name.replacing(task.description.name)] = reading
      }
    }
    let others = [setAside(), stalls(), outOfMemory(), reclaim(), costs(), honesty()]
    for part in others { all.merge(part) { _, _ in preconditionFailure("A metric comes twice.") } }
    let names = MetricCatalogue.names(
      guests: configuration.guests.map(\.name), tasks: configuration.tasks.map(\.name))
    return names.map { all[$0] ?? .undefined("the interpreter does not know it") }
  }

  /// The nearest rank: the least of the sorted values that at least so many thousandths do not exceed.
  static func percentile(_ thousandths: Int64, of values: [Int64]) -> Int64 {
    let sorted = values.sorted()
    let rank = (Int64(sorted.count) * thousandths + 999) / 1000
    return sorted[Int(max(rank, 1)) - 1]
  }
}

extension String {
  /// The name of a metric with its star replaced.
  fileprivate func replacing(_ name: String) -> String {
    split(separator: "*", omittingEmptySubsequences: false).joined(separator: name)
  }
}
