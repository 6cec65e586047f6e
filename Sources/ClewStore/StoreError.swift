import GRDB

/// An operation on a casefile that failed: what, where, and what to do next.
package struct StoreError: Error, Hashable, Sendable {
  package enum Code: String, Sendable {
    case notFound = "not-found", exists, notCasefile = "not-a-casefile"
    case newerVersion = "newer-version", olderVersion = "older-version"
    case busy, full, readOnly = "read-only", damaged, unknownRecord = "unknown-record"
    case badRecord = "bad-record", withdrawn, failed
  }

  package var code: Code
  /// One sentence. No personal values.
  package var what: String
  /// The path of the casefile, and the record where there is one.
  package var place: String
  package var next: String

  package init(_ code: Code, what: String, place: String, next: String) {
    self.code = code
    self.what = what
    self.place = place
    self.next = next
  }

  /// What SQLite reported, in our words. Its message is kept only where it names no values.
  package init(_ error: DatabaseError, place: String) {
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(
        .busy, what: "another command is writing to the casefile", place: place,
        next: "wait until it is done and try again")
    case .SQLITE_FULL:
      self.init(
        .full, what: "the disk is full; nothing of this source was stored", place: place,
        next: "make room on the disk of the casefile and of the temporary directory")
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN:
      self.init(
        .readOnly, what: "the casefile or its folder cannot be written or opened", place: place,
        next: "check the permissions of the file and of its folder")
    case .SQLITE_NOTADB:
      self.init(notCasefile: place)
    case .SQLITE_CORRUPT:
      self.init(
        .damaged, what: "the casefile is damaged", place: place,
        next: "restore it from a copy; `sqlite3 FILE .recover` reads what can be read")
    default:
      self.init(
        .failed, what: "the casefile could not do it: \(error.resultCode)", place: place,
        next: "try again; if it repeats, report it with the version and the command")
    }
  }

  init(notCasefile place: String) {
    self.init(
      .notCasefile, what: "the file is no casefile", place: place,
      next: "give another path with --case, or move the file away")
  }
}
