import ClewModel

/// A table whose columns are found by name: lines before the header, the header, and its rows.
///
/// Names count in any case, without blanks at their ends. Of a column that stands twice the first
/// that is not empty in a row counts. Cells of columns that the format does not know are counted.
final class ColumnTable {
  let rows: CSVReader
  /// The header as it stands.
  private(set) var header: [String] = []
  /// The cells of the lines before the header, empty ones left out.
  private(set) var preamble: [[String]] = []
  /// Bytes of the source before the first row.
  private(set) var headerEnd: Int64 = 0
  private var positions: [String: [Int]] = [:]
  private var known: Set<String> = []
  private var tally = UnreadTally()
  /// The row at hand, as text.
  private var cells: [String] = []

  /// - Parameters:
  ///   - isHeader: tells the header by the names of its columns, in lower case.
  ///   - known: the columns that the format knows, in lower case.
  /// - Throws: `IngestError(.notWellFormed)` where no header stands in the first 20 lines.
  init(
    _ stream: ByteStream, delimiter: UInt8, known: Set<String>, isHeader: (Set<String>) -> Bool
  ) throws {
    rows = try CSVReader(stream, delimiter: delimiter)
    self.known = known
    for _ in 0..<20 {
      guard try rows.next() != .end else { break }
      let stated = (0..<rows.count).map { rows[$0].text.trimmed }
      let names = stated.map(Self.normal)
      guard isHeader(Set(names)) else {
        preamble.append(stated.filter { !$0.isEmpty })
        continue
      }
      header = stated
      for (index, name) in names.enumerated() { positions[name, default: []].append(index) }
      headerEnd = rows.offset + Int64(rows.length)
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
  ///
  /// A row that breaks the rules of quotes, or has another number of cells, is cut again line by
  /// line with its quotes taken as they stand: lists whose makers do not quote at all hold names
  /// that begin with a quote.
  func forEachRow(
    _ row: (Provenance) throws -> Void, refused: (Rejection) throws -> Void
  ) throws {
    while true {
      let event = try rows.next()
      if event == .end { return }
      let refusal = event == .refused ? rows.refusal : misfit()
      guard let refusal else {
        cells = (0..<rows.count).map { rows[$0].text.trimmed }
        guard cells.contains(where: { !$0.isEmpty }) else { continue }
        countUnknown(rows.provenance)
        try row(rows.provenance)
        continue
      }
      guard let lines = linesWithoutQuoting() else {
        try refused(rows.rejection(refusal))
        continue
      }
      for line in lines {
        cells = line.cells
        countUnknown(line.provenance)
        try row(line.provenance)
      }
    }
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

  /// The record cut at every line end and every delimiter, nil where not every line has as many
  /// cells as the header.
  private func linesWithoutQuoting() -> [(cells: [String], provenance: Provenance)]? {
    let record = rows.record
    var lines: [(cells: [String], provenance: Provenance)] = []
    var start = 0
    for at in 0...record.count {
      guard at == record.count || record[at] == 0x0A else { continue }
      let end = at > start && record[at - 1] == 0x0D ? at - 1 : at
      let line = Cell(rebasing: record[start..<end])
      let before = rows.source.originalLength(Cell(rebasing: record[0..<start]))
      let cells = line.text.split(
        separator: Character(Unicode.Scalar(rows.delimiter)), omittingEmptySubsequences: false
      ).map { Self.unquoted($0.trimmed) }
      guard cells.count == header.count else { return nil }
      let place = Provenance(
        offset: rows.offset + Int64(before),
        length: Int32(clamping: rows.source.originalLength(line)),
        line: Int32(clamping: rows.line + lines.count))
      lines.append((cells, place))
      start = at + 1
    }
    return lines
  }

  /// Without quotes around the whole cell.
  private static func unquoted(_ cell: String) -> String {
    guard cell.utf8.count >= 2, cell.hasPrefix("\""), cell.hasSuffix("\"") else { return cell }
    return String(cell.dropFirst().dropLast()).replacing("\"\"", with: "\"").trimmed
  }

  private func countUnknown(_ place: Provenance) {
    for (index, cell) in cells.enumerated() where !cell.isEmpty && index < header.count {
      if !known.contains(Self.normal(header[index])) {
        let name = header[index].isEmpty ? "column \(index + 1)" : header[index]
        tally.add(path: name, at: place)
      }
    }
  }
}
