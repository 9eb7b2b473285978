// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ExperimentFiles

@Suite struct DocumentReaderTests {
  @Test func `keeps the place of every key and value`() throws {
    let reading = Reading("host:\n  memory: 64 GiB\ntasks: [{ name: batch, rate: 'é 4' }]\n")
    #expect(reading.diagnostics.isEmpty)
    let memory = try #require(reading.node("host.memory"))
    #expect((memory.location.line, memory.location.column) == (2, 11))
    let host = try #require(reading.root?.mapping?.entry("host"))
    #expect((host.keyLocation.line, host.keyLocation.column) == (1, 1))
    let rate = try #require(reading.node("tasks.batch.rate"))
    #expect((rate.location.line, rate.location.column) == (3, 30))
    #expect(rate.location(atUTF8Offset: 3).column == 33)
    #expect(reading.root?.mapping?.keys == ["host", "tasks"])
  }

  @Test func `counts columns in Unicode scalars`() {
    let reading = Reading("a: [\"ü→\", b: *x]\n")
    #expect(
      reading.faults == """
        burst.yaml:1:14: error: anchors and aliases are not supported, \
        use 'include' or an expression such as "host.memory / 2"
        a: ["ü→", b: *x]
                     ^
        """)
  }

  @Test func `names a tab that indents`() {
    #expect(
      Reading("host:\n\tmemory: 1 GiB\n").faults == """
        burst.yaml:2:1: error: a tab cannot indent, use spaces
         memory: 1 GiB
        ^
        """)
    #expect(
      Reading("host:\n  cpus: 1\n  \tmemory: 1 GiB\n").faults == """
        burst.yaml:3:3: error: a tab cannot indent, use spaces
           memory: 1 GiB
          ^
        """)
  }

  @Test func `says where an unclosed bracket was opened`() {
    #expect(
      Reading("host: 1\nmeasure: [oom.kills, stall\nuntil: 5 s\n").faults == """
        burst.yaml:2:10: error: '[' is not closed
        measure: [oom.kills, stall
                 ^
        burst.yaml:3:6: note: expected ',' or ']' before this
        until: 5 s
             ^
        """)
    #expect(
      Reading("host: { memory: 1 GiB,\n  cpus: 8\n").faults == """
        burst.yaml:1:7: error: '{' is not closed
        host: { memory: 1 GiB,
              ^
        burst.yaml:3:1: note: expected ',' or '}' before this
        """)
  }

  @Test func `names a comma that is missing inside a bracket`() {
    #expect(
      Reading("measure: [\"a\" \"b\"]\n").faults == """
        burst.yaml:1:15: error: expected ',' or ']' before this
        measure: ["a" "b"]
                      ^
        burst.yaml:1:10: note: '[' is opened here
        measure: ["a" "b"]
                 ^
        """)
  }

  @Test func `reports a duplicate key and where the first one is`() {
    #expect(
      Reading("host:\n  cpus: 1\n  memory: 2 GiB\n  cpus: 2\nhost: 3\n").faults == """
        burst.yaml:4:3: error: duplicate key 'cpus'
          cpus: 2
          ^
        burst.yaml:2:3: note: the first one is here
          cpus: 1
          ^
        burst.yaml:5:1: error: duplicate key 'host'
        host: 3
        ^
        burst.yaml:1:1: note: the first one is here
        host:
        ^
        """)
  }

  @Test func `refuses what could mean something else than it seems`() {
    #expect(
      Reading("a: &x 1\nb: !!str 2\n[c]: 3\n---\nd: 4\n").faults == """
        burst.yaml:1:4: error: anchors and aliases are not supported, \
        use 'include' or an expression such as "host.memory / 2"
        a: &x 1
           ^
        burst.yaml:2:4: error: tags are not supported
        b: !!str 2
           ^
        burst.yaml:3:1: error: expected a word as a key, found a list
        [c]: 3
        ^
        burst.yaml:4:1: error: expected one document in a file, found a second
        ---
        ^
        """)
  }

  @Test(arguments: ["", "\n\n", "# only a comment\n"])
  func `says that a file is empty`(text: String) {
    #expect(Reading(text).faults.contains(":1:1: error: the file is empty, expected an experiment"))
  }

  @Test(
    arguments: [
      ("a: b: c\n", "1:5: error: a ':' is not expected here: check the indentation"),
      ("a: 1\n b: 2\n", "2:3: error: a ':' is not expected here: check the indentation"),
      ("a: 'x\n", "2:1: error: the file ends inside a quoted text"),
      ("a: @x\n", "1:4: error: this character cannot begin a value, put the text in quotes"),
      ("- a\nb: 1\n", "2:1: error: expected a list item with '-': check the indentation"),
      ("a: \u{1}\n", "1:4: error: U+0001 is not allowed here; in double quotes it is written"),
    ])
  func `explains other faults of the syntax`(text: String, message: String) {
    #expect(Reading(text).faults.hasPrefix("burst.yaml:" + message))
  }

  @Test func `bounds the nesting and the number of values`() {
    let deep = String(repeating: "[", count: 5000)
    #expect(Reading(deep).faults.contains("1:66: error: nested deeper than 64 levels"))
    let many = "[" + String(repeating: "a,", count: 100_001) + "]"
    #expect(Reading(many).faults.contains("error: more than 100000 values in one file"))
  }

  @Test func `prints an excerpt of a long line`() {
    let line = "[" + String(repeating: "a, ", count: 1000) + "*x]"
    let printed = Reading(line).faults.split(separator: "\n").map(String.init)
    #expect(printed[1].count == 62)
    #expect(printed[1].dropFirst(printed[2].count - 1).first == "*")
  }

  @Test func `keeps a bounded number of faults`() {
    let reading = Reading("{" + String(repeating: "a: 1, ", count: 4_000) + "}")
    #expect(reading.diagnostics.count == 3999)
    #expect(reading.faults.hasSuffix("and 3899 more faults"))
  }
}
