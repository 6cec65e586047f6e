import ClewModel

/// What a bank's way of filling field 86 says about the other side of an entry.
///
/// A narrative is read by shape alone: nothing in it was checked by anyone but the bank that wrote
/// it. The fact `read-by` of the transaction names the dialect.
struct Narrative {
  var dialect: String
  /// The other side: the payer of a credit, the payee of a debit.
  var name: String?
  var address: String?
  /// An IBAN or a number.
  var account: String?
  var bic: String?
  /// A national bank code, where no BIC is stated.
  var bankCode: String?
  var endToEnd: String?
  var mandate: String?
  /// The reference that the owner of the account gave the bank.
  var customerReference: String?
  /// What kind of booking it is, in the bank's words.
  var bookingText: String?
  /// Who stands behind the other side.
  var ultimate: String?
  /// The text for people, without what was read from it.
  var purpose: String?
  /// Other statements, under words of their own.
  var facts: [Fact] = []
  /// True where what stands in the place of the owner's reference is the counterpart.
  var takesReference = false

  init(_ dialect: String) { self.dialect = dialect }

  mutating func fact(_ property: Property, _ value: String?, qualifier: String? = nil) {
    guard let value = value?.trimmed, !value.isEmpty else { return }
    facts.append(Fact(property, value, qualifier: qualifier))
  }
}

/// What a dialect may look at.
struct NarrativeSource {
  var line: StatementLine
  /// Lines of field 86, as stated.
  var lines: [String]
  var nonSwift: [(code: String, text: String)]
  /// The account of the statement: it is never its own counterpart.
  var own: MTAccount?
  var servicer: String?
  /// What stands before the statement, such as Rabobank's `:940:`.
  var header: String?

  init(entry: MTStatement.Entry, own: MTAccount?, servicer: String?, header: String?) {
    line = entry.line
    lines = entry.texts.flatMap(\.lines).filter { !$0.trimmed.isEmpty }
    nonSwift = entry.nonSwift.flatMap { NonSwift.items($0) }
    self.own = own
    self.servicer = servicer
    self.header = header
  }

  /// The lines as the bank had them before they were cut, in the middle of words too.
  var joined: String { lines.joined() }

  /// The same where the bank cuts after 65 characters and drops a blank that falls on the cut: a line
  /// of 64 before one that goes on with a word gets it back.
  var joinedWithBlanks: String {
    var text = ""
    for (index, line) in lines.enumerated() {
      text += line
      guard index + 1 < lines.count else { break }
      let goesOn = lines[index + 1].first.map { $0.isLetter || $0.isNumber } == true
      if line.count == 64, goesOn, line.last != " " { text += " " }
    }
    return text
  }

  /// The text unless it is the number of the account itself.
  func other(_ number: String?) -> String? {
    guard let number = number?.trimmed, !Sentinel.matches(number) else { return nil }
    return number == own?.number ? nil : number
  }
}

/// The dialects, special shapes before general ones. Text that none knows stays text.
enum Narratives {
  private static let dialects: [@Sendable (NarrativeSource) -> Narrative?] = [
    NonSwift.read, GermanNarrative.read, SlashedNarrative.read, PolishNarrative.read,
    PostFinanceNarrative.read, RabobankNarrative.read, ABNAMRONarrative.read, INGNarrative.read,
    HungarianNarrative.read,
  ]

  static func read(_ source: NarrativeSource) -> Narrative? {
    for dialect in dialects {
      if let narrative = dialect(source) { return narrative }
    }
    return nil
  }
}

extension Collection where Element == UInt8 {
  /// True for one digit or more, and nothing else.
  var isDigits: Bool { !isEmpty && allSatisfy { (48...57).contains($0) } }
}
