// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// The end of what a worker printed: the last words of a policy are what its author wants to see.
struct OutputTail {
  /// Room for the stack that Swift prints behind the sentence that matters.
  private static let bytesMax = 1 << 14
  private static let linesMax = 3
  private static let charactersMax = 400
  /// How Swift introduces what a program died of.
  private static let verdict = "Fatal error"
  private static let verdictBytes = Array(verdict.utf8)

  private var bytes: [UInt8] = []

  /// Takes what was printed.
  mutating func append(_ part: ArraySlice<UInt8>) {
    bytes += part
    if bytes.count > 2 * Self.bytesMax { bytes.removeFirst(bytes.count - Self.bytesMax) }
  }

  /// Forgets what was printed, because the trials that printed it have ended.
  ///
  /// What a program dies of stays: it may be read before the last trials that it has finished.
  mutating func clear() {
    // Most trials print nothing, and this is asked after each batch of them.
    guard !bytes.isEmpty, !hasVerdict else { return }
    bytes.removeAll(keepingCapacity: true)
  }

  private var hasVerdict: Bool { bytes.contains(Self.verdictBytes) }

  /// The line that says what the program died of, or the last lines, without control characters.
  ///
  /// A stack is left out: its addresses differ each time, and the text of a failure must not.
  var text: String {
    let lines = String(decoding: bytes.suffix(Self.bytesMax), as: UTF8.self)
      .split(whereSeparator: \.isNewline)
      .map { line in
        String(String.UnicodeScalarView(line.unicodeScalars.filter { !$0.isObeyedOrHidden }))
      }
    let verdict = lines.last { $0.contains(Self.verdict) }
    let words =
      verdict ?? lines.filter { !$0.contains(" 0x") }.suffix(Self.linesMax).joined(separator: " | ")
    return String(words.prefix(Self.charactersMax))
  }
}
