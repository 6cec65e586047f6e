import ClewModel

/// One element, attribute or member in the tree of a record, XML or JSON alike.
///
/// In XML a child is an element by local name, an attribute a child named `@name`. In JSON a member
/// is a child by its key, the elements of an array stand as so many children of one name, `null` is
/// not there. Reading a text takes the node; what no one took by the end of the record is counted
/// (`UnreadTally`), so that what a reader does not know is seen.
package struct RecordNode {
  package let tree: RecordTree
  package let row: Int

  /// The local name of the element, the key of the member.
  package var name: String { tree.name(of: row) }

  /// The text without white space at its ends; nil where there is none. Takes the node.
  package var text: String? {
    tree.take(row)
    return tree.hasText(row) ? tree.text(row) : nil
  }

  /// The first child of a name.
  package func child(_ name: StaticString) -> RecordNode? {
    guard let number = tree.number(of: name) else { return nil }
    let end = tree.end(of: row)
    var child = row + 1
    while child < end {
      if tree.nameNumber(of: child) == number { return RecordNode(tree: tree, row: child) }
      child = tree.end(of: child)
    }
    return nil
  }

  /// The text of the first child of a name.
  package func text(_ name: StaticString) -> String? { child(name)?.text }

  /// The child at the end of a path of names, the first of each.
  package func descendant(_ path: StaticString...) -> RecordNode? {
    var node: RecordNode? = self
    for name in path { node = node?.child(name) }
    return node
  }

  /// The children of a name, in order.
  package func children(_ name: StaticString) -> [RecordNode] {
    guard let number = tree.number(of: name) else { return [] }
    var found: [RecordNode] = []
    tree.forEachChild(of: row) {
      if tree.nameNumber(of: $0) == number { found.append(RecordNode(tree: tree, row: $0)) }
    }
    return found
  }

  /// The texts of the children of a name, empty ones left out.
  package func texts(_ name: StaticString) -> [String] { children(name).compactMap(\.text) }

  /// All children, attributes among them.
  package var children: [RecordNode] {
    var found: [RecordNode] = []
    tree.forEachChild(of: row) { found.append(RecordNode(tree: tree, row: $0)) }
    return found
  }

  /// The value of an XML attribute; nil where it is empty or not there. Takes it.
  package func attribute(_ name: StaticString) -> String? {
    guard let found = tree.attribute(of: row, name) else { return nil }
    return RecordNode(tree: tree, row: found).text
  }

  /// True for an element without children, a member with a plain value.
  package var isLeaf: Bool { tree.isLeaf(row) }

  /// True where neither the node nor anything below it states a text.
  package var isEmpty: Bool { tree.isEmpty(row) }

  /// Takes the node and all below it: known, and kept as a whole or meaning nothing here.
  package func takeAll() {
    for inner in row..<tree.end(of: row) { tree.take(inner) }
    tree.takeAttributes(of: row)
  }

  /// Where it stands in the source, with its path below the record behind `prefix`.
  package func provenance(_ prefix: String = "") -> Provenance {
    let place = tree.place(of: row)
    let path = row == 0 ? "" : tree.path(of: row)
    return Provenance(
      offset: place.offset, length: place.length, line: place.line,
      path: prefix.isEmpty ? path : path.isEmpty ? prefix : "\(prefix)/\(path)")
  }

  /// The node as a rejection.
  package func rejection(_ reason: String, path: String = "") -> Rejection {
    Rejection(
      provenance: provenance(path), reason: reason,
      snippet: String(decoding: tree.head.prefix(500), as: UTF8.self))
  }

  /// The record as a rejection; what is below it counts as taken.
  package func refused(_ reason: String, _ provenance: Provenance) -> Rejection {
    takeAll()
    return Rejection(
      provenance: provenance, reason: reason,
      snippet: String(decoding: tree.head, as: UTF8.self))
  }
}
