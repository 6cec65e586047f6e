import Crypto

/// SHA-256 of every mebibyte of a source, so that the bytes of one record can be checked without
/// reading the whole of it again.
package struct BlockDigests: Sendable {
  /// Bytes of a block; the last one is shorter.
  package static let blockSize = 1 << 20
  private static let digestSize = 32

  private var hash = SHA256()
  private var filled = 0
  private var digests: [UInt8] = []

  package init() {}

  /// Takes the next bytes of the source.
  package mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Self.blockSize - filled)
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: piece))
      filled += piece.count
      rest = rest.dropFirst(piece.count)
      if filled == Self.blockSize { close() }
    }
  }

  /// The digests one after the other, 32 bytes each.
  package mutating func finish() -> [UInt8] {
    if filled > 0 { close() }
    return digests
  }

  private mutating func close() {
    digests.append(contentsOf: hash.finalize())
    hash = SHA256()
    filled = 0
  }

  /// Whether some bytes are the block of that number, from 0.
  package static func matches(_ block: some Sequence<UInt8>, number: Int, in digests: [UInt8])
    -> Bool
  {
    let start = number * digestSize
    guard start >= 0, start + digestSize <= digests.count else { return false }
    return SHA256.hash(data: Array(block)).elementsEqual(digests[start..<(start + digestSize)])
  }
}
