import ClewGraph
import ClewModel

/// What of a snapshot can matter, on any day, to who is attributed to listed parties: in pieces that
/// do not touch each other, so that the dates of one piece are no dates of another.
///
/// The listed parties, every company of which those that matter could ever hold the threshold if
/// all statements of all times held at once, all owners of what is there, the nominees of each, and
/// the partners in groups. O(parties + links).
struct ExposureReach {
  /// A piece as a snapshot of its own: party n of it is `parties[n]`, ascending.
  struct Piece {
    var parties: [Int32]
    var snapshot: Snapshot
    var listings: [ExposureListing]
    var groups: [[Int32]]
  }

  private(set) var pieces: [Piece] = []

  /// - Parameters:
  ///   - threshold: the least share by which a company is attributed.
  ///   - party: leaves out what lies not above this party; nil takes all.
  init(
    _ snapshot: Snapshot, _ listings: [ExposureListing], groups: [[Int32]], threshold: Int64,
    of party: Int32?
  ) {
    let count = snapshot.partyCount
    let links = snapshot.links.filter {
      Int($0.from) < count && Int($0.to) < count && Self.flow($0) != nil
    }
    let flows = links.map { Self.flow($0) ?? ($0.from, $0.to) }
    let down = CompressedRows(nodeCount: count, from: flows.map(\.0), to: flows.map(\.1))
    let listed = Set(listings.map(\.party))
    let groups = groups.filter { $0.contains(where: listed.contains) }
    let seeds = listed.union(groups.joined()).filter { Int($0) < count }
    var reached = Self.attributable(from: seeds.sorted(), links, down, threshold)
    if let party {
      let up = CompressedRows(nodeCount: count, from: flows.map(\.1), to: flows.map(\.0))
      var above = Self.marks(up.reached(from: [party]), count)
      for group in groups where group.contains(where: { above[Int($0)] }) {
        for member in group { above[Int(member)] = true }
      }
      for node in 0..<count where !above[node] { reached[node] = false }
    }
    let holders = Self.holders(links, reached, count)
    var union = Joining(count)
    for link in links {
      if link.kind == .nominee {
        if holders[Int(link.from)] { union.join(link.from, link.to) }
      } else if reached[Int(link.to)], holders[Int(link.from)] {
        union.join(link.from, link.to)
      }
    }
    for group in groups {
      for member in group.dropFirst() { union.join(group[0], member) }
    }
    assemble(
      snapshot, links.filter { $0.kind == .nominee ? holders[Int($0.from)] : reached[Int($0.to)] },
      listings, groups, &union)
  }

  /// From whom to whom attribution flows along a link; nil where it never does. What a nominee holds
  /// counts for the nominator.
  private static func flow(_ link: LinkRow) -> (Int32, Int32)? {
    switch link.kind {
    case .ownership: link.direct == false ? nil : (link.from, link.to)
    case .control: (link.from, link.to)
    case .nominee: (link.to, link.from)
    default: nil
    }
  }

  /// The seeds and all that could be attributed to them on some day.
  private static func attributable(
    from seeds: [Int32], _ links: [LinkRow], _ down: CompressedRows, _ threshold: Int64
  ) -> [Bool] {
    var marks = marks(seeds, down.nodeCount)
    var held: [Int32: Int128] = [:]
    var queue = seeds
    while let party = queue.popLast() {
      for slot in down.slots(of: party) where !marks[Int(down.targets[slot])] {
        let target = down.targets[slot]
        let link = links[Int(down.edges[slot])]
        if link.kind == .ownership {
          let most = held[target, default: 0] + most(link)
          held[target] = most
          guard most >= Int128(threshold) else { continue }
        }
        marks[Int(target)] = true
        queue.append(target)
      }
    }
    return marks
  }

  /// The most that a link can state of shares or votes, with its rounding.
  private static func most(_ link: LinkRow) -> Int128 {
    func bound(_ low: Int64, _ high: Int64, _ decimals: UInt8) -> Int128 {
      guard low >= 0 || high >= 0 else { return Int128(Share.whole) }
      return Int128(max(low, high >= 0 ? high : Share.whole))
        + Int128(Share(units: 0, decimals: decimals).rounding)
    }
    let capital = bound(link.capitalMin, link.capitalMax, link.capitalDecimals)
    guard link.votesMin >= 0 || link.votesMax >= 0 else { return capital }
    return max(capital, bound(link.votesMin, link.votesMax, link.votesDecimals))
  }

  private static func marks(_ nodes: [Int32], _ count: Int) -> [Bool] {
    var marks = [Bool](repeating: false, count: count)
    for node in nodes { marks[Int(node)] = true }
    return marks
  }

  /// The parties reached, and those that hold, as nominees or for themselves, next to them and whose
  /// nominators have to be known.
  private static func holders(_ links: [LinkRow], _ reached: [Bool], _ count: Int) -> [Bool] {
    let nominees = links.filter { $0.kind == .nominee }
    guard !nominees.isEmpty else { return reached }
    let forward = CompressedRows(
      nodeCount: count, from: nominees.map(\.from), to: nominees.map(\.to))
    var roots = (0..<Int32(count)).filter { reached[Int($0)] }
    for link in links where link.kind != .nominee && reached[Int(link.to)] {
      if !forward.slots(of: link.from).isEmpty { roots.append(link.from) }
    }
    return marks(forward.reached(from: roots), count)
  }

  private mutating func assemble(
    _ snapshot: Snapshot, _ links: [LinkRow], _ listings: [ExposureListing], _ groups: [[Int32]],
    _ union: inout Joining
  ) {
    // A link belongs to what it leads into; a nominee link to the nominee.
    let roots = links.map { union.root(of: $0.kind == .nominee ? $0.from : $0.to) }
    let byRoot = CompressedRows(
      nodeCount: snapshot.partyCount, from: roots, to: [Int32](repeating: 0, count: roots.count))
    var ownListings: [Int32: [ExposureListing]] = [:]
    for row in listings { ownListings[union.root(of: row.party), default: []].append(row) }
    var ownGroups: [Int32: [[Int32]]] = [:]
    for group in groups { ownGroups[union.root(of: group[0]), default: []].append(group) }
    var local = [Int32](repeating: -1, count: snapshot.partyCount)
    for root in Set(roots).sorted() {
      guard let listings = ownListings[root] else { continue }
      let links = byRoot.slots(of: root).map { links[Int(byRoot.edges[$0])] }
      var parties = Set(links.flatMap { [$0.from, $0.to] })
      parties.formUnion(listings.map(\.party))
      for group in ownGroups[root] ?? [] { parties.formUnion(group) }
      let sorted = parties.sorted()
      for (number, party) in sorted.enumerated() { local[Int(party)] = Int32(number) }
      pieces.append(
        Piece(
          parties: sorted,
          snapshot: Snapshot(
            partyIDs: sorted.map { snapshot.partyIDs[Int($0)] },
            partyKinds: sorted.map { snapshot.partyKinds[Int($0)] },
            links: links.map { link in
              var link = link
              link.from = local[Int(link.from)]
              link.to = local[Int(link.to)]
              return link
            }),
          listings: listings.map { row in
            var row = row
            row.party = local[Int(row.party)]
            return row
          }, groups: (ownGroups[root] ?? []).map { $0.map { local[Int($0)] } }))
    }
  }
}

/// Disjoint sets of parties, joined with path halving.
private struct Joining {
  private var parent: [Int32]

  init(_ count: Int) { parent = (0..<Int32(count)).map { $0 } }

  mutating func root(of party: Int32) -> Int32 {
    var node = party
    while parent[Int(node)] != node {
      parent[Int(node)] = parent[Int(parent[Int(node)])]
      node = parent[Int(node)]
    }
    return node
  }

  /// The lower root stays.
  mutating func join(_ a: Int32, _ b: Int32) {
    let (x, y) = (root(of: a), root(of: b))
    if x < y { parent[Int(y)] = x } else { parent[Int(x)] = y }
  }
}
