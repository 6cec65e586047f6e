import ClewGraph
import ClewModel

/// Who directly holds what, laid out for questions about the whole graph: built once, walked often.
///
/// Parties have ranks: the ends (parties that nobody is stated to own) come first, in ascending
/// order, then the companies, owners before what they own; the members of a ring of cross-holdings
/// lie side by side. So a look-through share of every company is one sweep over its columns, and
/// only inside rings anything is repeated. A company's number here is its rank less `endCount`.
///
/// Memory: 38 bytes a holding (46 with bands) and 28 a party.
package struct OwnershipGraph: Sendable {
  /// Parties by rank, and ranks by party.
  let party: [Int32]
  let rank: [Int32]
  let endCount: Int
  /// The holdings in company c are the slots `columnStart[c]..<columnStart[c + 1]`.
  let columnStart: [Int32]
  /// Rank of the owner of every slot, ascending inside a column.
  let owner: [Int32]
  /// Bounds of every slot in units of `Share.whole`; `most` is empty where no band is open.
  let least: [Int64]
  let most: [Int64]
  /// Half a unit of the last stated decimal; empty where all shares are exact.
  let rounding: [Int64]
  /// What rank r holds: companies `held[i]` by the slots `heldSlot[i]`, for i in
  /// `heldStart[r]..<heldStart[r + 1]`.
  let heldStart: [Int32]
  let held: [Int32]
  let heldSlot: [Int32]
  /// Groups of companies that hold each other, and companies that hold themselves, in rank order.
  private(set) var rings: [Ring]
  /// The ring of every company, -1 outside.
  let ringOf: [Int32]
  /// W > 0 with W - AᵀW >= 1 for the minima A, in units of 2^-16: see `ShareVector` for what it
  /// proves. `unbounded` where there is none.
  private(set) var weight: [Int64] = []
  /// True where the minima of some column add up to more than the whole.
  private(set) var hasOverfullColumn = false

  /// Companies that hold each other, directly or around.
  struct Ring: Hashable, Sendable {
    enum State: Hashable, Sendable {
      /// Something flows out to outside owners, and `weight` proves that sums over all chains end.
      case open
      /// Its members own each other entirely: nobody outside has a share in it.
      case closed
      /// No such proof was found: columns above 100 %, or all but closed and too large to tell.
      case unproved
    }
    /// Company numbers.
    var start: Int32
    var end: Int32
    var state: State

    var companies: Range<Int> { Int(start)..<Int(end) }
    var count: Int { Int(end - start) }
  }

  static let unbounded = Int64.max
  /// A weight of one.
  static let unitWeight: Int64 = 1 << 16

  package var partyCount: Int { party.count }
  package var companyCount: Int { columnStart.count - 1 }
  package var hasBands: Bool { !most.isEmpty }
  package var ringCount: Int { rings.count }
  package var largestRing: Int { rings.map(\.count).max() ?? 0 }
  /// Companies in groups that own themselves entirely, ascending by group, then party.
  package var closedGroups: [[Int32]] { groups(.closed) }
  /// Groups whose sums over all chains are not known to end, the same way.
  package var unprovedGroups: [[Int32]] { groups(.unproved) }

  private func groups(_ state: Ring.State) -> [[Int32]] {
    rings.filter { $0.state == state }
      .map { $0.companies.map { party[endCount + $0] }.sorted() }.sorted { $0[0] < $1[0] }
  }

  /// The slots of company c.
  func column(_ company: Int) -> Range<Int> {
    Int(columnStart[company])..<Int(columnStart[company + 1])
  }

  /// The positions in `held` and `heldSlot` of what a rank holds.
  func row(_ rank: Int) -> Range<Int> { Int(heldStart[rank])..<Int(heldStart[rank + 1]) }

  /// The company number of a party, nil for an end.
  func company(_ party: Int32) -> Int? {
    let rank = Int(self.rank[Int(party)])
    return rank < endCount ? nil : rank - endCount
  }

  /// The minima of a company's column.
  func columnSum(_ company: Int) -> Int128 {
    column(company).reduce(0) { $0 + Int128(least[$1]) }
  }

  /// The greatest share of a slot.
  func most(_ slot: Int) -> Int64 { most.isEmpty ? least[slot] : most[slot] }
}

/// Holdings as plain columns, for graphs that come from anywhere.
package struct HoldingColumns: Sendable {
  package var owner: [Int32]
  package var owned: [Int32]
  /// Bounds in units of `Share.whole`. Empty `most`: no bands; empty `rounding`: exact shares.
  package var least: [Int64]
  package var most: [Int64]
  package var rounding: [Int64]

  package init(
    owner: [Int32], owned: [Int32], least: [Int64], most: [Int64] = [], rounding: [Int64] = []
  ) {
    self.owner = owner
    self.owned = owned
    self.least = least
    self.most = most
    self.rounding = rounding
  }
}

extension OwnershipGraph {
  /// Lays out the holdings of a day by one measure: O(parties + holdings).
  init(_ holdings: Holdings, _ measure: Measure) {
    let bounds = holdings.all.map { $0.bounds(measure) }
    self.init(
      partyCount: holdings.partyCount,
      HoldingColumns(
        owner: holdings.all.map(\.owner), owned: holdings.all.map(\.owned),
        least: bounds.map(\.min), most: bounds.map(\.max), rounding: bounds.map(\.rounding)))
  }

  /// The same by capital.
  package init(_ holdings: Holdings) { self.init(holdings, .capital) }

  /// Lays out columns in any order; holdings of one pair may stand in several rows, and add up.
  ///
  /// - Precondition: the columns are equally long (or empty where that is allowed), parties lie in
  ///   `0..<partyCount`, and `0 <= least <= most`.
  /// - Complexity: O(parties + holdings), and the rounds that rings need for their weights.
  package init(partyCount: Int, _ columns: HoldingColumns) {
    let columns = columns.withoutRedundantBounds.inOrder(partyCount: partyCount)
    let order = SolveOrder(partyCount: partyCount, columns)
    let layout = ColumnLayout(order, columns)
    party = order.party
    rank = order.rank
    endCount = order.endCount
    columnStart = layout.columnStart
    owner = layout.owner
    least = layout.least
    most = layout.most
    rounding = layout.rounding
    heldStart = layout.heldStart
    held = layout.held
    heldSlot = layout.heldSlot
    ringOf = order.ringOf
    rings = order.rings
    let proof = RingWeights(self)
    rings = proof.rings
    weight = proof.weight
    hasOverfullColumn = proof.hasOverfullColumn
  }
}
