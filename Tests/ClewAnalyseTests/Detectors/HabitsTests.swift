import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@Suite struct HabitsTests {
  /// The habit of every payment, in order of the world.
  private func habits(_ world: World) -> [Habit] {
    let snapshot = world.snapshot
    let index = FlowIndex(snapshot.payments, nodeCount: snapshot.nodeCount)
    let habits = Habits(
      index, holders: OwnAccounts.holders(of: snapshot), payments: snapshot.payments)
    var byRow = [Habit](repeating: .none, count: snapshot.payments.count)
    for (edge, row) in index.rows.enumerated() { byRow[Int(row)] = habits.ofEdge[edge] }
    return byRow
  }

  private func day(_ number: Int, _ time: String = "10:00") -> String {
    "2026-03-\(number < 10 ? "0" : "")\(number)T\(time)"
  }

  @Test func accountsOfOneHolder() {
    var world = World()
    world.holds("P", account: "A")
    world.holds("P", account: "B")
    world.holds("Q", account: "B2")
    world.pays("A", "B", "100", at: day(10))
    world.pays("A", "B2", "100", at: day(11))
    #expect(habits(world) == [.ownAccounts, .none])
  }

  @Test func anAccountOfTwoHoldersIsNobodysOwn() {
    var world = World()
    for party in ["P", "Q"] { world.holds(party, account: "A") }
    world.holds("P", account: "B")
    world.pays("A", "B", "100", at: day(10))
    #expect(habits(world) == [.none])
  }

  @Test func aPairThatMeetsAgainAndAgain() {
    var world = World()
    world.pays("A", "B", "100", at: day(8))
    world.pays("A", "B", "75", at: day(14))
    world.pays("C", "D", "100", at: day(8))
    world.pays("C", "D", "90", at: day(9))
    world.pays("E", "F", "90", at: day(8))
    world.pays("F", "E", "90", at: day(20))
    #expect(habits(world) == [.repeatedPair, .repeatedPair, .none, .none, .none, .none])
  }

  @Test func dailySweepsOnTheClock() {
    var world = World()
    for number in 9...13 {
      world.pays("H", "S", "100", at: day(number, "07:30"))
      world.pays("S", "H", "120", at: day(number, "17:45"))
      world.pays("X", "Y", "120", at: day(number, number % 2 == 0 ? "03:00" : "19:00"))
      world.pays("Y", "X", "120", at: day(number, "12:00"))
    }
    let found = habits(world)
    #expect(found.count { $0 == .treasurySweep } == 10)
    #expect(found.count { $0 == .none } == 10)
  }

  @Test func wagesAreOneRun() {
    var world = World()
    for person in 0..<6 { world.pays("EMPLOYER", "N\(person)", "\(900 + person)", at: day(13)) }
    // A fan over three days is none.
    for person in 0..<6 {
      world.pays(
        "HUB", "M\(person)", "\(900 + person)", at: day(13 + person / 2, "1\(person % 2 * 5):00"))
    }
    #expect(
      habits(world) == Array(repeating: .payroll, count: 6) + Array(repeating: .none, count: 6))
  }

  @Test func directDebitsAreOneCollection() {
    var world = World()
    for person in 0..<12 { world.pays("N\(person)", "UTILITY", "40.5", at: day(13)) }
    for person in 0..<6 { world.pays("M\(person)", "HUB", "40.5", at: day(13)) }
    let found = habits(world)
    #expect(found.count { $0 == .collection } == 12)
    #expect(found.suffix(6).allSatisfy { $0 == .none })
  }

  @Test func rentOfRoundSumsAtTheBeginningOfTheMonth() {
    var world = World()
    for tenant in 0..<5 {
      world.pays("T\(tenant)", "LANDLORD", "\(700 + tenant * 10)", at: day(1 + tenant))
    }
    for payer in 0..<5 {
      world.pays("R\(payer)", "RING", "\(701 + payer * 13).17", at: day(1 + payer))
    }
    for payer in 0..<5 { world.pays("L\(payer)", "LATE", "700", at: day(12 + payer)) }
    #expect(habits(world) == Array(repeating: .rent, count: 5) + Array(repeating: .none, count: 10))
  }

  @Test func aMerchantHasCustomersOnMostDaysAndABurstHasNot() {
    var world = World()
    for customer in 0..<40 {
      world.pays(
        "C\(customer)", "SHOP", "20.\(10 + customer)",
        at: day(1 + customer / 2, "1\(customer % 9):30"))
    }
    for payer in 0..<30 {
      world.pays(
        "B\(payer)", "BURST", "20.\(10 + payer)", at: day(10 + payer / 10, "1\(payer % 9):30"))
    }
    let found = habits(world)
    #expect(found.prefix(40).allSatisfy { $0 == .merchant })
    #expect(found.suffix(30).allSatisfy { $0 != .merchant })
  }

  @Test func hostilePaymentsAreNoHabit() {
    var world = World()
    world.pays("A", "A", "100", at: day(8))
    world.pays("A", "B", "0", at: day(8))
    world.pays("A", "B", "-5", at: day(8))
    #expect(habits(world) == [.none, .none, .none])
  }
}
