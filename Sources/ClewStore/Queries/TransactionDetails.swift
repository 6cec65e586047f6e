import ClewModel
import GRDB

/// A transaction as charts and dossiers print it.
package struct TransactionRecord: Hashable, Sendable {
  /// A party or an account in a role beyond paying and receiving account.
  package struct Role: Hashable, Sendable {
    package var name: String
    package var party: RecordID?
    package var account: RecordID?
    package var money: Money?
    package var funds: String?
    package var country: String?
    package var suspected: Bool?
  }

  /// One statement of the payment.
  package struct Statement: Hashable, Sendable {
    package var id: RecordID
    package var place: Place
    /// What this statement says of the payment; nil for one of another kind of record.
    package var terms: Terms?
  }

  /// What one statement of a payment says in its own words; others of the same payment may differ.
  package struct Terms: Hashable, Sendable {
    package var time: TimeSpan
    package var money: Money
    package var mode: String?
    package var reference: String?
    package var standing: TransactionDetail.Standing
  }

  /// A filing that reports it.
  package struct Report: Hashable, Sendable {
    package var filing: RecordID
    /// The source that took the filing back or states it anew; nil where the filing counts.
    package var supersededBy: RecordID?
  }

  package var id: RecordID
  /// The canonical statement: itself, or the one it is the same as.
  package var canonical: RecordID
  package var ref: String?
  package var reference: String?
  package var time: TimeSpan
  /// The value date, where it differs from the booking time.
  package var valueDate: TimeSpan?
  package var from: RecordID?
  package var to: RecordID?
  /// The side is cash over the counter.
  package var fromCash: Bool
  package var toCash: Bool
  package var money: Money
  package var mode: String?
  package var balanceAfter: Money?
  package var description: String
  package var uetr: String?
  package var endToEnd: String?
  package var servicerReference: String?
  package var standing: TransactionDetail.Standing
  /// False where neither it nor another statement of it says that money moved.
  package var isSettled: Bool
  package var suspicious: Bool?
  package var roles: [Role]
  /// Filings that report it.
  package var filings: [Report]
  package var place: Place
  /// All statements of the payment in live sources, itself included, ascending.
  package var statements: [Statement]
}

extension Casefile {
  /// Transactions by id, in the order asked for; ids that do not exist are left out.
  package func transactionDetails(_ ids: [RecordID]) throws -> [TransactionRecord] {
    try translating {
      try database.read { db in
        try ids.compactMap { try TransactionRecords.fetch(db, $0.number) }
      }
    }
  }
}

/// Reads of transactions.
enum TransactionRecords {
  static func fetch(_ db: Database, _ number: Int64) throws -> TransactionRecord? {
    guard
      let row = try Row.fetchOne(
        db.cachedStatement(
          sql: """
            select t.*, c.text as currency_text, m.text as mode_text, d.description, d.uetr,
              d.value_date, d.value_date_mark, d.suspicious, d.end_to_end, d.servicer_reference,
              d.standing
            from transactions t
              join code c on c.id = t.currency left join code m on m.id = t.mode
              left join transaction_detail d on d.id = t.id
            where t.id = ?
            """), arguments: [number]), let place = try Places.place(db, of: id(number))
    else { return nil }
    let scale = UInt8(exactly: row["scale"] as Int64) ?? 0
    let currency: String = row["currency_text"]
    let precision = UInt8(exactly: row["precision"] as Int64).flatMap(
      TimeSpan.Precision.init(rawValue:))
    let sameAs: Int64? = row["same_as"]
    let canonical = sameAs.flatMap { $0 > 0 ? $0 : nil } ?? number
    let statements = try statements(db, canonical)
    let standing = Standings.standing(row["standing"] ?? 0)
    return TransactionRecord(
      id: id(number), canonical: id(canonical), ref: row["ref"], reference: row["reference"],
      time: TimeSpan(lo: row["lo"], precision: precision ?? .second),
      valueDate: Places.time(row, "value_date"), from: try account(db, row["from_account"]),
      to: try account(db, row["to_account"]), fromCash: row["from_account"] as Int64? == 0,
      toCash: row["to_account"] as Int64? == 0,
      money: Money(mantissa: row["mantissa"], scale: scale, currency: currency),
      mode: row["mode_text"],
      balanceAfter: (row["balance_after"] as Int64?).map {
        Money(mantissa: $0, scale: scale, currency: currency)
      }, description: row["description"] as String? ?? "", uetr: row["uetr"],
      endToEnd: row["end_to_end"], servicerReference: row["servicer_reference"],
      standing: standing,
      isSettled: standing == .settled || statements.contains { $0.terms?.standing == .settled },
      suspicious: row["suspicious"], roles: try roles(db, number),
      filings: try filings(db, number), place: place, statements: statements)
  }

  private static func id(_ number: Int64) -> RecordID { RecordID(.transaction, number) }

  private static func account(_ db: Database, _ statement: Int64?) throws -> RecordID? {
    guard let statement, statement > 0 else { return nil }
    return try Membership.account(db, statement).map { RecordID(.account, $0) }
  }

  private static func roles(_ db: Database, _ number: Int64) throws -> [TransactionRecord.Role] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: "select * from transaction_role where transaction_id = ? order by ordinal"),
      arguments: [number]
    ).map { row in
      var money: Money?
      if let mantissa = row["mantissa"] as Int64?, let scale = row["scale"] as Int64?,
        let currency = row["currency"] as String?
      {
        money = Money(mantissa: mantissa, scale: UInt8(exactly: scale) ?? 0, currency: currency)
      }
      return TransactionRecord.Role(
        name: row["name"],
        party: try (row["mention"] as Int64?).flatMap { try Membership.party(db, $0) }
          .map { RecordID(.party, $0) },
        account: try account(db, row["account"]), money: money, funds: row["funds"],
        country: row["country"], suspected: row["suspected"])
    }
  }

  private static func filings(
    _ db: Database, _ number: Int64
  ) throws -> [TransactionRecord.Report] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          select f.id, f.last_transaction, s.live, f.superseded from filing f
            join source s on s.id = f.source
          where f.first_transaction is not null and f.first_transaction <= ?
          order by f.first_transaction desc limit 1
          """), arguments: [number]
    ).compactMap { row in
      guard (row[1] as Int64) >= number, row[2] else { return nil }
      return TransactionRecord.Report(
        filing: RecordID(.filing, row[0]),
        supersededBy: (row[3] as Int64?).map { RecordID(.source, $0) })
    }
  }

  /// The statements of a payment: those tied to it by judgements and pointing to it.
  static func statements(
    _ db: Database, _ canonical: Int64
  ) throws -> [TransactionRecord.Statement] {
    var seen: Set<Int64> = [canonical]
    var open = [canonical]
    while let number = open.popLast() {
      let partners = try Int64.fetchAll(
        db.cachedStatement(
          sql: """
            select t.id from judgement j join transactions t on t.id = j.b
            where j.a_kind = 'T' and j.b_kind = 'T' and j.a = ?1 and j.opinion = 'same'
              and j.undone_by is null and coalesce(nullif(t.same_as, 0), t.id) = ?2
            union
            select t.id from judgement j join transactions t on t.id = j.a
            where j.b_kind = 'T' and j.a_kind = 'T' and j.b = ?1 and j.opinion = 'same'
              and j.undone_by is null and coalesce(nullif(t.same_as, 0), t.id) = ?2
            """), arguments: [number, canonical])
      for partner in partners where seen.insert(partner).inserted { open.append(partner) }
    }
    return try seen.sorted().compactMap { number in
      guard let place = try Places.place(db, of: id(number)), place.isLive || seen.count == 1
      else { return nil }
      return TransactionRecord.Statement(
        id: id(number), place: place, terms: try terms(db, number))
    }
  }

  private static func terms(_ db: Database, _ number: Int64) throws -> TransactionRecord.Terms? {
    try Row.fetchOne(
      db.cachedStatement(
        sql: """
          select t.lo, t.precision, t.mantissa, t.scale, c.text, m.text, t.reference,
            (select d.standing from transaction_detail d where d.id = t.id)
          from transactions t
            join code c on c.id = t.currency left join code m on m.id = t.mode
          where t.id = ?
          """), arguments: [number]
    ).map { row in
      let precision = UInt8(exactly: row[1] as Int64).flatMap(TimeSpan.Precision.init(rawValue:))
      return TransactionRecord.Terms(
        time: TimeSpan(lo: row[0], precision: precision ?? .second),
        money: Money(
          mantissa: row[2], scale: UInt8(exactly: row[3] as Int64) ?? 0, currency: row[4]),
        mode: row[5], reference: row[6], standing: Standings.standing(row[7] ?? 0))
    }
  }
}
