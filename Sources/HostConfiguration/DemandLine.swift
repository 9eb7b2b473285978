// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

/// The most pages that a task can hold by an instant, beside those that it held at the start: a
/// straight line from when it can begin at the earliest.
struct DemandLine {
  /// When the task can begin at the earliest.
  let start: Int64
  /// What it can have taken at that instant already.
  let first: Int64
  /// Pages a second, rounded up.
  let slope: Int64
  /// What it never takes more of.
  let most: Int64

  init(_ task: TaskDescription, in trial: TrialConfiguration, start: Int64) {
    self.start = start
    let fault = trial.costs.fault.nanoseconds
    let byThreads = task.threads * ((1_000_000_000 + fault - 1) / fault)
    switch task.demand {
    case .steady(_, _, let rate, let request):
      most = trial.total(of: task) ?? .max
      let byRate = (rate.bytesPerSecond + Pages.bytesPerPage - 1) / Pages.bytesPerPage
      if byRate < byThreads {
        slope = byRate
        first = request.count + byRate / 1_000_000_000 + 2
      } else {
        slope = byThreads
        first = task.threads
      }
    case .periodic(let pages, _):
      // Each request goes back when it is complete.
      most = Int64(clamping: Int128(task.threads) * Int128(pages.count))
      slope = byThreads
      first = task.threads
    case .bursts, .replay:
      most = .max
      slope = byThreads
      first = task.threads
    }
  }

  /// The most pages by an instant.
  func pages(by instant: Int64) -> Int64 {
    guard instant >= start else { return 0 }
    let taken = Int128(slope) * Int128(instant - start) / 1_000_000_000 + 1
    return Int64(clamping: Swift.min(Int128(most), Int128(first) + taken))
  }
}
