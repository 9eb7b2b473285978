// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import Testing

@testable internal import HostModel

extension PerCPUList.Rule {
  /// The lists of Linux 6.12.
  static func doubling(_ batch: Int64, _ base: Int64) -> Self {
    Self(kind: .allocFactor, batch: batch, base: base)
  }
}

/// The lists of earlier kernels: what goes to the zone while pages are freed in a row.
struct PerCPUListTests {
  private func lumps(_ rule: PerCPUList.Rule, pages: Int) -> (at: [Int], sizes: [Int64]) {
    var list = PerCPUList()
    var at: [Int] = []
    var sizes: [Int64] = []
    for page in 1...pages {
      let given = list.free(rule, high: rule.base)
      guard given > 0 else { continue }
      at.append(page)
      sizes.append(given)
    }
    return (at, sizes)
  }

  // 6.1: the first lump is a batch of 63, each further one twice as large, up to 63 x 32 = 2,016.
  @Test func `lumps of 6_1 double`() {
    let rule = PerCPUList.Rule(kind: .freeFactor, batch: 63, base: 4_300)
    let found = lumps(rule, pages: 12_000)
    #expect(found.sizes == [63, 126, 252, 504, 1_008, 2_016, 2_016, 2_016])
    // A lump is due again when as many pages have come as the last one took.
    #expect(found.at == [4_300, 4_363, 4_489, 4_741, 5_245, 6_253, 8_269, 10_285])
  }

  // Up to 5.13 a batch goes when the list has six of them: lumps of 2,016 pages do not exist.
  @Test func `lumps of 5_13 are batches`() {
    let rule = PerCPUList.Rule(kind: .batch, batch: 63, base: 378)
    let found = lumps(rule, pages: 600)
    #expect(found.sizes == [63, 63, 63, 63])
    #expect(found.at == [378, 441, 504, 567])
  }

  @Test(arguments: [MechanismRules.PerCPULists.batch, .freeFactor])
  func `refills of earlier kernels are batches`(kind: MechanismRules.PerCPULists) {
    let rule = PerCPUList.Rule(kind: kind, batch: 63, base: 4_300)
    var list = PerCPUList()
    let refills = (1...200).map { _ in list.take(rule, available: 1 << 20) }.filter { $0 > 0 }
    #expect(refills == [63, 63, 63, 63])
  }

  // `nr_pcp_high` knows of reclaim from 5.14 on.
  @Test func `lists are short while kswapd is at work`() {
    #expect(PerCPUList.Rule(kind: .batch, batch: 63, base: 378).highInReclaim == 378)
    #expect(PerCPUList.Rule(kind: .freeFactor, batch: 63, base: 4_300).highInReclaim == 252)
    #expect(PerCPUList.Rule(kind: .allocFactor, batch: 63, base: 4_300).highInReclaim == 252)
  }
}
