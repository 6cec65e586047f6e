import ClewModel

extension HoldingColumns {
  /// Without bounds that say nothing: maxima equal to the minima, roundings of zero.
  var withoutRedundantBounds: HoldingColumns {
    precondition(owner.count == owned.count && owner.count == least.count, "one row, one value")
    precondition(most.isEmpty || most.count == owner.count, "one row, one maximum")
    precondition(rounding.isEmpty || rounding.count == owner.count, "one row, one rounding")
    var columns = self
    if most == least { columns.most = [] }
    if !rounding.contains(where: { $0 != 0 }) { columns.rounding = [] }
    return columns
  }

  /// In ascending (owned, owner), by two counting sorts; rows that are in order are left alone.
  func inOrder(partyCount: Int) -> HoldingColumns {
    var isSorted = true
    for i in 1..<max(1, owner.count) {
      if owned[i - 1] < owned[i] { continue }
      if owned[i - 1] > owned[i] || owner[i - 1] > owner[i] {
        isSorted = false
        break
      }
    }
    if isSorted { return self }
    let byOwner = Self.positions(of: owner, among: nil, partyCount)
    let order = Self.positions(of: owned, among: byOwner, partyCount)
    return HoldingColumns(
      owner: order.map { owner[Int($0)] }, owned: order.map { owned[Int($0)] },
      least: order.map { least[Int($0)] },
      most: most.isEmpty ? [] : order.map { most[Int($0)] },
      rounding: rounding.isEmpty ? [] : order.map { rounding[Int($0)] })
  }

  /// The rows in ascending key, equal keys in the order of `among`.
  private static func positions(of key: [Int32], among: [Int32]?, _ partyCount: Int) -> [Int32] {
    var next = [Int32](repeating: 0, count: partyCount + 1)
    for party in key { next[Int(party) + 1] += 1 }
    for party in 0..<partyCount { next[party + 1] += next[party] }
    var result = [Int32](repeating: 0, count: key.count)
    for i in key.indices {
      let row = among.map { $0[i] } ?? Int32(i)
      let party = Int(key[Int(row)])
      result[Int(next[party])] = row
      next[party] += 1
    }
    return result
  }
}

/// The columns of a graph in solve order, and the same holdings by owner.
struct ColumnLayout {
  private(set) var columnStart: [Int32] = [0]
  private(set) var owner: [Int32]
  private(set) var least: [Int64]
  private(set) var most: [Int64]
  private(set) var rounding: [Int64]
  private(set) var heldStart: [Int32]
  private(set) var held: [Int32]
  private(set) var heldSlot: [Int32]

  /// - Parameter columns: in ascending (owned, owner), as `order` was made from.
  init(_ order: SolveOrder, _ columns: HoldingColumns) {
    let count = columns.owner.count
    owner = [Int32](repeating: 0, count: count)
    least = [Int64](repeating: 0, count: count)
    most = columns.most.isEmpty ? [] : least
    rounding = columns.rounding.isEmpty ? [] : least
    held = owner
    heldSlot = owner
    heldStart = [Int32](repeating: 0, count: order.party.count + 1)
    fillColumns(order, columns)
    fillRows(order)
  }

  private mutating func fillColumns(_ order: SolveOrder, _ columns: HoldingColumns) {
    var start = [Int32](repeating: 0, count: order.party.count)
    for edge in columns.owned.indices.reversed() { start[Int(columns.owned[edge])] = Int32(edge) }
    columnStart.reserveCapacity(order.party.count - order.endCount + 1)
    var slot = 0
    for party in order.party[order.endCount...] {
      let first = slot
      var edge = Int(start[Int(party)])
      while edge < columns.owned.count, columns.owned[edge] == party {
        // Insertion keeps the few owners of a company in the order of their ranks.
        let rank = order.rank[Int(columns.owner[edge])]
        var place = slot
        while place > first, owner[place - 1] > rank {
          move(place - 1, to: place)
          place -= 1
        }
        owner[place] = rank
        least[place] = columns.least[edge]
        if !most.isEmpty { most[place] = columns.most[edge] }
        if !rounding.isEmpty { rounding[place] = columns.rounding[edge] }
        slot += 1
        edge += 1
        if slot - first > Self.insertionLimit {
          edge = takeLong(order, columns, first: first, from: Int(start[Int(party)]))
          slot = first + edge - Int(start[Int(party)])
        }
      }
      columnStart.append(Int32(slot))
    }
  }

  /// Owners up to which a column is put in order by insertion.
  private static let insertionLimit = 64

  private mutating func move(_ slot: Int, to place: Int) {
    owner[place] = owner[slot]
    least[place] = least[slot]
    if !most.isEmpty { most[place] = most[slot] }
    if !rounding.isEmpty { rounding[place] = rounding[slot] }
  }

  /// Writes a whole long column, sorted; returns the edge after it.
  private mutating func takeLong(
    _ order: SolveOrder, _ columns: HoldingColumns, first: Int, from start: Int
  ) -> Int {
    var end = start
    while end < columns.owned.count, columns.owned[end] == columns.owned[start] { end += 1 }
    let sorted = (start..<end).sorted {
      let (a, b) = (order.rank[Int(columns.owner[$0])], order.rank[Int(columns.owner[$1])])
      return a != b ? a < b : $0 < $1
    }
    for (offset, edge) in sorted.enumerated() {
      owner[first + offset] = order.rank[Int(columns.owner[edge])]
      least[first + offset] = columns.least[edge]
      if !most.isEmpty { most[first + offset] = columns.most[edge] }
      if !rounding.isEmpty { rounding[first + offset] = columns.rounding[edge] }
    }
    return end
  }

  private mutating func fillRows(_ order: SolveOrder) {
    for rank in owner { heldStart[Int(rank) + 1] += 1 }
    for rank in order.party.indices { heldStart[rank + 1] += heldStart[rank] }
    var next = heldStart
    for company in 0..<columnStart.count - 1 {
      for slot in Int(columnStart[company])..<Int(columnStart[company + 1]) {
        let rank = Int(owner[slot])
        let place = Int(next[rank])
        next[rank] += 1
        held[place] = Int32(company)
        heldSlot[place] = Int32(slot)
      }
    }
  }
}
