// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Every source file names its licence, and what is said of a release in several places is the same.
@Suite struct LicenseTests {
  private static let folders = ["Sources", "policies", "Plugins", "Tests", "Benchmarks", ".ci"]
  private static let endings = ["swift", "c", "h", "py", "modulemap"]
  /// The files of a policy's author, who may choose between two licences.
  private static let choosable = ["Sources/PolicyKit/", "policies/"]

  /// The licence that a file has to name.
  private func license(of path: String) -> String {
    Self.choosable.contains(where: path.hasPrefix) ? "Apache-2.0 OR MIT" : "Apache-2.0"
  }

  /// What is written in a language: by its ending, or a script without one.
  private func isSource(_ path: String) throws -> Bool {
    let url = Repository.root.appending(path: path)
    guard url.pathExtension.isEmpty else { return Self.endings.contains(url.pathExtension) }
    guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
      return false
    }
    return try Data(contentsOf: url).starts(with: Data("#!".utf8))
  }

  @Test func `every source names its licence in one of its first two lines`() throws {
    var paths = ["Package.swift", "Makefile"]
    for folder in Self.folders {
      paths += try Repository.files(in: folder, ending: "").filter { try isSource($0) }
    }
    var choosable = 0
    for path in paths {
      let license = license(of: path)
      if license != "Apache-2.0" { choosable += 1 }
      // What comes before it is what a tool reads from the first line.
      let lines = try Repository.text(of: path).split(
        separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
      let isFirst = ["#!", "// swift-tools-version"].contains { lines.first?.hasPrefix($0) == true }
      let line = lines.dropFirst(isFirst ? 1 : 0).first ?? ""
      let expected = ["//", "#"].map { "\($0) SPDX-License-Identifier: \(license)" }
      #expect(
        expected.contains(String(line)), "\(path) must begin with '\(expected[0])', found '\(line)'"
      )
    }
    #expect(paths.count > 400 && choosable > 20)
  }

  @Test func `both licences are there, and the README names them`() throws {
    #expect(try Repository.text(of: "LICENSE").contains("Apache License"))
    #expect(try Repository.text(of: "LICENSE-MIT").hasPrefix("MIT License"))
    let readme = try Repository.text(of: "README.md")
    #expect(readme.contains("(LICENSE)") && readme.contains("(LICENSE-MIT)"))
  }

  @Test func `the citation is of this version`() throws {
    let source = try Repository.text(of: "Sources/SetasideCommand/ProgramVersion.swift")
    let version = try #require(source.firstMatch(of: /current = "([0-9.]+)"/)?.1)
    #expect(try Repository.text(of: "CITATION.cff").contains("\nversion: \(version)\n"))
    #expect(try Repository.text(of: "README.md").contains("{Version \(version), engine "))
  }
}
