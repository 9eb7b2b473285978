// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import GRDBSQLite

/// A prepared statement whose values are bound and read without anything in between.
///
/// GRDB's own arguments are arrays of boxed values, which cost more than the insertion of a trial.
/// Valid inside one access to the database.
struct RawStatement {
  private let statement: Statement
  private let database: Database
  private var next: Int32 = 1

  private var handle: SQLiteStatement { statement.sqliteStatement }

  /// Prepares a statement, or takes the one that the connection has prepared before.
  init(_ sql: String, in database: Database) throws {
    statement = try database.cachedStatement(sql: sql)
    self.database = database
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  /// Binds the next value.
  mutating func bind(_ value: Int64?) {
    if let value {
      sqlite3_bind_int64(handle, next, value)
    } else {
      sqlite3_bind_null(handle, next)
    }
    next += 1
  }

  /// Binds the next value.
  mutating func bind(_ value: String?) {
    if var value {
      value.withUTF8 { bytes in
        _ = bytes.withMemoryRebound(to: CChar.self) { characters in
          // A negative destructor has SQLite copy the text.
          sqlite3_bind_text(
            handle, next, characters.baseAddress,
            Int32(characters.count), unsafeBitCast(-1, to: sqlite3_destructor_type.self))
        }
      }
    } else {
      sqlite3_bind_null(handle, next)
    }
    next += 1
  }

  /// Runs a statement that gives no rows, and is then ready for other values.
  mutating func run() throws {
    let code = sqlite3_step(handle)
    next = 1
    let message = code == SQLITE_DONE ? nil : database.lastErrorMessage
    sqlite3_reset(handle)
    guard code == SQLITE_DONE else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code), message: message, sql: statement.sql)
    }
  }

  /// Goes to the next row; false after the last, and then the statement is ready for other values.
  mutating func step() throws -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    next = 1
    let message = code == SQLITE_DONE ? nil : database.lastErrorMessage
    sqlite3_reset(handle)
    guard code == SQLITE_DONE else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code), message: message, sql: statement.sql)
    }
    return false
  }

  /// Ends the reading of rows before the last.
  mutating func end() {
    next = 1
    sqlite3_reset(handle)
  }

  /// The integer in a column, 0 for NULL.
  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  /// The text in a column, or nil for NULL.
  func text(_ column: Int32) -> String? {
    bytes(column) { bytes in bytes.map { String(decoding: $0, as: UTF8.self) } }
  }

  /// Whether a column is NULL.
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  /// Whether a column is an integer.
  func isInteger(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_INTEGER }

  /// Lends the text in a column, nil for NULL, until the next step.
  func bytes<Value>(
    _ column: Int32, _ work: (UnsafeBufferPointer<UInt8>?) throws -> Value
  ) rethrows -> Value {
    guard let start = sqlite3_column_text(handle, column) else { return try work(nil) }
    return try work(
      UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
  }
}
