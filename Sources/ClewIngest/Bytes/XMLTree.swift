/// The rows of one record's tree, in columns: elements in document order, each with the size of
/// its subtree, its text and its place.
///
/// A subtree is a run of rows and its texts are a run of bytes, so that two statements are compared
/// by their runs. Attributes are leaves named `@name`; a text after a child element is a leaf named
/// `#text`. Texts are without white space at their ends.
package struct XMLRows {
  package fileprivate(set) var names: [Int32] = []
  /// Rows of the subtree, the element itself included.
  package fileprivate(set) var sizes: [Int32] = []
  package fileprivate(set) var textStarts: [Int32] = []
  package fileprivate(set) var textLengths: [Int32] = []
  /// Place in the source: offset of `<`, bytes up to and including the last `>`, line of the `<`.
  package fileprivate(set) var offsets: [Int64] = []
  package fileprivate(set) var lengths: [Int32] = []
  package fileprivate(set) var lines: [Int32] = []
  package fileprivate(set) var bytes: [UInt8] = []
  private var open: [Int] = []

  fileprivate mutating func removeAll() {
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

  /// Adds the element that starts here and all that follows up to its end.
  fileprivate mutating func read(
    _ start: XMLEvent, from reader: XMLReader, limits: XMLLimits
  ) throws {
    append(start, from: reader)
    while !open.isEmpty {
      guard let event = try reader.next() else { break }
      switch event.kind {
      case .start: append(event, from: reader)
      case .text: addText(event, from: reader)
      case .end: close(event)
      }
      guard names.count <= limits.recordElements, bytes.count <= limits.recordBytes else {
        let what =
          "one <\(reader.names.text(start.name))> holds more than \(limits.recordElements)"
          + " elements or \(limits.recordBytes >> 20) MiB of text"
        throw reader.error(
          .tooLarge, what, line: start.line, open: [start.name],
          next: "No format read here needs this: look at the file before using it.")
      }
    }
  }

  private mutating func append(_ event: XMLEvent, from reader: XMLReader) {
    open.append(names.count)
    appendRow(event.name, offset: event.offset, line: event.line)
    guard event.upper > event.lower else { return }
    for attribute in reader.attributes(of: event) {
      appendRow(attribute.name, offset: event.offset, line: event.line)
      reader.append(textOf: attribute, to: &bytes)
      finishText(names.count - 1)
    }
  }

  private mutating func appendRow(_ name: Int32, offset: Int64, line: Int32) {
    names.append(name)
    sizes.append(1)
    textStarts.append(Int32(truncatingIfNeeded: bytes.count))
    textLengths.append(0)
    offsets.append(offset)
    lengths.append(0)
    lines.append(line)
  }

  private mutating func addText(_ event: XMLEvent, from reader: XMLReader) {
    guard let owner = open.last else { return }
    var row = owner
    if names.count > owner + 1 || textLengths[owner] > 0 {
      row = names.count
      appendRow(XMLTree.strayText, offset: event.offset, line: event.line)
    }
    reader.append(textOf: event, to: &bytes)
    finishText(row)
  }

  private mutating func finishText(_ row: Int) {
    textLengths[row] = Int32(truncatingIfNeeded: bytes.count) - textStarts[row]
  }

  private mutating func close(_ event: XMLEvent) {
    guard let row = open.popLast() else { return }
    sizes[row] = Int32(truncatingIfNeeded: names.count - row)
    lengths[row] = Int32(clamping: event.offset - offsets[row])
  }
}

/// One record of a document as a tree. The same tree is filled again for the next record.
package final class XMLTree {
  package private(set) var rows = XMLRows()
  /// The first bytes of the record as they stand in the source, at most 500.
  package private(set) var head: [UInt8] = []

  package init() {}

  /// Reads the element whose start was just returned, up to and with its end.
  ///
  /// - Throws: what the reader throws; `.tooLarge` where the record passes the limits.
  package func read(
    _ start: XMLEvent, from reader: XMLReader, limits: XMLLimits = XMLLimits()
  ) throws {
    // Filled as a local value: a class's own property costs a check of exclusivity per access.
    var rows = XMLRows()
    swap(&rows, &self.rows)
    defer { self.rows = rows }
    rows.removeAll()
    head = reader.sourceBytes(from: start.offset, count: 500)
    try rows.read(start, from: reader, limits: limits)
    let length = Int(rows.lengths[0])
    if head.count < min(500, length) {
      let whole = reader.sourceBytes(from: start.offset, count: min(500, length))
      if whole.count > head.count { head = whole }
    }
    if head.count > length { head.removeSubrange(length...) }
  }

  // MARK: - reading

  /// The name of text that stands after a child element.
  package static let strayText: Int32 = -1

  package var names: [Int32] { rows.names }
  package var offsets: [Int64] { rows.offsets }
  package var lengths: [Int32] { rows.lengths }
  package var lines: [Int32] { rows.lines }

  package func end(of row: Int) -> Int { row + Int(rows.sizes[row]) }

  /// The rows of the children, in document order.
  @inline(__always)
  package func forEachChild(of row: Int, _ body: (Int) throws -> Void) rethrows {
    var child = row + 1
    let end = end(of: row)
    while child < end {
      try body(child)
      child = self.end(of: child)
    }
  }

  package func hasText(_ row: Int) -> Bool { rows.textLengths[row] > 0 }
  package func isLeaf(_ row: Int) -> Bool { rows.sizes[row] == 1 }

  /// True where neither the element nor anything below it states a text.
  package func isEmpty(_ row: Int) -> Bool {
    for inner in row..<end(of: row) where rows.textLengths[inner] > 0 { return false }
    return true
  }

  /// The element's own text, empty where it has none.
  package func text(_ row: Int) -> String {
    let start = Int(rows.textStarts[row])
    return String(
      decoding: rows.bytes[start..<(start + Int(rows.textLengths[row]))], as: UTF8.self)
  }

  /// The element path of a row below the record, `t_from/from_person`; siblings of one name are
  /// numbered from 1: `related_persons/entity_related_person[2]`.
  package func path(of row: Int, names table: XMLNames) -> String {
    var path = ""
    var at = 0
    while at < row {
      var next = at
      var child = at + 1
      while child <= row {
        next = child
        child = end(of: child)
      }
      guard next > at else { break }
      let name = names[next]
      if !path.isEmpty { path += "/" }
      path += name == Self.strayText ? "#text" : table.text(name)
      var position = 1
      var count = 0
      forEachChild(of: at) { sibling in
        if names[sibling] == name {
          count += 1
          if sibling < next { position += 1 }
        }
      }
      if count > 1 { path += "[\(position)]" }
      at = next
    }
    return path
  }
}
