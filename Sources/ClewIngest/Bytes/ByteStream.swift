import Crypto

/// The decompressed bytes of one source, read once from front to back, hashed on the way.
package final class ByteStream {
  /// How messages call the source: its path, or `a.zip!b.xml` for a member.
  package let name: String
  /// Bytes handed out so far.
  package private(set) var position: Int64 = 0

  /// Is shown every piece as it is handed out: for a progress line, or to keep the bytes.
  package var tap: ((UnsafeRawBufferPointer) throws -> Void)?

  private let pull: (UnsafeMutableRawBufferPointer) throws -> Int
  private var pending: [UInt8] = []
  private var hash = SHA256()

  /// - Parameter pull: fills the buffer from its start and returns the count, 0 at the end.
  package init(name: String, pull: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
    self.name = name
    self.pull = pull
  }

  /// The first bytes, fewer than `count` only where the source is shorter, without consuming them.
  package func peek(_ count: Int) throws -> ArraySlice<UInt8> {
    while pending.count < count {
      let wanted = count - pending.count
      let piece = try [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
        filled = try pull(UnsafeMutableRawBufferPointer(buffer))
      }
      if piece.isEmpty { break }
      pending += piece
    }
    return pending.prefix(count)
  }

  /// Fills the buffer from its start; returns how many bytes, 0 only at the end.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var count = min(pending.count, buffer.count)
    if count > 0 {
      buffer.copyBytes(from: pending[..<count])
      pending.removeFirst(count)
    } else {
      count = try pull(buffer)
    }
    let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
    hash.update(bufferPointer: piece)
    position += Int64(count)
    try tap?(piece)
    return count
  }

  /// SHA-256 of the bytes handed out so far, in lower-case hexadecimal.
  package var digest: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
      as: UTF8.self)
  }
}
