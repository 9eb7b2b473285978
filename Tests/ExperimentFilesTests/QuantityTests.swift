// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ExperimentFiles

@Suite struct QuantityTests {
  /// The whole number of a text, or the fault that is printed for it.
  private func grains(_ text: String, _ kind: QuantityKind) -> String {
    let reading = Reading("key: \(text)\n")
    guard let root = reading.root, let node = reading.node("key") else { return reading.faults }
    do throws(Evaluator.Fault) {
      return "\(try Evaluator(root: root).grains(of: node, as: kind))"
    } catch {
      let suggestion = error.suggestion.map { ", did you mean '\($0)'?" } ?? ""
      return "\(error.location.column): \(error.message)\(suggestion)"
    }
  }

  @Test(
    arguments: [
      ("64 GiB", QuantityKind.memory, "16777216"), ("4 KiB", .memory, "1"),
      ("256 pages", .memory, "256"), ("1 page", .memory, "1"), ("1.5 GiB", .memory, "393216"),
      ("4096 B", .memory, "1"), ("0", .memory, "0"), ("1 TiB", .memory, "268435456"),
      ("64GiB", .memory, "16777216"), ("70.4 GiB", .memory, "18454938"),
      ("70.4 GiB", .rate, "expected"),
      ("4.5 us", .duration, "4500"), ("4.5 µs", .duration, "4500"),
      ("20 ms", .duration, "20000000"),
      ("0 s", .duration, "0"), ("2 h", .duration, "7200000000000"),
      ("1 min", .duration, "60000000000"), ("0.001 us", .duration, "1"),
      ("4 GiB/s", .rate, "4294967296"), ("400 MiB/s", .rate, "419430400"), ("0", .rate, "0"),
      ("1.6 GiB/s", .rate, "1717986918"), ("(1 + 1) * 1.6 GiB/s", .rate, "3435973836"),
      ("50 %", .share, "500000"), ("0.01 %", .share, "100"), ("100%", .share, "1000000"),
      ("100 Hz", .frequency, "100"), ("0.3", .ratio, "300000"), ("30 %", .ratio, "300000"),
      ("8", .count, "8"), ("-900", .count, "-900"), ("4.0", .count, "4"), ("256", .pages, "256"),
      ("1 MiB", .pages, "256"), ("9223372036854775807", .count, "9223372036854775807"),
      ("9223372036854775807 ns", .duration, "9223372036854775807"),
    ])
  func `reads a quantity exactly`(text: String, kind: QuantityKind, value: String) {
    if value == "expected" {
      #expect(grains(text, kind).contains("expected a rate such as '4 GiB/s', found '70.4 GiB'"))
    } else {
      #expect(grains(text, kind) == value)
    }
  }

  @Test(
    arguments: [
      (
        "64", QuantityKind.memory,
        "6: expected an amount of memory with its unit, such as '64 GiB', found '64'"
      ),
      (
        "20 ms", .memory,
        "6: expected an amount of memory such as '64 GiB', found '20 ms', a duration"
      ),
      ("0 s", .memory, "6: expected an amount of memory such as '64 GiB', found '0 s', a duration"),
      ("0.5", .share, "6: expected a share with its unit, such as '50 %', found '0.5'"),
      ("50 %", .count, "6: expected a whole number such as '4', found '50 %', a share"),
      ("4.5", .count, "6: expected a whole number such as '4', found '4.5'"),
      (
        "5 KiB", .memory,
        "6: '5 KiB' is not a whole number of pages of 4 KiB, did you mean '4 KiB'?"
      ),
      (
        "4.55 ns", .duration,
        "6: '4.55 ns' is not a whole number of nanoseconds, did you mean '4 ns'?"
      ),
      (
        "4.5 KiB", .memory,
        "6: '4.5 KiB' is not a whole number of pages of 4 KiB, did you mean '4 KiB'?"
      ),
      (
        "64 GB", .memory,
        "9: unknown unit 'GB', which is 10^9 B and 7 % less than a GiB, did you mean 'GiB'?"
      ),
      (
        "4 kB", .memory,
        "8: unknown unit 'kB', which is 10^3 B and 2 % less than a KiB, did you mean 'KiB'?"
      ),
      (
        "4 GB/s", .rate,
        "8: unknown unit 'GB/s', which is 10^9 B and 7 % less than a GiB/s, did you mean 'GiB/s'?"
      ),
      ("4 sec", .duration, "8: unknown unit 'sec', did you mean 's'?"),
      (
        "'4 parsec'", .duration,
        "9: unknown unit 'parsec'; of a duration there are ns, us, ms, s, min, h"
      ),
      ("9223372036854775808 ns", .duration, "6: '9223372036854775808 ns' is out of range"),
      ("99999999999999999999 TiB", .memory, "6: '99999999999999999999 TiB' is out of range"),
      (
        "1000000000000000000000000000000 B", .memory,
        "6: '1000000000000000000000000000000 B' has too many digits"
      ),
      (
        "0.0000000000000000000000000000000000001 s", .duration,
        "6: '0.0000000000000000000000000000000000001 s' has too many digits"
      ),
      ("lots", .memory, "6: expected an amount of memory such as '64 GiB', found 'lots'"),
      ("", .memory, "5: expected an amount of memory such as '64 GiB', found nothing"),
      ("[1]", .memory, "6: expected an amount of memory such as '64 GiB', found a list"),
      (
        "1e9", .count,
        "6: '1e9': exponents are not read here; write all digits, or a larger unit"
      ),
      ("1.2.3", .count, "6: '1.2.3' is not a number"),
    ])
  func `says what was expected`(text: String, kind: QuantityKind, message: String) {
    #expect(grains(text, kind) == message)
  }

  @Test(
    arguments: [
      (QuantityKind.memory, Int64(16_777_216), "64 GiB"), (.memory, 1, "4 KiB"), (.memory, 0, "0"),
      (.memory, 393_216, "1.5 GiB"), (.memory, 18_454_938, "73819752 KiB"),
      (.duration, 4500, "4.5 us"), (.duration, 90_000_000_000, "1.5 min"),
      (.duration, 7_200_000_000_001, "7200000000001 ns"), (.rate, 4_294_967_296, "4 GiB/s"),
      (.share, 500_000, "50 %"), (.share, 1, "0.0001 %"), (.ratio, 300_000, "0.3"),
      (.pages, 256, "256 pages"), (.frequency, 100, "100 Hz"), (.count, -900, "-900"),
    ])
  func `writes a quantity so that it reads back the same`(
    kind: QuantityKind, value: Int64, text: String
  ) {
    #expect(kind.text(value) == text)
    #expect(grains(text, kind) == "\(value)")
  }
}
