// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import HostModel
internal import TrialExecution

/// What a group of frozen trials gives: digests of their events, and the readings of every metric.
public struct FrozenRow: Sendable, Hashable {
  /// Which trials these are, within their family.
  public let name: String
  /// The digest of events and closing counters; of several trials, a digest of digests.
  public let events: String
  /// For each definition of the catalogue that is compared, the readings as text, in its order; of
  /// several trials, a digest of these texts.
  public let cells: [String]

  /// A row that has been read.
  init(name: String, events: String, cells: [String]) {
    self.name = name
    self.events = events
    self.cells = cells
  }

  /// Puts trials together.
  ///
  /// - Parameters:
  ///   - name: Which trials these are.
  ///   - trials: What they gave, at least one.
  ///   - metrics: Names of definitions, such as `guest.*.downtime`.
  init(name: String, trials: [ExecutedTrial], metrics: [String]) {
    self.name = name
    let texts = trials.map { Self.texts(of: $0, metrics) }
    if trials.count == 1 {
      events = trials[0].digest
      cells = texts[0]
      return
    }
    var digest = EventDigest()
    for trial in trials { digest.absorb(trial.result.digest) }
    events = digest.hexadecimal
    cells = metrics.indices.map { column in
      var digest = EventDigest()
      for text in texts {
        for byte in text[column].utf8 { digest.absorb(UInt64(byte)) }
        digest.absorb(UInt64(UInt8(ascii: "\n")))
      }
      return String(digest.hexadecimal.suffix(8))
    }
  }

  /// The readings of each definition, those of several guests or tasks side by side.
  private static func texts(of trial: ExecutedTrial, _ metrics: [String]) -> [String] {
    var found: [String: [String]] = [:]
    for (name, reading) in zip(trial.result.shape.names, trial.readings) {
      found[MetricCatalogue.generalised(name), default: []].append(text(of: reading))
    }
    return metrics.map { found[$0, default: []].joined(separator: " ") }
  }

  /// The value, with the number of observations behind a slash where there is one.
  private static func text(of reading: MetricReading) -> String {
    let value = reading.value.integer.map { "\($0)" } ?? "-"
    return reading.samples.map { "\(value)/\($0)" } ?? value
  }
}
