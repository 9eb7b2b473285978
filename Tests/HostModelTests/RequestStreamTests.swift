// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit
internal import Testing

@testable internal import HostModel

struct RequestStreamTests {
  private func items(
    _ demand: TaskDescription.Demand, threads: Int64 = 1, thread: Int64 = 0, total: Int64 = 0,
    atMost limit: Int = 20
  ) -> [String] {
    let task = TaskDescription(name: "task", demand: demand, threads: threads)
    var stream = RequestStream(task, total: total, start: 1_000, thread: thread)
    var lines: [String] = []
    while lines.count < limit {
      switch stream.peek() {
      case .request(let pages, let due): lines.append("take \(pages) at \(due)")
      case .release(let pages, let due): lines.append("give \(pages) at \(due)")
      case .awaitArrival: return lines + ["await"]
      case .end: return lines + ["end"]
      }
      stream.advance()
    }
    return lines
  }

  /// 1 GiB/s: a page is due each 4,096 x 10^9 / 2^30 = 3,814.697 ns, requests of 3 pages begin at 0,
  /// 11,444.09 and 22,888.18 ns of the task; 8 pages are 3 + 3 + 2.
  @Test func `a steady demand is cut into requests that are due at its rate`() {
    let demand = TaskDescription.Demand.steady(
      total: 8, jitter: .percent(0), rate: .mebibytesPerSecond(1_024), request: 3)
    #expect(
      items(demand, total: 8)
        == ["take 3 at 1000", "take 3 at 12444", "take 2 at 23888", "end"])
  }

  @Test func `threads take the requests of a steady demand in turn`() {
    let demand = TaskDescription.Demand.steady(
      total: 8, jitter: .percent(0), rate: .mebibytesPerSecond(1_024), request: 3)
    #expect(
      items(demand, threads: 2, thread: 0, total: 8)
        == ["take 3 at 1000", "take 2 at 23888", "end"])
    #expect(items(demand, threads: 2, thread: 1, total: 8) == ["take 3 at 12444", "end"])
  }

  @Test func `a periodic demand never ends`() {
    let demand = TaskDescription.Demand.periodic(pages: 16, every: .microseconds(100))
    #expect(
      items(demand, threads: 2, thread: 1, atMost: 3)
        == ["take 16 at 101000", "take 16 at 301000", "take 16 at 501000"])
  }

  @Test func `a burst waits for its arrival`() {
    let demand = TaskDescription.Demand.bursts(
      interval: .fixed(1), pages: .fixed(1), holds: .fixed(1), stream: nil)
    #expect(items(demand) == ["await"])
  }

  /// 25 pages at once; 25 more within 1,000 ns, as 10, 10 and 5 at 0, 333 and 666 ns; 40 fewer
  /// at 2,000; a sample without a change is passed over.
  @Test func `a replay takes what its trace grows by and gives what it falls by`() {
    func sample(_ time: Int64, _ pages: Int64) -> ResidentTrace.Sample {
      ResidentTrace.Sample(time: SimulatedDuration(nanoseconds: time), resident: Pages(pages))
    }
    let trace = ResidentTrace(
      source: "made up",
      samples: [sample(0, 25), sample(1_000, 50), sample(2_000, 10), sample(3_000, 10)])
    #expect(
      items(.replay(trace, request: 10)) == [
        "take 10 at 1000", "take 10 at 1000", "take 5 at 1000", "take 10 at 1000",
        "take 10 at 1333", "take 5 at 1666", "give 40 at 3000", "end",
      ])
  }
}
