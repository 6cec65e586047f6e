import ClewModel

/// A record of a UK list as facts.
struct UKFacts {
  private(set) var facts: [Fact] = []
  /// The name of the entry, where this record states it.
  private(set) var mainName: String?
  private let kind: PartyKind

  init(_ record: UKRecord, kind: PartyKind) {
    self.kind = kind
    for name in record.names { add(name) }
    for script in record.scripts { add(script) }
    for title in record.values[.title] ?? [] { facts.append(Fact(.title, title)) }
    addIdentifiers(record)
    addPerson(record)
    for address in record.addresses { add(address) }
    addContacts(record)
    addTexts(record)
    addShip(record)
  }

  /// The name in spoken order: names 1 to 5, then 6; an entity's and a ship's stands in 6.
  static func spoken(_ parts: [String?]) -> String {
    parts.compactMap { $0 }.joined(separator: " ").singleSpaced
  }

  private mutating func add(_ name: UKRecord.Name) {
    let spoken = Self.spoken(name.parts)
    guard !spoken.isEmpty else { return }
    let type = name.type?.lowercased() ?? ""
    let isMain = type == "primary name" || type == "prime alias"
    if isMain, mainName == nil { mainName = spoken }
    let qualifier =
      name.strength?.lowercased().hasPrefix("low") == true
      ? "weak" : type == "fka" ? "fka" : "aka"
    facts.append(Fact(.alias, spoken, qualifier: qualifier))
    guard kind == .person else { return }
    for (index, part) in name.parts.enumerated() {
      guard let part else { continue }
      facts.append(Fact(index == 5 ? "last-name" : index == 0 ? "first-name" : "middle-name", part))
    }
  }

  private mutating func add(_ script: UKRecord.Script) {
    let words = [script.type.map { "\($0) script" }, script.language].compactMap { $0 }
    facts.append(
      Fact(
        .alias, script.name.singleSpaced,
        qualifier: words.isEmpty ? "original script" : words.joined(separator: ", ")))
  }

  private mutating func addIdentifiers(_ record: UKRecord) {
    let labels: [(UKField, String)] = [
      (.uniqueID, "UK Sanctions List unique ID"), (.groupID, "OFSI group ID"),
      (.unReference, "UN reference"),
    ]
    for (field, label) in labels {
      for value in record.values[field] ?? [] {
        facts.append(Fact(.otherID, value, qualifier: label))
      }
    }
    for number in record.values[.registrationNumber] ?? [] { addRegistration(number) }
    for document in record.passports { add(document, .passport, "Passport") }
    for document in record.nationalIDs { add(document, .nationalID, "National identifier") }
  }

  /// A document; its country is what the details name in brackets or in one word.
  private mutating func add(_ document: UKRecord.Document, _ property: Property, _ label: String) {
    let raw = [document.number, document.details].compactMap { $0 }.joined(separator: " ")
    guard let stated = document.number, let number = UKNumber(stated) else {
      if !raw.isEmpty { facts.append(Fact("document", raw, qualifier: label)) }
      return
    }
    let country = number.country ?? document.details.flatMap(UKNumber.country)
    facts.append(Fact(property, number.value, raw: raw, qualifier: country))
  }

  /// A number of a company: a tax number, a register number, or what its label says.
  private mutating func addRegistration(_ stated: String) {
    if let labelled = UKLabelledNumber(stated) {
      facts.append(labelled.fact)
    } else if stated.contains(where: \.isNumber), stated.split(separator: " ").count <= 2 {
      facts.append(Fact(.registrationNumber, CheckDigits.compact(stated), raw: stated))
    } else {
      facts.append(Fact(.otherID, stated, qualifier: "business registration"))
    }
  }

  private mutating func addPerson(_ record: UKRecord) {
    for stated in record.values[.birth] ?? [] {
      if let date = UKDate.value(stated) {
        facts.append(Fact(.birthDate, date, raw: stated))
      } else {
        facts.append(Fact("birth-date-note", stated))
      }
    }
    for (town, country) in record.births {
      let place = [town, country].compactMap { $0?.singleSpaced }.joined(separator: ", ")
      guard !place.isEmpty else { continue }
      let code = country.flatMap { CountryName.code($0) }
      facts.append(Fact(.birthPlace, place, qualifier: code))
    }
    for stated in record.values[.nationality] ?? [] {
      facts.append(Fact(.nationality, CountryName.code(nationality: stated) ?? stated, raw: stated))
    }
    for stated in record.values[.gender] ?? [] {
      facts.append(Fact(.gender, stated.lowercased(), raw: stated))
    }
    for position in record.values[.position] ?? [] { facts.append(Fact("position", position)) }
  }

  private mutating func add(_ address: UKRecord.Address) {
    let country = address.country?.singleSpaced
    // `Pakistan (location as at May 2008)`.
    let code = country.flatMap { name in
      CountryName.code(name) ?? CountryName.code(name.prefix { $0 != "(" })
    }
    let lines = address.lines + [address.postcode?.singleSpaced].compactMap { $0 }
    if lines.isEmpty {
      if let country { facts.append(Fact(.country, code ?? country, raw: country)) }
      return
    }
    let line = (lines + [country].compactMap { $0 }).joined(separator: ", ")
    facts.append(Fact(.address, line, qualifier: code))
  }

  private mutating func addContacts(_ record: UKRecord) {
    for phone in record.values[.phone] ?? [] { facts.append(Fact(.phone, phone)) }
    for site in record.values[.website] ?? [] { facts.append(Fact(.website, site)) }
    for mail in record.values[.email] ?? [] {
      facts.append(Fact(.email, mail.lowercased(), raw: mail))
    }
  }

  private mutating func addTexts(_ record: UKRecord) {
    let texts: [(UKField, Property)] = [
      (.information, .comment), (.reasons, "statement-of-reasons"), (.source, "designation-source"),
      (.parentCompany, "parent-company"), (.subsidiaries, "subsidiary"), (.entityType, .business),
      (.status, .status),
    ]
    for (field, property) in texts {
      for value in record.values[field] ?? [] { facts.append(Fact(property, value)) }
    }
    for value in UKMeasures.stated(record) { facts.append(Fact("measure", value)) }
    let dates: [(UKField, Property)] = [
      (.updated, "updated"), (.designated, "designated-on"), (.listed, "listed-on"),
    ]
    for (field, property) in dates {
      for stated in record.values[field] ?? [] {
        facts.append(Fact(property, UKDate.value(stated) ?? stated, raw: stated))
      }
    }
  }

  private mutating func addShip(_ record: UKRecord) {
    for stated in record.values[.imo] ?? [] {
      let digits = String(stated.filter(\.isNumber))
      if let valid = CheckDigits.imo(stated) {
        facts.append(Fact(.imo, valid, raw: stated))
      } else {
        facts.append(
          Fact(.imo, digits.isEmpty ? stated : digits, raw: stated, qualifier: "check digit wrong"))
      }
    }
    let texts: [(UKField, Property)] = [
      (.owner, "vessel-owner"), (.formerOwner, "former-vessel-owner"), (.shipType, "vessel-type"),
      (.tonnage, "tonnage"), (.length, "vessel-length"), (.yearBuilt, "vessel-built"),
      (.hull, "hull-number"),
    ]
    for (field, property) in texts {
      for value in record.values[field] ?? [] { facts.append(Fact(property, value)) }
    }
    for (field, property) in [(UKField.flag, "flag" as Property), (.formerFlags, "former-flag")] {
      for value in record.values[field] ?? [] {
        facts.append(Fact(property, CountryName.value(value), raw: value))
      }
    }
  }
}

/// Dates of the UK lists.
enum UKDate {
  /// `dd/mm/yyyy`, where `00` or the letters themselves stand for an unknown day or month; a bare
  /// year; `13-Feb-2026`; ISO 8601, of which a midnight is a day. Nil for what is none of them.
  static func value(_ stated: String) -> String? {
    let text = stated.trimmed
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parts.count == 3 {
      guard parts[2].utf8.count == 4, let year = Int(parts[2]), year > 0 else { return nil }
      let day = part(parts[0], placeholder: "dd")
      let month = part(parts[1], placeholder: "mm")
      guard let day, let month, let date = Day(year: year, month: max(month, 1), day: max(day, 1))
      else { return nil }
      // A day without a month says no more than the year.
      return String(date.description.prefix(month == 0 ? 4 : day == 0 ? 7 : 10))
    }
    if text.hasSuffix("T00:00:00") { return Day(iso: text.dropLast(9))?.description }
    if let iso = TimeSpan(iso: text) { return iso.description }
    let words = text.split(separator: "-").map(String.init)
    guard words.count == 3, let day = Int(words[0]), let year = Int(words[2]),
      words[2].utf8.count == 4,
      let month = MonthName.number(words[1])
    else { return nil }
    return Day(year: year, month: month, day: day)?.description
  }

  static func time(_ stated: String) -> TimeSpan? { value(stated).flatMap { TimeSpan(iso: $0) } }

  private static func part(_ text: String, placeholder: String) -> Int? {
    if text.lowercased() == placeholder { return 0 }
    guard (1...2).contains(text.utf8.count) else { return nil }
    return Int(text)
  }
}

/// A number of a document, with the country in brackets behind it: `3520025509842-7 (Pakistani)`.
struct UKNumber {
  var value: String
  var country: String?

  /// - Returns: nil where no digit is in it, or it is prose.
  init?(_ stated: String) {
    var text = stated.singleSpaced
    if text.hasSuffix(")"), let open = text.lastIndex(of: "("), open > text.startIndex {
      country = Self.country(String(text[text.index(after: open)...].dropLast()))
      text = text[..<open].trimmed
    }
    let compact = CheckDigits.compact(text)
    guard compact.contains(where: \.isNumber), compact.utf8.count <= 40,
      text.split(separator: " ").count <= 4
    else { return nil }
    value = compact
  }

  /// The country that details name: in brackets, or as their first or only words.
  static func country(_ details: String) -> String? {
    if let code = CountryName.code(nationality: details) { return code }
    let words = details.split { $0 == " " || $0 == "," || $0 == "." || $0 == ";" }
    for count in stride(from: min(4, words.count), to: 0, by: -1) {
      if let code = CountryName.code(nationality: words.prefix(count).joined(separator: " ")) {
        return code
      }
    }
    return nil
  }
}
