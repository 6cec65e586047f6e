import ClewModel

/// Parties, what is stated apart about them, and the links that stand as their properties.
extension FTMMapper {
  /// Properties of parties that name another party: which links they make.
  private static let inline: [(property: String, kind: LinkKind, isFrom: Bool, role: String)] = [
    // The property's party is the link's first end where `isFrom`.
    ("owner", .ownership, true, "owner"), ("operator", .agent, true, "operator"),
    ("parent", .linked, true, "parent"), ("issuer", .linked, true, "issuer"),
    ("organization", .linked, false, "position of"), ("authority", .linked, true, "authority"),
    ("tenderers", .linked, true, "tenderer"), ("onBehalfOf", .linked, false, "on behalf of"),
    ("bankAccounts", .holder, false, "account"),
  ]
  private static let takenOfParties = Set(inline.map(\.property)).union(["name", "addressEntity"])
  private static let nameParts = [
    "firstName", "secondName", "middleName", "fatherName", "lastName",
  ]

  mutating func party(_ entity: FTMEntity, _ kind: PartyKind) {
    let names = entity.texts("name")
    let caption = entity.caption.flatMap { names.contains($0) ? $0 : nil }
    var name = caption ?? names.first ?? ""
    if name.isEmpty, kind == .person {
      name = Self.nameParts.compactMap { entity.first($0) }.joined(separator: " ")
    }
    if name.isEmpty, kind != .person { name = entity.caption ?? "" }
    var facts = [Fact("schema", entity.schema)]
    for other in names where other != name {
      facts.append(Fact(.alias, other, qualifier: "aka"))
    }
    facts += self.facts(entity, without: Self.takenOfParties)
    if entity.texts("topics").contains(where: { $0.hasPrefix("role.pep") }) {
      facts.append(Fact(.politicallyExposed, "yes", raw: "role.pep"))
    }
    for id in entity.texts("addressEntity") {
      facts += addresses.facts(of: id, for: entity.id, entity.provenance)
    }
    let number = emit(
      Mention(
        ref: entity.id, kind: kind, name: name, facts: facts, provenance: entity.provenance,
        ownerStatements: kind == .person
          ? []
          : FTMControl.statements(schema: entity.schema, topics: entity.texts("topics"))))
    list(entity, kind, name, facts, mention: number)
    for (property, other) in entity.values where Self.takenOfParties.contains(property) {
      guard let row = Self.inline.first(where: { $0.property == property }) else { continue }
      inlineLink(row, entity, other)
    }
  }

  private mutating func inlineLink(
    _ row: (property: String, kind: LinkKind, isFrom: Bool, role: String), _ entity: FTMEntity,
    _ other: String
  ) {
    // Text where an id belongs: `organization` of a post is a name.
    guard !other.contains(" ") else { return }
    let isAccount = row.kind == .holder
    let end: Endpoint =
      isAccount ? .account(Int(account(named: other, entity))) : .party(ref: other)
    emit(
      Link(
        ref: entity.id, kind: row.kind,
        from: row.isFrom ? end : .party(ref: entity.id),
        to: row.isFrom ? .party(ref: entity.id) : end, role: row.role,
        provenance: entity.provenance))
  }

  /// What a document of identity, a user account or a tax roll says: facts of its holder, under the
  /// holder's id beside the holder's own statement.
  mutating func side(_ entity: FTMEntity, of property: String) {
    let holders = entity.texts(property)
    guard !holders.isEmpty else {
      return reject(entity, "the \(entity.schema) names no \(property)")
    }
    var taken: Set<String> = [property]
    var facts: [Fact] = []
    if entity.schema == "Passport" || entity.schema == "Identification" {
      taken.formUnion(["number", "passportNumber", "country", "type", "name"])
      facts = documents(entity)
    }
    facts.append(Fact("record", entity.id, qualifier: entity.schema))
    facts += self.facts(entity, without: taken)
    for holder in holders { aside(holder, facts, entity.provenance) }
  }

  /// What a record of its own says about a party.
  private mutating func aside(_ party: String, _ facts: [Fact], _ provenance: Provenance) {
    _ = emit(
      Mention(
        ref: party, kind: .unknown, name: "", facts: facts, provenance: provenance, isAside: true))
  }

  private func documents(_ entity: FTMEntity) -> [Fact] {
    let country = entity.first("country").map(FTMProperties.country)
    let type = entity.first("type")
    let words = type?.lowercased() ?? ""
    let property: Property =
      if entity.schema == "Passport" || words.contains("passport") {
        .passport
      } else if words.contains("tax") {
        .taxNumber
      } else if words.contains("national") {
        .nationalID
      } else {
        .otherID
      }
    var facts: [Fact] = []
    var known: Set<Fact> = []
    for text in entity.texts("number") + entity.texts("passportNumber") {
      let fact = Fact(property, CheckDigits.compact(text), raw: text, qualifier: country ?? type)
      if known.insert(fact).inserted { facts.append(fact) }
    }
    if let type { facts.append(Fact("document-type", type)) }
    return facts
  }

  // MARK: - addresses

  mutating func address(_ entity: FTMEntity) {
    let full = entity.texts("full")
    let order = ["postOfficeBox", "street", "street2", "postalCode", "city", "state", "region"]
    let built = order.compactMap { entity.first($0) }.joined(separator: ", ")
    let lines = full.isEmpty ? [built.isEmpty ? entity.first("name") ?? "" : built] : full
    let country = entity.first("country").map(FTMProperties.country)
    let facts = lines.filter { !$0.isEmpty }.map { Fact(.address, $0, qualifier: country) }
    guard !facts.isEmpty else { return reject(entity, "the address states nothing") }
    let made = addresses.state(entity.id, entity.referents, facts, entity.provenance)
    for holder in made.holders { aside(holder, facts, entity.provenance) }
    if let crowded = made.crowdedOut { unclaimed(crowded) }
  }

  /// What was named and never stated stays a fact; what was stated and never named is an asset.
  mutating func finishAddresses() {
    let rest = addresses.finish()
    for entry in rest.unstated {
      aside(entry.holder, [Fact("address-entity", entry.address)], entry.provenance)
    }
    for address in rest.unclaimed { unclaimed(address) }
  }

  private mutating func unclaimed(_ address: FTMAddresses.Address) {
    _ = emit(
      Mention(
        ref: address.id, kind: .asset, name: address.facts.first?.value ?? "",
        facts: [Fact("schema", "Address")] + address.facts, provenance: address.provenance))
  }
}

/// Joins addresses, which are entities of their own, to those that name them, in any order.
struct FTMAddresses {
  struct Address {
    var id: String
    var facts: [Fact]
    var provenance: Provenance
    var isClaimed: Bool
  }

  static let limit = 1 << 17

  private var known: [String: Int] = [:]
  private var list: [Address] = []
  private var awaited: [String: [(holder: String, provenance: Provenance)]] = [:]
  private var awaitedOrder: [String] = []
  private var awaitedCount = 0

  /// The facts of an address for one who names it: the address where it was stated, else none for
  /// now; past the limit, its id.
  mutating func facts(of id: String, for holder: String, _ provenance: Provenance) -> [Fact] {
    if let at = known[id] {
      list[at].isClaimed = true
      return list[at].facts
    }
    guard awaitedCount < Self.limit else { return [Fact("address-entity", id)] }
    if awaited[id] == nil { awaitedOrder.append(id) }
    awaited[id, default: []].append((holder, provenance))
    awaitedCount += 1
    return []
  }

  /// Takes an address under its id and those it had before.
  ///
  /// - Returns: those that wait for it, and the address itself where there is no more room.
  mutating func state(
    _ id: String, _ formerly: [String], _ facts: [Fact], _ provenance: Provenance
  ) -> (holders: [String], crowdedOut: Address?) {
    let waiting = ([id] + formerly).flatMap { awaited.removeValue(forKey: $0) ?? [] }
    awaitedCount -= waiting.count
    var address = Address(id: id, facts: facts, provenance: provenance, isClaimed: !waiting.isEmpty)
    let holders = waiting.map(\.holder)
    if let at = known[id] {
      address.isClaimed = address.isClaimed || list[at].isClaimed
      let known = Set(list[at].facts)
      address.facts = list[at].facts + facts.filter { !known.contains($0) }
      list[at] = address
      return (holders, nil)
    }
    guard list.count < Self.limit else {
      return (holders, address.isClaimed ? nil : address)
    }
    for name in [id] + formerly where known[name] == nil { known[name] = list.count }
    list.append(address)
    return (holders, nil)
  }

  func finish() -> (
    unstated: [(holder: String, address: String, provenance: Provenance)], unclaimed: [Address]
  ) {
    var unstated: [(holder: String, address: String, provenance: Provenance)] = []
    for id in awaitedOrder {
      for entry in awaited[id] ?? [] { unstated.append((entry.holder, id, entry.provenance)) }
    }
    return (unstated, list.filter { !$0.isClaimed })
  }
}
