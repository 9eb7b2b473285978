import Foundation
import GRDB
import Testing

/// What becomes of a results file that is gone, damaged or somebody else's, and what is said of it.
@Suite struct ResultsFileTests {
  private func command() throws -> Command {
    let command = try Command()
    try command.write(SmallExperiment.text, to: "small.yaml")
    return command
  }

  @Test(.timeLimit(.minutes(2)), arguments: [false, true])
  func `a file that is gone during a sweep, or is another one, is a failure`(
    isReplaced: Bool
  ) throws {
    let command = try command()
    let process = try command.start([
      "sweep", "small.yaml", "--repetitions", "2000", "-o", "gone.sqlite",
    ])
    let file = command.folder.appending(path: "gone.sqlite").path
    while process.isRunning, !FileManager.default.fileExists(atPath: file + "-wal") {
      Thread.sleep(forTimeInterval: 0.01)
    }
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: file + suffix)
    }
    if isReplaced { try command.write("another", to: "gone.sqlite") }
    let output = try command.finish(process)
    #expect(output.status == 1)
    #expect(
      output.messages.hasPrefix("gone.sqlite: error: was removed, moved or replaced while"),
      "\(output.messages)")
    #expect(!output.messages.contains("kept in"))
    #expect(!output.messages.contains("results in"))
  }
}
