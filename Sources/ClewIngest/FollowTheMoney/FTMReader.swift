import ClewModel

/// Entities of FollowTheMoney as JSON lines: as Aleph and OpenAleph write them, as OpenSanctions
/// publishes them, and OpenSanctions' deltas (`{op, entity}`).
///
/// Order is free: what an entity names by id is found over the whole set. Memory holds the relations
/// that lack an end, the addresses and the accounts of the source, each bounded, and an entry for each
/// of its listed parties and sanctions.
package struct FTMReader: Reader {
  package static let description = FormatDescription(
    name: "ftm", title: "FollowTheMoney entities, JSON lines",
    versions: "3, 4; OpenSanctions deltas",
    recognisedBy: "keys id, schema, properties; or op with entity",
    yields:
      "parties, links in roles with shares and dates, payments, accounts, listings by dataset",
    limits: "documents, mentions and candidates are counted, not read; fragments of a relation are "
      + "joined where they follow each other or lack an end, at most 65,536 of these waiting; an "
      + "address is a fact of those that name it, at most 131,072 of each waiting; what a document "
      + "of identity, an address or a Sanction adds to a party goes with the party's own statement: "
      + "a delta that restates or deletes the party alone takes it away, and one that deletes the "
      + "document alone does not; a payment that a delta changes or deletes is refused where the "
      + "line states its schema, and one deleted by its id alone stays, as an account does: "
      + "withdraw the source and read the new export; amounts only as plain decimals; an account "
      + "owned through an Ownership that stands before it is taken for a party; no file removes what "
      + "it does not name, except a delta by DEL; an export and its deltas need one --set, and every "
      + "other dataset a --set of its own; listings block only by datasets known for sanctions, "
      + "others are watched")

  package static func recognises(_ head: SourceHead) -> Bool {
    let signs = head.signs
    if signs.hasKeys("op", "entity") { return true }
    return signs.hasKeys("id", "schema", "properties") && !signs.innerKeys.contains("properties")
  }

  package static func published(_ head: SourceHead) -> TimeSpan? { published(head.bytes) }

  private static func published(_ head: [UInt8]) -> TimeSpan? {
    JSONDates.latest(under: ["last_change", "last_seen"], in: head)
  }

  private let set: String

  package init(options: ReadOptions) throws(IngestError) { set = options.set }

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let head = Array(try bytes.peek(SourceHead.length))
    let isDelta = Self.isDelta(head)
    try header(
      SourceHeader(
        format: "ftm", encoding: "utf-8", published: Self.published(head),
        edition: edition(head, isDelta: isDelta)))
    let reader = try JSONReader(bytes)
    let tree = RecordTree()
    var mapper = FTMMapper(isDelta: isDelta)
    var tally = UnreadTally()
    var isFramed = false
    reading: while true {
      let event: JSONReader.Event
      do {
        event = try reader.next(into: tree)
      } catch {
        let rest = mapper.take()
        if !rest.isEmpty { try batch(rest) }
        throw error
      }
      if !isFramed, event != .end {
        mapper.batch.frame = RepairFrame(
          prefixLength: reader.prefixLength, separator: reader.isArray ? ",\n" : "\n",
          suffix: reader.suffix)
        isFramed = true
      }
      switch event {
      case .end: break reading
      case .refused(let why): mapper.batch.rejections.append(reader.rejection(why))
      case .record:
        switch mapper.read(tree.root) {
        case .read(let path): tally.add(tree, path: path)
        case .unread(let path): tally.add(path: path, at: reader.provenance)
        }
        for value in mapper.takeUnreadValues() { tally.add(path: value.path, at: value.place) }
      }
      if mapper.isFull { try batch(mapper.take()) }
    }
    mapper.finish()
    for value in mapper.takeUnreadValues() { tally.add(path: value.path, at: value.place) }
    var last = mapper.take()
    last.unread = tally.paths()
    if !last.isEmpty { try batch(last) }
  }

  /// True where the first line is an operation on an entity.
  private static func isDelta(_ head: [UInt8]) -> Bool {
    let keys = JSONKeys.of(String(decoding: head.prefix(1 << 12), as: UTF8.self)).outer
    return keys.contains("op")
  }

  /// One family for all files of a set that state their datasets, whole exports and deltas, because
  /// neither the head of a file nor all of it says which of them it is: an excerpt looks like a whole
  /// file, a delta may begin with deletions, which state no dataset. So no file removes what it does
  /// not name.
  private func edition(_ head: [UInt8], isDelta: Bool) -> Edition? {
    guard isDelta || Self.statesDatasets(head) else { return nil }
    return Edition(family: "ftm:\(set)", isWhole: false)
  }

  private static func statesDatasets(_ head: [UInt8]) -> Bool {
    let tree = RecordTree()
    guard let reader = try? JSONReader(ByteStream(name: "", bytes: head)) else { return false }
    while let event = try? reader.next(into: tree), event == .record {
      if !tree.root.texts("datasets").isEmpty { return true }
    }
    return false
  }
}
