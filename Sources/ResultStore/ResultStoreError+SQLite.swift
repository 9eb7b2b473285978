// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import GRDB

extension ResultStoreError {
  /// Translates whatever the database layer threw.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as ResultStoreError:
      self = error
    case let error as DatabaseError:
      self.init(error, path: path)
    default:
      // What is left are values that do not have the type their column promises.
      self = .damaged(path: path, detail: "\(error)")
    }
  }

  private init(_ error: DatabaseError, path: String) {
    let detail = error.message ?? "\(error.resultCode)"
    switch error.resultCode {
    case .SQLITE_NOTADB: self = .notDatabase(path: path)
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
      self = .cannotOpen(path: path, detail: detail)
    case .SQLITE_READONLY: self = .notWritable(path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
    case .SQLITE_FULL: self = .diskFull(path: path)
    // The log's index and a failed flush do not say so by themselves.
    case .SQLITE_IOERR where Self.isFull(path): self = .diskFull(path: path)
    case .SQLITE_CORRUPT: self = .damaged(path: path, detail: detail)
    // Every statement is this program's own, so that what it does not find is missing in the file.
    case .SQLITE_ERROR where detail.hasPrefix("no such "):
      self = .damaged(path: path, detail: detail)
    default: self = .failed(path: path, detail: detail)
    }
  }

  /// Whether the file system of a path has less than what the smallest transaction takes.
  private static func isFull(_ path: String) -> Bool {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
    guard let free = attributes?[.systemFreeSize] as? NSNumber else { return false }
    return free.int64Value < 65_536
  }
}
