import ClewModel

/// A table whose columns are found by name: lines before the header, the header, and its rows.
///
/// Names count in any case, without blanks at their ends. Of a column that stands twice the first
/// that is not empty in a row counts. Cells of columns that the format does not know are counted, and
/// those of a repeated column that state something else.
final class ColumnTable {
  /// A column as the header states it.
  private struct Column {
    var name: String
    var isKnown: Bool
    var isRepeated: Bool
  }

  let rows: CSVReader
  /// The header as it stands.
  private(set) var header: [String] = []
  /// How rejected rows become a table again: everything before the first row.
  private(set) var frame: RepairFrame?
  private var positions: [String: [Int]] = [:]
  private var columns: [Column] = []
  private var tally = UnreadTally()
  /// The row at hand, as text.
  private var cells: [String] = []
  private var lazy: LazyRows?
  private let delimiter: UInt8

  /// - Parameters:
  ///   - isHeader: tells the header by the names of its columns, in lower case.
  ///   - isLazy: for a maker who does not close or double quotes, see `LazyRows`.
  ///   - known: the columns that the format knows, in lower case.
  /// - Throws: `IngestError(.notWellFormed)` where no header stands in the first 20 lines.
  init(
    _ stream: ByteStream, delimiter: UInt8, isLazy: Bool = false, known: Set<String>,
    isHeader: (Set<String>) -> Bool
  ) throws {
    rows = try CSVReader(
      stream, delimiter: isLazy ? LazyRows.none : delimiter, countsQuotes: !isLazy)
    self.delimiter = delimiter
    if isLazy { lazy = LazyRows(rows, delimiter: delimiter) }
    for _ in 0..<20 {
      guard let (stated, _, _) = try nextRow() else { break }
      let names = stated.map(Self.normal)
      guard isHeader(Set(names)) else { continue }
      header = stated
      for (index, name) in names.enumerated() { positions[name, default: []].append(index) }
      columns = names.map {
        Column(name: $0, isKnown: known.contains($0), isRepeated: (positions[$0]?.count ?? 0) > 1)
      }
      return
    }
    throw IngestError(
      .notWellFormed, what: "the header line is not within the first 20 lines",
      place: stream.name, next: "Get the file again, or put the header line back.")
  }

  /// The name of a column as it is looked up: lower case, single blanks, no mark at the front.
  static func normal(_ cell: String) -> String {
    let name = cell.drop { $0 == "\u{FEFF}" || $0 == "\"" }.singleSpaced.lowercased()
    return name.hasSuffix("\"") ? String(name.dropLast()) : name
  }

  /// The cell of a column without blanks at its ends; nil where it is empty or not there.
  subscript(_ name: String) -> String? {
    guard let columns = positions[name] else { return nil }
    for column in columns where column < cells.count && !cells[column].isEmpty {
      return cells[column]
    }
    return nil
  }

  /// Hands over each row that fits the header, with its place; the others as rejections.
  func forEachRow(
    _ row: (Provenance) throws -> Void, refused: (Rejection) throws -> Void
  ) throws {
    while let (found, place, refusal) = try nextRow() {
      if frame == nil {
        frame = RepairFrame(prefixLength: place.offset, separator: "\n", suffix: "\n")
      }
      cells = found
      if let refusal {
        try refused(rejection(refusal, at: place))
        continue
      }
      guard cells.contains(where: { !$0.isEmpty }) else { continue }
      countUnknown(place)
      try row(place)
    }
  }

  /// The row at hand as a rejection.
  func rejection(_ reason: String, at place: Provenance) -> Rejection {
    // Lazy rows are read ahead.
    let delimiter = String(Unicode.Scalar(self.delimiter))
    let stated = lazy == nil ? rows.rejection(reason).snippet : cells.joined(separator: delimiter)
    return Rejection(provenance: place, reason: reason, snippet: String(stated.prefix(500)))
  }

  private func nextRow() throws -> (cells: [String], provenance: Provenance, refusal: String?)? {
    if lazy != nil { return try lazy?.next(count: header.isEmpty ? .max : header.count) }
    let event = try rows.next()
    if event == .end { return nil }
    let refusal = event == .refused ? rows.refusal : header.isEmpty ? nil : misfit()
    return ((0..<rows.count).map { rows[$0].text.trimmed }, rows.provenance, refusal)
  }

  /// What was not read, by column.
  func unread() -> [UnreadPath] { tally.paths() }

  private func misfit() -> String? {
    if rows.count == header.count { return nil }
    if rows.count < header.count {
      // Spreadsheets leave out empty cells at the end of a row.
      guard rows.isUnterminated else { return nil }
      return "the last line is cut: \(rows.count) of \(header.count) cells"
    }
    let extra = (header.count..<rows.count).contains { rows[$0].trimmed.count > 0 }
    return extra ? "the row has \(rows.count) cells, the header \(header.count)" : nil
  }

  private func countUnknown(_ place: Provenance) {
    for (index, cell) in cells.enumerated() where !cell.isEmpty && index < header.count {
      if !columns[index].isKnown || columns[index].isRepeated && self[columns[index].name] != cell {
        let name = header[index].isEmpty ? "column \(index + 1)" : header[index]
        tally.add(path: name, at: place)
      }
    }
  }
}
