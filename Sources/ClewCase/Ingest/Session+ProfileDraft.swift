import ClewIngest
import ClewModel
import ClewRender

extension Session {
  /// Proposes a mapping profile for a table of unknown layout, and shows the first rows as it would
  /// read them. Stores nothing and needs no casefile.
  package func profileDraft(_ path: String, sheet: String?) throws -> Answer {
    guard let input = try Inputs.expand(paths: [path], sheet: sheet).first else {
      throw Failure(
        code: "nothing-to-read", what: "There is no table.", place: path, next: "Name a file.")
    }
    let stream = try input.open()
    let bytes = Array(try stream.peek(ProfileDraft.sampleLength))
    let draft = try ProfileDraft(
      bytes, isCut: bytes.count == ProfileDraft.sampleLength, name: input.name)
    var answer = Answer(
      json: .object([
        "profile": .string(draft.yaml), "questions": .strings(draft.questions),
        "rows": .array(
          draft.rows.map { row in
            .object(
              zip(["date", "from", "to", "amount", "currency", "reference"], row).map {
                .init($0, .string($1))
              })
          }), "refused": .int(draft.refused?.count ?? 0),
      ]))
    answer.text = draft.yaml
    answer.warnings = draft.questions.map { "clew: ask: \($0)" }
    return answer
  }
}
