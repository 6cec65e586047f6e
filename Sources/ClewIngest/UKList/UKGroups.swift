import ClewModel

/// The entries of a UK list by their ids: rows of one entry may stand apart.
///
/// The reference of an entry is its OFSI group ID where it has one, else its unique ID, so that the
/// UK Sanctions List (since January 2026 the only one) continues the OFSI consolidated list. New
/// entries have no group ID; two designations with one group ID are one entry with both regimes. Both
/// ids are identifiers of the entry. A row without a group ID belongs to the entry of its unique ID.
struct UKGroups {
  static let list = "uk"

  private var groups = ListingGroups()
  private var byGroupID: [String: Int] = [:]
  private var byUniqueID: [String: Int] = [:]
  /// The group ID and the measures stated so far, by entry.
  private var groupIDs: [String?] = []
  private var measures: [[String]] = []

  /// - Returns: why the record cannot be read, nil where it was.
  mutating func add(_ record: UKRecord, at place: Provenance) -> String? {
    let groupID = record.first(.groupID).flatMap(Self.id)
    let uniqueID = record.first(.uniqueID).flatMap(Self.id)
    guard let ref = groupID ?? uniqueID else {
      return "the record has neither an OFSI group ID nor a unique ID"
    }
    let kind = Self.kind(record.first(.kind))
    let found = groupID.flatMap { byGroupID[$0] } ?? uniqueID.flatMap { byUniqueID[$0] }
    let number: Int
    if let found, groupID == nil || groupIDs[found] == nil || groupIDs[found] == groupID {
      number = found
    } else {
      number = groups.begin(
        Listing(
          list: Self.list, authority: .uk, effect: .blocking, ref: ref, kind: kind, name: "",
          provenance: place))
      measures.append([])
      groupIDs.append(nil)
    }
    if let groupID {
      byGroupID[groupID] = number
      groupIDs[number] = groupID
    }
    if let uniqueID, byUniqueID[uniqueID] == nil { byUniqueID[uniqueID] = number }
    let facts = UKFacts(record, kind: kind)
    measures[number] += UKMeasures.stated(record)
    let effect = UKMeasures.effect(of: measures[number])
    groups.add(facts.facts, mainName: facts.mainName, to: number, at: place) { listing in
      if let groupID { listing.ref = groupID }
      if listing.kind == .unknown { listing.kind = kind }
      listing.effect = effect
      for regime in record.values[.regime] ?? [] where !listing.programmes.contains(regime) {
        listing.programmes.append(regime)
      }
      let stated = record.first(.designated) ?? record.first(.listed)
      listing.listed = listing.listed ?? stated.flatMap(UKDate.time)
    }
    return nil
  }

  mutating func finish(into batch: inout Batch) { groups.finish(into: &batch) }

  private static func id(_ stated: String) -> String? {
    Sentinel.fillsRef(stated) ? nil : stated
  }

  private static func kind(_ stated: String?) -> PartyKind {
    switch stated?.lowercased() {
    case "individual": .person
    case "entity": .organisation
    case "ship", "vessel": .vessel
    default: .unknown
    }
  }
}
