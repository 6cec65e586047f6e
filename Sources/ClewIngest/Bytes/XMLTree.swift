/// The rows of one record's tree, in columns: elements in document order, each with the size of
/// its subtree, its text and its place.
///
/// A subtree is a run of rows and its texts are a run of bytes, so that two statements are compared
/// by their runs. An attribute is a leaf named `@name`; that of an element which holds text alone
/// stands beside it, named `element@name`, so that the element stays a leaf. A text after a child
/// element is a leaf named `#text`. Texts are without white space at their ends.
package struct XMLRows {
  package fileprivate(set) var names: [Int32] = []
  /// Rows of the subtree, the element itself included.
  package fileprivate(set) var sizes: [Int32] = []
  /// The row each lies directly below, -1 for the first.
  package fileprivate(set) var parents: [Int32] = []
  package fileprivate(set) var textStarts: [Int32] = []
  package fileprivate(set) var textLengths: [Int32] = []
  /// Place in the source: offset of `<`, bytes up to and including the last `>`, line of the `<`.
  package fileprivate(set) var offsets: [Int64] = []
  package fileprivate(set) var lengths: [Int32] = []
  package fileprivate(set) var lines: [Int32] = []
  package fileprivate(set) var bytes: [UInt8] = []
  private var open: [Int] = []
  /// The attributes of the element that opened last, until it is known whether it is a leaf.
  private var waiting: [(name: Int32, text: [UInt8])] = []

  fileprivate mutating func removeAll() {
    names.removeAll(keepingCapacity: true)
    sizes.removeAll(keepingCapacity: true)
    parents.removeAll(keepingCapacity: true)
    textStarts.removeAll(keepingCapacity: true)
    textLengths.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    lengths.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
    waiting.removeAll(keepingCapacity: true)
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
      case .end: close(event, from: reader)
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
    if !waiting.isEmpty { stateAttributes(prefix: "", event, from: reader) }
    let row = names.count
    appendRow(event.name, offset: event.offset, line: event.line)
    open.append(row)
    guard event.upper > event.lower else { return }
    for attribute in reader.attributes(of: event) {
      var text: [UInt8] = []
      reader.append(textOf: attribute, to: &text)
      waiting.append((attribute.name, text))
    }
  }

  /// Adds the attributes of the element that opened last as leaves.
  private mutating func stateAttributes(
    prefix: String, _ event: XMLEvent, from reader: XMLReader
  ) {
    for (name, text) in waiting {
      let number =
        prefix.isEmpty ? name : reader.number(ofName: prefix + reader.names.text(name))
      appendRow(number, offset: event.offset, line: event.line)
      bytes += text
      finishText(names.count - 1)
    }
    waiting.removeAll()
  }

  private mutating func appendRow(_ name: Int32, offset: Int64, line: Int32) {
    names.append(name)
    sizes.append(1)
    parents.append(Int32(truncatingIfNeeded: open.last ?? -1))
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

  private mutating func close(_ event: XMLEvent, from reader: XMLReader) {
    guard let row = open.popLast() else { return }
    if row == 0, !waiting.isEmpty { stateAttributes(prefix: "", event, from: reader) }
    sizes[row] = Int32(truncatingIfNeeded: names.count - row)
    lengths[row] = Int32(clamping: event.offset - offsets[row])
    if !waiting.isEmpty {
      stateAttributes(prefix: reader.names.text(names[row]), event, from: reader)
    }
  }
}

/// One record of a document as a tree. The same tree is filled again for the next record.
package final class XMLTree {
  package private(set) var rows = XMLRows()
  /// The first bytes of the record as they stand in the source, at most 500.
  package private(set) var head: [UInt8] = []
  /// Positions among siblings of one name, from 1, 0 for the only one; of the rows whose parents
  /// are in `numbered`.
  private var positions: [Int32] = []
  private var numbered: Set<Int> = []

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
    numbered.removeAll(keepingCapacity: true)
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

  /// The row that a row lies directly below, nil for the first.
  package func parent(of row: Int) -> Int? { row > 0 ? Int(rows.parents[row]) : nil }

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
  ///
  /// Time in proportion to the depth, and once per parent to the number of its children.
  package func path(of row: Int, names table: XMLNames) -> String {
    var steps: [String] = []
    var at = row
    while let parent = parent(of: at) {
      number(childrenOf: parent)
      let name = names[at] == Self.strayText ? "#text" : table.text(names[at])
      steps.append(positions[at] > 0 ? "\(name)[\(positions[at])]" : name)
      at = parent
    }
    return steps.reversed().joined(separator: "/")
  }

  private func number(childrenOf parent: Int) {
    guard numbered.insert(parent).inserted else { return }
    if positions.count < names.count {
      positions += [Int32](repeating: 0, count: names.count - positions.count)
    }
    var counts: [Int32: Int32] = [:]
    forEachChild(of: parent) { child in
      let position = counts[names[child], default: 0] + 1
      counts[names[child]] = position
      positions[child] = position
    }
    forEachChild(of: parent) { child in
      if counts[names[child]] == 1 { positions[child] = 0 }
    }
  }
}
