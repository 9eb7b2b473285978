// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import MemoryTraces

@Suite struct SampleSeriesTests {
  @Test func `halves its resolution when it is full`() {
    var series = SampleSeries(capacityMax: 4)
    for index in 0..<9 { series.append(.init(index * 10, index)) }
    // 0 1 2 3, full: 0 2 and 4 5, full: 0 4 and 6 7, full: 0 6 and 8.
    #expect(series.thinnings == 3)
    #expect(series.samples == [.init(0, 0), .init(60, 6), .init(80, 8)])
  }
}
