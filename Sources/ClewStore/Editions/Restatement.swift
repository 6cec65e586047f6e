import ClewModel
import GRDB

extension Casefile {
  /// Lets a side file of an edition (aliases, addresses) count for a later one too, with which it came
  /// again byte for byte: the later one would else lack what it states.
  ///
  /// - Parameter main: a source of the later edition: its main file.
  /// - Returns: false where nothing changes: the source counts for that edition or a later one, the
  ///   edition has another file of its kind, or either is of no edition that counts.
  package func restate(
    source number: Int64, with main: Int64, journal entry: JournalEntry? = nil
  ) throws -> Bool {
    try translating {
      try database.write { db in
        guard let family = try Editions.family(db, of: number) else { return false }
        let order = try Editions.order(db, family)
        guard let position = order.position(of: main), let last = order.lastPosition(of: number),
          position > last, let source = order.sources.first(where: { $0.id == number }),
          source.isWhole, source.part != nil, source.part != Edition.mainPart,
          !order.sources.contains(where: {
            $0.part == source.part && order.lastPosition(of: $0.id) == position
          })
        else { return false }
        try db.execute(
          sql: "insert into restatement (source, with_source) values (?, ?)",
          arguments: [number, main])
        try Editions.run(db, withdrawn: number)
        try ListChanges.run(db, withdrawn: number)
        try Self.raiseRevision(db)
        if let entry { try Self.append(entry, db) }
        return true
      }
    }
  }
}
