import ClewIngest
import ClewRender

extension Session {
  /// What Clew reads, and what it knows and does not read yet; or one of them in full.
  ///
  /// - Throws: `Failure(not-found)` for a name that is no format's.
  package func formats(_ name: String? = nil) throws -> Answer {
    let all = Formats.descriptions
    let rows = name.map { name in all.filter { $0.name == name.lowercased() } } ?? all
    if let name, rows.isEmpty {
      let near = all.map(\.name).filter { $0.contains(name.lowercased()) }
      throw Failure(
        code: "not-found", what: "There is no format '\(name)'.", place: "formats",
        next: near.isEmpty
          ? "'clew formats' lists them." : "There is \(near.joined(separator: ", ")).")
    }
    let json = JSON.object([
      "formats": .array(
        rows.map { row in
          .object([
            "name": .string(row.name), "title": .string(row.title), "read": .bool(row.isRead),
            "versions": .string(row.versions), "recognisedBy": .string(row.recognisedBy),
            "yields": .string(row.yields), "limits": .string(row.limits),
          ])
        })
    ])
    var read = Table(
      title: "Read",
      columns: ["format", "what it is", "versions", "recognised by", "yields", "limits"],
      rows: rows.filter(\.isRead).map { row in
        [
          Table.Cell(row.name, .id), Table.Cell(row.title), Table.Cell(row.versions),
          Table.Cell(row.recognisedBy), Table.Cell(row.yields), Table.Cell(row.limits),
        ]
      })
    read.layout = .blocks
    var known = Table(
      title: "Recognised, not yet read",
      columns: ["format", "what it is", "versions", "recognised by"],
      rows: rows.filter { !$0.isRead }.map { row in
        [
          Table.Cell(row.name, .id), Table.Cell(row.title), Table.Cell(row.versions),
          Table.Cell(row.recognisedBy),
        ]
      })
    known.layout = .blocks
    return Answer(
      json: json, tables: [read, known].filter { name == nil || !$0.rows.isEmpty },
      records: "formats")
  }
}
