import ClewIngest
import ClewModel
import ClewStore

/// Reads again the bytes that a record came from: from the archive in the casefile, else from the
/// file, whose digest (of the blocks read, or of all of it) must be the one that was ingested.
final class SourceBytes {
  /// The bytes of one record as text, or why they cannot be shown.
  struct Excerpt {
    var text: String?
    var problem: String?
  }

  /// More bytes of one record than this are not printed.
  private static let longest = 4000

  private let casefile: Casefile
  private let sources: SourceBook
  private var checked: [RecordID: Result<Input, Failure>] = [:]
  private var archived: [RecordID: [UInt8]] = [:]

  init(_ casefile: Casefile, _ sources: SourceBook) {
    self.casefile = casefile
    self.sources = sources
  }

  func excerpt(at place: Place) -> Excerpt {
    guard place.length > 0 else { return Excerpt(problem: "no bytes of its own") }
    do {
      let wanted = min(Int(place.length), Self.longest)
      let bytes = try bytes(of: place.source, from: place.offset, count: wanted)
      let cut = Int(place.length) - wanted
      let text = SourceHead(bytes: bytes).text
      return Excerpt(text: cut > 0 ? "\(text) … and \(cut) bytes more" : text)
    } catch {
      return Excerpt(problem: Failure(error).what)
    }
  }

  /// Several stretches of a source, ascending and apart, read in one go where it has to be unpacked.
  func pieces(of id: RecordID, _ ranges: [Range<Int64>]) throws -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    for range in ranges {
      let count = Int(range.upperBound - range.lowerBound)
      if let whole = try archive(of: id) {
        let start = min(Int(range.lowerBound), whole.count)
        pieces.append(Array(whole[start..<min(start + count, whole.count)]))
      } else if count == 0 {
        pieces.append([])
      } else if let checked = try checkedBlocks(of: id, from: range.lowerBound, count: count) {
        pieces.append(checked)
      } else {
        return try Self.pieces(of: input(of: id).open(), ranges)
      }
    }
    return pieces
  }

  private static func pieces(
    of stream: ByteStream, _ ranges: [Range<Int64>]
  ) throws -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    for range in ranges {
      try skip(stream, to: range.lowerBound)
      var piece = [UInt8](repeating: 0, count: Int(range.upperBound - stream.position))
      var filled = 0
      while filled < piece.count {
        let got = try piece.withUnsafeMutableBytes {
          try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
        }
        if got == 0 { break }
        filled += got
      }
      pieces.append(Array(piece[..<filled]))
    }
    return pieces
  }

  private static func skip(_ stream: ByteStream, to offset: Int64) throws {
    var rest = [UInt8](repeating: 0, count: 1 << 18)
    while stream.position < offset {
      let wanted = Int(min(offset - stream.position, Int64(rest.count)))
      let got = try rest.withUnsafeMutableBytes {
        try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[..<wanted]))
      }
      if got == 0 { return }
    }
  }

  private func bytes(of id: RecordID, from offset: Int64, count: Int) throws -> [UInt8] {
    if let whole = try archive(of: id) {
      let start = Int(offset)
      guard start < whole.count else { return [] }
      return Array(whole[start..<min(start + count, whole.count)])
    }
    if let checked = try checkedBlocks(of: id, from: offset, count: count) { return checked }
    let stream = try input(of: id).open()
    return try Self.piece(of: stream, from: offset, count: count)
  }

  /// The bytes out of the blocks of a plain file that hold them, each checked against its digest; nil
  /// for a file that has to be unpacked, or has changed.
  private func checkedBlocks(of id: RecordID, from offset: Int64, count: Int) throws -> [UInt8]? {
    guard let source = sources[id], !source.path.contains("!"),
      WholeFile.size(source.location) == source.bytes
    else { return nil }
    let digests = try casefile.blockDigests(source: id.number)
    let size = BlockDigests.blockSize
    let first = Int(offset) / size
    let last = (Int(offset) + count - 1) / size
    let start = first * size
    guard
      let blocks = WholeFile.piece(
        of: source.location, offset: Int64(start), count: (last - first + 1) * size)
    else { return nil }
    for number in first...last {
      let block = blocks.dropFirst((number - first) * size).prefix(size)
      guard BlockDigests.matches(block, number: number, in: digests) else { return nil }
    }
    return Array(blocks.dropFirst(Int(offset) - start).prefix(count))
  }

  private func archive(of id: RecordID) throws -> [UInt8]? {
    if let known = archived[id] { return known.isEmpty ? nil : known }
    var whole: [UInt8] = []
    for part in try casefile.archivedParts(source: id.number) {
      whole += try Archived.decompress(part)
    }
    archived[id] = whole
    return whole.isEmpty ? nil : whole
  }

  /// The file as it was ingested, found at the path that was given then.
  private func input(of id: RecordID) throws -> Input {
    if let known = checked[id] { return try known.get() }
    let result: Result<Input, Failure>
    do {
      result = .success(try find(id))
    } catch {
      result = .failure(Failure(error))
    }
    checked[id] = result
    return try result.get()
  }

  private func find(_ id: RecordID) throws -> Input {
    guard let source = sources[id] else {
      throw Failure(
        code: "not-found", what: "there is no source \(id)", place: casefile.path, next: "")
    }
    let file = source.location
    let member = source.path.split(separator: "!", maxSplits: 1).dropFirst().first
    guard source.path != "-", WholeFile.exists(file),
      let input = try Inputs.expand(paths: [file], sheet: member.map(String.init)).first(where: {
        found in
        member.map { found.name.hasSuffix("!" + $0) } ?? true
      })
    else {
      throw Failure(
        code: "file", what: "the file is not here any more: \(source.path)", place: file,
        next: "Put it back, or ingest it with --archive.")
    }
    guard try Inputs.digest(of: input) == source.sha256 else {
      throw Failure(
        code: "changed", what: "the file has changed since it was ingested: \(source.path)",
        place: file, next: "Ingest the new one with --replaces \(id).")
    }
    return input
  }

  private static func piece(
    of stream: ByteStream, from offset: Int64, count: Int
  ) throws -> [UInt8] {
    var wanted: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while wanted.count < count {
      let start = stream.position
      let got = try buffer.withUnsafeMutableBytes { try stream.read(into: $0) }
      if got == 0 { break }
      let end = start + Int64(got)
      guard end > offset else { continue }
      let low = Int(max(offset - start, 0))
      let high = Int(min(offset + Int64(count) - start, Int64(got)))
      if low < high { wanted += buffer[low..<high] }
    }
    return wanted
  }
}
