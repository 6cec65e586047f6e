import ClewModel

/// Reads the consolidated list of financial sanctions targets of the UK's Office of Financial
/// Sanctions Implementation as CSV, published until January 2026.
package struct UKConsolidatedReader: Reader {
  package static let description = FormatDescription(
    name: "uk-ofsi", title: "UK OFSI consolidated list (until January 2026), CSV",
    versions: "36 columns (2022 format) and its forerunners, columns by name",
    recognisedBy: "first line Last Updated, then columns Name 6, Group ID",
    yields: "listings with aliases, birth dates, documents, addresses, ships; companies as texts",
    limits: UKTable.limits)

  package static func recognises(_ head: SourceHead) -> Bool {
    UKTable.header(head).map { !$0.contains("ofsi group id") } ?? false
  }

  package static func published(_ head: SourceHead) -> TimeSpan? { UKTable.published(head) }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    try UKTable.read(bytes, format: Self.description.name, header: header, batch: batch)
  }
}

/// Reads the UK Sanctions List of the Foreign, Commonwealth and Development Office as CSV, since
/// January 2026 the UK's only list.
package struct UKSanctionsReader: Reader {
  package static let description = FormatDescription(
    name: "uk-sanctions-list", title: "UK Sanctions List (FCDO), CSV",
    versions: "58 columns (2026), columns by name",
    recognisedBy: "first line Report Date, then columns Unique ID, OFSI Group ID, Name 6",
    yields: """
      listings with aliases, measures, birth dates, documents, addresses, ships; companies as texts
      """,
    limits: UKTable.limits)

  package static func recognises(_ head: SourceHead) -> Bool {
    UKTable.header(head).map { $0.contains("ofsi group id") } ?? false
  }

  package static func published(_ head: SourceHead) -> TimeSpan? { UKTable.published(head) }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    try UKTable.read(bytes, format: Self.description.name, header: header, batch: batch)
  }
}

/// What the two tables of the UK share: lines before the header, and rows of one entry that may
/// stand anywhere in the file.
enum UKTable {
  static let limits = """
    reference: OFSI group ID, else unique ID; an entry without an asset freeze does not block; parent \
    companies and subsidiaries are texts; the list is held in memory while its rows are grouped
    """

  /// The columns of the header, in lower case; nil where the first lines hold none.
  static func header(_ head: SourceHead) -> Set<String>? {
    for line in head.signs.lines.prefix(5) {
      let columns = Set(Delimiter.sniff(line).cells.map(ColumnTable.normal))
      if isHeader(columns) { return columns }
    }
    return nil
  }

  private static func isHeader(_ columns: Set<String>) -> Bool {
    columns.contains("name 6") && columns.contains("name 1")
      && (columns.contains("group id") || columns.contains("ofsi group id"))
  }

  /// The date before the header: `Report Date: 13-Feb-2026`, `Last Updated,27/04/2020`.
  static func published(_ head: SourceHead) -> TimeSpan? {
    for line in head.signs.lines.prefix(5) {
      let cells = Delimiter.sniff(line).cells.map(\.trimmed)
      if isHeader(Set(cells.map(ColumnTable.normal))) { return nil }
      if let date = date(in: cells) { return date }
    }
    return nil
  }

  private static func date(in cells: [String]) -> TimeSpan? {
    for cell in cells {
      let after = cell.lastIndex(of: ":").map { String(cell[cell.index(after: $0)...]) } ?? cell
      if let date = UKDate.time(after) { return date }
    }
    return nil
  }

  static func read(
    _ bytes: ByteStream, format: String, header: (SourceHeader) throws -> Void,
    batch: (Batch) throws -> Void
  ) throws {
    let head = try SourceHead(peeking: bytes)
    let line = head.signs.lines.prefix(5).first { $0.contains("Name 6") } ?? ""
    let table = try ColumnTable(
      bytes, delimiter: Delimiter.sniff(line).delimiter, known: Set(UKField.names.keys),
      isHeader: isHeader)
    try header(
      SourceHeader(
        format: format, encoding: table.rows.source.encoding.rawValue, published: published(head),
        list: UKGroups.list, edition: Edition(family: "list:\(UKGroups.list)", isWhole: true)))
    var columns: [UKField: [String]] = [:]
    for name in table.header.map(ColumnTable.normal) {
      if let field = UKField.names[name] { columns[field, default: []].append(name) }
    }
    var groups = UKGroups()
    var current = Batch()
    try table.forEachRow { place in
      let record = UKRecord { field in
        var stated: [String] = []
        for cell in (columns[field] ?? []).compactMap({ table[$0] }) where !stated.contains(cell) {
          stated.append(cell)
        }
        return stated
      }
      if let reason = groups.add(record, at: place) {
        current.rejections.append(table.rejection(reason, at: place).ofPart)
      }
    } refused: {
      current.rejections.append($0.ofPart)
    }
    groups.finish(into: &current)
    current.unread = table.unread()
    current.frame = table.frame
    try batch(current)
  }
}
