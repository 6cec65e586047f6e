/// A fingerprint of 128 bits of what a subtree states: equal for byte-identical statements.
///
/// One half is the standard library's seeded SipHash, which a file cannot aim at; the other a
/// multiply-and-fold over words of eight bytes. With a million statements the chance that two
/// different ones share both halves is below 10^-26. Keys are compared inside one run only.
struct StatementKey: Hashable {
  private var seeded: UInt64
  private var folded: UInt64

  /// The key of the rows below `row`, leaving out the children that `skips` names, with a tag for
  /// what kind of statement it is.
  init(of row: Int, in rows: RecordRows, tag: Int, skips: (Int32) -> Bool) {
    var builder = Builder(tag: tag)
    let end = row + Int(rows.shapes[row].size)
    if rows.shapes[row].textLength > 0 { builder.add(rows.bytes[rows.text(row)]) }
    var start = row + 1
    var child = start
    while child < end {
      let next = child + Int(rows.shapes[child].size)
      if skips(rows.shapes[child].name) {
        builder.add(start..<child, of: rows)
        start = next
      }
      child = next
    }
    builder.add(start..<end, of: rows)
    seeded = UInt64(bitPattern: Int64(builder.hasher.finalize()))
    folded = builder.folded
  }

  private struct Builder {
    var hasher = Hasher()
    var folded: UInt64

    init(tag: Int) {
      hasher.combine(tag)
      folded = UInt64(truncatingIfNeeded: tag) ^ 0x2D35_8DCC_AA6C_78A5
    }

    /// Adds whole rows: names, shape, lengths of texts, texts.
    mutating func add(_ range: Range<Int>, of rows: RecordRows) {
      guard let first = range.first, let last = range.last else { return }
      rows.shapes[range].withUnsafeBytes { mix($0) }
      add(rows.bytes[rows.text(first).lowerBound..<rows.text(last).upperBound])
    }

    mutating func add(_ bytes: ArraySlice<UInt8>) { bytes.withUnsafeBytes { mix($0) } }

    /// Reads inside the buffer only: whole words, then the bytes that remain one by one.
    private mutating func mix(_ bytes: UnsafeRawBufferPointer) {
      hasher.combine(bytes: bytes)
      var at = 0
      while at + 8 <= bytes.count {
        fold(bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
        at += 8
      }
      var rest = UInt64(bytes.count) << 32
      while at < bytes.count {
        rest = rest << 8 ^ UInt64(bytes[at])
        at += 1
      }
      fold(rest)
    }

    private mutating func fold(_ word: UInt64) {
      let product = (folded ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
      folded = product.high ^ product.low &+ 0xA076_1D64_78BD_642F
    }
  }
}
