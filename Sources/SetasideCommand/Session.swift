internal import Foundation
internal import Glibc
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

  /// How many characters a line of the answer may have.
  var width: Int { Self.width(of: STDOUT_FILENO) }

  /// How many characters a line of messages may have.
  var watchedWidth: Int { Self.width(of: STDERR_FILENO) }

  /// Whether messages go to somebody who watches.
  var isWatched: Bool { isatty(STDERR_FILENO) == 1 }

  /// Writes the answer to standard output, where nothing else goes.
  func answer(_ text: String) {
    Self.write(text + "\n", to: STDOUT_FILENO)
  }

  /// Writes the answer in lines, in colours where standard output is a terminal that may have them.
  func answer(_ lines: [StyledLine]) {
    let isColoured = LineStyling.isWanted(
      isTerminal: isatty(STDOUT_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
    answer(
      lines.map { isColoured ? LineStyling.coloured($0) : $0.plain }.joined(separator: "\n"))
  }

  /// Writes a message to standard error.
  func tell(_ text: String) {
    Self.write(text + "\n", to: STDERR_FILENO)
  }

  /// Replaces the last line that was shown on the terminal.
  func showProgress(_ text: String) {
    Self.write("\r\u{1B}[K" + text, to: STDERR_FILENO)
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

  private static func write(_ text: String, to descriptor: Int32) {
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if written < 0, errno == EINTR { continue }
      // Somebody who does not read any more has had enough.
      guard written > 0 else { return }
      start += written
    }
  }
}
