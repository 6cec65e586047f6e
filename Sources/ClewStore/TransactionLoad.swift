import ClewModel
import GRDB
import GRDBSQLite

/// The bulk path of transactions: batches of columns go into the table through an eponymous virtual
/// table (`insert … select … from batch`), without a bind, a step and a reset for every row. The
/// index by account and the one by ref are written a block at a time, sorted (`TransactionBlock`).
final class TransactionLoad {
  /// How many transactions a block holds at most.
  static let blockSize = 1 << 20

  private let db: Database
  private let source: Int64
  private let firstAccount: Int64
  private var insert: RawStatement?
  private var table: BatchTable?
  private var block: TransactionBlock?
  /// The id that the next transaction gets.
  private(set) var nextID: Int64

  init(_ db: Database, source: Int64, firstID: Int64, firstAccount: Int64) {
    self.db = db
    self.source = source
    self.firstAccount = firstAccount
    nextID = firstID
  }

  /// - Parameters:
  ///   - currencies, modes: code ids of the numbers in the columns.
  ///   - accounts: how many accounts the source has stated so far.
  func accept(
    _ rows: Transactions, currencies: [Int64], modes: [Int64], accounts: Int
  ) throws {
    guard rows.count > 0 else { return }
    if let block, block.count + rows.count > Self.blockSize { try close(block) }
    let block = try self.block ?? open()
    let table = try self.table ?? BatchTable(db)
    self.table = table
    table.fill(rows, currencies: currencies, modes: modes, firstAccount: firstAccount)
    let insert = try self.insert ?? RawStatement(db, Self.insertion(source: source))
    self.insert = insert
    try insert.run()
    block.append(rows, accounts: accounts)
    nextID += Int64(rows.count)
    precondition(
      db.lastInsertedRowID == nextID - 1, "transactions of a source are numbered without gaps")
  }

  /// Writes the last block and lets go of the virtual table.
  func finish() throws {
    if let block { try close(block) }
    insert = nil
    table = nil
  }

  private static func insertion(source: Int64) -> String {
    """
    insert into transactions
    select null, \(source), lo, precision, from_account, to_account, mantissa, scale, currency, null,
      mode, balance_after, offset, length, line, ref, reference
    from \(BatchTable.name)
    """
  }

  private func open() throws -> TransactionBlock {
    let id = try Int64.fetchOne(db, sql: "select coalesce(max(id), 0) + 1 from transaction_block")
    let made = TransactionBlock(id: id ?? 1, source: source, first: nextID)
    block = made
    return made
  }

  private func close(_ block: TransactionBlock) throws {
    try block.write(db)
    self.block = nil
  }
}
