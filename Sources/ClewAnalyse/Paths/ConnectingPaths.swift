import ClewGraph
import ClewModel

/// What a path may go through.
package struct PathQuestion: Sendable {
  /// Kinds of link to follow; nil for all. Holder and signatory links are always followed where
  /// payments are, since they are how a party reaches its accounts.
  package var kinds: Set<LinkKind>?
  package var followsPayments = true
  /// Payments are followed from payer to payee only; false takes them both ways.
  package var isDirected = true
  /// How many paths, and how many steps a path may have.
  package var limit = 3
  package var maxHops = 6
  /// Each payment comes after the one before it on the path.
  package var advances = false
  /// Payments of less, or of another currency, are left out.
  package var minAmount: Money?
  package var asOf: Moment?
  package var workLimit = 5_000_000

  package init() {}
}

/// How two parties or accounts hang together: the shortest simple paths over links and payments.
///
/// Links are followed in both directions, payments from payer to payee. Under `advances` a payment
/// follows another certainly when it lies wholly after it, or where their times overlap and one
/// source states both in that order; where two sources state them, the path is possible only.
package struct ConnectingPaths: Sendable {
  package let paths: [Path]
  /// True where no further path of at most `maxHops` exists.
  package let isExhaustive: Bool
  /// Payments left out because their currency is not that of the minimum.
  package let otherCurrencies: Int

  package struct Path: Hashable, Sendable {
    package var nodes: [Int32]
    package var steps: [Step]
    /// `possible` where the order of its payments is not certain.
    package var verdict: Verdict
  }

  package struct Step: Hashable, Sendable {
    /// The word of the link's kind, or `transaction`.
    package var kind: String
    package var id: RecordID
    /// The ends as the record states them, whichever way the path crosses it.
    package var from: Int32
    package var to: Int32
    /// How many more records would make the same step.
    package var parallels: Int
  }

  package init(
    from start: Int32, to goal: Int32, in snapshot: Snapshot, _ question: PathQuestion = .init()
  ) {
    let graph = PathGraph(snapshot, question)
    otherCurrencies = graph.otherCurrencies
    let order = question.advances ? PaymentOrder(snapshot.payments) : nil
    let arrival =
      question.advances
      ? EarliestArrival(
        from: start, in: snapshot, timeless: graph.timeless, certain: false,
        usable: { graph.isUsable($0) }) : nil
    let found = SimplePaths<PaymentOrder.Front>(
      in: graph.rows, from: start, to: goal, limit: question.limit, maxHops: question.maxHops,
      workLimit: question.workLimit, initial: .init()
    ) { state, from, to in
      guard let order, let arrival else { return state }
      guard arrival.times[Int(to)] < .max else { return nil }
      let edges = graph.edges(from, to)
      return edges.links.isEmpty ? order.advance(state, over: edges.payments) : state
    }
    isExhaustive = found.isExhaustive
    paths = found.paths.map { path in
      let verdict: Verdict = path.state.isCertain ? .yes : .possible
      return Path(
        nodes: path.nodes, steps: graph.steps(path.nodes, order), verdict: verdict)
    }
  }
}

/// The links and payments a question follows, by node.
private struct PathGraph {
  let rows: CompressedRows
  let timeless: CompressedRows
  private(set) var otherCurrencies = 0
  private let snapshot: Snapshot
  private let usable: [Bool]
  /// The record of every edge: a link's position, or the number of links plus a payment's row.
  private let records: [Int32]

  init(_ snapshot: Snapshot, _ question: PathQuestion) {
    self.snapshot = snapshot
    var from: [Int32] = []
    var to: [Int32] = []
    var records: [Int32] = []
    func add(_ a: Int32, _ b: Int32, _ record: Int) {
      from.append(a)
      to.append(b)
      records.append(Int32(record))
    }
    for (number, link) in snapshot.links.enumerated() where Self.follows(link, question) {
      add(link.from, link.to, number)
      add(link.to, link.from, number)
    }
    timeless = CompressedRows(nodeCount: snapshot.nodeCount, from: from, to: to)
    var usable = [Bool](repeating: false, count: snapshot.payments.count)
    if question.followsPayments {
      for row in 0..<snapshot.payments.count {
        if let minimum = question.minAmount {
          let amount = snapshot.payments.amount(of: row)
          guard amount.currency == minimum.currency else {
            otherCurrencies += 1
            continue
          }
          guard amount.mantissa(atScale: 18) >= minimum.mantissa(atScale: 18) else { continue }
        }
        usable[row] = true
        let record = snapshot.links.count + row
        add(snapshot.payments.from[row], snapshot.payments.to[row], record)
        if !question.isDirected, !question.advances {
          add(snapshot.payments.to[row], snapshot.payments.from[row], record)
        }
      }
    }
    self.usable = usable
    self.records = records
    rows = CompressedRows(nodeCount: snapshot.nodeCount, from: from, to: to)
  }

  private static func follows(_ link: LinkRow, _ question: PathQuestion) -> Bool {
    if let moment = question.asOf, moment.holds(link) == .no { return false }
    guard let kinds = question.kinds else { return true }
    let reachesAccount = link.kind == .holder || link.kind == .signatory
    return kinds.contains(link.kind) || (question.followsPayments && reachesAccount)
  }

  func isUsable(_ row: Int32) -> Bool { usable[Int(row)] }

  /// The records between two nodes: positions of links, rows of payments, each ascending.
  func edges(_ from: Int32, _ to: Int32) -> (links: [Int32], payments: [Int32]) {
    var links: [Int32] = []
    var payments: [Int32] = []
    let firstPayment = Int32(snapshot.links.count)
    for slot in rows.slots(of: from) where rows.targets[slot] == to {
      let record = records[Int(rows.edges[slot])]
      if record < firstPayment {
        links.append(record)
      } else {
        payments.append(record - firstPayment)
      }
    }
    return (links, payments)
  }

  /// The record shown for each step: a link where one exists, else the first payment; where times
  /// advance, payments that follow each other.
  func steps(_ nodes: [Int32], _ order: PaymentOrder?) -> [ConnectingPaths.Step] {
    let hops = zip(nodes, nodes.dropFirst()).map { edges($0, $1) }
    var chosen: [Int32?] = hops.map { $0.links.isEmpty ? $0.payments.first : nil }
    if let order {
      chosen = order.chain(hops.map { $0.links.isEmpty ? $0.payments : [] })
    }
    return zip(hops, chosen).map { hop, payment in
      let more = hop.links.count + hop.payments.count - 1
      guard let payment, hop.links.isEmpty else {
        let link = snapshot.links[Int(hop.links.first ?? 0)]
        return .init(
          kind: link.kind.name, id: RecordID(.link, link.id), from: link.from, to: link.to,
          parallels: more)
      }
      let row = Int(payment)
      return .init(
        kind: "transaction", id: RecordID(.transaction, Int64(snapshot.payments.ids[row])),
        from: snapshot.payments.from[row], to: snapshot.payments.to[row], parallels: more)
    }
  }
}
