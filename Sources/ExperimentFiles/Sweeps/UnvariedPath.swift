// SPDX-License-Identifier: Apache-2.0

/// Paths that are no values of a trial: to vary them would give each choice the same runs.
enum UnvariedPath {
  /// Why a path cannot be an axis, in words that follow it; nil for one that may be.
  static func reason(_ path: NodePath) -> (message: String, suggestion: String?)? {
    let about = "is not a value of a trial, so no run would differ: it says"
    switch path.segments[0] {
    case "sweep":
      guard path.segments.last == "seed" else {
        return ("\(about) which trials there are", nil)
      }
      return ("\(about) where random numbers begin, which repetitions vary", "repetitions: 30")
    case "compare": return ("\(about) what reports compare", nil)
    case "measure": return ("\(about) what reports show", nil)
    case "description": return ("\(about) what is asked", nil)
    case "setaside": return ("\(about) how the file is to be read", nil)
    case "include": return ("\(about) what the file is made of", nil)
    case "guests", "tasks":
      guard path.segments.count == 3, path.segments[2] == "name" else { return nil }
      return ("is a name: whoever has another one has other random numbers, and nothing else", nil)
    default: return nil
    }
  }
}
