import ClewGraph
import ClewModel

/// Which payments can follow which: certainly when wholly later or, where the times overlap, when
/// one source states both in that order; possibly when the times of two sources overlap.
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
    next.certain = followers(front.certain, rows, certainly: true)
    next.possible = followers(front.possible, rows, certainly: false)
    return next.possible?.isEmpty == true ? nil : next
  }

  /// The rows that can follow one of the earlier ones: O(n log n) in the number of both.
  private func followers(_ earlier: [Int32]?, _ rows: [Int32], certainly: Bool) -> [Int32] {
    guard let earlier else { return rows }
    let before = Earlier(earlier, payments)
    return rows.filter { before.precede($0, payments, certainly: certainly) }
  }

  private func follows(_ row: Int32, _ earlier: Int32, certainly: Bool) -> Bool {
    let (a, b) = (payments.time(of: Int(earlier)), payments.time(of: Int(row)))
    if a.certainlyPrecedes(b) { return true }
    guard a.lo <= b.hi else { return false }
    if payments.source(of: Int(earlier)) == payments.source(of: Int(row)) { return earlier < row }
    return !certainly
  }

  /// One payment a step (nil for steps without), each following the one before: certainly where
  /// that is possible throughout; of several, the one that ends first, then by content, then by id.
  func chain(_ hops: [[Int32]]) -> [Int32?] {
    for certainly in [true, false] {
      var fronts: [[Int32]] = []
      var front: [Int32]?
      for hop in hops where !hop.isEmpty {
        let next = followers(front, hop, certainly: certainly)
        fronts.append(next)
        front = next
      }
      guard fronts.allSatisfy({ !$0.isEmpty }) else { continue }
      return assign(hops, backwards(fronts, certainly: certainly))
    }
    return hops.map(\.first)
  }

  private func backwards(_ fronts: [[Int32]], certainly: Bool) -> [Int32] {
    var chosen: [Int32] = []
    for front in fronts.reversed() {
      let fitting = front.filter { row in
        chosen.last.map { follows($0, row, certainly: certainly) } ?? true
      }
      let best = fitting.min(by: isShownFirst)
      if let best { chosen.append(best) }
    }
    return chosen.reversed()
  }

  /// Ids come last, since they depend on the order in which files were read.
  private func isShownFirst(_ a: Int32, _ b: Int32) -> Bool {
    let (x, y) = (payments.time(of: Int(a)), payments.time(of: Int(b)))
    if x.hi != y.hi { return x.hi < y.hi }
    if x.lo != y.lo { return x.lo > y.lo }
    let (m, n) = (payments.amount(of: Int(a)), payments.amount(of: Int(b)))
    if m.currency != n.currency { return m.currency < n.currency }
    let (p, q) = (m.mantissa(atScale: 18), n.mantissa(atScale: 18))
    return p != q ? p > q : a < b
  }

  private func assign(_ hops: [[Int32]], _ chosen: [Int32]) -> [Int32?] {
    var rest = chosen[...]
    return hops.map { $0.isEmpty ? nil : rest.popFirst() }
  }
}

/// Payments one of which has to come before another one, ready to be asked about.
private struct Earlier {
  private struct Span {
    var lo: Int64
    var row: Int32
  }

  private var firstEnd = Int64.max
  /// By source: starts ascending, each with the first row up to there.
  private var spans: [Int32: [Span]] = [:]
  /// The earliest start of all, and the earliest of every other source than that one's.
  private var first = (lo: Int64.max, source: Int32(0))
  private var second = Int64.max

  init(_ rows: [Int32], _ payments: Payments) {
    for row in rows {
      let time = payments.time(of: Int(row))
      firstEnd = min(firstEnd, time.hi)
      spans[payments.source(of: Int(row)), default: []].append(Span(lo: time.lo, row: row))
    }
    for (source, list) in spans {
      var list = list.sorted { $0.lo != $1.lo ? $0.lo < $1.lo : $0.row < $1.row }
      for i in list.indices.dropFirst() { list[i].row = min(list[i].row, list[i - 1].row) }
      spans[source] = list
      if list[0].lo < first.lo {
        (first, second) = ((list[0].lo, source), first.lo)
      } else {
        second = min(second, list[0].lo)
      }
    }
  }

  /// Whether one of them comes before a row.
  func precede(_ row: Int32, _ payments: Payments, certainly: Bool) -> Bool {
    let time = payments.time(of: Int(row))
    if firstEnd < time.lo { return true }
    let source = payments.source(of: Int(row))
    if !certainly, (first.source == source ? second : first.lo) <= time.hi { return true }
    guard let list = spans[source] else { return false }
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if list[middle].lo <= time.hi { low = middle + 1 } else { high = middle }
    }
    return low > 0 && list[low - 1].row < row
  }
}
