import ClewModel

/// A party or a bank as an element states it, before it has a number in the source.
struct ISOParty {
  var kind = PartyKind.unknown
  var name = ""
  var facts = ISOFacts()
  /// ISO 3166 of the address, else of residence.
  var country: String?
  var provenance: Provenance
  /// What names the bank where it keeps an account: BIC, else clearing member, LEI or name.
  var institution: String?
  var bic: String?
  /// True for a bank, stated as one.
  private(set) var isBank = false

  /// False for an element that states nothing but `NOTPROVIDED`.
  var isStated: Bool { !name.isEmpty || !facts.all.isEmpty }

  /// True where it says who it is, by a name or a number.
  var isIdentified: Bool {
    !name.isEmpty || facts.all.contains { Self.numbers.contains($0.property) }
  }

  private static let numbers: Set<Property> = [
    .bic, .lei, .registrationNumber, .taxNumber, .passport, .nationalID, .otherID,
    "clearing-member",
  ]

  var mention: Mention {
    Mention(kind: kind, name: name, facts: facts.all, provenance: provenance)
  }

  /// Reads a party in any of its shapes: bare, in `Pty`, or a bank in `Agt` or `FinInstnId`.
  init?(_ node: RecordNode, path: String) {
    var node = node
    if let agent = node.child("Agt"), node.child("Nm") == nil { node = agent }
    provenance = node.provenance(path)
    if node.child("FinInstnId") != nil || node.child("BrnchId") != nil {
      readInstitution(node)
    } else {
      readParty(node.child("Pty") ?? node)
    }
    guard isStated else { return nil }
  }

  // MARK: - parties

  private mutating func readParty(_ node: RecordNode) {
    name = ISOValue.word(node.text("Nm")) ?? ""
    if let address = node.child("PstlAdr") { readAddress(address) }
    if let id = node.child("Id") { readIdentification(id) }
    if let residence = node.text("CtryOfRes") {
      facts.add(
        kind == .person ? .residence : .country, CountryName.value(residence), raw: residence)
      country = country ?? CountryName.value(residence)
    }
    if let contact = node.child("CtctDtls") { readContact(contact) }
  }

  private mutating func readContact(_ node: RecordNode) {
    for property in Self.contacts {
      for found in node.children where found.name == property.name {
        guard let text = found.text, !Sentinel.matches(text) else { continue }
        facts.add(property.property, text, qualifier: property.qualifier)
      }
    }
    facts.keep(node, as: "contact")
  }

  private static let contacts: [(name: String, property: Property, qualifier: String?)] = [
    ("PhneNb", .phone, nil), ("MobNb", .phone, "mobile"), ("FaxNb", .phone, "fax"),
    ("EmailAdr", .email, nil), ("URLAdr", .website, nil),
  ]

  // MARK: - addresses

  /// One line: free lines first, then the parts from the most particular to the country.
  mutating func readAddress(_ node: RecordNode, _ property: Property = .address) {
    var parts: [String] = []
    func add(_ text: String?) {
      guard let text = ISOValue.word(text), text != parts.last else { return }
      parts.append(text)
    }
    for line in node.texts("AdrLine") { add(line) }
    for part in [node.text("CareOf"), node.text("Dept"), node.text("SubDept")] { add(part) }
    let street = [node.text("StrtNm"), node.text("BldgNb")].compactMap(ISOValue.word)
    add(street.joined(separator: " "))
    for part in [
      node.text("BldgNm"), node.text("Flr"), node.text("UnitNb"), node.text("Room"),
      node.text("PstBx"), node.text("TwnLctnNm"), node.text("DstrctNm"),
    ] { add(part) }
    let town = [node.text("PstCd"), node.text("TwnNm")].compactMap(ISOValue.word)
    add(town.joined(separator: " "))
    add(node.text("CtrySubDvsn"))
    if let stated = ISOValue.word(node.text("Ctry")) {
      country = country ?? CountryName.value(stated)
      add(stated)
    }
    let type = ISOValue.code(node.child("AdrTp")) ?? node.descendant("AdrTp", "Prtry")?.text("Id")
    guard !parts.isEmpty else { return }
    facts.add(property, parts.joined(separator: ", "), qualifier: type)
  }

  // MARK: - banks

  /// `FinInstnId` with `BrnchId`; the combined and the plain form of version 1 too.
  private mutating func readInstitution(_ node: RecordNode) {
    kind = .organisation
    isBank = true
    if let id = node.child("FinInstnId") {
      readInstitutionParts(id)
      if let combined = id.child("CmbndId") { readInstitutionParts(combined) }
    }
    if let branch = node.child("BrnchId") {
      facts.add(.branch, ISOValue.reference(branch.text("Nm")))
      facts.add("branch-id", ISOValue.reference(branch.text("Id")))
      if let lei = branch.text("LEI") { addLEI(lei, qualifier: "branch") }
      if let address = branch.child("PstlAdr") { readAddress(address, "branch-address") }
    }
    institution = bic ?? institution ?? (name.isEmpty ? nil : name)
  }

  private mutating func readInstitutionParts(_ id: RecordNode) {
    if let text = id.text("BICFI") ?? id.text("BIC") ?? id.text("AnyBIC") { addBIC(text) }
    for member in id.children("ClrSysMmbId") { readMember(member) }
    if let lei = id.text("LEI") { addLEI(lei) }
    let named = id.child("NmAndAdr") ?? id
    if name.isEmpty { name = ISOValue.word(named.text("Nm")) ?? "" }
    if let address = named.child("PstlAdr") { readAddress(address) }
    for other in id.children("Othr") + id.children("PrtryId") {
      add(other: other, scheme: .organisation)
    }
  }

  /// `ClrSysMmbId{ClrSysId/Cd|Prtry, MmbId}`; in version 1 the number stands in `Id` or `Prtry`.
  private mutating func readMember(_ node: RecordNode) {
    let system = ISOValue.code(node.child("ClrSysId"))
    let number = node.text("MmbId") ?? node.text("Id") ?? node.text("Prtry")
    guard let number, !Sentinel.matches(number) else { return }
    facts.add("clearing-member", number, qualifier: system)
    if institution == nil { institution = (system ?? "") + number }
  }

  mutating func addBIC(_ text: String) {
    guard !Sentinel.matches(text) else { return }
    let compact = CheckDigits.compact(text)
    guard CheckDigits.bic8(compact) != nil else {
      return facts.add(.otherID, compact, raw: text, qualifier: "BIC")
    }
    facts.add(.bic, compact, raw: text)
    bic = bic ?? compact
  }

  mutating func addLEI(_ text: String, qualifier: String? = nil) {
    guard !Sentinel.matches(text) else { return }
    let compact = CheckDigits.compact(text)
    let fault = CheckDigits.lei(compact) == nil ? "check digits wrong" : nil
    facts.add(.lei, compact, raw: text, qualifier: fault ?? qualifier)
    if kind == .unknown { kind = .organisation }
  }
}
