// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ExperimentFiles

@Suite struct EvaluatorTests {
  private static let experiment = """
    host: { memory: "guests.db.memory * 1.25 + 16 GiB", cpus: 16, page-cache: { clean: 2 GiB } }
    guests: [{ name: db, memory: 64 GiB, copy: guests.db.memory }]
    policies: { oom-notifier: { use: free-batch, pages: 256 }, reclaim-throttle: unpaced }
    ultravisor: { destroy: 4.5 us }
    loop: { a: loop.b, b: "loop.c + 1 GiB", c: loop.a }
    N: 4
    """

  /// The value of an expression in the experiment, or what is wrong with it.
  private func value(_ text: String, as kind: QuantityKind? = .memory) -> String {
    let reading = Reading(Self.experiment + "\nx: \"\(text)\"\n")
    guard let root = reading.root, let node = reading.node("x") else { return reading.faults }
    let evaluator = Evaluator(root: root)
    do throws(Evaluator.Fault) {
      if let kind { return kind.text(try evaluator.grains(of: node, as: kind)) }
      return "\(try evaluator.truth(of: node))"
    } catch {
      let suggestion = error.suggestion.map { ", did you mean '\($0)'?" } ?? ""
      return "\(error.location.line):\(error.location.column): \(error.message)\(suggestion)"
    }
  }

  @Test(
    arguments: [
      ("guests.db.memory * 1.25 + 16 GiB", QuantityKind.memory, "96 GiB"),
      ("host.memory - 4 GiB", .memory, "92 GiB"), ("192 GiB / N", .memory, "48 GiB"),
      ("host.page-cache.clean + 0", .memory, "2 GiB"),
      ("min(host.memory, 8 GiB, guests.db.copy)", .memory, "8 GiB"),
      ("max(1 GiB, 2 GiB) * 50 %", .memory, "1 GiB"), ("-(1 - 3) * 1 GiB", .memory, "2 GiB"),
      ("4 GiB / 2 s", .rate, "2 GiB/s"), ("4 GiB/s * 500 ms", .memory, "2 GiB"),
      ("host.memory / guests.db.memory", .ratio, "1.5"), ("host.cpus/2", .count, "8"),
      ("1 / 10 ms", .frequency, "100 Hz"), ("10 * 100 pages", .pages, "1000 pages"),
      ("2 * N", .pages, "8 pages"), ("guests.db.memory / 4 KiB * 4.5 us", .duration, "75497472 us"),
      ("1 GiB / 3 * 3", .memory, "1 GiB"), ("2 min * 2", .duration, "4 min"),
    ])
  func `computes exactly`(text: String, kind: QuantityKind, result: String) {
    #expect(value(text, as: kind) == result)
  }

  @Test(
    arguments: [
      ("guests.db.memory < host.memory", true), ("host.memory <= 96 GiB", true),
      ("host.memory > 96 GiB", false), ("not host.cpus == 16", false),
      ("host.cpus >= 16 and (host.cpus != 16 or N == 4)", true),
      ("policies.oom-notifier == free-batch", true),
      ("policies.reclaim-throttle != 'unpaced'", false), ("host.memory > 0", true),
    ])
  func `decides conditions`(text: String, result: Bool) {
    #expect(value(text, as: nil) == "\(result)")
  }

  @Test(
    arguments: [
      ("host.memory + 5 s", "7:17: cannot add an amount of memory and a duration"),
      ("host.memory * 5 s", "7:4: expected an amount of memory such as '64 GiB', found memory"),
      ("5 s + 1 s", "7:4: expected an amount of memory such as '64 GiB', found a duration as the"),
      (
        "guests.bd.memory",
        "7:12: 'guests.bd.memory' leads nowhere: there is no 'bd', did you mean "
      ),
      (
        "host.memroy * 2",
        "7:10: 'host.memroy' leads nowhere: there is no 'memroy', did you mean 'm"
      ),
      ("loop.a", "5:44: these values depend on each other: loop.a -> loop.b -> loop.c -> loop.a"),
      ("host.cpus / (4 - N)", "7:15: division by zero"),
      ("10 KiB / 3", "7:4: '10 KiB / 3' is not a whole number of pages of 4 KiB"),
      ("2 GB + 1 GiB", "7:7: unknown unit 'GB', which is 10^9 B"),
      ("(1 GiB + 2 GiB", "7:19: expected ')' before the end"),
      ("1 GiB 2 GiB", "7:11: expected an operator such as '+' or '<', found '2'"),
      ("median(1 GiB)", "7:5: unknown function 'median', there are 'min' and 'max'"),
      ("guests * 2", "2:9: expected a single value, found a list"),
      (
        "99999999999999 TiB * 99999999999999",
        "7:24: the result is too large or too fine to be exact"
      ),
      ("1 +", "7:8: expected a quantity or a path such as 'host.memory', found the end"),
      ("1 ? 2", "7:7: unexpected '?' in an expression"),
      ("host.cpus = 2", "7:15: unexpected '=' in an expression, did you mean '=='?"),
    ])
  func `points at what cannot be computed`(text: String, message: String) {
    #expect(value(text).hasPrefix(message))
  }

  @Test func `refuses what is nested too deeply`() {
    let deep = String(repeating: "(", count: 400) + "1 GiB" + String(repeating: ")", count: 400)
    #expect(value(deep).contains("nested deeper than 32 levels"))
    let signs = String(repeating: "- ", count: 400) + "1"
    #expect(value(signs).contains("expected a quantity or a path"))
    #expect(value(String(repeating: "1+", count: 600) + "1").contains("longer than 1000 bytes"))
  }
}
