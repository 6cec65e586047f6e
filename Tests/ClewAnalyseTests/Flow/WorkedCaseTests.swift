import ClewAnalyse
import ClewGraph
import Testing

/// The worked numbers of the law page, each with its source.
@Suite struct WorkedCaseTests {
  /// Paul +10, Michael +10, -10, Karen +10, -10; 10 left (P. Todd).
  private func todd() -> (ledger: Ledger, claims: Claims, rows: [Int32]) {
    var ledger = Ledger()
    let paul = ledger.pay("paul", "fund", 1000, day: 1)
    let michael = ledger.pay("michael", "fund", 1000, day: 2)
    ledger.pay("fund", "shop", 1000, day: 3)
    let karen = ledger.pay("karen", "fund", 1000, day: 4)
    ledger.pay("fund", "shop", 1000, day: 5)
    return (
      ledger, Claims(["Paul": [paul], "Michael": [michael], "Karen": [karen]]),
      [paul, michael, karen]
    )
  }

  private func toddHeld(_ method: TracingMethod) -> [String: Int128] {
    let (ledger, claims, rows) = todd()
    var question = TraceQuestion(method, .transactions(rows, amount: nil))
    question.claims = claims
    let trace = Trace(question, in: ledger.postings)
    #expect(trace.reconciles)
    return trace.held(ledger, "fund")
  }

  @Test func toddFirstIn() { #expect(toddHeld(.fifo) == ["Karen": 1000]) }

  @Test func toddLastIn() { #expect(toddHeld(.lifo) == ["Paul": 1000]) }

  /// 3.33 each; the penny left over goes to the first by the largest remainder's tie-break.
  @Test func toddPariPassu() {
    #expect(toddHeld(.pariPassu) == ["Paul": 334, "Michael": 333, "Karen": 333])
  }

  @Test func toddRolling() {
    #expect(toddHeld(.rolling) == ["Paul": 250, "Michael": 250, "Karen": 500])
  }

  /// Nothing but claimants' money: the Canadian allocation is the rolling charge.
  @Test func toddAllocation() {
    #expect(toddHeld(.librAllocate) == ["Paul": 250, "Michael": 250, "Karen": 500])
  }

  /// Balances 10, 20, 10, 20, 10 since Paul paid in: his cap alone is 10.
  @Test func toddCapForPaul() {
    let (ledger, _, rows) = todd()
    let trace = Trace(following(.librCap, rows[0]), in: ledger.postings)
    #expect(trace.traced(ledger, "fund") == 1000)
    #expect(trace.reconciles)
  }

  /// Roscoe v Winder: 455 of trust money, the balance falls to 25, own money comes in, 358 at death.
  @Test func roscoe() {
    var ledger = Ledger("GBP")
    let trust = ledger.pay("debtors", "winder", 455_00, day: 1)
    ledger.pay("winder", "shop", 430_00, day: 10)
    let own = ledger.pay("winder-business", "winder", 333_00, day: 20)
    for method in [TracingMethod.librCap, .librAllocate, .ownFirst] {
      let trace = Trace(
        following(method, trust, claims: Claims([:], own: [own])), in: ledger.postings)
      #expect(trace.traced(ledger, "winder") == 25_00, "\(method)")
      #expect(trace.balances[0].balance == 358_00)
      #expect(trace.reconciles)
    }
  }

  /// Lord Toulson in Durant: 1,000 dwindles to 1, "the 999 has ceased to exist".
  @Test func durantDictum() {
    var ledger = Ledger("GBP")
    let trust = ledger.pay("owner", "account", 1000_00, day: 1)
    ledger.pay("account", "shop", 999_00, day: 2)
    ledger.pay("other", "account", 999_00, day: 3)
    let trace = Trace(following(.librCap, trust), in: ledger.postings)
    #expect(trace.traced(ledger, "account") == 1_00)
  }

  /// Re Oatway, in pence: own 77-13-4; 7,000 of which 3,000 trust and 4,000 own; 30 own; 510 spent;
  /// shares for 2,137-12-3; the rest spent; the shares sold for 2,475.
  private func oatway() -> (Ledger, Claims, trust: Int32, shares: Int32) {
    func pence(_ pounds: Int64, _ shillings: Int64 = 0, _ pence: Int64 = 0) -> Int64 {
      (pounds * 20 + shillings) * 12 + pence
    }
    var ledger = Ledger("GBP", scale: 0)
    let first = ledger.pay("oatway", "bank", pence(77, 13, 4), day: 1)
    let mixed = ledger.pay("sale", "bank", pence(7000), day: 2)
    let more = ledger.pay("oatway", "bank", pence(30), day: 3)
    ledger.pay("bank", "shop", pence(510), day: 4)
    let shares = ledger.pay("bank", "broker", pence(2137, 12, 3), day: 5)
    ledger.pay("bank", "shop", pence(4460, 1, 1), day: 6)
    var claims = Claims()
    claims.claimants = [
      .init(name: "trust", contributions: [.init(row: mixed, amount: pence(3000))])
    ]
    claims.own = [first, mixed, more]
    claims.assets = [.init(name: "Oceana shares", rows: [shares], value: pence(2475))]
    return (ledger, claims, mixed, shares)
  }

  @Test func oatwayOwnFirst() {
    let (ledger, claims, trust, _) = oatway()
    let question = following(.ownFirst, trust, amount: 3000 * 240, claims: claims)
    let trace = Trace(question, in: ledger.postings)
    #expect(trace.assets.first { $0.owner == "trust" }?.amount == 0)
    #expect(trace.reconciles)
    // The shares were bought with own money: 6,597-13-4 before, of which 3,597-13-4 own.
    #expect(trace.traced(ledger, "bank") == 0)
    #expect(trace.warns(.doctrine))
  }

  @Test func oatwayFirstCharge() {
    let (ledger, claims, trust, shares) = oatway()
    let question = following(.firstCharge, trust, amount: 3000 * 240, claims: claims)
    let trace = Trace(question, in: ledger.postings)
    let claim = trace.assets.first { $0.owner == "trust" }
    #expect(claim?.amount == Int128(2475 * 240))
    #expect(claim?.lien == Int128(3000 * 240))
    #expect(claim?.paid == Int128((2137 * 20 + 12) * 12 + 3))
    #expect(trace.carried(shares) == (2137 * 20 + 12) * 12 + 3)
    #expect(trace.reconciles)
  }

  /// Foskett v McKeown: five premiums of 10,220, the 4th and 5th trust money; 1,000,000 paid.
  @Test func foskett() {
    var ledger = Ledger("GBP")
    ledger.pay("murphy", "account", 30_660_00, day: 1)
    var premiums: [Int32] = []
    for year in 0..<3 {
      premiums.append(ledger.pay("account", "insurer", 10_220_00, day: 2 + year))
    }
    let trust = ledger.pay("purchasers", "account", 20_440_00, day: 10)
    for year in 0..<2 {
      premiums.append(ledger.pay("account", "insurer", 10_220_00, day: 11 + year))
    }
    var claims = Claims(["purchasers": [trust]])
    claims.assets = [.init(name: "policy", rows: premiums, value: 1_000_000_00)]
    for method in TracingMethod.allCases where method != .firstCharge && method != .pariPassu {
      let trace = Trace(following(method, trust, claims: claims), in: ledger.postings)
      let claim = trace.assets[0]
      #expect(claim.owner == "purchasers")
      #expect(claim.amount == 400_000_00, "\(method)")
      #expect((claim.paid, claim.price) == (20_440_00, 51_100_00))
      #expect(claim.lien == 20_440_00)
      #expect(trace.reconciles)
    }
  }

  /// Brazil v Durant: bribes of 10,500,055.35 through one account; the last three came after the last
  /// payment on. The split of the bribes into instalments is ours, the sums are the judgment's.
  @Test func durant() {
    var ledger = Ledger("USD")
    ledger.pay("others", "chanani", 4_000_000_00, day: 1)
    let early = ledger.pay("bribes", "chanani", 7_708_699_10, day: 2)
    let onward = ledger.pay("chanani", "durant", 11_000_000_00, day: 3)
    let late = (0..<3).map {
      ledger.pay("bribes", "chanani", [900_000_00, 900_000_00, 991_356_25][$0], day: 4 + $0)
    }
    var claims = Claims(["Brazil": [early] + late])
    claims.assets = [.init(name: "paid to Durant", rows: [onward])]
    var question = TraceQuestion(.firstCharge, .transactions([early] + late, amount: nil))
    question.claims = claims
    #expect(Trace(question, in: ledger.postings).assets[0].paid == 7_708_699_10)
    #expect(Trace(question, in: ledger.postings).assets[0].coordinated == nil)
    question.claims.coordinated = true
    let trace = Trace(question, in: ledger.postings)
    #expect(trace.assets[0].paid == 7_708_699_10)
    #expect(trace.assets[0].coordinated == 10_500_055_35)
    #expect(trace.reconciles)
  }

  /// Peter +100, next day Lisa +100, -100 (Citrin Cooperman; rolling computed).
  @Test func peterAndLisa() {
    var ledger = Ledger("USD")
    let peter = ledger.pay("peter", "fund", 100_00, day: 1)
    let lisa = ledger.pay("lisa", "fund", 100_00, day: 2)
    ledger.pay("fund", "shop", 100_00, day: 3)
    let claims = Claims(["Peter": [peter], "Lisa": [lisa]])
    func held(_ method: TracingMethod) -> [String: Int128] {
      Trace(following(method, peter, lisa, claims: claims), in: ledger.postings)
        .held(ledger, "fund")
    }
    #expect(held(.fifo) == ["Lisa": 100_00])
    #expect(held(.lifo) == ["Peter": 100_00])
    #expect(held(.rolling) == ["Peter": 50_00, "Lisa": 50_00])
  }

  /// A +100, loss 50, B +100, loss 30; 120 left.
  @Test func twoInvestors() {
    var ledger = Ledger("CAD")
    let a = ledger.pay("a", "fund", 100_00, day: 1)
    ledger.pay("fund", "losses", 50_00, day: 2)
    let b = ledger.pay("b", "fund", 100_00, day: 3)
    ledger.pay("fund", "losses", 30_00, day: 4)
    let claims = Claims(["A": [a], "B": [b]])
    func held(_ method: TracingMethod) -> [String: Int128] {
      Trace(following(method, a, b, claims: claims), in: ledger.postings).held(ledger, "fund")
    }
    #expect(held(.librAllocate) == ["A": 40_00, "B": 80_00])
    #expect(held(.rolling) == ["A": 40_00, "B": 80_00])
    #expect(held(.fifo) == ["A": 20_00, "B": 100_00])
    #expect(held(.lifo) == ["A": 50_00, "B": 70_00])
    #expect(held(.pariPassu) == ["A": 60_00, "B": 60_00])
  }

  /// 2.0 dirty and 3.0 clean in one output: poison takes all of it, the haircut 2.0 of 5.0.
  @Test func chainTaint() {
    var ledger = Ledger("BTC", scale: 8)
    let dirty = ledger.pay("thief", "mixer", 2_0000_0000, day: 1)
    ledger.pay("clean", "mixer", 3_0000_0000, day: 2)
    let output = ledger.pay("mixer", "out", 5_0000_0000, day: 3)
    func carried(_ method: TracingMethod) -> Int128 {
      Trace(following(method, dirty), in: ledger.postings).carried(output)
    }
    #expect(carried(.poison) == 5_0000_0000)
    #expect(carried(.rolling) == 2_0000_0000)
  }
}
