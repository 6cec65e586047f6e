import GRDB

extension Casefile {
  /// The names of the lists that live sources hold, sorted.
  package func lists() throws -> [String] {
    try translating {
      try database.read { db in
        try String.fetchAll(
          db,
          sql: """
            select distinct r.list from listing r
              join source s on s.id = r.source and s.live = 1 order by r.list
            """)
      }
    }
  }
}
