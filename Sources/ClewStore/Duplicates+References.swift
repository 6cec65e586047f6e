import ClewModel
import GRDB

/// A reference that two statements of one payment share.
enum PaymentReference: Hashable {
  case uetr(String)
  case endToEnd(String)
  case servicer(String)

  /// The columns of `transaction_detail` that hold one.
  static let columns = ["uetr", "end_to_end", "servicer_reference"]

  private var key: (column: String, text: String) {
    switch self {
    case .uetr(let text): (Self.columns[0], text)
    case .endToEnd(let text): (Self.columns[1], text)
    case .servicer(let text): (Self.columns[2], text)
    }
  }

  /// True where any transaction of the casefile has one.
  static func areStated(_ db: Database) throws -> Bool {
    try columns.contains { column in
      try Bool.fetchOne(
        db,
        sql: "select exists (select 1 from transaction_detail where \(column) is not null)")
        ?? false
    }
  }

  /// All transactions with this reference, those of sources that do not count included.
  func transactions(_ db: Database) throws -> [Int64] {
    let (column, text) = key
    return try Int64.fetchAll(
      db.cachedStatement(sql: "select id from transaction_detail where \(column) = ?"),
      arguments: [text])
  }

  /// The references that a run of transactions states.
  static func stated(
    _ db: Database, in range: ClosedRange<Int64>
  ) throws -> [PaymentReference] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        select d.uetr, d.end_to_end, d.servicer_reference from transaction_detail d
        where d.id between ? and ? and coalesce(d.uetr, d.end_to_end, d.servicer_reference) is not null
        """, arguments: [range.lowerBound, range.upperBound])
    return rows.flatMap { row in
      [
        (row[0] as String?).map(PaymentReference.uetr),
        (row[1] as String?).map(PaymentReference.endToEnd),
        (row[2] as String?).map(PaymentReference.servicer),
      ].compactMap { $0 }
    }
  }
}

extension PaymentStatement {
  /// What it shares with other statements of its payment.
  var references: [PaymentReference] {
    [
      uetr.map(PaymentReference.uetr), endToEnd.map(PaymentReference.endToEnd),
      servicerReference.map(PaymentReference.servicer),
    ].compactMap { $0 }
  }
}

/// Transactions that moved no money, or not yet.
enum Standings {
  /// A number of the casefile; one that a newer version wrote moved no money.
  static func standing(_ number: Int64) -> TransactionDetail.Standing {
    UInt8(exactly: number).flatMap(TransactionDetail.Standing.init(rawValue:)) ?? .void
  }

  static func hasUnsettled(_ db: Database) throws -> Bool {
    try Bool.fetchOne(
      db,
      sql: "select exists (select 1 from transaction_detail where standing <> 0)") ?? false
  }

  /// Takes those of a run of transactions that are not settled out of every analysis, as long as they
  /// are not known to be statements of a settled one.
  static func setAside(_ db: Database, _ range: ClosedRange<Int64>) throws {
    try db.execute(
      sql: """
        update transactions set same_as = 0 where same_as is null and id in (
          select d.id from transaction_detail d where d.id between ? and ? and d.standing <> 0)
        """, arguments: [range.lowerBound, range.upperBound])
  }
}
