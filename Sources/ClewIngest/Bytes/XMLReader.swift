/// Reads an XML document of any size from front to back, one event at a time, with flat memory.
///
/// Parsing is libxml2's (`XMLPush`): encodings by byte-order mark and declaration, no network, no
/// external files; an entity other than XML's own five, declared or not, is an error. Events that
/// lie before an error are handed out before it is thrown, so that a caller can keep them.
package final class XMLReader {
  /// What the document is called in messages.
  package let name: String
  /// Names as numbers: the format's own first, the others as they appear.
  package var names: RecordNames { push.names }

  private let stream: ByteStream
  private let push: XMLPush
  private let limits: XMLLimits
  private var isAtEnd = false
  /// The bytes last read and those before them, to quote a record as it stands in the source.
  private var window: (older: [UInt8], newer: [UInt8], offset: Int64) = ([], [], 0)
  private var buffer: [UInt8] = []
  private var besides: [UInt64: Int32] = [:]
  private let byteOrderMark: [UInt8]

  private static let chunk = 128 << 10
  /// Where bytes are converted before parsing, places cost time in proportion to what was fed.
  private static let convertedChunk = 4 << 10

  /// - Parameters:
  ///   - names: what the format knows; their numbers are their positions.
  ///   - placed: the names whose elements need exact places in any encoding.
  package init(
    _ stream: ByteStream, names: RecordNames, placed: Set<Int32> = [],
    limits: XMLLimits = XMLLimits()
  ) throws {
    guard let push = XMLPush(names: names, placed: placed, limits: limits) else {
      throw IngestError(
        .unreadable, what: "the XML parser has no memory", place: stream.name,
        next: "Close other programs and try again.")
    }
    name = stream.name
    self.stream = stream
    self.push = push
    self.limits = limits
    byteOrderMark = Array(try stream.peek(4))
  }

  /// The encoding in use: by byte-order mark or the first bytes, else as declared, else UTF-8.
  package var encoding: String {
    switch (byteOrderMark.first, byteOrderMark.dropFirst().first) {
    case (0xFE, 0xFF), (0x00, 0x3C): "utf-16be"
    case (0xFF, 0xFE), (0x3C, 0x00): "utf-16le"
    case (0xEF, 0xBB): "utf-8"
    default: push.declaredEncoding ?? "utf-8"
    }
  }

  /// The next event, nil at the end of the document.
  ///
  /// - Throws: `IngestError` naming file, line and element; what the stream throws.
  package func next() throws -> XMLEvent? {
    if let event = push.next() { return event }
    return try nextAfterFilling()
  }

  private func nextAfterFilling() throws -> XMLEvent? {
    while true {
      if let failure = push.failure { throw error(failure) }
      if isAtEnd { return nil }
      try fill()
      if let event = push.next() { return event }
    }
  }

  /// The text of an event, or of a start tag's attribute.
  package func append(textOf event: XMLEvent, to target: inout [UInt8]) {
    push.append(Int(event.lower)..<Int(event.upper), to: &target)
  }

  func attributes(of event: XMLEvent) -> [XMLAttribute] {
    guard event.kind == .start, event.upper > event.lower else { return [] }
    return (Int(event.lower)..<Int(event.upper)).map { push.attribute($0) }
  }

  func attribute(_ index: Int) -> XMLAttribute { push.attribute(index) }

  /// The number of `element@name`, from those of the element and of `@name`.
  func number(of name: Int32, beside element: Int32) -> Int32 {
    let key = UInt64(UInt32(bitPattern: element)) << 32 | UInt64(UInt32(bitPattern: name))
    if let known = besides[key] { return known }
    let number = push.number(ofName: names.text(element) + names.text(name))
    besides[key] = number
    return number
  }

  func append(textOf attribute: XMLAttribute, to target: inout [UInt8]) {
    push.append(Int(attribute.lower)..<Int(attribute.upper), to: &target)
  }

  /// Bytes of the source from an offset on, as far as they are still at hand: at most `count`.
  package func sourceBytes(from offset: Int64, count: Int) -> [UInt8] {
    let start = Int(offset - window.offset)
    let held = window.older.count + window.newer.count
    guard start >= 0, start < held, count > 0 else { return [] }
    let end = min(held, start + count)
    let split = window.older.count
    return Array(window.older[min(start, split)..<min(end, split)])
      + window.newer[max(start - split, 0)..<max(end - split, 0)]
  }

  /// An error at a place of this document.
  package func error(
    _ code: IngestError.Code, _ what: String, line: Int32, open: [Int32], next: String
  ) -> IngestError {
    var place = "\(name) line \(line)"
    if !open.isEmpty {
      let shown = open.suffix(24).map { push.names.text($0) }
      let path = (open.count > shown.count ? "…/" : "") + shown.joined(separator: "/")
      place += ", element \(path)"
    }
    return IngestError(code, what: what, place: place, next: next)
  }

  // MARK: - filling

  private func fill() throws {
    push.forgetEvents()
    let size = push.isConverting ? Self.convertedChunk : Self.chunk
    if buffer.count != size { buffer = [UInt8](repeating: 0, count: size) }
    let count = try buffer.withUnsafeMutableBytes { try stream.read(into: $0) }
    remember(count)
    buffer.withUnsafeBytes {
      push.push(UnsafeRawBufferPointer(rebasing: $0[..<count]), isLast: count == 0)
    }
    isAtEnd = count == 0
  }

  private func remember(_ count: Int) {
    guard count > 0 else { return }
    if window.newer.count + window.older.count > 0, window.newer.count < 64 << 10,
      window.older.count < 256 << 10
    {
      window.older += window.newer
    } else {
      window.offset += Int64(window.older.count)
      window.older = window.newer
    }
    window.newer = Array(buffer[..<count])
  }

  private func error(_ failure: XMLFailure) -> IngestError {
    let mend = "Repair the file, or ask its sender for another copy."
    switch failure.kind {
    case .notWellFormed where stream.position == 0:
      return error(.truncated, "the file is empty", line: 0, open: [], next: mend)
    case .notWellFormed where isAtEnd && failure.isAtEnd && !failure.open.isEmpty, .cut:
      return error(
        .truncated, "the file ends before its elements are closed", line: failure.line,
        open: failure.open,
        next: "Ask for the whole file; --salvage keeps the records before the cut.")
    case .notWellFormed:
      return error(
        .notWellFormed, "not well-formed XML: \(failure.what)", line: failure.line,
        open: failure.open, next: mend)
    case .entity:
      return error(
        .notWellFormed, "\(failure.what): entities are neither declared nor expanded here",
        line: failure.line, open: failure.open,
        next: "Replace the entity by its text, or write & as &amp;.")
    case .encoding:
      return error(
        .encoding, "the bytes are not in the encoding the file declares: \(failure.what)",
        line: failure.line, open: failure.open,
        next: "Correct the encoding in the first line, or convert the file to UTF-8.")
    case .tooDeep:
      return error(
        .tooDeep, failure.what, line: failure.line, open: failure.open,
        next: "No format read here nests so deep: look at the file before using it.")
    case .tooLarge:
      return error(
        .tooLarge, failure.what, line: failure.line, open: failure.open,
        next: "No format read here needs this: look at the file before using it.")
    }
  }
}
