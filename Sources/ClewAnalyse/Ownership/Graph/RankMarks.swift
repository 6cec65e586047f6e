/// Marks and local numbers for parts of a graph, forgotten in no time: an array and an epoch.
package struct RankMarks {
  private var stamp: [UInt32]
  private var number: [Int32]
  private var epoch: UInt32 = 0

  package init(_ graph: OwnershipGraph) {
    stamp = [UInt32](repeating: 0, count: graph.partyCount)
    number = [Int32](repeating: 0, count: graph.partyCount)
  }

  /// Forgets all marks.
  mutating func clear() {
    if epoch == .max {
      for i in stamp.indices { stamp[i] = 0 }
      epoch = 0
    }
    epoch += 1
  }

  /// - Returns: true where the rank is new.
  @inline(__always)
  mutating func insert(_ rank: Int) -> Bool {
    if stamp[rank] == epoch { return false }
    stamp[rank] = epoch
    return true
  }

  @inline(__always)
  func contains(_ rank: Int) -> Bool { stamp[rank] == epoch }

  /// The local number of a marked rank, nil for any other.
  @inline(__always)
  subscript(_ rank: Int) -> Int? {
    get { stamp[rank] == epoch ? Int(number[rank]) : nil }
    set { number[rank] = Int32(newValue ?? 0) }
  }
}
