import ClewModel
import GRDB

/// Where a transaction stands, without what it says.
package struct TransactionPlace: Hashable, Sendable {
  package var ref: String?
  package var source: RecordID
  package var locator: String
}

extension Casefile {
  /// The ref and place of many transactions by number: one statement for all.
  package func places(ofTransactions numbers: [Int64]) throws -> [Int64: TransactionPlace] {
    try translating {
      try database.read { db in
        let statement = try RawStatement(
          db,
          """
          select t.ref, t.source, t.line, coalesce(d.path, '')
          from transactions t left join transaction_detail d on d.id = t.id where t.id = ?
          """)
        var places: [Int64: TransactionPlace] = [:]
        places.reserveCapacity(numbers.count)
        for number in Set(numbers).sorted() {
          statement.int(number)
          try statement.each {
            let provenance = Provenance(
              offset: 0, length: 0, line: Int32(truncatingIfNeeded: statement.integer(2)),
              path: statement.string(3) ?? "")
            places[number] = TransactionPlace(
              ref: statement.string(0), source: RecordID(.source, statement.integer(1)),
              locator: provenance.locator)
          }
        }
        return places
      }
    }
  }

  /// Parties and accounts that are subjects of filings that count, with the filings, ascending.
  package func subjectsOfFilings() throws -> [RecordID: [RecordID]] {
    try translating {
      try database.read { db in
        let rows = try Row.fetchCursor(
          db,
          sql: """
            select 'P', m.party, j.filing from filing_subject j
              join filing f on f.id = j.filing
              \(Counting.join("f"))
              join mention m on m.id = j.mention
            union
            select 'A', a.account, j.filing from filing_subject j
              join filing f on f.id = j.filing
              \(Counting.join("f"))
              join account_mention a on a.id = j.account
            order by 1, 2, 3
            """)
        var subjects: [RecordID: [RecordID]] = [:]
        while let row = try rows.next() {
          let kind: RecordID.Kind = (row[0] as String) == "P" ? .party : .account
          subjects[RecordID(kind, row[1]), default: []].append(RecordID(.filing, row[2]))
        }
        return subjects
      }
    }
  }

  /// Transactions that a live source flags as suspicious; canonical numbers.
  package func flaggedTransactions() throws -> Set<Int64> {
    try translating {
      try database.read { db in
        Set(
          try Int64.fetchAll(
            db,
            sql: """
              select coalesce(nullif(t.same_as, 0), t.id) from transaction_detail d
                join transactions t on t.id = d.id
                join source s on s.id = t.source and s.live = 1
              where d.suspicious = 1
              """))
      }
    }
  }

  /// The country of the cash side of transactions, by number, where a source states it.
  package func countriesOfCash() throws -> [UInt32: String] {
    try translating {
      try database.read { db in
        let rows = try Row.fetchCursor(
          db,
          sql: """
            select coalesce(nullif(t.same_as, 0), t.id), r.country from transaction_role r
              join transactions t on t.id = r.transaction_id
              join source s on s.id = t.source and s.live = 1
            where r.country is not null
              and ((r.name = 'from' and t.from_account = 0) or (r.name = 'to' and t.to_account = 0))
            order by r.transaction_id desc, r.ordinal desc
            """)
        var places: [UInt32: String] = [:]
        while let row = try rows.next() {
          places[UInt32(truncatingIfNeeded: row[0] as Int64)] = row[1]
        }
        return places
      }
    }
  }
}
