import ClewGraph
import ClewModel

/// The links and payments a question follows, by node.
struct PathGraph {
  let snapshot: Snapshot
  /// Links that hold, both ways.
  let timeless: CompressedRows
  /// Positions of the links of `timeless`' edges.
  private let linkOfEdge: [Int32]
  private let usable: [Bool]
  /// Payments left out because their currency is not that of the minimum.
  private(set) var otherCurrencies = 0
  /// Payments left out because nothing, or less than nothing, moved; only where times advance.
  private(set) var notPositive = 0

  init(_ snapshot: Snapshot, _ question: PathQuestion) {
    self.snapshot = snapshot
    var from: [Int32] = []
    var to: [Int32] = []
    var numbers: [Int32] = []
    for (number, link) in snapshot.links.enumerated()
    where link.from != link.to && Self.follows(link, question) {
      from += [link.from, link.to]
      to += [link.to, link.from]
      numbers += [Int32(number), Int32(number)]
    }
    timeless = CompressedRows(nodeCount: snapshot.nodeCount, from: from, to: to)
    linkOfEdge = numbers
    let payments = snapshot.payments
    var usable = [Bool](repeating: question.followsPayments, count: payments.count)
    if question.followsPayments {
      let least = question.minAmount
      let currency = least.map { payments.currencies.firstIndex(of: $0.currency) }
      let bound = least?.mantissa(atScale: 18) ?? 0
      let powers = (0...18).map { Decimal64.power(of: UInt8($0)) }
      for row in 0..<payments.count {
        if let currency, currency.map({ Int(payments.currency[row]) != $0 }) ?? true {
          otherCurrencies += 1
          usable[row] = false
        } else if question.advances, payments.mantissa[row] <= 0 {
          notPositive += 1
          usable[row] = false
        } else if currency != nil {
          let amount = Int128(payments.mantissa[row]) * powers[18 - Int(payments.scale[row])]
          usable[row] = amount >= bound
        }
      }
    }
    self.usable = usable
  }

  private static func follows(_ link: LinkRow, _ question: PathQuestion) -> Bool {
    if let moment = question.asOf, moment.holds(link) == .no { return false }
    guard let kinds = question.kinds else { return true }
    let reachesAccount = link.kind == .holder || link.kind == .signatory
    return kinds.contains(link.kind) || (question.followsPayments && reachesAccount)
  }

  func isUsable(_ row: Int) -> Bool { usable[row] }

  /// All steps as one graph, whatever the times: links both ways, payments from payer to payee, or
  /// both ways too. Neighbours that are more than a bound are no through road.
  func rows(_ question: PathQuestion, ends: Set<Int32>) -> (rows: CompressedRows, avoided: [Hub]) {
    let payments = snapshot.payments
    var avoided: [Hub] = []
    if let limit = question.hubLimit {
      for node in 0..<Int32(snapshot.nodeCount) where !ends.contains(node) {
        let count = snapshot.neighbourCount(of: node, timeless, over: limit)
        if count > limit { avoided.append(Hub(node: node, neighbours: count)) }
      }
      avoided.sort { a, b in
        a.neighbours != b.neighbours ? a.neighbours > b.neighbours : a.node < b.node
      }
    }
    let closed = Set(avoided.map(\.node))
    var from: [Int32] = []
    var to: [Int32] = []
    func add(_ a: Int32, _ b: Int32) {
      guard closed.isEmpty || (!closed.contains(a) && !closed.contains(b)) else { return }
      from.append(a)
      to.append(b)
    }
    for node in 0..<Int32(snapshot.nodeCount) {
      for other in timeless.successors(of: node) { add(node, other) }
    }
    for row in 0..<payments.count where usable[row] {
      add(payments.from[row], payments.to[row])
      if !question.isDirected { add(payments.to[row], payments.from[row]) }
    }
    let rows = CompressedRows(nodeCount: snapshot.nodeCount, from: from, to: to)
    return (rows, avoided)
  }

  /// The records between two nodes: positions of links, rows of payments, each ascending.
  func records(
    _ from: Int32, _ to: Int32, bothWays: Bool
  ) -> (links: [Int32], payments: [Int32]) {
    var links: [Int32] = []
    for slot in timeless.slots(of: from) where timeless.targets[slot] == to {
      links.append(linkOfEdge[Int(timeless.edges[slot])])
    }
    let payments = snapshot.payments
    var rows = payments.paid(by: from).filter { usable[Int($0)] && payments.to[Int($0)] == to }
    if bothWays {
      rows += payments.received(by: from).filter {
        usable[Int($0)] && payments.from[Int($0)] == to
      }
    }
    return (links.sorted(), rows.sorted())
  }

  /// A step with the record that is shown for it: a link where one exists, else the payment given.
  func step(
    _ from: Int32, _ to: Int32, showing payment: Int32? = nil, bothWays: Bool = false
  ) -> ConnectingPaths.Step? {
    let found = records(from, to, bothWays: bothWays)
    let more = found.links.count + found.payments.count - 1
    if let first = found.links.first {
      let link = snapshot.links[Int(first)]
      return .init(
        kind: link.kind.name, id: RecordID(.link, link.id), from: link.from, to: link.to,
        parallels: more)
    }
    guard let row = (payment ?? found.payments.first).map({ Int($0) }) else { return nil }
    return .init(
      kind: "transaction", id: RecordID(.transaction, Int64(snapshot.payments.ids[row])),
      from: snapshot.payments.from[row], to: snapshot.payments.to[row], row: Int32(row),
      parallels: more)
  }
}
