extension ByteStream {
  /// A source that lies in memory.
  package convenience init(name: String, bytes: [UInt8]) {
    var next = 0
    self.init(name: name) { buffer in
      let count = min(buffer.count, bytes.count - next)
      bytes.withUnsafeBytes { all in
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[next..<(next + count)]))
      }
      next += count
      return count
    }
  }
}
