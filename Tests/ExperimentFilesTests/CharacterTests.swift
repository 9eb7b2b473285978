// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ExperimentFiles

/// Characters that are not seen, that look like others, or that end lines elsewhere.
@Suite struct CharacterTests {
  @Test(arguments: ["\u{85}", "\u{2028}", "\u{2029}"])
  func `what ended lines in YAML 1.1 is a character like others`(end: String) {
    let reading = Reading("a: \"x\(end)y\" # c\(end)d: 1\nb: [1\n")
    #expect(reading.faults.hasPrefix("burst.yaml:2:4: error: '[' is not closed"))
    let whole = Reading("a: \"x\(end)y\" # c\(end)d: 1\nb: x\(end)y\n")
    #expect(whole.faults.isEmpty)
    #expect(whole.root?.mapping?.keys == ["a", "b"])
    #expect(whole.node("a")?.text == "x\(end)y")
    #expect(whole.node("b")?.text == "x\(end)y")
    #expect(whole.node("b")?.location.line == 2)
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `lines are counted as editors count them`(end: String) {
    let text = ["a: 1", "", "b: [1", "c: 2"].joined(separator: end)
    let reading = Reading(text)
    #expect(reading.faults.hasPrefix("burst.yaml:3:4: error: '[' is not closed\nb: [1\n   ^"))
  }

  @Test(arguments: [
    ("\u{200B}", "un\u{200B}til: 60 s", 3, "U+200B ZERO WIDTH SPACE, which is not seen"),
    ("\u{FEFF}", "unti\u{FEFF}l: 60 s", 5, "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
    ("\u{AD}", "u\u{AD}ntil: 60 s", 2, "U+00AD SOFT HYPHEN, which is not seen"),
    ("і", "untіl: 60 s", 4, "U+0456 CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I, not 'i'"),
    ("ｕ", "ｕntil: 60 s", 1, "U+FF55 FULLWIDTH LATIN SMALL LETTER U, not 'u'"),
    ("\u{A0}", "until: 60\u{A0}s", 10, "U+00A0 NO-BREAK SPACE, not a space"),
    ("\u{3000}", "until: 60\u{3000}s", 10, "U+3000 IDEOGRAPHIC SPACE, not a space"),
    ("−", "until: −60 s", 8, "U+2212 MINUS SIGN, not '-'"),
  ])
  func `a character that looks like another one is named at its place`(
    character: String, line: String, column: Int, name: String
  ) throws {
    let files = try TemporaryFiles([
      ("burst.yaml", "setaside: 1\n\(line)\nhost: { memory: 1 GiB, cpus: 1 }\n")
    ])
    let (experiment, faults) = files.experiment("burst.yaml")
    #expect(experiment == nil)
    #expect(faults.contains("burst.yaml:2:"), "\(faults)")
    #expect(faults.contains(name), "\(faults)")
    #expect(
      faults.contains("burst.yaml:2:\(column): note: this is ")
        || faults.contains("burst.yaml:2:\(column): error: U+"), "\(faults)")
  }

  @Test func `a text may hold what keys may not`() {
    let reading = Reading("description: Où est la clé\u{A0}— ici…\nb: 1")
    #expect(reading.faults.isEmpty)
    #expect(reading.node("description")?.text == "Où est la clé\u{A0}— ici…")
  }

  @Test func `a control character is named at its place`() {
    #expect(
      Reading("a: 1\nb: x\u{1B}y\n").faults.hasPrefix(
        "burst.yaml:2:5: error: U+001B is not allowed here; in double quotes it is written "
          + "'\\u001b'"))
  }

  @Test(arguments: [
    "a: 1\n\t\nb: 2\n", "a: 1\n  \t \nb: 2\n", "a: 1\n\t# no key\nb: 2\n",
    "a: 1\r\n\t\r\nb: 2\r\n",
    "\t\na: 1\nb: 2\n\t",
  ])
  func `a tab on a line without anything is no fault`(text: String) {
    let reading = Reading(text)
    #expect(reading.faults.isEmpty)
    #expect(reading.root?.mapping?.keys == ["a", "b"])
  }

  @Test(arguments: [
    ("until:60 s\n", 1, 7), ("a: 1\nuntil:60 s\nb: 2\n", 2, 7), ("a:\n  b:1\n  c: 2\n", 2, 5),
  ])
  func `a colon without a space is told where it stands`(text: String, line: Int, column: Int) {
    let faults = Reading(text + "z: 1\n").faults
    #expect(
      faults.hasPrefix("burst.yaml:\(line):\(column): error: expected a space after ':'"),
      "\(faults)")
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 0x61, 0], "UTF-16"), ([0xFE, 0xFF, 0, 0x61], "UTF-16"),
      ([0x61, 0, 0x3A, 0, 0x20, 0, 0x31, 0], "UTF-16LE"),
      ([0, 0x61, 0, 0x3A, 0, 0x20, 0, 0x31], "UTF-16BE"),
      ([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], "UTF-32"), ([0x61, 0, 0, 0], nil),
    ] as [([UInt8], String?)])
  func `a text in another encoding is called so`(bytes: [UInt8], encoding: String?) {
    #expect(EncodingName.ofWideText(bytes) == encoding)
  }
}
