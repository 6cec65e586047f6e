import ClewModel
import ClewRender

/// Folds the smallest of a node's payers and payees, with their sums, until a chart fits a sheet of
/// A4 across.
struct FlowFolding {
  private(set) var folds: [ChartFold] = []
  private(set) var notes: [String] = []

  /// Nodes that are readable on A4 across.
  static let roomy = 26
  /// Neighbours that one node may have without being folded by number alone.
  private static let busiest = Folding().maxNeighbours
  /// How many payers and payees of one node are drawn at the most and at the least.
  private static let rooms = [14, 9, 6, 5, 4, 3]

  private struct Side: Hashable, Comparable {
    var hub: String
    var isIncoming: Bool

    static func < (a: Side, b: Side) -> Bool {
      a.hub != b.hub ? a.hub < b.hub : a.isIncoming && !b.isIncoming
    }
  }

  /// - Parameters:
  ///   - fixed: nodes that are never folded.
  init(_ lines: [FlowLine], fixed: Set<String>, nodeCount: Int) {
    var sides: [String: Set<Side>] = [:]
    for line in lines {
      sides[line.from, default: []].insert(Side(hub: line.to, isIncoming: true))
      sides[line.to, default: []].insert(Side(hub: line.from, isIncoming: false))
    }
    var largest: [String: Int128] = [:]
    for line in lines { largest[line.currency] = max(largest[line.currency] ?? 0, line.wide) }
    // How large a line is beside the largest of its currency, in millionths.
    func weight(_ line: FlowLine) -> Int128 {
      line.wide / max((largest[line.currency] ?? 1) / 1_000_000, 1)
    }
    var members: [Side: [(id: String, lines: [FlowLine])]] = [:]
    let byNode = Dictionary(
      grouping: lines.flatMap { line in [(line.from, line), (line.to, line)] }, by: \.0)
    for (id, found) in sides.sorted(by: { $0.key < $1.key }) {
      guard !fixed.contains(id), found.count == 1, let side = found.first, side.hub != id else {
        continue
      }
      members[side, default: []].append((id, byNode[id, default: []].map(\.1)))
    }
    var neighbours: [String: Set<String>] = [:]
    for line in lines {
      neighbours[line.from, default: []].insert(line.to)
      neighbours[line.to, default: []].insert(line.from)
    }
    for room in Self.rooms {
      folds = []
      notes = []
      var left = nodeCount
      var degree = neighbours.mapValues(\.count)
      for (side, found) in members.sorted(by: { $0.key < $1.key }) where found.count > room + 1 {
        let ordered = found.sorted { a, b in
          let (x, y) = (a.lines.map(weight).max() ?? 0, b.lines.map(weight).max() ?? 0)
          return x != y ? x > y : a.id < b.id
        }
        fold(side, Array(ordered.dropFirst(room)), of: found.count)
        left -= found.count - room - 1
        degree[side.hub, default: 0] -= found.count - room - 1
      }
      if left <= Self.roomy, degree.values.allSatisfy({ $0 <= Self.busiest }) { break }
    }
  }

  private mutating func fold(
    _ side: Side, _ hidden: [(id: String, lines: [FlowLine])], of count: Int
  ) {
    let word = side.isIncoming ? "payers" : "payees"
    let id = "fold-\(side.hub)-\(word)"
    var sums: [String: FlowLine] = [:]
    for line in hidden.flatMap(\.lines) {
      if sums[line.currency] == nil {
        sums[line.currency] = line
      } else {
        sums[line.currency]?.add(line)
      }
    }
    let ordered = sums.sorted { $0.key < $1.key }.map(\.value)
    folds.append(
      ChartFold(
        id: id, lines: ["\(counted(hidden.count)) more \(word)"] + ordered.map(\.amountText),
        members: hidden.map(\.id),
        edges: ordered.map { sum in
          ChartEdge(
            from: side.isIncoming ? id : side.hub, to: side.isIncoming ? side.hub : id,
            relation: .money, label: [sum.amountText, sum.countText], confidence: .dashed)
        }))
    let payments = hidden.flatMap(\.lines).reduce(0) { $0 + $1.payments.count }
    notes.append(
      "Folded: the \(counted(hidden.count)) smallest of \(counted(count)) \(word) of \(side.hub), "
        + "together \(ordered.map(\.amountText).joined(separator: ", ")) in "
        + "\(counted(payments)) payments")
  }
}
