import ClewModel

/// Reads JSON records of a source of any size from front to back, one at a time, with flat memory:
/// JSON lines and values one after the other, the elements of an array, or of the array that an
/// object holds under a known key.
///
/// Records come as the same tree as those of XML (`RecordTree`); numbers stay the text they are, and
/// every row knows its place in the source. Only UTF-8 is JSON (RFC 8259, section 8.1). A value that
/// is broken is refused and reading goes on at the next line that begins an object; inside an array
/// the container is broken and an error is thrown.
package final class JSONReader {
  package enum Event: Equatable {
    case record
    /// A record that cannot be read: why. Its place is `provenance`.
    case refused(String)
    case end
  }

  /// What lies around the records.
  private enum Frame { case unknown, values, array }

  /// The place of the record last found.
  package private(set) var provenance = Provenance(offset: 0, length: 0, line: 1)
  /// The first bytes of the record last refused, at most 500.
  package private(set) var snippet = ""
  /// Bytes of the source before the first record.
  package private(set) var prefixLength: Int64 = 0
  /// True where the records are elements of an array.
  package var isArray: Bool { frame == .array }
  /// What ends the source behind the records: `]`, or `]}` for an array inside an object.
  package private(set) var suffix = ""

  private let stream: ByteStream
  private let keysOfArrays: Set<String>
  private let limits: XMLLimits
  @exclusivity(unchecked) private var keys: JSONKeyTable
  private var frame = Frame.unknown
  private var isFirst = true
  private var isDone = false
  // `buffer[start..<end]` is not handed out yet; `buffer[end]` is a NUL. What is touched for every
  // record is not checked for overlapping access: nothing here calls out while it changes them.
  @exclusivity(unchecked) private var buffer: [UInt8]
  @exclusivity(unchecked) private var start = 0
  @exclusivity(unchecked) private var end = 0
  private var isAtEnd = false
  private var offset: Int64 = 0
  private var line: Int32 = 1

  private static let chunk = 1 << 18

  /// - Parameter arrays: the keys of an outermost object under which the records may stand.
  package init(
    _ stream: ByteStream, arrays: Set<String> = [], limits: XMLLimits = XMLLimits()
  ) throws {
    self.stream = stream
    keysOfArrays = arrays
    self.limits = limits
    keys = JSONKeyTable(limit: limits.names)
    buffer = [UInt8](repeating: 0, count: Self.chunk + 1)
    let head = Array(try stream.peek(4))
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
      || head.prefix(2).contains(0)
    {
      throw IngestError(
        .encoding, what: "JSON is UTF-8, and this is UTF-16", place: stream.name,
        next: "Convert the file to UTF-8.")
    }
    if head.starts(with: [0xEF, 0xBB, 0xBF]) {
      _ = try fill()
      start = 3
      offset = 3
    }
  }

  /// The record last refused as a rejection.
  package func rejection(_ reason: String) -> Rejection {
    Rejection(provenance: provenance, reason: reason, snippet: snippet)
  }

  /// Moves to the next record and fills the tree with it.
  ///
  /// - Throws: `IngestError`: `.notWellFormed`, `.truncated` or `.tooLarge` where an array breaks;
  ///   what the stream throws.
  package func next(into tree: RecordTree) throws -> Event {
    if isDone { return .end }
    if frame == .unknown { try findFrame() }
    guard try moveToValue() else { return .end }
    return try record(into: tree)
  }

  // MARK: - around the records

  /// Goes over what comes before a record; false at the end.
  private func moveToValue() throws -> Bool {
    guard frame == .array else {
      guard try skipBlanks() else { return finish() }
      if isFirst { prefixLength = offset }
      isFirst = false
      return true
    }
    guard try skipBlanks() else { throw cutArray() }
    if buffer[start] == UInt8(ascii: "]") { return finish() }
    if !isFirst {
      guard buffer[start] == UInt8(ascii: ",") else {
        throw broken("a comma or the end of the array was expected")
      }
      advance(to: start + 1)
      guard try skipBlanks() else { throw cutArray() }
    } else {
      prefixLength = offset
    }
    isFirst = false
    return true
  }

  private func finish() -> Bool {
    isDone = true
    return false
  }

  /// Whether the source is an array, an object that holds one, or values one after the other.
  private func findFrame() throws {
    guard try skipBlanks() else {
      if offset == 0 {
        throw IngestError(
          .truncated, what: "the file is empty", place: stream.name,
          next: "Ask its sender for another copy.")
      }
      frame = .values
      return
    }
    if buffer[start] == UInt8(ascii: "[") {
      advance(to: start + 1)
      frame = .array
      suffix = "]"
    } else if buffer[start] == UInt8(ascii: "{"), let inside = try arrayInside() {
      advance(to: inside)
      frame = .array
      suffix = "]}"
    } else {
      frame = .values
    }
  }

  /// The place behind the `[` of the array that the outermost object holds under a known key.
  private func arrayInside() throws -> Int? {
    guard !keysOfArrays.isEmpty else { return nil }
    while true {
      var scan = JSONScan(bytes: buffer, at: start + 1, end: end)
      switch scan.array(under: keysOfArrays) {
      case .found(let place): return place
      case .none: return nil
      case .cut: guard try fill() else { return nil }
      }
    }
  }

  // MARK: - one record

  private func record(into tree: RecordTree) throws -> Event {
    while true {
      var outcome = JSONKernel.Outcome.cut
      var after = line
      tree.read(head: buffer[start..<min(end, start + 500)]) { rows in
        outcome = parse(&rows, &after)
        return keys.names
      }
      switch outcome {
      case .whole(let to):
        state(upTo: to)
        start = to
        offset += Int64(provenance.length)
        line = after
        guard buffer[start - 1] == UInt8(ascii: "}") else {
          snippet = String(decoding: tree.head.prefix(Int(provenance.length)), as: UTF8.self)
          return .refused("a record is an object, and this is a plain value")
        }
        tree.cutHead(to: Int(provenance.length))
        return .record
      case .cut:
        if end - start > limits.recordBytes {
          return try refuse("is longer than \(limits.recordBytes >> 20) MiB")
        }
        if try fill() { continue }
        if frame == .array { throw cutArray() }
        return try refuse("ends before it is closed: the file is cut")
      case .broken(let at, let what):
        if frame == .array {
          state(upTo: at)
          throw broken(what, column: at - start)
        }
        return try refuse("is not well-formed JSON: \(what), byte \(at - start + 1) of it")
      }
    }
  }

  private func parse(_ rows: inout RecordRows, _ after: inout Int32) -> JSONKernel.Outcome {
    buffer.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return .cut }
      // Offsets are those of `base[0]`.
      let place = JSONKernel.Place(offset: offset - Int64(start), line: line)
      var kernel = JSONKernel(base, from: start, end: end, place: place, limits: limits)
      let outcome = kernel.parse(into: &rows, keys: &keys, name: keys.record)
      after = kernel.line
      return outcome
    }
  }

  /// Refuses the value that starts here and moves to the next line that begins an object: that a
  /// line is cut shows only in the line after it, which is whole.
  private func refuse(_ what: String) throws -> Event {
    let first = (offset: offset, line: line)
    snippet = String(decoding: buffer[start..<min(end, start + 500)], as: UTF8.self)
    var from = start
    while true {
      if let next = lineBeginningObject(from: from) {
        advance(to: next)
        break
      }
      // The last byte may be the line end before an object.
      advance(to: max(start, end - 1))
      guard try fill() else {
        advance(to: end)
        break
      }
      from = start
    }
    provenance = Provenance(
      offset: first.offset, length: Int32(clamping: offset - first.offset), line: first.line)
    return .refused("the record \(what)")
  }

  /// The first `{` at the beginning of a line, after a place.
  private func lineBeginningObject(from: Int) -> Int? {
    var at = from
    while at + 1 < end {
      if buffer[at] == 0x0A, buffer[at + 1] == UInt8(ascii: "{") { return at + 1 }
      at += 1
    }
    return nil
  }

  private func state(upTo to: Int) {
    provenance = Provenance(offset: offset, length: Int32(clamping: to - start), line: line)
  }

  // MARK: - bytes

  /// Goes over white space, across fills; false at the end of the source.
  private func skipBlanks() throws -> Bool {
    while true {
      var at = start
      while at < end, buffer[at] == 0x20 || (0x09...0x0D).contains(buffer[at]) { at += 1 }
      advance(to: at)
      if start < end { return true }
      guard try fill() else { return false }
    }
  }

  private func advance(to place: Int) {
    for at in start..<place where buffer[at] == 0x0A { line += 1 }
    offset += Int64(place - start)
    start = place
  }

  /// Reads on; false where the source has ended. What is unread moves to the front, and the buffer
  /// doubles where it is full, so that the time for a long record stays in proportion to it.
  private func fill() throws -> Bool {
    if isAtEnd { return false }
    if start > 0 {
      buffer.replaceSubrange(0..<(end - start), with: Array(buffer[start..<end]))
      end -= start
      start = 0
    }
    if end + 1 >= buffer.count {
      buffer += [UInt8](repeating: 0, count: buffer.count)
    }
    let room = end..<(buffer.count - 1)
    let got = try buffer.withUnsafeMutableBytes {
      try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[room]))
    }
    end += got
    buffer[end] = 0
    isAtEnd = got == 0
    return got > 0
  }

  // MARK: - errors

  private func cutArray() -> IngestError {
    IngestError(
      .truncated, what: "the file ends before its array is closed",
      place: "\(stream.name) line \(line)",
      next: "Ask for the whole file; --salvage keeps the records before the cut.")
  }

  private func broken(_ what: String, column: Int = 0) -> IngestError {
    IngestError(
      .notWellFormed, what: "not well-formed JSON: \(what)",
      place: "\(stream.name) line \(line), byte \(offset + Int64(column))",
      next: "Repair the file, or ask its sender for another copy.")
  }
}

/// Looks into the outermost object of a source for an array under a known key, without parsing what
/// it goes over.
struct JSONScan {
  enum Outcome { case found(Int), none, cut }

  var bytes: [UInt8]
  var at: Int
  var end: Int

  mutating func array(under keys: Set<String>) -> Outcome {
    var depth = 1
    while at < end {
      switch bytes[at] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return .none }
      case UInt8(ascii: "\""):
        let first = at + 1
        guard let close = endOfString(first) else { return .cut }
        at = close
        guard depth == 1, keys.contains(String(decoding: bytes[first..<close], as: UTF8.self))
        else { break }
        var next = close + 1
        while next < end, bytes[next] <= 0x20 || bytes[next] == UInt8(ascii: ":") { next += 1 }
        guard next < end else { return .cut }
        if bytes[next] == UInt8(ascii: "[") { return .found(next + 1) }
      default: break
      }
      at += 1
    }
    return .cut
  }

  private func endOfString(_ from: Int) -> Int? {
    var at = from
    while at < end {
      if bytes[at] == UInt8(ascii: "\\") {
        at += 2
      } else if bytes[at] == UInt8(ascii: "\"") {
        return at
      } else {
        at += 1
      }
    }
    return nil
  }
}
