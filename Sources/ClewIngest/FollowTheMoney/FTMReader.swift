import ClewModel

/// Entities of FollowTheMoney as JSON lines: as Aleph and OpenAleph write them, as OpenSanctions
/// publishes them, and OpenSanctions' deltas (`{op, entity}`).
///
/// Order is free: what an entity names by id is found over the whole set. Memory holds the relations
/// that lack an end, the addresses, the accounts and the listed parties of the source, each bounded.
package struct FTMReader: Reader {
  package static let description = FormatDescription(
    name: "ftm", title: "FollowTheMoney entities, JSON lines",
    versions: "3, 4; OpenSanctions deltas",
    recognisedBy: "keys id, schema, properties; or op with entity",
    yields:
      "parties, links in roles with shares and dates, payments, accounts, listings by dataset",
    limits: "documents, mentions and candidates are counted, not read; fragments of a relation are "
      + "joined where they follow each other or lack an end, at most 65,536 of these waiting; an "
      + "address is a fact of those that name it, at most 131,072 of each waiting; a document of "
      + "identity counts as a statement of its holder, so that a delta that restates the holder "
      + "alone replaces it; amounts only as plain decimals; an account owned through an Ownership "
      + "that stands before it is taken for a party; deltas and their base need one --set")

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
      }
      if mapper.isFull { try batch(mapper.take()) }
    }
    mapper.finish()
    var last = mapper.take()
    last.unread = tally.paths()
    if !last.isEmpty { try batch(last) }
  }

  /// True where the first line is an operation on an entity.
  private static func isDelta(_ head: [UInt8]) -> Bool {
    let keys = JSONKeys.of(String(decoding: head.prefix(1 << 12), as: UTF8.self)).outer
    return keys.contains("op")
  }

  /// The dataset's where all entities at the beginning state the same single one, else that of the
  /// set where they state any: then nothing says that the file is the whole of something.
  private func edition(_ head: [UInt8], isDelta: Bool) -> Edition? {
    var datasets: Set<String> = []
    var isSingle = true
    let stream = ByteStream(name: "", bytes: head)
    let tree = RecordTree()
    guard let reader = try? JSONReader(stream) else { return nil }
    while let event = try? reader.next(into: tree), event == .record {
      let entity = isDelta ? tree.root.child("entity") : tree.root
      let stated = entity?.texts("datasets") ?? []
      if stated.isEmpty && entity?.child("schema") == nil { continue }
      if stated.count != 1 { isSingle = false }
      datasets.formUnion(stated)
    }
    if isSingle, datasets.count == 1, let dataset = datasets.first {
      return Edition(family: "ftm:\(dataset)", isWhole: !isDelta)
    }
    guard isDelta || !datasets.isEmpty else { return nil }
    return Edition(family: "ftm:\(set)", isWhole: false)
  }
}
