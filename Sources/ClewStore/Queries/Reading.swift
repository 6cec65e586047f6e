import ClewModel
import GRDB

/// What the reader of a source did not take.
package struct StoredUnread: Hashable, Sendable {
  package var source: RecordID
  package var unread: UnreadPath
}

extension Casefile {
  /// What readers did not take, of all sources or of one: by source, the most frequent first.
  package func unreadPaths(source: Int64? = nil) throws -> [StoredUnread] {
    try translating {
      try database.read { db in
        try Row.fetchAll(
          db,
          sql: """
            select * from unread_path where ?1 is null or source = ?1
            order by source, count desc, name
            """, arguments: [source]
        ).map { row in
          StoredUnread(
            source: RecordID(.source, row["source"]),
            unread: UnreadPath(
              path: row["name"], count: row["count"], first: Provenance(row: row)))
        }
      }
    }
  }

  /// How many values of each source were not read; no entry for a source that was read whole.
  package func unreadCounts() throws -> [RecordID: Int] {
    try translating {
      try database.read { db in
        let rows = try Row.fetchAll(
          db, sql: "select source, sum(count) from unread_path group by source")
        var counts: [RecordID: Int] = [:]
        for row in rows { counts[RecordID(.source, row[0])] = row[1] }
        return counts
      }
    }
  }

  /// How rejected records of a source are written out for repair; nil where its reader cannot say.
  package func repairFrame(source: Int64) throws -> RepairFrame? {
    try translating {
      try database.read { db in
        try Row.fetchOne(
          db, sql: "select * from repair_frame where source = ?", arguments: [source]
        ).map { row in
          RepairFrame(
            prefixLength: row["prefix_length"], separator: row["separator"],
            suffix: row["suffix"])
        }
      }
    }
  }

  /// The code lists of live sources, one label for each code: of several the one ingested last.
  package func codeLabels() throws -> [CodeLabel] {
    try translating {
      try database.read { db in
        try Row.fetchAll(
          db,
          sql: """
            select c.* from code_label c join source s on s.id = c.source and s.live = 1
            where not exists (
              select 1 from code_label o join source l on l.id = o.source and l.live = 1
              where o.scheme = c.scheme and o.code = c.code and o.id > c.id)
            order by c.scheme, c.code
            """
        ).map { row in
          CodeLabel(
            scheme: row["scheme"], code: row["code"], label: row["label"],
            means: row["means"], provenance: Provenance(row: row))
        }
      }
    }
  }

  /// How many labels a source brings; 0 for what is no code list.
  package func codeLabelCount(source: Int64) throws -> Int {
    try translating {
      try database.read { db in
        try Int.fetchOne(
          db, sql: "select count(*) from code_label where source = ?", arguments: [source]) ?? 0
      }
    }
  }
}
