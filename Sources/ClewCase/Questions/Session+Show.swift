import ClewModel
import ClewRender
import ClewStore

extension Session {
  /// Every fact of a record with its source and place, and the bytes it came from.
  package func show(_ text: String) throws -> Answer {
    try reading { casefile in
      let id = try record(text, in: casefile)
      guard let facts = try casefile.facts(of: id) else {
        throw Failure(
          code: "not-found", what: "There is no record \(id).", place: surroundings.casefile,
          next: "Look for it: clew find \"\(text)\".")
      }
      let sources = try SourceBook(casefile)
      return try FactSheet(
        facts: facts, sources: sources, bytes: SourceBytes(casefile, sources),
        labels: casefile.labels(for: facts.neighbours), codes: CodeBook(casefile.codeLabels())
      ).answer()
    }
  }
}

extension RecordFacts {
  /// Records that the sheet names beside its own.
  fileprivate var neighbours: [RecordID] {
    var ids = links.flatMap { [$0.from, $0.to].compactMap { $0 } } + accounts + holders
    ids += listings.map(\.listing) + listings.map(\.party) + filings.map(\.filing)
    if let transaction {
      ids += [transaction.from, transaction.to].compactMap { $0 }
      ids += transaction.filings.map(\.filing)
      ids += transaction.roles.flatMap { [$0.party, $0.account].compactMap { $0 } }
    }
    return ids
  }
}

/// What `show` prints.
private struct FactSheet {
  let facts: RecordFacts
  let sources: SourceBook
  let bytes: SourceBytes
  let labels: [RecordID: Label]
  let codes: CodeBook

  private struct Row {
    var property: String
    var value: String
    var raw: String?
    var qualifier: String?
    var place: Place?
    /// What the value stands for, where it is a code of a list that was loaded.
    var label: String?

    /// The value as people read it: with its label and what narrows it.
    var text: String {
      let narrow = [label, qualifier].compactMap { $0 }
      return narrow.isEmpty ? value : "\(value) (\(narrow.joined(separator: "; ")))"
    }
  }

  func answer() throws -> Answer {
    let rows = rows().map(labelled)
    let excerpts = Array(Set(facts.statements.map(\.place))).sorted(by: Self.precedes)
      .map { (place: $0, excerpt: bytes.excerpt(at: $0)) }
    let json = JSON.object([
      "id": .string(facts.id.description), "kind": .string(facts.id.kind.word),
      "ref": .optional(facts.label.ref), "name": .string(facts.label.name),
      "facts": .array(
        rows.map { row in
          .object([
            "property": .string(row.property), "value": .string(row.value),
            "raw": .optional(row.raw ?? row.value), "qualifier": .optional(row.qualifier),
            "label": .optional(row.label),
            "source": .optional(row.place?.source.description),
            "locator": .optional(row.place?.locator),
            "supersededBy": .optional(row.place?.supersededBy?.description),
          ])
        }),
      "statements": .array(
        excerpts.map { item in
          .object([
            "source": .string(item.place.source.description),
            "path": .optional(sources[item.place.source]?.path),
            "locator": .string(item.place.locator), "offset": .int(Int(item.place.offset)),
            "length": .int(Int(item.place.length)), "live": .bool(item.place.isLive),
            "supersededBy": .optional(item.place.supersededBy?.description),
            "supersededWhy": .optional(item.place.supersededWhy),
            "bytes": .optional(item.excerpt.text), "missing": .optional(item.excerpt.problem),
          ])
        }),
      "notes": .array(
        facts.notes.map { .object(["text": .string($0.text), "who": .string($0.who)]) }),
    ])
    let table = Table(
      title: "\(facts.id) \(facts.label.text) (\(facts.label.kind))",
      columns: ["property", "value", "as stated", "source"],
      rows: rows.map { row in
        return [
          Table.Cell(row.property), Table.Cell(row.text),
          Table.Cell(row.raw ?? "", .quiet),
          Table.Cell(row.place.map { sources.text($0) + $0.edition } ?? "", .quiet),
        ]
      })
    let places = Table(
      title: "Where it stands",
      columns: ["place", "bytes"],
      rows: excerpts.map { item in
        [
          Table.Cell(sources.text(item.place) + item.place.standing),
          Table.Cell(item.excerpt.text ?? item.excerpt.problem ?? ""),
        ]
      })
    let notes = facts.notes.map { "\($0.who): \($0.text)" }
    return Answer(
      json: json, tables: excerpts.isEmpty ? [table] : [table, places], notes: notes,
      records: "facts")
  }

  private func labelled(_ row: Row) -> Row {
    guard row.label == nil, let place = row.place else { return row }
    var row = row
    let label = label(of: row.raw ?? row.value, as: row.property, at: place)
    if label != row.value { row.label = label }
    return row
  }

  private func label(of code: String, as property: String, at place: Place?) -> String? {
    guard let place, let format = sources[place.source]?.format else { return nil }
    return codes.label(of: code, as: property, in: format)
  }

  /// A code with its label in brackets, where it has one.
  private func coded(_ code: String?, as property: String, at place: Place?) -> String? {
    guard let code else { return nil }
    return label(of: code, as: property, at: place).map { "\(code) (\($0))" } ?? code
  }

  private static func precedes(_ a: Place, _ b: Place) -> Bool {
    (a.source.number, a.offset) < (b.source.number, b.offset)
  }

  private func name(_ id: RecordID?) -> String {
    guard let id else { return "?" }
    let text = labels[id]?.text ?? ""
    return text.isEmpty || text == id.description ? id.description : "\(id) \(text)"
  }

  private func rows() -> [Row] {
    var rows = facts.facts.map {
      Row(
        property: $0.property, value: $0.value, raw: $0.raw, qualifier: $0.qualifier,
        place: $0.place)
    }
    if let transaction = facts.transaction { rows += transactionRows(transaction) }
    for link in facts.links { rows.append(linkRow(link)) }
    rows += facts.accounts.map { Row(property: "holds account", value: name($0)) }
    rows += facts.holders.map { Row(property: "held by", value: name($0)) }
    rows += facts.listings.map { listed in
      let other = facts.id.kind == .listing ? listed.party : listed.listing
      return Row(
        property: "judged the same as", value: name(other),
        qualifier: "\(listed.list) \(listed.ref), \(listed.judgement)")
    }
    rows += facts.filings.map {
      Row(
        property: "in filing", value: name($0.filing), raw: $0.reason,
        qualifier: $0.role + ($0.suspected == true ? ", suspected" : ""))
    }
    if let range = facts.transactions {
      rows.append(
        Row(
          property: "transactions",
          value: range.count == 1
            ? "T\(range.lowerBound)" : "T\(range.lowerBound) to T\(range.upperBound)"))
    }
    if let judgement = facts.judgement {
      rows.append(
        Row(
          property: judgement.opinion.rawValue, value: "\(judgement.a) and \(judgement.b)",
          raw: judgement.why, qualifier: judgement.by))
    }
    if let finding = facts.finding {
      rows.append(
        Row(
          property: finding.kind,
          value: finding.members.map(\.description).joined(separator: ", ")))
      rows += finding.reasons.map { Row(property: $0.term, value: $0.detail) }
      rows += finding.details.map {
        Row(property: $0.property, value: $0.value, qualifier: $0.qualifier)
      }
    }
    if let source = facts.source { rows += sourceRows(source) }
    return rows
  }

  private func linkRow(_ link: LinkRecord) -> Row {
    let own = facts.id
    let outgoing = link.from == own
    let other = own.kind == .link ? link.to : outgoing ? link.to : link.from
    let otherText = own.kind == .link || outgoing ? link.toText : link.fromText
    let words = [
      link.stakeText, link.periodText, coded(link.role, as: "role", at: link.place) ?? "",
    ].filter { !$0.isEmpty }
    let property =
      own.kind == .link
      ? "\(name(link.from)) \(link.kind.verb)"
      : outgoing ? link.kind.verb : "\(link.kind.verb) (by)"
    return Row(
      property: property, value: other == nil ? otherText ?? "?" : name(other),
      qualifier: ([link.id.description] + words).joined(separator: ", "), place: link.place)
  }

  private func transactionRows(_ transaction: TransactionRecord) -> [Row] {
    let place = transaction.place
    func row(_ property: String, _ value: String?) -> Row? {
      guard let value, !value.isEmpty else { return nil }
      return Row(property: property, value: value, place: place)
    }
    let from = transaction.fromCash ? "cash" : transaction.from.map { name($0) }
    let to = transaction.toCash ? "cash" : transaction.to.map { name($0) }
    var rows = [
      row("ref", transaction.ref), row("time", transaction.time.description),
      row("amount", transaction.money.peopleText), row("from", from), row("to", to),
      row("mode", transaction.mode), row("reference", transaction.reference),
      row("description", transaction.description),
      row("value date", transaction.valueDate?.description),
      row("balance after", transaction.balanceAfter?.peopleText), row("uetr", transaction.uetr),
      row("end-to-end reference", transaction.endToEnd),
      row("reference of the bank", transaction.servicerReference),
      row("standing", transaction.standingText),
      row("suspicious", transaction.suspicious.map { $0 ? "yes" : "no" }),
    ].compactMap { $0 }
    rows += transaction.roles.map { role in
      let who = [role.party, role.account].compactMap { $0 }.map { name($0) }
      let more = [
        role.money?.peopleText, coded(role.funds, as: "funds", at: place), role.country,
        role.suspected.map { $0 ? "suspected" : "not suspected" },
      ].compactMap { $0 }
      return Row(
        property: "role \(role.name)", value: who.joined(separator: ", "),
        qualifier: more.isEmpty ? nil : more.joined(separator: ", "), place: place,
        label: label(of: role.name, as: "role", at: place))
    }
    rows += transaction.filings.map { report in
      Row(
        property: "in filing", value: name(report.filing),
        qualifier: report.supersededBy.map { "superseded by \($0)" })
    }
    let others = transaction.statements.filter { $0.id != transaction.id }
    if !others.isEmpty {
      rows.append(
        Row(
          property: "stated by",
          value: transaction.statements.map { "\($0.place.source) (\($0.id))" }
            .joined(separator: ", ")))
    }
    return rows
  }

  private func sourceRows(_ source: SourceRecord) -> [Row] {
    [
      ("path", source.path), ("format", source.format), ("sha-256", source.sha256),
      ("sha-256 of the container", source.container ?? ""),
      ("bytes", "\(source.bytes)"), ("encoding", source.encoding), ("state", source.state),
      ("published", source.published?.description ?? ""),
      ("as of", source.asOf?.description ?? ""), ("handling", source.handling ?? ""),
      ("grade", source.grade ?? ""), ("withdrawn", source.withdrawnWhy ?? ""),
      (
        "edition",
        source.edition.map { "\($0.family), \($0.isWhole ? "whole" : "changes only")" } ?? ""
      ),
    ].filter { !$0.1.isEmpty }.map { Row(property: $0.0, value: $0.1) }
  }
}

extension Place {
  /// ` (superseded by S5: deleted)`; empty for a statement that no edition superseded.
  fileprivate var edition: String {
    guard let supersededBy else { return "" }
    let why = supersededWhy.map { ": \($0)" } ?? ""
    return supersededBy == source
      ? " (taken back in \(source) itself\(why))" : " (superseded by \(supersededBy)\(why))"
  }

  /// The same, and for what else no longer counts.
  fileprivate var standing: String {
    edition.isEmpty && !isLive ? " (no longer counts)" : edition
  }
}
