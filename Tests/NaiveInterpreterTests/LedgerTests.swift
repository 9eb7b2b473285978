// SPDX-License-Identifier: Apache-2.0

internal import Testing

@testable internal import NaiveInterpreter

struct LedgerTests {
  @Test func `stops the program when a page is freed twice`() async {
    await #expect(processExitsWith: .failure) {
      var ledger = Ledger(pages: 4, cpus: 1, guests: 1, tasks: 1, threads: 1)
      let page = ledger.moveAny(from: .free, to: .task(0))
      ledger.move(page: page, from: .task(0), to: .free)
      ledger.move(page: page, from: .task(0), to: .free)
    }
  }

  @Test func `finds any page in its place after many moves`() {
    var ledger = Ledger(pages: 40, cpus: 2, guests: 1, tasks: 1, threads: 2)
    let pages = (0..<12).map { _ in ledger.moveAny(from: .free, to: .guest(0)) }
    ledger.moveAny(7, from: .free, to: .list(cpu: 1))
    for page in pages where page % 3 != 0 {
      ledger.move(page: page, from: .guest(0), to: .inHand(guest: 0))
    }
    ledger.check()
    #expect(ledger.count(.guest(0)) + ledger.count(.inHand(guest: 0)) == 12)
    #expect(ledger.count(.list(cpu: 1)) == 7)
    #expect(ledger.count(.free) == 21)
  }
}
