import ClewGraph
import ClewModel
import ClewStore
import Testing

@Suite struct SnapshotPostingsTests {
  private func postings(_ test: TestCasefile) throws -> Postings {
    try test.casefile.snapshot(parts: .postings).postings
  }

  private func day(_ day: Int) -> TimeSpan { TimeSpan(day: Day(year: 2026, month: 1, day: day)!) }

  @Test func sidesAreAccountsCashOrUnknown() throws {
    let test = try TestCasefile()
    try test.load("a") { batch in
      batch.person("Ada", ref: "ada")
      let (a, b) = (batch.account(ref: "A"), batch.account(ref: "B"))
      batch.pay(Transactions.cash, a, "100.00", day: 1)
      batch.pay(a, b, "40.00", day: 2)
      batch.pay(a, Transactions.none, "1.50", day: 3)
      batch.pay(
        a, Transactions.none, "2", day: 4, side: TransactionDetail.Role(name: "to", mention: 0))
      batch.pay(Transactions.cash, Transactions.none, "9", day: 5)
    }
    let postings = try postings(test)
    #expect(postings.ids == [1, 2, 3, 4])
    #expect(postings.from == [Postings.cash, 0, 0, 0])
    #expect(postings.to == [0, 1, Postings.unknown, Postings.unknown])
    #expect(postings.debit == [10_000, 4_000, 150, 200] && postings.credit == postings.debit)
    #expect(postings.units == [Postings.Unit(currency: "EUR", scale: 2)])
    #expect(postings.sourceIDs == [1] && postings.sourceStart == [0])
    #expect(postings.time(of: 2) == day(3))
  }

  @Test func aSideMayStateItsOwnMoney() throws {
    let test = try TestCasefile()
    try test.load("a") { batch in
      let (a, b) = (batch.account(ref: "A"), batch.account(ref: "B"))
      func money(_ text: String, _ currency: String) -> Money {
        Money(decimal: text, currency: currency)!
      }
      batch.pay(
        a, b, "100.00", day: 1,
        side: TransactionDetail.Role(name: "to", money: money("108.125", "USD")))
      batch.pay(
        a, b, "50", day: 2,
        side: TransactionDetail.Role(name: "from", money: money("6000", "JPY")))
      // Two statements of one side: neither is taken for its whole.
      batch.pay(
        a, b, "7", day: 3,
        side: TransactionDetail.Role(name: "to", money: money("3", "USD")),
        TransactionDetail.Role(name: "to", money: money("4", "USD")))
      batch.pay(a, b, "5", day: 4, currency: "USD")
    }
    let postings = try postings(test)
    #expect(postings.units.map(\.currency) == ["EUR", "JPY", "USD"])
    #expect(postings.units.map(\.scale) == [2, 0, 3])
    #expect(postings.debit == [10_000, 6_000, 700, 5_000])
    #expect(postings.debitUnit == [0, 1, 0, 2])
    #expect(postings.credit == [108_125, 5_000, 700, 5_000])
    #expect(postings.creditUnit == [2, 0, 0, 2])
  }

  @Test func aBalanceIsOfTheAccountThatTheSourceReportsOn() throws {
    let test = try TestCasefile()
    try test.load("statement") { batch in
      let (a, b, c) = (
        batch.account(ref: "A"), batch.account(ref: "B"), batch.account(ref: "C")
      )
      batch.pay(b, a, "10", day: 1, balanceAfter: 10)
      batch.pay(a, c, "4", day: 2, balanceAfter: 6)
      batch.pay(c, b, "1", day: 2)
    }
    let postings = try postings(test)
    #expect(
      postings.balances == [
        Postings.Balance(row: 0, node: 0, amount: 10, unit: 0, source: 1),
        Postings.Balance(row: 1, node: 0, amount: 6, unit: 0, source: 1),
      ])
    #expect(postings.unplacedBalances == 0)
  }

  @Test func betweenTwoAccountsTheBalancesTellWhoseTheyAre() throws {
    let test = try TestCasefile()
    try test.load("statement") { batch in
      let (a, b) = (batch.account(ref: "A"), batch.account(ref: "B"))
      batch.pay(a, b, "10", day: 1, balanceAfter: 90)
      batch.pay(b, a, "5", day: 2, balanceAfter: 95)
      batch.pay(a, b, "20", day: 3, balanceAfter: 75)
    }
    #expect(try postings(test).balances.map(\.node) == [0, 0, 0])
    try test.load("one row says nothing", set: "other") { batch in
      let (c, d) = (batch.account(ref: "C"), batch.account(ref: "D"))
      batch.pay(c, d, "10", day: 1, balanceAfter: 90)
    }
    let postings = try postings(test)
    #expect(postings.balances.count == 3 && postings.unplacedBalances == 1)
  }

  @Test func inTheBooksOfABankOnlyALoneAccountHasTheBalance() throws {
    let test = try TestCasefile()
    try test.load("bank") { batch in
      let accounts = (0..<4).map { batch.account(ref: "A\($0)") }
      batch.pay(Transactions.cash, accounts[0], "10", day: 1, balanceAfter: 10)
      batch.pay(accounts[1], accounts[2], "4", day: 2, balanceAfter: 6)
      batch.pay(accounts[3], Transactions.none, "1", day: 3, balanceAfter: -1)
    }
    let postings = try postings(test)
    #expect(postings.balances.map(\.row) == [0, 2] && postings.balances.map(\.node) == [0, 3])
    #expect(postings.balances.map(\.amount) == [10, -1] && postings.unplacedBalances == 1)
  }

  @Test func bothBanksStatementsOfAPaymentGiveTheirBalances() throws {
    let test = try TestCasefile()
    let uetr = "97ed4827-7b6f-4491-a06f-b548d5a7512d"
    for (name, balance) in [("payer", Int64(90)), ("payee", 60)] {
      try test.load(name, reporter: name) { batch in
        let a = batch.account(iban: "DE02120300000000202051")
        let b = batch.account(iban: "DE02500105170137075030")
        batch.pay(a, b, "10", day: 2, uetr: uetr, balanceAfter: balance)
        let other = batch.account(ref: "X \(name)")
        if name == "payer" {
          batch.pay(a, other, "1", day: 3, balanceAfter: 89)
        } else {
          batch.pay(other, b, "1", day: 3, balanceAfter: 61)
        }
      }
    }
    let postings = try postings(test)
    #expect(postings.count == 3)
    let found = postings.balances.map { [Int($0.row), Int($0.node), Int($0.amount)] }
    // The later statement stands for the payment.
    #expect(found == [[0, 0, 89], [1, 0, 90], [1, 1, 60], [2, 1, 61]])
  }

  @Test func registersAndStatementsStateBalancesWithADate() throws {
    let test = try TestCasefile()
    try test.load("camt") { batch in
      let place = Provenance(offset: 0, length: 1, line: 1)
      batch.accounts.append(
        AccountMention(
          ref: "A",
          balance: Money(decimal: "70.00", currency: "EUR"), balanceTime: day(31),
          facts: [
            Fact("opening-balance", "30.00 EUR", qualifier: "2026-01-05"),
            Fact("closing-balance", "70.00 EUR", qualifier: "2026-01-31"),
            Fact("interim-balance", "40.00 EUR", qualifier: "2026-01-10"),
          ], provenance: place))
      batch.accounts.append(
        AccountMention(
          ref: "B", balance: Money(decimal: "-1.5", currency: "USD"), balanceTime: day(3),
          provenance: place))
      batch.accounts.append(
        AccountMention(
          ref: "undated", balance: Money(decimal: "5", currency: "USD"), provenance: place))
      batch.pay(Transactions.none, 0, "40.00", day: 5)
    }
    let stated = try postings(test).statedBalances
    #expect(stated.map(\.node) == [0, 0, 1])
    #expect(stated.map(\.amount) == [3_000, 7_000, -15])
    #expect(stated.map(\.time) == [day(4), day(31), day(3)])
  }

  @Test func anOpeningBalanceMayBeDatedLikeTheClosingOneBefore() throws {
    let test = try TestCasefile()
    try test.load("mt940") { batch in
      batch.accounts.append(
        AccountMention(
          ref: "A", facts: [Fact("opening-balance", "30.00 EUR", qualifier: "2026-01-02")],
          provenance: Provenance(offset: 0, length: 1, line: 1)))
      batch.pay(Transactions.none, 0, "40.00", day: 5)
    }
    #expect(try postings(test).statedBalances.map(\.time) == [day(2)])
  }

  @Test func amountsThatFitNoScaleAreAnErrorThatSaysWhatToDo() throws {
    let test = try TestCasefile()
    try test.load("a") { batch in
      let (a, b) = (batch.account(ref: "A"), batch.account(ref: "B"))
      batch.pay(a, b, "100", day: 1, currency: "ETH")
      batch.pay(a, b, "0.000000000000000001", day: 2, currency: "ETH")
    }
    let error = #expect(throws: StoreError.self) { try postings(test) }
    #expect(error?.code == .badRecord && error?.place == "amounts of ETH")
  }

  @Test func withdrawnSourcesAndWhatDidNotSettleAreNotThere() throws {
    let test = try TestCasefile()
    try test.load("a") { batch in
      batch.pay(batch.account(ref: "A"), Transactions.none, "1", day: 1)
    }
    let second = try test.load("b") { batch in
      batch.pay(batch.account(ref: "A"), Transactions.none, "2", day: 2, balanceAfter: 3)
    }
    try test.casefile.withdraw(
      source: second, why: "wrong", by: "ada", at: "2026-01-02T00:00:00Z")
    let postings = try postings(test)
    #expect(postings.ids == [1] && postings.balances.isEmpty)
  }

  @Test func theSamePostingsWhereverTheHalvesMeet() throws {
    let test = try TestCasefile()
    for source in 0..<7 {
      try test.load("source \(source)", set: "s\(source)") { batch in
        let accounts = (0..<3).map { batch.account(ref: "A\($0)") }
        for number in 0..<(source * 3 + 1) {
          batch.pay(
            accounts[number % 3], number % 4 == 0 ? Transactions.cash : accounts[(number + 1) % 3],
            "\(number).\(source)", day: number % 28 + 1, currency: number % 5 == 0 ? "USD" : "EUR")
        }
      }
    }
    let postings = try postings(test)
    #expect(postings.count == 70)
    #expect(postings.ids == Array(1...70))
    #expect(postings.sourceStart == [0, 1, 5, 12, 22, 35, 51])
    for row in 0..<postings.count {
      let source = postings.sourceStart.lastIndex { Int($0) <= row }!
      let number = row - Int(postings.sourceStart[source])
      #expect(postings.debit[row] == Int64(number * 10 + source))
      let currency = postings.units[Int(postings.debitUnit[row])].currency
      #expect(currency == (number % 5 == 0 ? "USD" : "EUR"))
    }
  }
}
