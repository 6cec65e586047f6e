import ClewModel
import ClewStore
import Testing

@Suite struct IdentityKeyTests {
  private func mention(
    _ name: String, _ facts: [Fact], kind: PartyKind = .person
  ) -> Mention {
    Mention(
      kind: kind, name: name, facts: facts, provenance: Provenance(offset: 0, length: 1, line: 1))
  }

  private func keys(_ mention: Mention, source: Int64 = 1) -> [IdentityKey] {
    IdentityKeys.keys(of: mention, source: source)
  }

  @Test func validLEIIsAKeyAndAWrongOneIsNot() {
    let right = mention("Alder AG", [Fact(.lei, "5493001KJTIIGC8Y1R12")], kind: .organisation)
    let wrong = mention("Alder AG", [Fact(.lei, "5493001KJTIIGC8Y1R13")], kind: .organisation)
    #expect(keys(right) == [IdentityKey(.lei, "5493001KJTIIGC8Y1R12")])
    #expect(keys(wrong).isEmpty)
  }

  @Test func companyNumberNeedsARegister() {
    let stated = mention(
      "Birch Ltd", [Fact(.registrationNumber, "01 234-567", qualifier: "GB")], kind: .organisation)
    let fallback = mention(
      "Birch Ltd", [Fact(.registrationNumber, "01234567"), Fact(.country, "GB")],
      kind: .organisation)
    let twoCountries = mention(
      "Birch Ltd",
      [Fact(.registrationNumber, "01234567"), Fact(.country, "GB"), Fact(.country, "IE")],
      kind: .organisation)
    let none = mention("Birch Ltd", [Fact(.registrationNumber, "01234567")], kind: .organisation)
    let key = IdentityKey(.companyNumber, "GB", "01234567")
    #expect(keys(stated) == [key])
    #expect(keys(fallback) == [key])
    #expect(keys(twoCountries).isEmpty)
    #expect(keys(none).isEmpty)
  }

  /// A register that is only named in words is that of many countries.
  @Test(arguments: [
    ("GB", "GB 00000777"), ("gb", "GB 00000777"), ("JE", "JE 777"), ("RA000665", "RA000665 777"),
    ("GB-CHC", "GB-CHC 777"), ("BE-BCE_KBO", "BE-BCE_KBO 777"), ("Registrar of Companies", ""),
    ("RA999999", ""), ("RA888888", ""), ("UK", ""), ("QQ", ""), ("QQ-XYZ", ""), ("COMMERCIAL", ""),
    ("DE-CR without court", ""),
  ])
  func aRegisterIsACodeNotAWord(qualifier: String, key: String) {
    let company = mention(
      "Birch Ltd", [Fact(.registrationNumber, "777", qualifier: qualifier), Fact(.country, "GB")],
      kind: .organisation)
    #expect(
      keys(company).map { $0.text.replacing(IdentityKey.separator, with: " ") }
        == (key.isEmpty ? [] : [key]))
    let document = mention(
      "Eva", [Fact(.passport, "C01X00T47", qualifier: "passport"), Fact(.birthDate, "1980-05-02")])
    #expect(keys(document).isEmpty)
  }

  @Test func documentNeedsCountryAndFullBirthDate() {
    let passport = Fact(.passport, "C01X00T47", qualifier: "DE")
    #expect(keys(mention("Eva", [passport])).isEmpty)
    #expect(keys(mention("Eva", [passport, Fact(.birthDate, "1980-05")])).isEmpty)
    #expect(keys(mention("Eva", [passport, Fact(.birthDate, "1900-01-01")])).isEmpty)
    #expect(
      keys(mention("Eva", [passport, Fact(.birthDate, "1980-05-02", qualifier: "circa")])).isEmpty)
    #expect(
      keys(mention("Eva", [passport, Fact(.birthDate, "1980-05-02")]))
        == [IdentityKey(.passport, "DE", "C01X00T47", "1980-05-02")])
    #expect(
      keys(mention("Eva", [Fact(.passport, "C01X00T47"), Fact(.birthDate, "1980-05-02")])).isEmpty)
  }

  @Test func sentinelsGiveNoKey() {
    for sentinel in ["-", "N/A", "UNKNOWN", "0000000", "-0- ", "NOTPROVIDED"] {
      let facts = [
        Fact(.passport, sentinel, qualifier: "DE"),
        Fact(.nationalID, "123", raw: sentinel, qualifier: "DE"),
        Fact(.registrationNumber, sentinel, qualifier: "DE"),
        Fact(.lei, sentinel), Fact(.birthDate, "1980-05-02"),
      ]
      #expect(keys(mention("Eva", facts)).isEmpty, "\(sentinel)")
    }
    #expect(keys(mention("UNKNOWN", [Fact(.birthDate, "1980-05-02")])).isEmpty)
  }

  @Test func nameWithBirthDateHoldsInsideOneSource() {
    let eva = mention("Eva  Muster", [Fact(.birthDate, "1980-05-02")])
    #expect(keys(eva, source: 4) == [IdentityKey(.nameBirthDate, "4", "Eva Muster", "1980-05-02")])
    #expect(keys(eva, source: 4) != keys(eva, source: 5))
    #expect(keys(mention("Eva", [Fact(.birthDate, "1980-05-02")])).isEmpty)
    #expect(!keys(mention("王小明", [Fact(.birthDate, "1980-05-02")])).isEmpty)
    #expect(
      keys(mention("Eva Muster GmbH", [Fact(.birthDate, "1980-05-02")], kind: .organisation))
        .isEmpty)
  }

  @Test func whyHoldsNoPersonalValue() {
    let facts = [
      Fact(.passport, "C01X00T47", qualifier: "DE"), Fact(.nationalID, "99887766", qualifier: "DE"),
      Fact(.birthDate, "1980-05-02"),
    ]
    for key in keys(mention("Eva Muster", facts)) {
      for value in ["C01X00T47", "99887766", "1980", "Muster"] {
        #expect(!key.why.contains(value), "\(key.why)")
      }
    }
  }
}
