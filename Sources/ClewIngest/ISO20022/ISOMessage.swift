/// A message definition of ISO 20022 that is read: what its root element is called, and where its
/// records stand.
///
/// Elements by the message definition reports of pacs, pain and camt, versions 1 to 13; the version
/// does not count, because elements are taken by local name.
struct ISOMessage: Hashable, Sendable {
  /// What a record states.
  enum Kind: Hashable, Sendable {
    /// A payment between banks, or the order or collection of one.
    case payment
    /// The return of a payment, or its reversal by the bank that sent it.
    case paymentReturn
    /// A booking on an account.
    case entry
  }

  /// `pacs.008`.
  var code: String
  /// Local names of the root element below `Document`, without a version at the end.
  var roots: [String]
  /// The element that groups records, where there is one.
  var groups: [String]
  var record: String
  var kind: Kind
  /// True where the message orders a payment that a bank has still to make.
  var isOrder = false

  /// `pacs`.
  var area: String { String(code.prefix(4)) }

  static let all: [ISOMessage] = [
    ISOMessage(
      code: "pacs.008", roots: ["FIToFICstmrCdtTrf"], groups: [], record: "CdtTrfTxInf",
      kind: .payment),
    ISOMessage(
      code: "pacs.009", roots: ["FICdtTrf", "FinInstnCdtTrf"], groups: [], record: "CdtTrfTxInf",
      kind: .payment),
    ISOMessage(
      code: "pacs.003", roots: ["FIToFICstmrDrctDbt"], groups: [], record: "DrctDbtTxInf",
      kind: .payment),
    ISOMessage(
      code: "pacs.010", roots: ["FIDrctDbt"], groups: ["CdtInstr"], record: "DrctDbtTxInf",
      kind: .payment),
    ISOMessage(
      code: "pacs.004", roots: ["PmtRtr"], groups: [], record: "TxInf", kind: .paymentReturn),
    ISOMessage(
      code: "pacs.007", roots: ["FIToFIPmtRvsl"], groups: [], record: "TxInf",
      kind: .paymentReturn),
    ISOMessage(
      code: "pain.001", roots: ["CstmrCdtTrfInitn"], groups: ["PmtInf"], record: "CdtTrfTxInf",
      kind: .payment, isOrder: true),
    ISOMessage(
      code: "pain.008", roots: ["CstmrDrctDbtInitn"], groups: ["PmtInf"], record: "DrctDbtTxInf",
      kind: .payment, isOrder: true),
    ISOMessage(
      code: "camt.052", roots: ["BkToCstmrAcctRpt"], groups: ["Rpt"],
      record: "Ntry", kind: .entry),
    ISOMessage(
      code: "camt.053", roots: ["BkToCstmrStmt"], groups: ["Stmt"], record: "Ntry", kind: .entry),
    ISOMessage(
      code: "camt.054", roots: ["BkToCstmrDbtCdtNtfctn"], groups: ["Ntfctn"], record: "Ntry",
      kind: .entry),
  ]

  private static let byRoot: [String: ISOMessage] = {
    var found: [String: ISOMessage] = [:]
    for message in all { for root in message.roots { found[root] = message } }
    return found
  }()

  /// The message whose root element has a local name: `BkToCstmrStmt`, `BkToCstmrAcctRptV01`,
  /// `pacs.008.001.01`.
  static func ofRoot(_ name: String) -> ISOMessage? {
    if let message = byRoot[name] { return message }
    let plain = withoutVersion(name)
    return byRoot[plain] ?? all.first { plain.hasPrefix($0.code + ".") }
  }

  /// `BkToCstmrAcctRptV01` → `BkToCstmrAcctRpt`.
  static func withoutVersion(_ name: String) -> String {
    let end = name.utf8.suffix(3)
    let isVersion =
      end.first == UInt8(ascii: "V") && end.dropFirst().allSatisfy { (48...57).contains($0) }
    return isVersion && name.utf8.count > 3 ? String(name.dropLast(3)) : name
  }

  /// The first message that is read among the elements of a text that may be cut.
  static func first(in head: SourceHead) -> ISOMessage? {
    guard head.xmlRoot != nil else { return nil }
    if let found = ElementNames(head.text).first(where: { ofRoot($0) != nil }) {
      return ofRoot(found)
    }
    let isCut = head.bytes.count >= SourceHead.length
    return isCut ? all.first { head.text.contains("iso:20022:tech:xsd:\($0.code).") } : nil
  }
}

/// The local names of the elements of a text, in order; comments and what stands in them left out.
struct ElementNames: Sequence, IteratorProtocol {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  mutating func next() -> String? {
    while let tag = rest.firstIndex(of: UInt8(ascii: "<")) {
      rest = rest[rest.index(after: tag)...]
      if rest.starts(with: "!--".utf8) {
        skipComment()
        continue
      }
      guard let first = rest.first, first | 0x20 >= 97, first | 0x20 <= 122 else { continue }
      let end = rest.firstIndex { $0 <= 32 || $0 == 47 || $0 == 62 } ?? rest.endIndex
      let name = String(decoding: rest[..<end], as: UTF8.self)
      rest = rest[end...]
      return name.split(separator: ":").last.map(String.init)
    }
    return nil
  }

  private mutating func skipComment() {
    var dashes = 0
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: ">"), dashes >= 2 { return }
      dashes = byte == UInt8(ascii: "-") ? dashes + 1 : 0
    }
  }
}
