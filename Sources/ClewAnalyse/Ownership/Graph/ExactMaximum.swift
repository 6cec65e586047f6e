import ClewModel

/// The greatest share in one company under bands, compared with a threshold in exact fractions.
///
/// For parts of the graph that `ShareSystem` solves: rings of up to 64 companies, and numbers within
/// its limits.
struct ExactMaximum {
  private let region: OwnershipRegion
  private let minima: [Int64]
  private let maxima: [Int64]
  private let given: [Int32: Fraction]

  init(_ vector: GreatestVector, company: Int, _ marks: inout RankMarks) {
    let graph = vector.graph
    let target = Int32(graph.endCount + company)
    let seeds = Set(vector.seeds.map { graph.rank[Int($0)] })
    var nodes = [target]
    marks.clear()
    _ = marks.insert(Int(target))
    var next = 0
    while next < nodes.count {
      let node = nodes[next]
      next += 1
      if Int(node) < graph.endCount || node != target && seeds.contains(node) { continue }
      for slot in graph.column(Int(node) - graph.endCount) {
        if marks.insert(Int(graph.owner[slot])) { nodes.append(graph.owner[slot]) }
      }
    }
    nodes.sort()
    for (i, node) in nodes.enumerated() { marks[Int(node)] = i }
    var starts: [Int32] = [0]
    var owners: [Int32] = []
    var slots: [Int32] = []
    for node in nodes {
      if Int(node) >= graph.endCount, node == target || !seeds.contains(node) {
        for slot in graph.column(Int(node) - graph.endCount) {
          guard let owner = marks[Int(graph.owner[slot])] else { continue }
          owners.append(Int32(owner))
          slots.append(Int32(slot))
        }
      }
      starts.append(Int32(owners.count))
    }
    region = OwnershipRegion(
      nodes: nodes, root: Int32(marks[Int(target)] ?? 0), columnStart: starts, owner: owners,
      holding: slots)
    minima = slots.map { graph.least[Int($0)] }
    maxima = slots.map { graph.most(Int($0)) }
    var given: [Int32: Fraction] = [:]
    for (i, node) in nodes.enumerated() where seeds.contains(node) { given[Int32(i)] = .one }
    self.given = given
  }

  /// nil where exact numbers grow too large.
  func order(_ threshold: ShareThreshold) -> ShareOrder? {
    guard minima.count <= ShareSystem.entryLimit else { return nil }
    do throws(ShareSystem.Failure) {
      let shares = RegionShares(region, minima: minima, maxima: maxima)
      let most = try GreedyFill(.greatest, region, shares, given: given).value()
      let limit = Fraction(units: threshold.units)
      return most < limit ? .below : limit < most ? .above : .equal
    } catch {
      return nil
    }
  }
}

extension OwnershipRegion {
  /// A region that is laid out already: see the properties.
  init(nodes: [Int32], root: Int32, columnStart: [Int32], owner: [Int32], holding: [Int32]) {
    self.nodes = nodes
    self.root = root
    self.columnStart = columnStart
    self.owner = owner
    self.holding = holding
  }
}
