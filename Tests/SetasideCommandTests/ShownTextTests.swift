// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Text of others, which is shown and never obeyed by a terminal.
@Suite struct ShownTextTests {
  /// Characters that a terminal obeys, or that turn the direction of what is shown.
  private static let dangerous: [Unicode.Scalar] = [
    "\u{1B}", "\u{7}", "\u{8}", "\u{9B}", "\u{9D}", "\u{85}", "\u{202E}", "\u{2066}", "\u{200F}",
    "\u{2028}",
  ]

  private func isHarmless(_ output: Command.Output) -> Bool {
    (output.answer + output.messages).unicodeScalars.allSatisfy { !Self.dangerous.contains($0) }
  }

  @Test func `controls in keys, values, descriptions and names of files are shown`() throws {
    let command = try Command()
    let text = SmallExperiment.text
    for scalar in Self.dangerous {
      let digits = String(scalar.value, radix: 16)
      let escape = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      let described = text.replacing(
        "description: Does a small job survive?", with: "description: \"one \(escape)[31m two\"")
      try command.write(described, to: "described.yaml")
      try command.write(
        text.replacing("cpus: 4", with: "\"cp\(escape)us\": 4"), to: "key.yaml")
      try command.write(
        text.replacing("cpus: 4", with: "cpus: \"4\(escape)\""), to: "value.yaml")
      let name = "a\(Character(scalar))b.yaml"
      try command.write(text.replacing("cpus", with: "cpsu"), to: name)
      for words in [
        ["show", "described.yaml"], ["show", "--alone", "described.yaml"],
        ["run", "described.yaml"], ["run", "--json", "described.yaml"],
        ["sweep", "described.yaml", "--repetitions", "1"], ["compare", "results/described.sqlite"],
        ["check", "key.yaml"], ["check", "value.yaml"], ["check", name], ["check", "no" + name],
        ["a\(Character(scalar))"], ["metrics", "m\(Character(scalar))"],
        ["policies", "m\(Character(scalar))"],
        ["show", "described.yaml", "-s", "a\(Character(scalar))b=1"],
      ] {
        let output = try command.finish(try command.start(words))
        #expect(isHarmless(output), "\(words.map(\.debugDescription)), \(escape)")
        let all = output.answer + output.messages
        if words[0] != "run", words[0] != "compare", words[0] != "sweep" {
          #expect(all.contains(escape), "\(words.map(\.debugDescription)): \(all)")
        }
      }
      // What is printed can be read again, and says the same.
      let alone = try command.run("show", "--alone", "described.yaml")
      try command.write(alone.answer, to: "again.yaml")
      let again = try command.run("show", "--alone", "again.yaml")
      func description(_ output: Command.Output) -> Substring? {
        output.answer.split(separator: "\n").first { $0.hasPrefix("description:") }?
          .split(separator: "  #").first
      }
      #expect(again.status == 0, "\(again.messages)")
      #expect(description(again) == description(alone))
      #expect(description(alone)?.contains(escape) == true)
    }
  }
}
