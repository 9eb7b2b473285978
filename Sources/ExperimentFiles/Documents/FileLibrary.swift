// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Synchronization

/// The files of one experiment: those of this machine, every text that is read being kept, or
/// those that were kept before, without touching any file.
///
/// It is a class because all who read for one experiment add to the same record.
final class FileLibrary: Sendable {
  /// Whether the kept texts are all there is.
  let isClosed: Bool

  private let texts: Mutex<[String: [UInt8]]>

  /// Creates a library of the files of this machine.
  init() {
    isClosed = false
    texts = Mutex([:])
  }

  /// Creates a library of recorded files; of two with one path the first counts.
  init(recorded files: [ExperimentSources.File]) {
    isClosed = true
    texts = Mutex(
      Dictionary(
        files.map { ($0.path, Array($0.text.utf8)) }, uniquingKeysWith: { first, _ in first })
    )
  }

  /// Whether there is something at a path.
  func exists(_ path: String) -> Bool {
    texts.withLock { $0[path] != nil }
      || (!isClosed && FileManager.default.fileExists(atPath: path))
  }

  /// The text of a file that has been read before, or that was recorded.
  func text(of path: String) -> [UInt8]? { texts.withLock { $0[path] } }

  /// Keeps the text of a file, so that whoever reads it again sees the same.
  func keep(_ text: [UInt8], of path: String) { texts.withLock { $0[path] = text } }

  /// The files that have been read, by path.
  ///
  /// - Precondition: each is text in UTF-8, as that of every file is that was found in order.
  var files: [ExperimentSources.File] {
    texts.withLock { texts in
      texts.sorted { $0.key < $1.key }
        .map { .init(path: $0.key, text: String(decoding: $0.value, as: UTF8.self)) }
    }
  }
}
