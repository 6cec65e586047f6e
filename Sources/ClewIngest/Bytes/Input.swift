/// One source to be read: a file, a member of a zip, a sheet of a workbook, or standard input.
///
/// It can be opened as often as wanted, except standard input and pipes (`isOnce`).
package struct Input: Sendable {
  /// How people read it: the path as given, or from the folder given on, and `a.zip!b.xml` for a
  /// member, `a.xlsx!Sheet1` for a sheet.
  package var name: String
  /// Where the file lies, as given; `-` for standard input. For a member, the archive.
  package var path: String
  /// The folder whose set its ids belong to by default, as given: the folder of the command, or for
  /// a lone file the folder that holds it; `.` is the working folder.
  package var folder: String
  /// Bytes as they lie in the file or, for a member, unpacked; nil where not known before.
  package var size: Int64?
  /// True where the bytes can be read only once.
  package var isOnce: Bool
  /// The member of the zip file at `path`.
  package var member: ArchiveMember?
  /// The sheet of the workbook at `path`, which is read as the text of a table.
  package var sheet: String?
  package var limits: ArchiveLimits

  /// Where the file lies, absolute, to be found again from anywhere; `-` for standard input.
  package func location() throws(IngestError) -> String {
    path == "-" ? path : try Inputs.absolute(path)
  }

  /// The unpacked bytes from the start.
  ///
  /// - Throws: `IngestError`: `.unreadable`, or `.archive` for damage, a bomb, or an archive inside
  ///   an archive.
  package func open() throws -> ByteStream {
    if let sheet {
      let book = try Workbook(
        OfficePackage(
          name: path, path: path, size: Inputs.size(of: path, name: name), limits: limits))
      guard let found = book.sheets.first(where: { $0.name == sheet }) else {
        throw IngestError(
          .changed, what: "the sheet \"\(sheet)\" is no longer in the workbook", place: name,
          next: "Ingest the workbook again as it is now.")
      }
      let rows = try SheetStream(book, found)
      return ByteStream(name: name) { try rows.pull($0) }
    }
    if let member {
      let archive = try Archive.member(
        member, of: name, path: path, size: try Inputs.size(of: path, name: name),
        limits: limits)
      return try refusingArchives(ByteStream(name: name) { try archive.pull($0) })
    }
    let file = path == "-" ? FileBytes(standardInput: name) : try FileBytes(path: path, name: name)
    let plain = ByteStream(name: name) { try file.pull($0) }
    switch Archive.kind(of: try plain.peek(4)) {
    case .gzip:
      let archive = try Archive.gzip(name, limits: limits) { try plain.read(into: $0) }
      return try refusingArchives(ByteStream(name: name) { try archive.pull($0) })
    case .zip where isOnce:
      throw IngestError(
        .archive, what: "a zip file cannot be read from a pipe", place: name,
        next: "Write it to a file and give its path.")
    case .zip, nil: return plain
    }
  }

  /// How many bytes `open` will yield; nil where only reading tells: gzip, standard input, pipes.
  package func unpackedSize() throws -> Int64? {
    if isOnce || member != nil || sheet != nil { return size }
    let file = try FileBytes(path: path, name: name)
    let plain = ByteStream(name: name) { try file.pull($0) }
    return Archive.kind(of: try plain.peek(4)) == .gzip ? nil : size
  }

  private func refusingArchives(_ stream: ByteStream) throws -> ByteStream {
    guard Archive.kind(of: try stream.peek(4)) == nil else {
      throw IngestError(
        .archive, what: "an archive inside an archive is not opened", place: name,
        next: "Unpack the outer one and ingest the folder.")
    }
    return stream
  }
}
