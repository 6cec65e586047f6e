import ClewModel

/// The fields of one row of the consolidated screening list, whatever wrote them down.
struct ScreeningEntry {
  /// The columns that every edition so far has had, without those that name the entry.
  static let columns: Set<String> = [
    "_id", "source", "entity_number", "type", "programs", "name", "title", "addresses",
    "federal_register_notice", "start_date", "end_date", "standard_order", "license_requirement",
    "license_policy", "call_sign", "vessel_type", "gross_tonnage", "gross_registered_tonnage",
    "vessel_flag", "vessel_owner", "remarks", "source_list_url", "alt_names", "citizenships",
    "dates_of_birth", "nationalities", "places_of_birth", "source_information_url", "ids",
  ]

  /// Columns whose text is a fact as it stands.
  static let plain: [(String, Property)] = [
    ("title", .title), ("call_sign", "call-sign"), ("vessel_type", "vessel-type"),
    ("gross_tonnage", "tonnage"), ("gross_registered_tonnage", "gross-registered-tonnage"),
    ("vessel_owner", "vessel-owner"), ("federal_register_notice", "federal-register-notice"),
    ("standard_order", "standard-order"), ("license_requirement", "licence-requirement"),
    ("license_policy", "licence-policy"), ("source_list_url", "list-url"),
    ("source_information_url", "information-url"),
  ]

  /// Keys with one value in JSON; the others hold arrays.
  static let single = columns.subtracting([
    "programs", "addresses", "alt_names", "citizenships", "dates_of_birth", "nationalities",
    "places_of_birth", "ids",
  ]).union(["id"])

  private(set) var listing: Listing
  /// Names after `Linked To:`.
  private(set) var links: [String] = []
  /// True where the source gives the entry no number: rows of one name and day are one entry.
  let isNamedByText: Bool

  /// - Parameters:
  ///   - value: the text of a column, nil where it is empty.
  /// - Throws: `OFACEntryError` where name or source are missing.
  init(
    provenance: Provenance, value: (String) -> String?
  ) throws(OFACEntryError) {
    guard let source = value("source").flatMap(ScreeningSource.init) else {
      throw OFACEntryError(reason: "source is empty: the row says not which list it is of")
    }
    guard let name = value("name") else {
      throw OFACEntryError(reason: "the row has no name")
    }
    let number = value("entity_number") ?? value("_id")
    let start = value("start_date")
    isNamedByText = number == nil
    listing = Listing(
      list: source.list, authority: source.authority, effect: source.effect,
      ref: number ?? [name, start].compactMap { $0 }.joined(separator: " "),
      kind: Self.kind(value("type")), name: name, provenance: provenance)
    listing.listed = start.flatMap { TimeSpan(iso: $0) }
    if let start, listing.listed == nil { add("start-date", start) }
    if let type = value("type"), listing.kind == .unknown { add("listed-as", type) }
    if isPerson(name), let spoken = OFACName.reordered(name) {
      listing.facts.append(Fact(.alias, spoken, raw: name, qualifier: "reordered"))
    }
    for (column, property) in Self.plain {
      if let text = value(column) { add(property, text) }
    }
    if let flag = value("vessel_flag") {
      listing.facts.append(Fact("flag", CountryName.value(flag), raw: flag))
    }
    if let end = value("end_date") { add("expires", end) }
  }

  private static func kind(_ type: String?) -> PartyKind {
    switch type?.lowercased() {
    case "individual": .person
    case "entity": .organisation
    case "vessel": .vessel
    case "aircraft": .aircraft
    default: .unknown
    }
  }

  private func isPerson(_ name: String) -> Bool {
    listing.kind == .person && OFACName.isPersons(name)
  }

  private mutating func add(_ property: Property, _ value: String) {
    listing.facts.append(Fact(property, value))
  }

  private mutating func add(_ remark: OFACRemark) {
    listing.facts += remark.facts
    links += remark.links.map(\.stated)
  }

  mutating func addProgrammes(_ programmes: [String]) { listing.programmes += programmes }

  mutating func addAlias(_ name: String) {
    listing.facts += OFACName.facts(alias: name, qualifier: "aka", isPerson: isPerson(name))
  }

  /// A date of birth: ISO 8601, or in OFAC's words with circa.
  mutating func addBirth(_ text: String) {
    if let time = TimeSpan(iso: text) {
      listing.facts.append(Fact(.birthDate, time.description, raw: text))
    } else {
      add(OFACItem(type: "DOB", number: text).read(kind: listing.kind))
    }
  }

  mutating func addBirthPlace(_ text: String) { add(.birthPlace, text) }

  mutating func addNationality(_ country: String, isCitizenship: Bool) {
    listing.facts.append(
      Fact(
        .nationality, CountryName.value(country), raw: country,
        qualifier: isCitizenship ? "citizen" : nil))
  }

  /// An address in one line, its country, where it has one, last as a code of two letters.
  ///
  /// Orders of denial leave the country out at times, and then end in a state: letters that may be
  /// either (`CA`) say nothing there unless a postal code stands before them.
  mutating func addAddress(_ text: String) {
    let parts = text.split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }
    guard let last = parts.last else { return }
    let isCode = last.utf8.count == 2 && last.utf8.allSatisfy { (65...90).contains($0) }
    if parts.count == 1, isCode { return add(.country, last) }
    let before = parts.dropLast().last ?? ""
    let isState =
      listing.list == "csl-dpl" && Self.states.contains(last)
      && !before.contains(where: \.isNumber)
    listing.facts.append(
      Fact(
        .address, parts.joined(separator: ", "), raw: text,
        qualifier: isCode && !isState ? last : nil))
  }

  /// An address in parts.
  mutating func addAddress(_ parts: [String], country: String?) {
    if parts.isEmpty {
      if let country { add(.country, country) }
      return
    }
    let line = parts + [country].compactMap { $0 }
    listing.facts.append(
      Fact(.address, line.joined(separator: ", "), qualifier: country.flatMap(Self.code)))
  }

  /// The code of a country, which the lists state as a code or by its name; nil for what is neither.
  static func code(_ country: String) -> String? {
    let isCode =
      country.utf8.count == 2 && country.utf8.allSatisfy { $0 | 0x20 >= 97 && $0 | 0x20 <= 122 }
    return isCode ? country.uppercased() : CountryName.code(country)
  }

  /// States of the United States and provinces whose letters are a country's as well.
  private static let states: Set<String> = [
    "AL", "AR", "AZ", "CA", "CO", "DE", "GA", "ID", "IL", "IN", "KY", "LA", "MA", "MD", "ME", "MN",
    "MO", "MS", "MT", "NC", "NE", "PA", "SC", "SD", "TN", "VA",
  ]

  /// An identifier or another line of `ids`.
  mutating func addItem(_ item: ScreeningItem) {
    let read = item.item.read(kind: listing.kind, isDocument: true)
    if listing.listed == nil { listing.listed = read.listed }
    listing.facts += read.facts.map { fact in
      Fact(
        fact.property, fact.property == .remark ? item.stated : fact.value, raw: item.stated,
        qualifier: fact.qualifier)
    }
  }

  mutating func addRemarks(_ text: String) {
    guard listing.authority == .ofac else { return add(.remark, text) }
    listing.facts.append(Fact(.remark, text, qualifier: "as stated"))
    add(OFACRemark(items: OFACRemark.itemsOfXML(text), kind: listing.kind))
  }
}
