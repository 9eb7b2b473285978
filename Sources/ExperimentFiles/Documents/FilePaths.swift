// SPDX-License-Identifier: Apache-2.0

/// The arithmetic of file paths that includes need; all of it on text, without touching files.
enum FilePaths {
  /// The directory part of a path; `.` for a bare name.
  static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A path relative to a directory, with `.` and `..` resolved where that needs no file system.
  static func join(_ directory: String, _ path: String) -> String {
    let joined = path.hasPrefix("/") || directory == "." ? path : directory + "/" + path
    var parts: [Substring] = []
    for part in joined.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return (joined.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }

  /// A path as it is seen from a directory, both as they are written; the path itself where only one of
  /// them begins at the root.
  static func relative(_ path: String, to directory: String) -> String {
    guard path.hasPrefix("/") == directory.hasPrefix("/") else { return join(".", path) }
    let parts = join(".", path).split(separator: "/")
    let base = directory == "." ? [] : join(".", directory).split(separator: "/")
    let shared = zip(parts, base).prefix { $0 == $1 }.count
    let up = Array(repeating: Substring(".."), count: base.count - shared)
    return (up + parts[shared...]).joined(separator: "/")
  }

  /// The directories from a file's own up to the one named `experiments`, if there is one above.
  static func searchPath(from file: String) -> [String] {
    let own = directory(of: file)
    let parts = own.split(separator: "/", omittingEmptySubsequences: false)
    guard let root = parts.lastIndex(of: "experiments") else { return [own] }
    return (root..<parts.count).reversed().map { parts[...$0].joined(separator: "/") }
  }
}
