// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostConfiguration
import PolicyKit
import Testing

@testable import ExperimentFiles

@Suite struct OuterDesignTests {
  private func load(
    _ sweep: String, overrides: [String] = []
  ) throws -> (experiment: Experiment?, faults: String) {
    let files = try TemporaryFiles([
      (
        "burst.yaml",
        """
        host: { memory: 96 GiB, cpus: 8 }
        ultravisor: { destroy: 4.5 us }
        guests: [{ name: db, memory: 64 GiB }]
        policies: { allocation-failure: convert-one, oom-notifier: none, reclaim-throttle: unpaced }
        \(sweep)
        """
      )
    ])
    return files.experiment("burst.yaml", overrides: overrides)
  }

  private static let over =
    "over: { ultravisor.destroy: 1..10 us log, host.cpus: [2, 4, 8], costs.fault: 0.5..1.5 us }"

  @Test func `evaluates the inner parts at every sample of every replicate`() throws {
    let (loaded, faults) = try load(
      """
      sweep:
        outer: { sobol: 8, scrambled-replicates: 3, \(Self.over) }
        grid: { policies.oom-notifier: [none, { use: wait-for-quota }] }
        repetitions: 5
      """)
    #expect(!faults.contains("error:"), "\(faults)")
    let experiment = try #require(loaded)
    #expect(experiment.pointCount == 48)
    #expect(experiment.outerAxes == ["ultravisor.destroy", "host.cpus", "costs.fault"])
    #expect(experiment.axes == experiment.outerAxes + ["policies.oom-notifier"])
    var columns = Array(repeating: [[Double]](), count: 3)
    for point in 0..<48 {
      let place = try #require(experiment.designPoint(ofPoint: point))
      #expect(place.replicate == point / 16)
      #expect(place.sample == point / 2 % 8)
      #expect(place.matrix == .a)
      #expect(place.coordinates.allSatisfy { (0..<1).contains($0) })
      let assignments = experiment.assignments(ofPoint: point)
      #expect(assignments.map(\.isOuter) == [true, true, true, false])
      let trial = try experiment.configuration(ofPoint: point)
      let expected = 1000 * pow(10, place.coordinates[0])
      #expect(abs(Double(trial.ultravisor.destroy.nanoseconds) - expected) <= 1)
      #expect(assignments[1].label == ["2", "4", "8"][Int(place.coordinates[1] * 3)])
      if point % 2 == 1 {
        #expect(place == experiment.designPoint(ofPoint: point - 1))
      } else {
        columns[place.replicate].append(place.coordinates)
      }
    }
    for axis in 0..<3 {
      let replicates = columns.map { samples in samples.map { $0[axis] } }
      #expect(replicates[0] != replicates[1] && replicates[1] != replicates[2])
      for samples in replicates { #expect(samples.map { Int($0 * 8) }.sorted() == Array(0..<8)) }
    }
  }

  @Test func `exchanges one column at a time when effects are asked for`() throws {
    let (loaded, faults) = try load(
      "sweep: { outer: { sobol: 4, pick-freeze: true, \(Self.over) } }")
    #expect(!faults.contains("error:"), "\(faults)")
    let experiment = try #require(loaded)
    #expect(experiment.pointCount == 4 * 5)
    for sample in 0..<4 {
      let places = try (0..<5).map {
        try #require(experiment.designPoint(ofPoint: sample * 5 + $0))
      }
      #expect(places.map(\.matrix) == [.a, .b, .ab(0), .ab(1), .ab(2)])
      #expect(places.map(\.sample) == Array(repeating: sample, count: 5))
      for axis in 0..<3 {
        #expect(places[0].coordinates[axis] != places[1].coordinates[axis])
        for column in 0..<3 {
          let source = places[axis == column ? 1 : 0]
          #expect(places[2 + axis].coordinates[column] == source.coordinates[column])
        }
      }
    }
  }

  @Test func `keeps the samples of the assumptions that are left`() throws {
    let sweep = "sweep: { outer: { sobol: 4, pick-freeze: true, \(Self.over) } }"
    let all = try #require(try load(sweep).experiment)
    let some = try #require(try load(sweep, overrides: ["host.cpus=4"]).experiment)
    #expect(some.outerAxes == ["ultravisor.destroy", "costs.fault"])
    #expect(some.pointCount == 16)
    for sample in 0..<4 {
      for matrix in 0..<2 {
        let place = all.designPoint(ofPoint: sample * 5 + matrix)
        let left = some.designPoint(ofPoint: sample * 4 + matrix)
        #expect(left?.coordinates == place.map { [$0.coordinates[0], $0.coordinates[2]] })
      }
    }
  }

  @Test func `can be changed from the command line`() throws {
    let (loaded, faults) = try load(
      "sweep: { outer: { sobol: 4, \(Self.over) } }",
      overrides: ["sweep.outer.sobol=2", "sweep.outer.over.costs.fault=2..3 us"])
    #expect(!faults.contains("error:"), "\(faults)")
    #expect(loaded?.pointCount == 2)
    for point in 0..<2 {
      let fault = try loaded?.configuration(ofPoint: point).costs.fault.nanoseconds ?? 0
      #expect((2000...3000).contains(fault))
    }
  }

  @Test func `encodes a place as plain JSON`() throws {
    let place = DesignPoint(replicate: 1, sample: 5, matrix: .ab(2), coordinates: [0.5, 0.25])
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(place)
    #expect(
      String(decoding: data, as: UTF8.self)
        == #"{"coordinates":[0.5,0.25],"matrix":"ab.2","replicate":1,"sample":5}"#)
    #expect(try JSONDecoder().decode(DesignPoint.self, from: data) == place)
    #expect(DesignPoint.Matrix(rawValue: "c") == nil)
  }

  @Test(
    arguments: [
      ("outer: 4", "'outer': expected one design with its number of samples"),
      ("outer: { sobol: 4, random: 4 }", "'outer': expected one design with its number of samples"),
      ("outer: { sobol: 4 }", "'outer': expected 'over' with paths and their ranges"),
      ("outer: { sobol: 6, over: { host.cpus: 1..8 } }", "take 4 or 8 instead of 6"),
      (
        "outer: { random: 4, replicats: 2, over: { host.cpus: 1..8 } }",
        "unknown key 'replicats' in 'outer', did you mean 'replicates'?"
      ),
      (
        "outer: { random: 1000000, replicates: 2, over: { host.cpus: 1..8 } }",
        "'outer': more than 1000000 samples"
      ),
      (
        "outer: { one-at-a-time: { costs.fault: [1 us] } }",
        "'costs.fault': expected what is assumed and at least one other value"
      ),
      ("outer: { one-at-a-time: 2 }", "'one-at-a-time': expected paths with what is assumed"),
      (
        "union: [{ outer: { sobol: 4, over: { host.cpus: 1..8 } } }]",
        "'outer' stands beside 'union', and holds for all of its members: "
          + "'sweep: { outer: { sobol: 64, over: { … } }, union: [ … ] }'"
      ),
    ])
  func `says what is wrong with an outer design`(part: String, message: String) throws {
    let (_, faults) = try load("sweep: { \(part) }")
    #expect(faults.contains(message), "\(faults)")
  }

  @Test func `changes one assumption at a time`() throws {
    let (loaded, faults) = try load(
      """
      sweep:
        outer:
          one-at-a-time:
            costs.fault: [1 us, 0.5 us, 2 us]
            ultravisor.destroy: [4 us, 8 us]
        grid: { policies.oom-notifier: [none, { use: wait-for-quota }] }
      """)
    #expect(!faults.contains("error:"), "\(faults)")
    let experiment = try #require(loaded)
    #expect(experiment.isOneAtATime && experiment.pointCount == 8)
    #expect(experiment.outerAxes == ["costs.fault", "ultravisor.destroy"])
    let rows = (0..<8).filter { $0.isMultiple(of: 2) }.map { point in
      experiment.assignments(ofPoint: point).prefix(2).map(\.label)
    }
    #expect(rows == [["1 us", "4 us"], ["0.5 us", "4 us"], ["2 us", "4 us"], ["1 us", "8 us"]])
    #expect(
      (0..<8).map { experiment.designPoint(ofPoint: $0)?.sample } == [0, 0, 1, 1, 2, 2, 3, 3])
  }

  @Test func `reports a value at the end of a range that is out of bounds, however many points`()
    throws
  {
    let (_, faults) = try load(
      """
      sweep:
        outer: { sobol: 2048, over: { costs.fault: 0.5..1.5 us, host.cpus: 1..1025 } }
      """)
    #expect(faults.contains("'cpus': expected 1...1024, found 1025"))
  }
}
