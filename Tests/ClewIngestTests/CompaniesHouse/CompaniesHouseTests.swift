import ClewModel
import Testing

@testable import ClewIngest

@Suite struct CompaniesHouseTests {
  private func read(_ lines: String) throws -> Batch {
    let bytes = Array(lines.utf8)
    #expect(ControlReader.recognises(SourceHead(bytes: bytes)))
    return try Reading(ControlReader(options: ReadOptions()), bytes).all
  }

  private func line(_ natures: String, _ more: String = "") -> String {
    """
    {"company_number":"123","data":{"kind":"individual-person-with-significant-control","name":"Ada Fell",\
    "etag":"x","links":{"self":"/company/00000123/psc/1"},"natures_of_control":[\(natures)],\
    "notified_on":"2020-01-02"\(more)}}
    """
  }

  private func text(_ stake: Stake?) -> String {
    guard let stake else { return "-" }
    return "\(stake.min?.units ?? -1)..\(stake.max?.units ?? -1)"
  }

  /// Companies Act 2006, schedule 1A; SI 2016/339, schedule 2.
  @Test(arguments: [
    ("ownership-of-shares-25-to-50-percent", "250000000000001..500000000000000"),
    ("ownership-of-shares-50-to-75-percent", "500000000000001..749999999999999"),
    ("ownership-of-shares-75-to-100-percent", "750000000000000..1000000000000000"),
    ("ownership-of-shares-75-to-100-percent-as-trust", "750000000000000..1000000000000000"),
    (
      "right-to-share-surplus-assets-50-to-75-percent-limited-liability-partnership",
      "500000000000001..749999999999999"
    ),
    (
      "ownership-of-shares-more-than-25-percent-registered-overseas-entity",
      "250000000000001..1000000000000000"
    ),
  ])
  func bandsAreThoseOfTheLaw(code: String, band: String) throws {
    let links = try read(line("\"\(code)\"")).links
    #expect(links.count == 1 && links[0].kind == .ownership)
    #expect(text(links[0].capital) == band && links[0].votes == nil)
  }

  @Test func sharesVotesAndControlByCapacity() throws {
    let batch = try read(
      line(
        #""ownership-of-shares-25-to-50-percent","voting-rights-25-to-50-percent-as-trust","voting-rights-75-to-100-percent","right-to-appoint-and-remove-directors","significant-influence-or-control-as-firm","a-code-of-tomorrow""#,
        #","ceased_on":"2021-05-06""#))
    let links = batch.links
    #expect(links.map(\.kind) == [.ownership, .ownership, .control, .control, .control])
    #expect(links.map(\.means) == [.unstated, .trust, .unstated, .board, .firm])
    #expect(text(links[0].votes) == "750000000000000..1000000000000000")
    #expect(links[1].capital == nil && links[1].role == "voting-rights-25-to-50-percent-as-trust")
    #expect(
      links.dropFirst(2).map(\.role) == [
        "a-code-of-tomorrow", "right-to-appoint-and-remove-directors",
        "significant-influence-or-control-as-firm",
      ])
    #expect(links.allSatisfy { $0.from == .mention(1) && $0.to == .mention(0) })
    #expect(links.allSatisfy { $0.end?.firstDay.description == "2021-05-06" })
    #expect(Set(links.map(\.ref)) == ["/company/00000123/psc/1"])
    #expect(
      batch.mentions[0].facts == [
        Fact(.registrationNumber, "00000123", raw: "123", qualifier: "GB")
      ])
  }

  /// Companies House, api-enumerations, psc_descriptions: who controls a trust or a firm that holds
  /// shares owns none by that.
  @Test func controlOverATrustIsNoShare() throws {
    let links = try read(
      line(
        #""ownership-of-shares-more-than-25-percent-as-control-over-trust-registered-overseas-entity","voting-rights-more-than-25-percent-as-control-over-firm-registered-overseas-entity","ownership-of-shares-more-than-25-percent-registered-overseas-entity","ownership-of-shares-25-to-50-percent-as-firm","significant-influence-or-control-as-control-over-trust""#
      )
    ).links
    #expect(links.map(\.kind) == [.ownership, .ownership, .control, .control])
    #expect(links.map(\.direct) == [nil, nil, false, false])
    #expect(links.map(\.means) == [.unstated, .firm, .trust, .firm])
    // Influence over the trust is influence over the company; a firm with over 25 % need not have it.
    #expect(links.map(\.candidate) == [false, false, false, true])
    #expect(text(links[0].capital) == "250000000000001..1000000000000000")
    #expect(text(links[1].capital) == "250000000000001..500000000000000")
    #expect(links.dropFirst(2).allSatisfy { $0.capital == nil && $0.votes == nil })
    #expect(
      links[2].role?.hasSuffix("; significant-influence-or-control-as-control-over-trust") == true)
  }

  @Test func twoBandsOfOneShareAreTheirSpan() throws {
    let links = try read(
      line(
        #""ownership-of-shares-25-to-50-percent","ownership-of-shares-50-to-75-percent""#)
    ).links
    #expect(links.map { text($0.capital) } == ["250000000000001..749999999999999"])
  }

  @Test(arguments: [
    (#""place_registered":"Register of Companies""#, "1234567|Register of Companies"),
    (#""place_registered":"Registrar Of Companies""#, "1234567|Registrar Of Companies"),
    (
      #""country_registered":"Jersey","place_registered":"Companies House""#, "1234567|JE"
    ),
    (#""country_registered":"Atlantis","place_registered":"Companies House""#, "1234567|Atlantis"),
    (#""place_registered":"Companies House""#, "01234567|GB"),
    (#""country_registered":"England & Wales","place_registered":"Cardiff""#, "01234567|GB"),
  ])
  func aRegisterIsBritishByItsCountry(stated: String, number: String) throws {
    let batch = try read(
      #"{"company_number":"SC1","data":{"kind":"corporate-entity-person-with-significant-control","name":"A","identification":{"registration_number":"1234567",\#(stated)}}}"#
    )
    let fact = batch.mentions[1].facts.first { $0.property == .registrationNumber }
    #expect(fact.map { "\($0.value)|\($0.qualifier ?? "")" } == number)
    #expect(batch.mentions[0].ref == "SC000001")
  }

  @Test func nationalitiesAreCodesEach() throws {
    let facts = try read(
      line(#""significant-influence-or-control""#, #","nationality":"British, Irish,Atlantean""#)
    ).mentions[1].facts.filter { $0.property == .nationality }
    #expect(
      facts == [
        Fact(.nationality, "GB", raw: "British"), Fact(.nationality, "IE", raw: "Irish"),
        Fact(.nationality, "Atlantean"),
      ])
  }

  /// What stood before a cut is handed over.
  @Test func aCutSnapshotKeepsWhatStoodBefore() throws {
    let whole = line(#""significant-influence-or-control""#)
    var links = 0
    let bytes = Array(("[" + whole + "," + whole.dropLast(20)).utf8)
    #expect(throws: IngestError.self) {
      try ControlReader(options: ReadOptions()).read(
        ByteStream(name: "cut", bytes: bytes), header: { _ in }, batch: { links += $0.links.count })
    }
    #expect(links == 1)
  }

  @Test func particularsOfAPersonAndACompany() throws {
    let batch = try read(
      line(
        #""significant-influence-or-control""#,
        #","date_of_birth":{"month":4,"year":1964},"nationality":"British","country_of_residence":"Wales","name_elements":{"forename":"Ada","surname":"Fell"},"address":{"postal_code":"X1","address_line_1":"1 Quay","locality":"Hull"},"new_thing":{"a":"b"}"#
      )
        + "\n"
        + #"{"company_number":"SC000123","data":{"kind":"corporate-entity-person-with-significant-control","name":"FELL LTD","identification":{"registration_number":"987","country_registered":"England","place_registered":"Companies House","legal_form":"Ltd"}}}"#
        + "\n"
        + #"{"company_number":"SC000123","data":{"kind":"corporate-entity-person-with-significant-control","name":"FELL BV","identification":{"registration_number":"n/a","country_registered":"Netherlands"},"ceased":true}}"#
    )
    let person = batch.mentions[1].facts.map { "\($0.property.rawValue)=\($0.value)" }
    #expect(person.contains("birth-date=1964-04") && person.contains("address=1 Quay, Hull, X1"))
    #expect(batch.unread.map(\.path) == ["data/new_thing/a"])
    let british = batch.mentions[3].facts
    #expect(british.contains(Fact(.registrationNumber, "00000987", raw: "987", qualifier: "GB")))
    let dutch = batch.mentions[4].facts
    #expect(dutch.contains { $0.property == .registrationNumber && $0.qualifier == "NL" })
    #expect(batch.links.map(\.candidate) == [false, false, true])
    // One mention of the company, though two lines name it.
    #expect(batch.mentions.filter { $0.ref == "SC000123" }.count == 1)
  }

  @Test func statementsSecretsExemptionsAndTotals() throws {
    let batch = try read(
      #"{"company_number":"1","data":{"kind":"persons-with-significant-control-statement","statement":"no-individual-or-entity-with-signficant-control","notified_on":"2016-06-30","links":{"self":"/s/1"}}}"#
        + "\n"
        + #"{"company_number":"1","data":{"kind":"super-secure-person-with-significant-control","description":"super-secure-persons","links":{"self":"/s/2"}}}"#
        + "\n"
        + #"{"company_number":"2","data":{"kind":"exemptions","exemptions":{"psc_exempt_as_trading_on_regulated_market":{"exemption_type":"psc-exempt-as-trading-on-regulated-market","items":[{"exempt_from":"2016-06-30"}]}},"links":{"self":"/s/3"}}}"#
        + "\n"
        + #"{"company_number":"3","data":{"kind":"a-kind-of-tomorrow"}}"#
        + "\n{\"company_number\":\n"
        + #"{"data":{"kind":"totals#persons-of-significant-control-snapshot","persons_of_significant_control_count":7,"statements_count":1,"exemptions_count":1,"generated_at":"2031"}}"#
    )
    #expect(
      batch.mentions.flatMap(\.facts).map {
        "\($0.property.rawValue)=\($0.value)|\($0.qualifier ?? "")"
      }
      .filter { !$0.hasPrefix("registration") } == [
        "psc-statement=no-individual-or-entity-with-signficant-control|2016-06-30",
        "psc-kind=super-secure-person-with-significant-control|",
        "unspecified-reason=super-secure-persons|",
        "psc-exemption=psc-exempt-as-trading-on-regulated-market|2016-06-30",
      ])
    #expect(batch.links.map(\.kind) == [.control])
    #expect(batch.rejections.count == 3)
    #expect(batch.rejections.last?.reason.contains("the totals state 7") == true)
  }

  @Test func companyTablesByAnyBlanksAroundTheirColumns() throws {
    let table = """
      CompanyName, CompanyNumber,RegAddress.AddressLine1, RegAddress.AddressLine2,RegAddress.PostCode,\
      CompanyCategory,IncorporationDate,Mortgages.NumMortCharges,SICCode.SicText_1,PreviousName_1.CONDATE, PreviousName_1.CompanyName,NewColumn
      "FELL, LTD","SC000123","1 Quay","","X1","Private Limited Company","31/02/2020","0","1 - x","01/02/2021","MOOR LTD","new"
      "NO NUMBER","","","","","","","","","","",""
      """
    let bytes = Array(table.utf8)
    #expect(CompanyDataReader.recognises(SourceHead(bytes: bytes)))
    let batch = try Reading(CompanyDataReader(options: ReadOptions()), bytes).all
    #expect(
      batch.mentions[0].facts.map { "\($0.property.rawValue)=\($0.value)|\($0.qualifier ?? "")" }
        == [
          "registration-number=SC000123|GB", "address=1 Quay, X1|registered",
          "legal-form=Private Limited Company|", "incorporation-date=31/02/2020|",
          "business=1 - x|SIC 2007", "alias=MOOR LTD|former", "name-changed=2021-02-01|MOOR LTD",
          "NewColumn=new|",
        ])
    #expect(batch.rejections.count == 1)
    #expect(batch.unread.map(\.path) == ["NewColumn"])
    #expect(
      batch.frame?.prefixLength == Int64(
        table.utf8.firstIndex(of: UInt8(ascii: "\n"))!.utf16Offset(in: table)) + 1)
  }

  @Test(.enabled(if: publicData != nil)) func realFiles() throws {
    let folder = try #require(publicData)
    let controls = try Reading(
      ControlReader(options: ReadOptions()),
      fileBytes(folder + "/formats/companies-house/psc-snapshot.sample.jsonl")
    ).all
    #expect(controls.mentions.count == 6)
    #expect(controls.links.count == 2)
    #expect(controls.rejections.isEmpty && controls.unread.isEmpty)
    let companies = try Reading(
      CompanyDataReader(options: ReadOptions()),
      fileBytes(folder + "/formats/companies-house/BasicCompanyData-2021-07-01.sample.csv")
    ).all
    #expect(companies.mentions.map(\.ref) == ["12778855", "08209948", "11399177"])
    #expect(companies.unread.isEmpty && companies.rejections.isEmpty)
    let overseas = try Reading(
      OverseasEntityReader(options: ReadOptions()),
      fileBytes(folder + "/ownership/uk-roe/uk_ch_overseas_entities.csv")
    ).all
    #expect(overseas.mentions.count == 30_221 && overseas.rejections.isEmpty)
  }
}
