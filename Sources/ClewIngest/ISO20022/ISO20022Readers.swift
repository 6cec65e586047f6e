import ClewModel

/// Payments between banks, their returns and reversals: pacs.003, 004, 007, 008, 009 and 010.
package struct ISOPaymentReader: Reader {
  package static let description = FormatDescription(
    name: "iso20022-pacs", title: "ISO 20022 interbank payments",
    versions: "pacs.003, 004, 007, 008, 009 (core, cover, advice) and 010, all versions",
    recognisedBy: "a message element such as FIToFICstmrCdtTrf, bare or in an envelope",
    yields: """
      transactions with both sides, ultimate parties, the chain of banks and their accounts, UETR, \
      charges, remittance, structured identifiers
      """,
    limits: """
      status reports (pacs.002) are not read: a direct debit (pacs.003, 010) that was refused stands \
      as settled; of a cover payment the UETR is that of the customer's payment and a fact; an \
      agent's account is known by its number alone
      """)

  package static func recognises(_ head: SourceHead) -> Bool { ISOSource.recognises(head, "pacs") }
  package static func published(_ head: SourceHead) -> TimeSpan? { ISOSource.published(head) }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws { try ISOSource.read(bytes, format: "iso20022-pacs", header: header, batch: batch) }
}

/// Orders of customers: pain.001 and pain.008. They stand as instructed: no money has moved.
package struct ISOOrderReader: Reader {
  package static let description = FormatDescription(
    name: "iso20022-pain", title: "ISO 20022 payment orders",
    versions: "pain.001 (credit transfers), pain.008 (direct debits), all versions",
    recognisedBy: "the element CstmrCdtTrfInitn or CstmrDrctDbtInitn, bare or in an envelope",
    yields: """
      instructed transactions with both sides, ultimate and initiating parties, banks, remittance, \
      mandates
      """,
    limits: """
      status reports (pain.002) and reversals (pain.007) are not read; rejected orders cannot be \
      written out for repair, because each stands in the group that names its payer
      """)

  package static func recognises(_ head: SourceHead) -> Bool { ISOSource.recognises(head, "pain") }
  package static func published(_ head: SourceHead) -> TimeSpan? { ISOSource.published(head) }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws { try ISOSource.read(bytes, format: "iso20022-pain", header: header, batch: batch) }
}

/// What a bank reports of an account: camt.052, 053 and 054.
package struct ISOStatementReader: Reader {
  package static let description = FormatDescription(
    name: "iso20022-camt", title: "ISO 20022 account statements and notifications",
    versions: "camt.052 (report), camt.053 (statement), camt.054 (notification), all versions",
    recognisedBy: "an element such as BkToCstmrStmt, bare or in an envelope",
    yields: """
      accounts with balances and owners, one transaction for each TxDtls of an entry or for the \
      entry, counterparties, banks, codes, references; gaps between balances and entries
      """,
    limits: """
      a batch booked without details, or without the amounts of its parts, is one transaction; an \
      entry of at most 2,000,000 elements; investigations, advices and billing (other camt \
      messages) are not read; rejected entries cannot be written out for repair, because each \
      stands in the statement that names its account; a reference of the bank that several entries \
      of a statement have is a fact of theirs and joins nothing, but for an entry more than some \
      4,000 before the second
      """)

  package static func recognises(_ head: SourceHead) -> Bool { ISOSource.recognises(head, "camt") }
  package static func published(_ head: SourceHead) -> TimeSpan? { ISOSource.published(head) }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws { try ISOSource.read(bytes, format: "iso20022-camt", header: header, batch: batch) }
}

/// What the three readers share: one document may hold messages of several kinds, and all that are
/// known are read.
enum ISOSource {
  static func recognises(_ head: SourceHead, _ area: String) -> Bool {
    ISOMessage.first(in: head)?.area == area
  }

  /// The time at which the first message was made.
  static func published(_ head: SourceHead) -> TimeSpan? {
    guard head.xmlRoot != nil else { return nil }
    for piece in head.text.utf8.split(separator: UInt8(ascii: "<")) {
      guard let end = piece.firstIndex(of: UInt8(ascii: ">")) else { continue }
      let name = piece[..<end].split(separator: UInt8(ascii: ":")).last
      let isTime = name.map { $0.elementsEqual("CreDtTm".utf8) || $0.elementsEqual("CreDt".utf8) }
      guard isTime == true else { continue }
      let text = String(decoding: piece[piece.index(after: end)...], as: UTF8.self)
      if let time = ISOValue.time(text.trimmed) { return time }
    }
    return nil
  }

  static func read(
    _ bytes: ByteStream, format: String, header: (SourceHeader) throws -> Void,
    batch: (Batch) throws -> Void
  ) throws {
    let names = RecordNames(ISOWalk.placed)
    let reader = try XMLReader(
      bytes, names: names, placed: Set(names.texts.indices.map { Int32($0) }))
    let mapper = ISOMapper(reader: reader)
    var walk = ISOWalk(reader: reader, mapper: mapper)
    var isStated = false
    func handOver(isLast: Bool) throws {
      if !isStated {
        try header(
          SourceHeader(
            format: format, encoding: reader.encoding, published: mapper.published,
            reporter: mapper.reporter))
        isStated = true
      }
      var full = mapper.take()
      if isLast { full.unread = mapper.tally.paths() }
      if !full.isEmpty { try batch(full) }
    }
    while !walk.isAtEnd {
      do {
        try walk.step()
      } catch let error as IngestError {
        try handOver(isLast: true)
        throw error
      }
      if mapper.isFull { try handOver(isLast: false) }
    }
    try handOver(isLast: true)
  }
}

extension ISOMapper {
  /// Who keeps the accounts that the source reports on: the one bank of all its statements, as far
  /// as they were read when the first batch is handed over. The bank, not the branch.
  var reporter: String? {
    guard servicers.count == 1, let only = servicers.first else { return nil }
    return only
  }
}
