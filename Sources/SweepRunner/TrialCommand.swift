// SPDX-License-Identifier: Apache-2.0

internal import ExperimentFiles

/// The command line that repeats a trial by itself.
struct TrialCommand {
  private let start: String

  /// The command for trials of an experiment.
  init(_ sources: ExperimentSources) {
    let words = ["setaside", "run", sources.path] + sources.settings.flatMap { ["-s", $0] }
    start = words.map(Self.quoted).joined(separator: " ")
  }

  /// The command for the trial of a point with a seed.
  func text(point: Int, seed: UInt64) -> String { "\(start) --point \(point) --seed \(seed)" }

  /// A word that a shell leaves as it is.
  private static func quoted(_ word: String) -> String {
    let plain = word.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic
          || "0123456789_./=:-@%+,".unicodeScalars.contains(scalar))
    }
    if plain, !word.isEmpty { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }
}
