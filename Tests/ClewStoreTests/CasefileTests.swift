import ClewModel
import ClewStore
import GRDB
import Glibc
import Testing

@Suite struct CasefileTests {
  /// A path in a folder of its own that is removed at the end.
  final class Place {
    let folder: String
    var path: String { folder + "/a.clew" }

    init() {
      var template = Array("/tmp/clew-casefile-XXXXXX".utf8CString)
      mkdtemp(&template)
      folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
      for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
      rmdir(folder)
    }

    func write(_ text: String) {
      let descriptor = creat(path, 0o600)
      _ = text.withCString { Glibc.write(descriptor, $0, strlen($0)) }
      Glibc.close(descriptor)
    }

    func code(opening mode: Casefile.Mode) -> StoreError.Code? {
      do {
        try Casefile.open(at: path, mode: mode, folding: .test).close()
        return nil
      } catch {
        return (error as? StoreError)?.code
      }
    }
  }

  @Test func onlyTheOwnerMayReadIt() throws {
    let place = Place()
    try Casefile.create(at: place.path, version: "1")
    let file = try Casefile.open(at: place.path, mode: .write, folding: .test)
    for suffix in ["", "-wal"] {
      var status = stat()
      #expect(stat(place.path + suffix, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600, "\(suffix)")
    }
    try file.close()
  }

  @Test func refusesAFileThatIsThere() throws {
    let place = Place()
    place.write("something of mine")
    #expect { try Casefile.create(at: place.path, version: "1") } throws: {
      ($0 as? StoreError)?.code == .exists
    }
  }

  @Test(arguments: [Casefile.Mode.read, .write, .bulk])
  func refusesWhatIsNoCasefile(_ mode: Casefile.Mode) throws {
    let place = Place()
    #expect(place.code(opening: mode) == .notFound)
    place.write("")
    #expect(place.code(opening: mode) == .notCasefile)
    place.write(String(repeating: "id,name,kind\nP1,Ann,person\n", count: 100))
    #expect(place.code(opening: mode) == .notCasefile)
  }

  @Test func refusesAnotherApplicationsDatabaseAndLeavesItAlone() throws {
    let place = Place()
    let queue = try DatabaseQueue(path: place.path)
    try queue.write { try $0.execute(sql: "create table theirs (x)") }
    try queue.close()
    #expect(place.code(opening: .write) == .notCasefile)
    let after = try DatabaseQueue(path: place.path)
    let tables = try after.read { db in
      try String.fetchAll(db, sql: "select name from sqlite_master")
    }
    #expect(tables == ["theirs"])
    try after.close()
  }

  @Test(arguments: [Casefile.Mode.read, .write, .bulk])
  func refusesACasefileOfANewerVersion(_ mode: Casefile.Mode) throws {
    let place = Place()
    try Casefile.create(at: place.path, version: "9")
    let queue = try DatabaseQueue(path: place.path)
    try queue.write {
      try $0.execute(sql: "insert into grdb_migrations (identifier) values ('99-hence')")
    }
    try queue.close()
    #expect(place.code(opening: mode) == .newerVersion)
  }

  @Test func journalAndNotesAreKeptInOrder() throws {
    let test = try TestCasefile()
    let source = try test.load("a") { $0.person("Ann") }
    let entry = JournalEntry(
      at: "2026-01-02", who: "ada", version: "1", arguments: "clew note P1 careful")
    let note = try test.casefile.addNote("careful", to: RecordID("P1")!, journal: entry)
    try test.casefile.append(
      JournalEntry(at: "2026-01-03", who: "bob", version: "1", arguments: "clew judge"))
    #expect(source == 1)
    #expect(try test.casefile.notes(on: RecordID("P1")!) == [note])
    #expect(try test.casefile.notes(on: RecordID("P2")!).isEmpty)
    #expect(try test.casefile.journal().map(\.who) == ["ada", "bob"])
    #expect(try test.casefile.journal().map(\.revision) == [2, 2])
  }

  @Test func aClosedCasefileIsOneFile() throws {
    let test = try TestCasefile()
    try test.load("a") { $0.company("Alder AG") }
    #expect(try test.casefile.sources().count == 1)
    try test.casefile.close()
    let path = test.folder + "/test.clew"
    #expect(access(path + "-wal", F_OK) != 0)
    let alone = test.folder + "/alone.clew"
    defer { for suffix in ["", "-wal", "-shm"] { unlink(alone + suffix) } }
    try copy(path, to: alone)
    let casefile = try Casefile.open(at: alone, mode: .read, folding: .test)
    #expect(try casefile.sources().count == 1)
    try casefile.close()
  }

  @Test func aBulkIngestLeavesTheWriteAheadLogOn() throws {
    let test = try TestCasefile()
    try test.casefile.close()
    let path = test.folder + "/test.clew"
    let bulk = try Casefile.open(at: path, mode: .bulk, folding: .test)
    #expect(bulk.isExclusive)
    try bulk.close()
    let queue = try DatabaseQueue(path: path)
    #expect(try queue.read { try String.fetchOne($0, sql: "pragma journal_mode") } == "wal")
    try queue.close()
  }

  @Test func aBulkIngestBesideAReaderKeepsTheWriteAheadLog() throws {
    let test = try TestCasefile()
    let path = test.folder + "/test.clew"
    let bulk = try Casefile.open(at: path, mode: .bulk, folding: .test)
    #expect(!bulk.isExclusive)
    #expect(try bulk.revision == 0)
    try bulk.close()
  }

  @Test func aKilledBulkIngestIsRolledBackByAReader() throws {
    let test = try TestCasefile()
    try test.load("a") { $0.company("Alder AG") }
    try test.casefile.close()
    let path = test.folder + "/test.clew"
    let killed = test.folder + "/killed.clew"
    defer { for suffix in ["", "-wal", "-shm", "-journal"] { unlink(killed + suffix) } }
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "pragma journal_mode = delete; pragma cache_size = 2; begin immediate")
      try db.execute(
        sql: """
          with recursive n (i) as (select 1 union all select i + 1 from n where i < 2000)
          insert into note (kind, number, text, who, at)
          select 'P', 1, hex(randomblob(500)), 'ada', 't' from n
          """)
      // What stands on the disk now is what a killed process leaves.
      for suffix in ["", "-journal"] { try copy(path + suffix, to: killed + suffix) }
      try db.execute(sql: "rollback")
    }
    try queue.close()
    let casefile = try Casefile.open(at: killed, mode: .read, folding: .test)
    #expect(try casefile.notes(on: RecordID(.party, 1)).isEmpty)
    #expect(try casefile.resolve("Alder AG") == .one(RecordID(.party, 1)))
    try casefile.close()
  }

  private func copy(_ path: String, to other: String) throws {
    let source = open(path, O_RDONLY)
    let target = open(other, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer {
      close(source)
      close(target)
    }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let n = read(source, &buffer, buffer.count)
      guard n > 0 else { break }
      try #require(write(target, buffer, n) == n)
    }
  }
}
