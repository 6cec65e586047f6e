import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

extension Session {
  /// The best ways between two records, over links and payments.
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
      let all = found.paths + found.outdoing
      let hubs = (found.hubs + found.avoided.prefix(PathReport.hubsNamed)).map(\.node)
      let names = try PartyNames(
        Set(all.flatMap { $0.nodes } + [from, to] + hubs), snapshot, casefile)
      let steps = try StepDetails(all.flatMap { $0.steps.map(\.id) }, casefile)
      return PathReport(
        found: found, question: question, ends: (from, to), snapshot: snapshot, names: names,
        details: steps
      ).report()
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
