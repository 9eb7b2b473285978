// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct MergeTests {
  @Test func `merges, says what was new, and the report is that of one file`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    let whole = try command.run("sweep", "small.yaml", "-o", "whole.sqlite")
    _ = try command.run("sweep", "small.yaml", "--repetitions", "2", "-o", "two.sqlite")
    let merged = try command.run("merge", "-o", "all.sqlite", "two.sqlite", "whole.sqlite")
    #expect(merged.status == 0, "\(merged.messages)")
    #expect(
      merged.answer == """
        two.sqlite: 4 trials, 4 of them new
        whole.sqlite: 12 trials, 8 of them new
        4 trials were in more than one file, and were equal there
        all.sqlite: 12 trials in the sweep

        """)
    let again = try command.run("sweep", "small.yaml", "-o", "all.sqlite")
    #expect(again.messages.contains("0 trials run"))
    #expect(again.answer == whole.answer)
    let json = try command.run("merge", "-o", "all.sqlite", "two.sqlite", "--json")
    let parsed = try JSONSerialization.jsonObject(with: Data(json.answer.utf8)) as? [String: Any]
    #expect(parsed?["added"] as? Int == 0 && parsed?["trials"] as? Int == 12)
  }

  @Test func `refuses files that are not of one sweep as bad input`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    try command.write(SmallExperiment.text, to: "other.yaml")
    for name in ["small", "other"] {
      _ = try command.run("sweep", "\(name).yaml", "--repetitions", "1", "-o", "\(name).sqlite")
    }
    let merged = try command.run("merge", "-o", "all.sqlite", "small.sqlite", "other.sqlite")
    #expect(merged.status == 2 && merged.answer.isEmpty)
    #expect(
      merged.messages.contains("other.sqlite: error: cannot be merged with small.sqlite: it is of"))
    let missing = try command.run("merge", "-o", "all.sqlite", "none.sqlite")
    #expect(missing.status == 2)
    #expect(!(try command.contents().contains("all.sqlite")))
  }
}
