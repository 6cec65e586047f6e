/// The accounts that have dealings with one hub in one stretch of time only, on both its sides.
///
/// A regular customer, supplier or employee is paid before and after; the accounts of a ring are not
/// seen with the hub again. So a counterparty counts only where all payments between the two, both
/// ways, lie inside one stretch.
struct Counterparties: Sendable {
  /// One counterparty on one side of the hub, with its admitted payments there.
  struct Dealing: Sendable {
    var node: Int32
    /// Starts of the first and last payment on this side.
    var first: Int64
    var last: Int64
    /// Sum over the payments of their evidence, at most twice the best one's.
    var evidence: Int64
    /// Edges of the index, ascending.
    var edges: [Int32]
  }

  private let index: FlowIndex
  private let stretch: Int64
  private let weights: [Int32]?
  private var first: [Int64]
  private var last: [Int64]
  /// The number of a node's dealing while one side is gathered; -1 for none.
  private var number: [Int32]

  /// Space for every node; the same space serves one hub after the other.
  init(_ index: FlowIndex, stretch: Int64, weights: [Int32]?) {
    (self.index, self.stretch, self.weights) = (index, stretch, weights)
    first = [Int64](repeating: .max, count: index.nodeCount)
    last = [Int64](repeating: .min, count: index.nodeCount)
    number = [Int32](repeating: -1, count: index.nodeCount)
  }

  /// Payers and payees of a hub, by their first payment. O(payments of the hub).
  mutating func around(
    _ hub: Int, into: TimedLists, out: TimedLists
  ) -> (payers: [Dealing], payees: [Dealing]) {
    let received = index.into(Int32(hub))
    let paid = index.out(of: Int32(hub))
    for edge in received { meet(Int(index.from[Int(edge)]), index.lo[Int(edge)]) }
    for edge in paid { meet(Int(index.to[Int(edge)]), index.lo[Int(edge)]) }
    let payers = dealings(into, hub)
    let payees = dealings(out, hub)
    for edge in received { forget(Int(index.from[Int(edge)])) }
    for edge in paid { forget(Int(index.to[Int(edge)])) }
    return (payers, payees)
  }

  private mutating func meet(_ node: Int, _ time: Int64) {
    first[node] = min(first[node], time)
    last[node] = max(last[node], time)
  }

  private mutating func forget(_ node: Int) {
    (first[node], last[node]) = (.max, .min)
  }

  private mutating func dealings(_ list: TimedLists, _ hub: Int) -> [Dealing] {
    var dealings: [Dealing] = []
    for slot in list.slots(of: hub) {
      let other = Int(list.other[slot])
      let (length, overflow) = last[other].subtractingReportingOverflow(first[other])
      guard !overflow, length <= stretch else { continue }
      if number[other] < 0 {
        number[other] = Int32(dealings.count)
        dealings.append(
          Dealing(
            node: Int32(other), first: list.time[slot], last: list.time[slot], evidence: 0,
            edges: []))
      }
      dealings[Int(number[other])].edges.append(list.edge[slot])
      dealings[Int(number[other])].last = list.time[slot]
    }
    for position in dealings.indices {
      number[Int(dealings[position].node)] = -1
      let values = dealings[position].edges.map { evidence(of: $0) }
      dealings[position].evidence = min(values.reduce(0, +), 2 * (values.max() ?? 0))
    }
    return dealings.sorted { ($0.first, $0.edges[0]) < ($1.first, $1.edges[0]) }
  }

  private func evidence(of edge: Int32) -> Int64 {
    weights.map { Int64($0[Int(edge)]) } ?? 10_000
  }
}
