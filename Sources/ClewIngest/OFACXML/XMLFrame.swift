import ClewModel

/// Where a record stood, for a rejection that is known only later.
struct RecordPlace {
  let provenance: Provenance
  private let snippet: String

  init(_ node: RecordNode, path: String) {
    let first = node.rejection("", path: path)
    provenance = first.provenance
    snippet = first.snippet
  }

  func rejection(_ reason: String) -> Rejection {
    Rejection(provenance: provenance, reason: reason, snippet: snippet)
  }
}

/// The closing tags that go with what stands before the first record.
struct XMLFrame {
  private var open: [String] = []
  private let isPlain: Bool

  /// - Parameter root: the start of the root element, just returned.
  init(root: XMLEvent, _ reader: XMLReader) {
    isPlain = !reader.encoding.hasPrefix("utf-16")
    add(root, reader)
  }

  /// Adds an element that stays open around the records.
  mutating func add(_ start: XMLEvent, _ reader: XMLReader) {
    let bytes = reader.sourceBytes(from: start.offset, count: 256).dropFirst()
    let name = bytes.prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
    open.append(String(decoding: name, as: UTF8.self))
  }

  /// The frame of records of which the first begins here; nil where bytes are not text as it is.
  func before(_ first: XMLEvent) -> RepairFrame? {
    guard isPlain, open.allSatisfy({ !$0.isEmpty }) else { return nil }
    return RepairFrame(
      prefixLength: first.offset, separator: "\n",
      suffix: "\n" + open.reversed().map { "</\($0)>" }.joined() + "\n")
  }
}
