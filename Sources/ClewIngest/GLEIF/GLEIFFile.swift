import ClewModel

/// What the three GLEIF files have in common: how they are told, their header, their loop.
struct GLEIFFile {
  var format: String
  var root: StaticString
  var element: String

  /// True for the XML root, or JSON or a table in which the test finds its keys or columns.
  func matches(_ head: SourceHead, orSigns test: (FormatSigns) -> Bool) -> Bool {
    head.xmlRoot.map { $0.name == root.description } ?? test(head.signs)
  }

  /// The date of the content, which stands in the first bytes of the XML form.
  static func published(_ head: SourceHead) -> TimeSpan? {
    guard head.xmlRoot != nil, let start = head.text.firstRange(of: "ContentDate>")?.upperBound
    else { return nil }
    return TimeSpan(iso: head.text[start...].prefix { $0 != "<" })
  }

  /// Reads all records and hands them over in batches.
  ///
  /// A file that says it is whole (`GLEIF_FULL_PUBLISHED`) is one only where it holds as many records
  /// as its header states: an excerpt keeps the header of the file it was cut from.
  ///
  /// - Parameter map: makes model records of one; told whether the file says that it is a delta.
  /// - Throws: what the reader throws, after the records before that place were handed over.
  func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void,
    map: (RecordNode, Provenance, _ isDelta: Bool, inout Batch) -> Void
  ) throws {
    let records = try GLEIFRecords(bytes, root: root.description, element: element)
    var edition = Edition(family: format, isWhole: records.fileContent.contains("FULL"))
    try header(
      SourceHeader(
        format: format, encoding: records.encoding, published: records.contentDate,
        edition: edition))
    let isDelta = records.fileContent.contains("DELTA")
    var current = Batch()
    var count: Int64 = 0
    loop: while true {
      let event: GLEIFRecords.Event
      do {
        event = try records.next()
      } catch {
        current.unread = records.tally.paths()
        edition.isWhole = false
        current.edition = edition
        try batch(current)
        throw error
      }
      switch event {
      case .end: break loop
      case .refused(let rejection): current.rejections.append(rejection)
      case .record:
        map(records.tree.root, records.provenance, isDelta, &current)
        records.tally.add(records.tree, path: element)
      }
      if count == 0 { current.frame = records.frame }
      count += 1
      if count % 4096 == 0 {
        try batch(current)
        current = Batch()
      }
    }
    current.unread = records.tally.paths()
    if edition.isWhole, let stated = records.recordCount, stated != count {
      edition.isWhole = false
      current.edition = edition
    }
    if !current.isEmpty { try batch(current) }
  }
}
