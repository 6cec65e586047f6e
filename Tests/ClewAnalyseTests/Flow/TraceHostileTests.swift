import ClewAnalyse
import ClewGraph
import ClewModel
import Testing

/// Input that no statement should hold.
@Suite struct TraceHostileTests {
  private func all(_ ledger: Ledger, _ row: Int32, _ check: (TracingMethod, Trace) -> Void) {
    for method in TracingMethod.allCases {
      for direction in [TraceQuestion.Direction.forward, .backward] {
        var question = following(method, row)
        question.direction = direction
        let trace = Trace(question, in: ledger.postings)
        #expect(trace.reconciles, "\(method) \(direction)")
        if direction == .forward { check(method, trace) }
      }
    }
  }

  @Test func nothing() {
    all(Ledger(), 0) { _, trace in
      #expect(trace.origins.isEmpty)
      #expect(trace.warns(.cut))
    }
  }

  @Test func rowsThatAreNone() {
    var ledger = Ledger()
    ledger.pay("x", "a", 100)
    for row in [Int32.min, -1, 7, .max] {
      all(ledger, row) { _, trace in #expect(trace.balances.isEmpty && trace.warns(.cut)) }
    }
    for node in [Int32.min, -2, 99, .max] {
      for method in TracingMethod.allCases {
        for direction in [TraceQuestion.Direction.forward, .backward] {
          var question = TraceQuestion(method, .account(node))
          question.direction = direction
          #expect(Trace(question, in: ledger.postings).balances.isEmpty)
        }
      }
    }
  }

  /// An account pays itself: its lots stay in their order.
  @Test func selfTransfer() {
    var ledger = Ledger()
    let deposit = ledger.pay("x", "a", 100, day: 1)
    let own = ledger.pay("a", "a", 60, day: 2)
    ledger.pay("y", "a", 100, day: 3)
    let out = ledger.pay("a", "b", 100, day: 4)
    all(ledger, deposit) { _, trace in #expect(trace.warns(.ownPartyTransfer, row: own)) }
    #expect(Trace(following(.fifo, deposit), in: ledger.postings).carried(out) == 100)
  }

  /// A correction of -30 on a payment of 100: 30 go back.
  @Test func negativeAmount() {
    var ledger = Ledger()
    let deposit = ledger.pay("x", "a", 100, day: 1)
    ledger.pay("a", "b", 100, day: 2)
    let correction = ledger.pay("a", "b", -30, day: 3)
    all(ledger, deposit) { _, trace in
      #expect(trace.traced(ledger, "b") == 70)
      #expect(trace.traced(ledger, "a") == 30)
      #expect(trace.warns(.zeroOrNegative, row: correction))
    }
  }

  @Test func zeroAndContradictory() {
    var ledger = Ledger()
    let deposit = ledger.pay("x", "a", 100, day: 1)
    let zero = ledger.pay("a", "b", 0, day: 2)
    let odd = ledger.pay("a", "b", 50, day: 3, credit: -50)
    for method in TracingMethod.allCases where method != .pariPassu {
      let trace = Trace(following(method, deposit), in: ledger.postings)
      #expect(trace.traced(ledger, "a") == 100)
      #expect(trace.warns(.zeroOrNegative, row: zero))
      #expect(trace.warns(.zeroOrNegative, row: odd))
    }
    all(ledger, deposit) { _, trace in #expect(trace.traced(ledger, "a") == 100) }
  }

  /// The widest amounts: sums beyond 64 bits.
  @Test func hugeAmounts() {
    var ledger = Ledger("EUR", "USD")
    var rows: [Int32] = []
    for day in 0..<20 { rows.append(ledger.pay("x\(day)", "a", .max, day: day)) }
    for day in 20..<30 { ledger.pay("a", "b", .max, day: day) }
    ledger.pay("a", "c", .min, day: 31)
    ledger.pay("b", "d", .max, day: 32, credit: 1, unit: 0, into: 1)
    ledger.pay("b", "d", 1, day: 33, credit: .max, unit: 0, into: 1)
    for method in TracingMethod.allCases {
      for direction in [TraceQuestion.Direction.forward, .backward] {
        var question = TraceQuestion(method, .transactions(rows, amount: nil))
        question.direction = direction
        #expect(Trace(question, in: ledger.postings).reconciles, "\(method) \(direction)")
      }
    }
    var question = TraceQuestion(.rolling, .account(ledger.node("b")))
    question.direction = .backward
    #expect(Trace(question, in: ledger.postings).reconciles)
  }

  /// Rates of nothing, below nothing, beyond what fits.
  @Test func oddRates() {
    var ledger = Ledger("EUR", "USD")
    let deposit = ledger.pay("x", "a", .max, day: 1)
    ledger.pay("a", "b", .max, day: 2, unit: 1)
    ledger.pay("a", "b", 5, day: 3, credit: 0, unit: 0, into: 1)
    for mantissa in [Int64.min, -1, 0, 1, .max] {
      for scale in [UInt8(0), 18, 200] {
        var claims = Claims()
        claims.rates = [
          Claims.Rate(
            from: "EUR", to: "USD", rate: Decimal64(mantissa: mantissa, scale: scale),
            day: Day(number: 0), tolerance: Decimal64(mantissa: .max, scale: 0), source: "")
        ]
        for method in TracingMethod.allCases {
          let trace = Trace(following(method, deposit, claims: claims), in: ledger.postings)
          #expect(trace.reconciles, "\(method) \(mantissa) \(scale)")
        }
      }
    }
  }

  /// Everything at one moment, in the order of the source.
  @Test func equalTimes() {
    var ledger = Ledger()
    let deposit = ledger.pay("x", "a", 100, second: 5)
    let out = ledger.pay("a", "b", 100, second: 5)
    let late = ledger.pay("y", "a", 100, second: 5)
    all(ledger, deposit) { _, trace in #expect(trace.carried(out) >= 50) }
    #expect(Trace(following(.fifo, deposit), in: ledger.postings).carried(out) == 100)
    #expect(Trace(following(.fifo, late), in: ledger.postings).carried(out) == 0)
  }

  /// A hub of many inflows and many payments.
  @Test func hub() {
    var ledger = Ledger()
    for row in 0..<300 { ledger.pay("nobody", "hub", 7, day: row) }
    for row in 0..<300 { ledger.pay("hub", "cash", 5, day: 300 + row) }
    for method in TracingMethod.allCases {
      var question = TraceQuestion(method, .account(ledger.node("hub")))
      question.workLimit = 20_000
      let trace = Trace(question, in: ledger.postings)
      #expect(trace.reconciles, "\(method)")
      question.inflowsAreOne = true
      let one = Trace(question, in: ledger.postings)
      #expect(one.isExhaustive)
      #expect(one.traced(ledger, "hub") == 600)
      #expect(one.reconciles)
    }
  }

  /// Claims that name rows, accounts and amounts there are none of.
  @Test func oddClaims() {
    var ledger = Ledger()
    let deposit = ledger.pay("x", "a", 100, day: 1)
    ledger.pay("a", "b", 60, day: 2)
    var claims = Claims(["A": [-5, 99, deposit]], own: [.max, deposit])
    claims.claimants.append(
      .init(
        name: "B", contributions: [.init(row: deposit, amount: -7), .init(row: 1, amount: .max)]))
    claims.restoring = [-1, 55]
    claims.order = [9, -9, 1, 1]
    claims.openings = [
      .init(node: 77, unit: 0, amount: 5), .init(node: -2, unit: 0, amount: 5),
      .init(node: ledger.node("a"), unit: 9, amount: 5),
    ]
    claims.assets = [.init(name: "moon", rows: [-3, 44], value: -1, unit: 0)]
    for method in TracingMethod.allCases {
      for direction in [TraceQuestion.Direction.forward, .backward] {
        var question = following(method, deposit, claims: claims)
        question.direction = direction
        #expect(Trace(question, in: ledger.postings).reconciles, "\(method) \(direction)")
      }
    }
  }
}
