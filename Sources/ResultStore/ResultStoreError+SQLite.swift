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
    case .SQLITE_CORRUPT: self = .damaged(path: path, detail: detail)
    default: self = .failed(path: path, detail: detail)
    }
  }
}
