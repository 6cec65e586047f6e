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
    let payments = snapshot.payments
    var largest: [UInt16: Int128] = [:]
    for flow in flows {
      largest[flow.currency] = max(largest[flow.currency] ?? 0, flow.mantissa(atScale: 18))
    }
    return try flows.map { flow in
      let ids = flow.rows.map { RecordID(.transaction, Int64(payments.ids[Int($0)])) }
      let records = try casefile.transactionDetails(Array(ids.prefix(Self.cited)))
      var numbers: [Int] = []
      for record in records {
        // Each place with what that source says: two banks may give two dates of one payment.
        for statement in try casefile.transactionDetails(record.statements.map(\.id)) {
          numbers += book.cite([statement.place], "\(statement.id) \(statement.what)")
        }
      }
      if ids.count > Self.cited {
        numbers += try citeRest(Array(ids.dropFirst(Self.cited)), &book)
      }
      return ChartEdge(
        from: snapshot.id(of: flow.from).description, to: snapshot.id(of: flow.to).description,
        relation: .money, label: label(flow),
        confidence: try confidence(ids, book),
        width: ChartEdge.Width(
          sum: flow.mantissa(atScale: 18), largest: largest[flow.currency] ?? 0),
        evidence: Set(numbers).sorted())
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

  private func label(_ flow: Flow) -> [String] {
    let payments = snapshot.payments
    let first = flow.rows.map { payments.time(of: Int($0)).firstDay }.min()
    let last = flow.rows.map { payments.time(of: Int($0)).lastDay }.max()
    let count = flow.rows.count == 1 ? "" : "\(flow.rows.count) payments, "
    let dates =
      first == last
      ? first?.description ?? "" : "\(first?.description ?? "") to \(last?.description ?? "")"
    return [flow.amount(payments), count + dates]
  }
}

extension Flow {
  /// The sum at a wider scale, for comparison; a sum too large for it counts as the largest.
  func mantissa(atScale wider: UInt8) -> Int128 {
    let (wide, overflow) = mantissa.multipliedReportingOverflow(
      by: Decimal64.power(of: wider - scale))
    return overflow ? .max : wide
  }
}
