import ClewModel

/// One `sdnEntry` of SDN.XML or CONSOLIDATED.XML (schema sdnList.xsd).
struct OFACEntry {
  var listing: Listing
  /// Names after `Linked To:` in the remarks.
  var links: [String] = []

  /// - Throws: `OFACEntryError` where the entry has no number or no name.
  init(_ node: RecordNode) throws(OFACEntryError) {
    guard let uid = node.text("uid"), uid.utf8.count <= 18,
      uid.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
    else { throw OFACEntryError(reason: "uid is not the number of an entry") }
    guard
      let name = OFACName.listed(last: node.text("lastName"), first: node.text("firstName"))
    else { throw OFACEntryError(reason: "the entry has no name: lastName and firstName are empty") }
    let type = node.text("sdnType")
    let kind = Self.kind(type)
    listing = Listing(
      list: OFACList.sdn.rawValue, authority: .ofac, effect: .blocking, ref: uid, kind: kind,
      name: name, provenance: node.provenance("sdnEntry"))
    for list in node.children("programList") { listing.programmes += list.texts("program") }
    if kind == .person, let spoken = OFACName.reordered(name) {
      listing.facts.append(Fact(.alias, spoken, raw: name, qualifier: "reordered"))
    }
    if kind == .unknown, let type { listing.facts.append(Fact("listed-as", type)) }
    if let title = node.text("title") { listing.facts.append(Fact(.title, title)) }
    addVessel(node)
    for item in Self.items(node) { add(item.read(kind: kind)) }
    for item in Self.documents(node) { add(item.read(kind: kind, isDocument: true)) }
    addRemarks(node)
    addAliases(node)
    addAddresses(node)
  }

  private mutating func add(_ remark: OFACRemark) {
    listing.facts += remark.facts
    if listing.listed == nil { listing.listed = remark.listed }
    links += remark.links.map(\.stated)
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

  private mutating func addVessel(_ node: RecordNode) {
    guard let vessel = node.child("vesselInfo") else { return }
    let stated: [(Property, String?)] = [
      ("call-sign", vessel.text("callSign")), ("vessel-type", vessel.text("vesselType")),
      ("tonnage", vessel.text("tonnage")),
      ("gross-registered-tonnage", vessel.text("grossRegisteredTonnage")),
      ("vessel-owner", vessel.text("vesselOwner")),
    ]
    for (property, value) in stated {
      if let value { listing.facts.append(Fact(property, value)) }
    }
    if let flag = vessel.text("vesselFlag") {
      listing.facts.append(Fact("flag", CountryName.value(flag), raw: flag))
    }
  }

  /// Everything that stands in the remarks of the delimited files, main entries first.
  private static func items(_ node: RecordNode) -> [OFACItem] {
    var items: [OFACItem] = []
    func add(_ label: String, _ nodes: [RecordNode], _ value: (RecordNode) -> String?) {
      let entries = nodes.map { entry -> (isMain: Bool, text: String?) in
        takeKey(entry)
        return (entry.text("mainEntry")?.lowercased() != "false", value(entry))
      }
      for entry in entries.filter(\.isMain) + entries.filter({ !$0.isMain }) {
        if let text = entry.text { items.append(OFACItem(type: label, number: text)) }
      }
    }
    add("DOB", node.children("dateOfBirthList").flatMap { $0.children("dateOfBirthItem") }) {
      $0.text("dateOfBirth")
    }
    add("POB", node.children("placeOfBirthList").flatMap { $0.children("placeOfBirthItem") }) {
      $0.text("placeOfBirth")
    }
    add("nationality", node.children("nationalityList").flatMap { $0.children("nationality") }) {
      $0.text("country")
    }
    add("citizen", node.children("citizenshipList").flatMap { $0.children("citizenship") }) {
      $0.text("country")
    }
    return items
  }

  /// The lines of `idList`: documents, and what the delimited files state beside them.
  private static func documents(_ node: RecordNode) -> [OFACItem] {
    var items: [OFACItem] = []
    for id in node.children("idList").flatMap({ $0.children("id") }) {
      takeKey(id)
      let number = id.text("idNumber")
      guard let type = id.text("idType") ?? (number == nil ? nil : "Identification Number") else {
        continue
      }
      items.append(
        OFACItem(
          type: type, number: number, country: id.text("idCountry"),
          issued: id.text("issueDate"), expires: id.text("expirationDate")))
    }
    return items
  }

  private mutating func addRemarks(_ node: RecordNode) {
    for remark in node.texts("remarks") {
      listing.facts.append(Fact(.remark, remark, qualifier: "as stated"))
      add(OFACRemark(items: OFACRemark.itemsOfXML(remark), kind: listing.kind))
    }
  }

  private mutating func addAliases(_ node: RecordNode) {
    for alias in node.children("akaList").flatMap({ $0.children("aka") }) {
      Self.takeKey(alias)
      let type = alias.text("type") ?? "a.k.a."
      let isWeak = alias.text("category")?.lowercased() == "weak"
      let first = alias.text("firstName")
      guard let name = OFACName.listed(last: alias.text("lastName"), first: first) else {
        continue
      }
      listing.facts += OFACName.facts(
        alias: name, type: type, isWeak: isWeak,
        isPerson: listing.kind == .person && first != nil)
    }
  }

  private mutating func addAddresses(_ node: RecordNode) {
    for stated in node.children("addressList").flatMap({ $0.children("address") }) {
      Self.takeKey(stated)
      let address = OFACAddress(
        lines: [
          stated.text("address1"), stated.text("address2"), stated.text("address3"),
        ].compactMap { $0 },
        city: stated.text("city"), state: stated.text("stateOrProvince"),
        postalCode: stated.text("postalCode"), country: stated.text("country"))
      listing.facts += address.facts
    }
  }

  /// The number of a line inside OFAC's database, which no other file refers to.
  private static func takeKey(_ node: RecordNode) { node.child("uid")?.takeAll() }
}

/// Why an entry cannot be read.
struct OFACEntryError: Error {
  var reason: String
}
