import ClewModel

/// What an element without children says.
///
/// An element that no rule names is left in the record, where it is counted as not read.
enum FinCENLeaf: Sendable {
  /// `Y` states the value; anything else but nothing stays under the element's own name.
  case flag(Property, String)
  /// `Y` states that something is not known to the filer.
  case unknown(String)
  /// `Y` and `N`.
  case yesNo(Property)
  /// An amount in US dollars.
  case dollars(Property)
  case date(Property)
  case text(Property)
  /// A code of a list: its label is the value, the code as stated beside it.
  case code(Property, FinCENTable)

  func state(_ node: RecordNode, into facts: inout FinCENFacts) {
    guard node.isLeaf, let text = node.text else { return }
    switch self {
    case .flag(let property, let value):
      if text == "Y" { facts.add(property, value) } else { facts.addRaw(node) }
    case .unknown(let what):
      if text == "Y" { facts.add(.notKnown, what) } else { facts.addRaw(node) }
    case .yesNo(let property):
      switch text {
      case "Y": facts.add(property, "yes")
      case "N": facts.add(property, "no")
      default: facts.addRaw(node)
      }
    case .dollars(let property):
      guard let money = FinCENValue.dollars(text) else { return facts.addRaw(node) }
      facts.add(property, "\(money.amountText) USD", raw: text)
    case .date(let property):
      guard let date = FinCENValue.date(text) else { return facts.addRaw(node) }
      facts.add(property, date, raw: text)
    case .text(let property):
      if Sentinel.matches(text) { facts.addRaw(node) } else { facts.add(property, text) }
    case .code(let property, let table):
      facts.add(property, table[text] ?? text, raw: text)
    }
  }

  /// States the children that the rules name.
  static func state(
    _ rules: [String: FinCENLeaf], of node: RecordNode, into facts: inout FinCENFacts
  ) {
    for child in node.children { rules[child.name]?.state(child, into: &facts) }
  }
}

extension Property {
  /// What a filer states not to know: `birth-date`, `city`.
  static let notKnown: Property = "not-known"
  /// What a report is to earlier ones: `initial`, `corrects`, `continuing`, `joint`.
  static let filingType: Property = "filing-type"
  /// The reference of the earlier report that this one goes on from and does not replace.
  static let followsUp: Property = "follows-up"
}

/// Dates and amounts as FinCEN writes them.
enum FinCENValue {
  /// `19801025` as ISO 8601; `00` for the day, or for month and day, makes it a month or a year.
  ///
  /// - Returns: nil for what is no such date, names a day that does not exist, or stands for none.
  static func date(_ text: String) -> String? {
    let digits = Array(text.utf8)
    guard digits.count == 8, digits.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
    func part(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
    let (year, month, day) = (part(0..<4), part(4..<6), part(6..<8))
    let value =
      month == "00" ? year : day == "00" ? "\(year)-\(month)" : "\(year)-\(month)-\(day)"
    guard !Sentinel.matches(value), TimeSpan(iso: value) != nil else { return nil }
    return value
  }

  static func span(_ text: String) -> TimeSpan? { date(text).flatMap { TimeSpan(iso: $0) } }

  static func dollars(_ text: String) -> Money? { Money(decimal: text, currency: "USD") }

  /// Upper case without blanks, hyphens and dots; nil for what has no digit or stands for nothing.
  static func identifier(_ text: String) -> String? {
    let compact = CheckDigits.compact(text)
    guard !Sentinel.matches(compact), compact.utf8.contains(where: { $0 >= 48 && $0 <= 57 }) else {
      return nil
    }
    return compact
  }

  static func country(_ text: String) -> String {
    text.utf8.count == 2 ? text.uppercased() : CountryName.value(text)
  }
}
