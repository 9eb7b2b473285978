// SPDX-License-Identifier: Apache-2.0

internal import FrozenTrials
internal import Testing

/// What engine 3 gave, against what the engine gives now.
///
/// A debug build runs only some groups of each family; `compare-models --frozen` runs all.
struct FrozenTrialsTests {
  @Test(arguments: FrozenFamily.names)
  func `gives what engine 3 gave`(name: String) throws {
    let family = try #require(try FrozenFamily.named(name))
    let table = try FrozenTable(family: name)
    #expect(table.rows.map(\.name) == family.groups.map(\.name))
    for group in family.quickGroups {
      let row = try family.row(of: group, metrics: table.metrics)
      #expect(table.differences(of: row, family: name) == [])
    }
  }

  @Test func `sees a digest and a reading that differ`() throws {
    let family = try #require(try FrozenFamily.named("random-host-v1"))
    let table = try FrozenTable(family: family.name)
    let group = family.groups[0]
    let metrics = table.metrics.reversed() as [String]
    let row = try family.row(of: group, metrics: metrics)
    let found = table.differences(of: row, family: family.name)
    #expect(found.contains { $0.contains("oom.kills") })
    #expect(!found.contains { $0.contains("events") })
    let other = try family.row(of: family.groups[1], metrics: table.metrics)
    #expect(other.events != row.events)
  }
}
