import ClewFixtures
import ClewModel
import Testing

@testable import ClewAnalyse

@Suite struct RingMergingTests {
  private func finding(_ kind: String, _ rows: ClosedRange<Int32>, score: Int64) -> PatternFinding {
    var finding = PatternFinding(
      kind: kind, rows: Array(rows), roles: [PatternFinding.Member(0, .hub)])
    finding.reasons = [.init(term: "test", weight: score, detail: "")]
    return finding
  }

  /// Both fans are stronger than the scatter-gather that they make up together, and are one with it.
  @Test func foldsBothFansIntoTheirScatterGather() {
    let merged = RingMerging().merged([
      finding("fan-out", 1...7, score: 90_000), finding("fan-in", 8...14, score: 80_000),
      finding("scatter-gather", 1...14, score: 60_000),
    ])
    #expect(merged.map(\.kind) == ["scatter-gather"])
    #expect(merged.first?.alsoFits == ["fan-in", "fan-out"])
  }

  /// A fan that shares less than four fifths of its payments with the whole stays.
  @Test func keepsAFanOfItsOwn() {
    let merged = RingMerging().merged([
      finding("fan-out", 1...7, score: 90_000), finding("fan-in", 11...17, score: 80_000),
      finding("scatter-gather", 1...14, score: 60_000),
    ])
    #expect(merged.map(\.kind) == ["fan-in", "scatter-gather"])
  }

  /// Much weaker than the fan, a larger finding does not take its place.
  @Test func keepsTheStrongFanOfAWeakWhole() {
    let merged = RingMerging().merged([
      finding("fan-out", 1...7, score: 90_000), finding("gather-scatter", 1...14, score: 10_000),
    ])
    #expect(merged.map(\.kind) == ["fan-out"])
    #expect(merged.first?.alsoFits == ["gather-scatter"])
  }

  /// Eight accounts are paid within eight minutes, as a payroll is, and pay one account the next day.
  @Test func tellsAScatterGatherThatIsSentInOneRun() {
    var world = World()
    for number in 0..<8 {
      world.pays("origin", "middle \(number)", "5\(number)0.00", at: "2026-03-12T10:0\(number):00")
      world.pays("middle \(number)", "end", "4\(number)0.00", at: "2026-03-13T1\(number):00:00")
    }
    for number in 0..<600 {
      let minute = number % 60 < 10 ? "0\(number % 60)" : "\(number % 60)"
      let (day, hour) = (number % 28 + 1, number / 28 % 14)
      world.pays(
        "person \(number * 7 % 97)", "person \(number * 11 % 89 + 100)", "\(number % 50 + 10).50",
        at: "2026-03-\(day < 10 ? "0" : "")\(day)T\(hour < 10 ? "0" : "")\(hour):\(minute):00")
    }
    let detection = RingDetection(snapshot: world.snapshot, DetectorQuestion()).run()
    let ring = detection.findings.first { $0.kind == "scatter-gather" }
    #expect(ring?.rows.count == 16)
  }

  @Test func countsWhatIsLeftOut() {
    var world = World()
    world.pays("a", "a", "5.00", at: "2026-03-03")
    world.pays("a", "b", "0.00", at: "2026-03-03")
    world.pays("a", "b", "7.00", "USD", at: "2026-03-04")
    world.pays("b", "c", "3.00", at: "2026-03-05")
    var question = DetectorQuestion()
    question.minAmount = Money(decimal: "5", currency: "EUR")
    let detection = RingDetection(snapshot: world.snapshot, question).run()
    #expect(
      detection.notSearched == [
        "1 payments of an account to itself", "1 payments of zero or less",
        "1 payments of less than the least amount asked for",
        "1 payments in another currency than that of the least amount",
      ])
  }
}
