// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Glibc
internal import HostConfiguration
internal import PolicyKit
internal import Reports

/// What all commands share: the policies, and where to write.
struct Session: Sendable {
  /// The width that is written for when the answer goes to a file.
  private static let widthOfFiles = 100
  /// The width of a terminal that does not say how wide it is.
  private static let widthOfTerminals = 80
  private static let widthMin = 40

  /// The policies that experiments choose from.
  let catalogue: PolicyCatalogue

  /// The commit that the program was built from, if known.
  let commit: String?

  private let output = StandardStream(STDOUT_FILENO)
  private let messages = StandardStream(STDERR_FILENO)

  /// Begins a session.
  init(catalogue: PolicyCatalogue, commit: String?) {
    self.catalogue = catalogue
    self.commit = commit
  }

  /// How many characters a line of the answer may have.
  var width: Int { Self.width(of: STDOUT_FILENO) }

  /// How many characters a line of messages may have.
  var watchedWidth: Int { Self.width(of: STDERR_FILENO) }

  /// Whether messages go to somebody who watches.
  var isWatched: Bool { isatty(STDERR_FILENO) == 1 }

  /// Writes the answer to standard output, where nothing else goes.
  ///
  /// Whether it could be written is told by ``finish()``.
  func answer(_ text: String) {
    output.write(ShownText.escaped(text, keepsLines: true) + "\n")
  }

  /// Writes the answer in lines, in colours where standard output is a terminal that may have them.
  func answer(_ lines: [StyledLine]) {
    let isColoured = LineStyling.isWanted(
      isTerminal: isatty(STDOUT_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
    guard isColoured else {
      answer(lines.map(\.plain).joined(separator: "\n"))
      return
    }
    output.write(lines.map { LineStyling.coloured($0) + "\n" }.joined())
  }

  /// Writes a message to standard error.
  func tell(_ text: String) {
    messages.write(ShownText.escaped(text, keepsLines: true) + "\n")
  }

  /// Replaces the last line that was shown on the terminal.
  func showProgress(_ text: String) {
    messages.write("\r\u{1B}[K" + ShownText.escaped(text))
  }

  /// Ends the answer, and says whether all of it was written; if not, tells why.
  func finish() -> Bool {
    output.close()
    guard let failure = output.failure else { return true }
    tell("error: standard output cannot be written: \(failure)")
    return false
  }

  /// The width of a terminal, by itself, else by COLUMNS; another one of files.
  private static func width(of descriptor: Int32) -> Int {
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return max(widthMin, Int(size.ws_col))
    }
    guard isatty(descriptor) == 1 else { return widthOfFiles }
    let stated = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }
    return stated.map { max(widthMin, $0) } ?? widthOfTerminals
  }
}
