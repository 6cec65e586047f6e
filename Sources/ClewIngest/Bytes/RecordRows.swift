/// The rows of one record's tree, in columns: elements in document order, each with the size of
/// its subtree, its text and its place.
///
/// A subtree is a run of rows and its texts are a run of bytes, so that two statements are compared
/// by their runs. An attribute is a leaf named `@name`; that of an element which holds text alone
/// stands beside it, named `element@name`, so that the element stays a leaf. A text after a child
/// element is a leaf named `#text`. Texts are without white space at their ends.
package struct RecordRows {
  package internal(set) var names: [Int32] = []
  /// Rows of the subtree, the element itself included.
  package internal(set) var sizes: [Int32] = []
  /// The row each lies directly below, -1 for the first.
  package internal(set) var parents: [Int32] = []
  package internal(set) var textStarts: [Int32] = []
  package internal(set) var textLengths: [Int32] = []
  /// Place in the source: offset of `<`, bytes up to and including the last `>`, line of the `<`.
  package internal(set) var offsets: [Int64] = []
  package internal(set) var lengths: [Int32] = []
  package internal(set) var lines: [Int32] = []
  package internal(set) var bytes: [UInt8] = []
  private var open: [Int] = []
  /// The attributes of the element that opened last, until it is known whether it is a leaf.
  private var waiting: [(name: Int32, text: [UInt8])] = []

  mutating func removeAll() {
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
  mutating func read(
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
      appendRow(RecordTree.strayText, offset: event.offset, line: event.line)
    }
    reader.append(textOf: event, to: &bytes)
    finishText(row)
  }

  private mutating func finishText(_ row: Int) {
    textLengths[row] = Int32(truncatingIfNeeded: bytes.count) - textStarts[row]
  }

  private mutating func close(_ event: XMLEvent, from reader: XMLReader) {
    guard let row = open.last else { return }
    // Below the record itself, while it is open: the record is what they lie directly below.
    if row == 0, !waiting.isEmpty { stateAttributes(prefix: "", event, from: reader) }
    open.removeLast()
    sizes[row] = Int32(truncatingIfNeeded: names.count - row)
    lengths[row] = Int32(clamping: event.offset - offsets[row])
    if !waiting.isEmpty {
      stateAttributes(prefix: reader.names.text(names[row]), event, from: reader)
    }
  }

  // MARK: - rows of another syntax

  /// Begins a row whose text, if it has one, is appended to `bytes` next.
  @inline(__always)
  mutating func openLeaf(_ name: Int32, parent: Int32, offset: Int64, line: Int32) -> Int {
    let row = names.count
    names.append(name)
    sizes.append(1)
    parents.append(parent)
    textStarts.append(Int32(truncatingIfNeeded: bytes.count))
    textLengths.append(0)
    offsets.append(offset)
    lengths.append(0)
    lines.append(line)
    return row
  }

  /// Ends the row: with rows below it has no text, else the bytes since it began, without white
  /// space at their ends.
  @inline(__always)
  mutating func closeLeaf(_ row: Int, end: Int64) {
    let size = names.count &- row
    sizes[row] = Int32(truncatingIfNeeded: size)
    lengths[row] = Int32(truncatingIfNeeded: end &- offsets[row])
    guard size == 1 else {
      textLengths[row] = 0
      return
    }
    var start = Int(textStarts[row])
    while start < bytes.count, bytes[start] <= 0x20 { start &+= 1 }
    while bytes.count > start, bytes[bytes.count &- 1] <= 0x20 { bytes.removeLast() }
    textStarts[row] = Int32(truncatingIfNeeded: start)
    textLengths[row] = Int32(truncatingIfNeeded: bytes.count &- start)
  }
}
