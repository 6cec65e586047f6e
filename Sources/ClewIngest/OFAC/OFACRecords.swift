import ClewModel

/// One row of an OFAC file.
struct OFACRecord {
  /// Cells as text; quotes removed, doubled quotes single.
  var cells: [String]
  /// True for the cells that stand in quotes.
  var quoted: [Bool]
  var provenance: Provenance
  /// The first bytes of the row as they stand, at most 500.
  var snippet: String

  /// A cell trimmed at its ends, nil for OFAC's null `-0- `. The last cell of a file that lost its
  /// end may have lost part of its null (`-0`).
  func value(_ column: Int) -> String? {
    let text = cells[column].trimmed
    if text.isEmpty || text == "-0-" || !quoted[column] && text == "-0" { return nil }
    return text
  }
}

/// The rows of an OFAC delimited file, read from front to back (OFAC, "Specification of the SDN
/// delimited files", 2023-09-25).
///
/// Comma-separated, text in double quotes, no header. Records end in LF, CR LF or CR; published
/// files end in the DOS end-of-file mark 0x1A, which is no record. Rows are UTF-8, else
/// windows-1252. Memory: one buffer and one row.
struct OFACRecords {
  /// No published row is near this long; an open quote would swallow the file.
  static let longestRow = 1 << 20

  private let bytes: ByteStream
  private var buffer: [UInt8] = []
  private var next = 0
  private var atEnd = false
  private var offset: Int64 = 0
  private var line: Int32 = 1

  init(_ bytes: ByteStream) { self.bytes = bytes }

  /// The rows of bytes at hand.
  init(_ data: [UInt8], name: String = "") {
    var rest = data[...]
    self.init(
      ByteStream(name: name) { buffer in
        let count = min(buffer.count, rest.count)
        buffer.copyBytes(from: rest.prefix(count))
        rest = rest.dropFirst(count)
        return count
      })
  }

  /// The next row that is not blank, nil at the end.
  ///
  /// - Throws: `truncated` where the file ends inside quotes, `tooLarge` where a row passes
  ///   `longestRow`.
  mutating func record() throws -> OFACRecord? {
    while let row = try row() {
      let isBlank =
        row.cells.count == 1 && row.cells[0].utf8.allSatisfy { $0 == 0x20 || $0 == 0x1A }
      if !isBlank { return row }
    }
    return nil
  }

  private mutating func row() throws -> OFACRecord? {
    guard try byte() != nil else { return nil }
    let start = offset
    let startLine = line
    var raw: [UInt8] = []
    var cell: [UInt8] = []
    var row = OFACRecord(
      cells: [], quoted: [], provenance: Provenance(offset: 0, length: 0, line: 0), snippet: "")
    var inQuotes = false
    var wasQuoted = false
    func close() {
      row.cells.append(Text1252.decode(cell))
      row.quoted.append(wasQuoted)
      cell.removeAll(keepingCapacity: true)
      wasQuoted = false
    }
    while let byte = try byte() {
      if !inQuotes, byte == 0x0A || byte == 0x0D { break }
      advance()
      raw.append(byte)
      guard raw.count <= Self.longestRow else { throw tooLong(startLine) }
      switch byte {
      case UInt8(ascii: "\""):
        if !inQuotes {
          inQuotes = true
          wasQuoted = true
        } else if try self.byte() == byte {
          advance()
          raw.append(byte)
          cell.append(byte)
        } else {
          inQuotes = false
        }
      case UInt8(ascii: ",") where !inQuotes: close()
      case 0x0A:
        line &+= 1
        cell.append(byte)
      default: cell.append(byte)
      }
    }
    guard !inQuotes else { throw openQuote(startLine) }
    if cell.last == 0x1A { cell.removeLast() }
    close()
    row.provenance = Provenance(
      offset: start, length: Int32(clamping: raw.count), line: startLine)
    row.snippet = Text1252.decode(Array(raw.prefix(500)))
    try skipLineEnd()
    return row
  }

  private mutating func skipLineEnd() throws {
    guard let first = try byte() else { return }
    advance()
    line &+= 1
    if first == 0x0D, try byte() == 0x0A { advance() }
  }

  /// The byte at hand, nil at the end of the file.
  private mutating func byte() throws -> UInt8? {
    if next == buffer.count {
      guard !atEnd else { return nil }
      buffer = try [UInt8](unsafeUninitializedCapacity: 1 << 16) { space, count in
        count = try bytes.read(into: UnsafeMutableRawBufferPointer(space))
      }
      next = 0
      if buffer.isEmpty {
        atEnd = true
        return nil
      }
    }
    return buffer[next]
  }

  private mutating func advance() {
    next += 1
    offset += 1
  }

  private func tooLong(_ line: Int32) -> IngestError {
    IngestError(
      .tooLarge, what: "a row is longer than \(Self.longestRow) bytes, perhaps for an open quote",
      place: "\(bytes.name), line \(line)", next: "fetch the file again and compare its size")
  }

  private func openQuote(_ line: Int32) -> IngestError {
    IngestError(
      .truncated, what: "the file ends inside the quotes that open here",
      place: "\(bytes.name), line \(line)", next: "fetch the file again and compare its size")
  }
}

/// Text that is UTF-8, else windows-1252 (the encoding of older OFAC files).
enum Text1252 {
  /// The characters of 0x80 to 0x9F; the five that windows-1252 leaves open stand for themselves.
  private static let high = Array(
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)

  static func decode(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = String.UnicodeScalarView()
    for byte in bytes {
      text.append((0x80...0x9F).contains(byte) ? high[Int(byte) - 0x80] : Unicode.Scalar(byte))
    }
    return String(text)
  }
}
