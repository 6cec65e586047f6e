import ClewIngest
import ClewModel
import Testing

@Suite struct NarrativeTests {
  /// The first entry of a statement with one line and its text.
  private func read(
    _ text: String, line: String = "260102D5,NTRFNONREF", header: String = ""
  ) throws -> (roles: [String], facts: [String], detail: TransactionDetail, source: MTSource) {
    let source = try MTSource(
      header + ":20:A\n:25:OWNBANK/0001\n:60F:C260101EUR9,\n:61:\(line)\n\(text)\n"
        + ":62F:C260103EUR4,\n-\n")
    #expect(source.rejections == [])
    return (
      source.roles(0), source.facts(0).filter { !$0.hasPrefix("account-owner-information") },
      source.reading.all.transactions.details[0], source
    )
  }

  @Test func polishBanksInTheGermanFrame() throws {
    let found = try read(
      ":86:020<00PRZELEW<20ZA FAKTURE 5/2026<21TOWAR<27JAN KOWALSKI\n"
        + "<28FIRMA ALFA<29UL. POLNA 3<6000-950 WARSZAWA<3010201026<38PL61109010140000071219812874")
    #expect(
      found.roles.first == "to: JAN KOWALSKI FIRMA ALFA 10201026/PL61109010140000071219812874",
      "\(found.roles)")
    #expect(found.detail.description == "ZA FAKTURE 5/2026 TOWAR")
    #expect(found.facts.first == "read-by=polish-gvc")
  }

  @Test func german() throws {
    let found = try read(
      """
      :86:166?00GUTSCHRIFT?100399?20EREF+E2E-77?21KREF+K1?22MREF+M-9?23CR
      ED+DE98ZZZ09999999999?24SVWZ+RENT JANUARY?30BANKDEFF?31DE8937040044
      0532013000?32ERIKA MUSTERFRAU?34004?60?61ABWA+HAUS VERWALTUNG
      """)
    #expect(
      found.roles == [
        "to: ERIKA MUSTERFRAU BANKDEFF/DE89370400440532013000", "creditor-agent: BANKDEFF",
        "ultimate-creditor: HAUS VERWALTUNG",
      ])
    #expect(
      found.facts == [
        "read-by=german-gvc", "booking-text=GUTSCHRIFT", "mandate=M-9", "customer-reference=K1",
        "business-transaction-code=166", "journal-number=0399", "text-key=004",
        "creditor-id=DE98ZZZ09999999999",
      ])
    #expect(found.detail.endToEnd == "E2E-77" && found.detail.description == "RENT JANUARY")
  }

  @Test func germanWithOtherSeparators() throws {
    for separator in [">", "#", "^", "|", "~", "@"] {
      let text = "?00TRANSFER?20HELLO?3037040044?31123456?32A B C".map {
        $0 == "?" ? separator : String($0)
      }.joined()
      let found = try read(":86:116\(text)")
      #expect(found.roles == ["to: A B C 37040044/123456"])
      #expect(found.detail.description == "HELLO")
    }
  }

  @Test func ownAccountIsNoCounterpart() throws {
    let found = try read(":86:116?00FEE?310001?32MY NAME")
    #expect(found.roles == ["to: MY NAME"])
  }

  @Test(arguments: [
    "PLAIN TEXT OF A BANK", "INVOICE 020?55 OF MAY", "166-00 MAIN STREET", "020/11/2026 RENT",
    "091",
  ])
  func proseStaysProse(text: String) throws {
    let found = try read(":86:\(text)")
    #expect(found.roles == [] && found.facts == [] && found.detail.description == text)
  }

  @Test func slashed() throws {
    let found = try read(
      ":86:/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NAME/A\n"
        + "CME BV/REMI/FACTUUR 7/8/EREF/E2E-1/ORDP//ID/9/ULTD//NAME/BEHIND BV")
    #expect(
      found.roles == [
        "to: ACME BV ABNANL2A/NL91ABNA0417164300", "creditor-agent: ABNANL2A",
        "ultimate-creditor: BEHIND BV",
      ])
    #expect(found.detail.description == "FACTUUR 7/8" && found.detail.endToEnd == "E2E-1")
    let ing = try read(
      ":86:/EREF/E2//CNTP/NL91ABNA0417164300/ABNANL2A/ACME BV/DELFT//REMI/USTD//BILL 9/",
      line: "260102C5,NTRFEREF")
    #expect(
      ing.roles == ["from: ACME BV ABNANL2A/NL91ABNA0417164300", "debtor-agent: ABNANL2A"])
    #expect(ing.detail.description == "BILL 9")
    #expect(ing.source.reading.line(0).contains("| E2 |"))
    #expect(ing.source.reading.all.mentions[0].facts == [Fact(.address, "DELFT")])
  }

  @Test func rabobankBeforeSEPA() throws {
    let found = try read(
      ":86:RENT\n:86:MAY", line: "260102D5,00N060P000029225      ACME TELECOM",
      header: ":940:\n")
    #expect(found.roles == ["to: ACME TELECOM ?/P000029225"])
    #expect(found.facts == ["read-by=rabobank"] && found.detail.description == "RENT MAY")
    #expect(found.source.reading.line(0).hasSuffix("N060 |  | "))
    let none = try read(
      ":86:PIN", line: "260102D5,00N030NONREF          ACME SHOP", header: ":940:\n")
    #expect(none.roles == ["to: ACME SHOP"])
    let other = try read(":86:RENT", line: "260102D5,00N060P000029225      ACME TELECOM")
    #expect(other.roles == [])
  }

  @Test func abnAmroBeforeSEPA() throws {
    let giro = try read(":86:GIRO   123456 ACME ENERGIE      BETALINGSKENM. 77")
    #expect(giro.roles == ["to: ACME ENERGIE ?/123456"])
    #expect(giro.detail.description == "BETALINGSKENM. 77")
    let pointed = try read(":86:12.34.56.789                    J DOE")
    #expect(pointed.roles == ["to: J DOE ?/123456789"])
    let card = try read(":86:BEA   NR:ABC123    21.05.26/12.54 SHOP DELFT,PAS001")
    #expect(card.roles == ["to: SHOP DELFT"])
    #expect(
      card.facts == [
        "read-by=abn-amro", "terminal=ABC123", "card-time=21.05.26/12.54", "card=001",
      ])
    #expect(try read(":86:GIRO TO SOMEBODY").roles == [])
    #expect(try read(":86:BEACH HOUSE RENT").roles == [])
  }

  @Test func ingBeforeSEPA() throws {
    let header = "0000 01INGBNL2AXXXX00001\n0000 01INGBNL2AXXXX00001\n940 00\n"
    let found = try read(":86:0111111119 SOMEBODY SAYS", header: header)
    #expect(found.roles == ["to: ?/0111111119"] && found.detail.description == "SOMEBODY SAYS")
    #expect(try read(":86:0111111119 SOMEBODY SAYS").roles == [])
  }

  @Test func polish() throws {
    let found = try read(
      ":86:911 PRZELEW; Z RACH.: \n56114010810000267002001001; OD: JAN PRZYKLAD  \n"
        + "UL. PIERWSZA 1; TYT.: CZYNSZ ; \nTNR: 17.01", line: "260102C5,NTRFNONREF")
    #expect(found.roles == ["from: JAN PRZYKLAD ?/PL56114010810000267002001001"])
    #expect(found.detail.description == "CZYNSZ")
    #expect(
      found.facts == [
        "read-by=polish-mbank", "booking-text=911 PRZELEW", "transaction-number=17.01",
      ])
  }

  @Test func swissNamesNobodyApart() throws {
    let found = try read(
      ":86:GIRO AUS ONLINE AUFTRAGGEBER: ERIKA MUSTER WEG\n 1 8000 ZUERICH MITTEILUNGEN: MIETE")
    #expect(found.roles == [] && found.detail.description == "MIETE")
    #expect(
      found.facts == [
        "read-by=postfinance", "booking-text=GIRO AUS ONLINE",
        "counterpart-as-stated=ERIKA MUSTER WEG 1 8000 ZUERICH",
      ])
  }

  @Test func hungarian() throws {
    let found = try read(":86:CAB26D1700041116\n109876543210000012345678\nPELDA KFT.\nSZAMLA 7")
    #expect(found.roles == ["to: PELDA KFT. ?/109876543210000012345678"])
    #expect(found.detail.description == "SZAMLA 7")
  }

  @Test func nonSwift() throws {
    let found = try read(":NS:01ZWECK 1\n02ZWECK 2\n15PELDA\n16KFT\n3310918001\n340000004279070017")
    #expect(found.roles == ["to: PELDA KFT 10918001/0000004279070017"])
    #expect(found.detail.description == "ZWECK 1 ZWECK 2")
    #expect(found.facts.contains("non-swift=PELDA [15]"))
  }
}
