// SPDX-License-Identifier: Apache-2.0

public import Foundation
internal import HostConfiguration

/// The results of one family with engine 3, as they are kept in a file.
///
/// The first line names the columns: the group, its events, and a definition of the catalogue each.
/// Metrics that came after engine 3 are in no table.
public struct FrozenTable: Sendable {
  /// Where tables and frozen experiments are.
  public static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "engine-3")

  /// Metrics whose definition has changed since engine 3: they are kept, but not compared.
  public static let redefined = Set(MetricCatalogue.redefinedSinceEngine3)

  /// The definitions in the order of the columns.
  public let metrics: [String]
  /// The rows, in the order of the family's groups.
  public let rows: [FrozenRow]

  /// A table of what the program gives now.
  public init(rows: [FrozenRow], metrics: [String]) {
    self.rows = rows
    self.metrics = metrics
  }

  /// The definitions that a new table has.
  public static var catalogue: [String] { MetricCatalogue.all.map(\.name) }

  /// Reads the table of a family.
  ///
  /// - Throws: If there is no such file.
  public init(family: String) throws {
    let text = try String(contentsOf: Self.file(of: family), encoding: .utf8)
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    metrics = lines.first.map { Array($0.dropFirst(2)) } ?? []
    rows = lines.dropFirst().map {
      FrozenRow(name: $0[0], events: $0[1], cells: Array($0.dropFirst(2)))
    }
  }

  /// Writes the table of a family.
  ///
  /// - Throws: If the file cannot be written.
  public func write(family: String) throws {
    let lines =
      [["group", "events"] + metrics]
      + rows.map { [$0.name, $0.events] + $0.cells }
    let text = lines.map { $0.joined(separator: ",") + "\n" }.joined()
    try text.write(to: Self.file(of: family), atomically: true, encoding: .utf8)
  }

  /// The file of a family's table.
  private static func file(of family: String) -> URL { folder.appending(path: "\(family).csv") }

  /// How a row that was computed anew differs from the one that is kept, in sentences.
  public func differences(of row: FrozenRow, family: String) -> [String] {
    guard let kept = rows.first(where: { $0.name == row.name }) else {
      return ["\(family), \(row.name): no such row is kept"]
    }
    var texts: [String] = []
    if kept.events != row.events {
      texts.append("\(family), \(row.name): events \(row.events), were \(kept.events)")
    }
    for (metric, (now, then)) in zip(metrics, zip(row.cells, kept.cells))
    where now != then && !Self.redefined.contains(metric) {
      texts.append("\(family), \(row.name): \(metric) \(now), was \(then)")
    }
    return texts
  }
}
