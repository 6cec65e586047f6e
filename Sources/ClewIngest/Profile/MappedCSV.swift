import ClewModel

/// Reads a bank's table through a mapping profile into transactions.
package struct MappedCSV: Reader {
  package static let description = FormatDescription(
    name: "mapped-csv", title: "Bank CSV through a mapping profile", versions: "any",
    recognisedBy: "--profile FILE.yaml",
    yields: "transactions, accounts, named counterparties, notes of labelled blocks",
    limits: "one table a file; a record of more than 1 MiB is refused; columns that the profile "
      + "leaves out are counted and stay unread")

  package static func recognises(_ head: SourceHead) -> Bool { false }

  private let profile: Profile

  package init(options: ReadOptions) throws(IngestError) {
    guard let yaml = options.profile else {
      throw IngestError(
        .profile, what: "a table of unknown columns needs a mapping profile", place: "",
        next: "Give one with --profile FILE.yaml; see docs/profiles.md.")
    }
    profile = try Profile(yaml: yaml)
  }

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let rows = try CSVReader(
      bytes, delimiter: try delimiter(bytes), encoding: profile.encoding)
    try header(
      SourceHeader(
        format: Self.description.name, encoding: rows.source.encoding.rawValue,
        reporter: profile.own.map { own in
          // The statement of one account: it reports that account's side of a payment.
          own.iban ?? [own.institution, own.number].compactMap { $0 }.joined(separator: " ")
        }.flatMap { $0.isEmpty ? nil : $0 }))
    var ledger = Ledger()
    var mapping = try mapping(rows, &ledger)
    var block = MappedBlock(profile.blocks)
    var tally = UnreadTally()
    var isFirst = !profile.hasHeader
    if profile.hasHeader { ledger.batch.frame = rows.repairFrame }
    reading: while true {
      let event = try rows.next()
      if event == .end { break reading }
      // Without a header the lines to skip stand before the first row.
      if isFirst, rows.line <= profile.skip { continue }
      if isFirst {
        var frame = rows.repairFrame
        frame.prefixLength = rows.offset
        ledger.batch.frame = frame
        isFirst = false
      }
      if event == .refused {
        ledger.batch.rejections.append(rows.rejection(rows.refusal))
      } else if try !block.takes(rows, &ledger), !isIgnored(rows) {
        if let reason = mapping.append(rows, to: &ledger) {
          if !mapping.isBlank(rows) { ledger.batch.rejections.append(rows.rejection(reason)) }
        } else {
          mapping.countUnread(rows, in: &tally)
        }
      }
      if ledger.isFull { try batch(ledger.handOver()) }
    }
    block.finish(&ledger)
    ledger.batch.unread = tally.paths()
    if !ledger.batch.isEmpty { try batch(ledger.handOver()) }
  }

  private func delimiter(_ bytes: ByteStream) throws -> UInt8 {
    if let delimiter = profile.delimiter { return delimiter }
    var text = try SourceHead(peeking: bytes).text[...]
    for _ in 0..<profile.skip {
      guard let end = text.firstIndex(where: \.isNewline) else { break }
      text = text[text.index(after: end)...]
    }
    return Delimiter.sniff(String(text)).delimiter
  }

  private func isIgnored(_ rows: CSVReader) -> Bool {
    profile.ignored.contains { rows.record.trimmed.starts(with: $0.utf8) }
  }

  /// Finds the columns of the profile in the header, reading on to it.
  private func mapping(_ rows: CSVReader, _ ledger: inout Ledger) throws -> Mapping {
    guard profile.hasHeader else {
      return try Mapping(profile, header: nil, place: rows.source.stream.name)
    }
    repeat {
      guard try rows.next() != .end else {
        throw IngestError(
          .profile, what: "the file ends before its header line",
          place: rows.source.stream.name, next: "Check table.skip in the profile.")
      }
    } while rows.line <= profile.skip
    let header = (0..<rows.count).map { rows[$0].trimmed.text }
    return try Mapping(
      profile, header: header, place: "\(rows.source.stream.name), line \(rows.line)")
  }
}

/// The labelled group of rows the reader stands in.
private struct MappedBlock {
  private let markers: (begin: [UInt8], end: [UInt8])?
  private var open: (text: String, first: Int, provenance: Provenance)?

  init(_ markers: (begin: String, end: String)?) {
    self.markers = markers.map { (Array($0.begin.utf8), Array($0.end.utf8)) }
  }

  /// True where the record is a label and no row.
  mutating func takes(_ rows: CSVReader, _ ledger: inout Ledger) throws -> Bool {
    guard let markers else { return false }
    let line = rows.record.trimmed
    if line.starts(with: markers.begin) {
      close(rows.offset, &ledger, fault: "a block begins before the one before it has ended")
      open = (line.text, ledger.total, rows.provenance)
      return true
    }
    guard line.starts(with: markers.end) else { return false }
    if open == nil {
      ledger.batch.rejections.append(rows.rejection("a block ends that has not begun").ofPart)
    }
    close(rows.offset + Int64(rows.length), &ledger, fault: nil)
    return true
  }

  /// The source ends here.
  mutating func finish(_ ledger: inout Ledger) {
    guard let open else { return }
    close(open.provenance.offset, &ledger, fault: "the block does not end")
  }

  /// Notes the block, from its first line to `end`.
  private mutating func close(_ end: Int64, _ ledger: inout Ledger, fault: String?) {
    guard let open else { return }
    var provenance = open.provenance
    provenance.length = max(
      provenance.length, Int32(clamping: end - provenance.offset))
    if let fault {
      ledger.batch.rejections.append(
        Rejection(provenance: open.provenance, reason: fault, snippet: open.text).ofPart)
    }
    ledger.batch.notes.append(
      RecordNote(
        text: open.text, transactions: open.first..<ledger.total, provenance: provenance))
    self.open = nil
  }
}
