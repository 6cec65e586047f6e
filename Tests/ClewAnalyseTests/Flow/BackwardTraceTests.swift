import ClewAnalyse
import ClewGraph
import Testing

/// From a payment or a balance back to what it was made of, computed by hand.
@Suite struct BackwardTraceTests {
  private func back(
    _ method: TracingMethod, _ ledger: Ledger, _ origin: TraceQuestion.Origin,
    claims: Claims = Claims(), maxHops: Int = 32
  ) -> Trace {
    var question = TraceQuestion(method, origin)
    question.direction = .backward
    question.claims = claims
    question.maxHops = maxHops
    return Trace(question, in: ledger.postings)
  }

  /// The sum of each origin, by row; -1 for openings and gaps.
  private func origins(_ trace: Trace) -> [Int32: Int128] {
    trace.origins.reduce(into: [:]) { $0[$1.row ?? -1, default: 0] += $1.amount }
  }

  /// a: +60, +50; pays 80 to b. b: +40 of its own before; pays 100.
  /// FIFO: the 100 is b's 40 and 60 of the 80, of which the first 60 are a's first deposit: 60.
  /// LIFO: the whole 80 (50 of the second deposit, 30 of the first) and 20 of the 40.
  /// Rolling: 100 of 120: 33 1/3 of b's 40 and 66 2/3 of the 80, which is 60:50 of 110.
  @Test func twoAccounts() {
    var ledger = Ledger()
    let first = ledger.pay("x", "a", 6000, day: 1)
    let second = ledger.pay("y", "a", 5000, day: 2)
    let own = ledger.pay("z", "b", 4000, day: 3)
    let link = ledger.pay("a", "b", 8000, day: 4)
    let out = ledger.pay("b", "c", 10000, day: 5)
    // Nothing is known of x, y and z: their payments are the origins.
    func found(_ method: TracingMethod) -> [Int32: Int128] {
      let trace = back(method, ledger, .transactions([out], amount: nil))
      #expect(trace.reconciles)
      #expect(trace.carried(out) == 10000)
      return origins(trace)
    }
    #expect(found(.fifo) == [first: 6000, own: 4000])
    #expect(found(.lifo) == [first: 3000, second: 5000, own: 2000])
    #expect(found(.rolling) == [first: 3637, second: 3030, own: 3333])
    #expect(found(.poison) == [first: 6000, second: 5000, own: 4000])
    let whole = back(.fifo, ledger, .transactions([out], amount: nil))
    #expect(whole.reconciles)
    #expect(whole.carried(link) == 6000)
    let near = back(.fifo, ledger, .transactions([out], amount: nil), maxHops: 1)
    #expect(origins(near) == [link: 6000, own: 4000])
    #expect(near.warns(.cut, row: link))
    #expect(!near.isExhaustive)
  }

  /// What an account holds: opening 30, +70, -50. FIFO leaves 50 of the 70; LIFO the 30 and 20.
  @Test func balance() {
    var ledger = Ledger()
    let deposit = ledger.pay("nobody", "a", 7000, day: 2)
    ledger.pay("a", "shop", 5000, day: 3)
    var claims = Claims()
    claims.openings = [ledger.opens("a", 3000)]
    let account = TraceQuestion.Origin.account(ledger.node("a"))
    #expect(origins(back(.fifo, ledger, account, claims: claims)) == [deposit: 5000])
    #expect(origins(back(.lifo, ledger, account, claims: claims)) == [deposit: 2000, -1: 3000])
    let rolling = back(.rolling, ledger, account, claims: claims)
    #expect(origins(rolling) == [deposit: 3500, -1: 1500])
    #expect(rolling.reconciles)
    #expect(rolling.balances.map(\.amount) == [5000])
    // Pari passu: by contribution, which here is the same 30 : 70.
    #expect(
      origins(back(.pariPassu, ledger, account, claims: claims)) == [deposit: 3500, -1: 1500])
  }

  /// +100, -60, +100; 140 left. Rolling: 40 and 100. Pari passu: 70 and 70.
  @Test func pariPassuOfABalance() {
    var ledger = Ledger()
    let first = ledger.pay("nobody", "a", 100, day: 1)
    ledger.pay("a", "shop", 60, day: 2)
    let second = ledger.pay("nobody", "a", 100, day: 3)
    let account = TraceQuestion.Origin.account(ledger.node("a"))
    #expect(origins(back(.rolling, ledger, account)) == [first: 40, second: 100])
    let trace = back(.pariPassu, ledger, account)
    #expect(origins(trace) == [first: 70, second: 70])
    #expect(trace.reconciles)
  }

  /// Own 50, trust 50; 60 out, 40 out. Own-first: the 40 out is all trust money.
  @Test func ownFirst() {
    var ledger = Ledger()
    let own = ledger.pay("nobody", "a", 50, day: 1)
    let trust = ledger.pay("nobody", "a", 50, day: 2)
    let early = ledger.pay("a", "shop", 60, day: 3)
    let late = ledger.pay("a", "house", 40, day: 4)
    let claims = Claims(["trust": [trust]], own: [own])
    for method in [TracingMethod.ownFirst, .librAllocate, .librCap] {
      let second = back(method, ledger, .transactions([late], amount: nil), claims: claims)
      #expect(origins(second) == [trust: 40])
      #expect(second.origins[0].owner == "trust")
      let first = back(method, ledger, .transactions([early], amount: nil), claims: claims)
      #expect(origins(first) == [own: 50, trust: 10])
      #expect(first.reconciles)
    }
  }

  /// 100 USD became 90 EUR as stated; 45 EUR are paid on: 50 USD behind them.
  @Test func throughACurrency() {
    var ledger = Ledger("EUR", "USD")
    let dollars = ledger.pay("nobody", "a", 10000, day: 1, unit: 1)
    let change = ledger.pay("a", "b", 10000, day: 2, credit: 9000, unit: 1, into: 0)
    let out = ledger.pay("b", "c", 4500, day: 3)
    for method in [TracingMethod.fifo, .lifo, .rolling, .ownFirst] {
      let trace = back(method, ledger, .transactions([out], amount: nil))
      #expect(origins(trace) == [dollars: 5000])
      #expect(trace.origins[0].unit == 1)
      #expect(trace.carried(change) == 5000)
      #expect(trace.warns(.currencyChange, row: change))
      #expect(trace.reconciles)
    }
  }

  /// A circle: a pays b, b pays a back, a pays out. Every unit is asked for once.
  @Test func circle() {
    var ledger = Ledger()
    let deposit = ledger.pay("nobody", "a", 100, day: 1)
    ledger.pay("a", "b", 100, day: 2)
    ledger.pay("b", "a", 100, day: 3)
    let out = ledger.pay("a", "c", 100, day: 4)
    for method in TracingMethod.allCases {
      let trace = back(method, ledger, .transactions([out], amount: nil))
      #expect(origins(trace) == [deposit: 100], "\(method)")
      #expect(trace.movements.count == 3)
      #expect(trace.reconciles)
    }
  }

  /// Only a part of the payment is asked for: what goes first of it.
  @Test func partOfAPayment() {
    var ledger = Ledger()
    let first = ledger.pay("nobody", "a", 30, day: 1)
    let second = ledger.pay("nobody", "a", 70, day: 2)
    let out = ledger.pay("a", "b", 100, day: 3)
    let target = TraceQuestion.Origin.transactions([out], amount: 40)
    #expect(origins(back(.fifo, ledger, target)) == [first: 30, second: 10])
    #expect(origins(back(.lifo, ledger, target)) == [second: 40])
    #expect(origins(back(.rolling, ledger, target)) == [first: 12, second: 28])
  }

  @Test func work() {
    var ledger = Ledger()
    let first = ledger.pay("nobody", "a0", 100, day: 0)
    for step in 0..<50 { ledger.pay("a\(step)", "a\(step + 1)", 100, day: step + 1) }
    let out = ledger.pay("a50", "end", 100, day: 60)
    for method in TracingMethod.allCases {
      var question = TraceQuestion(method, .transactions([out], amount: nil))
      question.direction = .backward
      question.maxHops = 100
      #expect(origins(Trace(question, in: ledger.postings)) == [first: 100])
      question.workLimit = 10
      let cut = Trace(question, in: ledger.postings)
      #expect(!cut.isExhaustive)
      #expect(cut.warns(.cut))
      #expect(cut.origins.reduce(0) { $0 + $1.amount } == 100)
      #expect(cut.reconciles)
    }
  }
}
