import ClewAnalyse
import ClewGraph
import ClewModel
import Testing

/// Cases computed by hand.
@Suite struct TraceCaseTests {
  /// 100 traced into a, on top of 50 of a's own known money; a pays 80 to b; b (opening 20) pays 60 to
  /// c. FIFO: a pays 50 other + 30 traced; b holds 20, 50, 30 in that order and pays 20 + 40 other:
  /// nothing traced to c, 30 left in b, 70 in a.
  /// LIFO: a pays 80 traced; b pays 60 of them: 60 in c, 20 in b, 20 in a.
  @Test func throughThreeAccounts() {
    var ledger = Ledger()
    let trace = ledger.pay("x", "a", 10000, day: 1)
    let link = ledger.pay("a", "b", 8000, day: 2)
    let last = ledger.pay("b", "c", 6000, day: 3)
    var claims = Claims()
    claims.openings = [ledger.opens("a", 5000), ledger.opens("b", 2000)]
    let fifo = Trace(following(.fifo, trace, claims: claims), in: ledger.postings)
    #expect(fifo.carried(link) == 3000)
    #expect(fifo.carried(last) == 0)
    #expect((fifo.traced(ledger, "a"), fifo.traced(ledger, "b")) == (7000, 3000))
    // The proof of the link: 50 of the opening balance, then 30 that row 0 brought.
    let proof = fifo.movements.first { $0.row == link }.map { Array(fifo.lots(of: $0)) }
    #expect(
      proof == [
        Trace.Lot(origin: Trace.Lot.other, via: -1, amount: 5000),
        Trace.Lot(origin: 0, via: trace, amount: 3000),
      ])
    let lifo = Trace(following(.lifo, trace, claims: claims), in: ledger.postings)
    #expect(lifo.carried(last) == 6000)
    #expect(
      ["a", "b", "c"].map { lifo.traced(ledger, $0) } == [2000, 2000, 6000])
    #expect(fifo.reconciles && lifo.reconciles)
    #expect(!fifo.warns(.noOpening))
  }

  /// A known account 40 in the red gets 100 of traced money: 40 go to the bank, 60 stay. Then 80 are
  /// paid: 60 traced and 20 of the bank's money; the account is at -20, the claim is over, and 50 of
  /// other money do not revive it.
  @Test(arguments: [TracingMethod.fifo, .lifo, .rolling, .librCap, .librAllocate, .ownFirst])
  func overdraft(method: TracingMethod) {
    var ledger = Ledger()
    let deposit = ledger.pay("x", "a", 100, day: 1)
    let out = ledger.pay("a", "b", 80, day: 2)
    ledger.pay("y", "a", 50, day: 3)
    var claims = Claims()
    claims.openings = [ledger.opens("a", -40)]
    let trace = Trace(following(method, deposit, claims: claims), in: ledger.postings)
    #expect(trace.lost(.dissipated) == 40)
    #expect(trace.carried(out) == 60)
    #expect(trace.traced(ledger, "a") == 0)
    #expect(trace.traced(ledger, "b") == 60)
    #expect(trace.warns(.negativeBalance, row: deposit))
    #expect(trace.warns(.negativeBalance, row: out))
    #expect(trace.reconciles)
    if method == .librCap { #expect(trace.warns(.doctrine, row: out)) }
  }

  /// One day: +100 traced, -100 rent, with 100 of own money from before. Ledger order (as listed):
  /// cap 100. Withdrawals first: the rent is own money: 100. The rent listed first or last is nothing
  /// to the cap here; but with 50 more paid out on the day the ranges differ:
  /// opening 100; that day in the order of the ledger: -150 (overdrawn by 50), +100 traced.
  /// Ledger and withdrawals first: 50 of the deposit repay the overdraft: cap 50.
  /// Deposits first: balance 200, then 50: 100 own are spent first and 50 traced: cap 50 as well, but
  /// the payment carries 50 of it.
  @Test func sameDayRange() {
    var ledger = Ledger()
    let rent = ledger.pay("a", "landlord", 150, day: 1)
    let deposit = ledger.pay("x", "a", 100, day: 1)
    var claims = Claims()
    claims.openings = [ledger.opens("a", 100)]
    func trace(_ mode: TraceQuestion.SameDay) -> Trace {
      var question = following(.librCap, deposit, claims: claims)
      question.sameDay = mode
      return Trace(question, in: ledger.postings)
    }
    for mode in [TraceQuestion.SameDay.ledger, .withdrawalsFirst] {
      #expect(trace(mode).traced(ledger, "a") == 50)
      #expect(trace(mode).carried(rent) == 0)
      #expect(trace(mode).lost(.dissipated) == 50)
    }
    #expect(trace(.depositsFirst).traced(ledger, "a") == 50)
    #expect(trace(.depositsFirst).carried(rent) == 50)
    #expect(trace(.depositsFirst).lost(.dissipated) == 0)
  }

  /// Along a chain on one day, listed against the stream: c is paid before b, b before a. Deposits
  /// first works down the chain and takes the money to c; the ledger's order and withdrawals first
  /// leave it in a.
  @Test func sameDayChain() {
    var ledger = Ledger()
    ledger.pay("b", "c", 100, day: 1)
    ledger.pay("a", "b", 100, day: 1)
    let deposit = ledger.pay("x", "a", 100, day: 1)
    func held(_ mode: TraceQuestion.SameDay) -> [Int128] {
      var question = following(.fifo, deposit)
      question.sameDay = mode
      let trace = Trace(question, in: ledger.postings)
      return ["a", "b", "c"].map { trace.traced(ledger, $0) }
    }
    #expect(held(.ledger) == [100, 0, 0])
    #expect(held(.withdrawalsFirst) == [100, 0, 0])
    #expect(held(.depositsFirst) == [0, 0, 100])
  }

  /// Times on one day are kept in every mode.
  @Test func statedTimesAreKept() {
    var ledger = Ledger()
    let early = ledger.pay("a", "b", 100, day: 1, second: 9 * 3600)
    let deposit = ledger.pay("x", "a", 100, day: 1, second: 10 * 3600)
    for mode in TraceQuestion.SameDay.allCases {
      var question = following(.fifo, deposit)
      question.sameDay = mode
      #expect(Trace(question, in: ledger.postings).carried(early) == 0)
    }
  }

  /// A circle on one day: no order has all deposits first, and it is said.
  @Test func sameDayCircle() {
    var ledger = Ledger()
    let deposit = ledger.pay("x", "a", 100, day: 0)
    ledger.pay("a", "b", 100, day: 1)
    ledger.pay("b", "a", 100, day: 1)
    var question = following(.fifo, deposit)
    question.sameDay = .depositsFirst
    let trace = Trace(question, in: ledger.postings)
    #expect(trace.traced(ledger, "a") == 100)
    #expect(trace.warns(.order))
  }

  /// 100.00 USD became 92.00 EUR as both sides state it, 2 of the 100 being other money: rolling takes
  /// 98 of 100, so 90.16 EUR. A rate of 0.92 with 1 % tolerance agrees; 0.80 does not.
  @Test func statedConversion() {
    var ledger = Ledger("EUR", "USD")
    let deposit = ledger.pay("x", "a", 9800, day: 1, unit: 1)
    let change = ledger.pay("a", "b", 10000, day: 2, credit: 9200, unit: 1, into: 0)
    var claims = Claims()
    claims.openings = [ledger.opens("a", 200, unit: 1)]
    func rate(_ mantissa: Int64) -> Claims.Rate {
      Claims.Rate(
        from: "USD", to: "EUR", rate: Decimal64(mantissa: mantissa, scale: 2), day: Day(number: 0),
        tolerance: Decimal64(mantissa: 1, scale: 2), source: "ECB")
    }
    claims.rates = [rate(92)]
    let trace = Trace(following(.rolling, deposit, claims: claims), in: ledger.postings)
    #expect(trace.traced(ledger, "b") == 9016)
    let step = trace.movements.first { $0.row == change }
    #expect(step?.traced == Int128(9800))
    #expect(step?.converted == Trace.Conversion(unit: 0, traced: 9016, rate: nil))
    #expect(trace.warnings.contains { $0.kind == .currencyChange && $0.what.contains("within") })
    #expect(trace.reconciles)
    claims.rates = [rate(80)]
    let off = Trace(following(.rolling, deposit, claims: claims), in: ledger.postings)
    #expect(off.warnings.contains { $0.kind == .currencyChange && $0.what.contains("outside") })
  }

  /// 100 EUR come in, 55 USD go out of the same account, which holds no USD. At 1.10 they cost 50 EUR.
  /// Without a rate the EUR stay and it is said.
  @Test func conversionInsideAnAccount() {
    var ledger = Ledger("EUR", "USD")
    let deposit = ledger.pay("x", "a", 10000, day: 1)
    let out = ledger.pay("a", "b", 5500, day: 2, unit: 1)
    var claims = Claims()
    claims.rates = [
      Claims.Rate(
        from: "EUR", to: "USD", rate: Decimal64(mantissa: 110, scale: 2), day: Day(number: 0),
        tolerance: Decimal64(mantissa: 0, scale: 0), source: "ECB")
    ]
    let with = Trace(following(.fifo, deposit, claims: claims), in: ledger.postings)
    #expect(with.traced(ledger, "a") == 5000)
    #expect(with.traced(ledger, "b", unit: 1) == 5500)
    #expect(with.movements.contains { $0.row == out && $0.converted?.rate == 0 })
    #expect(with.reconciles)
    let without = Trace(following(.fifo, deposit), in: ledger.postings)
    #expect(without.traced(ledger, "a") == 10000)
    #expect(without.carried(out) == 0)
    #expect(without.warns(.currencyChange, row: out))
    #expect(without.reconciles)
  }

  /// The payee's side states its currency and no amount: the rate, or the end.
  @Test func unstatedCredit() {
    var ledger = Ledger("EUR", "JPY")
    let deposit = ledger.pay("x", "a", 10000, day: 1)
    ledger.pay("a", "b", 10000, day: 2, credit: 0, unit: 0, into: 1)
    let without = Trace(following(.fifo, deposit), in: ledger.postings)
    #expect(without.lost(.noRate) == 10000)
    #expect(without.reconciles)
    var claims = Claims()
    claims.rates = [
      Claims.Rate(
        from: "JPY", to: "EUR", rate: Decimal64(mantissa: 625, scale: 5), day: Day(number: 1),
        tolerance: Decimal64(mantissa: 1, scale: 2), source: "BoJ")
    ]
    // 100 EUR at 0.00625 EUR a yen: 16,000 yen.
    let with = Trace(following(.fifo, deposit, claims: claims), in: ledger.postings)
    #expect(with.traced(ledger, "b", unit: 1) == 16000_00)
    #expect(with.reconciles)
  }

  /// No opening balance is stated. +30 traced, -50: 20 are of no known origin, the balance is nothing,
  /// and +10 later is not the claimant's.
  @Test(arguments: [TracingMethod.fifo, .rolling, .librCap]) func unknownOpening(
    method: TracingMethod
  ) {
    var ledger = Ledger()
    let deposit = ledger.pay("x", "a", 30, day: 1)
    let out = ledger.pay("a", "b", 50, day: 2)
    ledger.pay("y", "a", 10, day: 3)
    let trace = Trace(following(method, deposit), in: ledger.postings)
    #expect(trace.carried(out) == 30)
    #expect(trace.traced(ledger, "a") == 0)
    #expect(trace.warns(.noOpening, row: deposit))
    #expect(trace.warns(.gap, row: out))
    #expect(trace.movements.last?.balance == 0)
    let lots = trace.movements.last.map { trace.lots(of: $0).map(\.amount) }
    #expect(lots?.reduce(0, +) == 50)
    #expect(trace.reconciles)
  }

  /// The balance after the first posting is stated: 130 after +30, so 100 were there before. FIFO
  /// takes them first: of the 90 paid out nothing is traced. A later stated balance is 5 too low.
  @Test func statedBalances() {
    var ledger = Ledger()
    let deposit = ledger.pay("x", "a", 30, day: 1)
    let out = ledger.pay("a", "b", 90, day: 2)
    let late = ledger.pay("y", "a", 10, day: 3)
    ledger.states("a", 130, after: deposit)
    ledger.states("a", 40, after: out)
    ledger.states("a", 45, after: late)
    let trace = Trace(following(.fifo, deposit), in: ledger.postings)
    #expect(trace.carried(out) == 0)
    #expect(trace.traced(ledger, "a") == 30)
    #expect(!trace.warns(.noOpening))
    #expect(!trace.warns(.gap, row: out))
    let gap = trace.warnings.first { $0.kind == .gap }
    #expect(gap?.row == late)
    #expect(gap?.what.contains("0.45 EUR") == true)
    #expect(gap?.what.contains("0.50 EUR") == true)
  }

  /// A claim says otherwise than the source: the claim counts, and the contradiction is said.
  @Test func claimAgainstStatedBalance() {
    var ledger = Ledger()
    let deposit = ledger.pay("x", "a", 30, day: 1)
    ledger.states("a", 130, after: deposit)
    var claims = Claims()
    claims.openings = [ledger.opens("a", 0)]
    let trace = Trace(following(.fifo, deposit, claims: claims), in: ledger.postings)
    #expect(trace.balances[0].balance == 30)
    #expect(trace.warns(.gap, row: deposit))
  }

  /// A statement's balance at the end of day 5 gives the opening; that of day 9 shows a gap of 25.
  @Test func balancesOfDays() {
    var ledger = Ledger()
    let deposit = ledger.pay("x", "a", 100, day: 6)
    let out = ledger.pay("a", "b", 50, day: 7)
    ledger.states("a", 40, day: 5)
    ledger.states("a", 65, day: 9)
    let trace = Trace(following(.fifo, deposit), in: ledger.postings)
    #expect(trace.carried(out) == 10)
    #expect(trace.warnings.filter { $0.kind == .gap }.count == 1)
    #expect(
      trace.warnings.contains { $0.what.contains("0.65 EUR") && $0.what.contains("0.90 EUR") })
  }

  /// Trust 100, spent down to 10. A top-up of 60 made to restore: the claim is 70. Another of 60: only
  /// 30 are still lost, so it stops at 100. Not marked as restoring it stays 10.
  @Test(arguments: [TracingMethod.librCap, .librAllocate, .ownFirst, .firstCharge])
  func restoring(method: TracingMethod) {
    var ledger = Ledger()
    let deposit = ledger.pay("x", "a", 100, day: 1)
    ledger.pay("a", "shop", 90, day: 2)
    let first = ledger.pay("salary", "a", 60, day: 3)
    let second = ledger.pay("salary", "a", 60, day: 4)
    var claims = Claims(["trust": [deposit]], own: [first, second])
    #expect(
      Trace(following(method, deposit, claims: claims), in: ledger.postings)
        .traced(ledger, "a") == 10)
    claims.restoring = [first]
    let once = Trace(following(method, deposit, claims: claims), in: ledger.postings)
    #expect(once.held(ledger, "a")["trust"] == 70)
    #expect(once.origins.contains { $0.isRestoring && $0.row == first && $0.amount == 60 })
    claims.restoring = [first, second]
    let twice = Trace(following(method, deposit, claims: claims), in: ledger.postings)
    #expect(twice.held(ledger, "a")["trust"] == 100)
    #expect(twice.reconciles)
  }

  /// A 60, own 40, -50, B 60, -40; 70 left.
  /// libr-allocate: the 50 are the own 40 and 10 of A; 50 + 60 stand, 70 are left after 40 more:
  /// A 50 - 40 × 50/110 = 31.82, B 60 - 40 × 60/110 = 38.18.
  /// own-first: the same, all money being somebody's.
  /// rolling over all: A 30 own 20 after the 50; then of 110: A 30 - 10.91 = 19.09, own 12.73,
  /// B 38.18.
  @Test func severalClaimantsAndOwnMoney() {
    var ledger = Ledger()
    let a = ledger.pay("a", "fund", 6000, day: 1)
    let own = ledger.pay("boss", "fund", 4000, day: 2)
    ledger.pay("fund", "shop", 5000, day: 3)
    let b = ledger.pay("b", "fund", 6000, day: 4)
    ledger.pay("fund", "shop", 4000, day: 5)
    let claims = Claims(["A": [a], "B": [b]], own: [own])
    func held(_ method: TracingMethod) -> [String: Int128] {
      Trace(following(method, a, b, claims: claims), in: ledger.postings).held(ledger, "fund")
    }
    #expect(held(.librAllocate) == ["A": 3182, "B": 3818])
    #expect(held(.ownFirst) == ["A": 3182, "B": 3818])
    #expect(held(.rolling) == ["A": 1909, "own": 1273, "B": 3818])
    // The cap takes one claimant alone: all else goes first, A stands at min(60, 50, 110, 70) = 50.
    let cap = Trace(following(.librCap, a, claims: claims), in: ledger.postings)
    #expect(cap.traced(ledger, "fund") == 5000)
    // Both together are one claimant to the cap, and that is said.
    let both = Trace(following(.librCap, a, b, claims: claims), in: ledger.postings)
    #expect(both.warns(.doctrine))
  }

  /// Three equal interests of 10 and a payment of 10: 3.33… each. In units of 1: 3, 3, 3 and the unit
  /// left over to the first; the next payment of 10 from 6, 7, 7: 3, 3.5, 3.5 rounds to 3, 4, 3.
  @Test func largestRemainder() {
    var ledger = Ledger(scale: 0)
    let rows = (0..<3).map { ledger.pay("p\($0)", "fund", 10, day: $0) }
    ledger.pay("fund", "shop", 10, day: 5)
    let claims = Claims(["A": [rows[0]], "B": [rows[1]], "C": [rows[2]]])
    let one = Trace(
      following(.rolling, rows[0], rows[1], rows[2], claims: claims), in: ledger.postings)
    #expect(one.held(ledger, "fund") == ["A": 6, "B": 7, "C": 7])
    ledger.pay("fund", "shop", 10, day: 6)
    let two = Trace(
      following(.rolling, rows[0], rows[1], rows[2], claims: claims), in: ledger.postings)
    #expect(two.held(ledger, "fund") == ["A": 3, "B": 3, "C": 4])
  }

  /// Cash and a side nobody names end the trail, with the reason.
  @Test func endsOfTheTrail() {
    var ledger = Ledger()
    let deposit = ledger.pay("x", "a", 100, day: 1)
    let cash = ledger.pay("a", "cash", 30, day: 2)
    let gone = ledger.pay("a", "nobody", 20, day: 3)
    for method in TracingMethod.allCases {
      let trace = Trace(following(method, deposit), in: ledger.postings)
      #expect(trace.lost(.cash) == 30)
      #expect(trace.lost(.unknownSide) == 20)
      #expect(trace.untraceable.map(\.row) == [cash, gone])
      #expect(trace.traced(ledger, "a") == 50)
      #expect(trace.reconciles)
    }
  }

  /// A payment asked for that is itself in cash is its own end.
  @Test func cashAskedFor() {
    var ledger = Ledger()
    let cash = ledger.pay("a", "cash", 30, day: 2)
    for method in TracingMethod.allCases {
      let trace = Trace(following(method, cash), in: ledger.postings)
      #expect(trace.origins.map(\.amount) == [30])
      #expect(trace.lost(.cash) == 30)
      #expect(trace.reconciles)
    }
  }

  /// Only 40 of the 100 are followed: that part goes first.
  @Test func partOfAPayment() {
    var ledger = Ledger()
    let deposit = ledger.pay("x", "a", 100, day: 1)
    let out = ledger.pay("a", "b", 50, day: 2)
    let fifo = Trace(following(.fifo, deposit, amount: 40), in: ledger.postings)
    #expect(fifo.origins.map(\.amount) == [40])
    #expect(fifo.carried(out) == 40)
    let rolling = Trace(following(.rolling, deposit, amount: 40), in: ledger.postings)
    #expect(rolling.carried(out) == 20)
  }

  /// Charges on the way: 100 debited, 98 credited. FIFO loses what goes last.
  @Test func charges() {
    var ledger = Ledger()
    let deposit = ledger.pay("x", "a", 100, day: 1)
    ledger.pay("a", "b", 100, day: 2, credit: 98)
    for method in TracingMethod.allCases where method != .poison {
      let trace = Trace(following(method, deposit), in: ledger.postings)
      #expect(trace.traced(ledger, "b") == 98)
      #expect(trace.lost(.dissipated) == 2)
      #expect(trace.reconciles)
    }
  }

  /// An account's money: all that came in from outside the party, its own transfers being no inflow.
  @Test func partyAndAccount() {
    var ledger = Ledger()
    ledger.pay("x", "a", 100, day: 1)
    ledger.pay("a", "b", 60, day: 2)
    ledger.pay("y", "b", 10, day: 3)
    ledger.pay("b", "c", 70, day: 4)
    let (a, b) = (ledger.node("a"), ledger.node("b"))
    let party = Trace(TraceQuestion(.fifo, .party([a, b])), in: ledger.postings)
    #expect(party.origins.map(\.amount) == [100, 10])
    #expect(party.traced(ledger, "c") == 70)
    let account = Trace(TraceQuestion(.fifo, .account(b)), in: ledger.postings)
    #expect(account.origins.map(\.amount) == [60, 10])
    var one = TraceQuestion(.rolling, .account(b))
    one.inflowsAreOne = true
    let pooled = Trace(one, in: ledger.postings)
    #expect(pooled.origins.map(\.amount) == [70])
    #expect(pooled.origins[0].row == nil)
    #expect(party.reconciles && account.reconciles && pooled.reconciles)
  }

  /// Pari passu: Paul 10, paid out 10, Karen 10; 10 left: 5 each. Half of the payment is Karen's loss,
  /// and was not her money: it ends there.
  @Test func pariPassuIgnoresTheOrder() {
    var ledger = Ledger()
    let paul = ledger.pay("p", "fund", 1000, day: 1)
    let out = ledger.pay("fund", "shop", 1000, day: 2)
    let karen = ledger.pay("k", "fund", 1000, day: 3)
    let claims = Claims(["Paul": [paul], "Karen": [karen]])
    let trace = Trace(following(.pariPassu, paul, karen, claims: claims), in: ledger.postings)
    #expect(trace.held(ledger, "fund") == ["Paul": 500, "Karen": 500])
    #expect(trace.held(ledger, "shop") == ["Paul": 500])
    #expect(trace.untraceable.map(\.row) == [out])
    #expect(trace.lost(.dissipated) == 500)
    #expect(trace.warns(.doctrine, row: out))
    #expect(trace.reconciles)
  }

  /// Two accounts that pay each other are one fund: 100 traced and 100 other in the two, 50 paid out.
  @Test func pariPassuInACircle() {
    var ledger = Ledger()
    let deposit = ledger.pay("x", "a", 100, day: 1)
    ledger.pay("a", "b", 40, day: 2)
    ledger.pay("y", "b", 100, day: 3)
    ledger.pay("b", "a", 20, day: 4)
    let out = ledger.pay("a", "c", 50, day: 5)
    let trace = Trace(following(.pariPassu, deposit), in: ledger.postings)
    // Left: a 30, b 120; half of everything is traced.
    #expect(trace.carried(out) == 25)
    #expect(["a", "b", "c"].map { trace.traced(ledger, $0) } == [15, 60, 25])
    #expect(trace.warns(.doctrine))
    #expect(trace.reconciles)
  }

  /// The order between two sources' entries of one day decides, and is not certain.
  @Test func uncertainOrder() {
    var ledger = Ledger()
    let before = ledger.pay("y", "a", 50, day: 1)
    let deposit = ledger.pay("x", "a", 100, day: 2, source: 1)
    let out = ledger.pay("a", "b", 120, day: 2, source: 2)
    ledger.pay("b", "c", 10, day: 3)
    let trace = Trace(following(.fifo, deposit), in: ledger.postings)
    #expect(trace.warns(.order))
    #expect(trace.movements.filter { $0.row == out }.allSatisfy { !$0.isCertain })
    // One source: its own order decides.
    let one = ledger.arranged([before, deposit, out, 3]) { _ in 0 }
    let certain = Trace(following(.fifo, deposit), in: one.postings)
    #expect(!certain.warns(.order))
    #expect(certain.movements.allSatisfy { $0.isCertain })
  }

  /// A month is worked at its first moment, and what rests on it is possible only.
  @Test func monthOnly() {
    var ledger = Ledger()
    let deposit = ledger.pay("x", "a", 100, day: 31, precision: .month)
    ledger.pay("a", "b", 50, day: 40)
    let trace = Trace(following(.fifo, deposit), in: ledger.postings)
    #expect(trace.warns(.dateRange, row: deposit))
    #expect(trace.movements.allSatisfy { !$0.isCertain })
  }

  /// The analyst's own sequence of a day.
  @Test func analystsOrder() {
    var ledger = Ledger()
    let out = ledger.pay("a", "b", 50, day: 1)
    let deposit = ledger.pay("x", "a", 50, day: 1)
    #expect(Trace(following(.fifo, deposit), in: ledger.postings).carried(out) == 0)
    var claims = Claims()
    claims.order = [deposit, out]
    #expect(
      Trace(following(.fifo, deposit, claims: claims), in: ledger.postings).carried(out) == 50)
  }

  /// Beyond the hops asked for the trail ends and says so.
  @Test func hops() {
    var ledger = Ledger()
    let deposit = ledger.pay("x", "a0", 100, day: 0)
    for step in 0..<5 { ledger.pay("a\(step)", "a\(step + 1)", 100, day: step + 1) }
    for method in TracingMethod.allCases {
      var question = following(method, deposit)
      question.maxHops = 3
      let trace = Trace(question, in: ledger.postings)
      #expect(trace.lost(.hops) == 100, "\(method)")
      #expect(!trace.isExhaustive)
      #expect(trace.warns(.cut, row: 3))
      #expect(trace.reconciles)
    }
  }

  @Test func workLimit() {
    var ledger = Ledger()
    let deposit = ledger.pay("x", "a0", 100, day: 0)
    for step in 0..<20 { ledger.pay("a\(step)", "a\(step + 1)", 100, day: step + 1) }
    for method in TracingMethod.allCases {
      var question = following(method, deposit)
      question.workLimit = 11
      let trace = Trace(question, in: ledger.postings)
      #expect(!trace.isExhaustive, "\(method)")
      #expect(trace.warns(.cut))
      #expect(trace.reconciles)
    }
  }
}
