/// The encodings a text source is read in.
package enum TextEncoding: String, Sendable {
  case utf8 = "utf-8"
  case utf16le = "utf-16le"
  case utf16be = "utf-16be"
  case windows1252 = "windows-1252"

  /// What the first bytes of a source say about its encoding.
  package struct Detected: Sendable {
    package var encoding: TextEncoding
    /// Bytes of the byte-order mark, 0 where there is none.
    package var markLength: Int
    /// False where every byte seen is ASCII: UTF-8 and windows-1252 are still both possible.
    package var isConclusive: Bool
  }

  /// A byte-order mark, else the zeros of UTF-16, else UTF-8 where the bytes are valid, else
  /// windows-1252.
  ///
  /// - Parameter isCut: true where more bytes follow, so that a sequence may be cut at the end.
  package static func detect(_ bytes: some Collection<UInt8>, isCut: Bool) -> Detected {
    let head = Array(bytes)
    if head.starts(with: [0xEF, 0xBB, 0xBF]) {
      return Detected(encoding: .utf8, markLength: 3, isConclusive: true)
    }
    // A mark that an earlier program has replaced: three times U+FFFD.
    if head.starts(with: [0xEF, 0xBF, 0xBD, 0xEF, 0xBF, 0xBD, 0xEF, 0xBF, 0xBD]) {
      return Detected(encoding: .utf8, markLength: 9, isConclusive: true)
    }
    if head.starts(with: [0xFF, 0xFE]) {
      return Detected(encoding: .utf16le, markLength: 2, isConclusive: true)
    }
    if head.starts(with: [0xFE, 0xFF]) {
      return Detected(encoding: .utf16be, markLength: 2, isConclusive: true)
    }
    if let unmarked = unmarkedUTF16(head) {
      return Detected(encoding: unmarked, markLength: 0, isConclusive: true)
    }
    let end = isCut ? wholeSequences(head) : head.count
    let (isValid, isASCII) = head.withUnsafeBufferPointer {
      (
        UTF8Check.isValid(UnsafeBufferPointer(rebasing: $0[..<end])),
        UTF8Check.isASCII($0)
      )
    }
    return Detected(
      encoding: isValid ? .utf8 : .windows1252, markLength: 0, isConclusive: !isASCII)
  }

  /// UTF-16 without a mark: of the first 256 bytes nine in ten on one side are zero, none on the
  /// other.
  private static func unmarkedUTF16(_ head: [UInt8]) -> TextEncoding? {
    let pairs = min(head.count, 256) / 2
    guard pairs >= 2 else { return nil }
    var zeros = (even: 0, odd: 0)
    for pair in 0..<pairs {
      if head[2 * pair] == 0 { zeros.even += 1 }
      if head[2 * pair + 1] == 0 { zeros.odd += 1 }
    }
    if zeros.even == 0, zeros.odd * 10 >= pairs * 9 { return .utf16le }
    if zeros.odd == 0, zeros.even * 10 >= pairs * 9 { return .utf16be }
    return nil
  }

  /// The count of bytes before a sequence that the end cuts.
  private static func wholeSequences(_ head: [UInt8]) -> Int {
    for back in 1...4 where back <= head.count {
      let byte = head[head.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return needed > back ? head.count - back : head.count
    }
    return head.count
  }

  /// The text of some bytes in this encoding, without a mark; what cannot be read is U+FFFD.
  package func decode(_ bytes: some Collection<UInt8>) -> String {
    switch self {
    case .utf8: return String(decoding: bytes, as: UTF8.self)
    case .windows1252:
      var text = ""
      for byte in bytes { text.unicodeScalars.append(Windows1252.scalar(byte)) }
      return text
    case .utf16le, .utf16be:
      let all = Array(bytes)
      let (low, high) = self == .utf16le ? (0, 1) : (1, 0)
      var units: [UInt16] = []
      units.reserveCapacity(all.count / 2)
      var at = 0
      while at + 1 < all.count {
        units.append(UInt16(all[at + low]) | UInt16(all[at + high]) << 8)
        at += 2
      }
      return String(decoding: units, as: UTF16.self)
    }
  }
}

/// The upper half of windows-1252 as the WHATWG Encoding Standard maps it: the five bytes without a
/// character stand for the C1 controls, so that every byte is one scalar.
package enum Windows1252 {
  private static let c1: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]

  package static func scalar(_ byte: UInt8) -> Unicode.Scalar {
    guard byte >= 0x80, byte < 0xA0 else { return Unicode.Scalar(byte) }
    return Unicode.Scalar(c1[Int(byte) - 0x80]) ?? Unicode.Scalar(byte)
  }
}

/// Tests of raw bytes, without making text of them.
enum UTF8Check {
  /// True where no byte has its high bit set.
  static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var union: UInt64 = 0
    var at = 0
    let raw = UnsafeRawBufferPointer(bytes)
    while at + 8 <= raw.count {
      union |= raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      at += 8
    }
    while at < raw.count {
      union |= UInt64(raw[at])
      at += 1
    }
    return union & 0x8080_8080_8080_8080 == 0
  }

  /// True for well-formed UTF-8 (Unicode 15, table 3-7): no overlong form, no surrogate, nothing
  /// above U+10FFFF.
  static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var at = 0
    while at < bytes.count {
      let lead = bytes[at]
      if lead < 0x80 {
        at += 1
        continue
      }
      let length: Int
      var second: ClosedRange<UInt8> = 0x80...0xBF
      switch lead {
      case 0xC2...0xDF: length = 2
      case 0xE0: (length, second) = (3, 0xA0...0xBF)
      case 0xED: (length, second) = (3, 0x80...0x9F)
      case 0xE1...0xEF: length = 3
      case 0xF0: (length, second) = (4, 0x90...0xBF)
      case 0xF1...0xF3: length = 4
      case 0xF4: (length, second) = (4, 0x80...0x8F)
      default: return false
      }
      guard at + length <= bytes.count, second.contains(bytes[at + 1]) else { return false }
      for next in 2..<max(length, 2) where bytes[at + next] & 0xC0 != 0x80 { return false }
      at += length
    }
    return true
  }
}
