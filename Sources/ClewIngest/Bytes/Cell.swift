/// The bytes of one cell, valid UTF-8, alive until the reader moves on.
typealias Cell = UnsafeBufferPointer<UInt8>

extension UnsafeBufferPointer<UInt8> {
  /// The cell as text.
  var text: String { String(decoding: self, as: UTF8.self) }

  /// The cell without blanks and tabs at its ends.
  var trimmed: Cell {
    guard let base = baseAddress, count > 0 else { return self }
    if base[0] > 0x20, base[count &- 1] > 0x20 { return self }
    var start = 0
    var end = count
    while start < end, Self.isBlank(self[start]) { start += 1 }
    while end > start, Self.isBlank(self[end - 1]) { end -= 1 }
    return start == 0 && end == count ? self : Cell(rebasing: self[start..<end])
  }

  /// True where the cell is the given upper-case ASCII word in any case.
  func isWord(_ word: StaticString) -> Bool {
    guard count == word.utf8CodeUnitCount else { return false }
    for at in 0..<count {
      let byte = self[at]
      let upper = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") ? byte - 32 : byte
      if upper != word.utf8Start[at] { return false }
    }
    return true
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
