import ClewGraph
import ClewModel

/// Which payments can follow which: certainly when wholly later, possibly when the times overlap and
/// the id is higher (ids ascend in the order of a source).
struct PaymentOrder: Sendable {
  private let payments: Payments

  init(_ payments: Payments) { self.payments = payments }

  /// The payments with which a path can have made its last payment step.
  struct Front {
    /// nil before the first payment.
    fileprivate var certain: [Int32]?
    fileprivate var possible: [Int32]?
    var isCertain: Bool { certain.map { !$0.isEmpty } ?? true }

    init() {}
  }

  /// The front after one more payment step over parallel rows; nil where none can follow.
  func advance(_ front: Front, over rows: [Int32]) -> Front? {
    var next = Front()
    next.certain = followers(front.certain, rows, allowsOverlap: false)
    next.possible = followers(front.possible, rows, allowsOverlap: true)
    return next.possible?.isEmpty == true ? nil : next
  }

  /// The rows that can follow one of the earlier ones: O(n log n) in the number of both.
  private func followers(
    _ earlier: [Int32]?, _ rows: [Int32], allowsOverlap: Bool
  ) -> [Int32] {
    guard let earlier else { return rows }
    var spans: [(lo: Int64, id: UInt32)] = []
    var firstEnd = Int64.max
    for row in earlier {
      let span = payments.time(of: Int(row))
      firstEnd = min(firstEnd, span.hi)
      spans.append((span.lo, payments.ids[Int(row)]))
    }
    spans.sort { $0.lo != $1.lo ? $0.lo < $1.lo : $0.id < $1.id }
    for i in spans.indices.dropFirst() { spans[i].id = min(spans[i].id, spans[i - 1].id) }
    return rows.filter { row in
      let span = payments.time(of: Int(row))
      if firstEnd < span.lo { return true }
      guard allowsOverlap else { return false }
      var (low, high) = (0, spans.count)
      while low < high {
        let middle = (low + high) / 2
        if spans[middle].lo <= span.hi { low = middle + 1 } else { high = middle }
      }
      return low > 0 && spans[low - 1].id < payments.ids[Int(row)]
    }
  }

  private func follows(_ row: Int32, _ earlier: Int32, _ allowsOverlap: Bool) -> Bool {
    let (a, b) = (payments.time(of: Int(earlier)), payments.time(of: Int(row)))
    if a.certainlyPrecedes(b) { return true }
    return allowsOverlap && a.lo <= b.hi && payments.ids[Int(earlier)] < payments.ids[Int(row)]
  }

  /// One payment a step (nil for steps without), each following the one before: certainly where
  /// that is possible throughout; of several, the one that ends first, then the lowest id.
  func chain(_ hops: [[Int32]]) -> [Int32?] {
    for allowsOverlap in [false, true] {
      var fronts: [[Int32]] = []
      var front: [Int32]?
      for hop in hops where !hop.isEmpty {
        let next = followers(front, hop, allowsOverlap: allowsOverlap)
        fronts.append(next)
        front = next
      }
      guard fronts.allSatisfy({ !$0.isEmpty }) else { continue }
      return assign(hops, backwards(fronts, allowsOverlap))
    }
    return hops.map(\.first)
  }

  private func backwards(_ fronts: [[Int32]], _ allowsOverlap: Bool) -> [Int32] {
    var chosen: [Int32] = []
    for front in fronts.reversed() {
      let fitting = front.filter { row in
        chosen.last.map { follows($0, row, allowsOverlap) } ?? true
      }
      let best = fitting.min {
        let (a, b) = (payments.time(of: Int($0)).hi, payments.time(of: Int($1)).hi)
        return a != b ? a < b : payments.ids[Int($0)] < payments.ids[Int($1)]
      }
      if let best { chosen.append(best) }
    }
    return chosen.reversed()
  }

  private func assign(_ hops: [[Int32]], _ chosen: [Int32]) -> [Int32?] {
    var rest = chosen[...]
    return hops.map { $0.isEmpty ? nil : rest.popFirst() }
  }
}
