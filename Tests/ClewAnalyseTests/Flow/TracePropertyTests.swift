import ClewAnalyse
import ClewGraph
import ClewModel
import Testing

/// What holds of every trace, on random ledgers.
@Suite struct TracePropertyTests {
  /// Ledger order by row: every posting a day later than the one before.
  private func sequential(_ dice: inout Dice, rows: Int, accounts: Int) -> Ledger {
    var ledger = Ledger()
    for account in 0..<accounts { _ = ledger.node("a\(account)") }
    for row in 0..<rows {
      let from = dice.roll(accounts + 1)
      let to = dice.roll(accounts + 1)
      ledger.pay(
        from < accounts ? "a\(from)" : "nobody", to < accounts ? "a\(to)" : "cash",
        Int64(1 + dice.roll(12)), day: row)
    }
    return ledger
  }

  @Test(arguments: 0..<60) func firstAndLastInAgainstCoins(seed: Int) {
    var dice = Dice(UInt64(seed))
    let ledger = sequential(&dice, rows: 4 + dice.roll(40), accounts: 2 + dice.roll(4))
    let postings = ledger.postings
    let asked = Int32(dice.roll(postings.count))
    for (method, isStack) in [(TracingMethod.fifo, false), (.lifo, true)] {
      let coins = CoinReference(postings, isStack: isStack)
      let trace = Trace(following(method, asked), in: postings)
      #expect(trace.reconciles)
      // What is followed is what the row newly brought or paid.
      let isOrigin = coins.paid[Int(asked)].indices
      #expect(trace.origins.reduce(0) { $0 + $1.amount } == Int128(isOrigin.count))
    }
  }

  /// Every inflow that a row brings from outside, through everything: payment by payment and at the
  /// end, as the coins say.
  @Test(arguments: 0..<60) func inflowsAgainstCoins(seed: Int) {
    var dice = Dice(UInt64(1000 + seed))
    let ledger = sequential(&dice, rows: 4 + dice.roll(40), accounts: 2 + dice.roll(4))
    let postings = ledger.postings
    let inflows = (0..<Int32(postings.count)).filter {
      postings.from[Int($0)] < 0 && postings.to[Int($0)] >= 0
    }
    for (method, isStack) in [(TracingMethod.fifo, false), (.lifo, true)] {
      let coins = CoinReference(postings, isStack: isStack)
      let trace = Trace(TraceQuestion(method, .transactions(inflows, amount: nil)), in: postings)
      #expect(trace.reconciles)
      for row in 0..<Int32(postings.count) where postings.from[Int(row)] >= 0 {
        let expected = coins.paid[Int(row)].count { inflows.contains($0) }
        #expect(trace.carried(row) == Int128(expected))
        for movement in trace.movements where movement.row == row {
          var found: [Int32: Int128] = [:]
          for lot in trace.lots(of: movement) where lot.origin >= 0 {
            found[trace.origins[Int(lot.origin)].row ?? -1, default: 0] += lot.amount
          }
          var wanted: [Int32: Int128] = [:]
          for coin in coins.paid[Int(row)] where inflows.contains(coin) {
            wanted[coin, default: 0] += 1
          }
          #expect(found == wanted)
          // The proof: the deposits of the account that the payment consumed.
          let proof = trace.lots(of: movement).flatMap { lot in
            (0..<Int(lot.amount)).map { _ in lot.via }
          }
          #expect(proof == coins.through[Int(row)])
          let sum = trace.lots(of: movement).reduce(into: Int128(0)) { $0 += $1.amount }
          #expect(sum == Int128(postings.debit[Int(row)]))
        }
      }
      for (node, held) in coins.held {
        let expected = held.count { inflows.contains($0) }
        #expect(trace.traced(ledger, ledger.name(node)) == Int128(expected))
      }
    }
  }

  @Test(arguments: 0..<60) func backwardAgainstCoins(seed: Int) {
    var dice = Dice(UInt64(2000 + seed))
    let ledger = sequential(&dice, rows: 4 + dice.roll(40), accounts: 2 + dice.roll(4))
    let postings = ledger.postings
    for (method, isStack) in [(TracingMethod.fifo, false), (.lifo, true)] {
      let coins = CoinReference(postings, isStack: isStack)
      for row in 0..<Int32(postings.count) where postings.from[Int(row)] != postings.to[Int(row)] {
        var question = TraceQuestion(method, .transactions([row], amount: nil))
        question.direction = .backward
        question.maxHops = 1000
        let trace = Trace(question, in: postings)
        #expect(trace.reconciles)
        var found: [Int32: Int128] = [:]
        for origin in trace.origins { found[origin.row ?? -1, default: 0] += origin.amount }
        var wanted: [Int32: Int128] = [:]
        for coin in coins.paid[Int(row)] { wanted[coin, default: 0] += 1 }
        #expect(found == wanted)
      }
      for (node, held) in coins.held where !held.isEmpty {
        var question = TraceQuestion(method, .account(node))
        question.direction = .backward
        question.maxHops = 1000
        let trace = Trace(question, in: postings)
        #expect(trace.reconciles)
        let found = trace.origins.reduce(into: [Int32: Int128]()) { $0[$1.row ?? -1] = $1.amount }
        let wanted = held.reduce(into: [Int32: Int128]()) { $0[$1, default: 0] += 1 }
        #expect(found == wanted)
      }
    }
  }

  /// Rolling: within one unit for each charge of the exact share.
  @Test(arguments: 0..<40) func rollingAgainstExactShares(seed: Int) {
    var dice = Dice(UInt64(3000 + seed))
    let ledger = sequential(&dice, rows: 4 + dice.roll(30), accounts: 2 + dice.roll(4))
    let postings = ledger.postings
    let asked = Int32(dice.roll(postings.count))
    var traced: [Int32: Double] = [:]
    var whole: [Int32: Double] = [:]
    for row in 0..<postings.count {
      let (from, to) = (postings.from[row], postings.to[row])
      guard from < 0 || from != to else { continue }
      let amount = Double(postings.debit[row])
      var part = 0.0
      if from >= 0 {
        let held = whole[from] ?? 0
        let paid = min(held, amount)
        part = held > 0 ? (traced[from] ?? 0) * paid / held : 0
        whole[from] = held - paid
        traced[from, default: 0] -= part
      }
      if row == Int(asked) { part = amount }
      if to >= 0 {
        whole[to, default: 0] += amount
        traced[to, default: 0] += part
      }
    }
    let trace = Trace(following(.rolling, asked), in: postings)
    #expect(trace.reconciles)
    for (node, exact) in traced {
      let found = Double(trace.traced(ledger, ledger.name(node)))
      #expect(abs(found - exact) <= Double(postings.count))
      #expect(found >= 0)
    }
  }

  /// Sums hold, nothing is negative, no posting carries more than it is worth, in every doctrine and
  /// both directions, over charges, currencies, openings, negative amounts, own money and assets.
  @Test(arguments: 0..<40) func conservation(seed: Int) {
    var dice = Dice(UInt64(4000 + seed))
    let (ledger, claims) = wild(&dice)
    let postings = ledger.postings
    let rows = (0..<3).map { _ in Int32(dice.roll(postings.count)) }
    for method in TracingMethod.allCases {
      for direction in [TraceQuestion.Direction.forward, .backward] {
        for sameDay in TraceQuestion.SameDay.allCases {
          let origins: [TraceQuestion.Origin] = [
            .transactions(rows, amount: nil), .transactions([rows[0]], amount: 3), .account(0),
            .party([0, 1]),
          ]
          for origin in origins {
            var question = TraceQuestion(method, origin)
            question.direction = direction
            question.sameDay = sameDay
            question.claims = claims
            question.maxHops = seed % 3 == 0 ? 2 : 32
            question.workLimit = seed % 7 == 0 ? 15 : 100_000
            question.inflowsAreOne = seed % 2 == 0
            if seed % 5 == 0 { question.window = 0...Int64(86_400 * 15) }
            check(Trace(question, in: postings), question, postings, seed)
          }
        }
      }
    }
  }

  private func check(
    _ trace: Trace, _ question: TraceQuestion, _ postings: Postings, _ seed: Int
  ) {
    let adds = trace.reconciles
    #expect(adds, "\(question.method) \(question.direction) \(question.origin) \(seed)")
    for movement in trace.movements {
      #expect(movement.traced >= 0)
      let lots = trace.lots(of: movement)
      #expect(lots.allSatisfy { $0.amount > 0 })
      let sum = lots.reduce(into: Int128(0)) { $0 += $1.amount }
      #expect(movement.traced <= sum)
    }
    for holding in trace.balances {
      #expect(holding.amount >= 0)
      #expect(holding.amount <= max(0, holding.balance))
    }
    #expect(trace.untraceable.allSatisfy { $0.amount > 0 })
    #expect(trace.origins.allSatisfy { $0.amount > 0 })
    for claim in trace.assets { #expect(claim.paid >= 0 && claim.paid <= claim.price) }
  }

  /// Anything a file may say.
  private func wild(_ dice: inout Dice) -> (Ledger, Claims) {
    var ledger = Ledger("EUR", "USD")
    for account in 0..<4 { _ = ledger.node("a\(account)") }
    let sides = ["a0", "a1", "a2", "a3", "cash", "nobody", "a0", "a1"]
    for row in 0..<(6 + dice.roll(25)) {
      let amount = Int64(dice.roll(40)) - 4
      let unit = UInt16(dice.roll(6) == 0 ? 1 : 0)
      let into = UInt16(dice.roll(6) == 0 ? 1 - Int(unit) : Int(unit))
      let credit = dice.roll(5) == 0 ? amount + Int64(dice.roll(7)) - 3 : amount
      let precision: [TimeSpan.Precision] = [.day, .second, .minute, .month, .day, .day]
      ledger.pay(
        sides[dice.roll(8)], sides[dice.roll(8)], amount, day: row / 2,
        second: dice.roll(2) == 0 ? 0 : 3600, credit: credit, unit: unit, into: into,
        source: Int32(dice.roll(3)), precision: precision[dice.roll(6)])
    }
    let count = ledger.postings.count
    func row(_ dice: inout Dice) -> Int32 { Int32(dice.roll(count)) }
    var claims = Claims(["P": [row(&dice)], "Q": [row(&dice), row(&dice)]], own: [row(&dice)])
    claims.restoring = [row(&dice)]
    claims.assets = [.init(name: "house", rows: [row(&dice), row(&dice)], value: 50)]
    claims.coordinated = dice.roll(2) == 0
    if dice.roll(2) == 0 {
      claims.openings = [
        ledger.opens("a0", Int64(dice.roll(40)) - 10), ledger.opens("a1", 9, owner: "P"),
      ]
    }
    if dice.roll(2) == 0 {
      claims.rates = [
        Claims.Rate(
          from: "EUR", to: "USD", rate: Decimal64(mantissa: 11, scale: 1), day: Day(number: 0),
          tolerance: Decimal64(mantissa: 5, scale: 2), source: "test")
      ]
    }
    claims.order = [row(&dice), row(&dice), row(&dice)]
    return (ledger, claims)
  }

  /// The rows of several files in another arrangement, and the files numbered otherwise: the same
  /// answer up to the numbers.
  @Test(arguments: 0..<60) func arrangement(seed: Int) {
    var dice = Dice(UInt64(5000 + seed))
    var ledger = Ledger()
    for row in 0..<(5 + dice.roll(30)) {
      ledger.pay(
        "a\(dice.roll(4))", dice.roll(5) == 0 ? "cash" : "a\(dice.roll(4))",
        Int64(1 + dice.roll(30)), day: row / 5, source: Int32(dice.roll(3)))
    }
    let postings = ledger.postings
    // Files in another order, each keeping its own: a random merge of the three.
    var queues = (0..<3).map { source in
      (0..<Int32(postings.count)).filter { postings.sourceIDs[Int($0)] == Int32(source) }
    }
    var rows: [Int32] = []
    while rows.count < postings.count {
      let source = dice.roll(3)
      if !queues[source].isEmpty { rows.append(queues[source].removeFirst()) }
    }
    let other = ledger.arranged(rows) { 2 - $0 }
    var place = [Int32](repeating: 0, count: rows.count)
    for (new, old) in rows.enumerated() { place[Int(old)] = Int32(new) }
    let asked = [Int32(dice.roll(postings.count)), Int32(dice.roll(postings.count))]
    for method in TracingMethod.allCases {
      for direction in [TraceQuestion.Direction.forward, .backward] {
        for sameDay in TraceQuestion.SameDay.allCases {
          var question = TraceQuestion(method, .transactions(asked, amount: nil))
          question.direction = direction
          question.sameDay = sameDay
          let here = Trace(question, in: postings)
          question.origin = .transactions(asked.map { place[Int($0)] }, amount: nil)
          let there = Trace(question, in: other.postings)
          let same = here.balances == there.balances
          #expect(same, "\(method) \(direction) \(sameDay)")
          #expect(here.movements.map { place[Int($0.row)] } == there.movements.map(\.row))
          #expect(here.movements.map(\.traced) == there.movements.map(\.traced))
          #expect(here.lots.map(\.amount) == there.lots.map(\.amount))
          #expect(here.origins.map(\.amount) == there.origins.map(\.amount))
          #expect(here.warnings.map(\.what) == there.warnings.map(\.what))
        }
      }
    }
  }
}
