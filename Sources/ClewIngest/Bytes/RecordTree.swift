/// One record of a document as a tree. The same tree is filled again for the next record.
///
/// What every look at a node touches is not checked for overlapping access: nothing here calls out
/// while it changes them, and a tree belongs to one reader on one thread.
package final class RecordTree {
  @exclusivity(unchecked) package private(set) var rows = RecordRows()
  /// The first bytes of the record as they stand in the source, at most 500.
  package private(set) var head: [UInt8] = []
  /// Positions among siblings of one name, from 1, 0 for the only one; of the rows whose parents
  /// are in `numbered`.
  private var positions: [Int32] = []
  private var numbered: Set<Int> = []
  /// The names of the document, as far as it was read when the record was.
  private var table = RecordNames([])
  /// Which rows were taken; see `RecordNode`.
  @exclusivity(unchecked) private(set) var taken: [Bool] = []
  @exclusivity(unchecked) private var literals = NameLiterals()

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
    let length = Int(rows.places[0].length)
    if head.count < min(500, length) {
      let whole = reader.sourceBytes(from: start.offset, count: min(500, length))
      if whole.count > head.count { head = whole }
    }
    if head.count > length { head.removeSubrange(length...) }
    begin(names: reader.names, count: rows.count)
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
    let count = rows.count
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

  /// Rows of the record.
  package var count: Int { rows.count }
  package func nameNumber(of row: Int) -> Int32 { rows.shapes[row].name }
  package func place(of row: Int) -> RecordRows.Place { rows.places[row] }

  /// The row that a row lies directly below, nil for the first.
  package func parent(of row: Int) -> Int? { row > 0 ? Int(rows.places[row].parent) : nil }

  package func end(of row: Int) -> Int { row + Int(rows.shapes[row].size) }

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
    nameNumber(of: row) == Self.strayText ? "#text" : table.text(nameNumber(of: row))
  }

  /// The number of a name, nil where the document has not used it so far.
  func number(of name: StaticString) -> Int32? { literals.number(of: name, in: table) }

  /// The row of an attribute: `@name` below an element with children, `element@name` beside a leaf.
  func attribute(of row: Int, _ name: StaticString) -> Int? {
    guard let (inner, outer) = literals.attribute(name, of: nameNumber(of: row), in: table) else {
      return nil
    }
    if let inner {
      var child = row + 1
      let end = end(of: row)
      while child < end {
        if nameNumber(of: child) == inner { return child }
        child = self.end(of: child)
      }
    }
    guard let outer, isLeaf(row) else { return nil }
    var beside = row + 1
    let element = self.name(of: row)
    while beside < count {
      if nameNumber(of: beside) == outer { return beside }
      guard self.name(of: beside).isAttribute(of: element) else { return nil }
      beside += 1
    }
    return nil
  }

  /// The rows of the attributes that stand beside a leaf.
  private func attributesBeside(_ row: Int) -> Range<Int> {
    let first = row + 1
    var end = first
    guard isLeaf(row), first < count else { return first..<first }
    let element = name(of: row)
    while end < count, name(of: end).isAttribute(of: element) { end += 1 }
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

  package func hasText(_ row: Int) -> Bool { rows.shapes[row].textLength > 0 }
  package func isLeaf(_ row: Int) -> Bool { rows.shapes[row].size == 1 }

  /// True where neither the element nor anything below it states a text.
  package func isEmpty(_ row: Int) -> Bool {
    for inner in row..<end(of: row) where rows.shapes[inner].textLength > 0 { return false }
    return true
  }

  /// The element's own text, empty where it has none.
  package func text(_ row: Int) -> String {
    String(decoding: rows.bytes[rows.text(row)], as: UTF8.self)
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
      let name = nameNumber(of: at) == Self.strayText ? "#text" : table.text(nameNumber(of: at))
      steps.append(positions[at] > 0 ? "\(name)[\(positions[at])]" : name)
      at = parent
    }
    return steps.reversed().joined(separator: "/")
  }

  private func number(childrenOf parent: Int) {
    guard numbered.insert(parent).inserted else { return }
    if positions.count < count {
      positions += [Int32](repeating: 0, count: count - positions.count)
    }
    var counts: [Int32: Int32] = [:]
    forEachChild(of: parent) { child in
      let position = counts[nameNumber(of: child), default: 0] + 1
      counts[nameNumber(of: child)] = position
      positions[child] = position
    }
    forEachChild(of: parent) { child in
      if counts[nameNumber(of: child)] == 1 { positions[child] = 0 }
    }
  }
}
