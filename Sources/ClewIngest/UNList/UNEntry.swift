import ClewModel

/// One entry of the UN list as a listing.
struct UNEntry {
  static let list = "un"

  /// Why an entry cannot be read.
  struct Fault: Error {
    var reason: String
  }

  private(set) var listing: Listing
  private var facts: [Fact] = []

  /// - Parameter generated: when the list was made: an entry delisted by then is no longer blocked.
  init(_ node: RecordNode, isPerson: Bool, generated: TimeSpan?) throws(Fault) {
    let parts = Self.nameParts.compactMap { name, property in
      Self.text(node, name).map { (property, $0.singleSpaced) }
    }
    let name = parts.map(\.1).joined(separator: " ")
    guard !name.isEmpty else { throw Fault(reason: "the entry has no name") }
    guard let ref = Self.text(node, "REFERENCE_NUMBER") ?? Self.text(node, "DATAID") else {
      throw Fault(reason: "the entry has neither a reference number nor a data id")
    }
    listing = Listing(
      list: Self.list, authority: .un, effect: .blocking, ref: ref.singleSpaced,
      kind: isPerson ? .person : .organisation, name: name,
      provenance: Provenance(offset: 0, length: 0, line: 0))
    if isPerson { facts += parts.map { Fact($0.0, $0.1) } }
    readHead(node)
    readPerson(node)
    for alias in node.children(isPerson ? "INDIVIDUAL_ALIAS" : "ENTITY_ALIAS") {
      facts += UNAlias.facts(alias)
    }
    for address in node.children(isPerson ? "INDIVIDUAL_ADDRESS" : "ENTITY_ADDRESS") {
      facts += Self.address(address)
    }
    listing.facts = facts
    setEffect(generated)
  }

  /// An entity's whole name stands in FIRST_NAME.
  private static let nameParts: [(StaticString, Property)] = [
    ("FIRST_NAME", "first-name"), ("SECOND_NAME", "second-name"), ("THIRD_NAME", "third-name"),
    ("FOURTH_NAME", "fourth-name"),
  ]

  /// The text of a child; nil for an empty one and for `na`, the schema's default of names, which
  /// also stands for countries.
  static func text(_ node: RecordNode, _ name: StaticString) -> String? {
    guard let text = node.text(name), text.lowercased() != "na" else { return nil }
    return text
  }

  private mutating func readHead(_ node: RecordNode) {
    if let id = node.text("DATAID") { facts.append(Fact(.otherID, id, qualifier: "UN data id")) }
    if let version = node.text("VERSIONNUM"), version != "1" {
      facts.append(Fact("version", version))
    }
    if let type = node.text("UN_LIST_TYPE") { listing.programmes = [type.singleSpaced] }
    if let stated = node.text("LISTED_ON") {
      listing.listed = UNDate.day(stated).flatMap { TimeSpan(iso: $0) }
      if listing.listed == nil { facts.append(Fact("listed-on", stated)) }
    }
    for type in values(node, "LIST_TYPE") where type != "UN List" {
      facts.append(Fact("list-type", type))
    }
    for (name, property) in [
      ("SUBMITTED_ON" as StaticString, "submitted-on" as Property), ("DELISTED_ON", "delisted-on"),
    ] {
      if let stated = node.text(name) {
        facts.append(Fact(property, UNDate.day(stated) ?? stated, raw: stated))
      }
    }
    for stated in values(node, "LAST_DAY_UPDATED") {
      facts.append(Fact("updated", UNDate.day(stated) ?? stated, raw: stated))
    }
    if let name = Self.text(node, "NAME_ORIGINAL_SCRIPT") {
      facts.append(UNAlias.original(name))
    }
    if let comment = node.text("COMMENTS1") {
      facts.append(Fact(.comment, comment))
      if let link = Self.notice(comment) { facts.append(Fact("interpol-notice", link)) }
    }
    // How the UN's pages order the entries; empty in every edition.
    node.child("SORT_KEY")?.takeAll()
    node.child("SORT_KEY_LAST_MOD")?.takeAll()
  }

  private mutating func readPerson(_ node: RecordNode) {
    if let stated = node.text("GENDER") {
      facts.append(Fact(.gender, stated.lowercased(), raw: stated))
    }
    if let by = node.text("SUBMITTED_BY") {
      facts.append(Fact("submitted-by", CountryName.value(by), raw: by))
    }
    for title in values(node, "TITLE") { facts.append(Fact(.title, title)) }
    for position in values(node, "DESIGNATION") { facts.append(Fact("position", position)) }
    for stated in values(node, "NATIONALITY") + node.texts("NATIONALITY2")
    where stated.lowercased() != "na" {
      let code = CountryName.code(nationality: stated.singleSpaced)
      facts.append(Fact(.nationality, code ?? stated.singleSpaced, raw: stated))
    }
    for birth in node.children("INDIVIDUAL_DATE_OF_BIRTH") { facts += UNDate.facts(birth) }
    for place in node.children("INDIVIDUAL_PLACE_OF_BIRTH") { facts += Self.birthPlace(place) }
    for document in node.children("INDIVIDUAL_DOCUMENT") { facts += UNDocument.facts(document) }
  }

  /// The texts of the VALUE elements below a child.
  private func values(_ node: RecordNode, _ name: StaticString) -> [String] {
    node.children(name).flatMap { $0.texts("VALUE") }
  }

  /// The address of the INTERPOL notice that comments end with.
  private static func notice(_ comment: String) -> String? {
    guard let start = comment.firstRange(of: "https://www.interpol.int")?.lowerBound else {
      return nil
    }
    let link = comment[start...].prefix { !$0.isWhitespace && $0 != ")" && $0 != "," }
    return link.hasSuffix(".") ? String(link.dropLast()) : String(link)
  }

  private static let placeParts: [StaticString] = ["STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE"]

  private static func birthPlace(_ node: RecordNode) -> [Fact] {
    let parts = placeParts.compactMap { text(node, $0)?.singleSpaced }
    let country = text(node, "COUNTRY")?.singleSpaced
    let note = text(node, "NOTE")?.singleSpaced
    let named = (parts + [country].compactMap { $0 }).joined(separator: ", ")
    guard let value = named.isEmpty ? note : named else { return [] }
    return [
      Fact(
        .birthPlace, value, raw: note.map { value == $0 ? $0 : "\(value) (\($0))" },
        qualifier: country.flatMap { CountryName.code($0) })
    ]
  }

  private static func address(_ node: RecordNode) -> [Fact] {
    let parts = placeParts.compactMap { text(node, $0)?.singleSpaced }
    let country = text(node, "COUNTRY")?.singleSpaced
    let note = text(node, "NOTE")?.singleSpaced
    func stated(_ text: String) -> String { note.map { "\(text) (\($0))" } ?? text }
    if parts.isEmpty {
      guard let country else { return note.map { [Fact(.address, $0, qualifier: "note")] } ?? [] }
      return [Fact(.country, CountryName.value(country), raw: stated(country))]
    }
    let value = (parts + [country].compactMap { $0 }).joined(separator: ", ")
    return [
      Fact(
        .address, value, raw: stated(value), qualifier: country.flatMap { CountryName.code($0) })
    ]
  }

  /// What the entry brings.
  ///
  /// The list states no measures per entry. All committees freeze assets, except that resolution 2048
  /// (2012) on Guinea-Bissau bans travel only, and that Libyan entries say under which paragraphs of
  /// resolution 1970 (2011) they stand: 15 is the travel ban, 17 the freeze.
  private mutating func setEffect(_ generated: TimeSpan?) {
    let comments = listing.facts.filter { $0.property == .comment || $0.property == "position" }
    let text = comments.map(\.value).joined(separator: " ").lowercased().singleSpaced
    let isTravelBan = text.contains("(travel ban")
    let isFreeze = text.contains("asset freeze")
    let travelOnly = listing.programmes == ["GB"] || isTravelBan && !isFreeze
    if travelOnly || isTravelBan { listing.facts.append(Fact("measure", "travel ban")) }
    if isFreeze { listing.facts.append(Fact("measure", "asset freeze")) }
    if travelOnly { listing.effect = .watch }
    let delisted = listing.facts.first { $0.property == "delisted-on" }
    if let day = delisted.flatMap({ TimeSpan(iso: $0.value) }), day.lo <= generated?.hi ?? day.lo {
      listing.effect = .watch
    }
  }
}
