import ClewAnalyse
import Testing

@Suite struct DividendTests {
  /// SEC v Huber: A in 150k out 60k; B in 150k out 30k; C in 150k out 0; pot 60k.
  private let victims = [
    Dividend.Victim(name: "A", paidIn: 150_000, paidOut: 60_000),
    Dividend.Victim(name: "B", paidIn: 150_000, paidOut: 30_000),
    Dividend.Victim(name: "C", paidIn: 150_000, paidOut: 0),
  ]

  /// Losses 90k, 120k, 150k = 360k: "a sixth of his loss" each.
  @Test func huberNetLoss() {
    let dividend = Dividend(60_000, among: victims, by: .netLoss)
    #expect(dividend.shares.map(\.amount) == [15_000, 20_000, 25_000])
  }

  /// A has kept 40 %; B and C reach (60k + 30k) / 300k = 30 %.
  @Test func huberRisingTide() {
    let dividend = Dividend(60_000, among: victims, by: .risingTide)
    #expect(dividend.shares.map(\.amount) == [0, 15_000, 45_000])
    #expect(dividend.left == 0)
  }

  /// The tide reaches A only when B and C stand at 40 %: after 30k + 60k = 90k; 90k more is 20 % more
  /// of 450k for all three.
  @Test func tideReachesAll() {
    let dividend = Dividend(180_000, among: victims, by: .risingTide)
    #expect(dividend.shares.map(\.amount) == [30_000, 60_000, 90_000])
    #expect(dividend.shares.allSatisfy { $0.recovered * 5 == $0.paidIn * 3 })
  }

  /// One unit over three equal losses goes to the first; a pot above the losses leaves the rest.
  @Test(arguments: Dividend.Rule.allCases) func roundingAndSurplus(rule: Dividend.Rule) {
    let equal = ["A", "B", "C"].map { Dividend.Victim(name: $0, paidIn: 10, paidOut: 0) }
    #expect(Dividend(1, among: equal, by: rule).shares.map(\.amount) == [1, 0, 0])
    #expect(Dividend(40, among: equal, by: rule).left == 10)
    #expect(Dividend(40, among: equal, by: rule).shares.map(\.amount) == [10, 10, 10])
  }

  /// Those who got more than they paid in, nothing, negative numbers, no victims.
  @Test(arguments: Dividend.Rule.allCases) func hostile(rule: Dividend.Rule) {
    let odd = [
      Dividend.Victim(name: "winner", paidIn: 10, paidOut: 50),
      Dividend.Victim(name: "none", paidIn: 0, paidOut: 0),
      Dividend.Victim(name: "negative", paidIn: -5, paidOut: -7),
      Dividend.Victim(name: "victim", paidIn: .max, paidOut: 0),
    ]
    let dividend = Dividend(100, among: odd, by: rule)
    #expect(dividend.shares.map(\.amount) == [0, 0, 0, 100])
    #expect(Dividend(-5, among: odd, by: rule).shares.allSatisfy { $0.amount == 0 })
    #expect(Dividend(5, among: [], by: rule).left == 5)
  }

  /// No unit is lost, nobody gets more than his loss, and under the rising tide no two who get anything
  /// stand more than a unit apart from one level.
  @Test(arguments: 0..<100) func properties(seed: Int) {
    var dice = Dice(UInt64(seed))
    let victims = (0..<(1 + dice.roll(6))).map { at in
      Dividend.Victim(
        name: "\(at)", paidIn: Int64(dice.roll(1000)), paidOut: Int64(dice.roll(600)))
    }
    for rule in Dividend.Rule.allCases {
      let pot = Int64(dice.roll(2000))
      let dividend = Dividend(pot, among: victims, by: rule)
      #expect(dividend.shares.reduce(dividend.left) { $0 + $1.amount } == Int128(pot))
      for (share, victim) in zip(dividend.shares, victims) {
        #expect(share.amount >= 0)
        #expect(share.amount <= Int128(max(0, victim.paidIn - victim.paidOut)))
      }
      guard rule == .risingTide else { continue }
      for a in dividend.shares where a.amount > 1 {
        for b in dividend.shares where b.paidIn > 0 {
          // Nobody is raised above one who stands lower by more than the rounding.
          #expect((a.recovered - 1) * b.paidIn <= (b.recovered + 1) * a.paidIn)
        }
      }
    }
  }
}
