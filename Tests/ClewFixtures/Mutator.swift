/// Damages files the way disks, mail and hands do: bytes flipped, pieces cut, doubled, moved or put in,
/// ends cut off. The same seed makes the same damage.
public struct Mutator {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// Signs that mean something to one format or another, and what fits none.
  private static let tokens: [[UInt8]] =
    [
      "\"", "'", "<", ">", "&", "&amp;", "&#0;", "]]>", "<!--", "<!DOCTYPE a [<!ENTITY b \"c\">]>",
      "{",
      "}", "[", "]", ",", ";", "\t", "\n", "\r\n", ":61:", ":86:", "-}", "{4:", "null", "-0- ",
      "1900-01-01", "99999999999999999999999", "-1", "1e999", "0x", "%s", "../..", "=cmd()",
      "\u{FEFF}",
      "\u{202E}", "ÿ", "日本",
    ].map { Array($0.utf8) } + [[0], [0xFF, 0xFE], [0xC3], [0xED, 0xA0, 0x80], [0x1A]]

  private mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return bound > 0 ? Int((state >> 33) % UInt64(bound)) : 0
  }

  /// The bytes with one to four faults.
  public mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...below(4) { damage(&bytes) }
    return bytes
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    let at = below(bytes.count + 1)
    let length = min(1 + below(1 << below(9)), bytes.count - at)
    let piece = Array(bytes[at..<(at + length)])
    switch below(8) {
    case 0 where length > 0: bytes[at] ^= 1 << UInt8(below(8))
    case 1 where length > 0: bytes[at] = UInt8(below(256))
    case 2: bytes.removeSubrange(at..<(at + length))
    case 3: bytes.insert(contentsOf: piece, at: at)
    case 4: bytes.insert(contentsOf: piece, at: below(bytes.count + 1))
    case 5: bytes.removeSubrange(at...)
    case 6:
      let digits = bytes.indices.filter { (48...57).contains(bytes[$0]) }
      if !digits.isEmpty { bytes[digits[below(digits.count)]] = UInt8(48 + below(10)) }
    default: bytes.insert(contentsOf: Self.tokens[below(Self.tokens.count)], at: at)
    }
  }
}
