// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// Follows one metric as trials come in: a picture for who waits, not a result.
struct LeaderWatch {
  /// Mean and spread of what came (Welford 1962, https://doi.org/10.1080/00401706.1962.10490022).
  private struct Running {
    var count = 0
    var missing = 0
    var mean = 0.0
    var squares = 0.0

    mutating func add(_ value: Double) {
      count += 1
      let distance = value - mean
      mean += distance / Double(count)
      squares += distance * (value - mean)
    }

    var halfWidth: Double {
      2 * (squares / Double(count - 1) / Double(count)).squareRoot()
    }
  }

  private static let countMin = 3

  private let metric: String
  private let prefersMore: Bool
  private let labels: [String]
  private var points: [Running]

  /// Follows a metric; nil for one that does not exist.
  init?(_ metric: String, labels: [String]) {
    guard let definition = MetricCatalogue.definition(of: metric) else { return nil }
    self.metric = metric
    prefersMore = definition.direction == .higher
    self.labels = labels
    points = [Running](repeating: Running(), count: labels.count)
  }

  /// Takes a trial's value; nil if it has none.
  mutating func add(_ value: Int64?, point: Int) {
    if let value {
      points[point].add(Double(value))
    } else {
      points[point].missing += 1
    }
  }

  /// The best point so far: first by how many trials have no value, because a task that is killed never
  /// is the best, then by the mean.
  ///
  /// - Complexity: O(points).
  var leader: SweepLeader? {
    var best: Int?
    for (index, point) in points.enumerated() where point.count >= Self.countMin {
      if let current = best, !isBetter(point, than: points[current]) { continue }
      best = index
    }
    guard let best else { return nil }
    return SweepLeader(
      metric: metric, label: labels[best], mean: points[best].mean,
      halfWidth: points[best].halfWidth)
  }

  private func isBetter(_ one: Running, than other: Running) -> Bool {
    let missing = one.missing * (other.count + other.missing)
    let otherMissing = other.missing * (one.count + one.missing)
    if missing != otherMissing { return missing < otherMissing }
    return prefersMore ? one.mean > other.mean : one.mean < other.mean
  }
}
