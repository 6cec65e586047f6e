import ClewGraph
import ClewModel
import GRDB

/// Why owners of the parties taken are not named.
///
/// A statement about the owners of a party stands at that party. One about a holder that is not
/// named stands at the holder, and at every company in which that holder has a stake of a size that
/// is not stated: there it is the reason for what nobody is named for. So does the statement of a
/// register that a company has no owner to name, which links nobody to it.
enum OwnerStatementLoad {
  private static let columns = """
    s.reason, s.text, s.is_holder, s.start, s.start_mark, s."end", s.end_mark,
    iif(s.known is null, o.published, s.known),
    iif(s.known is null, o.published_mark, s.known_mark), m.source
    """

  /// - Returns: distinct rows in ascending party, source, reason and text.
  ///
  /// Complexity: the statements of the casefile, or a probe for each mention of the parties taken.
  static func rows(
    _ db: Database, _ nodes: any SnapshotNodes, _ live: LiveSources, _ links: [LinkRow]
  ) throws -> [OwnerStatementRow] {
    var rows: Set<OwnerStatementRow> = []
    try own(db, nodes, live, &rows)
    try ofNobody(db, nodes, live, &rows)
    for row in atHoldings(rows, links) { rows.insert(row) }
    return rows.sorted(by: precedes)
  }

  /// Statements at the mentions of the parties.
  private static func own(
    _ db: Database, _ nodes: any SnapshotNodes, _ live: LiveSources,
    _ rows: inout Set<OwnerStatementRow>
  ) throws {
    let found = try RawStatement(
      db,
      """
      select m.id, \(columns) from owner_statement s
        join mention m on m.id = s.mention and m.superseded is null
        join source o on o.id = m.source
      where \(nodes.mentions == nil ? "?1 is null" : "s.mention = ?1")
      """)
    try take(found, nodes, live, &rows)
  }

  /// Statements of mentions that are linked to a company as the owner that it does not have.
  private static func ofNobody(
    _ db: Database, _ nodes: any SnapshotNodes, _ live: LiveSources,
    _ rows: inout Set<OwnerStatementRow>
  ) throws {
    // A cross join keeps the order: few statements first, or the few links of one mention.
    let tables =
      nodes.mentions == nil
      ? "owner_statement s cross join link l on l.from_mention = s.mention and ?1 is null"
      : "link l cross join owner_statement s on s.mention = l.from_mention and l.to_mention = ?1"
    let found = try RawStatement(
      db,
      """
      select l.to_mention, \(columns) from \(tables)
        join mention m on m.id = s.mention and m.superseded is null
        join source o on o.id = m.source
      where s.is_holder = 1 and l.superseded is null and l.to_mention is not null
        and l.kind = \(LinkKind.linked.rawValue)
      """)
    try take(found, nodes, live, &rows) { $0.isHolder = false }
  }

  private static func take(
    _ found: RawStatement, _ nodes: any SnapshotNodes, _ live: LiveSources,
    _ rows: inout Set<OwnerStatementRow>, _ change: (inout OwnerStatement) -> Void = { _ in }
  ) throws {
    func each() throws {
      try found.each {
        guard live.contains(found.integer(10)), let node = nodes.node(ofMention: found.integer(0)),
          var statement = statement(found)
        else { return }
        change(&statement)
        rows.insert(
          OwnerStatementRow(
            party: node, statement, source: Int32(truncatingIfNeeded: found.integer(10))))
      }
    }
    guard let mentions = nodes.mentions else {
      found.int(nil)
      return try each()
    }
    for mention in mentions {
      found.int(mention)
      try each()
    }
  }

  private static func statement(_ row: RawStatement) -> OwnerStatement? {
    func time(_ index: Int32) -> TimeSpan? {
      TimeMark.span(lo: row.column(index), mark: row.column(index + 1))
    }
    guard let reason = UnknownOwnerReason(rawValue: UInt8(truncatingIfNeeded: row.integer(1)))
    else { return nil }
    return OwnerStatement(
      reason, text: row.string(2) ?? "", isHolder: row.integer(3) != 0, start: time(4),
      end: time(6), known: time(8))
  }

  /// What is said of holders, for the companies they hold an unstated part of while they hold it.
  private static func atHoldings(
    _ rows: Set<OwnerStatementRow>, _ links: [LinkRow]
  ) -> [OwnerStatementRow] {
    var holders: [Int32: [OwnerStatementRow]] = [:]
    for row in rows where row.statement.isHolder { holders[row.party, default: []].append(row) }
    guard !holders.isEmpty else { return [] }
    var found: [OwnerStatementRow] = []
    for link in links where statesNoShare(link) {
      for row in holders[link.from] ?? [] {
        var statement = row.statement
        statement.isHolder = false
        statement.start = link.start ?? statement.start
        statement.end = link.end ?? statement.end
        found.append(OwnerStatementRow(party: link.to, statement, source: row.source))
      }
    }
    return found
  }

  private static func statesNoShare(_ link: LinkRow) -> Bool {
    (link.kind == .ownership || link.kind == .control) && link.capitalMin < 0
      && link.capitalMax < 0 && link.votesMin < 0 && link.votesMax < 0
  }

  private static func precedes(_ a: OwnerStatementRow, _ b: OwnerStatementRow) -> Bool {
    if a.party != b.party { return a.party < b.party }
    if a.source != b.source { return a.source < b.source }
    let (s, t) = (a.statement, b.statement)
    if s.isHolder != t.isHolder { return !s.isHolder }
    if s.reason != t.reason { return s.reason.rawValue < t.reason.rawValue }
    if s.text != t.text { return s.text < t.text }
    func key(_ time: TimeSpan?) -> (Int64, Int64) { (time?.lo ?? .min, time?.hi ?? .min) }
    if key(s.start) != key(t.start) { return key(s.start) < key(t.start) }
    if key(s.end) != key(t.end) { return key(s.end) < key(t.end) }
    return key(s.known) < key(t.known)
  }
}
