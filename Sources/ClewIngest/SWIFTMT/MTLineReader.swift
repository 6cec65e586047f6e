/// One line of a source: its text without control characters, and where its bytes stand.
struct MTLine {
  var text: String
  /// Place of the line in the original bytes, without its end.
  var offset: Int64
  var length: Int
  /// From 1.
  var number: Int32
}

/// Reads a text source line by line in flat memory: LF, CRLF or CR, any encoding `TextSource` reads.
///
/// Where the source is not UTF-16, a line that is not valid UTF-8 is read as windows-1252 and the others
/// as UTF-8: archives of messages join files of several banks. Control characters (the 0x01, 0x03 and 0x00 that frame
/// messages on disk) are left out of the text. A line longer than `limit` bytes is handed out in
/// pieces of that size.
final class MTLineReader {
  static let limit = 1 << 20

  /// What the first bytes of the source are.
  let encoding: TextEncoding
  private let source: TextSource
  private var buffer: [UInt8] = []
  private var start = 0
  private var end = 0
  private var isAtEnd = false
  private var offset: Int64
  private var number: Int32 = 0
  /// The line before ended in CR: a line feed that follows belongs to its end.
  private var endedInReturn = false
  /// The line before was a piece of a longer one.
  private var isInside = false

  init(_ stream: ByteStream) throws {
    let head = try stream.peek(SourceHead.length)
    encoding = TextEncoding.detect(head, isCut: head.count == SourceHead.length).encoding
    source = try TextSource(stream, encoding: encoding == .windows1252 ? .utf8 : nil)
    offset = Int64(source.markLength)
    buffer = [UInt8](repeating: 0, count: 1 << 18)
  }

  /// The next line, nil at the end of the source.
  func next() throws -> MTLine? {
    var searched = start
    while true {
      if let stop = buffer[searched..<end].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
        if endedInReturn, stop == start, buffer[stop] == 0x0A {
          endedInReturn = false
          offset += measure(start..<(stop + 1))
          start = stop + 1
          searched = start
          continue
        }
        return take(to: stop, endLength: 1)
      }
      if end - start >= Self.limit { return take(to: start + Self.limit, endLength: 0) }
      searched = end - start
      if try !refill() {
        return start < end ? take(to: end, endLength: 0) : nil
      }
      searched += start
    }
  }

  private func take(to stop: Int, endLength: Int) -> MTLine {
    let bytes = start..<stop
    let length = measure(bytes)
    let isValid = buffer.withUnsafeBufferPointer {
      UTF8Check.isValid(UnsafeBufferPointer(rebasing: $0[bytes]))
    }
    let encoding: TextEncoding = isValid ? .utf8 : .windows1252
    var text = encoding.decode(buffer[bytes])
    if text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\t" }) {
      text.unicodeScalars.removeAll { $0.value < 0x20 && $0 != "\t" }
    }
    if !isInside { number &+= 1 }
    let line = MTLine(text: text, offset: offset, length: Int(length), number: number)
    endedInReturn = endLength == 1 && buffer[stop] == 0x0D
    isInside = endLength == 0
    offset += length + measure(stop..<(stop + endLength))
    start = stop + endLength
    return line
  }

  /// How many bytes of the source a stretch of the buffer stands for.
  private func measure(_ range: Range<Int>) -> Int64 {
    guard source.encoding != .utf8 else { return Int64(range.count) }
    return buffer.withUnsafeBufferPointer {
      Int64(source.originalLength(UnsafeBufferPointer(rebasing: $0[range])))
    }
  }

  private func refill() throws -> Bool {
    if isAtEnd { return false }
    if start > 0 {
      buffer.removeSubrange(..<start)
      end -= start
      start = 0
    }
    let wanted = end + (1 << 18)
    if buffer.count < wanted {
      buffer.append(contentsOf: repeatElement(0, count: wanted - buffer.count))
    }
    let from = end
    let got = try buffer.withUnsafeMutableBytes {
      try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[from...]))
    }
    if got == 0 { isAtEnd = true }
    end += got
    return got > 0
  }
}
