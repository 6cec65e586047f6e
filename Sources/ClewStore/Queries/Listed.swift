import ClewModel
import GRDB

/// A party that a judgement holds to be the same as an entry of a list.
package struct ListedParty: Hashable, Sendable {
  /// The canonical listing of the entry.
  package var listing: RecordID
  package var party: RecordID
  package var list: String
  package var authority: ListAuthority
  package var effect: ListEffect
  package var ref: String
  package var name: String
  /// The judgement that says so.
  package var judgement: RecordID
}

/// One stretch of time in which a list held an entry that is judged the same as a party.
package struct ListedTime: Hashable, Sendable {
  /// The entry as its last edition of the stretch states it.
  package var entry: ListedParty
  /// When the entry was made: as the list says; where it came back, the later of that and the date of
  /// the edition that states it again. nil where neither is known.
  package var listed: TimeSpan?
  /// The date of the first edition without the entry; nil where it still stands.
  package var delisted: TimeSpan?
  /// True where an edition without the entry took the place of the last one, whatever its date.
  package var isGone: Bool
  /// When the entry became known: the day it states, else that on which the first edition with it
  /// was published.
  package var known: TimeSpan?
}

/// An entry of a list that nobody has judged, but whose name a party bears.
package struct UnjudgedName: Hashable, Sendable {
  package var listing: RecordID
  package var party: RecordID
  package var list: String
  package var ref: String
  package var name: String
  /// `exact name`.
  package var why: String
}

extension Casefile {
  /// Parties judged the same as a live list entry, by listing and party.
  ///
  /// Every parameter narrows; nil takes all. A person's latest judgement on a party and an entry
  /// outranks a rule's.
  package func listedParties(
    authorities: Set<ListAuthority>? = nil, effects: Set<ListEffect>? = nil,
    lists: Set<String>? = nil
  ) throws -> [ListedParty] {
    try translating {
      try database.read { db in
        try ListedParties.all(db).filter { row in
          (authorities?.contains(row.authority) ?? true) && (effects?.contains(row.effect) ?? true)
            && (lists?.contains(row.list) ?? true)
        }
      }
    }
  }

  /// When parties judged the same as a list entry stood on that list, in every edition that was
  /// read, by listing, party and time; the filters are those of `listedParties`.
  package func listedTimes(
    authorities: Set<ListAuthority>? = nil, effects: Set<ListEffect>? = nil,
    lists: Set<String>? = nil
  ) throws -> [ListedTime] {
    try translating {
      try database.read { db in
        try ListedParties.times(db).filter { row in
          (authorities?.contains(row.entry.authority) ?? true)
            && (effects?.contains(row.entry.effect) ?? true)
            && (lists?.contains(row.entry.list) ?? true)
        }
      }
    }
  }

  /// The list entries judged the same as a party.
  package func listings(ofParty party: RecordID) throws -> [ListedParty] {
    try translating {
      try database.read { db in
        guard let number = try Membership.party(db, party.number) else { return [] }
        return try ListedParties.judged(db, party: number)
      }
    }
  }

  /// Entries whose folded exact name, or alias, equals one of a party's, where nobody has judged the
  /// two. The filters are those of `listedParties`.
  package func unjudgedNames(
    authorities: Set<ListAuthority>? = nil, effects: Set<ListEffect>? = nil,
    lists: Set<String>? = nil
  ) throws -> [UnjudgedName] {
    try translating {
      try database.read { db in
        try ListedParties.unjudged(db, authorities, effects, lists)
      }
    }
  }
}

/// Judgements between mentions and listings, brought to parties and entries.
enum ListedParties {
  private struct Pair: Hashable {
    var party: Int64
    var entry: Int64
  }

  /// The judgement that counts for a pair.
  private struct Word {
    var judgement: Int64
    var opinion: Opinion
    var isByRule: Bool
  }

  static func all(_ db: Database) throws -> [ListedParty] {
    try rows(db, try words(db, "1", []))
  }

  static func judged(_ db: Database, party: Int64) throws -> [ListedParty] {
    let mentions = try Membership.mentions(db, ofParty: party)
    guard !mentions.isEmpty else { return [] }
    let marks = mentions.map { _ in "?" }.joined(separator: ", ")
    return try rows(db, try words(db, "j.a in (\(marks))", StatementArguments(mentions)))
  }

  static func entries(ofParty party: Int64, _ db: Database) throws -> [Int64] {
    try judged(db, party: party).map(\.listing.number)
  }

  /// A judgement about a superseded mention holds for its party, as long as that is stated at all.
  private static let stillSpeaks = """
    exists (
      select 1 from (
        select id, source, superseded from mention where id = m.party
        union all
        select id, source, superseded from mention where party = m.party and party <> id) o
      \(Counting.join("o", "os")))
    """

  /// A judgement about a superseded listing holds for its entry, as long as the list has it.
  private static let stillListed = """
    exists (
      select 1 from listing o \(Counting.join("o", "os"))
      where o.ref = w.ref and o.list = w.list and o.entry = w.entry)
    """

  /// - Parameter past: with judgements about entries that are gone from their lists.
  private static func words(
    _ db: Database, _ condition: String, _ arguments: StatementArguments, past: Bool = false
  ) throws -> [Pair: Word] {
    let cursor = try Row.fetchCursor(
      db,
      sql: """
        select j.id, j.opinion, j.\(JudgementSQL.isByRule), m.party, w.entry
        from judgement j
          join mention m on m.id = j.a
          join source ms on ms.id = m.source and ms.live = 1
          join listing w on w.id = j.b
          join source ws on ws.id = w.source and ws.live = 1
        where j.a_kind = 'M' and j.b_kind = 'W' and \(condition)
          and (m.superseded is null or \(Self.stillSpeaks))
          and (w.superseded is null or \(past ? "true" : Self.stillListed))
          and j.undone_by is null and not (j.opinion = 'unsure' and j.id in (
            select undone_by from judgement where undone_by is not null))
        order by j.id
        """, arguments: arguments)
    var words: [Pair: Word] = [:]
    while let row = try cursor.next() {
      guard let opinion = Opinion(rawValue: row[1]) else { continue }
      let pair = Pair(party: row[3], entry: row[4])
      let word = Word(judgement: row[0], opinion: opinion, isByRule: row[2])
      if word.isByRule, words[pair] != nil { continue }
      words[pair] = word
    }
    return words
  }

  private static func rows(_ db: Database, _ words: [Pair: Word]) throws -> [ListedParty] {
    var rows: [ListedParty] = []
    for (pair, word) in words where word.opinion == .same {
      guard
        let row = try Row.fetchOne(
          db.cachedStatement(
            sql: """
              select list, authority, effect, ref, name from listing
              where id = \(Counting.listing(ofEntry: "?"))
              """),
          arguments: [pair.entry])
      else { continue }
      rows.append(
        ListedParty(
          listing: RecordID(.listing, pair.entry), party: RecordID(.party, pair.party),
          list: row[0], authority: authority(row[1]), effect: effect(row[2]), ref: row[3],
          name: row[4], judgement: RecordID(.judgement, word.judgement)))
    }
    return rows.sorted { a, b in
      (a.listing.number, a.party.number) < (b.listing.number, b.party.number)
    }
  }

  // MARK: - Times

  /// One statement of an entry: from its own source's date to that of the source that superseded it.
  private struct Statement {
    var entry: ListedParty
    var source: Int64
    var listed: TimeSpan?
    var date: TimeSpan?
    var published: TimeSpan?
    var successor: Int64?
    var ended: TimeSpan?
  }

  static func times(_ db: Database) throws -> [ListedTime] {
    var times: [ListedTime] = []
    let words = try words(db, "1", [], past: true)
    for (pair, word) in words where word.opinion == .same {
      times += stretches(try statements(db, pair, word))
    }
    return times.sorted { a, b in
      let (x, y) = (a.entry, b.entry)
      if x.listing != y.listing { return x.listing.number < y.listing.number }
      if x.party != y.party { return x.party.number < y.party.number }
      return (a.listed?.lo ?? .min) < (b.listed?.lo ?? .min)
    }
  }

  /// All statements of an entry by live sources, in the order of their dates, then sources.
  private static func statements(
    _ db: Database, _ pair: Pair, _ word: Word
  ) throws -> [Statement] {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          select w.list, w.authority, w.effect, w.ref, w.name, w.source, w.listed, w.listed_mark,
            iif(s.published is null, s.as_of, s.published),
            iif(s.published is null, s.as_of_mark, s.published_mark), w.superseded,
            iif(n.published is null, n.as_of, n.published),
            iif(n.published is null, n.as_of_mark, n.published_mark),
            s.published, s.published_mark
          from listing asked
            join listing w on w.ref = asked.ref and w.list = asked.list and w.entry = asked.entry
            join source s on s.id = w.source and s.live = 1
            left join source n on n.id = w.superseded
          where asked.id = ?
          """), arguments: [pair.entry])
    func span(_ row: Row, _ column: Int) -> TimeSpan? {
      TimeMark.span(lo: row[column], mark: row[column + 1])
    }
    let statements = rows.map { row in
      Statement(
        entry: ListedParty(
          listing: RecordID(.listing, pair.entry), party: RecordID(.party, pair.party),
          list: row[0], authority: authority(row[1]), effect: effect(row[2]), ref: row[3],
          name: row[4], judgement: RecordID(.judgement, word.judgement)),
        source: row[5], listed: span(row, 6), date: span(row, 8),
        published: span(row, 13), successor: row[10],
        ended: span(row, 11))
    }
    return statements.sorted {
      ($0.date?.lo ?? .min, $0.source) < ($1.date?.lo ?? .min, $1.source)
    }
  }

  /// Joins statements whose successor states the entry too. A source that another part of the same
  /// edition follows is of one date with it.
  private static func stretches(_ statements: [Statement]) -> [ListedTime] {
    var times: [ListedTime] = []
    var open: ListedTime?
    for (number, row) in statements.enumerated() {
      var time =
        open
        ?? ListedTime(
          entry: row.entry, listed: nil, delisted: nil, isGone: false,
          known: row.listed ?? row.published)
      time.entry = row.entry
      time.listed = later(row.listed, than: times.last?.delisted, restated: row.date)
      let isRestated = statements[(number + 1)...].contains {
        $0.source == row.successor || ($0.date != nil && $0.date == row.ended)
      }
      if row.successor == nil || isRestated {
        open = time
        continue
      }
      time.delisted = row.ended
      time.isGone = true
      times.append(time)
      open = nil
    }
    if let open { times.append(open) }
    return times
  }

  /// The day an entry states, unless it came back after a gap that ended later.
  private static func later(
    _ listed: TimeSpan?, than gap: TimeSpan?, restated: TimeSpan?
  ) -> TimeSpan? {
    guard let gap else { return listed }
    if let listed, listed.lo >= gap.lo { return listed }
    return restated ?? listed
  }

  private static func authority(_ number: Int64) -> ListAuthority {
    UInt8(exactly: number).flatMap(ListAuthority.init(rawValue:)) ?? .unknown
  }

  private static func effect(_ number: Int64) -> ListEffect {
    UInt8(exactly: number).flatMap(ListEffect.init(rawValue:)) ?? .watch
  }

  static func unjudged(
    _ db: Database, _ authorities: Set<ListAuthority>?, _ effects: Set<ListEffect>?,
    _ lists: Set<String>?
  ) throws -> [UnjudgedName] {
    let judged = try words(db, "1", [])
    let rows = try Row.fetchCursor(
      db,
      sql: """
        select distinct e.entry, m.party, e.list, e.authority, e.effect, e.ref, e.name
        from name_key k
          cross join name_key o on o.key = k.key and o.owner_kind = \(FactOwner.mention.rawValue)
          cross join mention m on m.id = o.owner
          cross \(Counting.join("m", "ms"))
          cross join listing w on w.id in (
            select k.owner where k.owner_kind = \(FactOwner.listing.rawValue)
            union all
            select l.id from listing_supplement p
              \(Counting.join("p", "ps"))
              join listing l on l.ref = p.ref and l.list = p.list
            where k.owner_kind = \(FactOwner.supplement.rawValue) and p.id = k.owner)
          cross \(Counting.join("w", "ws"))
          cross join listing e on e.id = \(Counting.listing(ofEntry: "w.entry"))
        where k.owner_kind in (
          \(FactOwner.listing.rawValue), \(FactOwner.supplement.rawValue))
        order by e.entry, m.party
        """)
    var found: [UnjudgedName] = []
    while let row = try rows.next() {
      let pair = Pair(party: row[1], entry: row[0])
      let list: String = row[2]
      guard judged[pair] == nil, authorities?.contains(authority(row[3])) ?? true,
        effects?.contains(effect(row[4])) ?? true, lists?.contains(list) ?? true
      else { continue }
      found.append(
        UnjudgedName(
          listing: RecordID(.listing, pair.entry), party: RecordID(.party, pair.party), list: list,
          ref: row[5], name: row[6], why: "exact name"))
    }
    return found
  }
}
