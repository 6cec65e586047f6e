import ClewModel

/// What both forms of the EU list share: the entity's own fields, and the choice of its main name.
struct EUEntry {
  static let list = "eu"

  private(set) var facts: [Fact] = []
  private(set) var names: [(name: String, isStrong: Bool, isPlain: Bool)] = []
  var isPerson = false

  mutating func add(name detail: EUDetail) {
    let language = detail.text("nameLanguage")?.uppercased()
    let found = EUFacts.name(detail)
    if let name = found.name {
      names.append((name, found.isStrong, language == nil || language == "EN"))
    }
    facts += found.facts
  }

  mutating func add(_ more: [Fact]) { facts += more }

  /// The main name: the first strong one in English or in no named language, else the first strong
  /// one, else the first. The schema calls strong names the main ones, and nearly all are strong.
  var mainName: String? {
    let best = names.first { $0.isStrong && $0.isPlain } ?? names.first { $0.isStrong }
    return (best ?? names.first)?.name
  }

  /// The facts without an alias that repeats the main name.
  func facts(without main: String) -> [Fact] {
    var seen: Set<Fact> = []
    return facts.filter {
      ($0.property != .alias || $0.value != main) && seen.insert($0).inserted
    }
  }

  /// A listing with the entity's own fields, and the facts they give.
  static func listing(
    logicalID: String, reference: String?, subject: [String?], programmes: [String],
    designated: String?
  ) -> Listing {
    let words = subject.compactMap { $0?.lowercased() }
    let kind: PartyKind =
      words.contains("p") || words.contains("person")
      ? .person : words.contains("e") || words.contains("enterprise") ? .organisation : .unknown
    return Listing(
      list: list, authority: .eu, effect: .blocking, ref: reference ?? logicalID, kind: kind,
      name: "", programmes: distinct(programmes),
      listed: designated.flatMap(EUDate.time), provenance: Provenance(offset: 0, length: 0, line: 0)
    )
  }

  private static func distinct(_ words: [String]) -> [String] {
    var seen: Set<String> = []
    return words.filter { seen.insert($0).inserted }
  }

  /// States when the entity was delisted: one that was by the day the list was made is no longer
  /// blocked.
  ///
  /// - Parameter generated: when the list was made; nil takes every delisting for past.
  mutating func delist(on stated: String, generated: TimeSpan?, _ listing: inout Listing) {
    facts.append(Fact("delisted-on", stated))
    if let day = EUDate.time(stated), day.lo <= generated?.hi ?? day.lo { listing.effect = .watch }
  }

  /// What kind of party the entity is: the list has no word for ships, an IMO number tells them.
  func kind(stated: PartyKind) -> PartyKind {
    stated == .unknown && facts.contains { $0.property == .imo } ? .vessel : stated
  }

  /// The facts of the entity itself.
  static func ownFacts(
    logicalID: String, unitedNations: String?, designated: String?, details: String?,
    subject: [String?], remarks: [String]
  ) -> [Fact] {
    var facts = [Fact(.otherID, logicalID, qualifier: "EU logical id")]
    if let unitedNations {
      facts.append(Fact(.otherID, unitedNations, qualifier: "UN reference"))
    }
    if let designated, EUDate.time(designated) == nil {
      facts.append(Fact("listed-on", designated))
    }
    if let details { facts.append(Fact("designation-details", details)) }
    let known: Set<String> = ["p", "e", "person", "enterprise"]
    for word in subject.compactMap({ $0 }) where !known.contains(word.lowercased()) {
      facts.append(Fact("subject-type", word))
    }
    return facts + remarks.filter { !Sentinel.matches($0) }.map { Fact(.remark, $0) }
  }
}
