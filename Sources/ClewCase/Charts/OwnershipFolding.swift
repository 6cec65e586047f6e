import ClewAnalyse
import ClewModel
import ClewRender

/// Which owners a sheet shows one by one, and which it may fold into a node with their sum.
///
/// What the answer turns on stays: parties that pass a rule and the chains that prove it, parties on
/// a list, controllers, and the unknown part of every company that is drawn. Then the largest owners
/// fill what room there is, layer by layer. The others are folded above the company they lead to,
/// counted and summed: nothing is left out without a figure in its place.
struct OwnershipFolding {
  /// Charts up to this size are drawn whole.
  static let roomy = 32
  /// What stays when more is folded, but for what the answer turns on.
  static let budget = 18
  /// Owners of one company that stay, but for what the answer turns on.
  static let ownersOfOne = 6
  /// Whoever holds less of the subjects stays only if the answer turns on it: 1%.
  static let smallest = Int128(Share.whole / 100)
  /// What may turn on possible verdicts alone stays up to here.
  static let matterLimit = 60

  private let scene: OwnershipScene
  private let nodes: [ChartNode]
  private let edges: [ChartEdge]
  private let weight: [String: Int128]
  private let party: [String: Int32]
  /// Edges by their end at the owned company, and by the owner.
  private var into: [String: [Int]] = [:]
  private var outOf: [String: [Int]] = [:]
  private var kept: Set<String>
  /// Nodes that the answer turns on: what they hold inside a fold is drawn.
  private let decisive: Set<String>

  /// - Parameters:
  ///   - certain: parties that the answer turns on.
  ///   - possible: parties on which it may turn.
  init(
    _ scene: OwnershipScene, _ nodes: [ChartNode], _ edges: [ChartEdge], certain: Set<Int32>,
    possible: Set<Int32>
  ) {
    self.scene = scene
    self.nodes = nodes
    self.edges = edges
    var party: [String: Int32] = [:]
    for node in scene.taken { party[scene.id(node).description] = node }
    self.party = party
    for (index, edge) in edges.enumerated() where edge.from != edge.to {
      into[edge.to, default: []].append(index)
      outOf[edge.from, default: []].append(index)
    }
    weight = Self.weights(scene, edges)
    func ids(_ parties: Set<Int32>) -> Set<String> {
      Set(parties.filter(scene.taken.contains).map { scene.id($0).description })
    }
    decisive = ids(certain)
    kept = decisive.union(ids(Set(scene.roots)))
    let more = kept.union(ids(possible))
    if more.count <= Self.matterLimit { kept = more }
    for node in nodes where node.marks.contains(where: { $0.hasPrefix("listed") }) {
      kept.insert(node.id)
    }
    anchor()
  }

  /// What each node holds of the subjects at most; a nominee as much as who stands behind it.
  private static func weights(_ scene: OwnershipScene, _ edges: [ChartEdge]) -> [String: Int128] {
    var weight: [String: Int128] = [:]
    for answer in scene.answers {
      for row in answer.rows {
        weight[scene.id(row.party).description, default: 0] += row.lookThrough.max
      }
      for part in answer.unknownParts {
        weight[UnknownOwners.id(above: scene.id(part.company)), default: 0] += part.share.max
      }
    }
    for edge in edges where weight[edge.to] == nil {
      weight[edge.to] = weight[edge.from] ?? 0
    }
    return weight
  }

  /// Joins everything that is kept to a subject: by as few companies as possible, heavy ones first.
  private mutating func anchor() {
    var anchored: Set<String> = []
    spread(from: scene.roots.map { scene.id($0).description }, &anchored)
    for start in kept.sorted() where !anchored.contains(start) {
      let way = way(from: start, to: anchored)
      kept.formUnion(way)
      spread(from: way, &anchored)
    }
  }

  /// Takes nodes and every kept one above them.
  private func spread(from nodes: [String], _ anchored: inout Set<String>) {
    var stack = nodes.filter { anchored.insert($0).inserted }
    while let node = stack.popLast() {
      for index in into[node] ?? [] where kept.contains(edges[index].from) {
        if anchored.insert(edges[index].from).inserted { stack.append(edges[index].from) }
      }
    }
  }

  /// The nodes on the shortest way down to one of some nodes, that one left out; only the start where
  /// no way leads there.
  private func way(from start: String, to anchored: Set<String>) -> [String] {
    var previous: [String: String] = [:]
    var seen: Set<String> = [start]
    var queue = [start]
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      if (outOf[node] ?? []).contains(where: { anchored.contains(edges[$0].to) }) {
        var way = [node]
        while let last = way.last, let before = previous[last] { way.append(before) }
        return way
      }
      for owned in (outOf[node] ?? []).map({ edges[$0].to }).sorted(by: { lighter($1, $0) })
      where seen.insert(owned).inserted {
        previous[owned] = node
        queue.append(owned)
      }
    }
    return [start]
  }

  private func lighter(_ a: String, _ b: String) -> Bool {
    let (x, y) = (weight[a] ?? 0, weight[b] ?? 0)
    return x != y ? x < y : a > b
  }

  /// The folds of the chart; none where it is small enough to be drawn whole.
  mutating func folds() -> [ChartFold] {
    guard nodes.count > Self.roomy else { return [] }
    fill()
    keepUnknownParts()
    return fold()
  }

  /// Takes the heaviest owners of what is kept until there is no room.
  private mutating func fill() {
    var owners: [String: Int] = [:]
    for node in kept { for edge in outOf[node] ?? [] { owners[edges[edge].to, default: 0] += 1 } }
    var frontier = Set(kept.flatMap { (into[$0] ?? []).map { edges[$0].from } }).subtracting(kept)
    while kept.count < Self.budget, let best = frontier.max(by: { lighter($0, $1) }) {
      frontier.remove(best)
      guard (weight[best] ?? 0) >= Self.smallest else { break }
      let owned = (outOf[best] ?? []).map { edges[$0].to }.filter(kept.contains)
      guard owned.contains(where: { owners[$0, default: 0] < Self.ownersOfOne }) else { continue }
      kept.insert(best)
      for company in owned { owners[company, default: 0] += 1 }
      frontier.formUnion((into[best] ?? []).map { edges[$0].from }.filter { !kept.contains($0) })
    }
  }

  /// What nobody states of a company that is drawn is drawn with it, and so are the roles in a trust;
  /// at a company that matters little, behind the fold of its other owners.
  private mutating func keepUnknownParts() {
    let shapes = Dictionary(nodes.map { ($0.id, $0.shape) }, uniquingKeysWith: { a, _ in a })
    func isUnknown(_ node: String) -> Bool {
      shapes[node] == .unknownOwner || shapes[node] == .anonymousOwner
    }
    for company in kept.sorted() {
      let owners = (into[company] ?? []).map { edges[$0].from }
      let matters =
        (weight[company] ?? 0) >= Self.smallest || scene.roots.contains(party[company] ?? -1)
      let isFolded = owners.contains { !kept.contains($0) && !isUnknown($0) }
      for index in into[company] ?? [] {
        let owner = edges[index].from
        if edges[index].relation == .trust || (isUnknown(owner) && (matters || !isFolded)) {
          kept.insert(owner)
        }
      }
    }
  }

  private mutating func fold() -> [ChartFold] {
    var groups: [(company: String, direct: [String], members: Set<String>)] = []
    for node in nodes where kept.contains(node.id) {
      let direct = Set((into[node.id] ?? []).map { edges[$0].from }).subtracting(kept).sorted()
      guard !direct.isEmpty else { continue }
      groups.append((node.id, direct, above(direct)))
    }
    // One owner alone is drawn: a fold of one says less and takes the same room.
    let singles = groups.filter { $0.members.count == 1 }.flatMap(\.direct)
    if !singles.isEmpty {
      kept.formUnion(singles)
      keepUnknownParts()
      return fold()
    }
    var times: [String: Int] = [:]
    for group in groups { for member in group.members { times[member, default: 0] += 1 } }
    return groups.map { group in
      let shared = group.members.filter { times[$0, default: 0] > 1 }.count
      return made(group.company, group.direct, group.members, shared: shared)
    }
  }

  /// Some owners and everybody above them who is not kept.
  private func above(_ owners: [String]) -> Set<String> {
    var members = Set(owners)
    var stack = owners
    while let node = stack.popLast() {
      for index in into[node] ?? [] {
        let owner = edges[index].from
        if !kept.contains(owner), members.insert(owner).inserted { stack.append(owner) }
      }
    }
    return members
  }

  private func made(
    _ company: String, _ direct: [String], _ members: Set<String>, shared: Int
  ) -> ChartFold {
    let id = "fold-\(company)"
    let held = stakes(of: members, in: company)
    let unknown = nodes.filter {
      members.contains($0.id) && ($0.shape == .unknownOwner || $0.shape == .anonymousOwner)
    }
    let owners = Set(direct).subtracting(unknown.map(\.id))
    let named = owners.count
    var lines = [Self.owners(named, largest: held.largest)]
    if named == 1, let owner = nodes.first(where: { owners.contains($0.id) }) {
      // An owner that stands alone is named; who is above it is counted.
      lines = owner.lines.prefix(1) + [owner.id]
    } else if held.sum.max > 0 {
      lines.append("together \(held.sum.percentText)")
    }
    let further = members.count - unknown.count - named
    if further > 0 {
      lines.append("\(counted(further)) more above \(named == 1 ? "it" : "them")")
    }
    if !unknown.isEmpty { lines.append(unknownInside(unknown)) }
    let possible = nodes.filter { members.contains($0.id) && !$0.verdicts.isEmpty }.count
    if possible > 0 { lines.append("\(counted(possible)) of them may pass a rule") }
    let holders = self.holders(in: members)
    let quiet = holders.filter { !decisive.contains($0) }.count
    if quiet > 0 {
      lines.append(
        "\(counted(quiet)) of the owners shown \(quiet == 1 ? "holds" : "hold") part of it")
    }
    if shared > 0 { lines.append("\(counted(shared)) of them behind another fold too") }
    var drawn = [
      ChartEdge(
        from: id, to: company, relation: .ownership,
        label: held.sum.max > 0 ? [held.sum.percentText] : [],
        confidence: .solid, width: ChartEdge.Width(units: held.sum.min))
    ]
    for owner in holders where decisive.contains(owner) {
      drawn.append(
        ChartEdge(
          from: owner, to: id, relation: .ownership, label: ["holds shares inside"],
          confidence: .dotted))
    }
    return ChartFold(id: id, lines: lines, members: members.sorted(), edges: drawn)
  }

  /// What is not known behind a fold: at how many companies, and up to what part of the subjects.
  private func unknownInside(_ unknown: [ChartNode]) -> String {
    let most = unknown.reduce(Int128(0)) { $0 + (weight[$1.id] ?? 0) }
    let places =
      unknown.count == 1 ? "unknown inside" : "unknown inside, \(counted(unknown.count)) times"
    return most > 0 ? "\(places): up to \(Band(exactly: most).percentText)" : places
  }

  /// Kept parties that hold something of a folded company.
  private func holders(in members: Set<String>) -> [String] {
    var found: Set<String> = []
    for member in members {
      for index in into[member] ?? [] where kept.contains(edges[index].from) {
        found.insert(edges[index].from)
      }
    }
    return found.sorted()
  }

  /// What the members directly hold of a company: the sum, and the largest single stake.
  private func stakes(of members: Set<String>, in company: String) -> (sum: Band, largest: Int128) {
    guard let node = party[company] else { return (.none, 0) }
    var sum = Band.none
    var others: Int128 = 0
    var largest: Int128 = 0
    for index in scene.holdings.column(node) {
      let holding = scene.holdings.all[index]
      guard members.contains(scene.id(holding.owner).description) else {
        others += Int128(holding.capitalMin)
        continue
      }
      sum.min += Int128(holding.capitalMin)
      sum.max += Int128(holding.capitalMax)
      largest = max(largest, Int128(holding.capitalMax))
    }
    sum.max = max(sum.min, min(sum.max, Int128(Share.whole) - others))
    return (sum, largest)
  }

  /// `17 owners, each under 5%`.
  private static func owners(_ count: Int, largest: Int128) -> String {
    let words = count == 1 ? "1 owner" : "\(counted(count)) owners"
    guard largest > 0 else { return words }
    let bound = [1, 2, 5, 10, 25, 50].first { Int128($0) * Int128(Share.whole) / 100 > largest }
    let each = count == 1 ? "" : "each "
    return bound.map { "\(words), \(each)under \($0)%" }
      ?? "\(words), the largest \(ShareText.percent(largest))"
  }
}
