import ClewModel
import GRDB

/// Resolves what links and roles state by a ref or a name, over everything the casefile holds, so
/// that the order of files does not matter.
///
/// A ref is resolved within its set, and that of a source of a family within the family: an account where the end may be one and the set describes it,
/// else the lowest live mention with that ref, else a new mention of kind unknown. A listing's name
/// is resolved over its list by equal folded name, and left open where that is not one entry.
struct LinkEnds {
  /// The lowest mention with a ref in a set that counts, else the lowest superseded one, which is of
  /// the same party as what superseded it; the source at hand has no row yet.
  static let partyByRef = """
    select coalesce(min(iif(m.superseded is null, m.id, null)), min(m.id))
    from mention m left join source s on s.id = m.source
    where m.ref = ? and m.set_id = ? and coalesce(s.live, 1) = 1
    """

  /// The same for a link of a family, which knows parties by their ref in any set of it. What its own
  /// source states comes first. Takes ref, set, family and source.
  static let partyByFamilyRef = """
    select coalesce(min(iif(m.source = ?4, m.id, null)),
      min(iif(m.superseded is null, m.id, null)), min(m.id))
    from mention m left join source s on s.id = m.source
    where m.ref = ?1 and (m.set_id = ?2 or s.family = ?3) and coalesce(s.live, 1) = 1
    """

  static let accountByRef = """
    select coalesce(min(iif(a.superseded is null, a.id, null)), min(a.id))
    from account_mention a left join source s on s.id = a.source
    where a.ref = ? and a.set_id = ? and coalesce(s.live, 1) = 1
    """

  private static let pageSize = 4096

  private let db: Database
  private let loader: Loader

  init(_ db: Database, loader: Loader) {
    self.db = db
    self.loader = loader
  }

  func resolve() throws {
    try resolveRefs(.from)
    try resolveRefs(.to)
    try resolveRoles()
    try repointToAccounts()
  }

  enum Side: String { case from, to }

  /// Points ends and roles that were resolved to a statement of a withdrawn source to a live one of
  /// the same set and ref. Where there is none they stay: what a live link names is a party still.
  static func repoint(_ db: Database, withdrawn source: Int64) throws {
    for side in [Side.from, .to] {
      for (kind, search) in [("mention", partyByRef), ("account", accountByRef)] {
        try repoint(
          db, search,
          open: """
            select l.id, l.\(side)_text, l.set_id, null,
              (select family from source o where o.id = l.source), l.source
            from source s
            join \(kind == "mention" ? "mention" : "account_mention") m
              on m.id between s.first_\(kind) and s.last_\(kind)
            join link l on l.\(side)_\(kind) = m.id
            join source ls on ls.id = l.source and ls.live = 1
            where s.id = ? and l.\(side)_text is not null
            """,
          update: "update link set \(side)_\(kind) = ? where id = ?", source)
      }
    }
    try repoint(
      db, partyByRef,
      open: """
        select r.transaction_id, r.party_ref, s.set_id, r.ordinal, null, s.id from source s
        join mention m on m.id between s.first_mention and s.last_mention
        join transaction_role r on r.mention = m.id
        where s.id = ? and r.party_ref is not null
        """,
      update: "update transaction_role set mention = ? where transaction_id = ? and ordinal = ?",
      source)
  }

  private static func repoint(
    _ db: Database, _ search: String, open: String, update: String, _ source: Int64
  ) throws {
    let find = try db.makeStatement(sql: search)
    let findInFamily = try db.makeStatement(sql: partyByFamilyRef)
    let change = try db.makeStatement(sql: update)
    for row in try Row.fetchAll(db, sql: open, arguments: [source]) {
      let id: Int64 = row[0]
      let ref: String = row[1]
      let set: Int64 = row[2]
      let family: String? = search == partyByRef ? row[4] : nil
      let found =
        try family == nil
        ? Int64?.fetchOne(find, arguments: [ref, set])
        : Int64?.fetchOne(findInFamily, arguments: [ref, set, family, row[5] as Int64])
      if let live = found ?? nil {
        let ordinal = (row[3] as Int64?).map { [$0] } ?? []
        try change.execute(arguments: StatementArguments([live, id] + ordinal))
      }
    }
  }

  // MARK: - Refs of this source

  private func resolveRefs(_ side: Side) throws {
    let page = try RawStatement(
      db,
      """
      select id, \(side)_kind, \(side)_text, offset, length, line, path from link
      where id > ? and id < ? and \(side)_kind in (3, 4)
        and \(side)_mention is null and \(side)_account is null
      order by id limit \(Self.pageSize)
      """)
    let update = try RawStatement(
      db, "update link set \(side)_mention = ?, \(side)_account = ? where id = ?")
    let party = try RawStatement(db, loader.partyByRef)
    let account = try RawStatement(db, Self.accountByRef)
    var after = loader.ids.link - 1
    while true {
      let open = try openEnds(page, after: after, before: loader.links.next)
      for end in open {
        var found: Int64?
        if end.mayBeAccount { found = try find(account, end.ref, inFamily: false) }
        let mention = found == nil ? try self.mention(end.ref, party, end.provenance) : nil
        update.int(mention)
        update.int(found)
        update.int(end.id)
        try update.run()
      }
      guard open.count == Self.pageSize, let last = open.last else { return }
      after = last.id
    }
  }

  private struct OpenEnd {
    var id: Int64
    var ref: String
    var mayBeAccount: Bool
    var provenance: Provenance
  }

  private func openEnds(
    _ page: RawStatement, after: Int64, before: Int64
  ) throws -> [OpenEnd] {
    var open: [OpenEnd] = []
    page.int(after)
    page.int(before)
    try page.each {
      open.append(
        OpenEnd(
          id: page.integer(0), ref: page.string(2) ?? "",
          mayBeAccount: page.integer(1) == LinkEnd.accountRef.rawValue,
          provenance: Provenance(
            offset: page.integer(3), length: Int32(truncatingIfNeeded: page.integer(4)),
            line: Int32(truncatingIfNeeded: page.integer(5)), path: page.string(6) ?? "")))
    }
    return open
  }

  private func find(
    _ statement: RawStatement, _ ref: String, inFamily: Bool
  ) throws -> Int64? {
    statement.text(ref)
    statement.int(loader.setID)
    if inFamily, let family = loader.links.family {
      statement.text(family)
      statement.int(loader.source)
    }
    return try statement.firstInt()
  }

  private func mention(
    _ ref: String, _ party: RawStatement, _ provenance: Provenance
  ) throws -> Int64 {
    try find(party, ref, inFamily: true)
      ?? loader.mentions.addPlaceholder(ref: ref, provenance: provenance)
  }

  /// Parties of transactions that were named by a ref the set did not know yet.
  private func resolveRoles() throws {
    let page = try RawStatement(
      db,
      """
      select r.transaction_id, r.ordinal, r.party_ref, t.offset, t.length, t.line
      from transaction_role r join transactions t on t.id = r.transaction_id
      where r.transaction_id >= ? and r.mention is null and r.party_ref is not null
      order by 1, 2 limit \(Self.pageSize)
      """)
    let update = try RawStatement(
      db, "update transaction_role set mention = ? where transaction_id = ? and ordinal = ?")
    let party = try RawStatement(db, loader.partyByRef)
    while true {
      var open: [(id: Int64, ordinal: Int64, ref: String, place: Provenance)] = []
      page.int(loader.ids.transaction)
      try page.each {
        open.append(
          (
            page.integer(0), page.integer(1), page.string(2) ?? "",
            Provenance(
              offset: page.integer(3), length: Int32(truncatingIfNeeded: page.integer(4)),
              line: Int32(truncatingIfNeeded: page.integer(5)))
          ))
      }
      for role in open {
        update.int(try mention(role.ref, party, role.place))
        update.int(role.id)
        update.int(role.ordinal)
        try update.run()
      }
      if open.count < Self.pageSize { return }
    }
  }

  // MARK: - Refs of the set that turn out to be accounts

  /// Ends of earlier links that were taken for a party because their set did not describe the
  /// account yet. The party that only they made goes.
  private func repointToAccounts() throws {
    guard loader.accounts.hasRefs else { return }
    for side in [Side.from, .to] {
      let rows = try Row.fetchAll(
        db,
        sql: """
          select l.id as id, min(a.id) as account, l.\(side)_mention as mention
          from account_mention a join link l on l.\(side)_text = a.ref and l.set_id = a.set_id
          where a.id between ? and ? and a.ref is not null and l.\(side)_kind = 4
            and l.\(side)_account is null
          group by l.id
          """, arguments: [loader.ids.account, loader.accounts.next - 1])
      for row in rows {
        try db.execute(
          sql: "update link set \(side)_account = ?, \(side)_mention = null where id = ?",
          arguments: [row["account"] as Int64, row["id"] as Int64])
      }
      let mentions = Set(rows.compactMap { $0["mention"] as Int64? })
      for mention in mentions.sorted() { try removePlaceholder(mention) }
    }
  }

  private func removePlaceholder(_ mention: Int64) throws {
    let goes = try Bool.fetchOne(
      db,
      sql: """
        select placeholder = 1 and party = id
          and not exists (select 1 from mention where party = ?1 and party <> id)
          and not exists (select 1 from link where from_mention = ?1)
          and not exists (select 1 from link where to_mention = ?1)
          and not exists (select 1 from transaction_role where mention = ?1)
          and not exists (select 1 from judgement where a_kind = 'M' and a = ?1)
          and not exists (select 1 from judgement where b_kind = 'M' and b = ?1)
        from mention where id = ?1
        """, arguments: [mention])
    guard goes == true else { return }
    try db.execute(sql: "delete from identity_key where mention = ?", arguments: [mention])
    try db.execute(sql: "delete from mention where id = ?", arguments: [mention])
  }

  // MARK: - Listings by name

  /// The open names of this source, and those of the whole list if the source adds entries; once it
  /// is settled which entries count.
  func resolveListings() throws {
    guard let list = loader.links.list else { return }
    for side in [Side.from, .to] {
      let rows = try Row.fetchAll(
        db,
        sql: """
          select l.id as id, l.\(side)_text as name, l.\(side)_listing as listing
          from source s join link l on l.id between s.first_link and s.last_link
          where s.list = ? and l.\(side)_kind = 6 and l.superseded is null
          """, arguments: [list])
      for row in rows {
        guard let name = row["name"] as String? else { continue }
        let found = try loader.names.listing(db, named: name, list: list)
        guard found != row["listing"] as Int64? else { continue }
        try db.cachedStatement(sql: "update link set \(side)_listing = ? where id = ?")
          .execute(arguments: [found, row["id"] as Int64])
      }
    }
  }
}

extension NameWriter {
  /// The lowest listing of the one live entry of a list that bears a name or an alias equal to the
  /// given one, folded; nil where there is none, or more than one.
  func listing(_ db: Database, named name: String, list: String) throws -> Int64? {
    let key = folding.key(name)
    guard !key.isEmpty else { return nil }
    let statement = try db.cachedStatement(
      sql: """
        select l.entry as entry, min(l.id) as id from name_key n join listing l on l.id = n.owner
          \(Counting.join("l"))
        where n.key = ?1 and n.owner_kind = 4 and l.list = ?2
        group by l.entry
        union
        select l.entry, min(l.id) from name_key n
          join listing_supplement p on p.id = n.owner
          \(Counting.join("p", "ps"))
          join listing l on l.ref = p.ref and l.list = p.list
          \(Counting.join("l"))
        where n.key = ?1 and n.owner_kind = 5 and p.list = ?2
        group by l.entry
        """)
    let found = try Row.fetchAll(statement, arguments: [key, list])
    return found.count == 1 ? found[0]["id"] : nil
  }
}
