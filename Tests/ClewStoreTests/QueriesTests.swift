import ClewModel
import ClewStore
import Testing

@Suite struct QueriesTests {
  private let dora = "DE89370400440532013000"
  private let emil = "GB29NWBK60161331926819"

  private func world() throws -> TestCasefile {
    let test = try TestCasefile()
    try test.load("parties.csv", set: "x") {
      $0.company(
        "Alder Trading AG", ref: "A", Fact(.lei, "5493001KJTIIGC8Y1R12"),
        Fact(.alias, "Erle Handel", qualifier: "aka"))
      $0.person(
        "Eva Muster", ref: "E", Fact(.passport, "C01X00T47", raw: "C01X-00T47", qualifier: "DE"))
      $0.person("Eva Muster", ref: "P1")
      $0.account(ref: "acc-1", iban: dora)
      $0.account(iban: emil)
      $0.links.append(
        Link(
          kind: .ownership, from: .party(ref: "E"), to: .party(ref: "A"),
          capital: Stake(exactly: Share(percent: "25")!), direct: true,
          provenance: Provenance(offset: 900, length: 30, line: 10)))
      $0.links.append(
        Link(
          kind: .holder, from: .party(ref: "A"), to: .accountRef("acc-1"),
          provenance: Provenance(offset: 930, length: 30, line: 11)))
      $0.pay(0, 1, "100.00", day: 3, ref: "t-1", balanceAfter: 90000)
      $0.pay(1, 0, "50.5", day: 4, ref: "t-2", mode: "CASH DEPOSIT")
      $0.pay(0, Transactions.cash, "10.00", day: 5, ref: "t-3", balanceAfter: 94000)
      $0.pay(0, 1, "1.00", day: 6, currency: "USD")
      $0.filings.append(
        Filing(
          ref: "F-1", kind: "STR", narrative: "Round amounts to Alder",
          subjects: [.init(who: .mention(0), role: "subject")], transactions: 0..<2,
          provenance: Provenance(offset: 1000, length: 10, line: 12)))
      $0.filings.append(
        Filing(
          ref: "F-2", kind: "SAR", subjects: [.init(who: .account(0), role: "subject")],
          provenance: Provenance(offset: 1100, length: 10, line: 13)))
    }
    return test
  }

  @Test func textsResolve() throws {
    let test = try world()
    defer { withExtendedLifetime(test) {} }
    let casefile = test.casefile
    #expect(try casefile.resolve("A") == .one(RecordID(.party, 1)))
    #expect(try casefile.resolve("a") == .none)
    #expect(try casefile.resolve("P2") == .one(RecordID(.party, 2)))
    #expect(try casefile.resolve("P99") == .none)
    #expect(try casefile.resolve("erle handel") == .one(RecordID(.party, 1)))
    #expect(try casefile.resolve("5493001KJTIIGC8Y1R12") == .one(RecordID(.party, 1)))
    #expect(try casefile.resolve("C01X00T47") == .one(RecordID(.party, 2)))
    #expect(try casefile.resolve("C01X-00T47") == .one(RecordID(.party, 2)))
    #expect(try casefile.resolve("DE89 3704 0044 0532 0130 00") == .one(RecordID(.account, 1)))
    #expect(try casefile.resolve("t-2") == .one(RecordID(.transaction, 2)))
    #expect(try casefile.resolve("F-1") == .one(RecordID(.filing, 1)))
  }

  @Test func whatIsAmbiguousListsTheCandidates() throws {
    let test = try world()
    defer { withExtendedLifetime(test) {} }
    let casefile = test.casefile
    guard case .many(let eva) = try casefile.resolve("Eva Muster") else {
      Issue.record("two parties bear the name")
      return
    }
    #expect(eva.map(\.id) == [RecordID(.party, 2), RecordID(.party, 3)])
    guard case .many(let both) = try casefile.resolve("P1") else {
      Issue.record("P1 is an id and a ref")
      return
    }
    #expect(both.map(\.why) == ["id", "ref"])
    #expect(try casefile.resolve("id:P1") == .one(RecordID(.party, 1)))
    #expect(try casefile.resolve("ref:P1") == .one(RecordID(.party, 3)))
    #expect(try casefile.resolve("name:Eva Muster", kinds: [.account]) == .none)
  }

  @Test func findRanksAndCounts() throws {
    let test = try world()
    defer { withExtendedLifetime(test) {} }
    let casefile = test.casefile
    let alder = try casefile.find(text: "alder")
    #expect(alder.rows.map { "\($0.id) \($0.why)" } == ["P1 prefix", "R1 narrative"])
    #expect(try casefile.find(text: "trading").rows.map(\.why) == ["words"])
    #expect(try casefile.find(text: "Eva Muster").rows.map(\.why) == ["name", "name"])
    let cut = try casefile.find(text: "Eva", limit: 1)
    #expect(cut.rows.count == 1)
    #expect(cut.total == 2)
    #expect(try casefile.find(text: "alder", kind: .filing).rows.map(\.ref) == ["F-1"])
    #expect(try casefile.find(text: "").total == 0)
  }

  @Test func showsEveryFactWithItsPlace() throws {
    let test = try world()
    defer { withExtendedLifetime(test) {} }
    let casefile = test.casefile
    let sheet = try #require(try casefile.facts(of: RecordID(.party, 1)))
    #expect(sheet.facts.first?.property == "name")
    let lei = try #require(sheet.facts.first { $0.property == "lei" })
    #expect(lei.place.source == RecordID(.source, 1))
    #expect(lei.place.locator == "line 1")
    #expect(lei.place.offset == 100)
    #expect(sheet.links.count == 2)
    #expect(sheet.links[0].stakeText == "25%")
    #expect(sheet.accounts == [RecordID(.account, 1)])
    #expect(sheet.filings.map(\.filing) == [RecordID(.filing, 1), RecordID(.filing, 2)])
    #expect(try casefile.facts(of: RecordID(.party, 99)) == nil)
    for id in ["A1", "T1", "L1", "R1", "S1", "M1"] {
      #expect(try casefile.facts(of: RecordID(id)!) != nil, "\(id)")
    }
    let recurring = try casefile.recurringParties()
    #expect(recurring.map(\.party) == [RecordID(.party, 1)])
    #expect(recurring.first?.filings == [RecordID(.filing, 1), RecordID(.filing, 2)])
  }

  @Test func transactionsSayWhoStatesThem() throws {
    let test = try world()
    try test.load("bank-b.csv", set: "y", reporter: "Bank B") {
      let a = $0.account(iban: dora)
      let b = $0.account(iban: emil)
      $0.pay(a, b, "100.0", day: 4, mode: "Giro")
    }
    let details = try test.casefile.transactionDetails([
      RecordID(.transaction, 5), RecordID(.transaction, 3),
    ])
    #expect(details[0].canonical == RecordID(.transaction, 1))
    #expect(details[0].statements.map(\.place.source.number) == [1, 2])
    let terms = details[0].statements.compactMap(\.terms)
    #expect(terms.map(\.time.description) == ["2026-01-03", "2026-01-04"])
    #expect(terms.map(\.money.amountText) == ["100.00", "100.0"])
    #expect(terms.map(\.mode) == [nil, "Giro"])
    #expect(details[1].toCash)
    #expect(details[1].money.amountText == "10.00")
    let first = try test.casefile.transactionDetails([RecordID(.transaction, 1)])
    #expect(first[0].filings.map(\.filing) == [RecordID(.filing, 1)])
    #expect(first[0].from == RecordID(.account, 1))
  }

  @Test func labelsNameAccountsByTheirHolders() throws {
    let test = try world()
    defer { withExtendedLifetime(test) {} }
    let casefile = test.casefile
    let labels = try casefile.labels(for: [RecordID(.account, 1), RecordID(.account, 2)])
    #expect(labels[RecordID(.account, 1)]?.name == "Alder Trading AG")
    #expect(labels[RecordID(.account, 1)]?.number == dora)
    #expect(labels[RecordID(.account, 2)]?.text == emil)
    #expect(
      try casefile.holdersOfAccounts([RecordID(.account, 1)])
        == [RecordID(.account, 1): [RecordID(.party, 1)]])
  }

  @Test func profilesSumExactly() throws {
    let test = try world()
    defer { withExtendedLifetime(test) {} }
    let casefile = test.casefile
    let profile = try #require(try casefile.profile(of: RecordID(.account, 1)))
    #expect(profile.count == 4)
    let outgoing = profile.total.outgoing.map { sum in "\(sum.currency) \(sum.amountText)" }
    #expect(outgoing == ["EUR 110.00", "USD 1.00"])
    #expect(profile.total.incoming.map(\.amountText) == ["50.5"])
    #expect(profile.cashCount == 2)
    #expect(profile.byMonth.map(\.month) == ["2026-01"])
    #expect(profile.byCounterparty.map(\.counterparty) == [.account(RecordID(.account, 2)), .cash])
    #expect(profile.first?.description == "2026-01-03")
    #expect(profile.last?.description == "2026-01-06")
    #expect(profile.statedBalances.map(\.balance.amountText) == ["940.00"])
    #expect(profile.contradictions.map(\.expected) == ["940.50"])
    let party = try #require(try casefile.profile(of: RecordID(.party, 1)))
    #expect(party.accounts == [RecordID(.account, 1)])
    #expect(party.count == 4)
    #expect(try casefile.profile(of: RecordID(.party, 77)) == nil)
  }

  @Test func anAliasOfAWithdrawnFileNamesNobody() throws {
    let test = try TestCasefile()
    try test.load("parties") { $0.company("Erle Handel") }
    try test.load("list", list: "Watch") { $0.listing("Alder Trading", list: "Watch", ref: "1") }
    let aliases = try test.load("aliases", list: "Watch") {
      $0.supplements = [
        ListingSupplement(
          list: "Watch", ref: "1", facts: [Fact(.alias, "Erle Handel")],
          provenance: Provenance(offset: 0, length: 1, line: 1))
      ]
    }
    let listing = RecordID(.listing, 1)
    #expect(try test.casefile.unjudgedNames().map(\.listing) == [listing])
    #expect(
      try test.casefile.facts(of: listing)?.facts.contains { $0.value == "Erle Handel" } == true)
    try test.casefile.withdraw(source: aliases, why: "wrong", by: "ada", at: "t")
    #expect(try test.casefile.unjudgedNames().isEmpty)
    #expect(
      try test.casefile.facts(of: listing)?.facts.contains { $0.value == "Erle Handel" } == false)
  }

  @Test(arguments: ["मुकेश शर्मा", "สมชาย", "রহিম উদ্দিন", "தமிழ்", "محمد", "Zoë", "王小明"])
  func namesOfEveryScriptAreFound(_ name: String) throws {
    let test = try TestCasefile()
    try test.load("parties") { $0.company("The heirs of \(name) Ltd") }
    #expect(try test.casefile.find(text: name).rows.map(\.id) == [RecordID(.party, 1)])
    #expect(try test.casefile.resolve(name) == .none)
  }

  @Test func appearancesHaveOneOrder() {
    func row(_ suspected: Bool?, _ reason: String?) -> FilingAppearance {
      FilingAppearance(
        filing: RecordID(.filing, 1), role: "subject", suspected: suspected, reason: reason)
    }
    let sorted = [
      row(nil, nil), row(nil, ""), row(nil, "a"), row(false, nil), row(true, nil), row(true, "a"),
    ]
    #expect(sorted.reversed().sorted() == sorted)
  }
}
