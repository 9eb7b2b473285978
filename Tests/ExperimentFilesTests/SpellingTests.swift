// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ExperimentFiles

@Suite struct SpellingTests {
  @Test(
    arguments: [
      ("memroy", "memory"), ("Memory", "memory"), ("cpu", "cpus"), ("memories", nil),
      ("tims", "time"), ("x", nil), ("ti", nil), ("quota-wait", nil),
      ("wait-for-qota", "wait-for-quota"),
    ])
  func `suggests what is close and nothing else`(word: String, meant: String?) {
    let names = ["memory", "cpus", "time", "wait-for-quota"]
    #expect(Spelling.closest(to: word, in: names) == meant)
  }
}
