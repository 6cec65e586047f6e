/// A set of small numbers as bits, walked in ascending order.
struct RankSet: Sendable {
  private(set) var words: [UInt64]

  init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

  @inline(__always)
  func contains(_ number: Int) -> Bool { words[number >> 6] >> UInt64(number & 63) & 1 == 1 }

  /// - Returns: true where the number is new.
  @inline(__always) @discardableResult
  mutating func insert(_ number: Int) -> Bool {
    let bit: UInt64 = 1 << UInt64(number & 63)
    let isNew = words[number >> 6] & bit == 0
    words[number >> 6] |= bit
    return isNew
  }

  /// The least member from a number on.
  func next(from number: Int) -> Int? {
    var word = number >> 6
    guard word < words.count else { return nil }
    var bits = words[word] & (UInt64.max << UInt64(number & 63))
    while bits == 0 {
      word += 1
      guard word < words.count else { return nil }
      bits = words[word]
    }
    return word << 6 + bits.trailingZeroBitCount
  }
}
