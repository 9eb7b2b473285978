// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit
internal import Testing

struct WatermarkTests {
  /// The kernel's arithmetic: min = isqrt(16 x KiB) KiB, between 128 KiB and 256 MiB; the gap from
  /// mark to mark is 10/10,000 of the memory, at least a quarter of min.
  ///
  ///     4 GiB: isqrt(67,108,864) = 8,192 KiB = 2,048 pages; gap 1,048,576 / 1,000 = 1,048.
  ///     96 GiB: isqrt(1,610,612,736) = 40,132 KiB = 10,033 pages; gap 25,165.
  ///     1 TiB: isqrt(2^34) = 131,072 KiB = 32,768 pages; gap 268,435.
  @Test(arguments: [
    (gibibytes: Int64(4), min: Int64(2_048), low: Int64(3_096), high: Int64(4_144)),
    (16, 4_096, 8_290, 12_484), (64, 8_192, 24_969, 41_746), (96, 10_033, 35_198, 60_363),
    (256, 16_384, 83_492, 150_600), (1_024, 32_768, 301_203, 569_638),
  ])
  func `are the kernel's`(gibibytes: Int64, min: Int64, low: Int64, high: Int64) {
    let marks = Watermarks(memory: .gibibytes(gibibytes), scaleFactor: 10)
    #expect(marks == Watermarks(min: Pages(min), low: Pages(low), high: Pages(high)))
  }

  /// What tables print, in tenths of MiB.
  @Test(arguments: [
    (gibibytes: Int64(4), min: Int64(80), low: Int64(121), high: Int64(162)),
    (16, 160, 324, 488), (64, 320, 975, 1_631), (96, 392, 1_375, 2_358),
    (256, 640, 3_261, 5_883), (1_024, 1_280, 11_766, 22_251),
  ])
  func `are those of the tables in MiB`(gibibytes: Int64, min: Int64, low: Int64, high: Int64) {
    let marks = Watermarks(memory: .gibibytes(gibibytes), scaleFactor: 10)
    #expect(tenths(of: marks.min) == min)
    #expect(tenths(of: marks.low) == low)
    #expect(tenths(of: marks.high) == high)
  }

  private func tenths(of pages: Pages) -> Int64 { (pages.count * 10 + 128) / 256 }
}
