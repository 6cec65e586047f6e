import ClewIngest
import ClewModel
import Testing

struct GoAMLReaderTests {
  private func report(_ inner: String, currency: String? = "EUR") -> String {
    let local = currency.map { "<currency_code_local>\($0)</currency_code_local>" } ?? ""
    return """
      <report><rentity_id>7</rentity_id><report_code>STR</report_code>
      <entity_reference>R-1</entity_reference><submission_date>2026-02-03T00:00:00</submission_date>
      \(local)\(inner)</report>
      """
  }

  private func transaction(_ sides: String, amount: String = "10.50") -> String {
    """
    <transaction><transactionnumber>T1</transactionnumber>
    <date_transaction>2026-01-02T03:04:05</date_transaction><transmode_code>ELCFT</transmode_code>
    <amount_local>\(amount)</amount_local>\(sides)</transaction>
    """
  }

  private func facts(_ mention: Mention, _ property: Property) -> [String] {
    mention.facts.filter { $0.property == property }.map { fact in
      fact.value + (fact.qualifier.map { " (\($0))" } ?? "")
    }
  }

  // MARK: - transactions

  private static let account = """
    <institution_name>Harbour Bank</institution_name><swift>HARBDEFFXXX</swift>
    <branch>Quay</branch><account>00417</account><currency_code>EUR</currency_code>
    <account_name>Reed Ltd</account_name><iban>DE89 3704 0044 0532 0130 00</iban>
    <client_number>C-9</client_number><account_type>CRYWT</account_type>
    <t_entity><name>Reed Ltd</name><incorporation_number>HRB 12.3</incorporation_number>
    <incorporation_country_code>de</incorporation_country_code></t_entity>
    <signatory><is_primary>true</is_primary><t_person><first_name>Ada</first_name>
    <last_name>Reed</last_name></t_person><role>SSIGN</role></signatory>
    <opened>2019-05-06T00:00:00</opened><balance>-12.340</balance>
    <date_balance>2026-01-01T00:00:00</date_balance><status_code>A</status_code>
    """

  @Test func twoSidesWithAccountConductorAndForeignMoney() throws {
    let read = try goAML(
      report(
        transaction(
          """
          <internal_ref_number>I-1</internal_ref_number><value_date>2026-01-04</value_date>
          <transaction_is_suspicious>true</transaction_is_suspicious>
          <late_deposit>false</late_deposit><transaction_location>Quay</transaction_location>
          <t_from_my_client><from_funds_code>CASH</from_funds_code>
          <from_foreign_currency><foreign_currency_code>USD</foreign_currency_code>
          <foreign_amount>12.1</foreign_amount><foreign_exchange_rate>0.87</foreign_exchange_rate>
          </from_foreign_currency><conductor_is_suspected>1</conductor_is_suspected>
          <t_conductor><first_name>Bo</first_name><last_name>Carrier</last_name></t_conductor>
          <from_is_suspected>false</from_is_suspected>
          <from_account>\(Self.account)</from_account><from_country>DE</from_country>
          </t_from_my_client>
          <t_to><to_funds_code>K</to_funds_code><to_entity><name>Fen AG</name></to_entity>
          <to_country>ch</to_country></t_to>
          """)))
    #expect(read.rejections.isEmpty)
    let row = try #require(read.transactions.first)
    #expect(row.from == 0 && row.to == Transactions.cash)
    #expect(row.ref == "T1" && row.reference == "I-1" && row.mode == "ELCFT")
    #expect(row.amount == "10.50" && row.currency == "EUR")
    #expect(row.detail.suspicious == true && row.detail.path == "report/transaction[1]")
    #expect(row.detail.valueDate?.description == "2026-01-04")
    #expect(row.detail.facts.contains(Fact("late_deposit", "false")))
    #expect(row.detail.facts.contains(Fact("transaction_location", "Quay")))
    let rate: Property = "t_from_my_client/from_foreign_currency/foreign_exchange_rate"
    #expect(row.detail.facts.contains(Fact(rate, "0.87")))
    #expect(row.detail.roles.map(\.name) == ["from", "conductor", "to"])
    let from = row.detail.roles[0]
    #expect(from.account == 0 && from.mention == nil && from.suspected == false)
    #expect(from.money == Money(decimal: "12.1", currency: "USD") && from.country == "DE")
    #expect(row.detail.roles[1].suspected == true && row.detail.roles[2].country == "CH")
    #expect(read.mentions.map(\.name) == ["Reed Ltd", "Ada Reed", "Bo Carrier", "Fen AG"])
  }

  @Test func anAccountStatesItsKeysOwnerAndSignatories() throws {
    let read = try goAML(
      report(
        transaction("<t_from><from_account>\(Self.account)</from_account></t_from>")))
    let account = try #require(read.accounts.first)
    #expect(account.iban == "DE89370400440532013000" && account.number == "00417")
    #expect(account.institution == "HARBDEFFXXX" && account.kind == .wallet)
    #expect(account.opened?.description == "2019-05-06" && account.currency == "EUR")
    #expect(account.balance == Money(decimal: "-12.340", currency: "EUR"))
    #expect(account.facts.contains(Fact(.institution, "Harbour Bank")))
    #expect(account.facts.contains(Fact("client_number", "C-9")))
    #expect(account.facts.contains(Fact(.branch, "Quay")))
    #expect(account.facts.contains(Fact(.status, "A")))
    #expect(read.links.map(\.kind) == [.holder, .signatory])
    #expect(read.links[0].to == .account(0) && read.links[0].from == .mention(0))
    #expect(read.links[1].role == "SSIGN")
    #expect(read.links[1].facts.contains(Fact("is_primary", "true")))
    #expect(facts(read.mentions[0], .registrationNumber) == ["HRB123 (DE)"])
  }

  @Test(arguments: [
    ("PAH", LinkKind.holder), ("JAH", .holder), ("SSIGN", .signatory), ("UBO", .beneficiary),
    ("TRSTE", .trustee), ("13", .signatory), ("", .signatory),
  ])
  func aSignatorysRole(_ code: String, _ kind: LinkKind) throws {
    let read = try goAML(
      report(
        transaction(
          """
          <t_to><to_account><account>1234</account><signatory><t_person>
          <last_name>Reed</last_name></t_person><role>\(code)</role></signatory></to_account></t_to>
          """)))
    #expect(read.links.map(\.kind) == [kind] && read.links[0].role == (code.isEmpty ? nil : code))
  }

  @Test func partiesOfAMultiPartyTransactionHaveNoDirection() throws {
    let party = { (role: String, body: String) in
      "<party><role>\(role)</role>\(body)<country>DE</country><significance>3</significance></party>"
    }
    let read = try goAML(
      report(
        transaction(
          "<involved_parties>"
            + party("RMITR", "<person><last_name>Ash</last_name></person>")
            + party("BNFCR", "<entity_my_client><name>Fen</name></entity_my_client>")
            + party("from", "<account><account>77001</account></account>")
            + "</involved_parties>")))
    let row = try #require(read.transactions.first)
    #expect(row.from == Transactions.none && row.to == Transactions.none)
    #expect(row.detail.roles.map(\.name) == ["RMITR", "BNFCR", "FROM"])
    #expect(row.detail.roles.map(\.account) == [nil, nil, 0])
    #expect(row.detail.facts.contains(Fact("involved_parties/party[2]/significance", "3")))
    #expect(facts(read.mentions[1], .knownToReporter) == ["yes"])
  }

  @Test func whatCannotBeATransactionIsRejectedWithItsPlace() throws {
    let good = transaction("<t_to/>")
    let read = try goAML(
      report(
        transaction("", amount: "ten") + good + transaction("", amount: "1,234.50")
          + good.replacing("2026-01-02", with: "2026-02-30")
          + good.replacing("<amount_local>10.50</amount_local>", with: "")
          + good.replacing("10.50", with: "1234567.8900000000000")))
    #expect(read.transactions.map(\.amount) == ["10.50", "1234567.89"])
    #expect(read.rejections.count == 4)
    let first = try #require(read.rejections.first)
    #expect(first.provenance.path == "report/transaction[1]" && first.provenance.line == 3)
    #expect(first.snippet.hasPrefix("<transaction><transactionnumber>T1"))
    #expect(first.reason.contains("amount_local") && !first.reason.contains("ten"))
    #expect(read.rejections[2].reason.contains("date_transaction"))
  }

  @Test func theCurrencyMayComeLateOrNever() throws {
    let foreign = """
      <t_from><from_foreign_currency><foreign_currency_code>USD</foreign_currency_code>
      <foreign_amount>9.00</foreign_amount></from_foreign_currency></t_from>
      """
    let both = transaction("") + transaction(foreign)
    let late = try goAML(
      report(both + "<currency_code_local>AED</currency_code_local>", currency: nil))
    #expect(late.transactions.map(\.currency) == ["AED", "AED"])
    #expect(late.transactions.map(\.amount) == ["10.50", "10.50"])
    let never = try goAML(report(both, currency: nil))
    #expect(never.transactions.map(\.currency) == ["", "USD"])
    #expect(never.transactions.map(\.amount) == ["10.50", "9.00"])
    #expect(never.transactions[1].detail.facts.contains(Fact("amount_local", "10.50")))
  }

  // MARK: - parties

  @Test func aPersonStatesAllItsParts() throws {
    let read = try goAML(
      report(
        """
        <activity><report_parties><report_party><role>SUSP</role><person>
        <title>Dr</title><first_name>Ada</first_name><middle_name>M</middle_name>
        <prefix>van</prefix><last_name>Reed</last_name><birthdate>1980-02-03T00:00:00</birthdate>
        <alias>Addie</alias><previous_names><previous_name><first_name>Ada</first_name>
        <last_name>Ash</last_name></previous_name></previous_names>
        <ssn>12-34.5 6</ssn><passport_number>p 123</passport_number>
        <passport_country>nl</passport_country><id_number>-</id_number>
        <nationality1>NL</nationality1><nationality2>DE</nationality2><residence>NL</residence>
        <phones><phone><tph_country_prefix>0031</tph_country_prefix><tph_number>20 555</tph_number>
        </phone></phones><addresses><address><address_type>RES</address_type>
        <address>Kade 1</address><town>-</town><city>Delft</city><country_code>NL</country_code>
        </address></addresses><emails><email>a@example.com</email></emails>
        <email>b@example.com</email><network_devices><network_device><ip_address>
        <ipv4>192.0.2.1</ipv4></ip_address></network_device></network_devices>
        <identification><type>DRIVL</type><number>D 1</number><issue_country>BE</issue_country>
        <expiry_date>2100-12-31T00:00:00</expiry_date></identification>
        <tax_number>NL001</tax_number><peps><pep><pep_country>NL</pep_country>
        <function_name>Mayor</function_name></pep></peps><shoe_size>41</shoe_size>
        <related_persons><person_related_person>
        <person_person_relation>SPOUSE</person_person_relation>
        <person><last_name>Birch</last_name></person><relation_date_range>
        <valid_from>2010-01-01T00:00:00</valid_from></relation_date_range>
        </person_related_person></related_persons>
        </person><is_suspected>true</is_suspected><reason>Why</reason></report_party>
        </report_parties></activity><reason>First</reason>
        """))
    let person = try #require(read.mentions.first)
    #expect(person.name == "Ada M van Reed" && person.kind == .person)
    #expect(facts(person, .birthDate) == ["1980-02-03"])
    #expect(facts(person, .alias) == ["Addie", "Ada Ash (former)"])
    #expect(facts(person, .nationalID) == ["123456 (NL)"])
    #expect(facts(person, .passport) == ["P123 (NL)"])
    #expect(facts(person, "id_number") == ["-"])
    #expect(facts(person, .nationality) == ["NL", "DE"])
    #expect(facts(person, .phone) == ["+3120555"])
    #expect(facts(person, .address) == ["Kade 1, Delft, NL (RES)"])
    #expect(facts(person, .email) == ["a@example.com", "b@example.com"])
    #expect(facts(person, .ipAddress) == ["192.0.2.1"])
    #expect(facts(person, .otherID) == ["D1 (DRIVL, BE)"])
    #expect(facts(person, "identification/expiry_date") == ["2100-12-31T00:00:00 (DRIVL)"])
    #expect(facts(person, .taxNumber) == ["NL001"])
    #expect(facts(person, .politicallyExposed) == ["Mayor (NL)"])
    #expect(facts(person, "shoe_size") == ["41"])
    let link = try #require(read.links.first)
    #expect(link.kind == .family && link.role == "SPOUSE")
    #expect(link.from == .mention(1) && link.to == .mention(0))
    #expect(link.start?.description == "2010-01-01")
    let filing = try #require(read.filings.first)
    #expect(filing.narrative == "First\n\nWhy")
    #expect(
      filing.subjects == [
        Filing.Subject(who: .mention(0), role: "SUSP", suspected: true, reason: "Why")
      ])
  }

  @Test func sentinelsNeverBecomeIdentifiersOrBirthDates() throws {
    let party = """
      <report_party><person><first_name>-</first_name><last_name>-</last_name>
      <birthdate>1900-01-01T00:00:00</birthdate><ssn>784199000000000</ssn>
      <passport_number>UNKNOWN</passport_number></person><reason>x</reason></report_party>
      """
    let account = "<report_party><account><account>-</account></account></report_party>"
    let read = try goAML(
      report(
        "<activity><report_parties>\(party)\(party)\(account)\(account)</report_parties></activity>"
      ))
    // Two people of whom nothing is known are two, and so are two accounts.
    #expect(read.mentions.count == 2 && read.accounts.count == 2)
    #expect(read.mentions.allSatisfy { $0.name.isEmpty && $0.occurrences == 1 })
    let kept = read.mentions[0].facts.map { "\($0.property.rawValue)=\($0.value)" }
    #expect(
      kept == [
        "first_name=-", "last_name=-", "birthdate=1900-01-01T00:00:00", "passport_number=UNKNOWN",
        "ssn=784199000000000",
      ])
    #expect(read.accounts[0].number == nil && read.accounts[0].keys(set: "s").isEmpty)
    #expect(read.accounts[0].facts == [Fact("account", "-")])
  }

  @Test(arguments: [
    ("DIR", LinkKind.director), ("ATR", .director), ("SHRHL", .ownership), ("UBO", .ownership),
    ("NS", .ownership), ("ND", .director), ("TRSTE", .trustee), ("SETLR", .settlor),
    ("PRO", .protector),
    ("BEN", .beneficiary), ("42", .linked),
  ])
  func aRelatedPersonsRole(_ code: String, _ kind: LinkKind) throws {
    let read = try goAML(
      report(
        """
        <activity><report_parties><report_party><entity><name>Fen</name><related_persons>
        <entity_related_person><person><last_name>Reed</last_name></person><role>\(code)</role>
        </entity_related_person></related_persons></entity></report_party></report_parties></activity>
        """))
    let link = try #require(read.links.first)
    #expect(link.kind == kind && link.role == code && !link.candidate)
    #expect(link.from == .mention(1) && link.to == .mention(0))
    #expect(link.direct == (code == "SHRHL" ? true : code == "UBO" ? false : nil))
  }

  @Test(arguments: [
    ("PARENT", 1, 0, LinkKind.ownership, false), ("SUBSIDIARY", 0, 1, .ownership, false),
    ("SHRHL", 1, 0, .ownership, false), ("77", 1, 0, .ownership, true),
    ("DIR", 1, 0, .director, false),
  ])
  func anOwnerStandsAtTheStartOfItsLink(
    _ code: String, _ from: Int, _ to: Int, _ kind: LinkKind, _ isCandidate: Bool
  ) throws {
    let read = try goAML(
      report(
        """
        <activity><report_parties><report_party><entity><name>Fen</name><related_entities>
        <entity_related_entity><entity_entity_relation>\(code)</entity_entity_relation>
        <entity><name>Moor</name></entity><share_percentage>33.3333 %</share_percentage>
        <voting_percentage>n.a.</voting_percentage></entity_related_entity></related_entities>
        </entity></report_party></report_parties></activity>
        """))
    let link = try #require(read.links.first)
    #expect(link.kind == kind && link.from == .mention(from) && link.to == .mention(to))
    #expect(link.capital == Share(percent: "33.3333").map(Stake.init(exactly:)))
    #expect(link.votes == nil && link.candidate == isCandidate)
    #expect(link.facts.contains(Fact("voting_percentage", "n.a.")))
  }

  @Test func theSameStatementIsOneMentionHoweverOftenItStands() throws {
    let side = """
      <t_from><from_person><first_name>Ada</first_name><last_name>Reed</last_name>
      <id_number>A1</id_number></from_person></t_from>
      <t_to><to_account><swift>HARBDEFF</swift><account>1001</account><signatory><t_person>
      <first_name>Bo</first_name><last_name>Ash</last_name></t_person></signatory>
      </to_account></t_to>
      """
    let many = (0..<20_000).map { _ in transaction(side) }.joined()
    let read = try goAML(report(many))
    #expect(read.transactions.count == 20_000 && read.batches > 1)
    #expect(read.mentions.map(\.occurrences) == [20_000, 20_000])
    #expect(read.accounts.count == 1 && read.links.count == 1)
    #expect(read.transactions.allSatisfy { $0.to == 0 && $0.from == Transactions.none })
    #expect(read.filings.map(\.transactions) == [0..<20_000])
    let other = side.replacing("A1", with: "A2")
    #expect(try goAML(report(transaction(side) + transaction(other))).mentions.count == 3)
  }

  // MARK: - dialects

  @Test func wrappersBatchesAndNamespacesAreReadAlike() throws {
    let inner = transaction(
      "<t_from><from_person><last_name>Ash</last_name></from_person></t_from>")
    let header = "<rentity_id>7</rentity_id><report_code>CTR</report_code>"
    let wrapped = [
      "<report>\(header)<transactions>\(inner)</transactions></report>",
      "<reportdata>\(header)<transactions>\(inner)</transactions></reportdata>",
      "<report><reportdata>\(header)<transactions>\(inner)</transactions></reportdata></report>",
      "<reportdata><report>\(header)\(inner)</report></reportdata>",
      "<report xmlns='urn:goaml'>\(inner)\(header)</report>",
    ]
    for text in wrapped {
      let read = try goAML(text)
      #expect(read.filings.map(\.kind) == ["CTR"] && read.filings.map(\.filer) == ["7"], "\(text)")
      #expect(read.transactions.count == 1 && read.mentions.map(\.name) == ["Ash"])
      #expect(read.filings[0].transactions == 0..<1 && read.header?.reporter == "7")
    }
    let prefixed = "<g:report xmlns:g='urn:x'><g:report_code>SAR</g:report_code></g:report>"
    #expect(try goAML(prefixed).filings.map(\.kind) == ["SAR"])
    let batch = try goAML(
      "<reports><batch_id>B9</batch_id><report>\(header)\(inner)</report>"
        + "<report>\(inner)\(inner)<rentity_id>8</rentity_id></report></reports>")
    #expect(batch.filings.map(\.filer) == ["7", "8"] && batch.header?.reporter == nil)
    #expect(batch.filings.map(\.transactions) == [0..<1, 1..<3])
    #expect(batch.transactions[2].detail.path == "reports/report[2]/transaction[2]")
    #expect(batch.filings[0].facts.contains(Fact("reports/batch_id", "B9")))
  }

  @Test func nothingStatedIsLost() throws {
    let read = try goAML(
      report(
        """
        <location><city>Kiel</city><geo_location><plus_code>9F</plus_code></geo_location></location>
        <additional_information><additional_info><info_subject>a</info_subject></additional_info>
        <additional_info><info_subject>b</info_subject></additional_info></additional_information>
        <new_thing level="2">x</new_thing>stray
        """))
    let filing = try #require(read.filings.first)
    let all = filing.facts.map { "\($0.property.rawValue)=\($0.value)" }
    #expect(
      all == [
        "currency_code_local=EUR", "location/geo_location/plus_code=9F", "location=Kiel",
        "additional_information/additional_info/info_subject=a",
        "additional_information/additional_info[2]/info_subject=b", "new_thing=x",
        "new_thing/@level=2", "report/#text=stray",
      ])
  }

  @Test func documentsWithoutANumberStayAsStated() throws {
    let read = try goAML(
      report(
        """
        <reporting_person><last_name>Ash</last_name><passport_country>NL</passport_country>
        <identification><type>PASSP</type><number>N/A</number><issue_country>NL</issue_country>
        </identification></reporting_person>
        """))
    let all = read.mentions[0].facts.map { "\($0.property.rawValue)=\($0.value)" }
    #expect(
      all == [
        "last_name=Ash", "passport_country=NL", "identification/type=PASSP",
        "identification/number=N/A", "identification/issue_country=NL",
      ])
  }

  @Test func aThousandSiblingsAreNumberedInOneGo() throws {
    let parties = (1...3000).map { "<party><person><last_name>N\($0)</last_name></person></party>" }
    let read = try goAML(
      report(transaction("<involved_parties>\(parties.joined())</involved_parties>")))
    #expect(
      read.mentions[2999].provenance.path
        == "report/transaction[1]/involved_parties/party[3000]/person")
    #expect(read.transactions[0].detail.roles.count == 3000)
  }

  @Test func anotherRootIsNotGoAML() throws {
    let error = #expect(throws: IngestError.self) { try goAML("<invoice><report/></invoice>") }
    #expect(error?.code == .unknownFormat && error?.place == "a.xml line 1, element invoice")
    var head = SourceHead(
      bytes: [], text: "<report><rentity_id>1", encoding: "utf-8", xmlRoot: ("report", ""))
    #expect(GoAMLReader.recognises(head))
    head.text = "<report><sales>1"
    #expect(!GoAMLReader.recognises(head))
    head.xmlRoot = nil
    #expect(!GoAMLReader.recognises(head))
  }
}
