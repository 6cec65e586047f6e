import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

/// Every regime about listed persons on random small graphs, against brute force.
struct ExposurePropertyTests {
  private func holdings(_ random: RandomExposureWorld) -> Holdings {
    Holdings(random.world.snapshot, at: Moment(asOf: World.today))
  }

  @Test(arguments: 0..<200)
  func equalsBruteForce(_ seed: Int) {
    let random = RandomExposureWorld(seed: UInt64(seed) &+ 11, banded: seed.isMultiple(of: 2))
    let holdings = holdings(random)
    for regime in Regime.aboutListed {
      let exposure = Exposure(of: random.listed, under: regime, in: holdings)
      let certain = random.caught(regime, possible: false)
      let possible = random.caught(regime, possible: true)
      #expect(Set(exposure.results.map(\.party)) == possible, "\(regime.id)")
      for result in exposure.results {
        #expect(
          (result.verdict == .yes) == certain.contains(result.party), "\(regime.id) \(result.party)"
        )
        #expect((result.basis == .possible) == (result.verdict == .possible))
        check(result, random, exposure)
      }
      for party in 0..<Int32(RandomExposureWorld.count) where !random.listed.contains(party) {
        let asked = Exposure.verdict(of: party, listed: random.listed, under: regime, in: holdings)
        let result = exposure.results.first { $0.party == party }
        #expect(asked.verdict == result?.verdict ?? .no, "\(regime.id) \(party)")
        if let result, result.verdict == .yes { #expect(asked.margin == result.margin) }
      }
      let caught = Set(exposure.results.map(\.party)).union(random.listed)
      #expect(exposure.controlQuestions.allSatisfy { !caught.contains($0.party) && !$0.by.isEmpty })
    }
  }

  /// A proof leads from the listed to the party without a gap, and its fewest stakes suffice.
  private func check(
    _ result: Exposure.Exposed, _ random: RandomExposureWorld, _ exposure: Exposure
  ) {
    #expect(!result.by.isEmpty && Set(result.by).isSubset(of: random.listed))
    for steps in [result.steps, result.minimal] {
      let proved = Set(steps.map(\.to))
      #expect(proved.contains(result.party))
      for step in steps {
        #expect(!step.links.isEmpty)
        #expect(random.listed.contains(step.from) || proved.contains(step.from))
      }
    }
    #expect(Set(result.minimalBy).isSubset(of: result.by))
    if result.basis == .owned { #expect(result.minimal.allSatisfy { $0.control == nil }) }
    if result.basis == .controlled { #expect(result.minimal.contains { $0.control != nil }) }
    guard result.verdict == .yes, result.minimal.allSatisfy({ $0.control == nil }) else { return }
    let direct = result.minimal.filter { $0.to == result.party }
    let threshold = Int128(exposure.rule.threshold)
    let sum = direct.reduce(Int128(0)) { $0 + $1.share.min }
    #expect(exposure.rule.isInclusive ? sum >= threshold : sum > threshold)
    for step in direct {
      let rest = sum - step.share.min
      #expect(exposure.rule.isInclusive ? rest < threshold : rest <= threshold)
    }
  }

  /// A definite yes holds however the bands are filled in; what is not even possible never does.
  @Test(arguments: 0..<80)
  func verdictsHoldInEveryCompletion(_ seed: Int) {
    let random = RandomExposureWorld(seed: UInt64(seed) &+ 4_000, banded: true)
    let holdings = holdings(random)
    var generator = SeededGenerator(seed: UInt64(seed))
    for regime in Regime.aboutListed {
      let results = Exposure(of: random.listed, under: regime, in: holdings).results
      let certain = Set(results.filter { $0.verdict == .yes }.map(\.party))
      let possible = Set(results.map(\.party))
      for _ in 0..<20 {
        let caught = random.caught(regime, random.completion(&generator))
        #expect(certain.isSubset(of: caught), "\(regime.id)")
        #expect(caught.isSubset(of: possible), "\(regime.id)")
      }
    }
  }

  @Test(arguments: 0..<60)
  func groupsEqualBruteForce(_ seed: Int) {
    let random = RandomExposureWorld(seed: UInt64(seed) &+ 7_700, banded: true)
    let holdings = holdings(random)
    let group: [Int32] = [0, Int32(seed % 5) + 2]
    for regime in Regime.aboutListed {
      let listed = random.listed.map { Exposure.Listed($0) }
      let results = Exposure(of: listed, groups: [group], under: regime, in: holdings).results
      let certain = random.caught(regime, possible: false, group: group)
      let possible = random.caught(regime, possible: true, group: group)
      let found = Set(results.map(\.party)).subtracting(group)
      #expect(found == possible.subtracting(group), "\(regime.id)")
      let yes = Set(results.filter { $0.verdict == .yes }.map(\.party)).subtracting(group)
      #expect(yes == certain.subtracting(group), "\(regime.id)")
      for party in 0..<Int32(RandomExposureWorld.count) where !random.listed.contains(party) {
        let asked = Exposure.verdict(
          of: party, listed: listed, groups: [group], under: regime, in: holdings)
        #expect(asked.verdict == results.first { $0.party == party }?.verdict ?? .no)
      }
    }
  }

  /// The order of links and of the listed changes nothing.
  @Test(arguments: 0..<40)
  func orderChangesNothing(_ seed: Int) {
    let random = RandomExposureWorld(seed: UInt64(seed) &+ 900, banded: true)
    var generator = SeededGenerator(seed: UInt64(seed))
    let holdings = holdings(random)
    var shuffled = random.world.snapshot
    shuffled.links.shuffle(using: &generator)
    let other = Holdings(shuffled, at: Moment(asOf: World.today))
    for regime in Regime.aboutListed {
      let a = Exposure(of: random.listed, under: regime, in: holdings)
      let b = Exposure(of: random.listed.reversed(), under: regime, in: other)
      #expect(a.results == b.results)
      #expect(a.controlQuestions == b.controlQuestions)
    }
  }
}
