import ClewAnalyse
import ClewFixtures
import ClewModel
import ClewRender
import Testing

@testable import ClewCase

/// The words and the JSON of what would change a verdict.
struct WhatWouldChangeReportTests {
  private func report(_ world: World, _ party: Int32, _ company: Int32) -> WhatWouldChangeReport {
    let part = Holdings(world.snapshot, at: Moment(asOf: World.today)).part(
      above: [party, company])
    let (p, c) = (part.local(party) ?? 0, part.local(company) ?? 0)
    let half = Int128(Share.whole / 2)
    let answer = WhatWouldChange(part, asked: [p]) { holdings in
      let band = LookThrough(of: c, in: holdings).band(of: p) ?? .none
      return Evaluation(
        band.min >= half ? .yes : band.max >= half ? .possible : .no, margin: band.min - half)
    }
    return WhatWouldChangeReport(
      answer: answer, question: "\(world.name(party)) in \(world.name(company))",
      name: world.name, party: { .string(world.name($0)) })
  }

  @Test func aBandAndARemainderInWords() {
    var world = World()
    world.persons("P")
    world.companies("A")
    world.owns("P", "A", min: "40", max: "60")
    let report = report(world, 0, 1)
    #expect(
      report.answer.facts.map(report.text) == [
        "if P holds at least 50% of A (stated: 40% to 60%), the answer is yes; below that it is no",
        "if P holds at least 10% of the 60% of A (no stated owner accounts for it), the answer is "
          + "yes; below that it is possible",
        "if people not asked about hold at least 50.0000000000001% of the 60% of A (no stated owner "
          + "accounts for it), the answer is no; below that it is possible",
      ])
    #expect(report.json["verdict"] == .string("possible"))
    #expect(report.json["exhaustive"]?["facts"] == .bool(true))
  }

  @Test func aMoveAndACounterProofInWords() throws {
    var world = World()
    world.persons("P")
    world.companies("A", "B")
    world.owns("P", "A", "50")
    world.owns("A", "B", "100")
    let report = report(world, 0, 2)
    #expect(
      report.answer.moves.first.map(report.text)
        == "L1: 0.000000000000001 less of A (0.0000000000001%) for P: the answer is no")
    #expect(report.table.rows.contains { $0.first?.text == "without P in A the answer is no" })
    #expect(report.notes.first == "no single missing fact changes the answer")
    guard case .array(let sets)? = report.json["counterProofs"] else {
      Issue.record("counter-proofs are a list")
      return
    }
    #expect(sets.count == 2)
    #expect(WhatWouldChangeReport.parties(report.answer) == [0, 1, 2])
  }

  @Test func valuesHaveAllTheirDigits() {
    #expect(WhatWouldChangeReport.fraction(1) == "0.000000000000001")
    #expect(WhatWouldChangeReport.fraction(-500_000_000_000_000) == "-0.5")
    #expect(WhatWouldChangeReport.fraction(0) == "0")
    #expect(WhatWouldChangeReport.percent(1_000_000_000_000_000) == "100%")
    #expect(WhatWouldChangeReport.percent(125_000_000_000_001) == "12.5000000000001%")
  }
}
