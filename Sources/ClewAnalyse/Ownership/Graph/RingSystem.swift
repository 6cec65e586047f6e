import ClewModel

/// Solves x = Bx + b inside one ring in doubles: a good guess, whose error others prove.
///
/// Rings of up to `denseLimit` companies are eliminated; larger ones are swept in solve order
/// (Gauss-Seidel), which starts at zero and rises towards the least solution. Arrays are kept from
/// ring to ring.
struct RingSystem {
  /// Which way values run: from owners to companies, or from companies to owners.
  enum Direction { case down, up }

  private(set) var count = 0
  private var direction = Direction.down
  private var start: [Int32] = []
  private var neighbour: [Int32] = []
  private var share: [Double] = []
  /// 1 / (1 - own share).
  private var pivot: [Double] = []
  private var matrix: [Double] = []

  private static let denseLimit = 16
  /// Up to here a ring is eliminated where sweeps do not settle.
  private static let stiffLimit = 64
  private static let stiffRounds = 200
  private static let roundLimit = 4000
  private static let scale = 1 / Double(Share.whole)

  /// Takes a ring's shares.
  ///
  /// - Parameters:
  ///   - shares: units by slot; the graph's minima, or a choice within its bands.
  ///   - fixed: companies of the ring whose values are given: their income is taken as the value,
  ///     and what they hold of the others is part of the income of these.
  mutating func load(
    _ companies: Range<Int>, _ graph: OwnershipGraph, _ shares: [Int64], _ direction: Direction,
    fixed: [Int] = []
  ) {
    self.direction = direction
    count = companies.count
    start.removeAll(keepingCapacity: true)
    neighbour.removeAll(keepingCapacity: true)
    share.removeAll(keepingCapacity: true)
    pivot.removeAll(keepingCapacity: true)
    for company in companies {
      start.append(Int32(neighbour.count))
      var own = 0.0
      func take(_ other: Int, _ slot: Int) {
        guard companies.contains(other), shares[slot] > 0, !fixed.contains(other) else { return }
        let part = Double(shares[slot]) * Self.scale
        if other == company {
          own += part
        } else {
          neighbour.append(Int32(other - companies.lowerBound))
          share.append(part)
        }
      }
      switch direction {
      case .down:
        for slot in graph.column(company) where !fixed.contains(company) {
          take(Int(graph.owner[slot]) - graph.endCount, slot)
        }
      case .up:
        for i in graph.row(graph.endCount + company) {
          take(Int(graph.held[i]), Int(graph.heldSlot[i]))
        }
      }
      pivot.append(own < 1 ? 1 / (1 - own) : .infinity)
    }
    start.append(Int32(neighbour.count))
  }

  /// The solution for what comes from outside, or nil where no finite one is found.
  mutating func solution(_ income: [Double]) -> [Double]? {
    if count <= Self.denseLimit { return eliminated(income) }
    let rounds = count <= Self.stiffLimit ? Self.stiffRounds : Self.roundLimit
    if let swept = swept(income, rounds) { return swept }
    return count <= Self.stiffLimit ? eliminated(income) : nil
  }

  private func swept(_ income: [Double], _ rounds: Int) -> [Double]? {
    var x = [Double](repeating: 0, count: count)
    var isSettled = false
    x.withUnsafeMutableBufferPointer { x in
      for _ in 0..<rounds where !isSettled {
        var change = 0.0
        var largest = 0.0
        for step in 0..<count {
          let i = direction == .down ? step : count - 1 - step
          var sum = income[i]
          for edge in Int(start[i])..<Int(start[i + 1]) {
            sum += share[edge] * x[Int(neighbour[edge])]
          }
          sum *= pivot[i]
          change = max(change, abs(sum - x[i]))
          largest = max(largest, abs(sum))
          x[i] = sum
        }
        guard largest.isFinite else { return }
        isSettled = change <= largest * 0x1p-50
      }
    }
    return isSettled ? x : nil
  }

  /// Elimination without pivoting, which is stable for the matrices of open rings (M-matrices).
  private mutating func eliminated(_ income: [Double]) -> [Double]? {
    let n = count
    matrix.removeAll(keepingCapacity: true)
    matrix.append(contentsOf: repeatElement(0, count: n * n))
    var x = income
    for i in 0..<n {
      guard pivot[i].isFinite else { return nil }
      matrix[i * n + i] = 1 / pivot[i]
      for edge in Int(start[i])..<Int(start[i + 1]) {
        matrix[i * n + Int(neighbour[edge])] -= share[edge]
      }
    }
    for k in 0..<n {
      let diagonal = matrix[k * n + k]
      guard diagonal > 0 else { return nil }
      for i in k + 1..<max(n, k + 1) where matrix[i * n + k] != 0 {
        let factor = matrix[i * n + k] / diagonal
        for j in k + 1..<n { matrix[i * n + j] -= factor * matrix[k * n + j] }
        x[i] -= factor * x[k]
      }
    }
    for k in (0..<n).reversed() {
      for j in k + 1..<max(n, k + 1) { x[k] -= matrix[k * n + j] * x[j] }
      x[k] /= matrix[k * n + k]
      guard x[k].isFinite else { return nil }
    }
    return x
  }
}
