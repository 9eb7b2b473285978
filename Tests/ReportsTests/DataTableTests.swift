// SPDX-License-Identifier: Apache-2.0

import Testing
import TrialExecution

@testable import Reports

@Suite struct DataTableTests {
  private let table = DataTable(
    .comparisons, columns: ["choice", "mean_ns", "runs", "p"],
    rows: [
      [.text("a, \"b\""), .number(0.1), .integer(3), .none("nothing is drawn")],
      [.text("two\r\nlines"), .none("no pairs"), .integer(0), .none("no pairs")],
    ])

  @Test func `writes RFC 4180, with a reason for each empty cell`() {
    #expect(
      table.csv
        == [
          "choice,mean_ns,runs,p,reason", "\"a, \"\"b\"\"\",0.1,3,,p: nothing is drawn",
          "\"two\r\nlines\",,0,,mean_ns p: no pairs",
        ].joined(separator: "\r\n"))
  }

  @Test func `writes the same as JSON`() {
    #expect(
      table.json.line == #"[{"choice":"a, \"b\"","mean_ns":0.1,"runs":3,"p":null,"#
        + #""reason":"p: nothing is drawn"},{"choice":"two\u000d\nlines","mean_ns":null,"runs":0,"#
        + #""p":null,"reason":"mean_ns p: no pairs"}]"#)
  }
}
