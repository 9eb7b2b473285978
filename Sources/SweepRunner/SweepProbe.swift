// SPDX-License-Identifier: Apache-2.0

/// What some trials of a sweep tell of all of them, with nothing kept.
public struct SweepProbe: Sendable, Hashable {
  /// How many trials are run at most.
  public static let trialsMax = 64
  /// How long they may take together, once workers run.
  static let limit: Duration = .seconds(1)

  /// How long a trial takes on average, in seconds; nil if all that were run failed.
  public let trial: Double?
  /// How long it takes until the first trial is done, in seconds, beyond what a trial takes.
  public let start: Double

  /// Reads the times of trials in the order in which they were done.
  ///
  /// The first trial of a worker is slower than all that follow: it is part of the start where enough
  /// others are there.
  ///
  /// - Parameters:
  ///   - seconds: how long each trial took that did not fail.
  ///   - first: after how many seconds the first trial was done.
  ///   - workers: how many ran at once.
  init(_ seconds: [Double], first: Double, workers: Int) {
    let warm = seconds.count >= 2 * workers ? seconds.dropFirst(workers) : seconds[...]
    trial = warm.isEmpty ? nil : warm.reduce(0, +) / Double(warm.count)
    start = max(0, first - (trial ?? 0))
  }

  /// Up to so many jobs, spread over the points and the repetitions, in an order in which those that come
  /// first are spread as well.
  static func sample(of jobs: [SweepJob], _ size: Int) -> [SweepJob] {
    var indices: [[Int]] = []
    var groups: [Int: Int] = [:]
    for (index, job) in jobs.enumerated() {
      let group = groups[job.point] ?? indices.count
      if group == indices.count {
        groups[job.point] = group
        indices.append([])
      }
      indices[group].append(index)
    }
    let chosen = zip(indices, EvenSample.choose(size, from: indices.map(\.count)))
      .flatMap { group, choice in choice.map { jobs[group[$0]] } }
    // A step near the golden section leaves no large gap, however many steps are made.
    var step = max(1, chosen.count * 618 / 1_000)
    while !Self.isCoprime(step, chosen.count) { step += 1 }
    return chosen.indices.map { chosen[$0 * step % chosen.count] }
  }

  private static func isCoprime(_ one: Int, _ other: Int) -> Bool {
    var (one, other) = (one, other)
    while other != 0 { (one, other) = (other, one % other) }
    return one <= 1
  }
}
