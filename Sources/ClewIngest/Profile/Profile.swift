/// A mapping profile: which columns of a bank's table say what. The schema, in YAML:
///
/// ```yaml
/// profile: nordbank-statement       # a name
/// table:                            # how the file is written; all optional
///   delimiter: ";"                  # one character or `tab`; left out: the one that cuts most
///   encoding: windows-1252          # utf-8, utf-16le, utf-16be; left out: detected
///   header: true                    # true, or none: then columns are positions
///   skip: 4                         # lines before the header, or the first row
///   decimal: ","                    # decimal sign
///   grouping: "."                   # sign between thousands
///   strip: ["€"]                    # texts around numbers
///   ignore: ["Saldo"]               # rows that begin so are no records
/// dates: [dd.MM.yyyy]               # see `DatePattern`; ISO 8601 where left out
/// columns:                          # field: column name, or position from 1
///   date: Buchungstag
///   counterparty: Konto
///   debit: Soll
///   credit: Haben
/// literals: {mode: SEPA}            # field: the same text in every row
/// values: {currency: {"US Dollar": USD}}   # field: what a text stands for
/// own: {iban: DE02120300000000202051, currency: EUR}   # the account a statement is about; a column
///                                   # `own_account` in place of it, where every row states it
/// sign: minus-is-out                # or minus-is-in, debit-minus
/// facts: {booking-text: Buchungstext}      # fact: column
/// blocks: {begin: "BEGIN ", end: "END "}   # groups of rows between labelled lines
/// ```
///
/// Fields: `Profile.Field`. Each side is `from`, `to` (with `from_institution`, `to_institution` the
/// pair is the account, leading zeros kept), or, with `own`, a `counterparty` whose side follows
/// from the sign, from `debit` and `credit`, or from `direction` (`in`, `out` after `values`).
package struct Profile: Sendable {
  /// What a column can state, in the order of `keys`.
  enum Field: Int, CaseIterable, Sendable {
    case id, date, valueDate, from, to, fromInstitution, toInstitution, fromName, toName
    case fromParty, toParty, amount, currency, fromAmount, fromCurrency, toAmount, toCurrency
    case mode, reference, description, balanceAfter
    case counterparty, counterpartyInstitution, counterpartyName, debit, credit, direction
    case ownAccount, standing

    private static let keys = [
      "id", "date", "value_date", "from", "to", "from_institution", "to_institution", "from_name",
      "to_name", "from_party", "to_party", "amount", "currency", "from_amount", "from_currency",
      "to_amount", "to_currency", "mode", "reference", "description", "balance_after",
      "counterparty", "counterparty_institution", "counterparty_name", "debit", "credit",
      "direction", "own_account", "standing",
    ]

    /// The key of a profile: `value_date`.
    var key: String { Self.keys[rawValue] }

    init?(key: String) {
      guard let index = Self.keys.firstIndex(of: key) else { return nil }
      self.init(rawValue: index)
    }
  }

  enum Column: Equatable, Sendable {
    case name(String)
    /// From 0.
    case position(Int)
  }

  enum Sign: String, CaseIterable, Sendable {
    /// A negative amount leaves the own account.
    case minusIsOut = "minus-is-out"
    case minusIsIn = "minus-is-in"
    /// Amounts in the debit column carry a minus.
    case debitMinus = "debit-minus"
  }

  struct Own: Sendable {
    var iban: String?
    var number: String?
    var institution: String?
    var name: String?
    var party: String?
    var currency: String?
  }

  /// The value of a key and the line of the profile it stands on, for messages.
  struct Placed<Value: Sendable>: Sendable {
    var value: Value
    var key: String
    var line: Int
  }

  var name = ""
  var delimiter: UInt8?
  var encoding: TextEncoding?
  var hasHeader = true
  var skip = 0
  var numbers = NumberStyle()
  var ignored: [String] = []
  /// Empty for ISO 8601.
  var dates: [DatePattern] = []
  var columns: [Field: Placed<Column>] = [:]
  var literals: [Field: String] = [:]
  var values: [Field: [String: String]] = [:]
  var own: Own?
  /// The line of the profile on which `own` stands.
  var ownLine: Int?
  var sign: Sign?
  /// In the order of the profile.
  var facts: [(name: String, column: Placed<Column>)] = []
  var blocks: (begin: String, end: String)?

  func states(_ field: Field) -> Bool { columns[field] != nil || literals[field] != nil }

  static func error(_ what: String, key: String, line: Int?) -> IngestError {
    let place = line.map { "profile, line \($0)" } ?? "profile"
    return IngestError(
      .profile, what: key.isEmpty ? what : "\(key): \(what)", place: place,
      next: "See docs/profiles.md for the keys of a profile.")
  }
}
