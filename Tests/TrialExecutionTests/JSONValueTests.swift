// SPDX-License-Identifier: Apache-2.0

import Testing
import TrialExecution

@Suite struct JSONValueTests {
  private let value = JSONValue.object([
    ("b", .array([.integer(.max), .number(0.5), .null, .truth(true)])),
    ("a", .text("\"\\\n\u{1}é")),
    ("none", .array([])), ("nan", .number(.nan)),
  ])

  @Test func `keeps the order of members and escapes texts`() {
    #expect(
      value.line
        == #"{"b":[9223372036854775807,0.5,null,true],"a":"\"\\\n\u0001é","none":[],"nan":null}"#)
  }

  @Test func `indents what people open`() {
    #expect(
      JSONValue.object([("a", .array([.integer(1)]))]).lines == "{\n  \"a\": [\n    1\n  ]\n}")
  }

  @Test func `writes decimals alike in every locale`() {
    #expect(DecimalText.fixed(1234.5678, decimals: 2) == "1234.57")
    #expect(DecimalText.fixed(-0.001, decimals: 2) == "0.00")
    #expect(DecimalText.fixed(-0.05, decimals: 1) == "-0.1")
    #expect(DecimalText.fixed(2.5, decimals: 0) == "3")
  }
}
