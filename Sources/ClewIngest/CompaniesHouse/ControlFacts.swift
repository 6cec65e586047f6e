import ClewModel

/// What a line of the snapshot states about the controller itself.
enum ControlFacts {
  static func add(_ data: RecordNode, to mention: inout Mention) {
    if let parts = data.child("name_elements") {
      for (name, property) in names {
        if let text = parts.text(name) { mention.facts.append(Fact(property, text)) }
      }
    }
    if let birth = data.child("date_of_birth"), let year = birth.text("year") {
      let parts = [year, birth.text("month"), birth.text("day")]
      mention.facts.append(Fact(.birthDate, date(parts), raw: stated(parts)))
    }
    if let text = data.text("nationality") { mention.facts += nationalities(text) }
    if let place = data.text("country_of_residence") {
      mention.facts.append(Fact(.residence, CountryName.value(place), raw: place))
    }
    for name in ["address", "principal_office_address"] as [StaticString] {
      guard let address = data.child(name) else { continue }
      let parts = address.children.compactMap(\.text)
      guard !parts.isEmpty else { continue }
      let ordered = lines.compactMap { address.text($0) }
      let others = parts.filter { !ordered.contains($0) }
      mention.facts.append(Fact(.address, (ordered + others).joined(separator: ", ")))
    }
    if let register = data.child("identification") { addRegister(register, to: &mention) }
    if let text = data.text("is_sanctioned") {
      mention.facts.append(Fact("stated-as-sanctioned", text))
    }
    if let verification = data.child("identity_verification_details") {
      for detail in verification.children {
        guard let text = detail.text else { continue }
        mention.facts.append(
          Fact(Property(rawValue: "identity-verification"), text, qualifier: detail.name))
      }
    }
  }

  /// The register and number a corporate controller states, as free text: British ones in the normal
  /// form of Companies House, others with their country. A country that is stated goes before the
  /// name of the register.
  private static func addRegister(_ register: RecordNode, to mention: inout Mention) {
    let country = register.text("country_registered")
    let place = register.text("place_registered")
    if let number = register.text("registration_number") {
      let isBritish = (country ?? place).map(CompaniesHouse.isBritish) ?? false
      let code = country.flatMap { CountryName.code($0) }
      mention.facts.append(
        isBritish
          ? CompaniesHouse.fact(number)
          : Fact(
            .registrationNumber, CheckDigits.compact(number), raw: number,
            qualifier: code ?? country ?? place))
    }
    if let country {
      mention.facts.append(Fact(.country, CountryName.value(country), raw: country))
    }
    if let place { mention.facts.append(Fact("register", place)) }
    if let form = register.text("legal_form") { mention.facts.append(Fact(.legalForm, form)) }
    if let law = register.text("legal_authority") {
      mention.facts.append(Fact("legal-authority", law))
    }
  }

  /// `1988`, `4` is 1988-04; an impossible month leaves the year.
  private static func date(_ parts: [String?]) -> String {
    var text = parts[0] ?? ""
    for part in parts.dropFirst() {
      guard let part, let number = Int(part), (1...31).contains(number) else { break }
      text += number < 10 ? "-0\(number)" : "-\(number)"
    }
    return TimeSpan(iso: text) == nil ? parts[0] ?? "" : text
  }

  private static func stated(_ parts: [String?]) -> String {
    parts.compactMap { $0 }.joined(separator: "-")
  }

  /// Nationalities as Companies House words them (`British`), several of them separated by commas, as
  /// codes of countries.
  private static func nationalities(_ text: String) -> [Fact] {
    text.split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }.map {
      Fact(.nationality, CountryName.code(nationality: $0) ?? $0, raw: $0)
    }
  }

  private static let names: [(StaticString, Property)] = [
    ("title", .title), ("forename", "first-name"), ("middle_name", "middle-name"),
    ("other_forenames", "middle-name"), ("surname", "last-name"), ("honours", "honours"),
  ]

  private static let lines: [StaticString] = [
    "care_of", "po_box", "premises", "address_line_1", "address_line_2", "locality", "region",
    "country", "postal_code",
  ]
}
