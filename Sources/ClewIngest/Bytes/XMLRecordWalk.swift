import ClewModel

/// Walks the records of an XML document from front to back: the elements of a few names, at whatever
/// depth they stand, each as a tree. Flat memory: one record at a time.
///
/// What stands outside the records is kept where it is asked for (attributes of the root, texts of
/// elements such as the date of a list) and else counted as unread.
final class XMLRecordWalk {
  /// The root's attributes by local name, in no order.
  private(set) var rootAttributes: [String: String] = [:]
  /// Texts of elements outside the records, of the names asked for.
  private(set) var outside: [String: String] = [:]
  /// The path of the record last read, `INDIVIDUALS/INDIVIDUAL[3]`, and its element's name.
  private(set) var recordPath = ""
  private(set) var recordName = ""
  /// How rejected records become a document again; set with the first record.
  private(set) var frame: RepairFrame?

  private let reader: XMLReader
  private let tree = RecordTree()
  private let records: Int
  private let wanted: Set<String>
  private var open: [Int32] = []
  private var counts: [Int]
  private var tally = UnreadTally()

  /// Attributes of the root that say how to read the document and nothing of its content.
  private static let formal: Set<String> = ["schemaLocation", "noNamespaceSchemaLocation"]

  /// - Parameters:
  ///   - records: local names of the elements that are records.
  ///   - attributes: attributes outside the records that the format knows; the root's are kept.
  ///   - outside: elements outside the records whose texts are kept.
  init(
    _ stream: ByteStream, records: [String], attributes: [String] = [], outside: [String] = []
  ) throws {
    reader = try XMLReader(
      stream, names: RecordNames(records), placed: Set(0..<Int32(records.count)))
    self.records = records.count
    counts = [Int](repeating: 0, count: records.count)
    wanted = Set(attributes + outside)
  }

  var encoding: String { reader.encoding }

  /// Reads the whole document: `header` once, before the first batch; `record` for each record;
  /// `finish` when the last was read, or the document breaks off, before the last batch.
  ///
  /// - Throws: what the reader throws, after the records before that place were handed over.
  func read(
    header: () throws -> Void, batch: (Batch) throws -> Void,
    record: (RecordNode, inout Batch) -> Void, finish: (inout Batch) -> Void = { _ in }
  ) throws {
    var current = Batch()
    var isStated = false
    func state() throws {
      if !isStated { try header() }
      isStated = true
    }
    do {
      while let node = try next() {
        try state()
        if current.frame == nil, counts.reduce(0, +) == 1 { current.frame = frame }
        record(node, &current)
        tally.add(tree, path: recordName)
        if current.listings.count + current.supplements.count + current.rejections.count >= 4096 {
          try batch(current)
          current = Batch()
        }
      }
    } catch let error as IngestError {
      finish(&current)
      current.unread = tally.paths()
      if !current.isEmpty {
        try state()
        try batch(current)
      }
      throw error
    }
    try state()
    finish(&current)
    current.unread = tally.paths()
    if !current.isEmpty { try batch(current) }
  }

  /// The next record, nil at the end of the document. It lives until the next call.
  private func next() throws -> RecordNode? {
    while let event = try reader.next() {
      switch event.kind {
      case .start where Int(event.name) < records:
        if counts.allSatisfy({ $0 == 0 }) { frame = .xml(before: event, in: reader) }
        try tree.read(event, from: reader)
        counts[Int(event.name)] += 1
        recordName = reader.names.text(event.name)
        let above = open.map { reader.names.text($0) + "/" }.joined()
        recordPath = "\(above)\(recordName)[\(counts[Int(event.name)])]"
        return tree.root
      case .start:
        try enter(event)
      case .text:
        note(event)
      case .end:
        if !open.isEmpty { open.removeLast() }
      }
    }
    return nil
  }

  private func enter(_ event: XMLEvent) throws {
    let isRoot = open.isEmpty
    open.append(event.name)
    for attribute in reader.attributes(of: event) {
      let name = String(reader.names.text(attribute.name).dropFirst())
      var bytes: [UInt8] = []
      reader.append(textOf: attribute, to: &bytes)
      let text = String(decoding: bytes, as: UTF8.self).trimmed
      if wanted.contains(name) {
        if isRoot { rootAttributes[name] = text }
      } else if !Self.formal.contains(name), !text.isEmpty {
        tally.add(path: outsidePath + "/@" + name, at: place(event))
      }
    }
  }

  private func note(_ event: XMLEvent) {
    var bytes: [UInt8] = []
    reader.append(textOf: event, to: &bytes)
    let text = String(decoding: bytes, as: UTF8.self).trimmed
    let name = reader.names.text(event.name)
    if wanted.contains(name) {
      outside[name, default: ""] += text
    } else if !text.isEmpty {
      tally.add(path: outsidePath, at: place(event))
    }
  }

  private var outsidePath: String {
    open.map { reader.names.text($0) }.joined(separator: "/")
  }

  private func place(_ event: XMLEvent) -> Provenance {
    Provenance(offset: event.offset, length: 0, line: event.line, path: outsidePath)
  }
}
