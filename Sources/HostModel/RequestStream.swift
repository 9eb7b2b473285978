// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

/// The requests of one thread, in order.
struct RequestStream {
  enum Item {
    /// Take so many pages, not before `due`.
    case request(pages: Int64, due: Int64)
    /// Give so many pages back, not before `due`.
    case release(pages: Int64, due: Int64)
    /// Nothing until something arrives.
    case awaitArrival
    /// No more.
    case end
  }

  private enum Source {
    case steady(total: Int64, request: Int64, rate: Int64, threads: Int64)
    case periodic(pages: Int64, every: Int64, threads: Int64)
    case arrivals
    case replay(ResidentTrace, request: Int64)
  }

  private let source: Source
  private let start: Int64
  /// The number, within the task, of the next request.
  private var index: Int64
  /// Where a replay stands: the sample before the growth, and the part of it.
  private var sample = -1
  private var part: Int64 = 0

  /// - Parameters:
  ///   - total: Pages in all of a steady task, jitter included.
  ///   - start: When the task began.
  ///   - thread: The thread's number within its task.
  init(_ description: TaskDescription, total: Int64, start: Int64, thread: Int64) {
    switch description.demand {
    case .steady(_, _, let rate, let request):
      source = .steady(
        total: total, request: request.count, rate: rate.bytesPerSecond,
        threads: description.threads)
    case .periodic(let pages, let every):
      source = .periodic(
        pages: pages.count, every: every.nanoseconds, threads: description.threads)
    case .bursts: source = .arrivals
    case .replay(let trace, let request): source = .replay(trace, request: request.count)
    }
    self.start = start
    index = thread
    skipLevelSamples()
  }

  /// The next item; it is passed by `advance`.
  func peek() -> Item {
    switch source {
    case .steady(let total, let request, let rate, _):
      let begun = index * request
      guard begun < total else { return .end }
      let bytes = Int128(begun) * Int128(Pages.bytesPerPage) * 1_000_000_000
      return .request(
        pages: Swift.min(request, total - begun),
        due: start + Int64(Swift.min(bytes / Int128(rate), 1 << 60)))
    case .periodic(let pages, let every, _):
      return .request(pages: pages, due: start &+ index &* every)
    case .arrivals: return .awaitArrival
    case .replay(let trace, let request): return replayItem(trace, request)
    }
  }

  private func replayItem(_ trace: ResidentTrace, _ request: Int64) -> Item {
    guard sample + 1 < trace.samples.count else { return .end }
    let next = trace.samples[sample + 1]
    let before = sample < 0 ? 0 : trace.samples[sample].resident.count
    let from = sample < 0 ? 0 : trace.samples[sample].time.nanoseconds
    let growth = next.resident.count - before
    guard growth > 0 else { return .release(pages: -growth, due: start + next.time.nanoseconds) }
    let parts = (growth + request - 1) / request
    let span = Int128(next.time.nanoseconds - from)
    let offset = Int64(span * Int128(part) / Int128(parts))
    return .request(
      pages: Swift.min(request, growth - part * request), due: start + from + offset)
  }

  /// Passes the item that `peek` shows.
  mutating func advance() {
    switch source {
    case .steady(_, _, _, let threads), .periodic(_, _, let threads): index += threads
    case .arrivals: break
    case .replay(let trace, let request):
      let before = sample < 0 ? 0 : trace.samples[sample].resident.count
      let growth = trace.samples[sample + 1].resident.count - before
      part += 1
      if part * request >= growth {
        sample += 1
        part = 0
        skipLevelSamples()
      }
    }
  }

  /// Passes samples of a replay that are no different from the one before.
  private mutating func skipLevelSamples() {
    guard case .replay(let trace, _) = source else { return }
    while sample + 1 < trace.samples.count {
      let before = sample < 0 ? 0 : trace.samples[sample].resident.count
      guard trace.samples[sample + 1].resident.count == before else { return }
      sample += 1
    }
  }
}
