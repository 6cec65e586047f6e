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
  init(of row: Int, in tree: XMLTree, tag: Int, skips: (Int32) -> Bool) {
    var builder = Builder(tag: tag)
    var start = row + 1
    if tree.textLengths[row] > 0 {
      let text = Int(tree.textStarts[row])
      builder.add(tree.bytes[text..<(text + Int(tree.textLengths[row]))])
    }
    tree.forEachChild(of: row) { child in
      guard skips(tree.names[child]) else { return }
      builder.add(start..<child, of: tree)
      start = tree.end(of: child)
    }
    builder.add(start..<tree.end(of: row), of: tree)
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
    mutating func add(_ rows: Range<Int>, of tree: XMLTree) {
      guard !rows.isEmpty else { return }
      tree.names[rows].withUnsafeBytes { mix($0) }
      tree.sizes[rows].withUnsafeBytes { mix($0) }
      tree.textLengths[rows].withUnsafeBytes { mix($0) }
      add(tree.textBytes(rows.lowerBound, rows.upperBound))
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
