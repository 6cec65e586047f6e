import ClewModel

/// Sanctions and the topics of parties as listings, one for each list an entity is on.
extension FTMMapper {
  /// Makes the listings of a party whose topics say that it is listed: one for each of its datasets
  /// that is a list by name; where there is none, one for each that may be; where it states no
  /// dataset, one on the set's own.
  mutating func list(
    _ entity: FTMEntity, _ kind: PartyKind, _ name: String, _ facts: [Fact], mention: Int
  ) {
    let effects = entity.texts("topics").compactMap(FTMList.effect(ofTopic:))
    guard let effect = effects.min(by: { $0.rawValue < $1.rawValue }) else { return }
    let programmes = entity.texts("programId") + entity.texts("program")
    listed.know(entity.id, .init(mention: mention, kind: kind, name: name))
    let isNamed = entity.datasets.contains { listed.row($0)?.isNamed == true }
    for dataset in entity.datasets {
      guard let row = listed.row(dataset), row.isNamed || !isNamed,
        listed.isNew(dataset, entity.id)
      else { continue }
      batch.listings.append(
        Listing(
          list: dataset, authority: row.authority,
          effect: effect == .blocking ? row.effect : effect, ref: entity.id, kind: kind, name: name,
          programmes: programmes, facts: facts, provenance: entity.provenance, subject: mention))
    }
    guard entity.datasets.isEmpty, listed.isNew("", entity.id) else { return }
    batch.listings.append(
      Listing(
        list: "ftm", authority: .unknown, effect: effect, ref: entity.id, kind: kind, name: name,
        programmes: programmes, facts: facts, provenance: entity.provenance, subject: mention))
  }

  /// A sanction adds its programme, dates and reasons to the listing of its entity; a listing for a
  /// dataset that the entity does not name is made at the end.
  mutating func sanction(_ entity: FTMEntity) {
    let subjects = entity.texts("entity")
    guard !subjects.isEmpty else { return reject(entity, "the Sanction names no entity") }
    let lists = entity.datasets.isEmpty ? ["ftm"] : entity.datasets
    var facts = [Fact("sanction", entity.id)]
    facts += self.facts(entity, without: ["entity"])
    for list in lists {
      for subject in subjects {
        batch.supplements.append(
          ListingSupplement(
            list: list, ref: subject, facts: facts, provenance: entity.provenance))
        listed.sanction(
          list, subject,
          .init(
            programmes: entity.texts("programId") + entity.texts("program"),
            listed: time(entity, "listingDate", "startDate"), provenance: entity.provenance))
      }
    }
  }

  mutating func finishListings() {
    for (list, subject, sanction) in listed.unmade() {
      let row = listed.row(list) ?? .init(authority: .unknown, effect: .watch, isNamed: false)
      let party = listed.subject(subject)
      // Without the topic the publisher does not call it sanctioned: a past entry, a debarment.
      let effect = party == nil ? .watch : row.effect
      // In a delta the listing stands in an earlier source: what is added here supplements it.
      if party == nil, isDelta { continue }
      let mention =
        party?.mention
        ?? emit(
          Mention(
            ref: subject, kind: .unknown, name: "", provenance: sanction.provenance, isAside: true))
      batch.listings.append(
        Listing(
          list: list, authority: row.authority, effect: effect, ref: subject,
          kind: party?.kind ?? .unknown, name: party?.name ?? "", programmes: sanction.programmes,
          listed: sanction.listed, provenance: sanction.provenance, subject: mention))
    }
  }
}

/// The listed parties of a source and the sanctions that name them, in any order. Memory in
/// proportion to them.
struct FTMListed {
  struct Subject {
    var mention: Int
    var kind: PartyKind
    var name: String
  }

  struct Sanction {
    var programmes: [String]
    var listed: TimeSpan?
    var provenance: Provenance
  }

  private struct Key: Hashable {
    var list: Int32
    var subject: String
  }

  /// What each dataset says, worked out once.
  private var rows: [String: FTMList.Row?] = [:]
  private var lists: [String: Int32] = [:]
  private var listNames: [String] = []
  private var subjects: [String: Subject] = [:]
  private var made: Set<Key> = []
  private var sanctions: [Key: Sanction] = [:]
  private var order: [Key] = []

  mutating func row(_ dataset: String) -> FTMList.Row? {
    if let known = rows[dataset] { return known }
    let row = FTMList.row(dataset)
    rows[dataset] = .some(row)
    return row
  }

  mutating func know(_ id: String, _ subject: Subject) {
    if subjects[id] == nil { subjects[id] = subject }
  }

  func subject(_ id: String) -> Subject? { subjects[id] }

  /// True the first time: a fragment of the same entity makes no second listing.
  mutating func isNew(_ list: String, _ id: String) -> Bool {
    made.insert(Key(list: number(list), subject: id)).inserted
  }

  /// A later line of a delta states the entity anew.
  mutating func forget(_ id: String) {
    guard subjects.removeValue(forKey: id) != nil else { return }
    for list in lists.values { made.remove(Key(list: list, subject: id)) }
  }

  mutating func sanction(_ list: String, _ id: String, _ sanction: Sanction) {
    let key = Key(list: number(list), subject: id)
    if var earlier = sanctions[key] {
      for programme in sanction.programmes where !earlier.programmes.contains(programme) {
        earlier.programmes.append(programme)
      }
      if let date = sanction.listed, earlier.listed.map({ date.lo < $0.lo }) ?? true {
        earlier.listed = date
      }
      sanctions[key] = earlier
    } else {
      sanctions[key] = sanction
      order.append(key)
    }
  }

  /// The sanctions for which no listing was made, in order of arrival.
  func unmade() -> [(list: String, subject: String, sanction: Sanction)] {
    order.compactMap { key in
      guard !made.contains(key), let sanction = sanctions[key] else { return nil }
      return (listNames[Int(key.list)], key.subject, sanction)
    }
  }

  private mutating func number(_ list: String) -> Int32 {
    if let number = lists[list] { return number }
    let number = Int32(listNames.count)
    lists[list] = number
    listNames.append(list)
    return number
  }
}
