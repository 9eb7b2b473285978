// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HostConfiguration
internal import HostModel
internal import PolicyKit
internal import Testing
internal import TrialExecution

/// The engine against the two reference programs in C, one page at a time and batched.
///
/// The fixture holds what both print for `PAGES SEED` with `RW1_MODE=MODE`, columns named as the keys
/// of their JSON; they agree on every line.
struct ReferenceWorkloadTests {
  /// One line of the fixture.
  struct Row: Sendable, CustomTestStringConvertible {
    let pages: Int64
    let seed: UInt64
    let mode: ReferenceMode
    /// The keys and values in the order of the fixture.
    let fields: [(key: String, value: String)]

    var testDescription: String { "\(pages) pages, seed \(seed), \(mode)" }
  }

  static func rows() throws -> [Row] {
    let file = try #require(
      Bundle.module.url(forResource: "Fixtures/reference-workload", withExtension: "csv"))
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    let keys = try #require(lines.first).split(separator: ",").map(String.init)
    return try lines.dropFirst().map { line in
      let values = line.split(separator: ",").map(String.init)
      return Row(
        pages: try #require(Int64(values[0])), seed: try #require(UInt64(values[1])),
        mode: try #require(ReferenceMode(rawValue: Int(values[2]) ?? -1)),
        fields: Array(zip(keys.dropFirst(3), values.dropFirst(3)).map { (key: $0, value: $1) }))
    }
  }

  @Test func `prints what the reference programs print`() throws {
    let rows = try Self.rows()
    #expect(rows.count >= 18)
    for row in rows {
      let run = try ObservedRun(
        ReferenceWorkload.configuration(pages: row.pages, seed: row.seed, mode: row.mode))
      let line = ReferenceLine(
        pages: row.pages, seed: row.seed, counters: run.result.reference, wallSeconds: 1,
        residentKibibytes: 1
      ).text
      for field in row.fields {
        let value = field.key == "digest" ? "\"\(field.value)\"" : field.value
        let isThere =
          line.contains("\"\(field.key)\":\(value),") || line.contains("\"\(field.key)\":\(value)}")
        #expect(isThere, "\(row.testDescription): \(field.key) is not \(value) in \(line)")
      }
    }
  }
}
