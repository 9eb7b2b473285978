// SPDX-License-Identifier: Apache-2.0

/// The values in the text of a resolved experiment, by their paths.
public struct ResolvedLines: Sendable {
  /// The most changes that are told one by one.
  static let changesShownMax = 5

  /// Each value with its path, in the order of the text.
  let values: [(path: String, value: String)]

  /// Reads a text of `Experiment.resolvedText(ofPoint:)`: block mappings and sequences, in which flow
  /// values stand on their line and a comment says the origin of each.
  public init(_ text: String) {
    var values: [(path: String, value: String)] = []
    var open: [(indent: Int, key: String)] = []
    var items: [String: Int] = [:]
    for line in text.split(separator: "\n") {
      var rest = Self.withoutComment(line)
      var indent = Self.strip(&rest)
      while let last = open.last, last.indent >= indent { open.removeLast() }
      while rest.hasPrefix("- ") {
        let list = open.map(\.key).joined(separator: ".")
        let item = items[list, default: 0]
        items[list] = item + 1
        open.append((indent, "\(item)"))
        rest = rest.dropFirst(2)
        indent += 2 + Self.strip(&rest)
      }
      let isFlow = rest.hasPrefix("{") || rest.hasPrefix("[") || rest.hasPrefix("\"")
      let colon = isFlow ? nil : rest.firstIndex(of: ":")
      if let colon { open.append((indent, String(rest[..<colon]))) }
      var value = colon.map { rest[rest.index(after: $0)...] } ?? rest
      _ = Self.strip(&value)
      // An item that has a name is known by it, as in the paths of axes.
      if open.count > 1, open.last?.key == "name", Int(open[open.count - 2].key) != nil {
        open[open.count - 2].key = String(value)
      }
      if !value.isEmpty { values.append((open.map(\.key).joined(separator: "."), String(value))) }
    }
    self.values = values
  }

  /// The values that another text has otherwise, each in words; at most so many as are shown, and then
  /// how many more there are.
  public func changes(to new: ResolvedLines) -> [String] {
    let before = Dictionary(values) { first, _ in first }
    let after = Dictionary(new.values) { first, _ in first }
    var changes: [String] = []
    for (path, value) in new.values where before[path] != value && !Self.isBesideTrials(path) {
      changes.append(
        before[path].map { "\(path) changed from \($0) to \(value)" } ?? "\(path) is new: \(value)")
    }
    for (path, value) in values where after[path] == nil && !Self.isBesideTrials(path) {
      changes.append("\(path) is gone, it was \(value)")
    }
    let shown = changes.prefix(Self.changesShownMax)
    return shown + (changes.count > shown.count ? ["\(changes.count - shown.count) more"] : [])
  }

  /// Whether no trial depends on what stands there: it says how many there are and what is made of them.
  private static func isBesideTrials(_ path: String) -> Bool {
    let block = path.prefix { $0 != "." }
    return ["description", "sweep", "measure", "compare"].contains(block)
  }

  private static func strip(_ text: inout Substring) -> Int {
    let all = text.count
    text = text.drop { $0 == " " }
    return all - text.count
  }

  /// A line up to the comment, which the listing sets apart by two spaces.
  private static func withoutComment(_ line: Substring) -> Substring {
    var end = line.endIndex
    if let mark = line.ranges(of: "  # ").last { end = mark.lowerBound }
    while end > line.startIndex, line[line.index(before: end)] == " " {
      end = line.index(before: end)
    }
    return line[..<end]
  }
}
