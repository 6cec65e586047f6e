import ClewModel

/// Gathers an advanced file and hands over its listings and links when it has ended.
struct OFACAdvancedLoader {
  private typealias Element = OFACAdvancedReader.Element

  private var tables = AdvancedTables()
  private var entries = AdvancedEntries()
  private var relations = AdvancedRelations()
  private var spool = ListingSpool()
  private let tree = RecordTree()
  private var tally = UnreadTally()
  private var rejections: [Rejection] = []
  private var retractions: [Retraction] = []
  private var published: TimeSpan?
  private var isDelta = false

  /// Reads the record or the holder of records that starts here.
  mutating func add(_ event: XMLEvent, from reader: XMLReader) throws {
    guard let element = Element(rawValue: event.name) else {
      try tree.read(event, from: reader)
      return tally.add(tree, path: tree.root.name)
    }
    switch element {
    case .root:
      isDelta = reader.attributes(of: event).contains {
        reader.names.text($0.name) == "@DeltaBaseVersion"
      }
    case .parties, .locations, .documents, .relations, .entries, .entryLinks: break
    default:
      try tree.read(event, from: reader)
      read(tree.root, as: element)
      tally.add(tree, path: element.name)
    }
  }

  private mutating func read(_ node: RecordNode, as element: Element) {
    // What became of a record since the version before stands in the record itself.
    let change = node.attribute("DeltaAction")
    if change?.lowercased() == "delete" { return retract(node, element) }
    let reason: String?
    switch element {
    case .issue:
      published = AdvancedDate.point(node)
      reason = published == nil ? "DateOfIssue is no day" : nil
    case .references:
      tables.references.add(node)
      reason = nil
    case .location:
      tables.addLocation(node)
      reason = nil
    case .document: reason = tables.addDocument(node)
    case .party:
      var refused: String?
      let profiles = AdvancedProfile.read(node, &tables) { refused = $0 }
      for profile in profiles { spool.append(profile) }
      reason = refused
    case .relation: reason = relations.add(node, tables.references)
    case .entry: reason = entries.add(node, tables.references)
    default: reason = nil
    }
    if let reason {
      rejections.append(node.rejection(reason, path: element.name))
      // What a rejected record holds is in the rejection, not unread.
      node.takeAll()
    }
  }

  /// A deleted party is taken back; other deleted records are left out.
  private mutating func retract(_ node: RecordNode, _ element: Element) {
    let ref = node.attribute("FixedRef") ?? node.child("Profile")?.attribute("ID")
    if element == .party, let ref {
      retractions.append(
        Retraction(
          target: .listing(ref: ref), why: "deleted", provenance: node.provenance(element.name)))
    }
    node.takeAll()
  }

  mutating func finish(isAtEnd: Bool) {
    guard isAtEnd, tables.unclaimedDocuments > 0 else { return }
    rejections.append(
      Rejection(
        provenance: Provenance(offset: 0, length: 0, line: 1, path: "IDRegDocuments"),
        reason: "\(tables.unclaimedDocuments) documents name an identity that no party has",
        snippet: ""))
  }

  /// A file that is cut, or that leaves its entries out, removes nothing of earlier editions.
  func header(encoding: String, isAtEnd: Bool) -> SourceHeader {
    let list = entries.mainList.rawValue
    let isWhole = isAtEnd && !isDelta && !entries.isEmpty
    return SourceHeader(
      format: OFACAdvancedReader.description.name, encoding: encoding, published: published,
      list: list, edition: Edition(family: "list:\(list)", isWhole: isWhole))
  }

  /// Hands over the listings in the order of the file, then the links.
  mutating func handOver(_ batch: (Batch) throws -> Void) throws {
    var current = Batch()
    current.rejections = rejections
    current.retractions = retractions
    current.unread = tally.paths()
    var numbers: [String: Int] = [:]
    var count = 0
    let fallback = entries.mainList
    func handOverFull() throws {
      guard current.listings.count + current.links.count >= 4096 else { return }
      try batch(current)
      current = Batch()
    }
    try spool.drain { profile in
      var found = entries.memberships(of: profile.id)
      if found.isEmpty {
        found = [AdvancedEntries.Membership(list: fallback)]
        current.rejections.append(
          Rejection(
            provenance: profile.provenance,
            reason: "no sanctions entry names profile \(profile.id): its list and programmes are "
              + "not known; the listing loaded on the list of the file",
            snippet: ""))
      }
      if numbers[profile.id] == nil { numbers[profile.id] = count }
      for membership in found {
        current.listings.append(Self.listing(profile, membership))
        current.links += profile.linked.map { name in
          Link(
            kind: .linked, from: .listing(count), to: .listingName(name), candidate: true,
            role: "Linked To", provenance: profile.provenance)
        }
        count += 1
      }
      try handOverFull()
    }
    for profile in entries.profiles where numbers[profile] == nil {
      current.rejections.append(
        Rejection(
          provenance: Provenance(offset: 0, length: 0, line: 1, path: "SanctionsEntries"),
          reason: "a sanctions entry names profile \(profile), which is not read here", snippet: "")
      )
    }
    try relations.links(number: { numbers[$0] }, published: published) { link in
      current.links.append(link)
      try handOverFull()
    } refused: {
      current.rejections.append($0)
    }
    if !current.isEmpty { try batch(current) }
  }

  private static func listing(
    _ profile: AdvancedProfile, _ membership: AdvancedEntries.Membership
  ) -> Listing {
    Listing(
      list: membership.list.rawValue, authority: .ofac,
      effect: membership.list.effect(of: membership.programmes), ref: profile.ref,
      kind: profile.kind, name: profile.name, programmes: membership.programmes,
      listed: membership.listed ?? profile.listed, facts: profile.facts + membership.facts,
      provenance: profile.provenance)
  }
}
