import ClewModel

/// Messages of SWIFT in their text form, in blocks: payments, orders, confirmations, statements.
///
/// Sources: SWIFT Standards MT, categories 1, 2, 9 and n, and the FIN envelope, as the public field
/// specifications give them. One message is in memory at a time.
package struct SWIFTMTReader: Reader {
  package static let description = FormatDescription(
    name: "swift-mt", title: "SWIFT FIN messages",
    versions: "MT101, 102, 103 (STP, REMIT), 200 to 205 (COV), 900, 910, 940, 941, 942, 950",
    recognisedBy: "blocks {1:F… and {2:I or {2:O",
    yields: "transactions with parties, accounts, agents in order, customers behind a cover, "
      + "references and charges; accounts with balances",
    limits:
      "names of free form end with their first line; messages that move no money (MT199, 192, "
      + "210 …) are rejections with the reason; dates of six digits are 1980 to 2079")

  package static func recognises(_ head: SourceHead) -> Bool {
    let lines = head.signs.lines
    return head.xmlRoot == nil && lines.contains { $0.contains("{1:") }
      && lines.contains { $0.contains("{2:I") || $0.contains("{2:O") }
  }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    try MTReading.read(bytes, format: "swift-mt", header: header, batch: batch)
  }
}

/// Statements of accounts as banks hand them to customers: the text of MT940 and its kin without
/// blocks, with whatever a bank writes around it.
package struct MT940Reader: Reader {
  package static let description = FormatDescription(
    name: "mt940", title: "SWIFT statement text (MT940, MT941, MT942, MT950)",
    versions: "all; field 86 of German, Dutch, Polish, Swiss and Hungarian banks",
    recognisedBy: "lines :20:, :25:, :28C:, :60F:, :61: or :86:",
    yields: "accounts with balances and the gap between them and the entries; entries with "
      + "counterparts as far as a bank's way of filling field 86 is known (fact read-by)",
    limits:
      "field 86 is the bank's text: what is read from it is a reading; other texts stay text; "
      + "a statement without account or currency is refused; dates of six digits are 1980 to 2079")

  package static func recognises(_ head: SourceHead) -> Bool {
    guard head.xmlRoot == nil, !SWIFTMTReader.recognises(head) else { return false }
    return head.signs.lines.contains { line in
      let plain = String(line.unicodeScalars.drop { $0.value <= 32 })
      return MTTag(plain).map { MTTag.ofStatements.contains($0.name) } ?? false
    }
  }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    try MTReading.read(bytes, format: "mt940", header: header, batch: batch)
  }
}

/// What both readers do: scan messages, map them, hand batches on.
enum MTReading {
  static func read(
    _ bytes: ByteStream, format: String, header: (SourceHeader) throws -> Void,
    batch: (Batch) throws -> Void
  ) throws {
    let scanner = try MTScanner(bytes)
    let mapper = MTMapper()
    mapper.batch.frame = RepairFrame(prefixLength: 0, separator: "\n", suffix: "\n")
    var isStated = false
    func handOver(_ unread: [UnreadPath] = []) throws {
      if !isStated {
        let encoding = scanner.lines.encoding.rawValue
        try header(
          SourceHeader(
            format: format, encoding: encoding, published: mapper.published,
            reporter: mapper.reporter))
        isStated = true
      }
      var full = mapper.take()
      full.unread = unread
      if !full.isEmpty { try batch(full) }
    }
    do {
      while let message = try scanner.next() {
        mapper.add(message)
        if mapper.isFull { try handOver() }
      }
    } catch let error as IngestError {
      try handOver(mapper.unread.paths() + scanner.unread.paths())
      throw error
    }
    try handOver(mapper.unread.paths() + scanner.unread.paths())
  }
}
