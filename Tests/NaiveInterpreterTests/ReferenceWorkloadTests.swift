// SPDX-License-Identifier: Apache-2.0

internal import NaiveInterpreter
internal import Policies
internal import PolicyKit
internal import Testing

struct ReferenceWorkloadTests {
  /// One line of what the reference programs print.
  struct Row: CustomTestStringConvertible {
    let pages: Int64
    let mode: ReferenceWorkload.Mode
    let seed: UInt64
    let digest: String

    var testDescription: String { "\(pages) pages, \(mode), seed \(seed)" }
  }

  static let rows = [
    Row(pages: 262_144, mode: .mixed, seed: 1, digest: "8389dc23fc46597b"),
    Row(pages: 65_536, mode: .pressure, seed: 1, digest: "e4c40ef03da66609"),
    Row(pages: 65_536, mode: .pressureWithoutNotifier, seed: 1, digest: "850781b47b3863a1"),
    Row(pages: 32_768, mode: .mixed, seed: 1, digest: "15c0cc981f37b7d3"),
    Row(pages: 32_768, mode: .rareBigBursts, seed: 2, digest: "7d6c1a2f4dc25e1a"),
    Row(pages: 8_192, mode: .mixed, seed: 1, digest: "7908707c109116cc"),
    Row(pages: 8_192, mode: .mixed, seed: 2, digest: "d2ffb21b6e3ae834"),
    Row(pages: 8_192, mode: .mixed, seed: 3, digest: "9d15425bf0855d85"),
    Row(pages: 8_192, mode: .pressure, seed: 1, digest: "82469bd77cd7bdcb"),
    Row(pages: 8_192, mode: .pressure, seed: 2, digest: "43ef86b289a66828"),
    Row(pages: 8_192, mode: .rareBigBursts, seed: 1, digest: "c8f0408c7c68ab7c"),
    Row(pages: 8_192, mode: .rareBigBursts, seed: 2, digest: "d0d97af6d7aaaab0"),
  ]

  @Test(arguments: rows)
  func `gives the digest that independent programs agree on`(row: Row) {
    let trial = ReferenceWorkload.trial(pages: row.pages, seed: row.seed, mode: row.mode)
    let result = NaiveInterpreter(configuration: trial, catalogue: PolicyCatalogue(allPolicies))
      .run()
    #expect(ReferenceWorkload.digest(of: result, pages: row.pages) == row.digest)
  }
}
