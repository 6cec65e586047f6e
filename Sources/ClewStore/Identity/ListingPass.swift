import ClewModel
import GRDB

/// Joins the listings of one list and reference over its versions (`rule:list-ref`), and listings
/// with the mention that is their subject by construction (`rule:native-listed`).
///
/// The canonical listing of an entry (`listing.entry`) is the lowest one of a live source; where no
/// source is live, the lowest of all.
enum ListingPass {
  static let listRef = "rule:list-ref"
  static let nativeListed = "rule:native-listed"

  /// After a source was loaded, withdrawn or replaced.
  static func run(_ db: Database, source: Int64, at time: String) throws {
    try prepare(db)
    try db.execute(
      sql: """
        insert or ignore into temp.touched_entry (list, ref)
        select w.list, w.ref from source s
          cross join listing w on w.id between s.first_listing and s.last_listing
        where s.id = ?
        """, arguments: [source])
    try settle(db, at: time)
  }

  /// After a judgement about listings was made or undone.
  static func run(_ db: Database, around listings: [Int64], at time: String) throws {
    try prepare(db)
    for listing in listings {
      try db.execute(
        sql: """
          insert or ignore into temp.touched_entry (list, ref)
          select list, ref from listing where id = ?
          """, arguments: [listing])
    }
    try settle(db, at: time)
  }

  private static func prepare(_ db: Database) throws {
    try db.execute(
      sql: """
        create temp table if not exists touched_entry (
          list text, ref text, entry integer, primary key (list, ref)) without rowid;
        delete from temp.touched_entry;
        """)
  }

  private static func settle(_ db: Database, at time: String) throws {
    try db.execute(
      sql: """
        update temp.touched_entry set entry = coalesce(
          (select min(w.id) from listing w join source s on s.id = w.source and s.live = 1
           where w.ref = touched_entry.ref and w.list = touched_entry.list),
          (select min(w.id) from listing w
           where w.ref = touched_entry.ref and w.list = touched_entry.list))
        """)
    try db.execute(
      sql: """
        update listing set entry = t.entry from temp.touched_entry t
        where listing.ref = t.ref and listing.list = t.list and listing.entry <> t.entry
        """)
    try partJudgedDifferent(db)
    try undoStale(db, at: time)
    try appendListRef(db, at: time)
    try appendNativeListed(db, at: time)
  }

  /// A listing that a person holds different from the entry's lowest one is an entry of its own.
  private static func partJudgedDifferent(_ db: Database) throws {
    try db.execute(
      sql: """
        update listing set entry = id where id in (
          select b from judgement
          where a_kind = 'W' and b_kind = 'W' and opinion = 'different'
            and \(JudgementSQL.speaksForPerson)
            and a = (select entry from listing w where w.id = judgement.b)
            and not exists (
              select 1 from judgement l
              where l.a_kind = 'W' and l.b_kind = 'W' and l.a = judgement.a and l.b = judgement.b
                and l.id > judgement.id and l.undone_by is null and l.opinion <> 'different'
                and not l.\(JudgementSQL.isByRule)))
        """)
  }

  /// Judgements of the two rules whose listing or mention has left the answers, or whose listing is
  /// no longer joined to that entry.
  private static func undoStale(_ db: Database, at time: String) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        select j.id, j.a_kind, j.a, j.b, j.by from temp.touched_entry t
          cross join listing w on w.ref = t.ref and w.list = t.list
          cross join source s on s.id = w.source
          cross join judgement j on j.b_kind = 'W' and j.b = w.id
        where j.undone_by is null and j.opinion = 'same' and (
          (j.by = ?1 and (s.live = 0 or j.a <> w.entry))
          or (j.by = ?2 and (s.live = 0 or not exists (
            select 1 from mention m join source ms on ms.id = m.source
            where m.id = j.a and ms.live = 1))))
        order by j.id
        """, arguments: [listRef, nativeListed])
    for row in rows {
      let kind: RecordID.Kind = row[1] == "W" ? .listing : .mention
      try JudgementTable.undo(
        db, row[0], a: RecordID(kind, row[2]), b: RecordID(.listing, row[3]), opinion: .unsure,
        by: row[4], why: "a source was withdrawn or replaced", at: time)
    }
  }

  private static func appendListRef(_ db: Database, at time: String) throws {
    try db.execute(
      sql: """
        insert into judgement (a_kind, a, b_kind, b, opinion, by, why, at)
        select 'W', t.entry, 'W', w.id, 'same', ?1, 'same list ' || t.list || ' and reference', ?2
        from temp.touched_entry t
          cross join listing w on w.ref = t.ref and w.list = t.list and w.id <> t.entry
            and w.entry = t.entry
          cross join source s on s.id = w.source and s.live = 1
        where not exists (
          select 1 from judgement j
          where j.b_kind = 'W' and j.b = w.id and j.a_kind = 'W' and j.a = t.entry
            and j.by = ?1 and j.undone_by is null and j.opinion = 'same')
        order by t.entry, w.id
        """, arguments: [listRef, time])
  }

  private static func appendNativeListed(_ db: Database, at time: String) throws {
    try db.execute(
      sql: """
        insert into judgement (a_kind, a, b_kind, b, opinion, by, why, at)
        select 'M', w.subject, 'W', w.id, 'same', ?1, 'the source lists the party itself', ?2
        from temp.touched_entry t
          cross join listing w on w.ref = t.ref and w.list = t.list and w.subject is not null
          cross join source s on s.id = w.source and s.live = 1
        where not exists (
          select 1 from judgement j
          where j.b_kind = 'W' and j.b = w.id and j.a_kind = 'M' and j.a = w.subject
            and j.by = ?1 and j.opinion = 'same')
        order by w.id
        """, arguments: [nativeListed, time])
  }
}
