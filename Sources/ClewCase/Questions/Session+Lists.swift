import ClewModel
import ClewRender
import ClewStore

extension Session {
  /// The lists that the casefile holds, how old they are, and what their newest edition changed.
  ///
  /// - Parameters:
  ///   - name: one list, with its editions; nil for all.
  ///   - changes: with the entries that the newest edition added, removed or changed.
  /// - Throws: `Failure`, code `unknown-list`.
  package func lists(_ name: String?, changes: Bool) throws -> Answer {
    try reading { casefile in
      let states = try casefile.listStates()
      let sources = try casefile.sources().reduce(into: [:]) { $0[$1.id] = $1 }
      let book = ListBook(today: surroundings.today, sources: sources)
      guard let name else { return book.answer(states) }
      guard let state = states.first(where: { $0.name == name }) else {
        let known =
          states.isEmpty
          ? "no list is loaded" : "loaded are \(states.map(\.name).joined(separator: ", "))"
        throw Failure(
          code: "unknown-list", what: "There is no list '\(name)'; \(known).",
          place: casefile.path, next: "Ingest the list, or name one that is loaded.")
      }
      var answer = book.answer([state])
      book.addEditions(of: state, to: &answer)
      if changes {
        let rows =
          try state.editions.last.map { try casefile.listChanges(of: name, edition: $0) } ?? []
        book.add(rows, of: state, to: &answer)
      }
      return answer
    }
  }
}

/// Lists in words, tables and JSON.
private struct ListBook {
  let today: Day
  let sources: [RecordID: SourceRecord]

  /// A list older than this many days asks for a newer one.
  static let freshDays = 30

  // MARK: - Dates

  /// The newest date of some sources, with where it comes from.
  private func date(of ids: [RecordID]) -> (span: TimeSpan, from: String)? {
    let dates = ids.compactMap { sources[$0] }.compactMap { source in
      source.published.map { (span: $0, from: "published") }
        ?? source.asOf.map { (span: $0, from: "as-of") }
    }
    return dates.max { $0.span.lo < $1.span.lo }
  }

  /// Days since the last day that the date may mean; nil where no date is stated.
  private func age(of state: ListState) -> Int? {
    date(of: state.sources).map { Int(today.number) - Int($0.span.lastDay.number) }
  }

  private func warning(for state: ListState) -> String? {
    guard let days = age(of: state), let date = date(of: state.sources) else {
      return "list \(state.name): date not stated; ingest it with --as-of to see its age"
    }
    if days < 0 {
      return "list \(state.name): dated \(date.span.description), which is after \(today)"
    }
    guard days > Self.freshDays else { return nil }
    return "list \(state.name) is \(Money.grouped("\(days)")) days old (\(date.span.description)): "
      + "get the current edition"
  }

  // MARK: - Lists

  func answer(_ states: [ListState]) -> Answer {
    let table = Table(
      columns: [
        "list", "authority", "effect", .right("entries"), "of which", "sources", "date",
        .right("days"), "newest edition",
      ],
      rows: states.map { state in
        let days = age(of: state)
        let isStale = days.map { $0 > Self.freshDays || $0 < 0 } ?? true
        return [
          Table.Cell(state.name), Table.Cell(state.authority.name),
          Table.Cell(state.effects.map(\.name).joined(separator: ", ")),
          Table.Cell(Money.grouped("\(state.entries)")),
          Table.Cell(
            state.kinds.map { "\(Money.grouped("\($0.entries)")) \($0.kind.name)" }
              .joined(separator: ", ")),
          Table.Cell(state.sources.map(\.description).joined(separator: ", "), .id),
          Table.Cell(date(of: state.sources)?.span.description ?? "not stated"),
          Table.Cell(days.map { Money.grouped("\($0)") } ?? "", isStale ? .warning : .plain),
          Table.Cell(state.editions.last?.changesText ?? ""),
        ]
      })
    var notes = states.compactMap(warning)
    if states.isEmpty { notes.append("no list is loaded: ingest one, such as OFAC's sdn.csv") }
    return Answer(
      json: .object(["today": .string(today.description), "lists": .array(states.map(json))]),
      tables: [table], notes: notes, records: "lists")
  }

  private func json(_ state: ListState) -> JSON {
    let date = date(of: state.sources)
    let days = age(of: state)
    let kinds = state.kinds.map { JSON.Member($0.kind.name, .int($0.entries)) }
    return .object([
      "name": .string(state.name), "authority": .string(state.authority.name),
      "effects": .strings(state.effects.map(\.name)), "entries": .int(state.entries),
      "kinds": .object(kinds),
      "sources": .array(state.sources.map(source)),
      "date": .optional(date?.span.description), "dateFrom": .optional(date?.from),
      "ageDays": days.map { .int($0) } ?? .null,
      "stale": days.map { .bool($0 > Self.freshDays) } ?? .null,
      "previous": state.editions.last.flatMap(\.against).map(source) ?? .null,
      "changes": state.editions.last.map(counts) ?? .null,
    ])
  }

  private func source(_ id: RecordID) -> JSON {
    let source = sources[id]
    return .object([
      "id": .string(id.description), "path": .optional(source?.path),
      "format": .optional(source?.format), "published": .optional(source?.published?.description),
      "asOf": .optional(source?.asOf?.description),
    ])
  }

  private func counts(_ edition: ListEdition) -> JSON {
    guard let against = edition.against else { return .null }
    return .object([
      "against": .string(against.description), "added": .int(edition.added),
      "removed": .int(edition.removed), "changed": .int(edition.changed),
    ])
  }

  // MARK: - Editions and changes

  func addEditions(of state: ListState, to answer: inout Answer) {
    guard !state.editions.isEmpty else { return }
    answer.tables.append(
      Table(
        title: "Editions", columns: ["sources", "kind", "date", "against the one before"],
        rows: state.editions.map { edition in
          [
            Table.Cell(edition.sources.map(\.description).joined(separator: ", "), .id),
            Table.Cell(edition.isWhole ? "whole" : "changes only"),
            Table.Cell(date(of: edition.sources)?.span.description ?? "not stated"),
            Table.Cell(edition.changesText),
          ]
        }))
    append(
      "editions",
      .array(
        state.editions.map { edition in
          .object([
            "sources": .array(edition.sources.map(source)), "whole": .bool(edition.isWhole),
            "date": .optional(date(of: edition.sources)?.span.description),
            "changes": counts(edition),
          ])
        }), to: &answer)
  }

  func add(_ changes: [ListChange], of state: ListState, to answer: inout Answer) {
    if state.editions.last?.against == nil {
      answer.notes.append("list \(state.name): there is no earlier edition to compare with")
    }
    answer.records = "changes"
    answer.findings = changes.count
    append("changes", .array(changes.map(json)), to: &answer)
    for (what, title) in [(ListChange.What.added, "Added"), (.removed, "Removed")] {
      let rows = changes.filter { $0.what == what }
      guard !rows.isEmpty else { continue }
      answer.tables.append(
        Table(
          title: title, columns: ["listing", "ref", "name"],
          rows: rows.map { [.id($0.listing), Table.Cell($0.ref), Table.Cell($0.name)] }))
    }
    let changed = changes.filter { $0.what == .changed }
    if !changed.isEmpty { answer.tables.append(Self.fields(changed)) }
  }

  /// Changed entries, each with the properties that changed: what went (-) and what came (+).
  private static func fields(_ changes: [ListChange]) -> Table {
    let properties = Set(changes.flatMap { $0.fields.map(\.property) }).sorted()
    var table = Table(
      title: "Changed", columns: ["entry"] + properties.map { Table.Column($0) },
      rows: changes.map { change in
        let fields = Dictionary(
          change.fields.map { ($0.property, $0) }, uniquingKeysWith: { first, _ in first })
        let head = Table.Cell("\(change.listing) \(change.ref) \(change.name)", .id)
        return [head]
          + properties.map { property in
            guard let field = fields[property] else { return "" }
            let gone = field.before.filter { !field.after.contains($0) }.map { "- \($0)" }
            let came = field.after.filter { !field.before.contains($0) }.map { "+ \($0)" }
            return Table.Cell((gone + came).joined(separator: "; "))
          }
      })
    table.layout = .blocks
    return table
  }

  private func json(_ change: ListChange) -> JSON {
    .object([
      "what": .string(change.what.rawValue), "listing": .string(change.listing.description),
      "ref": .string(change.ref), "name": .string(change.name),
      "fields": .array(
        change.fields.map { field in
          .object([
            "property": .string(field.property), "before": .strings(field.before),
            "after": .strings(field.after),
          ])
        }),
    ])
  }

  /// A further member of the answer's object.
  private func append(_ key: String, _ value: JSON, to answer: inout Answer) {
    guard case .object(let members) = answer.json else { return }
    answer.json = .object(members + [.init(key, value)])
  }
}
