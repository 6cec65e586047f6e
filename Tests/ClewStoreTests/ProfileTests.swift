import ClewModel
import ClewStore
import Testing

@Suite struct ProfileTests {
  private let own = "DE89370400440532013000"
  private let supplier = "GB29NWBK60161331926819"
  private let buyer = "MT84MALT011000012345MTLCAST001S"

  /// A statement of the account `own`: four payments, each with the balance after it.
  private func statement(_ batch: inout Batch, isDownwards: Bool = false) {
    let account = batch.account(iban: own)
    let other = batch.account(iban: supplier)
    let third = batch.account(iban: buyer)
    let rows: [(Int32, Int32, String, Int, Int64)] = [
      (third, account, "500.00", 2, 150000), (account, other, "64.00", 3, 143600),
      (account, other, "10.00", 3, 142600), (account, third, "26.00", 5, 140000),
    ]
    for (from, to, amount, day, balance) in isDownwards ? rows.reversed() : rows {
      batch.pay(from, to, amount, day: day, balanceAfter: balance)
    }
  }

  private func profile(_ test: TestCasefile, of iban: String) throws -> Profile {
    guard case .one(let id) = try test.casefile.resolve(iban) else { throw Missing() }
    return try #require(try test.casefile.profile(of: id))
  }

  private struct Missing: Error {}

  @Test func aBalanceIsCheckedWithAllRowsOfItsSource() throws {
    let test = try TestCasefile()
    try test.load("supplier", reporter: "B") {
      let account = $0.account(iban: own)
      let other = $0.account(iban: supplier)
      $0.pay(account, other, "64.00", day: 3)
      $0.pay(account, other, "10.00", day: 3)
    }
    try test.load("own", reporter: "A") { statement(&$0) }
    let found = try profile(test, of: own)
    #expect(found.count == 4)
    #expect(found.contradictions.isEmpty)
    #expect(found.statedBalances.map(\.balance.amountText) == ["1400.00"])
    #expect(found.total.outgoing.map(\.amountText) == ["100.00"])
  }

  @Test func aBalanceIsNotThatOfTheOtherSide() throws {
    let test = try TestCasefile()
    try test.load("own") { statement(&$0) }
    for other in [supplier, buyer] {
      let found = try profile(test, of: other)
      #expect(found.contradictions.isEmpty)
      #expect(found.statedBalances.isEmpty)
    }
  }

  @Test func withOneCounterpartyTheBalancesSayWhoseTheyAre() throws {
    let test = try TestCasefile()
    try test.load("own") {
      let account = $0.account(iban: own)
      let other = $0.account(iban: supplier)
      $0.pay(account, other, "1.00", day: 2, balanceAfter: 900)
      $0.pay(account, other, "2.00", day: 3, balanceAfter: 700)
    }
    #expect(try profile(test, of: own).statedBalances.map(\.balance.amountText) == ["7.00"])
    #expect(try profile(test, of: supplier).statedBalances.isEmpty)
  }

  @Test func aStatementMayListADayDownwards() throws {
    let test = try TestCasefile()
    try test.load("own") { statement(&$0, isDownwards: true) }
    let found = try profile(test, of: own)
    #expect(found.contradictions.isEmpty)
    #expect(found.statedBalances.map(\.balance.amountText) == ["1400.00"])
  }

  @Test func aWrongBalanceIsFound() throws {
    let test = try TestCasefile()
    try test.load("own") {
      statement(&$0)
      $0.pay(0, 2, "1.00", day: 6, balanceAfter: 139_800)
    }
    let found = try profile(test, of: own)
    #expect(found.contradictions.map(\.expected) == ["1399.00"])
    #expect(found.contradictions.map(\.stated.amountText) == ["1398.00"])
  }

  @Test func aPartyIsASideWithoutAnAccount() throws {
    let test = try TestCasefile()
    try test.load("report") {
      $0.person("Ada Adder", ref: "A")
      $0.person("Bo Birch", ref: "B")
      $0.person("Cy Cedar", ref: "C")
      let account = $0.account(iban: own)
      $0.pay(Transactions.none, account, "5.00", day: 2, side: .init(name: "from", mention: 0))
      $0.pay(
        Transactions.none, Transactions.none, "7.00", day: 3, side: .init(name: "from", mention: 0),
        .init(name: "to", mention: 1))
      $0.pay(
        Transactions.none, account, "9.00", day: 4, side: .init(name: "from", mention: 1),
        .init(name: "from", mention: 2))
    }
    let ada = try #require(try test.casefile.profile(of: RecordID(.party, 1)))
    #expect(ada.count == 2)
    #expect(ada.withoutAccount == 2)
    #expect(ada.total.outgoing.map(\.amountText) == ["12.00"])
    #expect(
      ada.byCounterparty.map(\.counterparty) == [
        .account(RecordID(.account, 1)), .party(RecordID(.party, 2)),
      ])
    let bo = try #require(try test.casefile.profile(of: RecordID(.party, 2)))
    #expect(bo.total.incoming.map(\.amountText) == ["7.00"])
    #expect(bo.total.outgoing.isEmpty)
    let held = try profile(test, of: own)
    #expect(
      held.byCounterparty.map(\.counterparty) == [.party(RecordID(.party, 1)), .unknown])
  }
}
