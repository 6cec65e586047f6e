import Glibc

/// Finds what a command names: files, folders, archives, standard input.
package enum Inputs {
  /// The sources behind some paths, in the order of the paths; inside a folder or zip sorted by
  /// name. Folders are walked without following links and without hidden files; a zip stands for
  /// its members; a link that is given itself is followed. `-` is standard input.
  ///
  /// A workbook stands for its first sheet with cells, or the one named.
  ///
  /// - Parameters:
  ///   - sheet: the sheet of the workbooks among them, nil for the first.
  ///   - skipped: is told what a folder, zip or workbook holds and is not read, and why.
  /// - Throws: `IngestError`: `.unreadable`, or `.archive` for a zip that is refused.
  package static func expand(
    paths: [String], sheet: String? = nil, limits: ArchiveLimits = ArchiveLimits(),
    skipped: @escaping (_ name: String, _ why: String) -> Void = { _, _ in },
    refused: ((_ name: String, _ failure: IngestError) -> Void)? = nil
  ) throws -> [Input] {
    var inputs: [Input] = []
    for path in paths {
      if path == "-" {
        inputs.append(
          Input(
            name: "-", path: "-", folder: ".", size: nil, isOnce: true, member: nil,
            limits: limits))
        continue
      }
      var status = stat()
      guard stat(path, &status) == 0 else { throw FileBytes.failure(path) }
      if status.st_mode & S_IFMT == S_IFDIR {
        let folder = displayed(path)
        let shown = path.hasPrefix("/") ? lastComponent(try absolute(path)) : folder
        let walk = Walk(
          folder: folder, sheet: sheet, limits: limits, skipped: skipped, refused: refused)
        try walk.into(path, shown == "." ? "" : shown, depth: 0) { inputs.append($0) }
      } else {
        let shown = path.hasPrefix("/") ? lastComponent(path) : displayed(path)
        let walk = Walk(
          folder: displayed(parent(path)), sheet: sheet, limits: limits, skipped: skipped,
          refused: refused)
        try walk.file(path, shown, status) { inputs.append($0) }
      }
    }
    return inputs
  }

  /// SHA-256 of the unpacked bytes of an input, in lower-case hexadecimal; nil for one that can be
  /// read only once.
  package static func digest(of input: Input) throws -> String? {
    if input.isOnce { return nil }
    let stream = try input.open()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    while try stream.read(into: buffer) > 0 {}
    return stream.digest
  }

  /// SHA-256 of the file on disk that an input was unpacked from; nil for one that is read as it lies.
  package static func containerDigest(of input: Input) throws -> String? {
    if input.isOnce { return nil }
    let file = try FileBytes(path: input.path, name: input.name)
    let stream = ByteStream(name: input.name) { try file.pull($0) }
    let isPacked = Archive.kind(of: try stream.peek(4)) != nil
    guard input.member != nil || input.sheet != nil || isPacked else { return nil }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    while try stream.read(into: buffer) > 0 {}
    return stream.digest
  }

  static func size(of path: String, name: String) throws(IngestError) -> Int64 {
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileBytes.failure(name) }
    return Int64(status.st_size)
  }

  static func absolute(_ path: String) throws(IngestError) -> String {
    guard let resolved = realpath(path, nil) else { throw FileBytes.failure(path) }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func parent(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func lastComponent(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? "/"
  }

  /// A relative path without `./` in front and `/` behind.
  private static func displayed(_ path: String) -> String {
    var path = path[...]
    while path.hasPrefix("./") {
      path = path.dropFirst(2)
      while path.hasPrefix("/") { path = path.dropFirst() }
    }
    while path.count > 1, path.last == "/" { path = path.dropLast() }
    return path.isEmpty ? "." : String(path)
  }
}

/// A walk through one given folder or file.
private struct Walk {
  let folder: String
  let sheet: String?
  let limits: ArchiveLimits
  let skipped: (_ name: String, _ why: String) -> Void
  /// Is told what cannot be opened; without it that ends the walk.
  let refused: ((_ name: String, _ failure: IngestError) -> Void)?

  private static let deepest = 100

  /// Goes on after one file or folder that cannot be opened.
  private func sparing(_ shown: String, _ work: () throws -> Void) throws {
    do {
      try work()
    } catch let failure as IngestError {
      guard let refused else { throw failure }
      refused(shown, failure)
    }
  }

  func into(
    _ path: String, _ shown: String, depth: Int, _ found: (Input) -> Void
  ) throws {
    guard let directory = opendir(path) else { throw FileBytes.failure(shown) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    closedir(directory)
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      let inner = path.hasSuffix("/") ? path + name : path + "/" + name
      let innerShown = shown.isEmpty ? name : shown + "/" + name
      if name.hasPrefix(".") {
        skipped(innerShown, "hidden")
        continue
      }
      var status = stat()
      guard lstat(inner, &status) == 0 else { throw FileBytes.failure(innerShown) }
      switch status.st_mode & S_IFMT {
      case S_IFDIR where depth < Self.deepest:
        try sparing(innerShown) { try into(inner, innerShown, depth: depth + 1, found) }
      case S_IFDIR: skipped(innerShown, "more than \(Self.deepest) folders deep")
      case S_IFREG: try sparing(innerShown) { try file(inner, innerShown, status, found) }
      case S_IFLNK: skipped(innerShown, "a link")
      default: skipped(innerShown, "no regular file")
      }
    }
  }

  /// One file, or the members of a zip.
  func file(
    _ path: String, _ shown: String, _ status: stat, _ found: (Input) -> Void
  ) throws {
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    let size = Int64(status.st_size)
    let plain = Input(
      name: shown, path: path, folder: folder, size: isRegular ? size : nil, isOnce: !isRegular,
      member: nil, limits: limits)
    guard isRegular, try head(path, shown) == .zip else { return found(plain) }
    let members = try Archive.members(of: shown, path: path, size: size, limits: limits)
    if OfficePackage.isWorkbook(members) { return try workbook(plain, found) }
    // A document of an office program is a zip too; it is one source, not its parts.
    if members.contains(where: { $0.path == "[Content_Types].xml" || $0.path == "mimetype" }) {
      return found(plain)
    }
    for member in members {
      let name = "\(shown)!\(member.path)"
      let parts = member.path.split(separator: "/")
      if parts.contains(where: { $0.hasPrefix(".") || $0 == "__MACOSX" }) {
        skipped(name, "hidden")
        continue
      }
      found(
        Input(
          name: name, path: path, folder: folder, size: member.size, isOnce: false,
          member: member, limits: limits))
    }
  }

  /// One sheet of a workbook; the others are skipped by name.
  private func workbook(_ plain: Input, _ found: (Input) -> Void) throws {
    let book = try Workbook(
      OfficePackage(name: plain.name, path: plain.path, size: plain.size ?? 0, limits: limits))
    guard
      let taken = sheet.map({ name in book.sheets.first { $0.name == name } }) ?? book.sheets.first
    else {
      let names = book.sheets.map { "\"\($0.name)\"" }.joined(separator: ", ")
      throw IngestError(
        .archive,
        what: sheet.map { "the workbook has no sheet \"\($0)\"" } ?? "the workbook has no sheets",
        place: plain.name, next: names.isEmpty ? "Look at the file." : "It has \(names).")
    }
    for other in book.sheets where other.name != taken.name {
      skipped("\(plain.name)!\(other.name)", "another sheet (--sheet NAME reads it)")
    }
    var input = plain
    input.name = "\(plain.name)!\(taken.name)"
    input.sheet = taken.name
    input.size = taken.member.size
    found(input)
  }

  private func head(_ path: String, _ shown: String) throws -> Archive.Kind? {
    let file = try FileBytes(path: path, name: shown)
    return Archive.kind(of: try ByteStream(name: shown) { try file.pull($0) }.peek(4))
  }
}
