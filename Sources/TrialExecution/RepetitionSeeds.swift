// SPDX-License-Identifier: Apache-2.0

internal import PolicyKit

/// The seeds of an experiment's repetitions.
///
/// All points use the same ones (common random numbers), so that differences between points are not
/// differences of luck.
public enum RepetitionSeeds {
  /// The seed of a repetition.
  ///
  /// The first repetition has the experiment's own seed, so that one trial that is run by itself is the
  /// one that the file names; the others are drawn from it, so that experiments with neighbouring seeds
  /// have no trial in common.
  ///
  /// - Parameters:
  ///   - repetition: from 0.
  ///   - seed: the seed of the experiment.
  public static func seed(ofRepetition repetition: Int, of seed: UInt64) -> UInt64 {
    guard repetition > 0 else { return seed }
    var generator = SeededGenerator(seed: seed, identity: "repetition.\(repetition)")
    // Seeds stay below 2^63, so that they can be read back as the integers of any other program.
    return generator.next() >> 1
  }
}
