import ClewModel

/// Reads the rows of a table whose maker does not close or double its quotes: line by line, a quote
/// counting only where it opens a cell and another closes it before a delimiter or the line's end.
///
/// A cell that is quoted over several lines is joined where that gives a whole row, of as many cells
/// as the header has; a quote that opens a cell and is not closed so is part of the text. Memory: 50
/// lines.
struct LazyRows {
  private struct Line {
    var text: String
    var provenance: Provenance
    var refusal: String?
    /// The last line, without a line end.
    var isUnterminated: Bool
  }
  private let lines: CSVReader
  private let delimiter: UInt8
  private var held: [Line] = []
  private static let joined = 50

  /// A delimiter that stands in no text, so that the reader hands out lines.
  static let none: UInt8 = 0x1F

  /// - Parameter lines: a reader with `none` for its delimiter that counts no quotes.
  init(_ lines: CSVReader, delimiter: UInt8) {
    self.lines = lines
    self.delimiter = delimiter
  }

  /// The next row and its place, or why there is none; nil at the end.
  mutating func next(
    count: Int
  ) throws -> (cells: [String], provenance: Provenance, refusal: String?)? {
    guard let line = try line(at: 0) else { return nil }
    held.removeFirst()
    if let refusal = line.refusal { return ([], line.provenance, refusal) }
    let (cells, isOpen) = Self.split(line.text, delimiter)
    if !isOpen { return fit(cells, line, count) }
    var text = line.text
    for more in 0..<Self.joined {
      guard let following = try self.line(at: more), following.refusal == nil else { break }
      text += "\n" + following.text
      let (cells, isOpen) = Self.split(text, delimiter)
      if isOpen { continue }
      guard cells.count == count else { break }
      held.removeFirst(more + 1)
      var place = line.provenance
      let end = following.provenance.offset + Int64(following.provenance.length)
      place.length = Int32(clamping: end - place.offset)
      return (cells, place, nil)
    }
    return fit(Self.plain(line.text, delimiter), line, count)
  }

  /// A row may lack empty cells at its end.
  private func fit(
    _ cells: [String], _ line: Line, _ count: Int
  ) -> (cells: [String], provenance: Provenance, refusal: String?) {
    if line.isUnterminated, cells.count < count, count < .max {
      return (
        cells, line.provenance, "the last line is cut: \(cells.count) of \(count) cells"
      )
    }
    if cells.count <= count || cells[count...].allSatisfy(\.isEmpty) {
      return (cells, line.provenance, nil)
    }
    let plain = Self.plain(line.text, delimiter)
    if plain.count == count { return (plain, line.provenance, nil) }
    return (
      cells, line.provenance, "the row has \(cells.count) cells, the header \(count)"
    )
  }

  private mutating func line(at index: Int) throws -> Line? {
    while held.count <= index {
      let event = try lines.next()
      if event == .end { return nil }
      held.append(
        Line(
          text: lines.record.text, provenance: lines.provenance,
          refusal: event == .refused ? lines.refusal : nil,
          isUnterminated: lines.isUnterminated))
    }
    return held[index]
  }

  /// The cells of a text, and whether its last one is quoted and not closed.
  private static func split(_ text: String, _ delimiter: UInt8) -> ([String], isOpen: Bool) {
    let bytes = Array(text.utf8)
    var cells: [String] = []
    var at = 0
    while true {
      var cell: [UInt8] = []
      let quote = UInt8(ascii: "\"")
      if at < bytes.count, bytes[at] == quote {
        at += 1
        while at < bytes.count {
          guard bytes[at] == quote else {
            cell.append(bytes[at])
            at += 1
            continue
          }
          if at + 1 == bytes.count || bytes[at + 1] == delimiter { break }
          cell.append(quote)
          at += bytes[at + 1] == quote ? 2 : 1
        }
        cells.append(String(decoding: cell, as: UTF8.self).trimmed)
        if at == bytes.count { return (cells, true) }
        at += 1
      } else {
        let end = bytes[at...].firstIndex(of: delimiter) ?? bytes.count
        cells.append(String(decoding: bytes[at..<end], as: UTF8.self).trimmed)
        at = end
      }
      if at == bytes.count { return (cells, false) }
      at += 1
    }
  }

  /// The cells with their quotes as they stand.
  private static func plain(_ text: String, _ delimiter: UInt8) -> [String] {
    text.utf8.split(separator: delimiter, omittingEmptySubsequences: false)
      .map { (String(Substring($0))).trimmed }
  }
}
