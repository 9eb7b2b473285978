// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Testing

/// What the command says of the kernel whose rules held.
@Suite struct KernelTests {
  private static let isDefault = "kernel 6.12.117 (the default)"
  private static let hybrid = "guests.db.teardown: lazy-shutdown (v1's list)"

  private func joined(_ text: String) -> String {
    text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
  }

  @Test func `is said by every report`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    let sweep = try command.run(
      "sweep", "small.yaml", "-o", "small.sqlite", "--repetitions", "2", "--explain")
    let answers = [
      try command.run("run", "small.yaml").answer, sweep.answer,
      try command.run("compare", "small.sqlite", "--explain").answer,
      try command.run("show", "small.yaml").answer.replacing("# ", with: ""),
    ]
    for answer in answers {
      #expect(joined(answer).contains("\(Self.isDefault) with \(Self.hybrid)"), "\(answer)")
      #expect(joined(answer).contains("inferred, not read: mechanism.slab-pages-per-pass: 32"))
    }
    let named = try command.run(
      "run", "small.yaml", "-s", "kernel=5.13+v1", "-s", "mechanism.reclaim-retry=always")
    #expect(
      joined(named.answer).contains("kernel 5.13+v1 with mechanism.reclaim-retry: always"))
    #expect(joined(named.answer).contains("of 5.13+v1 remembered, not read: "))
    let json = try command.run("run", "small.yaml", "--json").answer
    #expect(json.contains("\"kernel\": \"6.12.117\""))
  }

  @Test func `is varied as any value, and told apart in results`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    let sweep = try command.run(
      "sweep", "small.yaml", "--repetitions", "2", "-o", "kernels.sqlite", "-s",
      "sweep.grid.kernel=[6.1.192, 6.12.117, engine-3]", "--explain")
    #expect(sweep.status == 0, "\(sweep.messages)")
    for label in ["6.1.192", "6.12.117", "engine-3"] { #expect(sweep.answer.contains(label)) }
    #expect(joined(sweep.answer).contains("kernel 6.1.192 at 2 of 6 points with"))
    #expect(joined(sweep.answer).contains("the rules of engine-3, which no kernel has at 2 of 6"))
  }

  @Test func `is engine 3's for what engine 3 has computed`() throws {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    _ = try command.run("sweep", "small.yaml", "-o", "small.sqlite", "--repetitions", "2")
    let queue = try DatabaseQueue(path: command.folder.appending(path: "small.sqlite").path)
    try queue.write { database in
      // No listing of engine 3 named a kernel.
      try database.execute(
        sql: "UPDATE documents SET content = replace(content, 'kernel: 6.12.117', 'tick: 1')")
    }
    try queue.close()
    let compared = try command.run("compare", "small.sqlite", "--explain")
    #expect(compared.status == 0)
    #expect(joined(compared.answer).contains("the rules of engine-3, which no kernel has"))
    #expect(!compared.answer.contains(Self.isDefault))
  }

  @Test func `lists what each one decides`() throws {
    let listed = try Command().run("kernels")
    #expect(listed.answer.hasPrefix("| key | generation | value | kernel function | evidence |"))
    #expect(listed.answer.contains("| 6.1.192, 6.12.117 | free-counted-twice |"))
  }
}
