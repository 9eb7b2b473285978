// SPDX-License-Identifier: Apache-2.0

/// Why a command could not do what it was asked.
struct CommandFailure: Error {
  /// The status that the process ends with.
  let status: Int32
  /// What to tell the user; empty when everything has been said.
  let message: String

  init(_ status: ExitStatus, _ message: String) {
    self.status = status.rawValue
    self.message = message
  }

  /// Ends with the status of another program, which has said what there is to say.
  init(statusOfCommand status: Int) {
    self.status = Int32(truncatingIfNeeded: status)
    message = ""
  }
}
