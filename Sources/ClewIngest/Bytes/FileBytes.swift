import Glibc

/// An open file or standard input, read with `read(2)` and closed with the value.
final class FileBytes {
  private let descriptor: Int32
  private let isOwned: Bool
  private let name: String

  /// Opens the file at a path.
  init(path: String, name: String) throws(IngestError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    isOwned = true
    self.name = name
    guard descriptor >= 0 else { throw Self.failure(name) }
  }

  /// Standard input.
  init(standardInput name: String) {
    descriptor = STDIN_FILENO
    isOwned = false
    self.name = name
  }

  deinit {
    if isOwned { close(descriptor) }
  }

  /// Fills the buffer from its start; returns how many bytes, 0 only at the end.
  func pull(_ buffer: UnsafeMutableRawBufferPointer) throws(IngestError) -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw Self.failure(name) }
    }
  }

  /// The last system error as an `IngestError` about the named file.
  static func failure(_ name: String) -> IngestError {
    let reason = String(cString: strerror(errno))
    return IngestError(
      .unreadable, what: "cannot be read: \(reason)", place: name,
      next: "Check the path and that you may read it.")
  }
}
