// SPDX-License-Identifier: Apache-2.0 OR MIT

/// What every policy may see of the host at an ask point.
///
/// All of it is what the kernel can read cheaply in any context. `free` is `NR_FREE_PAGES`: pages on
/// per-CPU lists are not in it.
public struct HostView: Sendable, Hashable {
  /// The time; bounded in a lease by `until`.
  public package(set) var now = SimulatedInstant.start
  /// Free pages as the zone counts them; bounded in a lease by `whileFree`.
  public package(set) var free: Pages = 0
  /// The marks that ordinary requests are held against, the lowmem reserve included; constant.
  public package(set) var watermarkMin: Pages = 0
  /// The mark below which kswapd is woken, the lowmem reserve included; constant.
  public package(set) var watermarkLow: Pages = 0
  /// The mark at which kswapd sleeps again, the lowmem reserve included; constant.
  public package(set) var watermarkHigh: Pages = 0
  /// All pages of the host; constant.
  public package(set) var managed: Pages = 0
  /// Clean page cache that reclaim could still drop.
  public package(set) var reclaimable: Pages = 0
  /// Set-aside pages of all dying guests, node pages not included.
  public package(set) var setAside: Pages = 0
  /// Pages of earlier boots that are still mapped and not yet cleaned.
  public package(set) var zombies: Pages = 0
  /// Threads in the allocation slow path; stepwise (`waiters`).
  public package(set) var waiters: Int32 = 0
  /// Cleaners at work; stepwise (`cleaners`).
  public package(set) var cleaners: Int32 = 0
  /// Whether kswapd is awake; stepwise (`kswapd`).
  public package(set) var kswapdAwake = false
  /// The length of a jiffy.
  public package(set) var tick = SimulatedDuration.milliseconds(10)

  /// An empty host.
  package init() {}
}
