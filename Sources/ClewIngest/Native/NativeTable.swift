import ClewModel

/// A native table: its header, found again column by column, and its rows.
///
/// Column names count in any case and order, blanks at their ends do not. What the format does not
/// name is an extra column. Rows of fewer cells end in unknown ones, except a cut last line; rows
/// with more cells than the header are refused, because their cells may be shifted.
final class NativeTable {
  let rows: CSVReader
  /// Header cells as they stand.
  let header: [String]
  private let known: [String: Int]
  /// How rejected rows are written out for repair: below the header line.
  let frame: RepairFrame

  /// - Throws: `IngestError(.notWellFormed)` where a known column stands twice.
  init(_ stream: ByteStream, columns: Set<String>) throws {
    let head = try SourceHead(peeking: stream)
    rows = try CSVReader(stream, delimiter: Delimiter.sniff(head.text).delimiter)
    guard try rows.next() == .record else {
      throw IngestError(
        .notWellFormed, what: "the header line cannot be read: \(rows.refusal)",
        place: "\(stream.name), line \(rows.line)", next: "Write the header line as plain text.")
    }
    frame = rows.repairFrame
    let rows = rows
    header = (0..<rows.count).map { rows[$0].trimmed.text }
    var known: [String: Int] = [:]
    for (index, cell) in header.enumerated() {
      let name = cell.lowercased()
      guard columns.contains(name) else { continue }
      guard known[name] == nil else {
        throw IngestError(
          .notWellFormed, what: "the column \"\(name)\" stands twice in the header",
          place: "\(stream.name), line \(rows.line)", next: "Rename or remove one of them.")
      }
      known[name] = index
    }
    self.known = known
  }

  /// The position of a column, -1 where the table has none.
  func position(_ name: String) -> Int { known[name] ?? -1 }

  /// The cell of a column without blanks at its ends, empty where the table or the row has none.
  subscript(name: String) -> Cell { rows[position(name)].trimmed }

  /// The cell as text, nil where it is empty.
  func text(_ name: String) -> String? {
    let cell = self[name]
    return cell.count > 0 ? cell.text : nil
  }

  /// The columns that the format does not name, by position; one without a name goes by its number.
  var unnamedColumns: [(index: Int, name: String)] {
    header.enumerated().compactMap { index, name in
      known[name.lowercased()] == index
        ? nil : (index, name.isEmpty ? "column \(index + 1)" : name)
    }
  }

  /// The cells of columns the format does not name, as facts under the column's own name.
  func extraFacts() -> [Fact] {
    var facts: [Fact] = []
    for (index, name) in header.enumerated() where known[name.lowercased()] != index {
      let cell = rows[index].trimmed
      if cell.count > 0 {
        let property = name.isEmpty ? "column \(index + 1)" : name
        facts.append(Fact(Property(rawValue: property), cell.text))
      }
    }
    return facts
  }

  /// Why the row cannot be read by its columns, nil where it can.
  func misfit() -> String? {
    if rows.count == header.count { return nil }
    if rows.count < header.count {
      guard rows.isUnterminated else { return nil }
      return "the last line is cut: \(rows.count) of \(header.count) cells"
    }
    for index in header.count..<rows.count where rows[index].trimmed.count > 0 {
      return "the row has \(rows.count) cells, the header \(header.count)"
    }
    return nil
  }

  /// True for a row that holds nothing but delimiters and blanks.
  var isBlank: Bool { (0..<rows.count).allSatisfy { rows[$0].trimmed.count == 0 } }

  /// Goes through the rows that fit the header; the others are handed to `refused`.
  func forEachRow(
    _ row: () throws -> Void, refused: (Rejection) throws -> Void
  ) throws {
    while true {
      switch try rows.next() {
      case .end: return
      case .refused: try refused(rows.rejection(rows.refusal))
      case .record:
        if isBlank { continue }
        if let reason = misfit() {
          try refused(rows.rejection(reason))
        } else {
          try row()
        }
      }
    }
  }

  /// True where the first row of a source names all of these columns.
  static func names(_ head: SourceHead, _ wanted: [String]) -> Bool {
    let cells = Set(head.firstRow.map { NativeTable.normal($0) })
    return wanted.allSatisfy(cells.contains)
  }

  static func normal(_ cell: String) -> String {
    var cell = cell[...]
    while cell.first == " " || cell.first == "\t" { cell.removeFirst() }
    while cell.last == " " || cell.last == "\t" { cell.removeLast() }
    return cell.lowercased()
  }
}

/// A cell that breaks its column's rule: the row is refused with this reason.
struct CellError: Error {
  var reason: String
}

extension NativeTable {
  /// A date of any ISO 8601 precision, nil for an empty cell.
  func time(_ name: String) throws(CellError) -> TimeSpan? {
    let cell = self[name]
    if cell.count == 0 { return nil }
    guard let time = cell.isoTime else {
      throw CellError(reason: "\(name) is no ISO 8601 date (2026, 2026-11, 2026-11-21)")
    }
    return time
  }
}
