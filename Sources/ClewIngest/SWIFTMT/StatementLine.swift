import ClewModel

/// Field 61, the statement line: value date, entry date, mark, amount, type and references.
///
/// `6!n[4!n]2a[1!a]15d1!a3!c16x[//16x]` and a second line `[34x]` (SWIFT, MT940 field 61). RC is the
/// reversal of a credit and so a debit, RD the reversal of a debit and so a credit; EC and ED, in
/// MT942, are expected and not booked. Longer references and blanks in place of the type are taken;
/// a line that ends before its type is whole is refused, because its amount may be cut as well.
struct StatementLine {
  var value: MTDate
  var entry: MTDate?
  /// `C`, `D`, `RC`, `RD`, `EC`, `ED`.
  var mark: String
  /// The third letter of the currency, where the bank gives it.
  var funds: String?
  var amount: Decimal64
  /// `S`, `N` or `F`, of some banks another letter, with three more characters, blanks left out.
  var type: String
  /// The rest of the first line, as it stands: references and what some banks put in their place.
  var tail: String
  /// The reference for the account's owner; nil for NONREF.
  var reference: String?
  /// The bank's reference, behind two slashes.
  var servicer: String?
  var supplementary: [String]

  var isCredit: Bool { mark == "C" || mark == "RD" || mark == "EC" }
  var isReversal: Bool { mark.hasPrefix("R") }
  var isExpected: Bool { mark.hasPrefix("E") }

  /// Why a field is no statement line.
  struct Fault: Error { var reason: String }

  /// - Parameter near: a day of the statement, for an entry date whose value date does not exist.
  init(_ field: MTField, near: Day?) throws(Fault) {
    let text = field.lines[0].drop { $0 == " " }
    var rest = text
    guard let value = MTDate(String(rest.prefix(6))) else {
      throw Fault(reason: "the statement line does not begin with a date of six digits")
    }
    self.value = value
    rest = rest.dropFirst(6)
    let digits = rest.prefix(4)
    if digits.utf8.count == 4, digits.utf8.allSatisfy({ (48...57).contains($0) }) {
      if let day = value.day ?? near {
        entry = MTDate(monthDay: String(digits), near: day)
      }
      rest = rest.dropFirst(4)
    }
    rest = rest.drop { $0 == " " }
    guard let mark = Self.mark(&rest) else {
      throw Fault(reason: "the statement line has no debit or credit mark behind its dates")
    }
    self.mark = mark
    if let letter = rest.first, letter.isASCII, letter.isLetter {
      funds = String(letter)
      rest = rest.dropFirst()
    }
    let figures = rest.prefix { $0.isNumber || $0 == "," || $0 == "." }
    guard let amount = MTAmount.decimal(figures), !figures.isEmpty else {
      throw Fault(reason: "the statement line states no amount with a decimal comma")
    }
    self.amount = amount
    rest = rest.dropFirst(figures.count)
    type = rest.prefix(4).filter { $0 != " " }
    tail = String(rest.dropFirst(4))
    let code = Array(type.utf8)
    let isType =
      rest.prefix(4).utf8.count == 4
      && (code.first.map { (65...90).contains($0) } ?? true)
      && code.allSatisfy { (65...90).contains($0) || (48...57).contains($0) }
    guard isType else {
      throw Fault(reason: "the statement line has no type of a letter and three characters")
    }
    supplementary = field.lines.dropFirst().map(\.trimmed).filter { !$0.isEmpty }
    readReferences()
  }

  private static func mark(_ rest: inout Substring) -> String? {
    for mark in ["RC", "RD", "EC", "ED", "C", "D"] where rest.hasPrefix(mark) {
      rest = rest.dropFirst(mark.count)
      return mark
    }
    return nil
  }

  private mutating func readReferences() {
    var own = tail[...]
    if let slashes = tail.range(ofBlock: "//") {
      own = tail[..<slashes]
      let bank = tail[tail.index(slashes, offsetBy: 2)...].trimmed
      if !Sentinel.matches(bank) { servicer = bank }
    }
    let text = own.trimmed
    if !Sentinel.matches(text) { reference = text }
  }

  /// The bank's reference with the side that it stands on.
  var referenceKey: String? {
    servicer.map { "\(isCredit ? "C" : "D")\(isExpected ? "E" : "")\u{1F}\($0)" }
  }

  /// When it was entered, else its value; nil where neither day exists.
  var day: Day? { entry?.day ?? value.day }
}
