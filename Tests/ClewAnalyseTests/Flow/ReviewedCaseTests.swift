import ClewAnalyse
import ClewGraph
import ClewModel
import Testing

/// Cases in which a plausible worker goes wrong, each computed by hand.
@Suite struct ReviewedCaseTests {
  private func trace(
    _ ledger: Ledger, _ method: TracingMethod, _ account: String, _ claims: Claims = Claims(),
    _ change: (inout TraceQuestion) -> Void = { _ in }
  ) -> Trace {
    var ledger = ledger
    var question = TraceQuestion(method, .account(ledger.node(account)))
    question.claims = claims
    change(&question)
    return Trace(question, in: ledger.postings)
  }

  /// Own 100 and V's 100, then 100 are paid: own money goes first though the account is asked for and
  /// its money traced with the rest.
  @Test(arguments: [TracingMethod.ownFirst, .librAllocate, .librCap, .firstCharge])
  func ownMoneyThatIsTracedIsOwn(method: TracingMethod) {
    var ledger = Ledger()
    let own = ledger.pay("w", "acc", 100, day: 1)
    let victim = ledger.pay("victim", "acc", 100, day: 2)
    ledger.pay("acc", "shop", 100, day: 3)
    let result = trace(ledger, method, "acc", Claims(["V": [victim]], own: [own]))
    #expect(result.held(ledger, "acc") == ["V": 100])
    #expect(!result.warnings.contains { $0.what.contains("owners") })
    #expect(result.reconciles)
  }

  /// Own money in another account says nothing of this one; in this one the rest shares rateably.
  @Test func ownMoneyElsewhere() {
    var ledger = Ledger()
    let own = ledger.pay("w", "z", 10, day: 1)
    ledger.pay("x", "acc", 100, day: 1)
    let victim = ledger.pay("victim", "acc", 100, day: 2)
    ledger.pay("acc", "shop", 100, day: 3)
    let elsewhere = Trace(
      following(.ownFirst, victim, claims: Claims(["V": [victim]], own: [own])),
      in: ledger.postings)
    #expect(elsewhere.traced(ledger, "acc") == 100)
    #expect(elsewhere.warnings.contains { $0.what.contains("presumed") })
    var claims = Claims(["V": [victim]])
    claims.openings = [ledger.opens("acc", 20, owner: "own")]
    // 20 own go first, the other 80 half and half.
    let here = Trace(following(.ownFirst, victim, claims: claims), in: ledger.postings)
    #expect(here.traced(ledger, "acc") == 60)
    #expect(here.warnings.contains { $0.what.contains("innocent") })
    #expect(!here.warnings.contains { $0.what.contains("presumed") })
    let fifo = Trace(following(.fifo, victim, claims: claims), in: ledger.postings)
    #expect(fifo.warnings.contains { $0.what.contains("wrongdoer") })
  }

  /// A car paid with own money before V's came, and one paid from another account: nothing of V's.
  @Test func chargeNeedsTheFund() {
    var ledger = Ledger()
    let own = ledger.pay("w", "acc", 100, day: 1)
    let before = ledger.pay("acc", "broker", 100, day: 2)
    ledger.pay("x", "other", 100, day: 2)
    let victim = ledger.pay("victim", "acc", 100, day: 3)
    let beside = ledger.pay("other", "broker", 100, day: 4)
    ledger.pay("acc", "shop", 100, day: 5)
    var claims = Claims(["V": [victim]], own: [own])
    claims.assets = [
      .init(name: "car", rows: [before], value: 100),
      .init(name: "van", rows: [beside], value: 100),
    ]
    let result = Trace(following(.firstCharge, victim, claims: claims), in: ledger.postings)
    #expect(result.assets.map(\.lien) == [0, 0])
    #expect(result.assets.map(\.amount) == [0, 0])
  }

  /// Own 100, V's 100; two things for 60 each, each worth 100. V's 60 go into the first, which is
  /// charged with the 100 that lay in the fund; the second took 40 and secures no more of them.
  @Test func twoAssetsShareOneClaim() {
    var ledger = Ledger()
    let own = ledger.pay("w", "acc", 100, day: 1)
    let victim = ledger.pay("victim", "acc", 100, day: 1)
    let first = ledger.pay("acc", "broker", 60, day: 2)
    let second = ledger.pay("acc", "broker", 60, day: 3)
    ledger.pay("acc", "shop", 80, day: 4)
    var claims = Claims(["V": [victim]], own: [own])
    claims.assets = [
      .init(name: "second", rows: [second], value: 100),
      .init(name: "first", rows: [first], value: 100),
    ]
    let result = Trace(following(.firstCharge, victim, claims: claims), in: ledger.postings)
    #expect(result.assets.map(\.paid) == [40, 60])
    #expect(result.assets.map(\.lien) == [40, 100])
    #expect(result.assets.map(\.amount) == [0, 100])
    #expect(result.warnings.contains { $0.what.contains("recovered once only") })
  }

  /// A value in dollars is no value of a charge in euros.
  @Test func chargeInAnotherCurrency() {
    var ledger = Ledger("EUR", "USD")
    let own = ledger.pay("w", "acc", 50, day: 1)
    let victim = ledger.pay("victim", "acc", 50, day: 1)
    let buy = ledger.pay("acc", "broker", 100, day: 2)
    var claims = Claims(["V": [victim]], own: [own])
    claims.assets = [.init(name: "car", rows: [buy], value: 300, unit: 1)]
    let charge = Trace(following(.firstCharge, victim, claims: claims), in: ledger.postings)
    #expect(charge.assets.map(\.amount) == [50])
    #expect(charge.assets.map(\.amountUnit) == [0])
    #expect(charge.assets.map(\.lien) == [50])
    #expect(charge.warnings.contains { $0.what.contains("another currency") })
    let share = Trace(following(.rolling, victim, claims: claims), in: ledger.postings)
    #expect(share.assets.map(\.amount) == [150])
    #expect(share.assets.map(\.amountUnit) == [1])
  }

  /// The source states 150 after +100, 120 after -30 of the same day: the opening is 50 in every order.
  @Test(arguments: TraceQuestion.SameDay.allCases)
  func openingInEveryOrder(mode: TraceQuestion.SameDay) {
    var ledger = Ledger()
    let deposit = ledger.pay("victim", "acc", 100, day: 1)
    let rent = ledger.pay("acc", "shop", 30, day: 1)
    ledger.states("acc", 150, after: deposit)
    ledger.states("acc", 120, after: rent)
    var question = following(.librCap, deposit)
    question.sameDay = mode
    let result = Trace(question, in: ledger.postings)
    #expect(result.balances.first { ledger.name($0.node) == "acc" }?.balance == 120)
    question.direction = .backward
    question.origin = .account(1)
    let back = Trace(question, in: ledger.postings)
    #expect(back.balances.map(\.balance) == [120])
  }

  /// A window from day 100: 40 came in since; 500 and 100 lay there before.
  @Test(arguments: TracingMethod.allCases) func windowThatStartsLater(method: TracingMethod) {
    guard method != .poison else { return }
    var ledger = Ledger()
    var claims = Claims()
    claims.openings = [ledger.opens("acc", 500)]
    ledger.pay("x", "acc", 100, day: 1)
    ledger.pay("y", "acc", 40, day: 100)
    let result = trace(ledger, method, "acc", claims) {
      $0.window = Int64(100 * 86_400)...Int64.max
    }
    #expect(result.traced(ledger, "acc") == 40)
    #expect(result.warnings.contains { $0.kind == .cut && $0.what.contains("opening") })
    #expect(result.reconciles)
  }

  /// Opening -50, V 100, 80 paid: 30 below zero. 100 of own money later are not V's to any part.
  @Test(arguments: [TracingMethod.pariPassu, .fifo, .librCap])
  func negativeBalanceEndsTheClaim(method: TracingMethod) {
    var ledger = Ledger()
    var claims = Claims()
    claims.openings = [ledger.opens("acc", -50)]
    let victim = ledger.pay("victim", "acc", 100, day: 1)
    ledger.pay("acc", "shop", 80, day: 2)
    ledger.pay("w", "acc", 100, day: 3)
    claims.claimants = Claims(["V": [victim]]).claimants
    let result = Trace(following(method, victim, claims: claims), in: ledger.postings)
    #expect(result.traced(ledger, "acc") == 0)
    #expect(result.balances.allSatisfy { ledger.name($0.node) != "acc" })
    #expect(result.warns(.doctrine) || method == .fifo)
    #expect(result.reconciles)
    // A later claim begins a fund of its own.
    let again = ledger.pay("victim", "acc", 30, day: 4)
    claims.claimants = Claims(["V": [victim, again]]).claimants
    let later = Trace(following(method, victim, again, claims: claims), in: ledger.postings)
    #expect(later.traced(ledger, "acc") == 30)
    #expect(later.reconciles)
  }

  /// V's 100 went on to b and lie there, which is asked about too: a top-up restores nothing. Of 100 of
  /// which 40 were spent in cash, 40. Where b is somebody else's, all is restored, and it is said that
  /// both cannot be had.
  @Test func restoringWhatIsNotLost() {
    var ledger = Ledger()
    let victim = ledger.pay("victim", "a", 100, day: 1)
    ledger.pay("a", "b", 100, day: 2)
    let early = ledger.pay("w", "a", 100, day: 3)
    ledger.pay("b", "cash", 40, day: 4)
    let late = ledger.pay("w", "a", 100, day: 5)
    var claims = Claims(["V": [victim]], own: [early, late])
    claims.restoring = [early]
    let nodes = [ledger.node("a"), ledger.node("b")]
    func both() -> Trace {
      trace(ledger, .librCap, "a", claims) { $0.origin = .party(nodes) }
    }
    #expect(both().held(ledger, "a")["V"] == nil)
    #expect(both().held(ledger, "b") == ["V": 60])
    #expect(both().warns(.doctrine, row: early))
    claims.restoring = [early, late]
    #expect(both().held(ledger, "a")["V"] == 40)
    #expect(both().reconciles)
    let one = Trace(following(.librCap, victim, claims: claims), in: ledger.postings)
    #expect(one.traced(ledger, "a") == 100)
    #expect(one.warnings.contains { $0.row == early && $0.what.contains("once only") })
    #expect(one.reconciles)
  }

  /// A statement of the payer's account states its balance after a payment to an account that is worked
  /// later: no contradiction.
  @Test func statedBalanceOfAnotherFund() {
    var ledger = Ledger()
    let deposit = ledger.pay("victim", "a", 100, day: 1)
    let on = ledger.pay("a", "b", 60, day: 2)
    let last = ledger.pay("a", "c", 10, day: 3)
    for (row, balance) in [(deposit, 100), (on, 40), (last, 30)] {
      ledger.states("a", Int64(balance), after: row)
    }
    let result = Trace(following(.pariPassu, deposit), in: ledger.postings)
    #expect(!result.warns(.balanceContradicted) && !result.warns(.gap))
  }

  /// Opening 100, V 100 on 6 January, 100 paid in "January" by the same source: it may have come after.
  @Test(arguments: [TracingMethod.lifo, .librCap, .pariPassu])
  func monthBeforeTheDeposit(method: TracingMethod) {
    var ledger = Ledger()
    var claims = Claims()
    claims.openings = [ledger.opens("acc", 100)]
    let victim = ledger.pay("victim", "acc", 100, day: 5)
    ledger.pay("acc", "shop", 100, day: 0, precision: .month)
    let result = Trace(following(method, victim, claims: claims), in: ledger.postings)
    #expect(result.warns(.order, row: victim))
  }

  /// 100 at ten o'clock, then, on the next line of the statement, 100 paid on that day.
  @Test func positionInsideADay() {
    var ledger = Ledger()
    var claims = Claims()
    claims.openings = [ledger.opens("acc", 100)]
    let victim = ledger.pay("victim", "acc", 100, day: 5, second: 36_000)
    let out = ledger.pay("acc", "shop", 100, day: 5)
    let result = Trace(following(.lifo, victim, claims: claims), in: ledger.postings)
    #expect(result.carried(out) == 100)
    #expect(result.traced(ledger, "acc") == 0)
  }

  /// Own 50 and V's 50, 100 paid of which 90 arrive: the bank's 10 are own money.
  @Test(arguments: [TracingMethod.ownFirst, .librCap, .librAllocate])
  func chargesOutOfOwnMoney(method: TracingMethod) {
    var ledger = Ledger()
    let own = ledger.pay("w", "a", 50, day: 1)
    let victim = ledger.pay("victim", "a", 50, day: 2)
    ledger.pay("a", "b", 100, day: 3, credit: 90)
    let result = Trace(
      following(method, victim, claims: Claims(["V": [victim]], own: [own])), in: ledger.postings)
    #expect(result.traced(ledger, "b") == 50)
    #expect(result.lost(.dissipated) == 0)
    #expect(result.reconciles)
  }

  /// A payment taken back is said to be beyond the rule.
  @Test func takenBack() {
    var ledger = Ledger()
    ledger.pay("x", "a", 100, day: 1)
    let victim = ledger.pay("victim", "a", 100, day: 2)
    let back = ledger.pay("victim", "a", -100, day: 3)
    let result = Trace(following(.fifo, victim), in: ledger.postings)
    #expect(result.warns(.doctrine, row: back))
  }

  /// Rates are of no use backward, and it is said where money is missed for it.
  @Test(arguments: [TracingMethod.fifo, .rolling]) func ratesBackward(method: TracingMethod) {
    var ledger = Ledger("EUR", "USD")
    ledger.pay("victim", "a", 100, day: 1)
    let change = ledger.pay("a", "b", 100, day: 2, credit: 0, unit: 0, into: 1)
    let result = trace(ledger, method, "b") { $0.direction = .backward }
    #expect(result.warns(.currencyChange, row: change))
  }

  /// The bound on the work is said also after the bound on accounts was reached.
  @Test(arguments: [TracingMethod.fifo, .pariPassu]) func workLimitAfterHops(method: TracingMethod)
  {
    var ledger = Ledger()
    let victim = ledger.pay("victim", "a", 100, day: 1)
    ledger.pay("a", "b", 50, day: 2)
    for day in 0..<20 { ledger.pay("a", "s\(day)", 1, day: 3 + day) }
    var question = following(method, victim)
    question.maxHops = 1
    question.workLimit = 10
    let result = Trace(question, in: ledger.postings)
    #expect(result.warnings.contains { $0.kind == .cut && $0.what.contains("stopped") })
  }

  /// A payment to itself, one of nothing: asked for or claimed, it is said that nothing comes of it.
  @Test(arguments: [TracingMethod.fifo, .pariPassu]) func rowsThatBringNothing(
    method: TracingMethod
  ) {
    var ledger = Ledger()
    ledger.pay("victim", "acc", 100, day: 1)
    let itself = ledger.pay("acc", "acc", 100, day: 2)
    let nothing = ledger.pay("acc", "b", 0, day: 3)
    let asked = Trace(following(method, itself, nothing), in: ledger.postings)
    #expect(asked.warns(.cut, row: itself) && asked.warns(.cut, row: nothing))
    let claimed = Trace(
      following(method, 0, claims: Claims(["V": [nothing]])), in: ledger.postings)
    #expect(claimed.warns(.cut, row: nothing))
    #expect(!claimed.warns(.cut, row: 0))
  }

  /// P's 60 come on with the payment that Q claims: what Q is not given is said.
  @Test func claimOnWhatIsSomebodys() {
    var ledger = Ledger()
    let deposit = ledger.pay("p", "acc", 100, day: 1)
    let on = ledger.pay("acc", "b", 100, day: 2)
    var claims = Claims(["Q": [on]])
    claims.claimants.append(.init(name: "P", contributions: [.init(row: deposit, amount: 60)]))
    let result = Trace(following(.fifo, deposit, claims: claims), in: ledger.postings)
    #expect(result.warnings.contains { $0.row == on && $0.what.contains("Q claims") })
    #expect(!result.warnings.contains { $0.what.contains("P claims") })
  }

  /// Two owners of one deposit: the claims may be listed in any order.
  @Test(arguments: TracingMethod.allCases) func orderOfTheClaims(method: TracingMethod) {
    var ledger = Ledger()
    let deposit = ledger.pay("p", "acc", 101, day: 1)
    ledger.pay("acc", "shop", 50, day: 2)
    func result(_ names: [String]) -> Trace {
      var claims = Claims()
      claims.claimants = names.map {
        .init(name: $0, contributions: [.init(row: deposit, amount: 50)])
      }
      return Trace(following(method, deposit, claims: claims), in: ledger.postings)
    }
    let (a, b) = (result(["P", "Q"]), result(["Q", "P"]))
    #expect(a.held(ledger, "acc") == b.held(ledger, "acc"))
    #expect(a.warnings == b.warnings)
    #expect(a.origins == b.origins)
    if method == .fifo { #expect(a.warnings.contains { $0.what.contains("rule of time") }) }
  }

  /// An opening of an account and currency that no posting touches.
  @Test func openingOfAnUntouchedAccount() {
    var ledger = Ledger("EUR", "USD")
    let deposit = ledger.pay("p", "acc", 100, day: 1)
    var claims = Claims()
    claims.openings = [ledger.opens("acc", 999, owner: "P", unit: 1)]
    let result = Trace(following(.fifo, deposit, claims: claims), in: ledger.postings)
    #expect(result.warnings.contains { $0.kind == .cut && $0.what.contains("9.99 USD") })
  }

  /// a and b pay each other: b is reached only from inside, and what it lacks is said all the same.
  @Test func insideACircle() {
    var ledger = Ledger()
    let deposit = ledger.pay("victim", "a", 100, day: 1)
    let on = ledger.pay("a", "b", 50, day: 2)
    ledger.pay("b", "a", 10, day: 3)
    ledger.pay("b", "shop", 500, day: 4)
    let result = Trace(following(.pariPassu, deposit), in: ledger.postings)
    let b = ledger.node("b")
    #expect(result.warnings.contains { $0.kind == .noOpening && $0.node == b && $0.row == on })
    #expect(result.warnings.contains { $0.kind == .gap && $0.node == b })
    #expect(result.reconciles)
  }
}
