import Glibc

/// Small files read and written whole: profiles, charts, dossiers.
enum WholeFile {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func read(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "r") else { throw failure("read", path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&piece, 1, piece.count, file)
      if count == 0 { break }
      bytes += piece[..<count]
    }
    if ferror(file) != 0 { throw failure("read", path) }
    return bytes
  }

  /// Writes a file beside its place and moves it there, so that no half of it is ever seen. Only its
  /// owner may read it.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let part = "\(path).\(getpid()).part"
    let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0, let file = fdopen(descriptor, "w") else { throw failure("write", path) }
    let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    let flushed = fflush(file) == 0
    fclose(file)
    guard written == bytes.count, flushed, rename(part, path) == 0 else {
      let failure = failure("write", path)
      unlink(part)
      throw failure
    }
  }

  /// Makes a folder and those on its way.
  static func makeFolder(_ path: String) throws {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += (made.isEmpty || made.hasSuffix("/") ? "" : "/") + part
      if mkdir(made, 0o700) != 0, errno != EEXIST { throw failure("make", made) }
    }
  }

  /// The bytes `offset ..< offset + count` of a file, fewer at its end; nil where it cannot be read.
  static func piece(of path: String, offset: Int64, count: Int) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    guard fseek(file, Int(offset), SEEK_SET) == 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    let got = fread(&bytes, 1, count, file)
    bytes.removeLast(count - got)
    return bytes
  }

  /// Bytes of a file, nil where there is none.
  static func size(_ path: String) -> Int64? {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : nil
  }

  private static func failure(_ verb: String, _ path: String) -> Failure {
    Failure(
      code: "file", what: "Cannot \(verb) the file: \(String(cString: strerror(errno))).",
      place: path, next: "Check the path and its permissions.")
  }
}
