import ClewModel

/// What OFAC's remarks column says: items separated by `;`, the last followed by a full stop. It
/// alone holds birth dates, documents, weak aliases and the relations of the list.
struct OFACRemark {
  /// The column is cut at this many characters; the rest stands in the comments file and goes on in
  /// the middle of a word.
  static let cutLength = 1000

  var facts: [Fact] = []
  /// Names after `Linked To:`, each as it stands and without the remark's final full stop.
  var links: [LinkedName] = []
  /// The day in `Listing Date (…)`, where the entry gives one.
  var listed: TimeSpan?

  struct LinkedName: Hashable {
    var stated: String
    /// Without the full stop behind the last item, nil where there is none. Whether the stop belongs
    /// to the name (`S.A.`) or to the remark is known once the names of the list are.
    var shorter: String?
  }

  /// Reads a whole remark. Every item becomes a fact or a link; what no rule knows is a `remark`.
  ///
  /// - Parameter isCut: the remark stops in the middle and its continuation is not known; the last
  ///   item, which may be half a name or number, is kept as a `remark` with the qualifier `cut`.
  init(_ remark: String, kind: PartyKind, isCut: Bool) {
    facts.append(Fact(.remark, remark, qualifier: "as stated"))
    let items = Self.items(remark)
    for (index, item) in items.enumerated() {
      let isLast = index == items.count - 1
      if isLast, isCut {
        facts.append(Fact(.remark, item, qualifier: "cut"))
      } else {
        read(item, isLast: isLast, kind: kind)
      }
    }
  }

  /// Reads items that stand apart, as OFAC's XML gives them: no full stop ends the last of them.
  init(items: [String], kind: PartyKind) {
    for item in items { read(item, isLast: false, kind: kind) }
  }

  /// The items, trimmed. A `;` inside balanced brackets does not separate.
  static func items(_ remark: String) -> [String] {
    var depth = 0
    let pieces = remark.split { character in
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      return character == ";" && depth == 0
    }
    let items = depth == 0 ? pieces : remark.split(separator: ";")
    return items.map(\.trimmed).filter { !$0.isEmpty }
  }

  private mutating func read(_ stated: String, isLast: Bool, kind: PartyKind) {
    let hasStop = isLast && stated.hasSuffix(".")
    if let name = stated.after("Linked To:")?.trimmed, !name.isEmpty {
      let shorter = hasStop ? String(name.dropLast()) : nil
      links.append(LinkedName(stated: name, shorter: shorter))
      return
    }
    let whole = hasStop ? String(stated.dropLast()) : stated
    let item = (whole.after("alt. ") ?? whole.after("Alt. ") ?? whole).trimmed
    if let known = facts(of: item, kind: kind) {
      facts += known
    } else {
      facts.append(Fact(.remark, whole))
    }
  }

  private mutating func facts(of item: String, kind: PartyKind) -> [Fact]? {
    if let facts = Self.alias(item, kind: kind) ?? Self.person(item) ?? Self.contact(item)
      ?? Self.thing(item) ?? OFACIdentifiers.facts(item, kind: kind)
    {
      return facts
    }
    if item.hasPrefix("Listing Date ("), let colon = item.firstIndex(of: ":"),
      let date = OFACDate(item[item.index(after: colon)...].trimmed)
    {
      if listed == nil { listed = TimeSpan(iso: date.value) }
      return [Fact("listing-date", date.value, raw: item)]
    }
    return Self.notices.contains(where: item.hasPrefix) ? [Fact("sanctions-notice", item)] : nil
  }

  /// `a.k.a. 'BNC'`: aliases in quotes in the remarks are the weak ones.
  private static func alias(_ item: String, kind: PartyKind) -> [Fact]? {
    for label in ["a.k.a. ", "f.k.a. ", "n.k.a. "] {
      guard let rest = item.after(label)?.trimmed, rest.hasPrefix("'"),
        let end = rest.lastIndex(of: "'"), end > rest.startIndex
      else { continue }
      let name = rest[rest.index(after: rest.startIndex)..<end].trimmed
      guard !name.isEmpty else { return nil }
      return OFACName.facts(
        alias: name, qualifier: "weak", raw: item,
        isPerson: kind == .person && OFACName.isPersons(name))
    }
    return nil
  }

  private static func person(_ item: String) -> [Fact]? {
    if let text = item.after("DOB ") ?? item.after("DOB: ") {
      guard let date = OFACDate(text) else { return nil }
      return [Fact(.birthDate, date.value, raw: item, qualifier: date.isCirca ? "circa" : nil)]
    }
    if let place = item.after("POB ") ?? item.after("POB: ") {
      return [Fact(.birthPlace, place.trimmed, raw: item)]
    }
    for (label, qualifier) in [("nationality", nil), ("citizen", "citizen" as String?)] {
      guard let name = item.after(label + " ") ?? item.after(label + ": ") else { continue }
      return [
        Fact(.nationality, CountryName.value(name.trimmed), raw: item, qualifier: qualifier)
      ]
    }
    switch item {
    case "Gender Male": return [Fact(.gender, "male", raw: item)]
    case "Gender Female": return [Fact(.gender, "female", raw: item)]
    default: return nil
    }
  }

  private static func contact(_ item: String) -> [Fact]? {
    for (label, property) in contacts {
      guard let text = item.after(label)?.trimmed, !text.isEmpty else { continue }
      if property == .email {
        return text.contains("@") ? [Fact(.email, text.lowercased(), raw: item)] : nil
      }
      if property != .website, !text.contains(where: \.isNumber) { return nil }
      return [Fact(property, text, raw: item)]
    }
    if let address = item.firstRange(of: " (email)")?.lowerBound, item.contains("@") {
      return [Fact(.email, item[..<address].lowercased(), raw: item)]
    }
    return nil
  }

  /// Organisations, vessels and aircraft.
  private static func thing(_ item: String) -> [Fact]? {
    for (label, property) in dates {
      guard let text = item.after(label) else { continue }
      return OFACDate(text).map {
        [Fact(property, $0.value, raw: item, qualifier: $0.isCirca ? "circa" : nil)]
      }
    }
    for (label, property) in texts {
      guard let text = item.after(label)?.trimmed, !text.isEmpty else { continue }
      let isCountry = ["former-flag", "flag", "registered-in"].contains(property.rawValue)
      let value = isCountry ? CountryName.value(text) : text
      return [Fact(property, value, raw: item)]
    }
    return nil
  }

  private static let contacts: [(String, Property)] = [
    ("Website ", .website), ("Email Address ", .email), ("EMAIL ", .email), ("Email:", .email),
    ("Phone Number ", .phone), ("Phone No. ", .phone), ("Telephone No. ", .phone),
    ("Telephone: ", .phone), ("Telephone ", .phone), ("PHONE ", .phone), ("Fax No. ", "fax"),
    ("Fax: ", "fax"), ("Fax ", "fax"), ("FAX ", "fax"), ("TELEX ", "telex"),
  ]

  private static let dates: [(String, Property)] = [
    ("Organization Established Date ", .incorporationDate),
    ("Aircraft Manufacture Date ", "aircraft-built"),
  ]

  private static let texts: [(String, Property)] = [
    ("Organization Type: ", .business), ("Target Type ", "target-type"),
    ("Former Vessel Flag ", "former-flag"), ("Other Vessel Flag ", "flag"),
    ("Other Vessel Type ", "vessel-type"), ("Other Vessel Call Sign ", "call-sign"),
    ("Aircraft Operator ", "aircraft-operator"), ("Aircraft Model ", "aircraft-model"),
    ("UN/LOCODE ", "un-locode"), ("Title ", .title), ("ethnicity ", "ethnicity"),
    ("Issuer Name ", "issuer-name"), ("Nationality of Registration ", "registered-in"),
  ]

  /// What the listing brings beyond its programmes.
  private static let notices = [
    "Additional Sanctions Information", "Secondary sanctions risk", "Transactions Prohibited For",
    "Executive Order ", "CAATSA Section", "IFCA Determination", "PEESA Information",
    "For more information on directives", "Effective Date (",
    "Purchase/Sales For Divestment Date (",
  ]
}
