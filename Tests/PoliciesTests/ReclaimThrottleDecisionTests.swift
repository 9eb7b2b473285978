// SPDX-License-Identifier: Apache-2.0

import PolicyKit
import Testing

/// Hand-worked decisions of the reclaim throttles.
struct ReclaimThrottleDecisionTests {
  private func view(at nanoseconds: Int64 = 0, free: Pages = 0) -> CleanerView {
    var view = CleanerView()
    view.host.now = SimulatedInstant(nanoseconds: nanoseconds)
    view.host.free = free
    view.host.watermarkMin = 50
    view.host.watermarkLow = 100
    view.host.watermarkHigh = 200
    return view
  }

  @Test func `unpaced never pauses and is never asked again`() throws {
    let pace = try ShippedPolicies.reclaimThrottle("unpaced").pace(view())
    #expect(pace == .unpaced(.prediction.indifferent(to: .any)))
  }

  @Test func `batch-and-pause pauses 5 ms after 509 pages for ever`() throws {
    let pace = try ShippedPolicies.reclaimThrottle("batch-and-pause").pace(view())
    #expect(pace.burst == 509)
    #expect(pace.pause == .milliseconds(5))
    #expect(pace.lease == .prediction.indifferent(to: .any))
  }

  // 400 MiB/s is a page in 9,765.625 ns and 32 pages in 312,500 ns; a page takes 4,500 ns to clean,
  // 32 of them 144,000. The bucket holds 64 pages, which is 625,000 ns.
  @Test func `token-bucket spends its bucket, then pauses to the nanosecond`() throws {
    let policy = try ShippedPolicies.reclaimThrottle("token-bucket", ["burst": 64, "chunk": 32])
    var now: Int64 = 0
    var pauses: [Int64] = []
    for _ in 0..<6 {
      let pace = policy.pace(view(at: now))
      #expect(pace.burst == 32)
      #expect(pace.lease == .commitment(32))
      pauses.append(pace.pause.nanoseconds)
      now += 144_000 + pace.pause.nanoseconds
    }
    // Level: 625,000 - 312,500; + 144,000 - 312,500; again: -24,500. Afterwards each chunk begins
    // with the 144,000 ns of its own work.
    #expect(pauses == [0, 0, 24_500, 168_500, 168_500, 168_500])
  }

  @Test func `token-bucket never pauses a cleaner slower than its rate`() throws {
    let policy = try ShippedPolicies.reclaimThrottle("token-bucket", ["burst": 64])
    for chunk in Int64(0)..<100 {
      #expect(policy.pace(view(at: chunk * 312_500)).pause == .zero)
    }
  }

  @Test func `token-bucket saves up no more than a bucket`() throws {
    let policy = try ShippedPolicies.reclaimThrottle("token-bucket", ["burst": 64, "chunk": 32])
    let late = Int64(1) << 60
    _ = policy.pace(view(at: 0))
    #expect(policy.pace(view(at: late)).pause == .zero)
    #expect(policy.pace(view(at: late)).pause == .zero)
    #expect(policy.pace(view(at: late)).pause == SimulatedDuration(nanoseconds: 312_500))
  }

  @Test func `token-bucket grants no chunk larger than the bucket`() throws {
    let policy = try ShippedPolicies.reclaimThrottle("token-bucket", ["burst": 7, "chunk": 32])
    #expect(policy.pace(view()).burst == 7)
  }

  // A rate at which a page takes no whole number of nanoseconds: 4096e9 / 3,145,729.
  @Test func `token-bucket keeps an awkward rate without drift`() throws {
    let rate: Int64 = 3_145_729
    let policy = try ShippedPolicies.reclaimThrottle(
      "token-bucket", ["rate": rate, "burst": 1, "chunk": 1])
    var now: Int64 = 0
    for page in Int128(0)..<1_000 {
      now += policy.pace(view(at: now)).pause.nanoseconds
      // The bucket pays for page 0. The pause after each later one ends in the very nanosecond in
      // which the rate has brought all of it.
      let owed = page * 4_096 * 1_000_000_000
      let earned = Int128(now) * Int128(rate)
      #expect(earned >= owed && earned - Int128(rate) < owed, "page \(page)")
      now += 60
    }
  }

  @Test func `watermark-hysteresis starts fast and changes at the marks only`() throws {
    let policy = try ShippedPolicies.reclaimThrottle(
      "watermark-hysteresis", ["burst": 1, "pause": 1_000])
    let fast = CleanerPace.unpaced(
      .prediction.indifferent(to: .any).whileFree(in: 0..<200))
    let paced = CleanerPace(
      burst: 1, pause: .microseconds(1),
      .prediction.indifferent(to: .any).whileFree(in: 100..<Pages.unlimited))
    let expected: [(free: Pages, pace: CleanerPace)] = [
      (150, fast), (199, fast), (200, paced), (150, paced), (100, paced), (99, fast), (100, fast),
      (199, fast), (250, paced), (0, fast),
    ]
    for (free, pace) in expected { #expect(policy.pace(view(free: free)) == pace, "\(free)") }
  }

  @Test func `watermark-hysteresis turns off at five quarters of a given mark`() throws {
    let policy = try ShippedPolicies.reclaimThrottle("watermark-hysteresis", ["on-below": 1_000])
    #expect(policy.pace(view(free: 1_249)).pause == .zero)
    #expect(policy.pace(view(free: 1_249)).lease.freeBelow == 1_250)
    let paced = policy.pace(view(free: 1_250))
    #expect(paced.burst == 32)
    #expect(paced.pause == .milliseconds(1))
    #expect(paced.lease.freeFrom == 1_000)
    #expect(policy.pace(view(free: 999)).pause == .zero)
  }

  @Test func `watermark-hysteresis takes both marks from the experiment, in order`() throws {
    let both = try ShippedPolicies.reclaimThrottle(
      "watermark-hysteresis", ["on-below": 1_000, "off-above": 5_000])
    #expect(both.pace(view(free: 4_999)).lease.freeBelow == 5_000)
    let crossed = try ShippedPolicies.reclaimThrottle(
      "watermark-hysteresis", ["on-below": 1_000, "off-above": 10])
    #expect(crossed.pace(view(free: 999)).lease.freeBelow == 1_000)
    let off = try ShippedPolicies.reclaimThrottle("watermark-hysteresis", ["off-above": 300])
    #expect(off.pace(view(free: 299)).lease.freeBelow == 300)
    #expect(off.pace(view(free: 300)).lease.freeFrom == 100)
  }
}
