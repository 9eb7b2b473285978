internal import Foundation

/// The commit that a file of the user's lies at, as a label of results: nothing is decided by it.
enum GitCommit {
  /// A git that answers later than this is not waited for.
  private static let patience: DispatchTimeInterval = .seconds(5)

  /// The commit that the folder of a file is at, with `+changed` if a file of the work tree, or this one,
  /// is not as it was committed; nil where there is no work tree, no commit, or no git.
  static func text(ofFile path: String) -> String? {
    let file = URL(fileURLWithPath: path)
    let folder = file.deletingLastPathComponent().path
    guard let head = run(["-C", folder, "rev-parse", "--verify", "HEAD"]), head.isSuccess,
      (40...64).contains(head.text.count)
    else { return nil }
    let isClean =
      run(["-C", folder, "diff", "--quiet", "HEAD", "--"])?.isSuccess == true
      && run(["-C", folder, "ls-files", "--error-unmatch", "--", file.lastPathComponent])?
        .isSuccess == true
    return head.text + (isClean ? "" : "+changed")
  }

  private static func run(_ arguments: [String]) -> (isSuccess: Bool, text: String)? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "--no-optional-locks"] + arguments
    // What a hook of git leaves here would name another work tree.
    process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GIT_") }
    let answer = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = answer
    process.standardError = FileHandle.nullDevice
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    guard (try? process.run()) != nil else { return nil }
    guard ended.wait(timeout: .now() + patience) == .success else {
      process.terminate()
      return nil
    }
    // None of the answers fills the pipe: the name of a commit, or of one file.
    let data = (try? answer.fileHandleForReading.readToEnd()) ?? Data()
    let text = String(decoding: data, as: UTF8.self)
    return (process.terminationStatus == 0, text.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
