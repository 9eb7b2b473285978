// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Glibc

/// Writes a first experiment.
struct InitCommand: SetasideSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a first experiment, with comments that lead through it.",
    discussion: """
      It can be run at once, and never replaces a file that is there.

        setaside init burst.yaml
        setaside sweep burst.yaml
      """)

  @Argument(
    help: "The file to write; first.yaml by default.",
    completion: .file(extensions: ExperimentArguments.fileExtensions))
  var file = "first.yaml"

  func execute(in session: Session) async throws(CommandFailure) {
    let word = Self.shellWord(file)
    try write(FirstExperiment.text(file: word), to: file)
    let next = [
      ("setaside sweep \(word)", "answers its question in a few seconds"),
      ("setaside run \(word)", "tells one of its trials in full"),
      ("setaside keys guests", "explains a key; without a name, every key that a file can have"),
    ]
    let column = next.map(\.0.count).max() ?? 0
    let lines = next.map { command, help in
      "  " + command + String(repeating: " ", count: column - command.count + 3) + help
    }
    session.answer(
      (["\(word) is a whole experiment, with comments. Next:"] + lines).joined(separator: "\n"))
  }

  /// A file as a word of a shell; `FILE` for a name that does not fit into a comment of a line.
  private static func shellWord(_ file: String) -> String {
    let isPlain = file.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
        true
      default: "._-+/,@:".utf8.contains(byte)
      }
    }
    // Lines end at more than the newline, and YAML knows no control characters.
    let isLine =
      file.count <= shownLengthMax
      && !file.unicodeScalars.contains { scalar in
        scalar.properties.generalCategory == .control
          || scalar.properties.isWhitespace && scalar != " "
      }
    guard isLine else { return "FILE" }
    return isPlain ? file : "'\(file.replacing("'", with: "'\\''"))'"
  }

  /// Longer names make lines that nobody reads.
  private static let shownLengthMax = 48

  /// Writes a file that must not be there yet; what cannot be written whole is removed again.
  private func write(_ text: String, to path: String) throws(CommandFailure) {
    // The system itself refuses a file that is there, also a dangling link, whoever is faster.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      let reason =
        errno == EEXIST
        ? "is there already; nothing was written. Name another one: setaside init FILE"
        : "cannot be written: \(String(cString: strerror(errno)))"
      throw CommandFailure(.badInput, "\(path): error: \(reason)")
    }
    var bytes = Array(text.utf8)[...]
    var fault: Int32?
    while !bytes.isEmpty, fault == nil {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 { bytes = bytes.dropFirst(written) } else if errno != EINTR { fault = errno }
    }
    if close(descriptor) != 0, fault == nil { fault = errno }
    guard let fault else { return }
    unlink(path)
    throw CommandFailure(
      .failure, "\(path): error: cannot be written: \(String(cString: strerror(fault)))")
  }
}
