import ClewGraph
import ClewModel

extension Holdings {
  /// The same holdings with other bounds for one of them, taken as exact statements; the rest of its
  /// column is closed anew from what is stated.
  ///
  /// - Parameters:
  ///   - holding: a number in `all`.
  ///   - keepingRounding: true for a share that is as roughly stated as before.
  /// - Complexity: a copy of `all` and one column; take `part(above:)` first where the graph is
  ///   large and the question is not.
  package func replacing(
    _ holding: Int, capital: Band, votes: Band, keepingRounding: Bool = false
  ) -> Holdings {
    var holdings = self
    holdings.replace(holding, capital, votes, keepingRounding)
    holdings.reclose(column(all[holding].owned))
    return holdings
  }

  private mutating func replace(
    _ holding: Int, _ capital: Band, _ votes: Band, _ keepingRounding: Bool
  ) {
    all[holding].capitalMin = Self.units(capital.min)
    all[holding].capitalMax = Self.units(max(capital.min, capital.max))
    all[holding].votesMin = Self.units(votes.min)
    all[holding].votesMax = Self.units(max(votes.min, votes.max))
    all[holding].marks.remove(.shareUnstated)
    if !keepingRounding {
      all[holding].capitalRounding = 0
      all[holding].votesRounding = 0
    }
    statedMaxima.removeAll { Int($0.holding) == holding }
  }

  private static func units(_ share: Int128) -> Int64 {
    Int64(Swift.min(Swift.max(share, 0), Int128(Int64.max)))
  }

  /// The same holdings with one more stake: added to what the owner already holds of the company,
  /// else a holding of its own without links.
  package func adding(
    _ owner: Int32, of company: Int32, capital: Band, votes: Band
  ) -> Holdings {
    if let known = column(company).first(where: { all[$0].owner == owner }) {
      let (row, stated) = (all[known], statedMaximum(known))
      return replacing(
        known,
        capital: Band(
          min: Int128(row.capitalMin) + capital.min, max: Int128(stated.capital) + capital.max),
        votes: Band(min: Int128(row.votesMin) + votes.min, max: Int128(stated.votes) + votes.max),
        keepingRounding: true)
    }
    let column = column(company)
    let place = column.first { all[$0].owner > owner } ?? column.upperBound
    let end = Int32(linkIDs.count)
    var holdings = self
    for i in holdings.statedMaxima.indices where Int(holdings.statedMaxima[i].holding) >= place {
      holdings.statedMaxima[i].holding += 1
    }
    holdings.all.insert(
      Holding(
        owner: owner, owned: company, capitalMin: 0, capitalMax: 0, votesMin: 0, votesMax: 0,
        capitalRounding: 0, votesRounding: 0, marks: [], linkStart: end, linkEnd: end), at: place)
    for later in Int(company) + 1..<holdings.columnStart.count { holdings.columnStart[later] += 1 }
    holdings.indexRows()
    return holdings.replacing(place, capital: capital, votes: votes)
  }

  /// The same holdings without some of them: nobody holds those stakes any more.
  package func removing(_ gone: Set<Int>) -> Holdings {
    rebuilt(all.indices.filter { !gone.contains($0) }.map { [$0] }) { all[$0].owner }
  }

  /// Parties that act as one: what the members of a group hold and control counts for its least
  /// member, stakes in one company add up, and the others hold nothing.
  ///
  /// Groups that overlap are one. The columns of the members themselves stay theirs, and so does
  /// what a member holds of the least member, which else would own itself. Roles and declared
  /// holdings stay with whom they name.
  /// - Complexity: O(holdings).
  package func uniting(_ groups: [[Int32]]) -> Holdings {
    var sets = DisjointSets(count: partyCount)
    for group in groups {
      for member in group.dropFirst() { sets.join(group[0], member) }
    }
    let leader = (0..<Int32(partyCount)).map { sets.find($0) }
    func holder(_ number: Int) -> Int32 {
      let row = all[number]
      let party = leader[Int(row.owner)]
      return party == row.owned ? row.owner : party
    }
    var united: [[Int]] = []
    for company in 0..<Int32(partyCount) {
      let sorted = column(company).sorted {
        holder($0) != holder($1) ? holder($0) < holder($1) : $0 < $1
      }
      for number in sorted {
        if let last = united.last?.last, all[last].owned == company, holder(last) == holder(number)
        {
          united[united.count - 1].append(number)
        } else {
          united.append([number])
        }
      }
    }
    var holdings = rebuilt(united, holder)
    holdings.controls = ControlLinks(
      controls.rows.compactMap { row in
        var row = row
        row.from = leader[Int(row.from)]
        return row.from == row.to ? nil : row
      }, partyCount: partyCount)
    return holdings
  }

  /// New holdings out of groups of old ones, which come in order of their column and new owner.
  private func rebuilt(_ groups: [[Int]], _ holder: (Int) -> Int32) -> Holdings {
    var holdings = self
    holdings.all.removeAll(keepingCapacity: true)
    holdings.linkIDs.removeAll(keepingCapacity: true)
    holdings.titles.removeAll(keepingCapacity: true)
    holdings.statedMaxima.removeAll(keepingCapacity: true)
    holdings.columnStart = [0]
    for group in groups {
      guard let first = group.first else { continue }
      let company = all[first].owned
      while holdings.columnStart.count <= Int(company) { holdings.closeLastColumn() }
      var sum = SharedStake(owner: holder(first), start: holdings.linkIDs.count)
      for number in group {
        sum.add(all[number], statedMaximum(number))
        for link in Int(all[number].linkStart)..<Int(all[number].linkEnd) {
          holdings.linkIDs.append(linkIDs[link])
          holdings.titles.append(titles[link] == all[number].owner ? sum.owner : titles[link])
        }
      }
      holdings.all.append(sum.holding(of: company, end: holdings.linkIDs.count))
    }
    while holdings.columnStart.count <= partyCount { holdings.closeLastColumn() }
    holdings.indexRows()
    return holdings
  }

  /// Ends the column that is being filled.
  private mutating func closeLastColumn() {
    statedMaxima += all.close(Int(columnStart[columnStart.count - 1])..<all.count)
    columnStart.append(Int32(all.count))
  }

  mutating func indexRows() {
    let rows = CompressedRows(
      nodeCount: partyCount, from: all.map(\.owner), to: all.map(\.owned))
    rowStart = rows.starts
    rowHoldings = rows.edges
  }
}

/// Stakes in one company that become one.
private struct SharedStake {
  let owner: Int32
  private let start: Int
  private var capital = Band.none
  private var votes = Band.none
  private var capitalRounding: Int128 = 0
  private var votesRounding: Int128 = 0
  private var marks: Holding.Marks = []
  private var isPossibleOnly = true

  init(owner: Int32, start: Int) {
    self.owner = owner
    self.start = start
  }

  mutating func add(_ holding: Holding, _ stated: Holdings.StatedMaximum) {
    capital.min += Int128(holding.capitalMin)
    capital.max += Int128(stated.capital)
    votes.min += Int128(holding.votesMin)
    votes.max += Int128(stated.votes)
    capitalRounding += Int128(holding.capitalRounding)
    votesRounding += Int128(holding.votesRounding)
    marks.formUnion(holding.marks)
    isPossibleOnly = isPossibleOnly && holding.marks.contains(.possibleOnly)
  }

  func holding(of company: Int32, end: Int) -> Holding {
    func units(_ sum: Int128) -> Int64 { Int64(min(sum, Int128(Int64.max))) }
    return Holding(
      owner: owner, owned: company, capitalMin: units(capital.min), capitalMax: units(capital.max),
      votesMin: units(votes.min), votesMax: units(votes.max),
      capitalRounding: units(capitalRounding), votesRounding: units(votesRounding),
      marks: isPossibleOnly ? marks : marks.subtracting(.possibleOnly),
      linkStart: Int32(start), linkEnd: Int32(end))
  }
}
