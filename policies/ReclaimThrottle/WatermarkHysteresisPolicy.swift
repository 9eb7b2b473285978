// SPDX-License-Identifier: Apache-2.0 OR MIT

internal import PolicyKit

/// Goes at full speed while memory is short, and politely otherwise.
///
/// Idea: free memory says how urgent cleaning is. Below one mark the cleaner hurries, above a
/// higher one it paces itself, and between the two it goes on as it did, so that it does not
/// flutter.
///
/// Wins when the marks are high enough to see a burst coming: at 8 to 24 GiB below which it hurries
/// it hardly disturbs anybody in quiet times and is fast when it matters.
///
/// Loses when the marks are the zone's own: a burst of 4 GiB/s crosses the few hundred MiB between
/// them in a tenth of a second, and by then the cleaner is too late.
///
/// Source: kswapd's hysteresis between `low` and `high` in `mm/vmscan.c` of Linux 6.12; compare
/// DAMON_RECLAIM, which is active between two marks of free memory.
///
/// Departs from the source in: kswapd is woken or asleep, this is fast or slow; it starts fast, for
/// a cleaner that begins does not know what comes. `off-above` below `on-below` counts as equal to
/// it.
struct WatermarkHysteresisPolicy: ReclaimThrottlePolicy {
  static let name = "watermark-hysteresis"
  static let summary = "goes at full speed while memory is short, and politely otherwise"

  private let onBelow: Pages
  private let offAbove: Pages
  private let burst: Pages
  private let pause: SimulatedDuration
  private var hurries = true

  init(_ setup: inout PolicySetup) {
    onBelow = setup(
      "on-below", default: 0, in: 0...Pages.gibibytes(8192),
      "Free memory below which it goes at full speed; 0 is the low mark of the zone.")
    offAbove = setup(
      "off-above", default: 0, in: 0...Pages.gibibytes(8192),
      "Free memory from which on it paces itself; 0 is the high mark, or 5/4 of a given on-below.")
    burst = setup(
      "burst", default: 32, in: 1...Pages.gibibytes(64),
      "Pages before each pause when it paces itself.")
    pause = setup(
      "pause", default: .milliseconds(1), in: .zero ... .seconds(3600),
      "How long each pause is when it paces itself.")
  }

  mutating func pace(_ view: borrowing CleanerView) -> CleanerPace {
    let (low, high) = marks(view.host)
    hurries = hurries ? view.host.free < high : view.host.free < low
    guard hurries else {
      return CleanerPace(
        burst: UInt32(clamping: burst.count), pause: pause,
        .prediction.indifferent(to: .any).whileFree(in: low..<Pages.unlimited))
    }
    return .unpaced(.prediction.indifferent(to: .any).whileFree(in: 0..<high))
  }

  private func marks(_ host: HostView) -> (low: Pages, high: Pages) {
    let low = onBelow == 0 ? host.watermarkLow : onBelow
    guard offAbove == 0 else { return (low, max(low, offAbove)) }
    let high = onBelow == 0 ? host.watermarkHigh : Pages(onBelow.count * 5 / 4)
    return (low, max(low, high))
  }
}
