/// One record of a document as a tree. The same tree is filled again for the next record.
package final class RecordTree {
  package private(set) var rows = RecordRows()
  /// The first bytes of the record as they stand in the source, at most 500.
  package private(set) var head: [UInt8] = []
  /// Positions among siblings of one name, from 1, 0 for the only one; of the rows whose parents
  /// are in `numbered`.
  private var positions: [Int32] = []
  private var numbered: Set<Int> = []
  /// The names of the document, as far as it was read when the record was.
  private var table = RecordNames([])
  /// Which rows were taken; see `RecordNode`.
  private(set) var taken: [Bool] = []
  private var literals = NameLiterals()

  package init() {}

  /// Reads the element whose start was just returned, up to and with its end.
  ///
  /// - Throws: what the reader throws; `.tooLarge` where the record passes the limits.
  package func read(
    _ start: XMLEvent, from reader: XMLReader, limits: XMLLimits = XMLLimits()
  ) throws {
    // Filled as a local value: a class's own property costs a check of exclusivity per access.
    var rows = RecordRows()
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
    begin(names: reader.names, count: rows.names.count)
  }

  /// Fills the tree with the rows that `fill` makes of another syntax; it returns their names.
  func read(head: ArraySlice<UInt8>, _ fill: (inout RecordRows) -> RecordNames) {
    var rows = RecordRows()
    swap(&rows, &self.rows)
    rows.removeAll()
    numbered.removeAll(keepingCapacity: true)
    self.head.removeAll(keepingCapacity: true)
    self.head.append(contentsOf: head)
    let names = fill(&rows)
    let count = rows.names.count
    self.rows = rows
    begin(names: names, count: count)
  }

  /// Ends the quoted bytes where the record ends.
  func cutHead(to length: Int) {
    if head.count > length { head.removeSubrange(length...) }
  }

  private func begin(names: RecordNames, count: Int) {
    table = names
    taken.removeAll(keepingCapacity: true)
    taken.append(contentsOf: repeatElement(false, count: count))
  }

  /// The record itself.
  package var root: RecordNode { node(0) }
  package func node(_ row: Int) -> RecordNode { RecordNode(tree: self, row: row) }

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

  func take(_ row: Int) { taken[row] = true }

  /// The local name of an element, the key of a member; `#text` for text after a child element.
  func name(of row: Int) -> String {
    names[row] == Self.strayText ? "#text" : table.text(names[row])
  }

  /// The number of a name, nil where the document has not used it so far.
  func number(of name: StaticString) -> Int32? { literals.number(of: name, in: table) }

  /// The row of an attribute: `@name` below an element with children, `element@name` beside a leaf.
  func attribute(of row: Int, _ name: StaticString) -> Int? {
    guard let (inner, outer) = literals.attribute(name, of: names[row], in: table) else {
      return nil
    }
    if let inner {
      var child = row + 1
      let end = end(of: row)
      while child < end {
        if names[child] == inner { return child }
        child = self.end(of: child)
      }
    }
    guard let outer, isLeaf(row) else { return nil }
    return attributesBeside(row).first { names[$0] == outer }
  }

  /// The rows of the attributes that stand beside a leaf.
  private func attributesBeside(_ row: Int) -> Range<Int> {
    let first = row + 1
    var end = first
    guard isLeaf(row), first < names.count else { return first..<first }
    let element = name(of: row)
    while end < names.count, name(of: end).isAttribute(of: element) { end += 1 }
    return first..<end
  }

  func takeAttributes(of row: Int) {
    for beside in attributesBeside(row) { take(beside) }
  }

  /// The path of a row without positions: what is counted for what was not taken.
  func plainPath(of row: Int) -> String {
    var steps: [String] = []
    var at = row
    while let parent = parent(of: at) {
      steps.append(name(of: at))
      at = parent
    }
    return steps.reversed().joined(separator: "/")
  }

  /// The element path of a row below the record.
  func path(of row: Int) -> String { path(of: row, names: table) }

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
  package func path(of row: Int, names table: RecordNames) -> String {
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
