import ClewModel

/// Documents of persons on the UN list.
///
/// The number may stand in prose (`Libyan passport No. 96/184442`, `00016161 (Yemen)`), in the second
/// type, or only in the note; the issuing country has two spellings.
enum UNDocument {
  /// The document as a fact: passport, national id, tax number, or another identifier with its type
  /// in the qualifier. Everything stated about it is in `raw`.
  static func facts(_ node: RecordNode) -> [Fact] {
    let type = node.text("TYPE_OF_DOCUMENT")?.singleSpaced
    let second = node.text("TYPE_OF_DOCUMENT2")?.singleSpaced
    let number = node.text("NUMBER")?.singleSpaced
    let issuer = UNEntry.text(node, "ISSUING_COUNTRY")?.singleSpaced
    let place = [UNEntry.text(node, "CITY_OF_ISSUE"), UNEntry.text(node, "COUNTRY_OF_ISSUE")]
      .compactMap { $0?.singleSpaced }
    let issued = node.text("DATE_OF_ISSUE")
    let note = node.text("NOTE")?.singleSpaced
    let raw = [
      [type, second == type ? nil : second, number].compactMap { $0 }.joined(separator: " "),
      issuer.map { "(\($0))" } ?? "", issued.map { "issued \($0)" } ?? "",
      place.isEmpty ? "" : "at \(place.joined(separator: ", "))", note ?? "",
    ].filter { !$0.isEmpty }.joined(separator: " ")
    guard !raw.isEmpty else { return [] }
    let text =
      number ?? second.flatMap { $0.contains(where: \.isNumber) ? $0 : nil }
      ?? note.flatMap(opening)
    guard let text, let found = UNNumber(text) else {
      return [Fact("document", raw, qualifier: second ?? type)]
    }
    let kind = [number == nil ? nil : second, found.words].compactMap { $0 }.joined(separator: " ")
    let property = property(kind) ?? type.flatMap { self.property($0) } ?? .otherID
    let country =
      issuer.flatMap { CountryName.code(nationality: $0) ?? $0 } ?? found.country
      ?? place.last.flatMap { CountryName.code($0) }
    let value = CheckDigits.compact(found.number)
    guard property != .otherID else {
      let name = kind.isEmpty ? type ?? "document" : kind
      let qualifier = country.map { "\(name), \($0)" } ?? name
      return [Fact(.otherID, value, raw: raw, qualifier: qualifier)]
    }
    return [Fact(property, value, raw: raw, qualifier: country)]
  }

  /// The words a note begins with, up to when the document was issued, under which name: `Tunisian
  /// passport number L 191609`. Nil where it begins with these.
  private static func opening(_ note: String) -> String? {
    var text = note[...]
    for mark in [" issued", " under name", " (", " expire", ","] {
      if let end = text.firstRange(of: mark)?.lowerBound { text = text[..<end] }
    }
    let first = text.prefix { $0 != " " }.lowercased()
    let isAbout = ["issued", "under", "expired", "expires", "valid", "and"].contains(first)
    return isAbout || !text.contains(where: \.isNumber) ? nil : String(text)
  }

  /// What a type says a document is; nil where it says nothing.
  private static func property(_ type: String) -> Property? {
    let type = type.lowercased()
    for (property, words) in kinds where words.contains(where: type.contains) { return property }
    return nil
  }

  /// In the order of the test: what is no identity document of a state, though its name holds such a
  /// word, first.
  private static let kinds: [(Property, [String])] = [
    (
      .otherID,
      [
        "counterfeit", "false", "birth", "ration", "driv", "student", "voter", "travel document",
        "laissez", "deportation", "military", "serviceman", "resident", "certificate", "faca",
        "fardc", "other id",
      ]
    ),
    (.taxNumber, ["fiscal code", "tax "]),
    (.passport, ["passport", "pasaporte", "passeport"]),
    (
      .nationalID,
      ["social security", "identi", "national", "tazkira", "ssn", "bpa", "personal"]
    ),
  ]
}

/// A number as a document states it, out of the words around it.
struct UNNumber {
  var number: String
  /// What stands before it: `CAR diplomatic passport no.`.
  var words: String?
  /// The country the words name, as a code.
  var country: String?

  /// - Returns: nil where no number stands at the end.
  init?(_ stated: String) {
    var text = stated
    if text.hasSuffix(")"), let open = text.lastIndex(of: "("), open > text.startIndex {
      let inside = text[text.index(after: open)...].dropLast()
      country = inside == "US" ? "US" : CountryName.code(inside)
      text = text[..<open].trimmed
    } else if let comma = text.lastIndex(of: ","),
      let code = CountryName.code(text[text.index(after: comma)...])
    {
      country = code
      text = text[..<comma].trimmed
    }
    let tokens = text.split(separator: " ")
    let tail = tokens.reversed().prefix { token in
      token.contains(where: \.isNumber)
        || token.utf8.count <= 4 && token != "SSN"
          && token.allSatisfy { $0.isUppercase || $0 == "-" }
    }
    guard tail.contains(where: { $0.contains(where: \.isNumber) }) else { return nil }
    number = tail.reversed().joined(separator: " ")
    let before = tokens.dropLast(tail.count)
    guard !before.isEmpty else { return }
    words = before.joined(separator: " ")
    if country == nil {
      for count in 1...min(4, before.count) {
        let name = before.prefix(count).joined(separator: " ")
        if let code = CountryName.code(nationality: name) { country = code }
      }
    }
  }
}
