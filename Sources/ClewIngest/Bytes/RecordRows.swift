/// The rows of one record's tree: elements in document order, each with the size of its subtree, its
/// text and its place.
///
/// A subtree is a run of rows and its texts are a run of bytes, so that two statements are compared
/// by their runs. An attribute is a leaf named `@name`; that of an element which holds text alone
/// stands beside it, named `element@name`, so that the element stays a leaf. A text after a child
/// element is a leaf named `#text`. Texts are without white space at their ends.
package struct RecordRows {
  /// What a row states, but for its text: equal for equal statements, wherever they stand.
  package struct Shape {
    package var name: Int32
    /// Rows of the subtree, the element itself included.
    package var size: Int32 = 1
    package var textLength: Int32 = 0
  }

  /// Where a row stands in the record and in the source.
  package struct Place {
    /// The row it lies directly below, -1 for the first.
    package var parent: Int32
    package var textStart: Int32
    /// Offset of `<`, bytes up to and including the last `>`, line of the `<`.
    package var offset: Int64
    package var length: Int32 = 0
    package var line: Int32
  }

  package private(set) var shapes: [Shape] = []
  package private(set) var places: [Place] = []
  package internal(set) var bytes: [UInt8] = []
  private var open: [Int] = []
  /// The attributes of the element that opened last, until it is known whether it is a leaf.
  private var waiting: [(name: Int32, textEnd: Int)] = []
  private var waitingBytes: [UInt8] = []

  package var count: Int { shapes.count }
  /// The bytes of a row's text.
  package func text(_ row: Int) -> Range<Int> {
    let start = Int(places[row].textStart)
    return start..<(start + Int(shapes[row].textLength))
  }

  mutating func removeAll() {
    shapes.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
    forgetWaiting()
  }

  private mutating func forgetWaiting() {
    waiting.removeAll(keepingCapacity: true)
    waitingBytes.removeAll(keepingCapacity: true)
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
      guard count <= limits.recordElements, bytes.count <= limits.recordBytes else {
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
    if !waiting.isEmpty { stateAttributes(beside: nil, event, from: reader) }
    let row = count
    appendRow(event.name, offset: event.offset, line: event.line)
    open.append(row)
    guard event.upper > event.lower else { return }
    for index in event.lower..<event.upper {
      let attribute = reader.attribute(Int(index))
      reader.append(textOf: attribute, to: &waitingBytes)
      waiting.append((attribute.name, waitingBytes.count))
    }
  }

  /// Adds the attributes of the element that opened last as leaves: below it, or beside it where it
  /// is a leaf of this name.
  private mutating func stateAttributes(
    beside element: Int32?, _ event: XMLEvent, from reader: XMLReader
  ) {
    var start = 0
    for (name, end) in waiting {
      let number = element.map { reader.number(of: name, beside: $0) } ?? name
      appendRow(number, offset: event.offset, line: event.line)
      bytes.append(contentsOf: waitingBytes[start..<end])
      shapes[count - 1].textLength = Int32(truncatingIfNeeded: end - start)
      start = end
    }
    forgetWaiting()
  }

  private mutating func appendRow(_ name: Int32, offset: Int64, line: Int32) {
    shapes.append(Shape(name: name))
    places.append(
      Place(
        parent: Int32(truncatingIfNeeded: open.last ?? -1),
        textStart: Int32(truncatingIfNeeded: bytes.count), offset: offset, line: line))
  }

  private mutating func addText(_ event: XMLEvent, from reader: XMLReader) {
    guard let owner = open.last else { return }
    var row = owner
    if count > owner + 1 || shapes[owner].textLength > 0 {
      row = count
      appendRow(RecordTree.strayText, offset: event.offset, line: event.line)
    }
    reader.append(textOf: event, to: &bytes)
    shapes[row].textLength = Int32(truncatingIfNeeded: bytes.count) - places[row].textStart
  }

  private mutating func close(_ event: XMLEvent, from reader: XMLReader) {
    guard let row = open.last else { return }
    // Below the record itself, while it is open: the record is what they lie directly below.
    if row == 0, !waiting.isEmpty { stateAttributes(beside: nil, event, from: reader) }
    open.removeLast()
    shapes[row].size = Int32(truncatingIfNeeded: count - row)
    places[row].length = Int32(clamping: max(0, event.offset - places[row].offset))
    if !waiting.isEmpty { stateAttributes(beside: shapes[row].name, event, from: reader) }
  }

  // MARK: - rows of another syntax

  /// Begins a row that rows below it follow.
  @inline(__always)
  mutating func openRow(_ name: Int32, parent: Int32, offset: Int64, line: Int32) -> Int {
    shapes.append(Shape(name: name))
    places.append(
      Place(
        parent: parent, textStart: Int32(truncatingIfNeeded: bytes.count), offset: offset,
        line: line))
    return shapes.count &- 1
  }

  /// Ends a row: all rows since are below it.
  @inline(__always)
  mutating func closeRow(_ row: Int, end: Int64) {
    shapes[row].size = Int32(truncatingIfNeeded: shapes.count &- row)
    places[row].length = Int32(truncatingIfNeeded: end &- places[row].offset)
  }

  /// Adds a row without rows below it whose text is the bytes from `first` on, without white space
  /// at their ends.
  @inline(__always)
  mutating func addLeaf(
    _ name: Int32, parent: Int32, textFrom first: Int, from offset: Int64, to end: Int64,
    line: Int32
  ) {
    var start = first
    if bytes.count > start, bytes[start] <= 0x20 || bytes[bytes.count &- 1] <= 0x20 {
      while start < bytes.count, bytes[start] <= 0x20 { start &+= 1 }
      while bytes.count > start, bytes[bytes.count &- 1] <= 0x20 { bytes.removeLast() }
    }
    shapes.append(
      Shape(name: name, textLength: Int32(truncatingIfNeeded: bytes.count &- start)))
    places.append(
      Place(
        parent: parent, textStart: Int32(truncatingIfNeeded: start), offset: offset,
        length: Int32(truncatingIfNeeded: end &- offset), line: line))
  }
}
