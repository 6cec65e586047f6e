import Glibc

/// Bytes behind a file descriptor, under no name: the standard input of a child process.
///
/// A child that ends before it has read a pipe raises `SIGPIPE` here; a file has no such writer.
/// The bytes are in shared memory (shm_open(3)), or where there is none in an unlinked file of the
/// temporary folder, readable by this user alone. The descriptor closes with the value.
struct InMemoryFile: ~Copyable {
  let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  /// - Returns: nil when neither place takes the bytes.
  static func holding(_ bytes: [UInt8]) -> InMemoryFile? {
    guard let descriptor = inSharedMemory() ?? inTemporaryFolder() else { return nil }
    let file = InMemoryFile(descriptor: descriptor)
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      rest = rest.dropFirst(count)
    }
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { return nil }
    return file
  }

  deinit { close(descriptor) }

  private static func inSharedMemory() -> Int32? {
    for _ in 0..<8 {
      let name = "/clew-\(getpid())-\(UInt64.random(in: 0 ... .max))"
      let file = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
      if file >= 0 {
        shm_unlink(name)
        return file
      }
      guard errno == EEXIST else { return nil }
    }
    return nil
  }

  private static func inTemporaryFolder() -> Int32? {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/clew-XXXXXX".utf8CString)
    let file = mkstemp(&template)
    guard file >= 0 else { return nil }
    unlink(template)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    return file
  }
}
