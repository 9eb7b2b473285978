// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Reports

@Suite struct DefinitionNoteTests {
  @Test func `defines each metric without pointing at another`() {
    #expect(DefinitionNote.sentence(of: "no.metric") == nil)
    #expect(
      DefinitionNote.sentence(of: "oom.kills") == "oom.kills: victims marked by the OOM killer")
    #expect(
      DefinitionNote.sentence(of: "notifier.held.max")
        == "notifier.held.max: maximum of the time that one run through the chain of notifiers took, with oom_lock held"
    )
  }
}
