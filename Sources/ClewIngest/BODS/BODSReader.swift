import ClewModel

/// Statements in the Beneficial Ownership Data Standard (Open Ownership), versions 0.1 to 0.4, as a
/// JSON array or as JSON lines.
///
/// The version is told by the keys of each statement, so that a file may mix them. Order is free:
/// parties are named by their refs and found over the whole set. One statement is in memory at a
/// time, beside what is remembered to find the statements that later ones replace.
package struct BODSReader: Reader {
  package static let description = FormatDescription(
    name: "bods", title: "Beneficial Ownership Data Standard", versions: "0.1, 0.2, 0.3, 0.4",
    recognisedBy: "keys statementID with statementType; recordType with statementId or recordId",
    yields: "persons and organisations with identifiers, one link an interest, shares exact or in "
      + "bands, unspecified owners with their reason, replaced and closed records",
    limits: "shares beyond 13 decimals of a percent widen to the band that holds them; a record "
      + "that a file states again is found among its last 1,048,576; a nominator is linked to its "
      + "nomination, whose holdings count for it, a nominee stays an agent of it; links that name "
      + "a replacing party before it is stated are not redirected; the share of an interest without "
      + "a type, or of one that is neither shares nor votes, is kept as stated and counts for "
      + "nothing; a German register number without its court joins nothing; what cannot be read "
      + "(dates, shares, types of interest) is kept as stated and counted as unread")

  package static func recognises(_ head: SourceHead) -> Bool {
    let keys = head.signs.keys
    guard !keys.contains("$schema"), !keys.contains("definitions") else { return false }
    if keys.contains("recordType") {
      return !keys.isDisjoint(with: ["statementId", "recordId", "recordDetails"])
    }
    return keys.contains("statementType") || keys.contains("statementID")
  }

  /// The latest date of publication among the first statements; 0.1 states none.
  package static func published(_ head: SourceHead) -> TimeSpan? {
    JSONDates.latest(under: ["publicationDate"], in: head.bytes)
  }

  private let set: String

  package init(options: ReadOptions) throws(IngestError) { set = options.set }

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let head = Array(try bytes.peek(SourceHead.length))
    let reader = try JSONReader(bytes)
    let tree = RecordTree()
    var mapper = BODSMapper()
    var tally = UnreadTally()
    try header(
      SourceHeader(
        format: "bods", encoding: "utf-8",
        published: JSONDates.latest(under: ["publicationDate"], in: head),
        edition: Edition(family: "bods:\(set)", isWhole: false)))
    var isFramed = false
    reading: while true {
      let event: JSONReader.Event
      do {
        event = try reader.next(into: tree)
      } catch {
        if !mapper.batch.isEmpty { try batch(mapper.take()) }
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
        let kind = mapper.read(tree.root)
        tally.add(tree, path: kind)
        for value in mapper.takeUnreadValues() {
          tally.add(path: "\(kind)/\(value.path)", at: value.place)
        }
      }
      if mapper.isFull { try batch(mapper.take()) }
    }
    mapper.finish()
    var last = mapper.take()
    last.unread = tally.paths()
    if !last.isEmpty { try batch(last) }
  }
}
