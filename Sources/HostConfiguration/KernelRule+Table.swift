// SPDX-License-Identifier: Apache-2.0

extension KernelRule {
  /// All rules as a table in Markdown: one line for the generations that share value and source.
  ///
  /// The rules of `engine-3` have no source, as no kernel has them. Lines end with a line feed.
  public static var table: String {
    let rows = all.flatMap { rule in
      rule.lines.enumerated().map { index, line in [index == 0 ? rule.key : ""] + line }
    }
    let lines =
      [["key", "generation", "value", "kernel function", "evidence"]]
      + [[String](repeating: "---", count: 5)] + rows
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  /// The table and where its functions are, as they stand in Documentation/Model.md.
  public static var document: String { table + "\n" + files }

  /// Where the functions of the table are, a line for each file.
  public static var files: String {
    var functions: [(file: String, names: [String])] = []
    for source in all.flatMap(\.sources) where !source.file.isEmpty {
      let place = functions.firstIndex { $0.file == source.file } ?? functions.count
      if place == functions.count { functions.append((source.file, [])) }
      for name in source.function.split(separator: ",").map({ $0.drop { $0 == " " } })
      where !functions[place].names.contains(String(name)) {
        functions[place].names.append(String(name))
      }
    }
    return functions.map { wrapped("* \($0.file):", $0.names) }.joined()
  }

  /// A heading and names after it, in lines of at most 100 columns.
  private static func wrapped(_ heading: String, _ names: [String]) -> String {
    var lines = [heading]
    for (index, name) in names.enumerated() {
      let word = index < names.count - 1 ? "\(name)," : name
      if lines[lines.count - 1].count + 1 + word.count > 100 { lines.append(" ") }
      lines[lines.count - 1] += " " + word
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Generation, value, function and evidence, where neighbours that agree share a line.
  private var lines: [[String]] {
    var lines: [(generations: [String], rest: [String])] = []
    for generation in KernelGeneration.allCases {
      let source = source(of: generation)
      let rest = [
        value(generation), source?.function ?? "none", source?.evidence.rawValue ?? "no kernel",
      ]
      if let last = lines.last, last.rest == rest {
        lines[lines.count - 1].generations.append(generation.rawValue)
      } else {
        lines.append(([generation.rawValue], rest))
      }
    }
    return lines.map { [$0.generations.joined(separator: ", ")] + $0.rest }
  }
}
