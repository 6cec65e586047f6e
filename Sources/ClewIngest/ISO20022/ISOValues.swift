import ClewModel

/// Texts of ISO 20022 as values: dates, amounts, codes.
enum ISOValue {
  /// A date or a moment; `xs:date` may carry a zone, which says nothing about a day.
  static func time(_ text: String?) -> TimeSpan? {
    guard let text, !Sentinel.matches(text), !Sentinel.matches(String(text.prefix(10))) else {
      return nil
    }
    if let time = TimeSpan(iso: text) { return time }
    let rest = text.utf8.dropFirst(10)
    guard let mark = rest.first, "Z+-".utf8.contains(mark), rest.count <= 6 else { return nil }
    return TimeSpan(iso: text.prefix(10))
  }

  /// The date of an element that holds it itself, or in `Dt` or `DtTm`.
  static func time(_ node: RecordNode?) -> (time: TimeSpan?, raw: String)? {
    guard let node else { return nil }
    let text = node.isLeaf ? node.text : node.text("Dt") ?? node.text("DtTm")
    return text.map { (time($0), $0) }
  }

  /// An amount with its currency, nil where it is no decimal of at most 18 digits, or has a minus
  /// sign: elements beside it state the side, and the schema knows no sign.
  static func money(_ node: RecordNode?, currency: String? = nil) -> Money? {
    guard let node, let text = node.text else { return nil }
    let money = Money(decimal: text, currency: node.attribute("Ccy") ?? currency ?? "")
    return money.flatMap { $0.mantissa < 0 ? nil : $0 }
  }

  /// A code in `Cd` or `Prtry`, or in the element itself.
  static func code(_ node: RecordNode?) -> String? {
    guard let node else { return nil }
    if node.isLeaf { return node.text }
    if let inner = node.child("CdOrPrtry") { return code(inner) }
    return node.text("Cd") ?? node.text("Prtry")
  }

  /// A text that means something; nil for what fills a gap (`NOTPROVIDED`, `-`).
  static func word(_ text: String?) -> String? {
    text.flatMap { Sentinel.matches($0) ? nil : $0 }
  }

  /// What a reference states, nil for `NOTPROVIDED` and its kin.
  static func reference(_ text: String?) -> String? {
    guard let text, !Sentinel.fillsRef(text), !Sentinel.matches(text) else { return nil }
    return text
  }

  /// `1234.50 EUR`.
  static func text(_ money: Money, isNegative: Bool = false) -> String {
    let sign = isNegative && money.mantissa != 0 ? "-" : ""
    return "\(sign)\(money.amountText)\(money.currency.isEmpty ? "" : " ")\(money.currency)"
  }
}

/// The facts of one record, each stated once.
struct ISOFacts {
  private(set) var all: [Fact] = []
  /// The facts again, once they are too many to look through.
  private var index: Set<Fact> = []

  mutating func add(
    _ property: Property, _ value: String?, raw: String? = nil, qualifier: String? = nil
  ) {
    guard let value, !value.isEmpty else { return }
    add(Fact(property, value, raw: raw, qualifier: qualifier))
  }

  mutating func add(_ more: [Fact]) {
    for fact in more { add(fact) }
  }

  private mutating func add(_ fact: Fact) {
    if all.count < 48 {
      if !all.contains(fact) { all.append(fact) }
      return
    }
    if index.isEmpty { index = Set(all) }
    if index.insert(fact).inserted { all.append(fact) }
  }

  /// A date as a fact: ISO 8601 where it is one, with the text as stated.
  mutating func add(date node: RecordNode?, _ property: Property, qualifier: String? = nil) {
    guard let (time, raw) = ISOValue.time(node) else { return }
    add(property, time?.description ?? raw, raw: raw, qualifier: qualifier)
  }

  /// Keeps an element and all below it as stated, one fact for each text: `tax/Rcrd/TaxAmt`. Codes
  /// stand under the element that holds their choice, amounts carry their currency.
  mutating func keep(_ node: RecordNode?, as name: String, qualifier: String? = nil) {
    guard let node else { return }
    if node.isLeaf {
      guard let text = node.text else { return }
      let currency = node.attribute("Ccy").map { " \($0)" } ?? ""
      return add(Property(rawValue: name), text + currency, qualifier: qualifier)
    }
    if let own = node.text { add(Property(rawValue: name), own, qualifier: qualifier) }
    for child in node.children where !child.tree.taken[child.row] {
      let isChoice = ["Cd", "Prtry", "CdOrPrtry"].contains(child.name)
      keep(child, as: isChoice ? name : "\(name)/\(child.name)", qualifier: qualifier)
    }
  }
}
