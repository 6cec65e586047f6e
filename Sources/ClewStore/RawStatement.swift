import GRDB
import GRDBSQLite

/// One prepared statement used many times on SQLite's own interface: the bulk path.
///
/// Values are bound one after the other; `run` steps to the end and starts over. Lives no longer
/// than the transaction it was made in.
final class RawStatement {
  private let handle: OpaquePointer
  private let connection: OpaquePointer
  private var next: Int32 = 1

  init(_ db: Database, _ sql: String) throws {
    guard let connection = db.sqliteConnection else {
      throw DatabaseError(resultCode: .SQLITE_MISUSE)
    }
    var made: OpaquePointer?
    let code = sqlite3_prepare_v3(
      connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &made, nil)
    guard code == SQLITE_OK, let made else { throw Self.error(code, connection, sql) }
    handle = made
    self.connection = connection
  }

  deinit { sqlite3_finalize(handle) }

  func int(_ value: Int64?) {
    if let value {
      sqlite3_bind_int64(handle, next, value)
    } else {
      sqlite3_bind_null(handle, next)
    }
    next += 1
  }

  func int(_ value: some FixedWidthInteger) { int(Optional(Int64(value))) }

  func flag(_ value: Bool?) { int(value.map { $0 ? 1 : 0 }) }

  func text(_ value: String?) {
    if var value {
      value.withUTF8 { bytes in
        let start = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
        _ = sqlite3_bind_text(handle, next, start, Int32(bytes.count), Self.transient)
      }
    } else {
      sqlite3_bind_null(handle, next)
    }
    next += 1
  }

  /// The bytes have to stay where they are until `run`.
  func blob(_ bytes: UnsafeRawBufferPointer) {
    sqlite3_bind_blob64(handle, next, bytes.baseAddress, UInt64(bytes.count), nil)
    next += 1
  }

  /// Steps to the end, and makes ready for the next values.
  func run() throws {
    defer { reset() }
    while true {
      switch sqlite3_step(handle) {
      case SQLITE_ROW: continue
      case SQLITE_DONE: return
      case let code: throw Self.error(code, connection, nil)
      }
    }
  }

  /// How many rows the last run changed.
  var changes: Int32 { sqlite3_changes(connection) }

  /// Moves to the next row; false at the end, which makes ready for the next values.
  func step() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      reset()
      return false
    case let code:
      reset()
      throw Self.error(code, connection, nil)
    }
  }

  /// Calls the body with every row. The body reads columns with `column`.
  func each(_ body: () throws -> Void) throws {
    defer { reset() }
    while true {
      switch sqlite3_step(handle) {
      case SQLITE_ROW: try body()
      case SQLITE_DONE: return
      case let code: throw Self.error(code, connection, nil)
      }
    }
  }

  /// The integer in the first column of the first row; nil for no row or a null.
  func firstInt() throws -> Int64? {
    defer { reset() }
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return column(0)
    case SQLITE_DONE: return nil
    case let code: throw Self.error(code, connection, nil)
    }
  }

  func column(_ index: Int32) -> Int64? {
    sqlite3_column_type(handle, index) == SQLITE_NULL ? nil : sqlite3_column_int64(handle, index)
  }

  func isNull(_ index: Int32) -> Bool { sqlite3_column_type(handle, index) == SQLITE_NULL }

  func integer(_ index: Int32) -> Int64 { sqlite3_column_int64(handle, index) }

  func string(_ index: Int32) -> String? {
    guard let bytes = sqlite3_column_text(handle, index) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, index))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  /// The bytes of a blob column, valid inside the body.
  func withBlob<T>(_ index: Int32, _ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
    let start = sqlite3_column_blob(handle, index)
    let count = start == nil ? 0 : Int(sqlite3_column_bytes(handle, index))
    return try body(UnsafeRawBufferPointer(start: start, count: count))
  }

  private func reset() {
    sqlite3_reset(handle)
    next = 1
  }

  /// SQLite takes a copy.
  private static var transient: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }

  private static func error(
    _ code: CInt, _ connection: OpaquePointer, _ sql: String?
  ) -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)),
      sql: sql)
  }
}
