import ClewModel
import GRDB

/// The transactions that a change of editions took out of every analysis, or brought back: those of
/// filings that turned, and of sources that another one took the place of as a whole.
struct TurnedTransactions {
  private(set) var gone: [ClosedRange<Int64>] = []
  private(set) var back: [ClosedRange<Int64>] = []

  /// Once `Editions` has run.
  init(_ db: Database) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        select f.first_transaction, f.last_transaction,
          coalesce(f.superseded, s.superseded) is not null
        from temp.turned_filing t cross join filing f on f.id = t.id
          cross join source s on s.id = f.source and s.live = 1
        where f.first_transaction is not null
        union
        select s.first_transaction, s.last_transaction, s.superseded is not null
        from temp.turned_source t cross join source s on s.id = t.id and s.live = 1
        where s.first_transaction is not null
        order by 1, 2
        """)
    for row in rows {
      let range = (row[0] as Int64)...(row[1] as Int64)
      if row[2] { gone.append(range) } else { back.append(range) }
    }
  }

  /// Lets what came back count again, each by itself; before anything is gathered.
  func revive(_ db: Database) throws {
    for range in back {
      try db.execute(
        sql: "update transactions set same_as = null where id between ? and ? and same_as = 0",
        arguments: [range.lowerBound, range.upperBound])
      try Standings.setAside(db, range)
    }
  }

  /// Gathers what the transactions were one with, or may be.
  ///
  /// - Returns: the groups that share an id with one that came back.
  func gather(_ gathering: inout DuplicateGathering) throws -> [[Int64]] {
    for range in gone { try gathering.release(range) }
    guard !back.isEmpty else { return [] }
    let ids = back.flatMap { Array($0) }
    try gathering.add(transactions: ids)
    return try SetIDs.groups(gathering.db, around: ids)
  }

  /// Takes what is gone out of every analysis; after the others are settled.
  func setAside(_ db: Database) throws {
    for range in gone {
      try db.execute(
        sql: "update transactions set same_as = 0 where id between ? and ? and same_as is not 0",
        arguments: [range.lowerBound, range.upperBound])
    }
  }
}
