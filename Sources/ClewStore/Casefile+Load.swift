import ClewModel
import GRDB

/// What became of a source that was given to `load`.
package struct LoadedSource: Hashable, Sendable {
  /// The source as stored; for a duplicate, the one that was there before.
  package var source: SourceRecord
  /// The same bytes had been ingested: nothing was changed.
  package var isDuplicate: Bool
  /// The revision of the casefile after it.
  package var revision: Int64
}

extension Casefile {
  /// Stores one source, all of it or nothing.
  ///
  /// The body hands over the header, the batches and at last the digest. Whatever it throws is
  /// thrown on, and the casefile is as it was before; the same holds for a full disk and for a
  /// process killed midway. A source whose digest is there already changes nothing.
  ///
  /// - Throws: `StoreError`, or the body's error.
  package func load(
    _ entry: NewSource, _ body: (Loader) throws -> Void
  ) throws -> LoadedSource {
    do {
      return try translating {
        try database.write { db in
          if let replaces = entry.replaces { try Self.checkReplaceable(db, replaces, path) }
          let loader = try Loader(db, entry, folding: folding)
          try body(loader)
          if let digest = loader.digest, let known = try Self.existing(db, sha256: digest) {
            throw SameDigest(source: known)
          }
          try loader.complete()
          let revision = try Self.raiseRevision(db)
          if let journal = entry.journal { try Self.append(journal, db) }
          guard let digest = loader.digest, let stored = try Self.existing(db, sha256: digest)
          else { preconditionFailure("a source that was loaded is there") }
          return LoadedSource(source: stored, isDuplicate: false, revision: revision)
        }
      }
    } catch let same as SameDigest {
      return LoadedSource(source: same.source, isDuplicate: true, revision: try revision)
    }
  }

  private static func checkReplaceable(_ db: Database, _ id: Int64, _ path: String) throws {
    let live = try Bool.fetchOne(db, sql: "select live from source where id = ?", arguments: [id])
    guard let live else {
      throw StoreError(
        .unknownRecord, what: "there is no source S\(id) to replace", place: path,
        next: "`clew sources` lists them")
    }
    guard live else {
      throw StoreError(
        .withdrawn, what: "source S\(id) is replaced or withdrawn already", place: path,
        next: "replace the source that took its place")
    }
  }
}

/// Rolls a load back whose bytes turned out to be known.
private struct SameDigest: Error {
  var source: SourceRecord
}
