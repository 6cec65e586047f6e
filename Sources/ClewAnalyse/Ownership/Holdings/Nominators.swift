import ClewGraph

/// For whom nominees hold, through chains of nominees.
///
/// What a holder holds counts for its nominator: for certain where a certain link names one and no
/// other is stated; of several, for none of them for certain. Beside merely possible nominators the
/// holder may hold for itself. Nominees that hold for each other in a ring prove nothing: each may
/// hold for itself or for any nominator that the ring leads to.
struct Nominators {
  /// Parties that the stakes of one holder count for at most. A holder with more (a depository, a
  /// broker's nominee) is not looked through: its stakes stay its own, possible only.
  static let limit = 256

  /// The parties a nominee's stakes count for, ascending, and whether for certain.
  private var ends: [Int32: [(party: Int32, isCertain: Bool)]] = [:]
  /// Nominees with more nominators than `limit`, ascending.
  private(set) var untraced: [Int32] = []

  private struct Target: Hashable {
    var nominator: Int32
    var isCertain: Bool
  }

  /// Components of the nominees in turn, nominators first, so that each is looked at once whatever
  /// the number of ways through them: O(links × `limit`).
  init(_ nominees: [Holdings.Nominee]) {
    let rows = nominees.filter { $0.nominee != $0.nominator }
    let parties = Set(rows.flatMap { [$0.nominee, $0.nominator] }).sorted()
    var local: [Int32: Int32] = [:]
    for (number, party) in parties.enumerated() { local[party] = Int32(number) }
    var from: [Int32] = []
    var to: [Int32] = []
    for row in rows {
      guard let a = local[row.nominee], let b = local[row.nominator] else { continue }
      from.append(a)
      to.append(b)
    }
    let graph = CompressedRows(nodeCount: parties.count, from: from, to: to)
    let components = Components(of: graph)
    for component in 0..<components.count {
      let members = components.members(of: component)
      if members.count == 1 {
        follow(members[members.startIndex], graph, rows, parties)
      } else {
        leave(members, graph, parties)
      }
    }
    untraced.sort()
  }

  func isNominee(_ holder: Int32) -> Bool { ends[holder] != nil }

  /// The parties a holder's stakes count for, and whether for certain.
  func of(_ holder: Int32) -> [(party: Int32, isCertain: Bool)] { ends[holder] ?? [(holder, true)] }

  private mutating func follow(
    _ node: Int32, _ graph: CompressedRows, _ rows: [Holdings.Nominee], _ parties: [Int32]
  ) {
    let slots = graph.slots(of: node)
    guard !slots.isEmpty else { return }
    var targets: [Int32: Bool] = [:]
    for slot in slots {
      let row = rows[Int(graph.edges[slot])]
      targets[row.nominator] = (targets[row.nominator] ?? false) || row.isCertain
    }
    let party = parties[Int(node)]
    var found: [Int32: Bool] = [:]
    if !targets.values.contains(true) { found[party] = false }
    for (target, isCertain) in targets {
      for end in of(target) {
        let passes = end.isCertain && isCertain && targets.count == 1
        found[end.party] = (found[end.party] ?? false) || passes
      }
      guard found.count <= Self.limit else { break }
    }
    store(found, for: party)
  }

  /// The members of a ring: each holds for itself or for whom the ring leads to.
  private mutating func leave(
    _ members: ArraySlice<Int32>, _ graph: CompressedRows, _ parties: [Int32]
  ) {
    let inside = Set(members)
    var outside: Set<Int32> = []
    for member in members where outside.count <= Self.limit {
      for next in graph.successors(of: member) where !inside.contains(next) {
        outside.formUnion(of(parties[Int(next)]).map(\.party))
        guard outside.count <= Self.limit else { break }
      }
    }
    for member in members {
      var found: [Int32: Bool] = [parties[Int(member)]: false]
      for party in outside { found[party] = false }
      store(found, for: parties[Int(member)])
    }
  }

  private mutating func store(_ found: [Int32: Bool], for party: Int32) {
    if found.count > Self.limit {
      untraced.append(party)
      ends[party] = [(party, false)]
    } else {
      ends[party] = found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
  }
}
