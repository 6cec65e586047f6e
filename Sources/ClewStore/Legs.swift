import GRDB

/// One side of a transaction, seen from an account.
package struct Leg: Hashable, Sendable {
  package var transaction: Int64
  /// The account receives.
  package var isIncoming: Bool

  package init(transaction: Int64, isIncoming: Bool) {
    self.transaction = transaction
    self.isIncoming = isIncoming
  }
}

/// The transactions of an account, read from the postings of its statements.
package enum Legs {
  /// All legs of the account `id` (`A7`: its lowest statement) in live sources, in ascending
  /// transaction; one that the account pays to itself comes twice, paying first. Transactions that
  /// are the same as another one are among them.
  ///
  /// Complexity: a probe for every statement of the account and block of its source, and the legs.
  package static func rows(_ db: Database, account id: Int64) throws -> [Leg] {
    let postings = try RawStatement(
      db,
      """
      select b.first, l.rows
      from (select id, source from account_mention where id = ?1
            union all
            select id, source from account_mention where account = ?1 and account <> id) m
      join source s on s.id = m.source and s.live = 1
      join transaction_block b on b.source = m.source
      join leg l on l.id = (b.id << 32 | (m.id - s.first_account))
      """)
    postings.int(id)
    var legs: [Leg] = []
    try postings.each {
      let first = postings.integer(0)
      postings.withBlob(1) { bytes in
        for at in stride(from: 0, to: bytes.count, by: 4) {
          let entry = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
          legs.append(Leg(transaction: first + Int64(entry >> 1), isIncoming: entry & 1 == 1))
        }
      }
    }
    legs.sort { a, b in
      a.transaction != b.transaction
        ? a.transaction < b.transaction : !a.isIncoming && b.isIncoming
    }
    return legs
  }
}

extension Legs {
  /// Reads the postings of one statement of an account; to be made once for many.
  static func postings(_ db: Database) throws -> RawStatement {
    try RawStatement(
      db,
      """
      select b.first, l.rows from account_mention m
        cross join source s on s.id = m.source
        cross join transaction_block b on b.source = s.id
        cross join leg l on l.id = (b.id << 32 | (m.id - s.first_account))
      where m.id = ? order by b.id
      """)
  }

  /// The legs of one statement of an account, in ascending transaction.
  static func rows(_ postings: RawStatement, statement: Int64) throws -> [Leg] {
    var legs: [Leg] = []
    postings.int(statement)
    try postings.each {
      let first = postings.integer(0)
      postings.withBlob(1) { bytes in
        for at in stride(from: 0, to: bytes.count, by: 4) {
          let entry = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
          legs.append(Leg(transaction: first + Int64(entry >> 1), isIncoming: entry & 1 == 1))
        }
      }
    }
    return legs
  }
}
