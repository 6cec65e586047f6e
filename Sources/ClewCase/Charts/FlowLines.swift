import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// Draws flows as lines: the sum, how many payments, when, and where they are stated.
struct FlowLines {
  let snapshot: Snapshot
  let casefile: Casefile

  /// Payments of one line that are cited one by one; the others are cited together.
  private static let cited = 3

  func edges(_ flows: [Flow], _ book: inout EvidenceBook) throws -> [ChartEdge] {
    try edges(flows.flatMap { FlowLine.lines(of: $0, in: snapshot, single: []) }, &book)
  }

  func edges(_ lines: [FlowLine], _ book: inout EvidenceBook) throws -> [ChartEdge] {
    var largest: [String: Int128] = [:]
    for line in lines { largest[line.currency] = max(largest[line.currency] ?? 0, line.wide) }
    return try lines.map { line in
      let ids = line.payments.map(\.id)
      let cited = ids.count == Self.cited + 1 ? ids.count : Self.cited
      let records = try casefile.transactionDetails(Array(ids.prefix(cited)))
      var numbers: [Int] = []
      for record in records {
        // Each place with what that source says: two banks may give two dates of one payment.
        for statement in try casefile.transactionDetails(record.statements.map(\.id)) {
          let ref = statement.ref.map { " (\($0))" } ?? ""
          numbers += book.cite([statement.place], "\(statement.id)\(ref) \(statement.what)")
        }
      }
      if ids.count > cited { numbers += try citeRest(Array(ids.dropFirst(cited)), &book) }
      return ChartEdge(
        from: line.from, to: line.to, relation: .money,
        label: line.sumTexts + [line.countText],
        confidence: try confidence(ids, book),
        width: ChartEdge.Width(sum: line.wide, largest: largest[line.currency] ?? 0),
        evidence: Set(numbers).sorted(), highlighted: line.isHighlighted)
    }
  }

  /// A sum is as sure as the least sure of its payments: two sources of two different payments bear
  /// out neither of them twice.
  private func confidence(
    _ ids: [RecordID], _ book: EvidenceBook
  ) throws -> ChartEdge.Confidence {
    for id in ids {
      let places = try casefile.transactionDetails([id]).flatMap { $0.statements.map(\.place) }
      let confidence = book.confidence(places, certain: true)
      if confidence != .solid { return confidence }
    }
    return .solid
  }

  /// One number for the payments beyond the first few: all their ids, the place of the first.
  private func citeRest(_ ids: [RecordID], _ book: inout EvidenceBook) throws -> [Int] {
    guard let first = try casefile.transactionDetails([ids[0]]).first else { return [] }
    let shown = ids.prefix(40).map(\.description).joined(separator: ", ")
    let more = ids.count > 40 ? ", and \(ids.count - 40) more (clew profile)" : ""
    return book.cite([first.place], "\(ids.count) more payments: \(shown)\(more)")
  }
}
