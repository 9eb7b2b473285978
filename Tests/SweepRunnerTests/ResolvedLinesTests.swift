// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SweepRunner

@Suite struct ResolvedLinesTests {
  private static let old = """
    host:
      memory: 1 GiB         # a.yaml:1
      in-use: { kernel: 64 MiB }  # default
    tasks:
      - name: batch         # a.yaml:4
        rate: 4 GiB/s       # a.yaml:5
      - name: other         # a.yaml:6

    """

  @Test func `has each value by its path, and no comments`() {
    let lines = ResolvedLines(Self.old)
    #expect(
      lines.values.map { "\($0.path)=\($0.value)" } == [
        "host.memory=1 GiB", "host.in-use={ kernel: 64 MiB }", "tasks.batch.name=batch",
        "tasks.batch.rate=4 GiB/s", "tasks.other.name=other",
      ])
  }

  @Test func `tells changes of values, and not of their origins`() {
    let new = Self.old.replacing("4 GiB/s       # a.yaml:5", with: "5 GiB/s  # b.yaml:9")
      .replacing("  memory: 1 GiB         # a.yaml:1\n", with: "  cpus: 2  # a.yaml:1\n")
    #expect(
      ResolvedLines(Self.old).changes(to: ResolvedLines(new)) == [
        "host.cpus is new: 2", "tasks.batch.rate changed from 4 GiB/s to 5 GiB/s",
        "host.memory is gone, it was 1 GiB",
      ])
    let many = (0..<9).map { "k\($0): 1" }.joined(separator: "\n")
    #expect(
      ResolvedLines("").changes(to: ResolvedLines(many)).last == "4 more")
  }
}
