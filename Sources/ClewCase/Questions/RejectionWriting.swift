import ClewModel
import ClewRender
import ClewStore

/// Writes the rejected records of sources out in their own format, so that they can be mended and
/// ingested again: the bytes before the first record, the records as they stand, and what closes
/// them.
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
  /// Sources of which nothing was written.
  private(set) var problems: [(source: RecordID, why: String)] = []
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
        problems.append((id, "it is \(source.state) and out of every answer"))
        continue
      }
      let stretches = Self.stretches(rows.map(\.rejection.provenance))
      guard !stretches.isEmpty else {
        problems.append((id, "its rejections are of no record that could be written out"))
        continue
      }
      guard let frame = try casefile.repairFrame(source: id.number) else {
        problems.append(
          (
            id,
            "records of \(source.format) cannot stand alone here: mend the file itself and ingest"
              + " it with --replaces \(id)"
          ))
        continue
      }
      do {
        let content = try Self.content(of: source, frame, stretches, bytes)
        files.append((source, Self.join(folder, Self.name(for: source)), stretches.count, content))
      } catch {
        problems.append((id, Failure(error).what))
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

  /// The records in the order of the file, each once; what lies inside another goes with it.
  private static func stretches(_ places: [Provenance]) -> [Range<Int64>] {
    let all = places.filter { $0.length > 0 }.map { $0.offset..<($0.offset + Int64($0.length)) }
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
    of source: SourceRecord, _ frame: RepairFrame, _ stretches: [Range<Int64>],
    _ bytes: SourceBytes
  ) throws -> [UInt8] {
    let records = stretches.filter { $0.lowerBound >= frame.prefixLength }
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
              "source": .string(problem.source.description), "why": .string(problem.why),
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
