import ClewModel

/// The work behind `CrossHoldingGroup`: the members and their direct owners, cut out of the graph.
struct CrossHoldingSolver {
  private let region: OwnershipRegion
  private let shares: RegionShares
  /// Local numbers, ascending.
  private let members: [Int32]
  private let outsiders: [Int32]
  private let isMember: [Bool]

  /// Entries looked at for all members' shares in themselves; beyond it they get what their columns
  /// alone say.
  private static let workLimit = 3_000_000
  /// Squared members times entries up to which bands get exact extremes.
  private static let exactLimit = 20_000

  init(_ companies: [Int32], entry: Int32, _ holdings: Holdings) {
    let region = OwnershipRegion(only: companies, root: entry, in: holdings)
    let members = companies.compactMap(region.local)
    var isMember = [Bool](repeating: false, count: region.count)
    for member in members { isMember[Int(member)] = true }
    self.region = region
    self.members = members
    self.isMember = isMember
    outsiders = (0..<Int32(region.count)).filter { !isMember[Int($0)] }
    shares = RegionShares(region, holdings)
  }

  func group() -> CrossHoldingGroup {
    let entry = region.nodes[Int(region.root)]
    let direct = members.map(direct)
    let undefined = Band(min: 0, max: Band.whole.max)
    var outside = [Band](repeating: undefined, count: members.count)
    var own = direct.map { Band(min: 0, max: min($0.inside.max, Band.whole.max)) }
    var method = LookThrough.Method.undefined
    var error: CrossHoldingGroup.SimplePathError?
    do throws(ShareSystem.Failure) {
      (outside, own) = try exact()
      error = try simplePathError()
      method = .exact
    } catch {
      if region.hasNoOverfullColumn(shares.minima) {
        (outside, own) = bounded()
        method = .bounded
      }
    }
    func mean(_ part: (Direct) -> Band) -> Band {
      let sum = direct.reduce(Band.none) { total, member in
        Band(min: total.min + part(member).min, max: total.max + part(member).max)
      }
      let count = Int128(members.count)
      return Band(min: sum.min / count, max: (sum.max + count - 1) / count)
    }
    return CrossHoldingGroup(
      members: members.indices.map { i in
        CrossHoldingGroup.Member(
          company: region.nodes[Int(members[i])], heldInside: direct[i].inside,
          outside: outside[i], unknown: unknown(direct[i], outside[i]), selfOwnership: own[i])
      },
      entry: entry, heldInside: mean(\.inside), heldOutside: mean(\.outside),
      unnamed: mean(\.unnamed), simplePathError: error, method: method)
  }

  /// What the columns say: who holds the shares of one member.
  private struct Direct {
    var inside: Band
    var outside: Band
    var unnamed: Band
  }

  private func direct(_ member: Int32) -> Direct {
    let column = region.column(member)
    let whole = Band.whole.max
    func sum(_ isInside: Bool) -> Band {
      let part = column.filter { isMember[Int(region.owner[$0])] == isInside }
      let others = column.filter { isMember[Int(region.owner[$0])] != isInside }
      let low = part.reduce(Int128(0)) { $0 + Int128(shares.minima[$1]) }
      let high = part.reduce(Int128(0)) { $0 + Int128(shares.maxima[$1]) }
      let left = others.reduce(whole) { $0 - Int128(shares.minima[$1]) }
      let taken = others.reduce(whole) { $0 - Int128(shares.maxima[$1]) }
      let least = shares.isComplete[Int(member)] ? max(low, taken) : low
      return Band(min: least, max: max(least, min(high, left)))
    }
    let low = column.reduce(Int128(0)) { $0 + Int128(shares.minima[$1]) }
    let high = column.reduce(Int128(0)) { $0 + Int128(shares.maxima[$1]) }
    let unnamed =
      shares.isComplete[Int(member)]
      ? Band.none : Band(min: max(0, whole - high), max: max(0, whole - low))
    return Direct(inside: sum(true), outside: sum(false), unnamed: unnamed)
  }

  private func unknown(_ direct: Direct, _ outside: Band) -> Band {
    let whole = Band.whole.max
    return Band(min: max(0, whole - outside.max), max: max(0, whole - outside.min))
  }

  /// What all outside owners hold of each member together, and what each member owns of itself.
  private func exact() throws(ShareSystem.Failure) -> (outside: [Band], own: [Band]) {
    let system = ShareSystem(region: region, shares: shares.minima)
    var given: [Int32: Fraction] = [:]
    for outsider in outsiders { given[outsider] = .one }
    let isBanded = shares.minima != shares.maxima
    guard isBanded else {
      let values = try system.values(given: given)
      let solution = try system.visits()
      let own = members.map { member -> Band in
        guard solution.visits[Int(member)] != nil else { return .whole }
        let visits = solution.returns[member] ?? .one
        let share = (visits - .one) / visits
        return Band(from: share, to: share)
      }
      return (members.map { Band(from: values[Int($0)], to: values[Int($0)]) }, own)
    }
    guard members.count * members.count * shares.minima.count <= Self.exactLimit else {
      throw .tooLarge
    }
    let low = try GreedyFill(.least, region, shares, given: given).solution().values
    let high = try GreedyFill(.greatest, region, shares, given: given).solution().values
    var own: [Band] = []
    for member in members {
      var region = region
      region.root = member
      let given: [Int32: Fraction] = [member: .one]
      own.append(
        Band(
          from: try GreedyFill(.least, region, shares, given: given).value(),
          to: try GreedyFill(.greatest, region, shares, given: given).value()))
    }
    return (members.map { Band(from: low[Int($0)], to: high[Int($0)]) }, own)
  }

  private func bounded() -> (outside: [Band], own: [Band]) {
    let components = region.components
    let together = ValueBounds(of: outsiders, region, shares, components)
    var work = together?.work ?? 0
    let outside = members.map {
      together?.bands[Int($0)] ?? Band(min: 0, max: Band.whole.max)
    }
    let own = members.map { member -> Band in
      if work <= Self.workLimit,
        let bounds = ValueBounds(of: [member], region, shares, components)
      {
        work += bounds.work
        return bounds.bands[Int(member)]
      }
      let itself = region.column(member).filter { region.owner[$0] == member }
      let least = itself.reduce(Int128(0)) { $0 + Int128(shares.minima[$1]) }
      return Band(min: least, max: max(least, direct(member).inside.max))
    }
    return (outside, own)
  }

  private func simplePathError()
    throws(ShareSystem.Failure) -> CrossHoldingGroup.SimplePathError?
  {
    let system = ShareSystem(region: region, shares: shares.minima)
    let visits = try system.visits().visits
    var largest: (owner: Int32, share: Fraction)?
    for outsider in outsiders {
      guard let share = visits[Int(outsider)] else { continue }
      if largest.map({ $0.share < share }) ?? !share.numerator.isZero {
        largest = (outsider, share)
      }
    }
    guard let largest else { return nil }
    var search = SimpleChains(region, shares.minima, owner: largest.owner)
    guard let simple = search.sum() else { return nil }
    return CrossHoldingGroup.SimplePathError(
      owner: region.nodes[Int(largest.owner)], share: Band(from: largest.share, to: largest.share),
      simplePaths: Band(from: simple, to: simple))
  }
}

/// The sum over all chains from an owner to the root of a region on which no company comes twice.
private struct SimpleChains {
  private let region: OwnershipRegion
  private let shares: [Int64]
  private let owner: Int32
  private var isOnChain: [Bool]
  private var steps = 0

  /// Steps beyond which the search is given up: chains grow with the factorial of the group.
  private static let limit = 50_000

  init(_ region: OwnershipRegion, _ shares: [Int64], owner: Int32) {
    self.region = region
    self.shares = shares
    self.owner = owner
    isOnChain = [Bool](repeating: false, count: region.count)
  }

  /// nil where there are too many.
  mutating func sum() -> Fraction? {
    var values: [(node: Int32, entry: Int, sum: Fraction)] = []
    func enter(_ node: Int32) {
      isOnChain[Int(node)] = true
      values.append((node, region.column(node).lowerBound, .zero))
    }
    enter(region.root)
    while let (node, entry, sum) = values.last {
      steps += 1
      guard steps <= Self.limit, sum.bitWidth <= ShareSystem.bitLimit else { return nil }
      guard entry < region.column(node).upperBound else {
        values.removeLast()
        isOnChain[Int(node)] = false
        guard let last = values.indices.last else { return sum }
        let share = Fraction(units: shares[values[last].entry])
        values[last].sum = values[last].sum + share * sum
        values[last].entry += 1
        continue
      }
      let next = region.owner[entry]
      if next == owner {
        values[values.count - 1].sum = sum + Fraction(units: shares[entry])
        values[values.count - 1].entry += 1
      } else if isOnChain[Int(next)] || shares[entry] == 0 || region.column(next).isEmpty {
        values[values.count - 1].entry += 1
      } else {
        enter(next)
      }
    }
    return nil
  }
}
