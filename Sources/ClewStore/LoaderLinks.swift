import ClewModel
import GRDB

/// Writes links. An end that is stated by a ref is resolved at once where the set knows it by now,
/// else at the end of the source (`LinkEnds`).
final class LinkWriter {
  private let source: Int64
  private let setID: Int64
  private let ids: LoaderIDs
  /// The list of the source, where it is one.
  private(set) var list: String?
  /// The family of the source: refs of parties are known in all of it.
  private(set) var family: String?
  /// The id that the next link gets.
  private(set) var next: Int64
  private let insert: RawStatement
  private let party: RawStatement
  private let partyOfFamily: RawStatement
  private let account: RawStatement

  init(_ db: Database, source: Int64, setID: Int64, ids: LoaderIDs) throws {
    self.source = source
    self.setID = setID
    self.ids = ids
    next = ids.link
    insert = try RawStatement(
      db,
      """
      insert into link (id, source, set_id, ref, kind,
        from_kind, from_text, from_mention, from_account, from_listing,
        to_kind, to_text, to_mention, to_account, to_listing,
        capital_min, capital_max, capital_decimals, votes_min, votes_max, votes_decimals,
        direct, candidate, start, start_mark, "end", end_mark, known, known_mark, grade, role,
        means, offset, length, line, path)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    party = try RawStatement(db, LinkEnds.partyByRef)
    partyOfFamily = try RawStatement(db, LinkEnds.partyByFamilyRef)
    account = try RawStatement(db, LinkEnds.accountByRef)
  }

  /// What the source turned out to be, before its first link.
  func header(_ header: SourceHeader) {
    list = header.list
    family = header.edition?.family
  }

  func add(_ link: Link) throws -> Int64 {
    let id = next
    let from = try resolved(link.from)
    let to = try resolved(link.to)
    insert.int(id)
    insert.int(source)
    insert.int(setID)
    insert.text(link.ref)
    insert.int(link.kind.rawValue)
    bind(from)
    bind(to)
    bind(link.capital)
    bind(link.votes)
    insert.flag(link.direct)
    insert.int(link.candidate ? 1 : 0)
    insert.time(link.start)
    insert.time(link.end)
    insert.time(link.known)
    insert.text(link.grade)
    insert.text(link.role)
    insert.int(link.means.rawValue)
    insert.provenance(link.provenance)
    try insert.run()
    next += 1
    return id
  }

  private struct End {
    var kind: LinkEnd
    var text: String?
    var mention: Int64?
    var account: Int64?
    var listing: Int64?
  }

  private func resolved(_ endpoint: Endpoint) throws -> End {
    switch endpoint {
    case .mention(let number): return End(kind: .mention, mention: ids.mention + Int64(number))
    case .account(let number): return End(kind: .account, account: ids.account + Int64(number))
    case .listing(let number): return End(kind: .listing, listing: ids.listing + Int64(number))
    case .listingName(let name): return End(kind: .listingName, text: name)
    case .party(let ref):
      return End(kind: .partyRef, text: ref, mention: try party(of: ref))
    case .accountRef(let ref):
      return End(kind: .accountRef, text: ref, account: try find(account, ref))
    }
  }

  private func party(of ref: String) throws -> Int64? {
    guard let family else { return try find(party, ref) }
    partyOfFamily.text(ref)
    partyOfFamily.int(setID)
    partyOfFamily.text(family)
    partyOfFamily.int(source)
    return try partyOfFamily.firstInt()
  }

  private func find(_ statement: RawStatement, _ ref: String) throws -> Int64? {
    statement.text(ref)
    statement.int(setID)
    return try statement.firstInt()
  }

  private func bind(_ end: End) {
    insert.int(end.kind.rawValue)
    insert.text(end.text)
    insert.int(end.mention)
    insert.int(end.account)
    insert.int(end.listing)
  }

  /// Bounds in units of `Share`; the decimals are the finer of the two.
  private func bind(_ stake: Stake?) {
    insert.int(stake?.min?.units)
    insert.int(stake?.max?.units)
    let decimals = [stake?.min?.decimals, stake?.max?.decimals].compactMap { $0 }.max()
    insert.int(decimals.map { Int64($0) })
  }
}
