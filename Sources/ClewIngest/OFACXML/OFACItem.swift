import ClewModel

/// The parts of a document, an address or a remark, put into the words of the remarks column of
/// OFAC's delimited files (`Passport BE123 (Malta) issued 14 Nov 2007 expires 12 Nov 2012`), so that
/// every format of one list makes the same facts by the same rules.
struct OFACItem {
  /// `Passport`, `Secondary sanctions risk:`, `Digital Currency Address - XBT`.
  var type: String
  var number: String?
  var country: String?
  var issued: String?
  var expires: String?

  init(
    type: String, number: String? = nil, country: String? = nil, issued: String? = nil,
    expires: String? = nil
  ) {
    self.type = type
    self.number = number
    self.country = country
    self.issued = issued
    self.expires = expires
  }

  var text: String {
    var text = type
    if let number { text += " \(number)" }
    if let country { text += " (\(country))" }
    if let issued { text += " issued \(issued)" }
    if let expires { text += " expires \(expires)" }
    return text
  }

  /// What the item says. A document of a type that no rule knows is an identifier where it has a
  /// number of the length and form of one; everything else that none knows is a remark.
  func read(kind: PartyKind, isDocument: Bool = false) -> OFACRemark {
    let text = text
    var read = OFACRemark(items: [text], kind: kind)
    guard isDocument, read.facts == [Fact(.remark, text)], let number else { return read }
    let compact = CheckDigits.compact(number)
    guard compact.utf8.count <= 40, number.split(separator: " ").count <= 3,
      compact.utf8.contains(where: { $0 >= 0x30 && $0 <= 0x39 })
    else { return read }
    let code = country.map { ", \(CountryName.value($0))" } ?? ""
    read.facts = [Fact(.otherID, compact, raw: text, qualifier: type + code)]
    return read
  }
}

extension OFACRemark {
  /// The items of a `remarks` element. It puts its relations in brackets, which the delimited files
  /// do not: `Head of staff (Linked To: A; Linked To: B)` is three items.
  static func itemsOfXML(_ remark: String) -> [String] {
    OFACRemark.items(remark).flatMap { item -> [String] in
      guard item.hasSuffix(")"), let open = item.firstRange(of: "(Linked To:") else {
        return [item]
      }
      let before = item[..<open.lowerBound].trimmed
      let inside = item[item.index(after: open.lowerBound)...].dropLast()
      let linked = inside.split(separator: ";").map(\.trimmed).filter { !$0.isEmpty }
      return (before.isEmpty ? [] : [before]) + linked
    }
  }
}

extension OFACName {
  /// A name in listed order: `LAST, First Middle`.
  static func listed(last: String?, first: String?) -> String? {
    guard let last else { return first }
    return first.map { "\(last), \($0)" } ?? last
  }

  /// The facts of an alias as the delimited files give them: strong ones from the alias file, weak
  /// ones as `a.k.a. 'X'` from the remarks.
  ///
  /// - Parameter type: `a.k.a.`, `f.k.a.`, `n.k.a.`.
  static func facts(
    alias: String, type: String, isWeak: Bool, isPerson: Bool
  ) -> [Fact] {
    let type = type.lowercased()
    if isWeak {
      return facts(
        alias: alias, qualifier: "weak", raw: "\(type) '\(alias)'", isPerson: isPerson)
    }
    let words = ["a.k.a.": "aka", "f.k.a.": "fka", "n.k.a.": "nka"]
    return facts(alias: alias, qualifier: words[type] ?? type, isPerson: isPerson)
  }
}
