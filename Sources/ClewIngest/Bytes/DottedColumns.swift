import ClewModel

/// A table whose column names are paths (`Entity.OtherEntityNames.OtherEntityName.2.type`), row by
/// row as the tree that the same record has in XML.
///
/// A number in a path tells repeated elements apart. A column below one that holds a value itself is
/// an attribute of it (`Entity.LegalName.xmllang`). Empty cells are not there.
final class DottedColumns {
  private struct Column {
    /// Groups from the outermost in, as numbers of `groups`.
    var groups: [Int]
    var name: Int32
    /// The column whose value this one describes.
    var owner: Int?
  }

  private let names: RecordNames
  private let groups: [Int32]
  private let columns: [Column]
  private let record: Int32

  init(header: [String]) {
    var names = RecordNames([])
    record = names.number(of: "record")
    var groups: [Int32] = []
    var numbers: [String: Int] = [:]
    var leaves: [String: Int] = [:]
    for (index, path) in header.enumerated() { leaves[path] = index }
    columns = header.enumerated().map { index, path in
      var steps = Self.steps(path)
      guard let last = steps.popLast() else {
        return Column(groups: [], name: names.number(of: "column \(index + 1)"), owner: nil)
      }
      var owner: Int?
      var name = last.name
      if let parent = steps.last, let leaf = leaves[parent.path] {
        owner = leaf
        name = "\(parent.name)@\(last.name)"
        steps.removeLast()
      }
      let numbered = steps.map { step in
        if let known = numbers[step.path] { return known }
        numbers[step.path] = groups.count
        groups.append(names.number(of: step.name))
        return groups.count - 1
      }
      return Column(groups: numbered, name: names.number(of: name), owner: owner)
    }
    self.groups = groups
    self.names = names
  }

  /// The elements of a path: a number belongs to the element before it.
  private static func steps(_ path: String) -> [(name: String, path: String)] {
    var steps: [(name: String, path: String)] = []
    for part in path.split(separator: ".", omittingEmptySubsequences: false).map(String.init) {
      let before = steps.last.map { $0.path + "." } ?? ""
      if part.utf8.allSatisfy({ (48...57).contains($0) }), let last = steps.last {
        steps[steps.count - 1] = (last.name, before + part)
      } else {
        steps.append((part, before + part))
      }
    }
    return steps
  }

  /// Fills the tree with the row the reader stands on.
  func fill(_ tree: RecordTree, from row: CSVReader) {
    let place = row.provenance
    let head = Array(row.record.prefix(500))
    tree.read(head: head[...]) { rows in
      let end = place.offset + Int64(place.length)
      let top = rows.openRow(record, parent: -1, offset: place.offset, line: place.line)
      var open: [(group: Int, row: Int)] = []
      for (index, column) in columns.enumerated() {
        let cell = row[index].trimmed
        if cell.count == 0 || column.owner.map({ row[$0].trimmed.count == 0 }) == true { continue }
        let shared = zip(open, column.groups).prefix { $0.0.group == $0.1 }.count
        while open.count > shared { rows.closeRow(open.removeLast().row, end: end) }
        for group in column.groups[shared...] {
          let parent = Int32(truncatingIfNeeded: open.last?.row ?? top)
          let opened = rows.openRow(
            groups[group], parent: parent, offset: place.offset, line: place.line)
          open.append((group, opened))
        }
        let parent = Int32(truncatingIfNeeded: open.last?.row ?? top)
        let text = rows.bytes.count
        rows.bytes.append(contentsOf: cell)
        rows.addLeaf(
          column.name, parent: parent, textFrom: text, from: place.offset, to: end,
          line: place.line)
      }
      while let last = open.popLast() { rows.closeRow(last.row, end: end) }
      rows.closeRow(top, end: end)
      return names
    }
  }
}
