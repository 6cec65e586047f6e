import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// What `clew path` is asked.
package struct PathRequest: Sendable {
  package var from: String
  package var to: String
  package var k: Int
  package var maxHops: Int
  package var advance: Bool
  package var minAmount: String?
  package var kinds: [String]
  package var asOf: Day?

  package init(
    from: String, to: String, k: Int = 3, maxHops: Int = 8, advance: Bool = false,
    minAmount: String? = nil, kinds: [String] = [], asOf: Day? = nil
  ) {
    self.from = from
    self.to = to
    self.k = k
    self.maxHops = maxHops
    self.advance = advance
    self.minAmount = minAmount
    self.kinds = kinds
    self.asOf = asOf
  }

  func question(today: Day) throws -> PathQuestion {
    var question = PathQuestion()
    guard k > 0, maxHops > 0 else {
      throw Failure(
        code: "bad-limit", what: "--k and --max-hops are numbers from 1.", place: "clew path",
        next: "Leave them out for the defaults.")
    }
    question.limit = k
    question.maxHops = maxHops
    question.advances = advance
    question.asOf = Moment(asOf: asOf ?? today)
    // Money moves between accounts: with times that advance, links only lead to the accounts.
    if advance { question.kinds = [] }
    if !kinds.isEmpty {
      question.followsPayments = kinds.contains("transaction")
      question.kinds = Set(try kinds.filter { $0 != "transaction" }.map(Self.kind))
    }
    question.minAmount = try minAmount.map(Self.money)
    return question
  }

  private static func kind(_ word: String) throws -> LinkKind {
    if let kind = LinkKind(name: word) { return kind }
    throw Failure(
      code: "unknown-kind", what: "There is no kind of step '\(word)'.", place: "--kinds",
      next: "Kinds are transaction, "
        + LinkKind.allCases.map(\.name).joined(separator: ", ") + ".")
  }

  /// `500EUR`, `0.5BTC`.
  static func money(_ text: String) throws -> Money {
    let digits = text.prefix { $0.isNumber || $0 == "." }
    let currency = text.dropFirst(digits.count).drop { $0 == " " }
    guard !currency.isEmpty, let money = Money(decimal: String(digits), currency: String(currency))
    else {
      throw Failure(
        code: "bad-amount", what: "'\(text)' is no amount.", place: "--min-amount",
        next: "Write the number and the currency together, such as 500EUR.")
    }
    return money
  }
}

extension Session {
  /// The shortest ways between two records, over links and payments.
  package func path(_ request: PathRequest) throws -> Answer {
    let question = try request.question(today: surroundings.today)
    return try reading { casefile in
      let kinds: Set<RecordID.Kind> = [.party, .mention, .account]
      let start = try record(request.from, kinds: kinds, in: casefile)
      let goal = try record(request.to, kinds: kinds, in: casefile)
      var parts: SnapshotParts = [.ownership, .accounts]
      if question.followsPayments { parts.insert(.payments) }
      let snapshot = try casefile.snapshot(parts: parts)
      guard let from = snapshot.node(of: start), let to = snapshot.node(of: goal) else {
        throw Failure(
          code: "not-found", what: "\(request.from) or \(request.to) is in no source that holds.",
          place: surroundings.casefile, next: "See 'clew sources' for withdrawn ones.")
      }
      guard from != to else {
        throw Failure(
          code: "same-record", what: "Both ends are \(start).", place: surroundings.casefile,
          next: "Name two different records.")
      }
      let found = ConnectingPaths(from: from, to: to, in: snapshot, question)
      let names = try PartyNames(
        Set(found.paths.flatMap { $0.nodes } + [from, to]), snapshot, casefile)
      let steps = try StepDetails(
        found.paths.flatMap { $0.steps.map(\.id) }, casefile)
      return PathReport(
        found: found, question: question, ends: (from, to), snapshot: snapshot, names: names,
        details: steps
      ).report()
    }
  }
}

/// Ways between two records in words, tables and JSON.
struct PathReport {
  let found: ConnectingPaths
  let question: PathQuestion
  let ends: (Int32, Int32)
  let snapshot: Snapshot
  let names: PartyNames
  let details: StepDetails

  func report() -> Answer {
    var notes: [String] = []
    if found.paths.isEmpty {
      notes.append(
        "no way of at most \(question.maxHops) steps from \(names.text(ends.0)) to "
          + names.text(ends.1) + (question.advances ? " on which times advance" : ""))
    }
    if !found.isExhaustive {
      notes.append("there may be more: the search ended at its limit (--k, --max-hops)")
    }
    if found.otherCurrencies > 0 {
      notes.append(
        "\(found.otherCurrencies) payments in other currencies than --min-amount were left out")
    }
    return Answer(json: json, tables: tables, notes: notes, records: "paths")
  }

  private var json: JSON {
    .object([
      "paths": .array(
        found.paths.map { path in
          .object([
            "nodes": .strings(path.nodes.map { snapshot.id(of: $0).description }),
            "steps": .array(path.steps.map(step)), "verdict": .string(path.verdict.rawValue),
          ])
        }), "exhaustive": .bool(found.isExhaustive), "revision": .int(Int(snapshot.revision)),
    ])
  }

  private func step(_ step: ConnectingPaths.Step) -> JSON {
    .object([
      "kind": .string(step.kind), "id": .string(step.id.description),
      "from": .string(snapshot.id(of: step.from).description),
      "to": .string(snapshot.id(of: step.to).description),
      "what": .string(details.what(step.id)), "parallels": .int(step.parallels),
    ])
  }

  private var tables: [Table] {
    found.paths.enumerated().map { number, path in
      let sure =
        path.verdict == .yes ? "" : ", possible only: the order of its payments is not sure"
      return Table(
        title: "Way \(number + 1): \(path.steps.count) steps\(sure)",
        columns: ["from", "", "to", "by", "what", "stated in"],
        rows: zip(path.steps, zip(path.nodes, path.nodes.dropFirst())).map { step, ends in
          let more = step.parallels > 0 ? " (+\(step.parallels) more)" : ""
          return [
            Table.Cell(names.text(ends.0)), Table.Cell(step.from == ends.0 ? "→" : "←"),
            Table.Cell(names.text(ends.1)),
            Table.Cell("\(step.id) \(step.kind)\(more)"), Table.Cell(details.what(step.id)),
            Table.Cell(details.places(step.id), .quiet),
          ]
        })
    }
  }
}

/// What the links and transactions of a way say, and where.
struct StepDetails {
  private var links: [RecordID: LinkRecord] = [:]
  private var transactions: [RecordID: TransactionRecord] = [:]
  private let sources: SourceBook

  init(_ ids: [RecordID], _ casefile: Casefile) throws {
    sources = try SourceBook(casefile)
    let all = Set(ids).sorted()
    for link in try casefile.linkDetails(all.filter { $0.kind == .link }) { links[link.id] = link }
    for row in try casefile.transactionDetails(all.filter { $0.kind == .transaction }) {
      transactions[row.id] = row
    }
  }

  func what(_ id: RecordID) -> String { links[id]?.what ?? transactions[id]?.what ?? "" }

  /// Where it stands, one source after the other.
  func places(_ id: RecordID) -> String {
    let places = links[id].map { [$0.place] } ?? transactions[id]?.statements.map(\.place) ?? []
    return places.map(sources.text).joined(separator: "; ")
  }
}

extension TransactionRecord {
  /// `184,000.00 EUR on 2026-03-03, transfer, "invoice 7"`.
  var what: String {
    var parts = ["\(money.peopleText) on \(time.description)"]
    if let mode, !mode.isEmpty { parts.append(mode) }
    if let reference, !reference.isEmpty { parts.append("\u{201C}\(reference)\u{201D}") }
    return parts.joined(separator: ", ")
  }
}

extension Money {
  /// `184,000.00 EUR`.
  var peopleText: String {
    Self.grouped(amountText) + (currency.isEmpty ? "" : " " + currency)
  }

  /// The decimal text without the zeros beyond the second place that some formats write.
  private static func plain(_ text: Substring) -> Substring {
    var text = text
    while text.count > 2, text.last == "0" { text = text.dropLast() }
    return text
  }

  /// Thousands set apart by commas: `-184,000.00`.
  static func grouped(_ text: String) -> String {
    let sign = text.hasPrefix("-") ? "-" : ""
    let parts = text.drop { $0 == "-" }.split(
      separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    var digits = Array(parts.first ?? "")
    var index = digits.count - 3
    while index > 0 {
      digits.insert(",", at: index)
      index -= 3
    }
    return sign + String(digits) + (parts.count > 1 ? "." + plain(parts[1]) : "")
  }
}
