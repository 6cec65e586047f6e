import ClewModel
import ClewRender
import ClewStore

extension Session {
  /// Records whose names, identifiers, refs or narratives hold a text, best first.
  package func find(_ text: String, kind: RecordID.Kind?, limit: Int) throws -> Answer {
    guard limit > 0 else {
      throw Failure(
        code: "bad-limit", what: "A limit of \(limit) shows nothing.", place: "--limit",
        next: "Give a number from 1.")
    }
    let page = try reading { try $0.find(text: text, kind: kind, limit: limit) }
    let json = JSON.object([
      "results": .array(
        page.rows.map { row in
          .object([
            "id": .string(row.id.description), "kind": .string(row.kind),
            "ref": .optional(row.ref), "name": .string(row.name), "why": .string(row.why),
          ])
        }), "total": .int(page.total),
    ])
    let table = Table(
      columns: ["id", "kind", "ref", "name", "why"],
      rows: page.rows.map { row in
        [
          .id(row.id), Table.Cell(row.kind), Table.Cell(row.ref ?? ""), Table.Cell(row.name),
          Table.Cell(row.why, .quiet),
        ]
      })
    var notes: [String] = []
    if page.total > page.rows.count {
      notes.append("\(page.total) records fit; \(page.rows.count) are shown (--limit)")
    }
    if page.total == 0 { notes.append("nothing fits; parts of words are found at their beginning") }
    return Answer(json: json, tables: [table], notes: notes, records: "results")
  }
}
