// SPDX-License-Identifier: Apache-2.0

internal import ResultStore
internal import SweepRunner

extension CommandFailure {
  /// A results file that cannot be used: bad input, unless the machine is at fault or work was lost.
  init(_ error: ResultStoreError) {
    self.init(Self.status(of: error), error.description)
  }

  /// A sweep that could not be run.
  init(_ failure: SweepFailure) {
    switch failure {
    case .store(let error): self.init(error)
    case .workers, .refused: self.init(.failure, failure.description)
    }
  }

  private static func status(of error: ResultStoreError) -> ExitStatus {
    switch error {
    case .contradiction, .gone, .diskFull, .busy, .notDurable, .failed: .failure
    default: .badInput
    }
  }
}
