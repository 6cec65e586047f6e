import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// Sums over a column against every completion of it in whole steps of 5 %.
struct ColumnSumTests {
  private static let step = Share.whole / 20

  private func holdings(_ bands: [(Int, Int)], _ completeness: Completeness) -> Holdings {
    var world = World()
    world.companies("T")
    for (i, band) in bands.enumerated() {
      world.owns("P\(i)", "T", min: "\(band.0 * 5)", max: "\(band.1 * 5)")
    }
    return Holdings(world.snapshot, at: Moment(asOf: World.today)).completed(completeness)
  }

  /// The least and the most that the holders of a mask have, over all choices; nil without any.
  private func bruteForce(_ bands: [(Int, Int)], mask: Int, complete: Bool) -> (Int, Int)? {
    var found: (Int, Int)?
    func choose(_ i: Int, _ sum: Int, _ part: Int) {
      guard sum <= 20 else { return }
      guard i < bands.count else {
        if complete && sum != 20 { return }
        found = found.map { (min($0.0, part), max($0.1, part)) } ?? (part, part)
        return
      }
      for share in bands[i].0...bands[i].1 {
        choose(i + 1, sum + share, part + (mask >> i & 1 == 1 ? share : 0))
      }
    }
    choose(0, 0, 0)
    return found
  }

  @Test(arguments: 0..<120)
  func equalsEveryCompletion(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed) &+ 17)
    let bands = (0..<Int.random(in: 1...4, using: &random)).map { _ in
      let low = Int.random(in: 0...8, using: &random)
      return (low, min(20, low + Int.random(in: 0...8, using: &random)))
    }
    for completeness in [Completeness.open, .complete, .companies([0])] {
      let holdings = holdings(bands, completeness)
      let total = holdings.total(of: 0)
      for mask in 0..<(1 << bands.count) {
        let expected =
          bruteForce(bands, mask: mask, complete: completeness != .open)
          ?? bruteForce(bands, mask: mask, complete: false)
        var sum = ColumnSum(total)
        for i in holdings.column(0) where mask >> (Int(holdings.all[i].owner) - 1) & 1 == 1 {
          sum.add(holdings.all[i])
        }
        guard let expected else { continue }
        #expect(sum.least == Int128(expected.0) * Int128(Self.step))
        #expect(sum.most == Int128(expected.1) * Int128(Self.step))
      }
    }
  }

  @Test func roundingOfTheOthersCounts() {
    var world = World()
    world.companies("T")
    world.owns("P", "T")
    world.owns("Q", "T", "49.99")
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today)).completed(.complete)
    var sum = ColumnSum(holdings.total(of: 0))
    sum.add(holdings.all[0])
    let half = Int128(Share.whole / 2)
    #expect(sum.least == Int128(Share.whole) / 10_000 * 5001)
    #expect(sum.verdict(half, isInclusive: false) == .yes)
    #expect(!sum.isWithinRounding(of: half))
    #expect(sum.verdict(sum.least - 1, isInclusive: false) == .possible)
    #expect(sum.isWithinRounding(of: sum.least - 1))
  }
}
