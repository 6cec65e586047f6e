import ClewModel

/// Turns the entities of one FollowTheMoney source into model records, one line at a time.
struct FTMMapper {
  /// What became of a line.
  enum Outcome {
    /// It was read: what it leaves is counted under this name.
    case read(String)
    /// Its schema is not read: it is counted whole under this path.
    case unread(String)
  }

  var batch = Batch()
  private(set) var mentionCount = 0
  private(set) var linkCount = 0
  private(set) var accountCount = 0
  let isDelta: Bool
  var currencies: [String: Int32] = [:]
  /// Accounts by id, as far as the source has named them.
  var accounts: [String: Int32] = [:]
  var addresses = FTMAddresses()
  var listed = FTMListed()

  /// The relation read last: the next line may be another fragment of it.
  private var last: FTMEntity?
  /// Relations that lack an end, in order of arrival.
  private var waiting: [String: FTMEntity] = [:]
  private var waitingOrder: [String] = []
  /// What a delta has stated so far, by id.
  private var stated: [String: (mentions: Range<Int>, links: Range<Int>)] = [:]
  /// Values that are kept as they stand because they cannot be read, with the path to count each by.
  private(set) var unreadValues: [(path: String, place: Provenance)] = []

  static let relationsWaiting = 65_536
  static let remembered = 1 << 19

  init(isDelta: Bool) { self.isDelta = isDelta }

  var isFull: Bool {
    batch.mentions.count + batch.links.count + batch.listings.count + batch.rejections.count
      + batch.transactions.count >= 4096
  }

  mutating func take() -> Batch {
    let full = batch
    batch = Batch()
    return full
  }

  /// Hands over the values that could not be read.
  mutating func takeUnreadValues() -> [(path: String, place: Provenance)] {
    defer { unreadValues.removeAll(keepingCapacity: true) }
    return unreadValues
  }

  // MARK: - lines

  mutating func read(_ root: RecordNode) -> Outcome {
    let provenance = root.provenance()
    guard isDelta || root.child("op") != nil else { return entity(root, provenance) }
    let op = root.text("op")
    guard let node = root.child("entity") else {
      batch.rejections.append(root.rejection("the line of a delta names no entity"))
      return .read("delta")
    }
    if op != "ADD", let schema = node.child("schema")?.text, Self.isLasting(schema) {
      batch.rejections.append(
        root.refused("a \(schema) of an earlier source cannot be taken back or changed", provenance)
      )
      return .read("delta")
    }
    switch op {
    case "DEL":
      guard let id = node.text("id") else {
        batch.rejections.append(root.rejection("the deleted entity has no id"))
        return .read("delta")
      }
      takeBack(id, "deleted", provenance)
      // What a DEL states beside the id is the entity as it was.
      node.takeAll()
      retract([.party(ref: id), .link(ref: id), .listing(ref: id)], "deleted", provenance)
      return .read("delta")
    case "ADD", "MOD":
      guard let id = node.text("id") else { return entity(node, provenance) }
      takeBack(id, "stated again by a later line", provenance)
      // Whatever the entity no longer names: its owner, the list it was on.
      retract([.link(ref: id), .listing(ref: id)], "stated again", provenance)
      let from = (mentionCount, linkCount)
      let outcome = entity(node, provenance)
      flushLast()
      if stated.count >= Self.remembered { stated.removeAll() }
      stated[id] = (from.0..<mentionCount, from.1..<linkCount)
      return outcome
    default:
      batch.rejections.append(root.rejection("the operation is none of ADD, MOD, DEL"))
      root.takeAll()
      return .read("delta")
    }
  }

  /// True for what no retraction can name: payments have no editions.
  private static func isLasting(_ schema: String) -> Bool {
    if case .payment = FTMSchema.form(schema) { true } else { false }
  }

  private mutating func retract(
    _ targets: [Retraction.Target], _ why: String, _ provenance: Provenance
  ) {
    for target in targets {
      batch.retractions.append(Retraction(target: target, why: why, provenance: provenance))
    }
  }

  /// Takes back what an earlier line of this delta stated under an id.
  private mutating func takeBack(_ id: String, _ why: String, _ provenance: Provenance) {
    listed.forget(id)
    waiting[id] = nil
    guard let earlier = stated.removeValue(forKey: id) else { return }
    for mention in earlier.mentions {
      batch.retractions.append(
        Retraction(target: .ownMention(mention), why: why, provenance: provenance))
    }
    for link in earlier.links {
      batch.retractions.append(
        Retraction(target: .ownLink(link), why: why, provenance: provenance))
    }
  }

  private mutating func entity(_ node: RecordNode, _ provenance: Provenance) -> Outcome {
    let (read, why) = FTMEntity.read(node, provenance)
    guard let entity = read else {
      batch.rejections.append(node.refused(why, provenance))
      return .read("entity")
    }
    guard let form = FTMSchema.form(entity.schema) else {
      return .unread("schema \(entity.schema): not of the model that is read")
    }
    if last?.id != entity.id { flushLast() }
    switch form {
    case .unread(let why): return .unread("schema \(entity.schema): \(why)")
    case .party(let kind): party(entity, kind)
    case .link, .payment: hold(entity)
    case .account(let kind): account(entity, kind)
    case .facts(let holder): side(entity, of: holder)
    case .address: address(entity)
    case .sanction: sanction(entity)
    }
    return .read(entity.schema)
  }

  // MARK: - relations in fragments

  private mutating func hold(_ entity: FTMEntity) {
    if last != nil {
      last?.merge(entity)
    } else if var earlier = waiting.removeValue(forKey: entity.id) {
      earlier.merge(entity)
      last = earlier
    } else {
      last = entity
    }
  }

  private mutating func flushLast() {
    guard let entity = last else { return }
    last = nil
    guard !hasEnds(entity) else { return emit(entity) }
    if waiting.count >= Self.relationsWaiting { flushWaiting() }
    if waiting[entity.id] == nil { waitingOrder.append(entity.id) }
    waiting[entity.id] = entity
  }

  private mutating func flushWaiting() {
    for id in waitingOrder {
      if let entity = waiting.removeValue(forKey: id) { emit(entity) }
    }
    waitingOrder.removeAll()
  }

  private func hasEnds(_ entity: FTMEntity) -> Bool {
    switch FTMSchema.form(entity.schema) {
    case .link(let edge):
      return entity.first(edge.source) != nil && entity.first(edge.target) != nil
    case .payment:
      return (entity.first("payer") ?? entity.first("payerAccount")) != nil
        && (entity.first("beneficiary") ?? entity.first("beneficiaryAccount")) != nil
    default: return true
    }
  }

  private mutating func emit(_ entity: FTMEntity) {
    switch FTMSchema.form(entity.schema) {
    case .link(let edge): relation(entity, edge)
    case .payment: payment(entity)
    default: return
    }
  }

  mutating func finish() {
    flushLast()
    flushWaiting()
    finishAddresses()
    finishListings()
  }

  // MARK: - emitting

  mutating func emit(_ mention: Mention) -> Int {
    batch.mentions.append(mention)
    mentionCount += 1
    return mentionCount - 1
  }

  mutating func emit(_ link: Link) {
    batch.links.append(link)
    linkCount += 1
  }

  mutating func emit(_ account: AccountMention) -> Int32 {
    batch.accounts.append(account)
    accountCount += 1
    return Int32(accountCount - 1)
  }

  /// Nothing of the entity is read.
  mutating func reject(_ entity: FTMEntity, _ reason: String) {
    batch.rejections.append(
      Rejection(
        provenance: entity.record, reason: reason, snippet: "\(entity.schema) \(entity.id)"))
  }

  /// The entity is read but for this.
  mutating func reject(partOf entity: FTMEntity, _ reason: String) {
    batch.rejections.append(
      Rejection(
        provenance: entity.provenance, reason: reason, snippet: "\(entity.schema) \(entity.id)"
      ).ofPart)
  }

  /// Counts a property that is kept as it stands because it cannot be read.
  mutating func unread(_ entity: FTMEntity, _ property: String) {
    unreadValues.append(("\(entity.schema)/properties/\(property)", entity.provenance))
  }

  /// The facts of what a schema states beside what the reader has taken.
  func facts(_ entity: FTMEntity, without taken: Set<String>) -> [Fact] {
    var facts: [Fact] = []
    for (name, text) in entity.values where !taken.contains(name) {
      facts.append(FTMProperties.fact(name, text))
    }
    for dataset in entity.datasets { facts.append(Fact("dataset", dataset)) }
    for referent in entity.referents { facts.append(Fact("referent", referent)) }
    return facts + entity.marks
  }

  /// The first value that is a date.
  func time(_ entity: FTMEntity, _ names: String...) -> TimeSpan? {
    for name in names {
      for text in entity.texts(name) {
        if let time = TimeSpan(iso: text) { return time }
      }
    }
    return nil
  }
}
