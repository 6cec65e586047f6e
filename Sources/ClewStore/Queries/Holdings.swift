import ClewModel
import GRDB

/// A filing in which a party or account appears, and in which role.
package struct FilingAppearance: Hashable, Comparable, Sendable {
  package var filing: RecordID
  /// `subject`, `reporting-person`, …; `from`, `to` or another role of a transaction it reports.
  package var role: String
  package var suspected: Bool?
  package var reason: String?

  package init(filing: RecordID, role: String, suspected: Bool? = nil, reason: String? = nil) {
    self.filing = filing
    self.role = role
    self.suspected = suspected
    self.reason = reason
  }

  /// By all that they say, so that an order never depends on a hash.
  package static func < (a: FilingAppearance, b: FilingAppearance) -> Bool {
    if a.filing != b.filing { return a.filing < b.filing }
    if a.role != b.role { return a.role < b.role }
    func rank(_ flag: Bool?) -> Int { flag.map { $0 ? 2 : 1 } ?? 0 }
    if a.suspected != b.suspected { return rank(a.suspected) < rank(b.suspected) }
    return (a.reason != nil ? 1 : 0, a.reason ?? "") < (b.reason != nil ? 1 : 0, b.reason ?? "")
  }
}

/// A party that appears in two filings or more.
package struct RecurringParty: Hashable, Sendable {
  package var party: RecordID
  /// Ascending.
  package var filings: [RecordID]
}

extension Casefile {
  /// For each account the parties that hold it by a live link, ascending.
  package func holdersOfAccounts(_ accounts: [RecordID]) throws -> [RecordID: [RecordID]] {
    try translating {
      try database.read { db in
        var holders: [RecordID: [RecordID]] = [:]
        for account in accounts {
          guard let number = try Membership.account(db, account.number) else { continue }
          let statements = try Membership.statements(db, ofAccount: number)
          holders[account] = try Labels.holders(ofStatements: statements, db).map {
            RecordID(.party, $0)
          }
        }
        return holders
      }
    }
  }

  /// The accounts a party holds by a live link, ascending.
  package func accounts(ofParty party: RecordID) throws -> [RecordID] {
    try translating {
      try database.read { db in try Holdings.accounts(db, ofParty: party.number) }
    }
  }

  /// The live filings in which a party appears, by itself or through an account it holds, by filing
  /// and role.
  package func filings(ofParty party: RecordID) throws -> [FilingAppearance] {
    try translating {
      try database.read { db in try Holdings.filings(db, ofParty: party.number) }
    }
  }

  /// Parties that appear in at least two live filings, by id.
  package func recurringParties() throws -> [RecurringParty] {
    try translating { try database.read(Holdings.recurring) }
  }
}

/// Reads of what parties hold and where they appear.
enum Holdings {
  static func accounts(_ db: Database, ofParty number: Int64) throws -> [RecordID] {
    guard let party = try Membership.party(db, number) else { return [] }
    var found = Set<Int64>()
    for mention in try Membership.mentions(db, ofParty: party, onlyLive: false) {
      found.formUnion(
        try Int64.fetchAll(
          db.cachedStatement(
            sql: """
              select m.account from link l
                \(Counting.join("l"))
                join account_mention m on m.id = l.to_account
              where l.from_mention = ?1 and l.kind = ?2
              union
              select m.account from link l
                \(Counting.join("l"))
                join account_mention m on m.id = l.from_account
              where l.to_mention = ?1 and l.kind = ?2
              """), arguments: [mention, Int64(LinkKind.holder.rawValue)]))
    }
    return found.sorted().map { RecordID(.account, $0) }
  }

  static func filings(_ db: Database, ofParty number: Int64) throws -> [FilingAppearance] {
    guard let party = try Membership.party(db, number) else { return [] }
    var found = Set<FilingAppearance>()
    for mention in try Membership.mentions(db, ofParty: party) {
      found.formUnion(try appearances(db, "mention", mention))
      for filing in try Int64.fetchAll(db.cachedStatement(sql: naming), arguments: [mention])
      where !found.contains(where: { $0.filing.number == filing }) {
        found.insert(FilingAppearance(filing: RecordID(.filing, filing), role: "named"))
      }
    }
    for account in try accounts(db, ofParty: party) {
      for statement in try Membership.statements(db, ofAccount: account.number) {
        found.formUnion(try appearances(db, "account", statement))
      }
    }
    return found.sorted()
  }

  /// The live filings inside whose bytes a mention stands: whoever a report names appears in it, also
  /// the holder or signatory of an account.
  private static let naming = """
    select f.id from mention m
      join filing f on f.source = m.source
        and m.offset >= f.offset and m.offset < f.offset + f.length
      \(Counting.join("f"))
    where m.id = ? order by f.id
    """

  static func filings(_ db: Database, ofAccount number: Int64) throws -> [FilingAppearance] {
    guard let account = try Membership.account(db, number) else { return [] }
    var found = Set<FilingAppearance>()
    for statement in try Membership.statements(db, ofAccount: account) {
      found.formUnion(try appearances(db, "account", statement))
    }
    return found.sorted()
  }

  /// Where a statement of a party or an account appears: as a subject of a filing, or in a role of a
  /// transaction that the filing reports.
  private static func appearances(
    _ db: Database, _ column: String, _ number: Int64
  ) throws -> [FilingAppearance] {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          select f.id, j.role, j.suspected, j.reason from filing_subject j
            join filing f on f.id = j.filing
            \(Counting.join("f"))
          where j.\(column) = ?1
          union
          select f.id, r.name, r.suspected, null from transaction_role r
            join filing f on f.id = (
              select id from filing
              where first_transaction is not null and first_transaction <= r.transaction_id
              order by first_transaction desc limit 1)
            \(Counting.join("f"))
          where r.\(column) = ?1 and f.last_transaction >= r.transaction_id
          """), arguments: [number])
    return rows.map { row in
      FilingAppearance(
        filing: RecordID(.filing, row[0]), role: row[1], suspected: row[2], reason: row[3])
    }
  }

  static func recurring(_ db: Database) throws -> [RecurringParty] {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        with appearance (party, filing) as (
          select m.party, j.filing from filing_subject j
            join filing f on f.id = j.filing
            \(Counting.join("f"))
            join mention m on m.id = j.mention
          union
          select m.party, f.id from filing f
            \(Counting.join("f"))
            join mention m on m.id between s.first_mention and s.last_mention
              and m.offset >= f.offset and m.offset < f.offset + f.length
          union
          select m.party, f.id from filing f
            \(Counting.join("f"))
            join transaction_role r
              on r.transaction_id between f.first_transaction and f.last_transaction
            join mention m on m.id = r.mention
          union
          select h.party, j.filing from filing_subject j
            join filing f on f.id = j.filing
            \(Counting.join("f"))
            join account_mention a on a.id = j.account
            join account_mention o on o.id = a.account or (o.account = a.account and o.account <> o.id)
            join link l on l.to_account = o.id and l.kind = \(LinkKind.holder.rawValue)
            \(Counting.join("l", "ls"))
            join mention h on h.id = l.from_mention
        )
        select party, filing from appearance
        where party in (select party from appearance group by party having count(*) > 1)
        order by party, filing
        """)
    var found: [RecurringParty] = []
    while let row = try rows.next() {
      let party = RecordID(.party, row[0])
      let filing = RecordID(.filing, row[1])
      if found.last?.party == party {
        found[found.count - 1].filings.append(filing)
      } else {
        found.append(RecurringParty(party: party, filings: [filing]))
      }
    }
    return found
  }
}
