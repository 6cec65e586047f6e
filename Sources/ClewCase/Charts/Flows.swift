import ClewGraph
import ClewModel

/// Payments between two nodes in one currency, added up.
struct Flow: Hashable, Sendable {
  var from: Int32
  var to: Int32
  var currency: UInt16
  /// Rows of the snapshot's payments, by time.
  var rows: [Int32]
  /// The sum at `scale`; the largest number where it passes that.
  var mantissa: Int128
  var scale: UInt8

  func amount(_ payments: Payments) -> String {
    let text = Money.grouped(Decimal64.text(mantissa, scale: scale))
    let code = payments.currencies[Int(currency)]
    return code.isEmpty ? text : "\(text) \(code)"
  }
}

/// Flows around some nodes.
struct Flows {
  private(set) var flows: [Flow] = []
  private(set) var nodes: Set<Int32>
  /// Nodes whose payments are among the flows.
  private(set) var followed: Set<Int32> = []
  /// Nodes with too many counterparties to be followed, and how many they have.
  private(set) var notFollowed: [(node: Int32, counterparties: Int)] = []

  /// A node with more counterparties than this is drawn and not followed further.
  static let hub = 40

  private let payments: Payments
  private let asOf: Day

  /// Follows payments both ways for so many hops; payments after the day are left out.
  init(around start: [Int32], hops: Int, in payments: Payments, asOf: Day) {
    self.payments = payments
    self.asOf = asOf
    nodes = Set(start)
    var layer = start.sorted()
    var followed: Set<Int32> = []
    for hop in 0..<max(hops, 0) {
      var next: Set<Int32> = []
      for node in layer where followed.insert(node).inserted {
        let neighbours = counterparties(of: node)
        if hop > 0, neighbours.count > Self.hub {
          notFollowed.append((node, neighbours.count))
          continue
        }
        next.formUnion(neighbours)
      }
      nodes.formUnion(next)
      layer = next.subtracting(followed).sorted()
    }
    self.followed = followed
    collect(around: followed)
  }

  /// Flows among a fixed set of nodes.
  init(among nodes: Set<Int32>, in payments: Payments, asOf: Day) {
    self.payments = payments
    self.asOf = asOf
    self.nodes = nodes
    followed = nodes
    collect(around: nodes)
  }

  /// Flows of some transactions and no others.
  init(of rows: [Int32], in payments: Payments, asOf: Day) {
    self.payments = payments
    self.asOf = asOf
    nodes = []
    var found: [Key: [Int32]] = [:]
    for row in rows where isInTime(row) {
      nodes.formUnion([payments.from[Int(row)], payments.to[Int(row)]])
      take(row, &found)
    }
    followed = nodes
    add(found)
  }

  private func counterparties(of node: Int32) -> Set<Int32> {
    var found: Set<Int32> = []
    for row in payments.paid(by: node) where isInTime(row) { found.insert(payments.to[Int(row)]) }
    for row in payments.received(by: node) where isInTime(row) {
      found.insert(payments.from[Int(row)])
    }
    found.remove(node)
    return found
  }

  private func isInTime(_ row: Int32) -> Bool {
    payments.time(of: Int(row)).firstDay <= asOf
  }

  private struct Key: Hashable, Comparable {
    var from: Int32
    var to: Int32
    var currency: UInt16

    static func < (a: Key, b: Key) -> Bool {
      (a.from, a.to, a.currency) < (b.from, b.to, b.currency)
    }
  }

  /// Adds up the payments of the nodes that were followed, between nodes that are taken.
  private mutating func collect(around followed: Set<Int32>) {
    var found: [Key: [Int32]] = [:]
    for node in followed.sorted() {
      for row in payments.paid(by: node) where isInTime(row) {
        take(row, &found)
      }
      for row in payments.received(by: node)
      where isInTime(row) && !followed.contains(payments.from[Int(row)]) {
        take(row, &found)
      }
    }
    add(found)
  }

  private mutating func add(_ found: [Key: [Int32]]) {
    flows = found.sorted { $0.key < $1.key }.map { key, rows in
      let scale = rows.map { payments.scale[Int($0)] }.max() ?? 0
      let sum = rows.reduce(Int128(0)) {
        let sum = $0.addingReportingOverflow(
          payments.amount(of: Int($1)).mantissa(atScale: scale))
        return sum.overflow ? .max : sum.partialValue
      }
      return Flow(
        from: key.from, to: key.to, currency: key.currency, rows: rows, mantissa: sum, scale: scale)
    }
  }

  private func take(_ row: Int32, _ found: inout [Key: [Int32]]) {
    let (from, to) = (payments.from[Int(row)], payments.to[Int(row)])
    guard nodes.contains(from), nodes.contains(to) else { return }
    found[Key(from: from, to: to, currency: payments.currency[Int(row)]), default: []].append(row)
  }
}
