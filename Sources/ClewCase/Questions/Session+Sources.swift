import ClewModel
import ClewRender
import ClewStore

extension Session {
  /// The ingested files, withdrawn and replaced ones included.
  package func sources() throws -> Answer {
    let (sources, unread) = try reading { (try $0.sources(), try $0.unreadCounts()) }
    let json = JSON.object([
      "sources": .array(
        sources.map { source in
          .object(
            [
              .init("id", .string(source.id.description)), .init("path", .string(source.path)),
              .init("location", .string(source.location)), .init("set", .string(source.set)),
              .init("format", .string(source.format)), .init("sha256", .string(source.sha256)),
              .init("containerSha256", .optional(source.container)),
              .init("bytes", .int(Int(source.bytes))),
              .init("encoding", .string(source.encoding)),
              .init("published", .optional(source.published?.description)),
              .init("asOf", .optional(source.asOf?.description)),
              .init("handling", .optional(source.handling)),
              .init("grade", .optional(source.grade)),
              .init("reporter", .optional(source.reporter)), .init("list", .optional(source.list)),
              .init("live", .bool(source.isLive)), .init("partial", .bool(source.isPartial)),
              .init("replacedBy", .optional(source.replacedBy?.description)),
              .init("withdrawn", .optional(source.withdrawnWhy)),
              .init("family", .optional(source.edition?.family)),
              .init("whole", source.edition.map { .bool($0.isWhole) } ?? .null),
              .init("supersededBy", .optional(source.supersededBy?.description)),
              .init("completes", .optional(source.completes?.description)),
            ] + IngestReport.members(source.counts)
              + [.init("unread", .int(unread[source.id] ?? 0))])
        })
    ])
    let table = Table(
      columns: [
        "source", "state", "format", .right("records"), .right("rejected"), "published", "set",
        "sha-256", "file",
      ],
      rows: sources.map { source in
        let counts = source.counts
        let records =
          counts.parties + counts.accounts + counts.transactions + counts.links + counts.listings
          + counts.filings
        return [
          .id(source.id), Table.Cell(source.state), Table.Cell(source.format),
          Table.Cell("\(records)"), Table.Cell("\(counts.rejections)"),
          Table.Cell(source.published?.description ?? ""), Table.Cell(source.set),
          Table.Cell(String(source.sha256.prefix(12)), .quiet), Table.Cell(source.path),
        ]
      })
    return Answer(json: json, tables: [table], records: "sources")
  }

  /// Every command that wrote: the chain of custody.
  package func journal() throws -> Answer {
    let entries = try reading { try $0.journal() }
    let json = JSON.object([
      "entries": .array(
        entries.map { entry in
          .object([
            "at": .string(entry.at), "who": .string(entry.who), "version": .string(entry.version),
            "arguments": .string(entry.arguments), "revision": .int(Int(entry.revision)),
          ])
        })
    ])
    let table = Table(
      columns: ["when", "who", "version", .right("revision"), "command"],
      rows: entries.map { entry in
        [
          Table.Cell(entry.at), Table.Cell(entry.who), Table.Cell(entry.version),
          Table.Cell("\(entry.revision)"), Table.Cell("clew " + entry.arguments),
        ]
      })
    return Answer(json: json, tables: [table], records: "entries")
  }

  /// Takes a wrong source out of every answer.
  package func withdraw(_ source: String, why: String) throws -> Answer {
    let number = try sourceNumber(source)
    try writing { casefile in
      try casefile.withdraw(
        source: number, why: try reason(why), by: surroundings.user, at: surroundings.now,
        journal: journalEntry())
    }
    return Answer(
      json: .object(["source": .string(source), "withdrawn": .string(why)]),
      tables: [], notes: ["\(source) is out of every answer; its records stay, marked."])
  }

  /// Attaches a note to a record.
  package func note(_ text: String, text note: String) throws -> Answer {
    try writing { casefile in
      let id = try record(text, in: casefile)
      let stored = try casefile.addNote(note, to: id, journal: journalEntry())
      return Answer(
        json: .object([
          "record": .string(id.description), "text": .string(stored.text),
          "who": .string(stored.who),
        ]), tables: [], notes: ["noted on \(id): \(stored.text)"])
    }
  }
}

extension SourceRecord {
  /// One word for tables.
  var state: String {
    if withdrawnWhy != nil { return "withdrawn" }
    if let replacedBy { return "replaced by \(replacedBy)" }
    if let supersededBy { return "superseded by \(supersededBy)" }
    if let completes { return "completes \(completes)" }
    return isPartial ? "partial" : "live"
  }
}

extension Table.Cell {
  static func id(_ id: RecordID) -> Table.Cell { Table.Cell(id.description, .id) }
}

extension Table.Column: ExpressibleByStringLiteral {
  package init(stringLiteral name: String) { self.init(name) }

  static func right(_ name: String) -> Table.Column { Table.Column(name, .right) }
}
