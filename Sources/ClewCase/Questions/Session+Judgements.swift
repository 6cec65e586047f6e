import ClewModel
import ClewRender
import ClewStore

extension Session {
  /// Records what a person holds about two records.
  package func judge(_ a: String, _ b: String, _ opinion: Opinion, why: String) throws -> Answer {
    try writing { casefile in
      let first = try record(a, in: casefile)
      let second = try record(b, in: casefile)
      let judgement = try casefile.judge(
        a: first, b: second, opinion: opinion, by: surroundings.user, why: try reason(why),
        at: surroundings.now, journal: journalEntry())
      return Answer(
        json: .object(["judgement": Self.json(judgement)]), tables: [],
        notes: ["\(judgement.id): \(judgement.a) and \(judgement.b) are \(opinion.rawValue)."])
    }
  }

  /// What rules and people hold about identity.
  package func judgements() throws -> Answer {
    let page = try reading { try $0.judgements() }
    let json = JSON.object([
      "judgements": .array(
        page.rows.map { row in
          guard case .object(let members) = Self.json(row.judgement) else { return .null }
          return .object(
            members + [
              .init("aName", .string(row.a.text)), .init("bName", .string(row.b.text)),
            ])
        }), "total": .int(page.total),
    ])
    let table = Table(
      columns: ["judgement", "a", "b", "opinion", "by", "why", "undone by"],
      rows: page.rows.map { row in
        let judgement = row.judgement
        return [
          .id(judgement.id), Table.Cell("\(judgement.a) \(row.a.text)"),
          Table.Cell("\(judgement.b) \(row.b.text)"), Table.Cell(judgement.opinion.rawValue),
          Table.Cell(judgement.by), Table.Cell(judgement.why),
          Table.Cell(judgement.undoneBy?.description ?? ""),
        ]
      })
    return Answer(json: json, tables: [table], records: "judgements")
  }

  /// Undoes a judgement by a further one.
  package func unmerge(_ text: String, why: String) throws -> Answer {
    guard let id = RecordID(text), id.kind == .judgement else {
      throw Failure(
        code: "not-found", what: "'\(text)' is no judgement.", place: surroundings.casefile,
        next: "Name one as 'clew judgements' lists them, such as J5.")
    }
    return try writing { casefile in
      let undoing = try casefile.unmerge(
        judgement: id.number, by: surroundings.user, why: why, at: surroundings.now,
        journal: journalEntry())
      return Answer(
        json: .object(["undone": .string(text), "judgement": Self.json(undoing)]), tables: [],
        notes: ["\(text) is undone by \(undoing.id)."])
    }
  }

  private static func json(_ judgement: Judgement) -> JSON {
    .object([
      "id": .string(judgement.id.description), "a": .string(judgement.a.description),
      "b": .string(judgement.b.description), "opinion": .string(judgement.opinion.rawValue),
      "by": .string(judgement.by), "why": .string(judgement.why),
      "undoneBy": .optional(judgement.undoneBy?.description),
    ])
  }
}
