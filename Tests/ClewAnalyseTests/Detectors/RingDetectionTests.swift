import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@Suite struct RingDetectionTests {
  private static let world = RingWorld(
    planting: RingPattern.synthetic(32, seed: 5), seed: 5, payments: 40_000, accounts: 6000)

  private func found(_ detection: Detection) -> [RingScore.Found] {
    detection.findings.map { RingScore.Found(kind: $0.kind, rows: $0.rows) }
  }

  @Test func findsMostRingsOfASmallWorldAndTellsEachOnce() {
    let detection = RingDetection(snapshot: Self.world.snapshot, DetectorQuestion()).run()
    let score = RingScore(Self.world)
    for family in ["cycle", "scatter-gather"] {
      let line = score.line(family: family, least: 5, ranked: found(detection))
      #expect(line.planted > 0)
      #expect(2 * line.foundAtHalf >= line.planted, "\(family)")
    }
    var tellers: [Int: Int] = [:]
    for finding in detection.findings {
      for ring in score.judge(finding.rows).holds { tellers[ring, default: 0] += 1 }
    }
    #expect(tellers.values.count { $0 > 1 } <= tellers.count / 4)
  }

  @Test func isTheSameTwice() {
    let one = RingDetection(snapshot: Self.world.snapshot, DetectorQuestion()).run()
    let two = RingDetection(snapshot: Self.world.snapshot, DetectorQuestion()).run()
    #expect(one.findings == two.findings)
    #expect(one.notSearched == two.notSearched)
  }

  @Test func isRankedAndItsTermsAddUp() {
    let detection = RingDetection(snapshot: Self.world.snapshot, DetectorQuestion()).run()
    for (a, b) in zip(detection.findings, detection.findings.dropFirst()) {
      #expect(a.score >= b.score)
    }
    for finding in detection.findings {
      #expect(finding.score == finding.reasons.reduce(0) { $0 + $1.weight })
      #expect(finding.rows == finding.rows.sorted())
      #expect(Set(finding.rows).count == finding.rows.count)
      #expect(!finding.reasons.isEmpty)
    }
  }

  @Test func doesNotDependOnTheOrderOfRows() {
    let snapshot = Self.world.snapshot
    let turned = Self.reversed(snapshot)
    let one = RingDetection(snapshot: snapshot, DetectorQuestion()).run()
    let two = RingDetection(snapshot: turned, DetectorQuestion()).run()
    let last = Int32(snapshot.payments.count - 1)
    #expect(
      one.findings.map { Set($0.rows) } == two.findings.map { Set($0.rows.map { last - $0 }) })
    #expect(one.findings.map(\.score) == two.findings.map(\.score))
  }

  @Test func aHigherLeastScoreTellsFewer() {
    var question = DetectorQuestion()
    question.minScore = 100_000
    let detection = RingDetection(snapshot: Self.world.snapshot, question).run()
    #expect(detection.findings.allSatisfy { $0.score >= 100_000 })
  }

  @Test func oneDetectorAlone() {
    let detection = RingDetection(
      snapshot: Self.world.snapshot, ids: ["fan-out"], DetectorQuestion()
    ).run()
    #expect(detection.findings.allSatisfy { $0.kind == "fan-out" })
  }

  @Test func nothingInAnEmptyWorld() {
    let detection = RingDetection(snapshot: World().snapshot, DetectorQuestion()).run()
    #expect(detection.findings.isEmpty)
    #expect(detection.isExhaustive)
  }

  /// The same payments in the opposite order of rows.
  private static func reversed(_ snapshot: Snapshot) -> Snapshot {
    var turned = snapshot
    turned.payments.from.reverse()
    turned.payments.to.reverse()
    turned.payments.lo.reverse()
    turned.payments.mantissa.reverse()
    turned.payments.currency.reverse()
    return turned
  }
}
