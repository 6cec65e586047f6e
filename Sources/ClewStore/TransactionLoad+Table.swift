import ClewModel
import GRDB
import GRDBSQLite

/// One batch of transactions as a table that SQLite reads: the unsafe kernel of the bulk load.
///
/// C callbacks cannot capture, so that the state is reached through pointers: the module's argument
/// is the `BatchColumns`, whose owner is this object. It has to outlive every statement over it.
final class BatchTable {
  static let name = "clew_batch"

  private let connection: OpaquePointer
  private let module: UnsafeMutablePointer<sqlite3_module>
  private let columns: UnsafeMutablePointer<BatchColumns>

  init(_ db: Database) throws {
    guard let connection = db.sqliteConnection else {
      throw DatabaseError(resultCode: .SQLITE_MISUSE)
    }
    self.connection = connection
    columns = .allocate(capacity: 1)
    columns.initialize(to: BatchColumns())
    module = .allocate(capacity: 1)
    module.initialize(to: Self.callbacks())
    let code = sqlite3_create_module_v2(connection, Self.name, module, columns, nil)
    guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }

  deinit {
    sqlite3_create_module_v2(connection, Self.name, nil, nil, nil)
    columns.pointee.free()
    columns.deallocate()
    module.deallocate()
  }

  /// Copies a batch (a few megabytes) to where the callbacks read it.
  func fill(_ rows: Transactions, currencies: [Int64], modes: [Int64], firstAccount: Int64) {
    columns.pointee.fill(rows, currencies: currencies, modes: modes, firstAccount: firstAccount)
  }

  private static func callbacks() -> sqlite3_module {
    var module = sqlite3_module()
    module.iVersion = 0
    module.xConnect = { connection, columns, _, _, table, _ in
      let code = sqlite3_declare_vtab(
        connection,
        """
        create table x (lo, precision, from_account, to_account, mantissa, scale, currency, mode,
          balance_after, offset, length, line, ref, reference)
        """)
      guard code == SQLITE_OK, let columns else { return code }
      let made = UnsafeMutablePointer<BatchVirtualTable>.allocate(capacity: 1)
      made.initialize(
        to: BatchVirtualTable(columns: columns.assumingMemoryBound(to: BatchColumns.self)))
      table?.pointee = UnsafeMutableRawPointer(made).assumingMemoryBound(to: sqlite3_vtab.self)
      return SQLITE_OK
    }
    module.xBestIndex = { _, _ in SQLITE_OK }
    module.xDisconnect = { table in
      UnsafeMutableRawPointer(table)?.assumingMemoryBound(to: BatchVirtualTable.self).deallocate()
      return SQLITE_OK
    }
    module.xOpen = { table, cursor in
      guard let table else { return SQLITE_ERROR }
      let columns = UnsafeMutableRawPointer(table)
        .assumingMemoryBound(to: BatchVirtualTable.self).pointee.columns
      let made = UnsafeMutablePointer<BatchCursor>.allocate(capacity: 1)
      made.initialize(to: BatchCursor(columns: columns))
      cursor?.pointee = UnsafeMutableRawPointer(made)
        .assumingMemoryBound(to: sqlite3_vtab_cursor.self)
      return SQLITE_OK
    }
    module.xClose = { cursor in
      UnsafeMutableRawPointer(cursor)?.assumingMemoryBound(to: BatchCursor.self).deallocate()
      return SQLITE_OK
    }
    module.xFilter = { cursor, _, _, _, _ in
      batchCursor(cursor)?.pointee.row = 0
      return SQLITE_OK
    }
    module.xNext = { cursor in
      batchCursor(cursor)?.pointee.row += 1
      return SQLITE_OK
    }
    module.xEof = { cursor in
      guard let cursor = batchCursor(cursor) else { return 1 }
      return cursor.pointee.row >= cursor.pointee.columns.pointee.count ? 1 : 0
    }
    module.xColumn = { cursor, context, column in
      guard let cursor = batchCursor(cursor), let context else { return SQLITE_ERROR }
      cursor.pointee.columns.pointee.result(
        Int(column), row: cursor.pointee.row, context: context)
      return SQLITE_OK
    }
    module.xRowid = { cursor, row in
      row?.pointee = Int64(batchCursor(cursor)?.pointee.row ?? 0)
      return SQLITE_OK
    }
    return module
  }
}

@inline(__always)
private func batchCursor(
  _ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?
) -> UnsafeMutablePointer<BatchCursor>? {
  UnsafeMutableRawPointer(cursor)?.assumingMemoryBound(to: BatchCursor.self)
}

/// SQLite's own struct first, ours after it, as its interface asks.
private struct BatchVirtualTable {
  var base = sqlite3_vtab()
  var columns: UnsafeMutablePointer<BatchColumns>
}

private struct BatchCursor {
  var base = sqlite3_vtab_cursor()
  var columns: UnsafeMutablePointer<BatchColumns>
  var row = 0
}

/// The columns of the batch in memory that does not move while a statement runs.
private struct BatchColumns {
  var count = 0
  private var capacity = 0
  private var arenaCapacity = 0
  private var lo: UnsafeMutablePointer<Int64>?
  private var mantissa: UnsafeMutablePointer<Int64>?
  private var balanceAfter: UnsafeMutablePointer<Int64>?
  private var offset: UnsafeMutablePointer<Int64>?
  private var from: UnsafeMutablePointer<Int32>?
  private var to: UnsafeMutablePointer<Int32>?
  private var currency: UnsafeMutablePointer<Int32>?
  private var mode: UnsafeMutablePointer<Int32>?
  private var length: UnsafeMutablePointer<Int32>?
  private var line: UnsafeMutablePointer<Int32>?
  private var precision: UnsafeMutablePointer<UInt8>?
  private var scale: UnsafeMutablePointer<UInt8>?
  /// `textEnd` with a 0 before it.
  private var textEnd: UnsafeMutablePointer<Int32>?
  private var arena: UnsafeMutablePointer<UInt8>?
  private var firstAccount: Int64 = 0

  mutating func fill(
    _ rows: Transactions, currencies: [Int64], modes: [Int64], firstAccount: Int64
  ) {
    let n = rows.count
    precondition(
      [
        rows.lo.count, rows.precision.count, rows.to.count, rows.mantissa.count, rows.scale.count,
        rows.currency.count, rows.mode.count, rows.balanceAfter.count, rows.offset.count,
        rows.length.count, rows.line.count, rows.textEnd.count / 2,
      ].allSatisfy { $0 == n }, "all columns of a batch are equally long")
    precondition(
      (rows.textEnd.last ?? 0) <= rows.arena.count, "the texts of a batch lie in its arena")
    self.firstAccount = firstAccount
    count = n
    if n > capacity { grow(to: n) }
    if rows.arena.count > arenaCapacity {
      arena?.deallocate()
      arena = .allocate(capacity: rows.arena.count)
      arenaCapacity = rows.arena.count
    }
    copy(rows.lo, lo)
    copy(rows.mantissa, mantissa)
    copy(rows.balanceAfter, balanceAfter)
    copy(rows.offset, offset)
    copy(rows.from, from)
    copy(rows.to, to)
    copy(rows.length, length)
    copy(rows.line, line)
    copy(rows.precision, precision)
    copy(rows.scale, scale)
    copy(rows.arena, arena)
    textEnd?.pointee = 0
    copy(rows.textEnd, textEnd.map { $0 + 1 })
    for (row, number) in rows.currency.enumerated() {
      currency?[row] = Int32(truncatingIfNeeded: currencies[Int(number)])
    }
    for (row, number) in rows.mode.enumerated() {
      mode?[row] = number < 0 ? -1 : Int32(truncatingIfNeeded: modes[Int(number)])
    }
  }

  private func copy<T>(_ values: [T], _ target: UnsafeMutablePointer<T>?) {
    values.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { target?.update(from: base, count: buffer.count) }
    }
  }

  private mutating func grow(to n: Int) {
    freeColumns()
    lo = .allocate(capacity: n)
    mantissa = .allocate(capacity: n)
    balanceAfter = .allocate(capacity: n)
    offset = .allocate(capacity: n)
    from = .allocate(capacity: n)
    to = .allocate(capacity: n)
    currency = .allocate(capacity: n)
    mode = .allocate(capacity: n)
    length = .allocate(capacity: n)
    line = .allocate(capacity: n)
    precision = .allocate(capacity: n)
    scale = .allocate(capacity: n)
    textEnd = .allocate(capacity: 2 * n + 1)
    capacity = n
  }

  private func freeColumns() {
    for column in [lo, mantissa, balanceAfter, offset] { column?.deallocate() }
    for column in [from, to, currency, mode, length, line, textEnd] { column?.deallocate() }
    for column in [precision, scale] { column?.deallocate() }
  }

  mutating func free() {
    freeColumns()
    arena?.deallocate()
    self = BatchColumns()
  }

  /// Hands one cell to SQLite; a cell that is not set stays null.
  @inline(__always)
  func result(_ column: Int, row: Int, context: OpaquePointer) {
    guard let lo, let precision, let from, let to, let mantissa, let scale, let currency, let mode,
      let balanceAfter, let offset, let length, let line
    else { return }
    switch column {
    case 0: sqlite3_result_int64(context, lo[row])
    case 1: sqlite3_result_int64(context, Int64(precision[row]))
    case 2: side(from[row], context)
    case 3: side(to[row], context)
    case 4: sqlite3_result_int64(context, mantissa[row])
    case 5: sqlite3_result_int64(context, Int64(scale[row]))
    case 6: sqlite3_result_int64(context, Int64(currency[row]))
    case 7: if mode[row] >= 0 { sqlite3_result_int64(context, Int64(mode[row])) }
    case 8:
      if balanceAfter[row] != Transactions.noBalance {
        sqlite3_result_int64(context, balanceAfter[row])
      }
    case 9: sqlite3_result_int64(context, offset[row])
    case 10: sqlite3_result_int64(context, Int64(length[row]))
    case 11: sqlite3_result_int64(context, Int64(line[row]))
    default: text(2 * row + column - 12, context)
    }
  }

  @inline(__always)
  private func side(_ number: Int32, _ context: OpaquePointer) {
    if number >= 0 {
      sqlite3_result_int64(context, firstAccount + Int64(number))
    } else if number == Transactions.cash {
      sqlite3_result_int64(context, 0)
    }
  }

  @inline(__always)
  private func text(_ number: Int, _ context: OpaquePointer) {
    guard let textEnd, let arena else { return }
    let start = textEnd[number]
    let length = textEnd[number + 1] - start
    guard length > 0 else { return }
    let bytes = UnsafeRawPointer(arena + Int(start)).assumingMemoryBound(to: CChar.self)
    sqlite3_result_text(context, bytes, length, nil)
  }
}
