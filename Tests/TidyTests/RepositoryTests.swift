// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct RepositoryTests {
  /// Folders whose files only make sense inside an experiment that includes them.
  private static let included = ["/hosts/"]

  @Test func `tracked files name no place on anybody's machine`() throws {
    // Put together, so that this file does not name them.
    let places = ["home", "root", "work", "Users"].map { "/\($0)/" }
    for path in try Repository.trackedFiles() ?? [] {
      guard let text = try? Repository.text(of: path) else { continue }
      for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated()
      {
        for place in places where line.contains(place) && !line.contains("://") {
          Issue.record("\(path):\(index + 1): names \(place)")
        }
      }
    }
  }

  @Test func `what is resolved or built is not tracked`() throws {
    for path in try Repository.trackedFiles() ?? [] {
      #expect(path != "Package.resolved", "\(path) pins what users should choose")
      #expect(!path.hasPrefix(".build") && !path.hasPrefix("results/"), "\(path) is made")
      #expect(!path.hasSuffix(".sqlite"), "\(path) is made")
    }
  }

  @Test func `every experiment passes its check`() throws {
    let experiments = try Repository.files(in: "experiments", ending: ".yaml").filter { path in
      !Self.included.contains(where: path.contains)
    }
    guard !experiments.isEmpty else { return }
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let program = tests.deletingLastPathComponent().appending(path: "setaside").path
    let (status, output) = try Repository.run(program, ["check"] + experiments)
    #expect(status == 0, "\(output)")
  }

  @Test func `every experiment says what it asks`() throws {
    for path in try Repository.files(in: "experiments", ending: ".yaml") {
      if Self.included.contains(where: path.contains) { continue }
      let text = try Repository.text(of: path)
      #expect(text.contains("\ndescription:") || text.hasPrefix("description:"), "\(path)")
    }
  }
}
