import ClewModel

/// Turns the statements of one BODS source into model records, one at a time.
struct BODSMapper {
  var batch = Batch()
  var records = BODSRecords()
  private(set) var mentionCount = 0
  private(set) var linkCount = 0
  /// What statements of 0.1 to 0.3 replace and the source has not stated so far.
  private var outside: [(id: String, isParty: Bool, by: String, provenance: Provenance)] = []
  /// Values that are kept as they stand because they cannot be read, by their paths in a statement.
  private var unreadValues: [(path: String, place: Provenance)] = []

  /// What is to be read of a statement, whatever its version.
  struct Statement {
    enum Kind { case entity, person, relationship }

    var kind: Kind
    var node: RecordNode
    /// The node that holds the body: `recordDetails` in 0.4, the statement itself before.
    var details: RecordNode
    /// The id that other statements name the record by: `recordId` in 0.4, else `statementID`.
    var id: String?
    var statementID: String?
    /// 0.4, where a record is stated again under its id; before, a statement never changes.
    var isNew: Bool
    var date: TimeSpan?
    var replaced: [String]
    var isClosed: Bool
    var facts: [Fact]
  }

  /// What one statement made.
  struct Made {
    var mentions: [Int] = []
    var links: [Int] = []
    /// Links of a closed record for which no end is stated.
    var open: [Int] = []
    /// Both ends of a relationship as text.
    var ends = ""
  }

  var isFull: Bool {
    batch.mentions.count + batch.links.count + batch.rejections.count >= 4096
  }

  mutating func take() -> Batch {
    let full = batch
    batch = Batch()
    return full
  }

  /// Hands over the values of the last statement that could not be read.
  mutating func takeUnreadValues() -> [(path: String, place: Provenance)] {
    defer { unreadValues.removeAll(keepingCapacity: true) }
    return unreadValues
  }

  /// Counts a value that is kept as it stands because it cannot be read.
  mutating func unread(_ node: RecordNode) {
    unreadValues.append((node.tree.plainPath(of: node.row), node.provenance()))
  }

  /// Reads one statement; returns the name under which what it leaves unread is counted.
  mutating func read(_ node: RecordNode) -> String {
    guard var statement = statement(node) else { return "statement" }
    var root = statement.id
    if statement.kind != .relationship { root = rootOfParty(statement) }
    var made = Made()
    switch statement.kind {
    case .entity: made.mentions.append(entity(statement, ref: root))
    case .person: made.mentions.append(person(statement, ref: root))
    case .relationship: made = relationship(&statement)
    }
    supersede(statement, made)
    switch statement.kind {
    case .entity: return "entity"
    case .person: return "person"
    case .relationship: return "relationship"
    }
  }

  /// Ends the source: what was replaced and never stated here belongs to an earlier one.
  mutating func finish() {
    for entry in outside where records.replacement(of: entry.id) != nil {
      batch.retractions.append(
        Retraction(
          target: entry.isParty ? .party(ref: entry.id) : .link(ref: entry.id),
          why: "replaced by statement \(entry.by)", provenance: entry.provenance))
    }
    outside.removeAll()
  }

  // MARK: - what a statement is

  private mutating func statement(_ node: RecordNode) -> Statement? {
    let isNew =
      node.child("recordType") != nil || node.child("recordDetails") != nil
      || node.child("statementId") != nil || node.child("recordId") != nil
    let type = isNew ? node.text("recordType") : node.text("statementType")
    let kind: Statement.Kind
    switch type {
    case "entity" where isNew, "entityStatement" where !isNew: kind = .entity
    case "person" where isNew, "personStatement" where !isNew: kind = .person
    case "relationship" where isNew, "ownershipOrControlStatement" where !isNew:
      kind = .relationship
    default:
      let key = isNew ? "recordType" : "statementType"
      reject(node, type == nil ? "the statement has no \(key)" : "the \(key) is none of BODS")
      node.takeAll()
      return nil
    }
    let details = isNew ? node.child("recordDetails") : node
    guard let details, !details.isLeaf || details.isEmpty else {
      reject(node, "the statement has no recordDetails that are an object")
      node.takeAll()
      return nil
    }
    let statementID = isNew ? node.text("statementId") : node.text("statementID")
    let id = isNew ? node.text("recordId") : statementID
    if id == nil {
      reject(
        part: node,
        "the statement has no \(isNew ? "recordId" : "statementID"): it is read, and "
          + "no other can refer to it")
    }
    let status = node.text("recordStatus")
    var statement = Statement(
      kind: kind, node: node, details: details, id: id, statementID: statementID,
      isNew: isNew, date: nil,
      // The standard's own example of an update in 0.1 writes `replaceStatements`.
      replaced: node.texts("replacesStatements") + node.texts("replaceStatements"),
      isClosed: status == "closed", facts: [])
    if let date = node.child("statementDate") {
      statement.date = time(date, "statement-date", into: &statement.facts)
    }
    if isNew, let statementID { statement.facts.append(Fact("statement-id", statementID)) }
    if let status { statement.facts.append(Fact("record-status", status)) }
    publication(node, into: &statement.facts)
    return statement
  }

  // MARK: - updates

  /// The ref of a party: that of the first statement it replaces, so that what names the earlier
  /// one finds it.
  private mutating func rootOfParty(_ statement: Statement) -> String? {
    guard let id = statement.id else { return nil }
    if let first = statement.replaced.first {
      let root = records.root(of: first)
      for other in statement.replaced.dropFirst() { records.join(other, to: root) }
      records.join(id, to: root)
    }
    return records.root(of: id)
  }

  /// Takes back what the statement supersedes, or the statement itself where a later one of its
  /// record, or the one that replaces it, stands before it.
  private mutating func supersede(_ statement: Statement, _ made: Made) {
    guard let id = statement.id, !made.mentions.isEmpty || !made.links.isEmpty else { return }
    let provenance = statement.node.provenance()
    let isParty = statement.kind != .relationship
    let key = BODSRecords.Key(id, isParty: isParty)
    let name = statement.statementID ?? id
    let entry = BODSRecords.Entry(
      date: statement.date?.lo ?? .min, mentions: Self.range(made.mentions),
      links: Self.range(made.links), ends: isParty ? 0 : BODSRecords.Key.digest(made.ends))
    if let replacement = records.replacement(of: id) {
      retract(entry, "replaced by statement \(replacement)", provenance)
      return
    }
    if let earlier = records.entry(of: key) {
      if !statement.isNew, earlier.ends != entry.ends {
        reject(
          part: statement.node,
          "another relationship is stated under the same statementID: both are kept")
        records.stateBeside(entry, as: key)
        return
      }
      guard entry.date >= earlier.date else {
        retract(entry, "older than another statement of its record", provenance)
        return
      }
      for one in records.all(of: key) { retract(one, "replaced by statement \(name)", provenance) }
    }
    records.state(entry, as: key)
    replace(statement, isParty, name, provenance)
    guard statement.isClosed, !made.open.isEmpty, !isParty else { return }
    let why = "record closed by statement \(name)"
    for link in made.open {
      batch.retractions.append(
        Retraction(target: .ownLink(link), why: why, provenance: provenance))
    }
    batch.retractions.append(
      Retraction(target: .link(ref: id), why: why, provenance: provenance))
  }

  private static func range(_ numbers: [Int]) -> Range<Int32> {
    guard let first = numbers.first, let last = numbers.last else { return 0..<0 }
    return Int32(truncatingIfNeeded: first)..<Int32(truncatingIfNeeded: last + 1)
  }

  private mutating func replace(
    _ statement: Statement, _ isParty: Bool, _ name: String, _ provenance: Provenance
  ) {
    for old in statement.replaced where old != statement.id {
      let key = BODSRecords.Key(old, isParty: isParty)
      let earlier = records.all(of: key)
      guard earlier.isEmpty else {
        for one in earlier { retract(one, "replaced by statement \(name)", provenance) }
        records.forget(key)
        continue
      }
      records.await(old, replacedBy: name)
      outside.append((old, isParty, name, provenance))
    }
  }

  private mutating func retract(
    _ entry: BODSRecords.Entry, _ why: String, _ provenance: Provenance
  ) {
    for mention in entry.mentions {
      batch.retractions.append(
        Retraction(target: .ownMention(Int(mention)), why: why, provenance: provenance))
    }
    for link in entry.links {
      batch.retractions.append(
        Retraction(target: .ownLink(Int(link)), why: why, provenance: provenance))
    }
  }

  // MARK: - emitting

  mutating func emit(_ mention: Mention) -> Int {
    batch.mentions.append(mention)
    mentionCount += 1
    return mentionCount - 1
  }

  mutating func emit(_ link: Link) -> Int {
    batch.links.append(link)
    linkCount += 1
    return linkCount - 1
  }

  /// Nothing of the statement is read.
  mutating func reject(_ statement: RecordNode, _ reason: String) {
    batch.rejections.append(statement.rejection(reason))
  }

  /// The statement is read but for this.
  mutating func reject(part node: RecordNode, _ reason: String) {
    batch.rejections.append(node.rejection(reason).ofPart)
  }

  /// A date as a fact; an unreadable one stays as stated and is counted.
  mutating func time(
    _ node: RecordNode, _ property: Property, into facts: inout [Fact]
  ) -> TimeSpan? {
    guard let text = node.text else { return nil }
    guard let time = TimeSpan(iso: text) else {
      facts.append(Fact(property, text, qualifier: "unreadable"))
      unread(node)
      return nil
    }
    facts.append(Fact(property, text))
    return time
  }
}
