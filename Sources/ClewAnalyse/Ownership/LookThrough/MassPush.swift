import ClewGraph
import ClewModel

/// True bounds on look-through shares in groups too large for exact numbers.
///
/// One unit of ownership of the subject is pushed from company to owner along the minima, in
/// integers of 10^-22, rounded down. What an end has received is a lower bound of its share; what
/// is still on its way, or was lost to rounding, is the most that any of them can still gain.
/// Needs columns of at most 100 %. Time: entries times rounds inside each cross-holding.
struct MassPush {
  private(set) var answer: LookThroughSolver.Answer
  /// Nodes by what they received, the most first.
  private let byMass: [Int]

  /// A share times this fits into 128 bits.
  private static let one: UInt128 = 10_000_000_000_000_000_000_000
  /// Units of mass in a unit of `Share.whole`.
  private static let perShare: UInt128 = 10_000_000
  /// Mass at which a cross-holding counts as emptied.
  private static let still: UInt128 = 10_000
  /// Rounds in one cross-holding, for a group that owns itself (almost) entirely.
  private static let roundLimit = 2000
  /// Entries and nodes visited in all, for owners that need a push of their own.
  private static let workLimit = 4_000_000
  /// Entries looked at in all to narrow the bounds of banded holdings.
  private static let narrowLimit = 20_000_000

  /// nil where a column is above 100 %.
  init?(_ region: OwnershipRegion, _ shares: RegionShares, ends: [Int32]) {
    guard let flow = Flow(region, shares.minima) else { return nil }
    var run = flow.run(absorbing: nil)
    let isBanded = shares.minima != shares.maxima
    let held = ends.reduce(UInt128(0)) { $0 + run.received[Int($1)] }
    let spread = isBanded ? Self.one - min(held, Self.one) : run.lost
    var bands = [Band](repeating: .none, count: region.count)
    var work = run.work
    byMass = (0..<region.count).sorted {
      run.received[$0] != run.received[$1] ? run.received[$0] > run.received[$1] : $0 < $1
    }
    for node in byMass {
      let isRoot = node == Int(region.root)
      if !flow.isCyclic(Int32(node)) {
        bands[node] = isRoot ? .none : Self.band(run.received[node], plus: spread)
        let mayReturn = isRoot ? region.owner.contains(region.root) : true
        if isBanded, mayReturn, !region.column(Int32(node)).isEmpty {
          bands[node].max = Band.whole.max
        }
      } else if work <= Self.workLimit {
        let own = flow.run(absorbing: Int32(node))
        work += own.work
        let start = isRoot ? Self.one : 0
        bands[node] = Self.band(own.received[node] - start, plus: own.lost)
        if isBanded { bands[node].max = Band.whole.max }
      } else {
        bands[node] = flow.withoutOwnPush(Int32(node), run)
        if isBanded { bands[node].max = Band.whole.max }
      }
    }
    let left = Self.one - min(held, Self.one)
    let least = isBanded ? 0 : left - min(left, run.lost)
    run.unknown.sort { $0.0 < $1.0 }
    answer = LookThroughSolver.Answer(
      bands: bands, unknown: Self.band(least, plus: left - least),
      parts: run.unknown.map { ($0.0, Self.band($0.1, plus: run.lost)) }, closed: [],
      method: .bounded)
  }

  /// Narrows what bands leave wide, owner by owner in descending mass, as far as the work allows.
  mutating func narrow(_ region: OwnershipRegion, _ shares: RegionShares) {
    guard shares.minima != shares.maxima else { return }
    let components = region.components
    var work = 0
    for node in byMass where answer.bands[node].max > answer.bands[node].min {
      guard work <= Self.narrowLimit,
        let bounds = ValueBounds(of: [Int32(node)], region, shares, components)
      else { return }
      work += bounds.work
      let band = bounds.bands[Int(region.root)]
      answer.bands[node].min = max(answer.bands[node].min, band.min)
      answer.bands[node].max = max(
        answer.bands[node].min, min(answer.bands[node].max, band.max))
    }
  }

  fileprivate static func band(_ mass: UInt128, plus more: UInt128) -> Band {
    let scale = perShare
    let high = min((mass + more + scale - 1) / scale, UInt128(Share.whole))
    return Band(min: Int128(min(mass / scale, UInt128(Share.whole))), max: Int128(high))
  }

  /// The region as a network that mass runs through.
  private struct Flow {
    let region: OwnershipRegion
    let shares: [Int64]
    let components: Components

    struct Run {
      var received: [UInt128]
      var unknown: [(Int, UInt128)]
      var lost: UInt128
      var work: Int
    }

    init?(_ region: OwnershipRegion, _ shares: [Int64]) {
      self.region = region
      self.shares = shares
      let companies = region.companies
      var from: [Int32] = []
      var to: [Int32] = []
      for entry in shares.indices where shares[entry] > 0 {
        from.append(companies[entry])
        to.append(region.owner[entry])
      }
      components = Components(
        of: CompressedRows(nodeCount: region.count, from: from, to: to))
      guard region.hasNoOverfullColumn(shares) else { return nil }
    }

    func isCyclic(_ node: Int32) -> Bool {
      components.members(of: Int(components.number[Int(node)])).count > 1
        || region.column(node).contains { region.owner[$0] == node && shares[$0] > 0 }
    }

    /// What a company in a ring holds by the one push from the root: what came to it counts what it
    /// passed on and got back, and no more comes back than the ring holds of it.
    func withoutOwnPush(_ node: Int32, _ run: Run) -> Band {
      var inside: UInt128 = 0
      for entry in region.column(node)
      where components.number[Int(region.owner[entry])] == components.number[Int(node)] {
        inside += UInt128(UInt64(shares[entry]))
      }
      let whole = UInt128(Share.whole)
      if node == region.root { return Band(min: 0, max: Int128(inside)) }
      let received = run.received[Int(node)]
      let once = received / whole * (whole - min(inside, whole))
      return Band(
        min: MassPush.band(once, plus: 0).min, max: MassPush.band(received, plus: run.lost).max)
    }

    /// Pushes one unit from the root; mass that comes to `absorbing` stays there.
    func run(absorbing: Int32?) -> Run {
      var run = Run(
        received: .init(repeating: 0, count: region.count), unknown: [], lost: 0, work: 0)
      var waiting = [UInt128](repeating: 0, count: region.count)
      var unknown = [UInt128](repeating: 0, count: region.count)
      var isFirst = true
      waiting[Int(region.root)] = MassPush.one
      for component in (0..<components.count).reversed() {
        let members = components.members(of: component)
        var rounds = 0
        while true {
          rounds += 1
          run.work += members.count
          var rest: UInt128 = 0
          for i in 0..<members.count {
            // Back and forth: a ring that runs against the one order runs with the other.
            let place = rounds.isMultiple(of: 2) ? members.count - 1 - i : i
            let node = members[members.startIndex + place]
            let mass = waiting[Int(node)]
            guard mass > 0 else { continue }
            if node == absorbing, !isFirst || node != region.root {
              run.received[Int(node)] += mass
              waiting[Int(node)] = 0
              continue
            }
            isFirst = false
            push(node, mass, &waiting, &unknown, &run)
          }
          for node in members { rest += waiting[Int(node)] }
          if rest <= MassPush.still || rounds == MassPush.roundLimit {
            run.lost += rest
            break
          }
        }
      }
      run.unknown = unknown.indices.filter { unknown[$0] > 0 }.map { ($0, unknown[$0]) }
      return run
    }

    private func push(
      _ node: Int32, _ mass: UInt128, _ waiting: inout [UInt128], _ unknown: inout [UInt128],
      _ run: inout Run
    ) {
      waiting[Int(node)] = 0
      run.received[Int(node)] += mass
      let column = region.column(node)
      if column.isEmpty, node != region.root { return }
      var left = mass
      var units = Share.whole
      for entry in column where shares[entry] > 0 {
        let part = mass * UInt128(UInt64(shares[entry])) / UInt128(Share.whole)
        waiting[Int(region.owner[entry])] += part
        left -= part
        units -= shares[entry]
        run.work += 1
      }
      let part = mass * UInt128(UInt64(units)) / UInt128(Share.whole)
      unknown[Int(node)] += part
      run.lost += left - part
    }
  }
}
