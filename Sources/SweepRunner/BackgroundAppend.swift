// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import ResultStore
internal import Synchronization

/// Trials that are on their way to the disk while the caller goes on.
///
/// A class because it stands for one piece of work that somebody else does.
final class BackgroundAppend: Sendable {
  private let work = DispatchGroup()
  private let result = Mutex<Result<AppendReport, ResultStoreError>?>(nil)

  /// Begins to hand trials to the store, in one transaction; `queue` is a serial one for this.
  init(_ records: [TrialRecord], to store: ResultStore, on queue: DispatchQueue) {
    queue.async(group: work) { [self] in
      let outcome = Result { () throws(ResultStoreError) in try store.append(records) }
      result.withLock { $0 = outcome }
    }
  }

  /// Whether it has come to its end, whatever that is.
  var isDone: Bool { result.withLock { $0 != nil } }

  /// Waits until the trials are on the disk, and says what became of them.
  ///
  /// - Throws: the error of the store; none of the trials is in it then.
  func report() throws(ResultStoreError) -> AppendReport {
    work.wait()
    guard let outcome = result.withLock({ $0 }) else {
      preconditionFailure("the work is done and has no outcome")
    }
    return try outcome.get()
  }
}
