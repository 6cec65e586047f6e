import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

struct StepTestTests {
  /// The step of one owner is the exposure of the company with that owner listed alone.
  @Test(arguments: 0..<80)
  func agreesWithTheExposureOfOneListedParty(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed) &+ 300, banded: seed.isMultiple(of: 2))
    let holdings = Holdings(random.world.snapshot, at: Moment(asOf: World.today))
    for company in RandomWorld.persons..<RandomWorld.count {
      for row in holdings.owners(of: Int32(company)).rows where row.party != Int32(company) {
        let exposure = Exposure(of: [row.party], under: .ofac, in: holdings)
        let result = exposure.results.first { $0.party == Int32(company) }
        #expect(row.step == (result?.verdict ?? .no))
      }
    }
  }

  /// A ring of companies with 51 % of the next, each in control of all: nothing hangs, and what was
  /// not computed is said.
  @Test(.timeLimit(.minutes(10))) func largeRingIsBounded() {
    var world = World()
    let size = 1_200
    for i in 0..<size { world.party("C\(i)", .organisation) }
    for i in 0..<size {
      world.owns("C\(i)", "C\((i + 1) % size)", "51")
      if i.isMultiple(of: 100) { world.owns("P\(i)", "C\(i)", "49") }
    }
    let owners = Holdings(world.snapshot, at: Moment(asOf: World.today)).owners(of: world["C0"]!)
    #expect(owners.rows.count >= size)
    let unsaid = owners.rows.filter { $0.step == nil && $0.party != owners.subject }.count
    let said = owners.notes.compactMap { note -> Int? in
      if case .stepNotComputed(let count) = note { return count }
      return nil
    }
    #expect(said == (unsaid > 0 ? [unsaid] : []))
  }
}
