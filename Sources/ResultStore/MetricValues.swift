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
  ///   - values: a value for each name, in their order.
  ///   - samples: how many samples each percentile was taken from, nil for other metrics; empty if
  ///     there are no percentiles.
  /// - Complexity: O(size of the text).
  public init(of names: MetricNames, _ values: [MetricValue], samples: [Int64?] = []) {
    precondition(values.count == names.names.count, "expected a value for each name")
    precondition(samples.isEmpty || samples.count == values.count, "expected samples for each name")
    self.names = names
    var writer = MetricWriter()
    text = writer.cells(values, samples: samples)
  }

  /// Takes over the text of another process.
  ///
  /// - Parameters:
  ///   - names: the shape.
  ///   - text: the `text` of metrics with these names.
  /// - Returns: nil if the text is not that of such metrics.
  public init?(of names: MetricNames, text: String) {
    guard let cells = try? MetricCells.all(of: text), cells.count == names.names.count else {
      return nil
    }
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
