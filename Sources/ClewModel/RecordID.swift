/// An id that people can type: `P12`, `A7`, `T1045`.
package struct RecordID: Hashable, Comparable, Sendable, CustomStringConvertible {
  package enum Kind: String, Sendable, CaseIterable {
    case party = "P"
    case mention = "M"
    case account = "A"
    case transaction = "T"
    case link = "L"
    case filing = "R"
    case source = "S"
    case listing = "W"
    case judgement = "J"
    case finding = "F"

    /// The word for people: `party`.
    package var word: String {
      switch self {
      case .party: "party"
      case .mention: "mention"
      case .account: "account"
      case .transaction: "transaction"
      case .link: "link"
      case .filing: "filing"
      case .source: "source"
      case .listing: "listing"
      case .judgement: "judgement"
      case .finding: "finding"
      }
    }
  }

  package var kind: Kind
  package var number: Int64

  package init(_ kind: Kind, _ number: Int64) {
    self.kind = kind
    self.number = number
  }

  /// Parses `P12`; nil for anything else, `P0`, `P012` and `p12` included.
  package init?(_ text: some StringProtocol) {
    guard let first = text.first, let kind = Kind(rawValue: String(first)) else { return nil }
    let digits = text.dropFirst()
    guard let leading = digits.utf8.first, leading >= UInt8(ascii: "1"), digits.utf8.count <= 18,
      digits.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
      let number = Int64(digits)
    else { return nil }
    self.init(kind, number)
  }

  package var description: String { kind.rawValue + String(number) }

  package static func < (a: RecordID, b: RecordID) -> Bool {
    (a.kind.rawValue, a.number) < (b.kind.rawValue, b.number)
  }
}
