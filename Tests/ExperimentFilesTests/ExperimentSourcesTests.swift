// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostConfiguration
import PolicyKit
import Testing

@testable import ExperimentFiles

@Suite struct ExperimentSourcesTests {
  private static let files = [
    (
      path: "experiments/deep/burst.yaml",
      text: """
      include: [hosts/small.yaml]
      guests: [{ name: db, memory: 64 GiB }]
      tasks: [{ name: sort, replays: traces/sort.csv, measured: true }]
      policies: { allocation-failure: convert-one, oom-notifier: none, reclaim-throttle: unpaced }
      until: 10 s
      sweep: { grid: { host.cpus: [2, 4], host.memory: [96 GiB, 128 GiB] } }
      """
    ),
    (path: "experiments/hosts/small.yaml", text: "\u{FEFF}host: { memory: 96 GiB, cpus: 8 } # ü\n"),
    (
      path: "experiments/traces/sort.csv",
      text: "# setaside-trace: 1\r\n# a \"note\"\ntime_ns,resident_bytes\n0,4097\n5,8192\n"
    ),
  ]

  @Test func `content is the files and the settings, however the path was spelt`() {
    func sources(
      _ path: String, _ include: String, settings: [String] = [], text: String = "b"
    ) -> ExperimentSources {
      ExperimentSources(
        path: path, settings: settings,
        files: [.init(path: path, text: "a"), .init(path: include, text: text)]
          .sorted { $0.path < $1.path })
    }
    let plain = sources("e/x.yaml", "h/s.yaml")
    for same in [
      sources("./e/x.yaml", "h/s.yaml"), sources("/srv/u/e/x.yaml", "/srv/u/h/s.yaml"),
      sources("x.yaml", "../h/s.yaml"), sources("../e/x.yaml", "../h/s.yaml"),
    ] {
      #expect(same.hasSameContent(as: plain), "\(same.path)")
      #expect(ExperimentSources.haveSameContent(plain.encoded(), same.encoded()))
    }
    for other in [
      sources("e/x.yaml", "h/s.yaml", text: "c"), sources("e/y.yaml", "h/s.yaml"),
      sources("e/x.yaml", "e/s.yaml"), sources("e/x.yaml", "h/s.yaml", settings: ["host.cpus=2"]),
    ] {
      #expect(!other.hasSameContent(as: plain), "\(other)")
    }
    #expect(!ExperimentSources.haveSameContent(plain.encoded(), ""))
  }

  private let loader = ExperimentLoader(catalogue: SamplePolicies.catalogue, traces: .files)

  private func sources() throws -> (sources: ExperimentSources, first: Experiment) {
    let files = try TemporaryFiles(Self.files)
    let overrides = try [Override("guests.db.memory= 32 GiB"), Override("sweep.repetitions=7")]
    let experiment = try loader.load(
      files.directory + "/experiments/deep/burst.yaml", overrides: overrides)
    return (experiment.sources, experiment)
  }

  @Test func `reads an experiment again after its files are gone`() throws {
    let (sources, first) = try sources()
    #expect(!FileManager.default.fileExists(atPath: sources.path))
    #expect(sources.settings == ["guests.db.memory= 32 GiB", "sweep.repetitions=7"])
    #expect(sources.files.map(\.text) == Self.files.map(\.text))
    let again = try loader.load(ExperimentSources(encoded: sources.encoded()))
    #expect(again.sources == sources)
    let fast = try loader.load(sources, checkingPoints: false)
    #expect(fast.sources == sources)
    #expect(try fast.configuration(ofPoint: 3) == again.configuration(ofPoint: 3))
    #expect(again.pointCount == 4)
    #expect(again.repetitions == 7)
    for point in 0..<again.pointCount {
      #expect(
        try again.configuration(ofPoint: point) == first.configuration(ofPoint: point))
      #expect(again.assignments(ofPoint: point) == first.assignments(ofPoint: point))
      #expect(try again.resolvedText(ofPoint: point) == first.resolvedText(ofPoint: point))
    }
    #expect(try again.configuration(ofPoint: 0).guests.first?.memory == Pages(32 << 18))
  }

  @Test func `touches no file when it reads recorded texts`() throws {
    let (sources, _) = try sources()
    let files = try TemporaryFiles(Self.files)
    let elsewhere = ExperimentSources(
      path: files.directory + "/experiments/deep/burst.yaml", settings: [],
      files: sources.files.filter { !$0.path.hasSuffix("sort.csv") })
    #expect {
      _ = try loader.load(elsewhere)
    } throws: { error in
      "\(error)".contains("'\(files.directory)/experiments/deep/burst.yaml' is not among the ")
    }
    let incomplete = ExperimentSources(
      path: sources.path, settings: [],
      files: sources.files.filter { !$0.path.hasSuffix("sort.csv") })
    #expect {
      _ = try loader.load(incomplete)
    } throws: { error in
      "\(error)".contains("'traces/sort.csv' is not among the recorded files")
    }
  }

  @Test func `encodes equal sources as equal single lines`() throws {
    let files = [ExperimentSources.File(path: "a/b.yaml", text: "host:\n  x: \"ü\"\n")]
    let sources = ExperimentSources(path: "a/b.yaml", settings: ["x=1"], files: files)
    #expect(
      sources.encoded() == #"{"files":[{"path":"a/b.yaml","text":"host:\n  x: \"ü\"\n"}],"#
        + #""format":1,"path":"a/b.yaml","settings":["x=1"]}"#)
    #expect(try ExperimentSources(encoded: sources.encoded()) == sources)
  }

  @Test(
    arguments: [
      ("", "these are no sources of an experiment"),
      (#"{"format":1,"path":"a"}"#, "these are no sources of an experiment"),
      (
        #"{"files":[],"format":2,"path":"a","settings":[]}"#,
        "expected version 1 of the sources, found 2"
      ),
    ])
  func `refuses texts that it has not written`(text: String, message: String) {
    #expect {
      _ = try ExperimentSources(encoded: text)
    } throws: { error in
      "\(error)".hasPrefix("recorded sources:1:1: error: \(message)")
    }
  }
}
