import ClewModel

/// The records of a GLEIF file in any of its three syntaxes (XML of the common data formats; JSON;
/// the CSV of the golden copy with dotted columns), as trees with the same names.
final class GLEIFRecords {
  enum Event {
    case record
    case refused(Rejection)
    case end
  }

  /// What the header of the file states: the date of its content, `GLEIF_FULL_PUBLISHED` or a delta,
  /// and how many records it holds.
  private(set) var contentDate: TimeSpan?
  private(set) var fileContent = ""
  private(set) var recordCount: Int64?
  /// What is not read, in the records and outside of them.
  var tally = UnreadTally()
  let encoding: String
  let tree = RecordTree()
  /// The place of the record last found.
  private(set) var provenance = Provenance(offset: 0, length: 0, line: 1)
  private(set) var frame: RepairFrame?

  private enum Syntax {
    case xml(XMLReader, record: Int32)
    case json(JSONReader)
    case table(NativeTable, DottedColumns)
  }

  private let syntax: Syntax
  private let root: String
  private let element: String
  /// The first record, where the header was looked for.
  private var pending: XMLEvent?
  private var count = 0

  /// - Parameters:
  ///   - root, element: the names in the XML form: `LEIData`, `LEIRecord`.
  init(_ stream: ByteStream, root: String, element: String) throws {
    self.root = root
    self.element = element
    let head = try SourceHead(peeking: stream)
    if head.xmlRoot != nil {
      let names = RecordNames([element])
      let reader = try XMLReader(stream, names: names, placed: [0])
      syntax = .xml(reader, record: 0)
      encoding = head.encoding
    } else if let first = head.text.first(where: { !$0.isWhitespace }), "[{".contains(first) {
      syntax = .json(try JSONReader(stream, arrays: ["records", "relations", "exceptions"]))
      encoding = "utf-8"
    } else {
      let table = try NativeTable(stream, columns: [])
      frame = table.frame
      syntax = .table(table, DottedColumns(header: table.header))
      encoding = head.encoding
    }
    if case .xml(let reader, let record) = syntax { try readHeader(reader, record) }
  }

  /// Moves to the next record; `tree` holds it.
  func next() throws -> Event {
    switch syntax {
    case .xml(let reader, let record): return try next(reader, record)
    case .json(let reader):
      switch try reader.next(into: tree) {
      case .end: return .end
      case .refused(let why):
        state(frame: reader)
        return .refused(reader.rejection(why))
      case .record:
        state(frame: reader)
        provenance = reader.provenance
        return .record
      }
    case .table(let table, let columns): return try next(table, columns)
    }
  }

  /// A row with another number of cells than the header is refused: a name with a comma that is not
  /// quoted shifts what follows.
  private func next(_ table: NativeTable, _ columns: DottedColumns) throws -> Event {
    let rows = table.rows
    while true {
      switch try rows.next() {
      case .end: return .end
      case .refused: return .refused(rows.rejection(rows.refusal))
      case .record:
        if table.isBlank { continue }
        guard rows.count == table.header.count else {
          return .refused(
            rows.rejection(
              table.misfit()
                ?? "the row has \(rows.count) cells, the header \(table.header.count)"))
        }
        provenance = rows.provenance
        columns.fill(tree, from: rows)
        return .record
      }
    }
  }

  private func state(frame reader: JSONReader) {
    guard frame == nil else { return }
    frame = RepairFrame(
      prefixLength: reader.prefixLength, separator: reader.isArray ? ",\n" : "\n",
      suffix: reader.suffix)
  }

  // MARK: - XML

  private func next(_ reader: XMLReader, _ record: Int32) throws -> Event {
    var event = pending
    pending = nil
    if event == nil { event = try reader.next() }
    while let found = event {
      if found.kind == .start, found.name == record {
        if count == 0 { frame = .xml(before: found, in: reader) }
        count += 1
        try tree.read(found, from: reader)
        provenance = Provenance(
          offset: found.offset, length: tree.place(of: 0).length, line: found.line,
          path: "\(element)[\(count)]")
        return .record
      }
      if found.kind == .text { note(found, reader) }
      event = try reader.next()
    }
    return .end
  }

  /// Reads what stands before the first record.
  private func readHeader(_ reader: XMLReader, _ record: Int32) throws {
    while let event = try reader.next() {
      if event.kind == .start, event.name == record {
        pending = event
        return
      }
      if event.kind == .text { note(event, reader) }
    }
  }

  /// A text outside the records: a field of the header, or something to count as unread.
  private func note(_ event: XMLEvent, _ reader: XMLReader) {
    var bytes: [UInt8] = []
    reader.append(textOf: event, to: &bytes)
    let text = String(decoding: bytes, as: UTF8.self).trimmed
    guard !text.isEmpty else { return }
    let name = reader.names.text(event.name)
    switch name {
    case "ContentDate": contentDate = TimeSpan(iso: text)
    case "FileContent": fileContent = text
    case "RecordCount": recordCount = Int64(text)
    // Who wrote the file, since when, and when the next comes: nothing about an entity.
    case "Originator", "DeltaStart", "NextVersion": break
    default:
      tally.add(
        path: "Header/\(name)", at: Provenance(offset: event.offset, length: 0, line: event.line))
    }
  }
}

/// Dates as GLEIF states them: a day with a midnight in the zone of the issuer, so that the day is
/// what is meant; in some tables milliseconds since 1970.
enum GLEIFDate {
  /// The day as ISO text, nil where there is none.
  static func day(_ text: String) -> String? {
    if text.utf8.count >= 11, text.utf8.allSatisfy({ (48...57).contains($0) }),
      let milliseconds = Int64(text), milliseconds / 86_400_000 < 3_000_000
    {
      return Day(number: Int32(milliseconds / 86_400_000)).description
    }
    let day = String(text.prefix(10))
    return Day(iso: day) == nil ? nil : day
  }

  static func span(_ text: String?) -> TimeSpan? {
    text.flatMap(day).flatMap { Day(iso: $0) }.map { TimeSpan(day: $0) }
  }
}

extension RecordNode {
  /// The value of a node that in JSON may be `{"$": …}` with its attributes beside.
  var value: String? {
    guard isLeaf else {
      child("@xml:lang")?.takeAll()
      return text("$")
    }
    _ = attribute("lang")
    _ = attribute("xmllang")
    return text
  }

  func value(_ name: StaticString) -> String? { child(name)?.value }
}
