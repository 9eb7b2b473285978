// SPDX-License-Identifier: Apache-2.0

import Foundation
import PolicyKit
import Testing

@testable import ExperimentFiles

@Suite struct RobustnessTests {
  private static let pieces = [
    "{", "}", "[", "]", ":", ",", "- ", "\n", "\t", " ", "'", "\"", "0", "-1",
    "9223372036854775807",
    "99999999999999999999999999", "GiB", "ms", "%", "*", "&a", "!x", "|", ">", "#", "---", "...",
    "use", "name", "guests.db.memory", " / 0", " * ", "uniform", "exponential", "null", "~",
    "\u{85}",
    "\u{2028}", "é", "\u{0}", "from", "steps", "include", "?",
  ]

  /// A text with a few pieces inserted, replaced and removed at random places.
  private func damaged(_ text: String, _ generator: inout SeededGenerator) -> String {
    var characters = Array(text)
    for _ in 0...generator.uniform(in: 0...4) {
      let start = Int(generator.uniform(in: 0...Int64(characters.count)))
      let length = Int(generator.uniform(in: 0...6))
      let piece = Self.pieces[Int(generator.uniform(in: 0...Int64(Self.pieces.count - 1)))]
      characters.replaceSubrange(start..<min(characters.count, start + length), with: piece)
    }
    return String(characters)
  }

  @Test(arguments: 0..<8)
  func `survives damaged files and says where they are damaged`(part: Int) throws {
    let files = try TemporaryFiles([("hosts/lpar-96g.yaml", ExperimentTests.host)])
    // SETASIDE_FUZZ_SEED=N begins elsewhere: with a seed that was printed, at its fault.
    let first =
      ProcessInfo.processInfo.environment["SETASIDE_FUZZ_SEED"].flatMap { UInt64($0) } ?? 0
    for seed in (0..<100).map({ first &+ UInt64(part * 100 + $0) }) {
      var generator = SeededGenerator(seed: seed)
      try files.write(Data(damaged(ExperimentTests.burst, &generator).utf8), to: "burst.yaml")
      let (experiment, faults) = files.experiment("burst.yaml")
      if let experiment {
        _ = try? experiment.resolvedText(ofPoint: experiment.pointCount - 1)
      } else {
        let place = #/^(burst|hosts/lpar-96g)\.yaml:\d+:\d+: error: /#
        #expect(faults.starts(with: place), "seed \(seed): \(faults)")
      }
    }
  }
}
