/// The text of a byte stream as UTF-8, whatever its encoding, without its byte-order mark.
///
/// Provenance speaks of the original bytes. No map of offsets is needed for that: the original
/// length of any whole number of characters follows from their UTF-8 form (`originalLength`), since
/// a windows-1252 byte is one scalar, and a UTF-16 unit is one scalar or half of a four-byte one.
final class TextSource {
  let stream: ByteStream
  private(set) var encoding: TextEncoding
  /// Bytes of the mark at the front of the source: the original offset of the first character.
  let markLength: Int
  /// False as long as only ASCII was seen and nothing else says what the encoding is.
  private(set) var isConclusive: Bool

  private var raw: [UInt8] = []
  private var carried: [UInt8] = []
  private var pendingHigh: UInt16?
  private var isMarkSkipped = false
  private var isAtEnd = false

  init(_ stream: ByteStream, encoding forced: TextEncoding? = nil) throws {
    self.stream = stream
    let head = try stream.peek(SourceHead.length)
    let detected = TextEncoding.detect(head, isCut: head.count == SourceHead.length)
    encoding = forced ?? detected.encoding
    isConclusive = forced != nil || detected.isConclusive
    markLength = forced == nil || forced == detected.encoding ? detected.markLength : 0
  }

  /// How many bytes of the source the given UTF-8 stands for.
  func originalLength(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    switch encoding {
    case .utf8: return text.count
    case .windows1252:
      var scalars = 0
      for byte in text where byte & 0xC0 != 0x80 { scalars += 1 }
      return scalars
    case .utf16le, .utf16be:
      var units = 0
      for byte in text where byte & 0xC0 != 0x80 { units += byte >= 0xF0 ? 2 : 1 }
      return units * 2
    }
  }

  /// Decides, at the first bytes that are not ASCII, what an inconclusive source is.
  func settle(_ settled: TextEncoding) {
    encoding = settled
    isConclusive = true
  }

  /// Appends UTF-8 to the buffer and returns how many bytes, 0 only at the end of the source.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if !isMarkSkipped {
      isMarkSkipped = true
      var skipped = 0
      while skipped < markLength {
        var mark = [UInt8](repeating: 0, count: markLength - skipped)
        let count = try mark.withUnsafeMutableBytes { try stream.read(into: $0) }
        if count == 0 { break }
        skipped += count
      }
    }
    switch encoding {
    case .utf8: return try stream.read(into: buffer)
    case .windows1252:
      let count = try fill(buffer.count / 3)
      return Self.expand(raw[..<count], into: buffer)
    case .utf16le, .utf16be: return try readUTF16(into: buffer)
    }
  }

  /// Writes windows-1252 bytes as UTF-8; the buffer holds at least three bytes for each.
  static func expand(
    _ bytes: some Sequence<UInt8>, into buffer: UnsafeMutableRawBufferPointer
  ) -> Int {
    var at = 0
    for byte in bytes { write(Windows1252.scalar(byte), into: buffer, at: &at) }
    return at
  }

  private func fill(_ wanted: Int) throws -> Int {
    let wanted = max(wanted, 1)
    if raw.count < wanted { raw = [UInt8](repeating: 0, count: wanted) }
    return try raw.withUnsafeMutableBytes { buffer in
      try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
    }
  }

  private func readUTF16(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var at = 0
    // A unit is at most three bytes of UTF-8, a carried high surrogate three more.
    while at == 0, !isAtEnd {
      let count = try fill(max((buffer.count - 6) / 3 * 2, 2))
      if count == 0 {
        isAtEnd = true
        if pendingHigh != nil { write(replacement, into: buffer, at: &at) }
        pendingHigh = nil
        guard carried.isEmpty else {
          throw IngestError(
            .truncated, what: "the text is UTF-16 and ends in half a character",
            place: stream.name, next: "Get the file again; it was cut while it was copied.")
        }
        break
      }
      let bytes = carried + raw[..<count]
      carried = bytes.count.isMultiple(of: 2) ? [] : [bytes[bytes.count - 1]]
      let (low, high) = encoding == .utf16le ? (0, 1) : (1, 0)
      var pair = 0
      while pair + 1 < bytes.count {
        let unit = UInt16(bytes[pair + low]) | UInt16(bytes[pair + high]) << 8
        put(unit: unit, into: buffer, at: &at)
        pair += 2
      }
    }
    return at
  }

  private func put(unit: UInt16, into buffer: UnsafeMutableRawBufferPointer, at: inout Int) {
    if let high = pendingHigh {
      pendingHigh = nil
      if unit & 0xFC00 == 0xDC00 {
        let value = 0x10000 + (UInt32(high & 0x3FF) << 10 | UInt32(unit & 0x3FF))
        write(Unicode.Scalar(value) ?? replacement, into: buffer, at: &at)
        return
      }
      write(replacement, into: buffer, at: &at)
    }
    if unit & 0xFC00 == 0xD800 {
      pendingHigh = unit
    } else {
      write(Unicode.Scalar(unit) ?? replacement, into: buffer, at: &at)
    }
  }
}

private let replacement: Unicode.Scalar = "\u{FFFD}"

private func write(
  _ scalar: Unicode.Scalar, into buffer: UnsafeMutableRawBufferPointer, at: inout Int
) {
  for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
    buffer[at] = byte
    at += 1
  }
}
