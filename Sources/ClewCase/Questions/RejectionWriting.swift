import ClewModel
import ClewRender
import ClewStore

/// Writes the rejected records of sources out in their own format, so that they can be mended and
/// ingested again: the bytes before the first record, the records as they stand, and what closes
/// them. What is no record that stands for itself (`Rejection`) is named as not written.
///
/// The bytes are read again from the source and checked against its digest. A file is written only
/// where there is none of its name, and only its owner may read it.
struct RejectionWriting {
  private struct Written {
    var source: SourceRecord
    var path: String
    var records: Int
    var bytes: Int
  }

  private var written: [Written] = []
  /// What was not written, by source, with how many rejections.
  private(set) var problems: [(source: RecordID, rejections: Int, why: String)] = []
  /// True where bytes could not be read again.
  private(set) var hasFailed = false

  init(_ casefile: Casefile, _ rejections: [StoredRejection], folder: String) throws {
    let sources = try SourceBook(casefile)
    let bytes = SourceBytes(casefile, sources)
    var files: [(source: SourceRecord, path: String, records: Int, bytes: [UInt8])] = []
    let bySource = Dictionary(grouping: rejections, by: \.source)
    for (id, rows) in bySource.sorted(by: { $0.key < $1.key }) {
      guard let source = sources[id] else { continue }
      guard source.isLive else {
        problems.append((id, rows.count, "it is \(source.state) and out of every answer"))
        continue
      }
      let frame = try casefile.repairFrame(source: id.number)
      let alone = rows.filter { Self.standsAlone($0.rejection.provenance, frame) }
      let rest = rows.filter { !Self.standsAlone($0.rejection.provenance, frame) }
      if !rest.isEmpty {
        problems.append((id, rest.count, Self.why(rest, of: source, hasFrame: frame != nil)))
      }
      guard let frame, !alone.isEmpty else { continue }
      let records = Self.stretches(alone.map(\.rejection.provenance))
      do {
        let content = try Self.content(of: source, frame, records, bytes)
        files.append((source, Self.join(folder, Self.name(for: source)), records.count, content))
      } catch {
        problems.append((id, alone.count, Failure(error).what))
        hasFailed = true
      }
    }
    try Self.refuseExisting(files.map(\.path))
    if !files.isEmpty { try WholeFile.makeFolder(folder) }
    for file in files {
      try WholeFile.write(file.bytes, to: file.path)
      written.append(
        Written(
          source: file.source, path: file.path, records: file.records, bytes: file.bytes.count))
    }
  }

  /// True for the place of a record: not of a part of one, nor of what stands around the records.
  private static func standsAlone(_ place: Provenance, _ frame: RepairFrame?) -> Bool {
    guard let frame else { return false }
    return place.length > 0 && place.offset >= frame.prefixLength
  }

  /// Names what is not written, the first places of it, and what to do instead.
  private static func why(
    _ rows: [StoredRejection], of source: SourceRecord, hasFrame: Bool
  ) -> String {
    var places: [String] = []
    for row in rows where !places.contains(row.rejection.provenance.locator) {
      places.append(row.rejection.provenance.locator)
    }
    let shown = places.prefix(3).joined(separator: "; ") + (places.count > 3 ? "; …" : "")
    let count = "\(rows.count) \(rows.count == 1 ? "rejection is" : "rejections are") not written"
    let why =
      hasFrame
      ? "about parts of records that were otherwise read, or about the file"
      : "records of \(source.format) cannot stand alone here"
    return "\(count) (\(shown)): \(why). Mend the file itself and ingest it with"
      + " --replaces \(source.id)"
  }

  /// The records in the order of the file, each once; what lies inside another goes with it.
  private static func stretches(_ places: [Provenance]) -> [Range<Int64>] {
    let all = places.map { $0.offset..<($0.offset + Int64($0.length)) }
    let inOrder = all.sorted {
      ($0.lowerBound, -$0.upperBound) < ($1.lowerBound, -$1.upperBound)
    }
    var apart: [Range<Int64>] = []
    for range in inOrder where range.lowerBound >= apart.last?.upperBound ?? 0 {
      apart.append(range)
    }
    return apart
  }

  private static func content(
    of source: SourceRecord, _ frame: RepairFrame, _ records: [Range<Int64>],
    _ bytes: SourceBytes
  ) throws -> [UInt8] {
    let pieces = try bytes.pieces(of: source.id, [0..<frame.prefixLength] + records)
    let separator = try encoded(frame.separator, source)
    var content = pieces[0]
    for (number, piece) in pieces.dropFirst().enumerated() {
      guard Int64(piece.count) == records[number].upperBound - records[number].lowerBound else {
        throw Failure(
          code: "changed", what: "the source is shorter than it was", place: source.path,
          next: "Ingest it again.")
      }
      if number > 0 { content += separator }
      content += piece
    }
    return content + (try encoded(frame.suffix, source))
  }

  /// The text in the encoding of the source.
  private static func encoded(_ text: String, _ source: SourceRecord) throws -> [UInt8] {
    switch source.encoding.lowercased() {
    case "utf-16le": return text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    case "utf-16be": return text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    case "utf-8": return Array(text.utf8)
    default:
      // The single-byte encodings agree on ASCII, of which separators and end tags are made.
      guard text.utf8.allSatisfy({ $0 < 128 }) else {
        throw Failure(
          code: "encoding", what: "its end tags cannot be written in \(source.encoding)",
          place: source.path, next: "Mend the file itself.")
      }
      return Array(text.utf8)
    }
  }

  /// `S3-transactions.csv`, after the file or the member of an archive.
  private static func name(for source: SourceRecord) -> String {
    var name = source.path.split(whereSeparator: { $0 == "/" || $0 == "!" }).last.map(String.init)
    if name?.hasSuffix(".gz") == true { name?.removeLast(3) }
    if name == "-" { name = "standard-input" }
    let plain = (name ?? "records").unicodeScalars.map { scalar in
      scalar.value < 0x20 || scalar.value == 0x7F ? "_" : Character(scalar)
    }
    return "\(source.id)-\(String(plain))"
  }

  private static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  private static func refuseExisting(_ paths: [String]) throws {
    guard let first = paths.first(where: WholeFile.exists) else { return }
    throw Failure(
      code: "exists", what: "There is a file of this name already; nothing was written.",
      place: first, next: "Move it, or name another folder: it may hold what somebody mended.")
  }

  // MARK: - What is printed

  var isEmpty: Bool { written.isEmpty }

  var members: [JSON.Member] {
    [
      .init(
        "written",
        .array(
          written.map { file in
            .object([
              "source": .string(file.source.id.description), "path": .string(file.path),
              "records": .int(file.records), "bytes": .int(file.bytes),
            ])
          })),
      .init(
        "notWritten",
        .array(
          problems.map { problem in
            .object([
              "source": .string(problem.source.description),
              "rejections": .int(problem.rejections), "why": .string(problem.why),
            ])
          })),
    ]
  }

  var table: Table {
    Table(
      columns: ["source", .right("records"), .right("bytes"), "written to"],
      rows: written.map { file in
        [
          .id(file.source.id), Table.Cell("\(file.records)"), Table.Cell("\(file.bytes)"),
          Table.Cell(file.path),
        ]
      })
  }

  /// How each file is read again: into the set of its source, where its ids mean the same.
  var nextSteps: [String] {
    written.map { file in
      let profile = file.source.format == "mapped-csv" ? " --profile FILE.yaml" : ""
      return "mend \(file.path), then: clew ingest \(Session.quoted(file.path))"
        + " --set \(Session.quoted(file.source.set))\(profile)"
    }
  }
}
