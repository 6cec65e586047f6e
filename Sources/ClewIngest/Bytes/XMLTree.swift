/// One record of a document as a tree in columns: elements in document order, each with the size
/// of its subtree, its text and its place. The same tree is filled again for the next record.
///
/// A subtree is a run of rows and its texts are a run of bytes, so that two statements are compared
/// by their runs. Attributes are leaves named `@name`; a text after a child element is a leaf named
/// `#text`. Texts are without white space at their ends.
package final class XMLTree {
  package private(set) var names: [Int32] = []
  /// Rows of the subtree, the element itself included.
  package private(set) var sizes: [Int32] = []
  package private(set) var textStarts: [Int32] = []
  package private(set) var textLengths: [Int32] = []
  /// Place in the source: offset of `<`, bytes up to and including the last `>`, line of the `<`.
  package private(set) var offsets: [Int64] = []
  package private(set) var lengths: [Int32] = []
  package private(set) var lines: [Int32] = []
  package private(set) var bytes: [UInt8] = []
  /// The first bytes of the record as they stand in the source, at most 500.
  package private(set) var head: [UInt8] = []

  private var open: [Int] = []

  package init() {}

  /// Reads the element whose start was just returned, up to and with its end.
  ///
  /// - Throws: what the reader throws; `.tooLarge` where the record passes the limits.
  package func read(
    _ start: XMLEvent, from reader: XMLReader, limits: XMLLimits = XMLLimits()
  ) throws {
    removeAll()
    let textMark = reader.names.text(start.name)
    head = reader.sourceBytes(from: start.offset, count: 500)
    append(start, from: reader)
    while !open.isEmpty {
      guard let event = try reader.next() else { break }
      switch event.kind {
      case .start: append(event, from: reader)
      case .text: addText(event, from: reader)
      case .end: close(event)
      }
      guard names.count <= limits.recordElements, bytes.count <= limits.recordBytes else {
        throw reader.error(
          .tooLarge,
          "one <\(textMark)> holds more than \(limits.recordElements) elements or"
            + " \(limits.recordBytes >> 20) MiB of text",
          line: start.line, open: [start.name],
          next: "No format read here needs this: look at the file before using it.")
      }
    }
    if head.count < 500 {
      let whole = reader.sourceBytes(from: start.offset, count: min(500, Int(lengths[0])))
      if whole.count > head.count { head = whole }
    }
    if head.count > Int(lengths[0]) { head.removeSubrange(Int(lengths[0])...) }
  }

  private func removeAll() {
    names.removeAll(keepingCapacity: true)
    sizes.removeAll(keepingCapacity: true)
    textStarts.removeAll(keepingCapacity: true)
    textLengths.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    lengths.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
  }

  private func append(_ event: XMLEvent, from reader: XMLReader) {
    open.append(names.count)
    appendRow(event.name, offset: event.offset, line: event.line)
    guard event.upper > event.lower else { return }
    for attribute in reader.attributes(of: event) {
      appendRow(attribute.name, offset: event.offset, line: event.line)
      reader.append(textOf: attribute, to: &bytes)
      finishText(names.count - 1)
    }
  }

  private func appendRow(_ name: Int32, offset: Int64, line: Int32) {
    names.append(name)
    sizes.append(1)
    textStarts.append(Int32(bytes.count))
    textLengths.append(0)
    offsets.append(offset)
    lengths.append(0)
    lines.append(line)
  }

  private func addText(_ event: XMLEvent, from reader: XMLReader) {
    guard let owner = open.last else { return }
    var row = owner
    if names.count > owner + 1 || textLengths[owner] > 0 {
      row = names.count
      appendRow(Self.strayText, offset: event.offset, line: event.line)
    }
    reader.append(textOf: event, to: &bytes)
    finishText(row)
  }

  private func finishText(_ row: Int) {
    textLengths[row] = Int32(bytes.count) - textStarts[row]
  }

  private func close(_ event: XMLEvent) {
    guard let row = open.popLast() else { return }
    sizes[row] = Int32(names.count - row)
    lengths[row] = Int32(clamping: event.offset - offsets[row])
  }

  // MARK: - reading

  /// The name of text that stands after a child element.
  package static let strayText: Int32 = -1

  package func end(of row: Int) -> Int { row + Int(sizes[row]) }

  /// The rows of the children, in document order.
  @inline(__always)
  package func forEachChild(of row: Int, _ body: (Int) throws -> Void) rethrows {
    var child = row + 1
    let end = end(of: row)
    while child < end {
      try body(child)
      child += Int(sizes[child])
    }
  }

  package func hasText(_ row: Int) -> Bool { textLengths[row] > 0 }
  package func isLeaf(_ row: Int) -> Bool { sizes[row] == 1 }

  /// True where neither the element nor anything below it states a text.
  package func isEmpty(_ row: Int) -> Bool {
    for inner in row..<end(of: row) where textLengths[inner] > 0 { return false }
    return true
  }

  /// The element's own text, empty where it has none.
  package func text(_ row: Int) -> String {
    let start = Int(textStarts[row])
    return String(decoding: bytes[start..<(start + Int(textLengths[row]))], as: UTF8.self)
  }

  /// The bytes of the texts of the rows `lower..<upper`.
  package func textBytes(_ lower: Int, _ upper: Int) -> ArraySlice<UInt8> {
    let start = lower < names.count ? Int(textStarts[lower]) : bytes.count
    let end = upper < names.count ? Int(textStarts[upper]) : bytes.count
    return bytes[start..<end]
  }

  /// The element path of a row below the record, `t_from/from_person`; siblings of one name are
  /// numbered from 1: `related_persons/entity_related_person[2]`.
  package func path(of row: Int, names table: XMLNames) -> String {
    var parts: [String] = []
    var at = 0
    while at < row {
      var next = at
      var position = 0
      var same: [Int32: Int] = [:]
      forEachChild(of: at) { child in
        same[names[child], default: 0] += 1
        if child <= row, row < end(of: child) {
          next = child
          position = same[names[child], default: 1]
        }
      }
      guard next > at else { break }
      let text = names[next] == Self.strayText ? "#text" : table.text(names[next])
      parts.append(same[names[next], default: 1] > 1 ? "\(text)[\(position)]" : text)
      at = next
    }
    return parts.joined(separator: "/")
  }
}
