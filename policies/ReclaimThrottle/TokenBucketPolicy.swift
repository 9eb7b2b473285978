// SPDX-License-Identifier: Apache-2.0 OR MIT

internal import PolicyKit

/// Holds a cleaner to a rate, with a bucket of tokens for short bursts.
///
/// Idea: a guest may be cleaned at so many bytes per second on average. Time that the cleaner
/// spends waiting for a CPU is not lost but saved up as tokens, at most a bucket full.
///
/// Wins when the share of the Ultravisor or of a CPU that teardown may take is agreed beforehand,
/// and when cleaners are held up irregularly.
///
/// Loses when memory is short: like every fixed rate it goes on in its own time. Above the speed of
/// one cleaner, about 870 MiB/s at 4.5 us a page, it never binds.
///
/// Source: the token bucket of J. Turner, "New directions in communications (or which way to the
/// information age?)", IEEE Communications Magazine 24(10), 1986,
/// https://doi.org/10.1109/MCOM.1986.1092946; compare the quota of DAMON_RECLAIM in `mm/damon` of
/// Linux 6.12.
///
/// Departs from the source in: tokens are taken a chunk at a time, and the last chunk on credit:
/// the cleaner finishes it and then pauses until the debt would be paid. So in any time T it cleans
/// at most `rate` x T and a bucket and a chunk more.
struct TokenBucketPolicy: ReclaimThrottlePolicy {
  static let name = "token-bucket"
  static let summary = "holds a cleaner to a rate, with a bucket of tokens for bursts"

  /// Tokens of one page.
  ///
  /// A token is a billionth of a byte, of which one nanosecond brings exactly as many as the rate
  /// has bytes per second: nothing is ever rounded away.
  private static let tokensPerPage = Int128(Pages.bytesPerPage) * 1_000_000_000

  private let rate: MemoryRate
  private let burst: Pages
  private let chunk: Pages
  private var tokens: Int128
  private var filledAt: SimulatedInstant?

  init(_ setup: inout PolicySetup) {
    rate = setup(
      "rate", default: .mebibytesPerSecond(400),
      in: .mebibytesPerSecond(1) ... .mebibytesPerSecond(1 << 20),
      "The rate that is kept on average.")
    burst = setup(
      "burst", default: 4096, in: 1...Pages.gibibytes(64), "What the bucket holds; it starts full.")
    chunk = setup(
      "chunk", default: 32, in: 1...Pages.gibibytes(1),
      "Pages that are granted together; never more than the bucket holds.")
    tokens = Int128(burst.count) * Self.tokensPerPage
  }

  mutating func pace(_ view: borrowing CleanerView) -> CleanerPace {
    fill(until: view.host.now)
    let granted = min(chunk, burst)
    tokens -= Int128(granted.count) * Self.tokensPerPage
    return CleanerPace(
      burst: UInt32(clamping: granted.count), pause: timeToPayDebt,
      .commitment(granted.count))
  }

  private mutating func fill(until now: SimulatedInstant) {
    let elapsed = now - (filledAt ?? now)
    filledAt = now
    let gained = Int128(elapsed.nanoseconds) * Int128(rate.bytesPerSecond)
    tokens = min(tokens + gained, Int128(burst.count) * Self.tokensPerPage)
  }

  /// Rounded up: no pause may end before the debt is paid.
  private var timeToPayDebt: SimulatedDuration {
    let rate = Int128(rate.bytesPerSecond)
    return SimulatedDuration(nanoseconds: Int64(max(0, (rate - 1 - tokens) / rate)))
  }
}
