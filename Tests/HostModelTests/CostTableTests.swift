// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostConfiguration
import PolicyKit
import Testing

struct CostTableTests {
  @Test func `has each cost once, its default in its range`() {
    #expect(Set(CostTable.all.map(\.path)).count == CostTable.all.count)
    let trial = TrialConfiguration(host: HostDescription(memory: .gibibytes(1)))
    for figure in CostTable.all {
      #expect(figure.range.contains(figure.standard), "\(figure.path)")
      #expect(figure.range.lowerBound < figure.range.upperBound, "\(figure.path)")
      #expect(figure.value(in: trial) == figure.standard, "\(figure.path)")
      #expect(figure.source.count > 20, "\(figure.path)")
      #expect(
        figure.source.contains("no figure") == (figure.origin == .assumed)
          || figure.source.contains("no latency"), "\(figure.path)")
    }
  }

  /// 10.8 s for 320 GB in one mapping, and more than ten minutes for several TB.
  @Test func `an unmapped page costs what was published`() {
    let pages = Pages.gibibytes(320).count
    #expect(10_800_000_000 / pages == 128)
    #expect(CostTable.unmap.standard.nanoseconds * Pages.gibibytes(4_096).count > 600_000_000_000)
    #expect(CostDescription.engine3.unmap.nanoseconds == 100)
    var other = CostDescription.engine3
    other.unmap = CostTable.unmap.standard
    #expect(other == CostDescription())
  }

  @Test func `says what two trials have otherwise`() {
    let host = HostDescription(memory: .gibibytes(1))
    let first = TrialConfiguration(host: host)
    var second = first
    second.ultravisor = UltravisorDescription(destroy: .microseconds(2), servers: 1)
    second.costs.fault = .microseconds(2)
    #expect(
      CostTable.paths(in: second, otherThanIn: first)
        == ["ultravisor.destroy", "costs.fault", "ultravisor.contention"])
    second.ultravisor.destroyDirty = .microseconds(3)
    #expect(
      CostTable.paths(in: second, otherThanIn: first).contains("ultravisor.destroy-dirty"))
    #expect(CostTable.costs(of: first).count == CostTable.all.count - 1)
  }

  @Test func `stands in Model_md as it is`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let model = try String(
      contentsOf: folder.appending(path: "../../Documentation/Model.md"), encoding: .utf8)
    for figure in CostTable.all {
      let row =
        "| `\(figure.path)` | \(text(figure.standard)) | \(text(figure.range.lowerBound)) to "
        + "\(text(figure.range.upperBound)) | \(figure.origin.rawValue) | \(figure.source) |"
      #expect(model.contains(row), "\(row)")
    }
  }

  private func text(_ duration: SimulatedDuration) -> String {
    let count = duration.nanoseconds
    if count % 1_000_000 == 0 { return "\(count / 1_000_000) ms" }
    return count % 1_000 == 0 ? "\(count / 1_000) us" : "\(count) ns"
  }
}
