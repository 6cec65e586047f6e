import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

/// Ownership on random small graphs against brute force.
struct OwnershipPropertyTests {
  private func holdings(_ random: RandomWorld) -> Holdings {
    Holdings(random.world.snapshot, at: Moment(asOf: World.today))
  }

  private func inverse(_ random: RandomWorld) -> [[SmallRational]]? {
    let n = RandomWorld.count
    return SmallRational.inverse(
      (0..<n).map { i in
        (0..<n).map { j in
          SmallRational(i == j ? 1 : 0) - SmallRational(Int128(random.low[i][j]), 100)
        }
      })
  }

  @Test(arguments: 0..<300)
  func lookThroughEqualsDenseInverse(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed))
    guard let n = inverse(random) else { return }
    let holdings = holdings(random)
    for company in RandomWorld.persons..<RandomWorld.count {
      let answer = LookThrough(of: Int32(company), in: holdings)
      for owner in 0..<RandomWorld.count {
        let basic = owner == company ? n[owner][company] - .init(1) : n[owner][company]
        let expected = basic / n[owner][owner]
        let band = answer.band(of: Int32(owner)) ?? .none
        #expect(band.min <= expected.units + 1 && band.min >= expected.units)
        #expect(band.max - band.min <= 1)
      }
    }
  }

  @Test(arguments: 0..<300)
  func externalSharesAndUnknownAddUpToOne(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed), banded: seed.isMultiple(of: 2))
    let holdings = holdings(random)
    for company in RandomWorld.persons..<RandomWorld.count {
      let answer = LookThrough(of: Int32(company), in: holdings)
      var low = answer.unknown.max
      for (owner, band) in zip(answer.owners, answer.bands) where !holdings.isOwned(owner) {
        low += band.min
      }
      #expect((low - Int128(Share.whole)).magnitude <= 10)
      let parts = answer.unknownParts.reduce(Int128(0)) { $0 + $1.share.min }
      #expect((parts - answer.unknown.max).magnitude <= 10)
    }
  }

  /// Value iteration from below on doubles, as written down in the formula.
  private func greatest(_ random: RandomWorld, owner: Int) -> [Double] {
    let n = RandomWorld.count
    var x = [Double](repeating: 0, count: n)
    x[owner] = 1
    var last = x
    for _ in 0..<1000 {
      for k in RandomWorld.persons..<n {
        var left = 100 - (0..<n).reduce(0) { $0 + random.low[$1][k] }
        var sum = (0..<n).reduce(0.0) { $0 + Double(random.low[$1][k]) * x[$1] }
        for i in (0..<n).sorted(by: { x[$0] > x[$1] }) {
          let more = min(left, random.high[i][k] - random.low[i][k])
          sum += Double(more) * x[i]
          left -= more
        }
        last[k] = sum / 100
        if k != owner { x[k] = sum / 100 }
      }
    }
    return last
  }

  @Test(arguments: 0..<8)
  func maximaEqualValueIteration(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed) &+ 9000, banded: true)
    let holdings = holdings(random)
    for owner in 0..<RandomWorld.count {
      let expected = greatest(random, owner: owner)
      for company in RandomWorld.persons..<RandomWorld.count {
        let band = LookThrough(of: Int32(company), in: holdings).band(of: Int32(owner)) ?? .none
        let found = Double(band.max) / Double(Share.whole)
        #expect(abs(found - expected[company]) < 1e-6, "\(owner) in \(company)")
        let down = holdings.holdings(of: Int32(owner)).rows.first { $0.party == Int32(company) }
        #expect((down?.lookThrough ?? .none) == band)
      }
    }
  }

  @Test(arguments: 0..<200)
  func stepRuleEqualsBruteForce(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed) &+ 500, banded: true)
    let listed: [Int32] = [0, Int32(RandomWorld.persons)]
    let exposure = Exposure(of: listed, under: .ofac, in: holdings(random))
    let certain = fixpoint(random, listed) { $0.low >= 50 }
    let possible = fixpoint(random, listed) { $0.most >= 50 }
    for party in 0..<Int32(RandomWorld.count) where !listed.contains(party) {
      let expected: Verdict? =
        certain.contains(party) ? .yes : possible.contains(party) ? .possible : nil
      let found = exposure.results.first { $0.party == party }
      #expect(found?.verdict == expected)
      if let found { #expect(!found.by.isEmpty && !found.steps.isEmpty) }
    }
  }

  @Test(arguments: 0..<200)
  func controlEqualsBruteForce(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed) &+ 70_000, banded: true)
    let control = Control(holdings(random))
    for party in 0..<Int32(RandomWorld.count) {
      let reach = control.reach(of: party)
      let certain = fixpoint(random, [party]) { $0.low > 50 }
      let possible = fixpoint(random, [party]) { $0.most > 50 }
      #expect(Set(reach.certain) == certain.subtracting([party]))
      #expect(Set(reach.possible) == possible.subtracting([party]))
      for other in 0..<Int32(RandomWorld.count) where other != party {
        #expect(control.verdict(of: party, on: other) == reach.verdict(on: other))
      }
    }
  }

  private func fixpoint(
    _ random: RandomWorld, _ seeds: [Int32], passes: ((low: Int, most: Int)) -> Bool
  ) -> Set<Int32> {
    var inside = Set(seeds)
    var grows = true
    while grows {
      grows = false
      for company in RandomWorld.persons..<RandomWorld.count where !inside.contains(Int32(company))
      {
        var (low, high, all) = (0, 0, 0)
        for owner in 0..<RandomWorld.count {
          all += random.low[owner][company]
          guard inside.contains(Int32(owner)) else { continue }
          low += random.low[owner][company]
          high += random.high[owner][company]
        }
        if passes((low, max(low, min(high, 100 - all + low)))) {
          inside.insert(Int32(company))
          grows = true
        }
      }
    }
    return inside
  }

  @Test(arguments: 0..<100)
  func boundsHoldTheExactAnswer(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed) &+ 333, banded: seed.isMultiple(of: 3))
    let holdings = holdings(random)
    for company in RandomWorld.persons..<RandomWorld.count {
      let exact = LookThrough(of: Int32(company), in: holdings)
      let bounds = LookThrough(boundsOf: Int32(company), in: holdings)
      for (owner, band) in zip(exact.owners, exact.bands) {
        let wide = bounds.band(of: owner) ?? .none
        #expect(wide.min <= band.min && wide.max >= band.max, "\(owner) in \(company)")
        if !seed.isMultiple(of: 3) { #expect(wide.max - wide.min < 1_000_000) }
      }
    }
  }
}
