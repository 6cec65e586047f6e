import ClewModel
import Testing

@testable import ClewIngest

@Suite struct FTMReaderTests {
  private func reading(_ lines: String...) throws -> JSONReading {
    try JSONReading(
      FTMReader(options: ReadOptions(set: "case")), lines.joined(separator: "\n"))
  }

  private func entity(_ id: String, _ schema: String, _ properties: String, more: String = "")
    -> String
  { "{\"id\":\"\(id)\",\"schema\":\"\(schema)\",\"properties\":{\(properties)}\(more)}" }

  @Test(arguments: [
    ("100", "100.0000000000000"), ("49.5 %", "49.5000000000000"), ("49,5%", "49.5000000000000"),
    ("25-50%", "25.0000000000000-50.0000000000000"),
    ("25% - 50%", "25.0000000000000-50.0000000000000"),
    ("between 25% and 50%", "25.0000000000000-50.0000000000000"), ("> 25", "25.0000000000001-?"),
    ("more than 25%", "25.0000000000001-?"), ("at least 75 percent", "75.0000000000000-?"),
    ("<50", "?-49.9999999999999"), ("up to 10%", "?-10.0000000000000"), ("0.01", "0.0100000000000"),
    ("25 to 50 percent", "25.0000000000000-50.0000000000000"),
  ])
  func percentages(text: String, expected: String) throws {
    #expect(JSONReading.text(try #require(FTMShare.stake(text))) == expected)
  }

  @Test(arguments: ["minority", "", "-", "50-25", "1/3", "25-50-75", "-5", "1.000,5", "unknown %"])
  func percentagesThatAreNone(text: String) { #expect(FTMShare.stake(text) == nil) }

  @Test(arguments: [
    "1", "49.5", "100", "25.", ".5", "", ".", "0", "0.1", "007", "12.3456789012345",
    "5.1234567890123", "1e2", "-1", "1.2.3", "99999999999999999999", "9223", "4 ", "٣",
  ])
  func aPlainNumberIsWhatItIsByTheWholeSyntax(text: String) {
    let plain = PercentNumber(plain: text)
    #expect(plain == nil || plain == PercentNumber(text))
    #expect(plain != nil || text != "49.5")
  }

  @Test func partiesOfEveryKind() throws {
    let found = try reading(
      entity(
        "p", "Person",
        "\"name\":[\"A. Ash\",\"Ann Ash\"],\"birthDate\":[\"1970-02-30\",\"1970\"],\"nationality\":[\"de\"],\"passportNumber\":[\"x 1\"]",
        more: ",\"caption\":\"Ann Ash\",\"referents\":[\"z\"]"),
      entity(
        "c", "Company",
        "\"name\":[\"C\"],\"jurisdiction\":[\"gb-sct\"],\"leiCode\":[\"5493001kjtiigc8y1r12\"],\"mood\":[\"m\"]"
      ),
      entity("l", "LegalEntity", "\"name\":[\"L\"]"), entity("b", "PublicBody", "\"name\":[\"B\"]"),
      entity("v", "Vessel", "\"name\":[\"V\"],\"imoNumber\":[\"9074729\"],\"owner\":[\"c\"]"),
      entity("a", "Airplane", "\"name\":[\"AA\"]"), entity("r", "RealEstate", "\"name\":[\"R\"]"),
      entity("q", "Person", "\"firstName\":[\"Bo\"],\"lastName\":[\"Oak\"]"))
    #expect(
      found.all.mentions.map(\.kind) == [
        .person, .organisation, .unknown, .organisation, .vessel, .aircraft, .asset, .person,
      ])
    #expect(found.all.mentions.map(\.name) == ["Ann Ash", "C", "L", "B", "V", "AA", "R", "Bo Oak"])
    for fact in [
      Fact(.alias, "A. Ash", qualifier: "aka"),
      Fact(.birthDate, "1970-02-30", qualifier: "unreadable"),
      Fact(.birthDate, "1970"), Fact(.nationality, "DE", raw: "de"),
      Fact(.passport, "X1", raw: "x 1"),
      Fact("referent", "z"), Fact("schema", "Person"),
    ] { #expect(found.all.mentions[0].facts.contains(fact), "\(fact)") }
    #expect(
      found.all.mentions[1].facts.contains(
        Fact(.country, "GB", raw: "gb-sct", qualifier: "jurisdiction")))
    #expect(found.all.mentions[1].facts.contains(Fact("mood", "m")))
    #expect(found.all.links.map(found.line) == ["C owns V | owner"])
    #expect(found.all.rejections.isEmpty && found.all.unread.isEmpty)
  }

  @Test func relationsWithSharesRolesAndDates() throws {
    let found = try reading(
      entity(
        "o", "Ownership",
        "\"owner\":[\"p\"],\"asset\":[\"c\"],\"percentage\":[\"25-50%\"],\"startDate\":[\"2020\"],\"sharesCount\":[\"7\"]"
      ),
      entity(
        "d", "Directorship",
        "\"director\":[\"p\"],\"organization\":[\"c\"],\"role\":[\"CEO\"],\"endDate\":[\"2021-01-02\"]"
      ),
      entity(
        "f", "Family", "\"person\":[\"p\"],\"relative\":[\"q\",\"r\"],\"relationship\":[\"sister\"]"
      ),
      entity("u", "UnknownLink", "\"subject\":[\"p\"],\"object\":[\"c\"]"),
      entity("s", "Succession", "\"predecessor\":[\"c\"],\"successor\":[\"d\"]"),
      entity(
        "k", "Control", "\"controller\":[\"p\"],\"controlled\":[\"c\"],\"controlType\":[\"trust\"]"),
      entity("w", "Ownership", "\"owner\":[\"p\"],\"asset\":[\"c\"],\"percentage\":[\"most\"]"),
      entity("x", "Ownership", "\"owner\":[\"p\"]"))
    #expect(
      found.all.links.map(found.line) == [
        "?p owns ?c | capital 25.0000000000000-50.0000000000000 | 2020..",
        "?p director ?c | CEO | ..2021-01-02",
        "?p family ?q | sister", "?p family ?r | sister", "?p linked ?c",
        "?c linked ?d | predecessor",
        "?p controls ?c | trust", "?p owns ?c",
      ])
    #expect(found.all.links[0].facts.contains(Fact("sharesCount", "7")))
    #expect(found.all.rejections.map(\.reason) == ["the Ownership names no asset"])
    #expect(found.all.unread.map(\.path) == ["Ownership/properties/percentage"])
    #expect(found.all.links[7].facts == [Fact("percentage", "most", qualifier: "unreadable")])
  }

  @Test func workIsNoCompanyKept() throws {
    let found = try reading(
      entity("m", "Membership", "\"member\":[\"p\"],\"organization\":[\"c\"]"),
      entity("e", "Employment", "\"employee\":[\"p\"],\"employer\":[\"c\"]"),
      entity("a", "Associate", "\"person\":[\"p\"],\"associate\":[\"q\"]"))
    #expect(
      found.all.links.map(found.line) == [
        "?p linked ?c | member", "?p linked ?c | employee", "?p associate ?q",
      ])
  }

  @Test func fragmentsOfARelationBecomeOne() throws {
    let found = try reading(
      entity("o", "Ownership", "\"owner\":[\"p\"]"), entity("p", "Person", "\"name\":[\"P\"]"),
      entity("o", "Ownership", "\"asset\":[\"c\"]"),
      entity("o", "Ownership", "\"percentage\":[\"30\"]"),
      entity("p", "Person", "\"email\":[\"a@b.c\"]"))
    #expect(found.all.links.map(found.line) == ["P owns ?c | capital 30.0000000000000"])
    #expect(found.all.mentions.map(\.ref) == ["p", "p"] && found.all.rejections.isEmpty)
  }

  @Test func payments() throws {
    let found = try reading(
      entity(
        "a1", "BankAccount",
        "\"iban\":[\"DE89370400440532013000\"],\"bankName\":[\"Bank\"],\"currency\":[\"eur\"],\"balance\":[\"5.10\"],\"owner\":[\"p\"]"
      ),
      entity(
        "t1", "Payment",
        "\"payer\":[\"p\"],\"beneficiary\":[\"q\"],\"payerAccount\":[\"a1\"],\"beneficiaryAccount\":[\"a2\"],\"amount\":[\"10.50\"],\"currency\":[\"usd\"],\"amountEur\":[\"9\"],\"date\":[\"2020-01-02\"],\"purpose\":[\"rent\"],\"transactionNumber\":[\"N1\"]"
      ),
      entity(
        "t2", "Payment",
        "\"payer\":[\"p\"],\"beneficiary\":[\"q\"],\"amountEur\":[\"1.000,00\"],\"date\":[\"2020\"]"
      ),
      entity(
        "t3", "Payment",
        "\"payer\":[\"p\"],\"beneficiary\":[\"q\"],\"amountEur\":[\"7\",\"8\"],\"date\":[\"2020\",\"2021\"]"
      ),
      entity("t4", "Payment", "\"payer\":[\"p\"],\"beneficiary\":[\"q\"],\"amountEur\":[\"7\"]"))
    let t = found.all.transactions
    #expect(t.count == 2 && t.mantissa == [1050, 7] && t.scale == [2, 0])
    #expect(found.all.currencies == ["USD", "EUR"] && t.currency == [0, 1])
    #expect(t.from == [0, Transactions.none] && t.to == [1, Transactions.none])
    #expect(t.details[0].roles.map(\.partyRef) == ["p", "q"] && t.details[0].description == "rent")
    #expect(t.details[0].roles.map(\.account) == [0, 1])
    #expect(t.details[1].facts.contains(Fact("several-dates", "2")))
    #expect(t.details[1].facts.contains(Fact("amountEur", "8")))
    #expect(found.all.accounts.map(\.ref) == ["a1", "a2"])
    #expect(found.all.accounts[0].balance == Money(decimal: "5.10", currency: "EUR"))
    #expect(
      found.all.links.map(found.line) == [
        "?p holder account a1", "?p linked ?q | pays", "?p linked ?q | pays",
      ])
    #expect(
      found.all.rejections.map(\.reason) == [
        "the payment states no amount that can be read: it is kept as a link",
        "the payment states no date: it is kept as a link",
      ])
    #expect(found.all.links[1].facts.contains(Fact("amountEur", "1.000,00")))
  }

  @Test func addressesAndDocumentsAreFactsOfTheirHolders() throws {
    let found = try reading(
      entity("p", "Person", "\"name\":[\"P\"],\"addressEntity\":[\"x\",\"y\",\"z\"]"),
      entity("x", "Address", "\"full\":[\"1 Hill\"],\"country\":[\"gb\"]"),
      entity("y", "Address", "\"street\":[\"2 Dale\"],\"city\":[\"Perth\"]"),
      entity("q", "Company", "\"name\":[\"Q\"],\"addressEntity\":[\"x\"]"),
      entity("n", "Address", "\"full\":[\"Nowhere 9\"]"),
      entity(
        "d", "Passport", "\"holder\":[\"p\"],\"passportNumber\":[\"ab 1\"],\"country\":[\"fr\"]"))
    #expect(found.all.mentions.map(\.ref) == ["p", "p", "p", "q", "p", "p", "n"])
    #expect(found.all.mentions[1].facts == [Fact(.address, "1 Hill", qualifier: "GB")])
    #expect(found.all.mentions[2].facts == [Fact(.address, "2 Dale, Perth")])
    #expect(found.all.mentions[3].facts.contains(Fact(.address, "1 Hill", qualifier: "GB")))
    #expect(
      found.all.mentions[4].facts.contains(Fact(.passport, "AB1", raw: "ab 1", qualifier: "FR")))
    #expect(found.all.mentions[5].facts == [Fact("address-entity", "z")])
    #expect(found.all.mentions[6].kind == .asset)
    #expect(
      found.all.mentions.map(\.isAside) == [false, true, true, false, true, true, false])
  }

  /// What the property of a party says has the party's own ref, so that it goes with it.
  @Test func linksOfAPropertyHaveTheRefOfTheirEntity() throws {
    let found = try reading(
      entity("v", "Vessel", "\"name\":[\"V\"],\"owner\":[\"c\"],\"operator\":[\"d\"]"),
      entity("a", "BankAccount", "\"iban\":[\"DE89370400440532013000\"],\"holder\":[\"c\"]"))
    #expect(found.all.links.map(\.ref) == ["v", "v", "a"])
  }

  @Test func fragmentsByTheThousand() throws {
    let values = (0..<20_000).map { "\"\($0)\"" }.joined(separator: ",")
    let more = (10_000..<30_000).map { "\"\($0)\"" }.joined(separator: ",")
    let found = try reading(
      entity("u", "UnknownLink", "\"subject\":[\"p\"],\"object\":[\"q\"],\"mark\":[\(values)]"),
      entity("u", "UnknownLink", "\"mark\":[\(more)]"))
    #expect(found.all.links.map(\.facts.count) == [30_000])
  }

  @Test func listingsByDataset() throws {
    let found = try reading(
      entity(
        "s", "Sanction",
        "\"entity\":[\"p\"],\"listingDate\":[\"2020-02-03\"],\"programId\":[\"EU-UKR\"]",
        more: ",\"datasets\":[\"eu_fsf\"]"),
      entity(
        "p", "Person", "\"name\":[\"P\"],\"topics\":[\"sanction\",\"role.pep\"]",
        more:
          ",\"datasets\":[\"eu_fsf\",\"ext_reg\",\"us_ofac_sdn\",\"ch_seco_sanctions\",\"gb_hmt_sanctions\",\"gb_coh_disqualified\"]"
      ),
      entity(
        "c", "Company", "\"name\":[\"C\"],\"topics\":[\"sanction.linked\"]",
        more: ",\"datasets\":[\"ann_graph_topics\"]"),
      entity(
        "t", "Sanction", "\"entity\":[\"q\"],\"status\":[\"expired\"]",
        more: ",\"datasets\":[\"us_sam_exclusions\"]"))
    #expect(
      found.all.listings.map {
        "\($0.list) \($0.authority.name) \($0.effect.name) \($0.ref) \($0.name)"
      } == [
        "eu_fsf eu blocking p P", "us_ofac_sdn ofac blocking p P",
        "ch_seco_sanctions ch blocking p P",
        "gb_hmt_sanctions uk blocking p P", "gb_coh_disqualified other watch p P",
        "us_sam_exclusions other watch q ",
      ])
    #expect(found.all.listings.map(\.subject) == [0, 0, 0, 0, 0, 2])
    #expect(
      found.all.supplements.map { "\($0.list) \($0.ref)" } == ["eu_fsf p", "us_sam_exclusions q"])
    #expect(found.all.mentions[0].facts.contains(Fact(.politicallyExposed, "yes", raw: "role.pep")))
  }

  /// Only datasets known for sanctions block; registers list nobody, others are watched where no
  /// list is named.
  @Test func whatIsNoListBlocksNobody() throws {
    func listings(_ datasets: String) throws -> [String] {
      let found = try reading(
        entity(
          "p", "Person", "\"name\":[\"P\"],\"topics\":[\"sanction\"]",
          more: ",\"datasets\":[\(datasets)]"))
      return found.all.listings.map { "\($0.list) \($0.effect.name)" }
    }
    #expect(
      try listings("\"us_ofac_sdn\",\"ru_rupep\",\"gb_coh_psc\",\"some_register\"")
        == ["us_ofac_sdn blocking"])
    #expect(try listings("\"some_register\",\"gb_coh_psc\"") == ["some_register watch"])
    #expect(try listings("\"us_ofac_cons\"") == ["us_ofac_cons sectoral"])
    #expect(try listings("\"us_bis_denied\"") == ["us_bis_denied export"])
    #expect(try listings("\"ua_war_sanctions\"") == ["ua_war_sanctions watch"])
  }

  @Test func deltasRestateAndTakeBack() throws {
    func line(_ op: String, _ entity: String) -> String {
      "{\"op\":\"\(op)\",\"entity\":\(entity)}"
    }
    let text = [
      line("ADD", entity("p", "Person", "\"name\":[\"P\"]", more: ",\"datasets\":[\"eu_fsf\"]")),
      line("MOD", entity("p", "Person", "\"name\":[\"P2\"]", more: ",\"datasets\":[\"eu_fsf\"]")),
      line("DEL", "{\"id\":\"q\"}"), line("DEL", "{\"id\":\"p\"}"), line("MOVE", "{\"id\":\"p\"}"),
    ].joined(separator: "\n")
    let found = try reading(text)
    #expect(found.header?.edition == Edition(family: "ftm:case", isWhole: false))
    #expect(
      found.all.retractions.map(\.target) == [
        .link(ref: "p"), .listing(ref: "p"), .ownMention(0), .link(ref: "p"), .listing(ref: "p"),
        .party(ref: "q"), .link(ref: "q"), .listing(ref: "q"), .ownMention(1),
        .party(ref: "p"), .link(ref: "p"), .listing(ref: "p"),
      ])
    #expect(found.all.rejections.map(\.reason) == ["the operation is none of ADD, MOD, DEL"])
    #expect(FTMReader.recognises(SourceHead(bytes: Array(text.utf8))))
  }

  /// Payments have no editions: what would change one is refused, with its line.
  @Test func aPaymentIsNotTakenBack() throws {
    let payment = entity(
      "t", "Payment", "\"payer\":[\"p\"],\"amountEur\":[\"1\"],\"date\":[\"2020\"]")
    let lines = ["ADD", "MOD", "DEL"].map { "{\"op\":\"\($0)\",\"entity\":\(payment)}" }
    let found = try reading(lines.joined(separator: "\n"))
    #expect(found.all.transactions.count == 1)
    #expect(
      found.all.rejections.map(\.reason)
        == Array(
          repeating: "a Payment of an earlier source cannot be taken back or changed", count: 2))
    let second = found.all.rejections[0].provenance
    #expect(second.offset == Int64(lines[0].utf8.count + 1) && second.line == 2)
    #expect(Int(second.length) == lines[1].utf8.count)
    #expect(found.all.unread.isEmpty)
  }

  @Test func editions() throws {
    let whole = entity(
      "p", "Person", "\"name\":[\"P\"]",
      more: ",\"datasets\":[\"eu_fsf\"],\"last_change\":\"2024-01-02T03:04:05\"")
    #expect(try reading(whole).header?.edition == Edition(family: "ftm:case", isWhole: false))
    let deleted = "{\"op\":\"DEL\",\"entity\":{\"id\":\"p\"}}"
    #expect(try reading(deleted).header?.edition == Edition(family: "ftm:case", isWhole: false))
    #expect(try reading(whole).header?.published == TimeSpan(iso: "2024-01-02T03:04:05"))
    let mixed = entity("q", "Person", "\"name\":[\"Q\"]", more: ",\"datasets\":[\"un_sc\"]")
    #expect(
      try reading(whole, mixed).header?.edition == Edition(family: "ftm:case", isWhole: false))
    #expect(try reading(entity("q", "Person", "\"name\":[\"Q\"]")).header?.edition == nil)
  }

  @Test func whatIsNotReadIsCountedAndWhatIsBrokenRefused() throws {
    let found = try reading(
      entity("d", "PlainText", "\"fileName\":[\"a.txt\"]"),
      entity("n", "Novelty", "\"name\":[\"N\"]"),
      entity("p", "Person", "\"name\":[\"P\"],\"holder\":[{\"id\":\"x\"}]", more: ",\"new\":1"),
      "{\"id\":\"x\",\"properties\":{}}", "{\"id\":\"y\",\"schema\":",
      "{\"id\":\"z\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Z\"]}}")
    #expect(
      found.all.unread.map { "\($0.path) \($0.count)" } == [
        "Person/new 1", "Person/properties/holder/id 1",
        "schema Novelty: not of the model that is read 1",
        "schema PlainText: a document is no party 1",
      ])
    #expect(found.all.mentions.map(\.ref) == ["p", "z"])
    #expect(found.all.rejections.count == 2)
  }

  @Test func nestedTargetsAreNotTaken() {
    let nested =
      "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"addressEntity\":[{\"id\":\"b\",\"schema\":\"Address\",\"properties\":{}}]}}"
    #expect(!FTMReader.recognises(SourceHead(bytes: Array(nested.utf8))))
  }
}
