// SPDX-License-Identifier: Apache-2.0

/// A finished recording.
public struct RecordingResult: Sendable, Hashable {
  /// How the command ended, as far as it did.
  public enum Ending: Sendable, Hashable {
    /// It returned this status, 0 to 255.
    case exited(status: Int)

    /// This signal ended it.
    case signalled(number: Int)

    /// The recording was interrupted, and the command went on all the same.
    case leftRunning(processID: Int)

    /// It ended, but somebody else in this process took its status.
    case unknown
  }

  /// What was recorded, with equal runs merged.
  public let trace: MemoryTrace

  /// How the command ended.
  public let ending: Ending

  /// Whether SIGINT, SIGTERM or SIGHUP reached the recorder.
  public let wasInterrupted: Bool

  /// How often the memory was read, before equal runs were merged.
  public let readingCount: Int

  /// How many planned readings were left out because the one before took too long.
  public let skippedReadingCount: Int

  /// How often a living process did not let its memory be read and so counted nothing.
  public let deniedReadingCount: Int

  /// The status that a shell would give: that of the command, 128 and the number of the signal that
  /// ended it, or 1 if it is not known.
  public var exitStatus: Int {
    switch ending {
    case .exited(let status): status
    case .signalled(let number): 128 + number
    case .leftRunning, .unknown: 1
    }
  }
}
