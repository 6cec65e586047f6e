import ClewAnalyse
import ClewModel
import ClewRender
import ClewStore

extension FlowSelection {
  /// What to draw for some records: accounts and parties are drawn around, a transaction with both
  /// its sides and highlighted, a finding with its own payments and roles.
  init(_ records: [RecordID], in casefile: Casefile) throws {
    for id in records {
      switch id.kind {
      case .transaction: try take(id, in: casefile)
      case .finding: try takeFinding(id, in: casefile)
      default: subjects.append(id)
      }
    }
    let findings = records.filter { $0.kind == .finding }
    guard findings.isEmpty || findings.count == records.count else {
      throw Failure(
        code: "mixed-records", what: "A finding is drawn with its own payments only.",
        place: "clew chart", next: "Draw \(findings[0]) by itself.")
    }
  }

  /// - Parameter isSubject: draws around both sides and names them in the title.
  private mutating func take(
    _ id: RecordID, isSubject: Bool = true, in casefile: Casefile
  ) throws {
    guard let record = try casefile.transactionDetails([id]).first else { return }
    if !path.contains(record.canonical) { path.append(record.canonical) }
    guard isSubject else { return }
    for side in [record.from, record.to].compactMap({ $0 }) where !subjects.contains(side) {
      subjects.append(side)
    }
  }

  private mutating func takeFinding(_ id: RecordID, in casefile: Casefile) throws {
    guard let finding = try casefile.facts(of: id)?.finding else {
      throw Failure(
        code: "not-found", what: "There is no finding \(id).", place: casefile.path,
        next: "See 'clew detect' and 'clew fronts'.")
    }
    let transactions = finding.details.filter { $0.property == "transaction" }
      .compactMap { RecordID($0.value) }
    guard !transactions.isEmpty else {
      throw Failure(
        code: "nothing-to-draw", what: "\(id) is a finding without payments (\(finding.kind)).",
        place: casefile.path,
        next: "Draw its members: clew chart "
          + finding.members.prefix(6).map(\.description).joined(separator: " "))
    }
    only = (only ?? []).union(transactions)
    for detail in finding.details where detail.property == "role" {
      if let member = detail.qualifier.flatMap({ RecordID($0) }) { roles[member] = detail.value }
    }
    title = [title, "\(id): \(finding.kind)"].compactMap { $0 }.joined(separator: ", ")
    let told = ["in words", "near miss", "stale"]
    for detail in finding.details where told.contains(detail.property) {
      notes.append("\(id) \(detail.property): \(detail.value)")
    }
  }

  /// Adds the path to highlight: transactions, or accounts and parties one after the other.
  mutating func highlight(_ records: [RecordID], in casefile: Casefile) throws {
    for id in records {
      if id.kind == .transaction {
        try take(id, isSubject: false, in: casefile)
      } else {
        chain.append(id)
      }
    }
    guard chain.count != 1 else {
      throw Failure(
        code: "short-path", what: "One account is no path.", place: "--path",
        next: "Name transactions, or two accounts or more: --path A7,A9.")
    }
  }

  /// Draws the transactions of a trace and no others.
  mutating func follow(_ trace: FlowHighlight) {
    highlight = trace
    only = Set(trace.words.keys)
    title = trace.title
    notes += trace.notes
  }
}
