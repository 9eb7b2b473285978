// SPDX-License-Identifier: Apache-2.0

/// Finds the name that was probably meant.
public enum Spelling {
  /// The longest word that is looked for; nobody misspells a longer one.
  private static let lengthMax = 64

  /// The candidate closest to a misspelt word, if one is close enough to be meant.
  ///
  /// Of equally close candidates the first one wins.
  ///
  /// - Complexity: O(*n* · *m*²) for *n* candidates of length *m*.
  public static func closest(to word: String, in candidates: some Sequence<String>) -> String? {
    guard word.utf8.count <= lengthMax else { return nil }
    // A third of the letters may be wrong; of a single letter only its case.
    let limit = word.count < 2 ? 0 : max(1, word.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in candidates where abs(candidate.count - word.count) <= limit {
      let distance = distance(Array(word.lowercased()), Array(candidate.lowercased()))
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// The number of letters to insert, remove, replace or swap with a neighbour to get from one
  /// word to another (optimal string alignment distance).
  static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for i in left.indices {
      var current = [i + 1]
      for j in right.indices {
        let same = left[i] == right[j]
        var cost = min(previous[j] + (same ? 0 : 1), previous[j + 1] + 1, current[j] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          cost = min(cost, beforePrevious[j - 1] + 1)
        }
        current.append(cost)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count]
  }
}
