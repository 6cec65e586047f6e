import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@Suite struct PatternSearchTests {
  private typealias Step = PaymentPattern.Step

  private func pattern(
    _ steps: [Step], window: Int64 = 2 * 86_400, strict: Bool = true
  ) -> PaymentPattern {
    PaymentPattern(
      name: "mine", title: "mine", definition: "mine", window: window, isStrict: strict,
      steps: steps)
  }

  private func run(
    _ world: World, _ pattern: PaymentPattern, _ question: DetectorQuestion = DetectorQuestion()
  ) -> Detection {
    let snapshot = world.snapshot
    let index = FlowIndex(snapshot.payments, nodeCount: snapshot.nodeCount)
    return PatternSearch(index, snapshot.payments, pattern, question).run()
  }

  private func ratio(_ low: String, _ high: String, of step: Int) -> PaymentPattern.Ratio {
    PaymentPattern.Ratio(least: Decimal64(low)!, most: Decimal64(high)!, step: step)
  }

  /// a pays three to five b, each hands 90% to 100% on to one c.
  private var split: PaymentPattern {
    pattern([
      Step(from: "a", to: "b", each: "b", count: 3...5),
      Step(from: "b", to: "c", within: 86_400, ratio: ratio("0.9", "1.0", of: 0)),
    ])
  }

  private func splitWorld(_ count: Int, back: String = "95.00") -> World {
    var world = World()
    for n in 1...count {
      world.pays("A", "B\(n)", "100.00", at: "2026-03-02T10:0\(n)")
    }
    for n in 1...count {
      world.pays("B\(n)", "C", back, at: "2026-03-02T15:0\(n)")
    }
    return world
  }

  @Test func eachOfSeveralHandsOn() throws {
    let world = splitWorld(4)
    let found = run(world, split).findings
    #expect(found.map(\.rows) == [[0, 1, 2, 3, 4, 5, 6, 7]])
    let roles = Dictionary(
      uniqueKeysWithValues: try #require(found.first).roles.map { (world.name($0.node), $0.role) })
    #expect(roles["A"] == .origin && roles["B1"] == .intermediary && roles["C"] == .beneficiary)
  }

  @Test func countsRatiosAndTimesBind() {
    #expect(run(splitWorld(2), split).findings.isEmpty)
    #expect(run(splitWorld(6), split).findings.isEmpty)
    #expect(run(splitWorld(4, back: "89.99"), split).findings.isEmpty)
    #expect(run(splitWorld(4, back: "90.00"), split).findings.count == 1)
    #expect(run(splitWorld(4, back: "100.01"), split).findings.isEmpty)
    var late = World()
    for n in 1...3 { late.pays("A", "B\(n)", "100.00", at: "2026-03-02T10:0\(n)") }
    for n in 1...3 { late.pays("B\(n)", "C", "95.00", at: "2026-03-03T10:05") }
    #expect(run(late, split).findings.isEmpty)
  }

  /// The second payment to B1 is the one that fits the ratio.
  @Test func takesTheLaterPaymentWhereOnlyThatFits() {
    var world = splitWorld(2)
    world.pays("A", "B3", "1.00", at: "2026-03-02T10:00")
    world.pays("A", "B3", "100.00", at: "2026-03-02T10:20")
    world.pays("B3", "C", "95.00", at: "2026-03-02T15:20")
    let found = run(world, split).findings
    #expect(found.count == 1)
    #expect(found.first?.rows.count == 6)
  }

  @Test func severalPaymentsBetweenTheSameTwo() {
    var world = World()
    for n in 1...3 { world.pays("A", "B", "100.00", at: "2026-03-02T10:0\(n)") }
    world.pays("B", "A", "290.00", at: "2026-03-02T12:00")
    let repeated = pattern([
      Step(from: "a", to: "b", count: 2...4),
      Step(from: "b", to: "a", ratio: ratio("0.9", "1", of: 0)),
    ])
    #expect(run(world, repeated).findings.map(\.rows) == [[0, 1, 2, 3]])
    var many = World()
    for n in 1...5 { many.pays("A", "B", "100.00", at: "2026-03-02T10:0\(n)") }
    many.pays("B", "A", "490.00", at: "2026-03-02T12:00")
    #expect(run(many, repeated).findings.isEmpty)
  }

  @Test func orderIsStrictOrWindowed() {
    var world = World()
    world.pays("B", "C", "10.00", at: "2026-03-02T10:00")
    world.pays("A", "B", "10.00", at: "2026-03-02T11:00")
    let steps = [Step(from: "a", to: "b"), Step(from: "b", to: "c")]
    #expect(run(world, pattern(steps)).findings.isEmpty)
    let loose = run(world, pattern(steps, strict: false)).findings
    #expect(loose.count == 1)
    #expect(loose.first?.nearMiss == "1 of 2 steps possibly out of order")
  }

  @Test func currenciesAreNeverMixedInARatio() {
    var world = World()
    world.pays("A", "B", "10.00", "EUR", at: "2026-03-02T10:00")
    world.pays("B", "C", "10.00", "USD", at: "2026-03-02T11:00")
    let steps = [
      Step(from: "a", to: "b"), Step(from: "b", to: "c", ratio: ratio("0.1", "9", of: 0)),
    ]
    #expect(run(world, pattern(steps)).findings.isEmpty)
  }

  @Test func stopsAtTheLimitOfWorkAndSaysSo() {
    var world = World()
    for n in 0..<30 {
      world.pays("A", "B", "10.00", at: "2026-03-02T10:\(10 + n)")
      world.pays("B", "C", "10.00", at: "2026-03-02T11:\(10 + n)")
    }
    var question = DetectorQuestion()
    question.workLimit = 50
    let detection = run(
      world, pattern([Step(from: "a", to: "b"), Step(from: "b", to: "c")]), question)
    #expect(!detection.isExhaustive)
    #expect(detection.notSearched.contains("mine: the limit of work was reached"))
  }

  /// Chains of three single steps against every triple of payments, on random small worlds.
  @Test(arguments: 0..<30) func chainsAgreeWithBruteForce(_ seed: Int) {
    var random = Lcg(state: UInt64(seed) * 7_919 + 17)
    var world = World()
    for n in 0..<5 { world.holds("P\(n)", account: "a\(n)") }
    for _ in 0..<18 {
      let (from, to) = (random.next(5), random.next(5))
      world.pays(
        "a\(from)", "a\(to)", "\(50 + random.next(60)).00",
        at: "2026-03-0\(1 + random.next(4))T1\(random.next(10)):00")
    }
    let window: Int64 = 2 * 86_400
    let strict = pattern(
      [
        Step(from: "a", to: "b"), Step(from: "b", to: "c", ratio: ratio("0.8", "1.1", of: 0)),
        Step(from: "c", to: "a", within: 86_400),
      ], window: window)
    let snapshot = world.snapshot
    let payments = snapshot.payments
    var expected: Set<[Int32]> = []
    func follows(_ b: Int, _ a: Int) -> Bool {
      payments.time(of: a).hi < payments.lo[b] || (a < b && payments.lo[a] <= payments.lo[b])
    }
    let all = (0..<payments.count).filter { payments.from[$0] != payments.to[$0] }
    for x in all {
      for y in all where payments.from[y] == payments.to[x] && follows(y, x) {
        let (p, q) = (payments.mantissa[x], payments.mantissa[y])
        guard q * 10 >= p * 8, q * 10 <= p * 11, payments.to[y] != payments.from[x] else {
          continue
        }
        for z in all where payments.from[z] == payments.to[y] && payments.to[z] == payments.from[x]
        {
          guard follows(z, y), payments.lo[z] - payments.lo[y] <= 86_400,
            payments.lo[z] - payments.lo[x] <= window
          else { continue }
          expected.insert([Int32(x), Int32(y), Int32(z)].sorted())
        }
      }
    }
    let found = run(world, strict).findings.map { $0.rows.sorted() }
    #expect(Set(found) == expected)
    #expect(found.count == expected.count)
  }

  /// The largest sets of middles against every subset, on random small worlds.
  @Test(arguments: 0..<30) func setsAgreeWithBruteForce(_ seed: Int) {
    var random = Lcg(state: UInt64(seed) * 104_729 + 5)
    var world = World()
    for n in 0..<6 { world.holds("P\(n)", account: "a\(n)") }
    for n in 0..<14 {
      world.pays(
        "a\(random.next(6))", "a\(random.next(6))", "\(50 + random.next(60)).00",
        at: "2026-03-02T\(10 + n / 6):\(10 + random.next(50))")
    }
    let gather = pattern(
      [
        Step(from: "a", to: "b", each: "b", count: 2...9),
        Step(from: "b", to: "c", ratio: ratio("0.7", "1.3", of: 0)),
      ], window: 86_400)
    let snapshot = world.snapshot
    let payments = snapshot.payments
    let found = run(world, gather).findings
    // Every account a and c: the middles that can hand on.
    var expected: Set<[Int32]> = []
    let accounts = Set(payments.from + payments.to)
    for a in accounts {
      for c in accounts where c != a {
        let middles = accounts.filter { b in
          guard b != a, b != c else { return false }
          return (0..<payments.count).contains { x in
            payments.from[x] == a && payments.to[x] == b
              && (0..<payments.count).contains { y in
                let (p, q) = (payments.mantissa[x], payments.mantissa[y])
                return payments.from[y] == b && payments.to[y] == c
                  && (payments.time(of: x).hi < payments.lo[y]
                    || (x < y && payments.lo[x] <= payments.lo[y]))
                  && q * 10 >= p * 7 && q * 10 <= p * 13
              }
          }
        }
        if middles.count >= 2 { expected.insert(([a, c] + middles).sorted()) }
      }
    }
    #expect(Set(found.map { $0.roles.map(\.node) }) == expected)
  }

  private struct Lcg {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }
}
