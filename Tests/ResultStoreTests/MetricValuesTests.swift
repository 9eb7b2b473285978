// SPDX-License-Identifier: Apache-2.0

import HostConfiguration
import ResultStore
import Testing

@Suite struct MetricValuesTests {
  private static let names = MetricNames(["a", "b", "c"])

  @Test(arguments: [
    MetricReading(.defined(0)), MetricReading(.defined(.min)), MetricReading(.defined(.max)),
    MetricReading(.defined(-1_000_000_000), samples: .max),
    MetricReading(.defined(999_999_999_999_999_999), samples: 0),
    MetricReading(.undefined(reason: "")), MetricReading(.undefined(reason: "nobody was killed")),
    MetricReading(.undefined(reason: "\"\\\n\u{1}\u{1f}ä“")),
    MetricReading(.undefined(reason: String(repeating: "\u{0}", count: 300))),
  ])
  func `what is written is read back, wherever it stands`(reading: MetricReading) throws {
    for place in 0..<3 {
      var readings = [MetricReading](repeating: MetricReading(.defined(7)), count: 3)
      readings[place] = reading
      let written = MetricValues(of: Self.names, readings)
      let taken = try #require(MetricValues(of: Self.names, text: written.text))
      let records = try #require(taken.records)
      #expect(records.map { MetricReading($0.value, samples: $0.sampleCount) } == readings)
    }
  }

  @Test func `the text is compact JSON`() {
    let values = MetricValues(
      of: Self.names,
      [
        MetricReading(.defined(-12)), MetricReading(.defined(5), samples: 40),
        MetricReading(.undefined(reason: "it is \"none\"\n")),
      ])
    #expect(values.text == #"[-12,[5,40],"it is \"none\"\u000a"]"#)
    #expect(MetricValues(of: .none, []).text == "[]")
  }

  @Test(arguments: [
    "", "[", "[]", "[1,2]", "[1,2,3,4]", "[1,2,3", "[1,2,3]]", "[1,2,3] ", "[1,,3]", "[1,2,x]",
    "[1,2,3.5]", "[1,2,[3]]", "[1,2,[3,4,5]]", "[1,2,[3,4]", "[1,2,\"]", #"[1,2,"\x"]"#,
    #"[1,2,"\u00"]"#, "[1,2,-]", "[1,2,9223372036854775808]", "{\"a\":1}",
  ])
  func `a text of anything else is refused`(text: String) {
    #expect(MetricValues(of: Self.names, text: text) == nil)
  }
}
