// SPDX-License-Identifier: Apache-2.0

internal import ExperimentFiles
internal import Glibc

/// The words of a command line, before the parser sees them.
///
/// The parser takes `-1` for an option and a unit behind a blank for an argument of its own, and tells
/// neither as what it is.
enum CommandWords {
  private static let shortNumbers = ["-j": "--jobs"]

  /// The words, with negative numbers joined to the options that they are for.
  ///
  /// - Throws: a failure for a value whose unit a shell has cut off.
  static func read(_ words: [String]) throws(CommandFailure) -> [String] {
    var read: [String] = []
    var index = 0
    while index < words.count, words[index] != "--" {
      let word = words[index]
      let next = index + 1 < words.count ? words[index + 1] : nil
      if word.hasPrefix("-"), let next, isNegative(next), !word.contains("=") {
        let name = shortNumbers[word] ?? word
        if name.hasPrefix("--"), name.count > 2 {
          read.append("\(name)=\(next)")
          index += 2
          continue
        }
      }
      if index > 0, isCutOff(word, after: words[index - 1]) {
        let option = index > 1 && words[index - 2].hasPrefix("-") ? words[index - 2] + " " : ""
        throw CommandFailure(
          .badInput,
          "error: '\(word)' stands alone; quote a value with blanks: "
            + "\(option)'\(words[index - 1]) \(word)'")
      }
      read.append(word)
      index += 1
    }
    return read + words[index...]
  }

  private static func isNegative(_ word: String) -> Bool {
    word.count > 1 && word.hasPrefix("-")
      && word.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
  }

  /// Whether a word is the unit of the number before it, and no file.
  private static func isCutOff(_ word: String, after previous: String) -> Bool {
    guard let last = previous.last, last.isASCII, last.isNumber, QuantityKind.isUnit(word),
      access(word, F_OK) != 0
    else { return false }
    let number = previous.split(separator: "=", maxSplits: 1).last ?? ""
    return number.allSatisfy { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
  }
}
