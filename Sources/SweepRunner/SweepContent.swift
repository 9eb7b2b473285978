// SPDX-License-Identifier: Apache-2.0

internal import TrialExecution

/// What a trial of a sweep runs, whatever its seed, and the points that need it.
///
/// A class, so that the repetitions of a point, of which there may be a million, share it.
final class SweepContent: Sendable {
  /// The points: members of a union may meet in one configuration.
  let points: [Int]
  /// What identifies its trials.
  let identity: TrialIdentity
  /// Whether any of its inputs is drawn; if not, one repetition says everything.
  let isRandom: Bool

  init(points: [Int], identity: TrialIdentity, isRandom: Bool) {
    self.points = points
    self.identity = identity
    self.isRandom = isRandom
  }

  /// What some points run, in the order of the first point of each.
  static func list(of points: [SweepPoint]) -> [SweepContent] {
    var groups: [[SweepPoint]] = []
    var indices: [TrialIdentity: Int] = [:]
    for point in points {
      if let index = indices[point.identity] {
        groups[index].append(point)
      } else {
        indices[point.identity] = groups.count
        groups.append([point])
      }
    }
    return groups.map { group in
      SweepContent(
        points: group.map(\.index), identity: group[0].identity, isRandom: group[0].isRandom)
    }
  }
}
