import ClewModel

/// Reads `links.csv`: `from,to,kind` and optionally `share,share_min,share_max,votes,votes_min,
/// votes_max,direct,means,start,end,known,grade` and `id`; other columns become facts under their own
/// names. Shares are percent; `means` is how a link of control gives it, a word of `ControlMeans`.
package struct NativeLinks: Reader {
  package static let description = FormatDescription(
    name: "native-links", title: "Links (native table)", versions: "1",
    recognisedBy: "header with from, to, kind", yields: "links",
    limits: "a share over 100 %, a band upside down or a bad date refuses the row")

  private static let required = ["from", "to", "kind"]
  private static let columns = Set(
    required + [
      "id", "share", "share_min", "share_max", "votes", "votes_min", "votes_max", "direct",
      "means", "start", "end", "known", "grade",
    ])

  package static func recognises(_ head: SourceHead) -> Bool {
    NativeTable.names(head, required) && !NativeTransactions.recognises(head)
  }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let table = try NativeTable(bytes, columns: Self.columns)
    try header(
      SourceHeader(
        format: Self.description.name, encoding: table.rows.source.encoding.rawValue))
    var statements = Statements()
    statements.batch.frame = table.frame
    try table.forEachRow {
      do throws(CellError) {
        statements.batch.links.append(try Self.link(table))
      } catch {
        statements.batch.rejections.append(table.rows.rejection(error.reason))
      }
      if statements.isFull { try batch(statements.handOver()) }
    } refused: {
      statements.batch.rejections.append($0)
      if statements.isFull { try batch(statements.handOver()) }
    }
    if !statements.batch.isEmpty { try batch(statements.handOver()) }
  }

  private static func link(_ table: NativeTable) throws(CellError) -> Link {
    guard let from = table.text("from") else { throw CellError(reason: "from is empty") }
    guard let to = table.text("to") else { throw CellError(reason: "to is empty") }
    guard let word = table.text("kind") else { throw CellError(reason: "kind is empty") }
    guard let kind = LinkKind(name: word.lowercased()) else {
      let known = LinkKind.allCases.map(\.name).joined(separator: ", ")
      throw CellError(reason: "kind is no link kind; expected one of \(known)")
    }
    let isOnAccount = kind == .holder || kind == .signatory
    var link = Link(
      ref: table.text("id"), kind: kind, from: .party(ref: from),
      to: isOnAccount ? .accountRef(to) : .party(ref: to), provenance: table.rows.provenance)
    link.capital = try stake("share", table)
    link.votes = try stake("votes", table)
    link.direct = try flag("direct", table)
    if let word = table.text("means") {
      guard let means = ControlMeans(name: word.lowercased()) else {
        let known = ControlMeans.allCases.map(\.name).joined(separator: ", ")
        throw CellError(reason: "means is no means of control; expected one of \(known)")
      }
      link.means = means
    }
    link.start = try table.time("start")
    link.end = try table.time("end")
    link.known = try table.time("known")
    if let start = link.start, let end = link.end, end.hi < start.lo {
      throw CellError(reason: "end lies before start")
    }
    link.grade = table.text("grade")
    link.facts = table.extraFacts()
    return link
  }

  /// One value, or a band of which one bound may be missing; nil where nothing is stated.
  private static func stake(
    _ name: String, _ table: NativeTable
  ) throws(CellError) -> Stake? {
    let exact = try share(name, table)
    let min = try share(name + "_min", table)
    let max = try share(name + "_max", table)
    if let min, let max, min > max {
      throw CellError(reason: "\(name)_min is greater than \(name)_max")
    }
    guard let exact else {
      return min == nil && max == nil ? nil : Stake(min: min, max: max)
    }
    if let min, min > exact { throw CellError(reason: "\(name) lies below \(name)_min") }
    if let max, max < exact { throw CellError(reason: "\(name) lies above \(name)_max") }
    return Stake(exactly: exact)
  }

  private static func share(
    _ name: String, _ table: NativeTable
  ) throws(CellError) -> Share? {
    guard var text = table.text(name)?[...] else { return nil }
    if text.last == "%" { text = text.dropLast() }
    guard let share = Share(percent: trim(text)) else {
      throw CellError(
        reason: "\(name) is no percentage with a point (33.3333)")
    }
    guard share.units <= Share.whole else {
      throw CellError(reason: "\(name) is more than 100 %")
    }
    return share
  }

  private static func flag(_ name: String, _ table: NativeTable) throws(CellError) -> Bool? {
    guard let text = table.text(name) else { return nil }
    switch text.lowercased() {
    case "true", "yes", "y", "1", "direct": return true
    case "false", "no", "n", "0", "indirect": return false
    default: throw CellError(reason: "\(name) is neither true nor false")
    }
  }
}
