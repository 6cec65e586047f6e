import ClewIngest
import Glibc
import Testing

/// A folder for one test, removed with the value.
final class TemporaryFolder {
  let path: String

  init() {
    var template = Array("/tmp/clew-test-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)!) }
  }

  deinit { Self.remove(path) }

  @discardableResult func write(_ name: String, _ bytes: [UInt8]) -> String {
    let file = path + "/" + name
    var at = path
    for part in name.split(separator: "/").dropLast() {
      at += "/" + part
      mkdir(at, 0o700)
    }
    let handle = fopen(file, "w")!
    fwrite(bytes, 1, bytes.count, handle)
    fclose(handle)
    return file
  }

  func write(_ name: String, _ text: String) -> String { write(name, Array(text.utf8)) }

  private static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR, let directory = opendir(path) {
      var names: [String] = []
      while let entry = readdir(directory) {
        names.append(
          withUnsafeBytes(of: entry.pointee.d_name) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
          })
      }
      closedir(directory)
      for name in names where name != "." && name != ".." { remove(path + "/" + name) }
      rmdir(path)
    } else {
      unlink(path)
    }
  }
}

/// A zip of stored members, written byte by byte (PKWARE APPNOTE 6.3): a test can state what a
/// well-behaved program never would.
enum StoredZip {
  struct Member {
    var path: String
    var bytes: [UInt8]
    /// Unix mode in the directory; a link is 0o120777.
    var mode: UInt32 = 0o100644
    /// Deflated bytes and the size and CRC they claim to unpack to.
    var deflated: (bytes: [UInt8], size: Int, crc: UInt32)?
  }

  static func make(_ members: [Member]) -> [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      let offset = file.count
      let path = Array(member.path.utf8)
      let body = member.deflated?.bytes ?? member.bytes
      let crc = member.deflated?.crc ?? crc32(member.bytes)
      let size = member.deflated?.size ?? member.bytes.count
      let common =
        le(20, 2) + le(0x0800, 2) + le(member.deflated == nil ? 0 : 8, 2) + le(0, 4)
        + le(Int(crc), 4) + le(body.count, 4) + le(size, 4) + le(path.count, 2) + le(0, 2)
      file += le(0x0403_4B50, 4) + common + path + body
      directory += le(0x0201_4B50, 4) + le(0x031E, 2) + common
      directory += le(0, 2) + le(0, 2) + le(0, 2) + le(Int(member.mode) << 16, 4) + le(offset, 4)
      directory += path
    }
    let start = file.count
    file += directory
    file += le(0x0605_4B50, 4) + le(0, 4) + le(members.count, 2) + le(members.count, 2)
    return file + le(directory.count, 4) + le(start, 4) + le(0, 2)
  }

  private static func le(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = ~0
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}

func content(_ input: Input) throws -> [UInt8] {
  let stream = try input.open()
  var all: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 100_000)
  while true {
    let count = try piece.withUnsafeMutableBytes { try stream.read(into: $0) }
    if count == 0 { return all }
    all += piece[..<count]
  }
}

@Suite struct InputsTests {
  @Test func walksAFolderInOrderWithoutHiddenFilesAndLinks() throws {
    let folder = TemporaryFolder()
    _ = folder.write("b.csv", "b")
    _ = folder.write("a/z.csv", "z")
    _ = folder.write("a/.hidden", "h")
    _ = folder.write("B.csv", "B")
    symlink(folder.path, folder.path + "/loop")
    nonisolated(unsafe) var skipped: [String] = []
    let inputs = try Inputs.expand(paths: [folder.path]) { name, why in
      skipped.append("\(name): \(why)")
    }
    let name = folder.path.split(separator: "/").last!
    #expect(inputs.map(\.name) == ["B.csv", "a/z.csv", "b.csv"].map { "\(name)/\($0)" })
    #expect(inputs.allSatisfy { $0.folder == folder.path })
    #expect(skipped == ["\(name)/a/.hidden: hidden", "\(name)/loop: a link"])
    #expect(try inputs.map(content) == ["B", "z", "b"].map { Array($0.utf8) })
    #expect(
      try Inputs.digest(of: inputs[2])
        == "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d")
  }

  @Test func aLoneFileBelongsToTheFolderThatHoldsIt() throws {
    let folder = TemporaryFolder()
    let file = folder.write("in/a.csv", "x")
    let input = try Inputs.expand(paths: [file])[0]
    #expect(input.name == "a.csv")
    #expect(input.folder == folder.path + "/in")
    #expect(input.size == 1)
  }

  @Test func aPathThatIsNotThereIsAnError() {
    let error = #expect(throws: IngestError.self) {
      try Inputs.expand(paths: ["/nonexistent/x.csv"])
    }
    #expect(error?.code == .unreadable)
  }

  @Test func unpacksGzipByContentAndOpensItAgain() throws {
    let folder = TemporaryFolder()
    let text = Array(String(repeating: "id,name\n", count: 50_000).utf8)
    let file = folder.write("renamed.csv", try Archived.compress(text))
    let input = try Inputs.expand(paths: [file])[0]
    for _ in 0..<2 { #expect(try content(input) == text) }
    let packed = try Archived.compress(text)
    let cut = folder.write("cut.gz", Array(packed.prefix(packed.count / 2)))
    let error = #expect(throws: IngestError.self) {
      try content(Inputs.expand(paths: [cut])[0])
    }
    #expect(error?.code == .archive)
  }

  @Test func compressingIsDeterministicAndComesBack() throws {
    var dice = Dice(3)
    for count in [0, 1, 1000, 300_000] {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &dice) }
      let packed = try Archived.compress(bytes)
      #expect(try packed == Archived.compress(bytes))
      #expect(Array(packed[4..<8]) == [0, 0, 0, 0])
      #expect(try Archived.decompress(packed) == bytes)
    }
    let zeros = try Archived.compress([UInt8](repeating: 0, count: 1 << 20))
    #expect(throws: IngestError.self) { try Archived.decompress(zeros, limit: 1000) }
  }

  @Test func readsTheMembersOfAZip() throws {
    let folder = TemporaryFolder()
    let file = folder.write(
      "world.zip",
      StoredZip.make([
        .init(path: "x/transactions.csv", bytes: Array("t".utf8)),
        .init(path: "x/", bytes: [], mode: 0o040755),
        .init(path: "__MACOSX/x/._parties.csv", bytes: [1]),
        .init(path: "parties.csv", bytes: Array("päö".utf8)),
      ]))
    let inputs = try Inputs.expand(paths: [file])
    #expect(inputs.map(\.name) == ["world.zip!parties.csv", "world.zip!x/transactions.csv"])
    #expect(inputs.map(\.size) == [5, 1])
    #expect(inputs.map(\.folder) == [folder.path, folder.path])
    #expect(try inputs.map(content) == [Array("päö".utf8), [UInt8(ascii: "t")]])
    #expect(try content(inputs[1]) == [UInt8(ascii: "t")])
  }

  @Test(arguments: [
    StoredZip.Member(path: "../out.csv", bytes: []), .init(path: "/etc/x", bytes: []),
    .init(path: "a/../../b", bytes: []), .init(path: "C:\\x", bytes: []),
    .init(path: "link", bytes: Array("/etc/passwd".utf8), mode: 0o120777),
  ])
  func refusesMembersThatLeaveTheArchive(member: StoredZip.Member) {
    let folder = TemporaryFolder()
    let good = StoredZip.Member(path: "good.csv", bytes: [1])
    let file = folder.write("bad.zip", StoredZip.make([good, member]))
    let error = #expect(throws: IngestError.self) { try Inputs.expand(paths: [file]) }
    #expect(error?.code == .archive)
  }

  @Test func refusesTwoMembersOfOneNameAndArchivesInArchives() throws {
    let folder = TemporaryFolder()
    let member = StoredZip.Member(path: "a.csv", bytes: [1])
    let twice = folder.write("twice.zip", StoredZip.make([member, member]))
    #expect(throws: IngestError.self) { try Inputs.expand(paths: [twice]) }
    let inner = StoredZip.Member(path: "b.gz", bytes: try Archived.compress([1, 2, 3]))
    let nested = folder.write("nested.zip", StoredZip.make([inner]))
    let input = try Inputs.expand(paths: [nested])[0]
    #expect(throws: IngestError.self) { try input.open() }
    let double = folder.write("b.gz", try Archived.compress(Archived.compress([1])))
    #expect(throws: IngestError.self) { try Inputs.expand(paths: [double])[0].open() }
  }

  @Test func stopsAtABomb() throws {
    let folder = TemporaryFolder()
    let zeros = [UInt8](repeating: 0x30, count: 4 << 20)
    let packed = try Archived.compress(zeros)
    var limits = ArchiveLimits()
    limits.harmless = 1 << 20
    let gz = try Inputs.expand(paths: [folder.write("bomb.gz", packed)], limits: limits)[0]
    let error = #expect(throws: IngestError.self) { try content(gz) }
    #expect(error?.code == .archive)

    // The deflated body lies between the ten bytes of gzip's head and the eight of its tail. One zip
    // states its true size and is refused at once, the other understates it and fails when read.
    let body = Array(packed[10..<(packed.count - 8)])
    let crc = StoredZip.crc32(zeros)
    for stated in [zeros.count, 1000] {
      let zip = folder.write(
        "bomb\(stated).zip",
        StoredZip.make([
          .init(path: "a.csv", bytes: [], deflated: (bytes: body, size: stated, crc: crc))
        ]))
      let failure = #expect(throws: IngestError.self) {
        try content(Inputs.expand(paths: [zip], limits: limits)[0])
      }
      #expect(failure?.code == .archive)
    }
  }

  @Test func aDocumentOfAnOfficeProgramIsOneSource() throws {
    let folder = TemporaryFolder()
    let file = folder.write(
      "book.xlsx",
      StoredZip.make([
        .init(path: "[Content_Types].xml", bytes: [1]), .init(path: "xl/workbook.xml", bytes: [2]),
      ]))
    #expect(try Inputs.expand(paths: [file]).map(\.name) == ["book.xlsx"])
  }
}
