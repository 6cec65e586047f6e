import ClewFixtures
import ClewGraph
import Testing

@Suite struct RingScoreTests {
  /// Two rings of four payments each in a small world.
  private func world() -> RingWorld {
    func ring(_ name: String, day: Int64) -> RingPattern {
      RingPattern(
        family: "cycle",
        payments: (0..<4).map { hop in
          .init(
            second: RingLedger.begin + day * 86_400 + Int64(hop) * 3600, from: "\(name)\(hop)",
            to: "\(name)\((hop + 1) % 4)", dollars: 1000)
        })
    }
    return RingWorld(
      planting: [ring("a", day: 2), ring("b", day: 5)], payments: 2000, accounts: 600)
  }

  private func cycle(_ rows: [Int32]) -> RingScore.Found { .init(kind: "cycle", rows: rows) }

  @Test func halfOfARingIsFoundAndHalfOfAFindingIsTrue() {
    let world = world()
    let (a, b) = (world.rings[0].rows, world.rings[1].rows)
    let other = (0..<Int32(world.ringOfRow.count)).filter { world.ringOfRow[Int($0)] < 0 }
    let score = RingScore(world)
    let half = score.line(
      family: "cycle", least: 3, ranked: [cycle(Array(a.prefix(2)) + other.prefix(2))])
    #expect(half.planted == 2 && half.found == 1 && half.trueFindings == 1)
    let large = score.line(family: "cycle", least: 3, ranked: [cycle(a + b + other.prefix(9))])
    #expect(large.found == 2 && large.falseFindings == 1 && large.foundAtHalf == 0)
  }

  @Test func aSecondFindingOfARingIsNeither() {
    let world = world()
    let rows = world.rings[0].rows
    let line = RingScore(world).line(
      family: "cycle", least: 3, ranked: [cycle(rows), cycle(Array(rows.prefix(3)))])
    #expect(line.trueFindings == 1 && line.falseFindings == 0)
  }

  @Test func theSameSeedMakesTheSameWorld() {
    #expect(world().ringOfRow == world().ringOfRow)
    #expect(world().snapshot.payments.lo == world().snapshot.payments.lo)
  }
}
