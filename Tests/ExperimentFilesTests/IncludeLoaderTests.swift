// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ExperimentFiles

@Suite struct IncludeLoaderTests {
  @Test func `lets the nearer value win and keeps the origin of each`() throws {
    let files = try TemporaryFiles([
      (
        "burst.yaml",
        """
        include: [hosts/a.yaml, hosts/b.yaml]
        host: { cpus: 4 }
        guests: [{ name: db, memory: 2 GiB }, { name: new, memory: 1 GiB }]
        measure: [x]
        policies: { oom-notifier: { use: drain } }
        """
      ),
      (
        "hosts/a.yaml",
        """
        host: { memory: 96 GiB, cpus: 8, swap: 0 }
        guests: [{ name: web }, { name: db, memory: 64 GiB, cpus: 2 }]
        measure: [y, z]
        policies: { oom-notifier: { use: wait-for-quota, pages: 256 } }
        """
      ),
      ("hosts/b.yaml", "host: { cpus: 16, swap: 1 GiB }\n"),
    ])
    let (root, faults) = files.load("burst.yaml")
    #expect(faults.isEmpty)
    let merged = try #require(root)
    #expect(
      merged.flowText == """
        { host: { memory: 96 GiB, cpus: 4, swap: 1 GiB }, \
        guests: [{ name: web }, { name: db, memory: 2 GiB, cpus: 2 }, \
        { name: new, memory: 1 GiB }], measure: [x], policies: { oom-notifier: { use: drain } } }
        """)
    let origin = merged.node(at: ["guests", "db", "cpus"])?.location.description
    #expect(origin?.hasSuffix("hosts/a.yaml:2") == true)
  }

  @Test func `names the chain of files that include each other`() throws {
    let files = try TemporaryFiles([
      ("a.yaml", "include: [b.yaml]\n"), ("b.yaml", "include: c.yaml\n"),
      ("c.yaml", "host: 1\ninclude: [a.yaml]\n"),
    ])
    #expect(
      files.load("a.yaml").faults == """
        c.yaml:2:11: error: these files include each other: a.yaml -> b.yaml -> c.yaml -> a.yaml
        include: [a.yaml]
                  ^
        """)
  }

  @Test func `looks for an included file up to the directory named experiments`() throws {
    let files = try TemporaryFiles([
      ("experiments/reference/rw1.yaml", "include: [hosts/x.yaml, hosts/y.yaml]\n"),
      ("experiments/hosts/x.yaml", "host: { cpus: 3 }\n"),
      ("hosts/y.yaml", "host: { cpus: 4 }\n"),
    ])
    let (root, faults) = files.load("experiments/reference/rw1.yaml")
    #expect(root?.node(at: ["host", "cpus"])?.text == "3")
    #expect(
      faults == """
        experiments/reference/rw1.yaml:1:25: error: cannot find the included file \
        'hosts/y.yaml', tried 'experiments/reference/hosts/y.yaml', 'experiments/hosts/y.yaml'
        include: [hosts/x.yaml, hosts/y.yaml]
                                ^
        """)
  }

  @Test func `says why a file cannot be read`() throws {
    let files = try TemporaryFiles([("list.yaml", "- a\n"), ("empty.yaml", "")])
    try files.write(Data([0x7F, 0x45, 0x4C, 0x46, 0, 1]), to: "program")
    try files.write(Data("a: 1\nb: ".utf8) + Data([0xFF, 0x0A]), to: "latin.yaml")
    let large = files.directory + "/large.yaml"
    try files.write(Data(), to: "large.yaml")
    try FileHandle(forWritingTo: URL(fileURLWithPath: large)).truncate(atOffset: 100 << 20)
    let expected = [
      "list.yaml":
        "list.yaml:1:1: error: expected keys such as 'host:' and 'guests:', found a list",
      "empty.yaml": "empty.yaml:1:1: error: the file is empty, expected an experiment",
      "program":
        "program:1:1: error: 'program' is a binary file: byte 4 is zero, expected YAML text",
      "latin.yaml": "latin.yaml:2:4: error: 'latin.yaml' is not text in UTF-8",
      ".": ".:1:1: error: '.' is a directory, expected a YAML file",
      "missing.yaml": "missing.yaml:1:1: error: 'missing.yaml' does not exist",
      "large.yaml":
        "large.yaml:1:1: error: 'large.yaml' is too large for an experiment: 100 MiB, at most 4 MiB",
    ]
    for (path, message) in expected.sorted(by: { $0.key < $1.key }) {
      let (root, faults) = files.load(path)
      #expect(root == nil)
      #expect(faults.split(separator: "\n").first.map(String.init) == message)
    }
  }

  @Test func `reports the faults of all files at once`() throws {
    let files = try TemporaryFiles([
      ("a.yaml", "include: [b.yaml]\nx: &y 1\n"), ("b.yaml", "z: 1\nz: 2\n"),
    ])
    let faults = files.load("a.yaml").faults
    #expect(faults.contains("a.yaml:2:4: error: anchors"))
    #expect(faults.contains("b.yaml:2:1: error: duplicate key 'z'"))
  }
}
