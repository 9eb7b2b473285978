// SPDX-License-Identifier: Apache-2.0

public import HostConfiguration

/// The metrics of one trial, as they are kept: the names of their shape, and a compact text.
public struct MetricValues: Sendable, Hashable {
  /// No metrics, as a failed trial has.
  public static let none = MetricValues(of: .none, [])

  /// The names, shared by all trials of the shape.
  public let names: MetricNames
  /// What each metric is, as a JSON array in the order of the names.
  ///
  /// Each is an integer, an array of an integer and the number of samples, or a text that says why
  /// there is no value. A worker process may hand this text over instead of ninety values.
  public let text: String

  /// Gives the metrics of a shape their values.
  ///
  /// - Parameters:
  ///   - names: the shape, best one object for all trials that share it.
  ///   - readings: what the trial gives for each name, in their order.
  /// - Complexity: O(size of the text).
  public init(of names: MetricNames, _ readings: [MetricReading]) {
    precondition(readings.count == names.names.count, "expected a value for each name")
    self.names = names
    text = MetricWriter.cells(readings)
  }

  /// Takes over the text of another process.
  ///
  /// - Parameters:
  ///   - names: the shape.
  ///   - text: the `text` of metrics with these names.
  /// - Returns: nil if the text is not that of such metrics.
  /// - Complexity: O(size of the text), and nothing is made of it.
  public init?(of names: MetricNames, text: String) {
    guard (try? MetricCells.count(in: text)) == names.names.count else { return nil }
    self.names = names
    self.text = text
  }

  init(names: MetricNames, uncheckedText: String) {
    self.names = names
    text = uncheckedText
  }

  /// Each metric with its name, in the order of the names; nil if the text is not readable.
  public var records: [MetricRecord]? {
    guard let cells = try? MetricCells.all(of: text), cells.count == names.names.count else {
      return nil
    }
    return zip(names.names, cells).map { name, cell in
      MetricRecord(name: name, value: cell.value, sampleCount: cell.samples)
    }
  }
}
