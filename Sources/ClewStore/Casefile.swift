import GRDB
import Glibc

/// One investigation on disk: an SQLite file that only its owner may read.
///
/// One process writes at a time; readers go on during a write. The store reads no clock and no
/// environment: times and names are passed in.
package final class Casefile: Sendable {
  /// What a casefile is opened for.
  package enum Mode: Sendable {
    /// Questions only.
    case read
    /// Writing beside readers (write-ahead log).
    case write
    /// A large ingest: takes the rollback journal, which writes everything once instead of twice,
    /// if nobody else has the file open; else the same as `write`.
    case bulk
  }

  package let path: String
  package let mode: Mode
  /// The connections. `read` and `write` as GRDB defines them.
  package let database: any DatabaseWriter
  let folding: Folding

  private init(path: String, mode: Mode, database: any DatabaseWriter, folding: Folding) {
    self.path = path
    self.mode = mode
    self.database = database
    self.folding = folding
  }

  // MARK: - Creating and opening

  /// Makes an empty casefile that only its owner may read (mode 0600).
  ///
  /// - Parameter version: the version of Clew that makes it, for the record.
  /// - Throws: `StoreError`; `.exists` where there is a file already.
  package static func create(at path: String, version: String) throws {
    // Made beside its place and linked there whole: who comes meanwhile finds none or a whole one.
    let part = "\(path).\(getpid()).new"
    defer { unlink(part) }
    try make(at: part, for: path, version: version)
    guard link(part, path) != 0 else { return }
    if errno == EEXIST {
      throw StoreError(
        .exists, what: "there is a file of this name already", place: path,
        next: "open it, or choose another name")
    }
    // A file system without links: the name is free, or was a moment ago.
    guard rename(part, path) == 0 else {
      throw StoreError(
        .readOnly, what: "the casefile cannot be made: \(String(cString: strerror(errno)))",
        place: path, next: "check the folder and its permissions")
    }
  }

  private static func make(at path: String, for place: String, version: String) throws {
    let descriptor = Glibc.open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StoreError(
        .readOnly, what: "the casefile cannot be made: \(String(cString: strerror(errno)))",
        place: place, next: "check the folder and its permissions")
    }
    Glibc.close(descriptor)
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration(.write))
      try queue.writeWithoutTransaction { db in
        try db.execute(sql: "pragma page_size = \(Schema.pageSize)")
        try db.execute(sql: "pragma application_id = \(Schema.applicationID)")
      }
      try Schema.migrator.migrate(queue)
      try queue.write { db in
        try db.execute(
          sql: "insert into casefile (key, value) values ('created-by', ?), ('revision', 0)",
          arguments: [version])
      }
      try queue.writeWithoutTransaction { try $0.execute(sql: "pragma journal_mode = wal") }
      try queue.close()
    } catch let error as DatabaseError {
      throw StoreError(error, place: place)
    }
  }

  /// Opens a casefile.
  ///
  /// - Throws: `StoreError`: `.notFound`, `.notCasefile`, `.newerVersion` for one that a newer
  ///   version of Clew has written, `.olderVersion` for one that has to be opened for writing once.
  package static func open(at path: String, mode: Mode, folding: Folding) throws -> Casefile {
    guard access(path, F_OK) == 0 else {
      throw StoreError(
        .notFound, what: "there is no casefile here", place: path,
        next: "make one with `clew ingest`, or give its path with --case")
    }
    do {
      let database = try connect(path, mode)
      do {
        try check(database, path: path, mode: mode)
      } catch {
        try? database.close()
        throw error
      }
      return Casefile(path: path, mode: mode, database: database, folding: folding)
    } catch let error as DatabaseError {
      throw StoreError(error, place: path)
    }
  }

  /// Closes all connections. A bulk ingest leaves the write-ahead log on.
  ///
  /// The connection that writes goes last: the last one to go brings all that stands in the
  /// write-ahead log into the file and removes the log, which one that only reads cannot. So the
  /// casefile is one file again, unless another process has it open.
  package func close() throws {
    try translating {
      if mode != .read, let pool = database as? DatabasePool {
        pool.invalidateReadOnlyConnections()
      }
      if mode == .bulk, database is DatabaseQueue {
        try database.writeWithoutTransaction { try $0.execute(sql: "pragma journal_mode = wal") }
      }
      try database.close()
    }
  }

  /// True while a bulk ingest has the faster journal, which locks readers out.
  package var isExclusive: Bool { mode == .bulk && database is DatabaseQueue }

  // MARK: - Revision

  /// Raised by every commit that changes what an answer may be.
  package var revision: Int64 {
    get throws { try translating { try database.read(Self.revision) } }
  }

  static func revision(_ db: Database) throws -> Int64 {
    try Int64.fetchOne(db, sql: "select value from casefile where key = 'revision'") ?? 0
  }

  /// Raises the revision; to be called once in every transaction that changes anything.
  @discardableResult
  static func raiseRevision(_ db: Database) throws -> Int64 {
    try db.execute(sql: "update casefile set value = value + 1 where key = 'revision'")
    return try revision(db)
  }

  /// Runs a body and turns what SQLite reports into our error.
  func translating<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StoreError(error, place: path)
    }
  }

  // MARK: - Connections

  private static func configuration(_ mode: Mode) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = mode == .read
    configuration.busyMode = .timeout(5)
    configuration.label = "casefile"
    configuration.prepareDatabase { db in
      try db.execute(sql: "pragma cache_size = -32000")
    }
    return configuration
  }

  private static func connect(_ path: String, _ mode: Mode) throws -> any DatabaseWriter {
    if mode == .bulk, let queue = try exclusiveQueue(path) { return queue }
    if mode == .read { try rollBackHotJournal(path) }
    return try DatabasePool(path: path, configuration: configuration(mode))
  }

  /// Brings a casefile back to what it was before a bulk ingest that was killed midway. A read-only
  /// connection cannot do that, and would refuse to read.
  private static func rollBackHotJournal(_ path: String) throws {
    guard access(path + "-journal", F_OK) == 0, access(path, W_OK) == 0 else { return }
    let queue = try DatabaseQueue(path: path, configuration: configuration(.write))
    try queue.read { db in _ = try Int64.fetchOne(db, sql: "pragma schema_version") }
    try queue.close()
  }

  /// A connection with the rollback journal; nil where somebody else has the file open.
  private static func exclusiveQueue(_ path: String) throws -> DatabaseQueue? {
    var configuration = configuration(.bulk)
    configuration.busyMode = .immediateError
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    do {
      let journal = try queue.writeWithoutTransaction { db in
        let id = try Int64.fetchOne(db, sql: "pragma application_id")
        guard id == Int64(Schema.applicationID) else { throw StoreError(notCasefile: path) }
        return try String.fetchOne(db, sql: "pragma journal_mode = delete")
      }
      if journal == "delete" { return queue }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
      // Somebody reads or writes: the write-ahead log serves both.
    }
    try queue.close()
    return nil
  }

  private static func check(_ database: any DatabaseWriter, path: String, mode: Mode) throws {
    let migrator = Schema.migrator
    let state = try database.read { db in
      (
        id: try Int64.fetchOne(db, sql: "pragma application_id"),
        newer: try migrator.hasBeenSuperseded(db),
        complete: try migrator.hasCompletedMigrations(db)
      )
    }
    guard state.id == Int64(Schema.applicationID) else { throw StoreError(notCasefile: path) }
    guard !state.newer else {
      throw StoreError(
        .newerVersion, what: "a newer version of Clew has written this casefile", place: path,
        next: "use that version or a later one")
    }
    if !state.complete {
      guard mode != .read else {
        throw StoreError(
          .olderVersion, what: "an older version of Clew has written this casefile", place: path,
          next: "run any command that writes, such as `clew ingest`, to bring it up to date")
      }
      try migrator.migrate(database)
    }
  }
}
