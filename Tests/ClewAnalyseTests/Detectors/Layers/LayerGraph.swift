import ClewGraph
import ClewModel

@testable import ClewAnalyse

/// A small world of payments by number: row i is the i-th payment of the list.
struct LayerGraph {
  struct Payment: Hashable {
    var from: Int32
    var to: Int32
    var second: Int64
  }

  var payments: [Payment]
  var nodeCount: Int
  var precision = TimeSpan.Precision.second
  /// The row with which a second source begins.
  var secondSource: Int?

  init(_ payments: [(Int32, Int32, Int64)], precision: TimeSpan.Precision = .second) {
    self.payments = payments.map { Payment(from: $0.0, to: $0.1, second: $0.2) }
    nodeCount = Int(payments.map { max($0.0, $0.1) }.max() ?? 0) + 1
    self.precision = precision
  }

  /// Seeded random payments, with self-transfers, parallels and ties.
  init(nodes: Int, payments count: Int, seconds: Int, seed: UInt64) {
    var dice = LayerDice(state: seed)
    nodeCount = nodes
    payments = (0..<count).map { _ in
      Payment(
        from: Int32(dice.below(nodes)), to: Int32(dice.below(nodes)),
        second: Int64(dice.below(seconds)))
    }
  }

  var index: FlowIndex { FlowIndex(columns, nodeCount: nodeCount) }

  var columns: Payments {
    var columns = Payments()
    columns.ids = payments.indices.map { UInt32($0 + 1) }
    columns.from = payments.map(\.from)
    columns.to = payments.map(\.to)
    columns.lo = payments.map(\.second)
    columns.precision = payments.map { _ in precision.rawValue }
    columns.mantissa = payments.map { _ in 100 }
    columns.scale = payments.map { _ in 2 }
    columns.currency = payments.map { _ in 0 }
    columns.currencies = ["EUR"]
    columns.sourceIDs = secondSource == nil ? [1] : [1, 2]
    columns.sourceStart = [0] + (secondSource.map { [Int32($0)] } ?? [])
    return columns
  }

  subscript(rows: [Int32]) -> [Payment] { rows.map { payments[Int($0)] } }

  /// The payments in another order, as other files would give them.
  func shuffled(seed: UInt64) -> Self {
    var dice = LayerDice(state: seed)
    var copy = self
    for last in stride(from: payments.count - 1, to: 0, by: -1) {
      copy.payments.swapAt(last, dice.below(last + 1))
    }
    return copy
  }

  /// Findings without row numbers, so that worlds in different orders can be compared.
  func content(_ findings: [PatternFinding]) -> [[Payment]] {
    findings.map { finding in
      self[finding.rows].sorted {
        ($0.second, $0.from, $0.to) < ($1.second, $1.from, $1.to)
      }
    }
  }
}

/// SplitMix64.
struct LayerDice {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }
}

extension PatternFinding {
  func nodes(_ role: Role) -> [Int32] { roles.filter { $0.role == role }.map(\.node) }
}
