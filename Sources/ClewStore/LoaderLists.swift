import ClewModel
import GRDB

/// Writes listings and what other files of the same list add to them.
final class ListWriter {
  private let source: Int64
  private let firstMention: Int64
  /// The ids that the next listing and supplement get.
  private(set) var next: Int64
  private(set) var nextSupplement: Int64
  private let insert: RawStatement
  private let entry: RawStatement
  private let supplement: RawStatement

  init(_ db: Database, source: Int64, ids: LoaderIDs) throws {
    self.source = source
    firstMention = ids.mention
    next = ids.listing
    nextSupplement = ids.supplement
    insert = try RawStatement(
      db,
      """
      insert into listing (id, source, list, authority, effect, ref, kind, name, listed,
        listed_mark, subject, offset, length, line, path, entry)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    entry = try RawStatement(db, "select min(entry) from listing where ref = ? and list = ?")
    supplement = try RawStatement(
      db,
      """
      insert into listing_supplement (id, source, list, ref, offset, length, line, path)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      """)
  }

  func add(_ listing: Listing) throws -> Int64 {
    let id = next
    entry.text(listing.ref)
    entry.text(listing.list)
    let first = try entry.firstInt()
    insert.int(id)
    insert.int(source)
    insert.text(listing.list)
    insert.int(listing.authority.rawValue)
    insert.int(listing.effect.rawValue)
    insert.text(listing.ref)
    insert.int(listing.kind.rawValue)
    insert.text(listing.name)
    insert.time(listing.listed)
    insert.int(listing.subject.map { firstMention + Int64($0) })
    insert.provenance(listing.provenance)
    insert.int(first ?? id)
    try insert.run()
    next += 1
    return id
  }

  func add(_ added: ListingSupplement) throws -> Int64 {
    let id = nextSupplement
    supplement.int(id)
    supplement.int(source)
    supplement.text(added.list)
    supplement.text(added.ref)
    supplement.provenance(added.provenance)
    try supplement.run()
    nextSupplement += 1
    return id
  }
}
