import ClewModel
import Testing

@testable import ClewIngest

@Suite struct BODSReaderTests {
  private func reading(_ text: String) throws -> JSONReading {
    try JSONReading(BODSReader(options: ReadOptions(set: "reg")), text)
  }

  private func relationship(_ interests: String, id: String = "r1", more: String = "") -> String {
    """
    {"statementId":"s-\(id)","recordId":"\(id)","recordType":"relationship","statementDate":"2024-02-03"\
    \(more),"recordDetails":{"isComponent":false,"subject":"c1","interestedParty":"p1","interests":[\(interests)]}}
    """
  }

  @Test(arguments: BODSInterest.allCases)
  func everyInterestBecomesALink(interest: BODSInterest) throws {
    let found = try reading(relationship("{\"type\":\"\(interest.rawValue)\"}"))
    let link = try #require(found.all.links.first)
    #expect(link.kind == interest.kind && link.role == interest.rawValue)
    #expect(link.known == TimeSpan(iso: "2024-02-03") && link.ref == "r1")
    let ends: [Endpoint] = [.party(ref: "p1"), .party(ref: "c1")]
    #expect([link.from, link.to] == (interest == .nominator ? ends.reversed() : ends))
    #expect(found.all.rejections.isEmpty && found.all.unread.isEmpty)
  }

  @Test(arguments: [
    ("voting-rights", BODSInterest.votingRights),
    ("influence-or-control", .otherInfluenceOrControl),
    ("settlor-of-trust", .settlor),
    ("rights-to-surplus-assets", .rightsToSurplusAssetsOnDissolution),
    ("other-influence-or-control-of-trust", .otherInfluenceOrControl),
    ("boardMember", .boardMember),
  ])
  func codesOfOlderVersions(code: String, interest: BODSInterest) {
    #expect(BODSInterest(code: code) == interest)
  }

  @Test(arguments: [
    ("\"exact\":25", "25.0000000000000"),
    ("\"exact\":33.333333333333336", "33.3333333333333-33.3333333333334"),
    ("\"exact\":2.5e1", "25.0000000000000"), ("\"exact\":1e-3", "0.0010000000000"),
    ("\"minimum\":25,\"maximum\":50", "25.0000000000000-50.0000000000000"),
    (
      "\"minimum\":25,\"exclusiveMinimum\":true,\"maximum\":50,\"exclusiveMaximum\":false",
      "25.0000000000001-50.0000000000000"
    ),
    ("\"exclusiveMinimum\":25,\"exclusiveMaximum\":50", "25.0000000000001-49.9999999999999"),
    ("\"exclusiveMinimum\":12.5,\"maximum\":50", "12.5000000000001-50.0000000000000"),
    ("\"minimum\":75", "75.0000000000000-?"), ("\"exact\":\"25.5\"", "25.5000000000000"),
  ])
  func shares(json: String, expected: String) throws {
    let found = try reading(relationship("{\"type\":\"shareholding\",\"share\":{\(json)}}"))
    let capital = try #require(found.all.links.first?.capital)
    #expect(JSONReading.text(capital) == expected)
    #expect(found.all.rejections.isEmpty)
  }

  @Test(arguments: [
    "\"exact\":-1", "\"exact\":\"most\"", "\"minimum\":60,\"maximum\":40", "\"exclusiveMaximum\":0",
    "\"exact\":1e400", "\"exact\":123456789012345678901234567890",
  ])
  func sharesThatAreNone(json: String) throws {
    let found = try reading(relationship("{\"type\":\"shareholding\",\"share\":{\(json)}}"))
    #expect(found.all.links.count == 1 && found.all.links[0].capital == nil)
    #expect(found.all.rejections.isEmpty && found.all.unread.count == 1)
    #expect(found.all.links[0].facts.contains { $0.property == "share-unreadable" })
  }

  @Test func votesAreVotesAndOtherRightsNeither() throws {
    let found = try reading(
      relationship(
        """
        {"type":"votingRights","share":{"exact":51},"directOrIndirect":"direct"},
        {"type":"rightsToProfitOrIncome","share":{"exact":30},"directOrIndirect":"unknown"}
        """))
    #expect(
      found.all.links.map(found.line) == [
        "?p1 owns ?c1 | votes 51.0000000000000 | direct | votingRights",
        "?p1 beneficiary ?c1 | rightsToProfitOrIncome",
      ])
  }

  @Test func partiesWithAllTheySay() throws {
    let found = try reading(
      """
      {"statementID":"e1","statementType":"entityStatement","entityType":"registeredEntity","name":"Alder Ltd",
       "incorporatedInJurisdiction":{"name":"Scotland","code":"GB-SCT"},"foundingDate":"2010-02-30",
       "identifiers":[{"scheme":"XI-LEI","id":"5493001KJTIIGC8Y1R12"},{"scheme":"GB-COH","id":"sc 123456"},
        {"scheme":"GB-CHC","id":"77"},{"scheme":"GB-COH","id":"1234"},{"scheme":"DE-CR","id":"HRB 12345"},{"scheme":"DE-CR","id":"R1101_HRB12345"},{"schemeName":"VAT number","id":"GB 9"}],
       "addresses":[{"type":"registered","address":"1 Hill Rd,\\nPerth","postCode":"PH1","country":"GB"}]}
      {"statementId":"x","recordId":"p","recordType":"person","recordDetails":{"personType":"knownPerson",
       "names":[{"type":"alternative","fullName":"Bo"},{"type":"legal","givenName":"Boris","familyName":"Ash"}],
       "identifiers":[{"scheme":"FRA-PASSPORT","id":"12 ab"},{"scheme":"FRA-TAXID","id":"9"},{"scheme":"FRA-IDCARD","id":"8"}],
       "birthDate":"1964-04","politicalExposure":{"status":"isPep","details":[{"reason":"mayor","startDate":"2001-01-01"}]}}}
      {"statementId":"y","recordId":"q","recordType":"person","recordDetails":{"personType":"anonymousPerson",
       "unspecifiedPersonDetails":{"reason":"interestedPartyExemptFromDisclosure"}}}
      """)
    // It is kept as stated, which is no reason to refuse the statement.
    #expect(found.all.unread.map(\.path) == ["entity/foundingDate"])
    #expect(found.all.rejections.isEmpty)
    let company = found.all.mentions[0]
    #expect(company.kind == .organisation && company.name == "Alder Ltd" && company.ref == "e1")
    for fact in [
      Fact(.lei, "5493001KJTIIGC8Y1R12"),
      Fact(.taxNumber, "GB9", raw: "GB 9", qualifier: "VAT number"),
      Fact(.registrationNumber, "SC123456", raw: "sc 123456", qualifier: "GB"),
      Fact(.registrationNumber, "77", qualifier: "GB-CHC"),
      Fact(.registrationNumber, "00001234", raw: "1234", qualifier: "GB"),
      Fact(.registrationNumber, "HRB12345", raw: "HRB 12345", qualifier: "DE-CR without court"),
      Fact(.registrationNumber, "R1101_HRB12345", qualifier: "DE-CR"),
      Fact(.country, "GB", raw: "GB-SCT", qualifier: "jurisdiction"),
      Fact(.incorporationDate, "2010-02-30", qualifier: "unreadable"),
    ] { #expect(company.facts.contains(fact), "\(fact)") }
    #expect(
      company.facts.contains { $0.property == .address && $0.value.hasSuffix("Perth, PH1, GB") })
    let person = found.all.mentions[1]
    #expect(person.kind == .person && person.name == "Boris Ash" && person.ref == "p")
    for fact in [
      Fact(.passport, "12AB", raw: "12 ab", qualifier: "FR"),
      Fact(.taxNumber, "9", qualifier: "FR"),
      Fact(.nationalID, "8", qualifier: "FR"), Fact(.alias, "Bo", qualifier: "aka"),
      Fact(.birthDate, "1964-04"), Fact(.politicallyExposed, "yes", raw: "isPep"),
      Fact("political-exposure", "mayor"),
    ] { #expect(person.facts.contains(fact), "\(fact)") }
    #expect(found.all.mentions[2].name == "" && found.all.mentions[2].kind == .person)
    #expect(
      found.all.mentions[2].facts.contains(
        Fact("unspecified-reason", "interestedPartyExemptFromDisclosure")))
  }

  @Test func unspecifiedOwnersAreEachTheirOwn() throws {
    func line(_ id: String, _ reason: String) -> String {
      """
      {"statementId":"\(id)","recordId":"\(id)","recordType":"relationship","recordDetails":{"subject":"c1",
       "interestedParty":{"reason":"\(reason)","description":"d"}}}
      """
    }
    let found = try reading(line("a", "unknown") + "\n" + line("b", "noBeneficialOwners"))
    #expect(found.all.mentions.map(\.ref) == ["a#interestedParty", "b#interestedParty"])
    #expect(found.all.mentions.allSatisfy { $0.kind == .unknown && $0.name == "" })
    #expect(
      found.all.links.map(found.line) == [
        "(unknown) owns ?c1", "(noBeneficialOwners) linked ?c1 | candidate | noBeneficialOwners",
      ])
  }

  @Test func aRecordStatedAgainTakesTheEarlierBackInAnyOrder() throws {
    func statement(_ id: String, _ date: String, _ share: Int) -> String {
      """
      {"statementId":"\(id)","recordId":"r","recordType":"relationship","statementDate":"\(date)","recordDetails":
       {"subject":"c","interestedParty":"p","interests":[{"type":"shareholding","share":{"exact":\(share)}}]}}
      """
    }
    let statements = [
      statement("s1", "2020-01-01", 10), statement("s2", "2021-01-01", 20),
      statement("s3", "2022-01-01", 30),
    ]
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]] {
      let found = try reading(order.map { statements[$0] }.joined(separator: "\n"))
      let standing = found.standing(links: true).map { found.all.links[$0].capital }
      #expect(standing == [Stake(exactly: Share(percent: "30")!)])
    }
  }

  @Test func aClosedRecordEndsWhereItSaysSoElseIsTakenBack() throws {
    let dated = try reading(
      relationship(
        "{\"type\":\"shareholding\",\"endDate\":\"2024-01-01\"}",
        more: ",\"recordStatus\":\"closed\""))
    #expect(dated.all.retractions.isEmpty && dated.all.links[0].end != nil)
    let open = try reading(
      relationship("{\"type\":\"shareholding\"}", more: ",\"recordStatus\":\"closed\""))
    #expect(open.all.retractions.map(\.target) == [.ownLink(0), .link(ref: "r1")])
  }

  @Test func replacedPartiesKeepTheFirstRef() throws {
    let found = try reading(
      """
      {"statementID":"e1","statementType":"entityStatement","name":"Old"}
      {"statementID":"o1","statementType":"ownershipOrControlStatement","subject":{"describedByEntityStatement":"e1"},"interestedParty":{"describedByPersonStatement":"p"},"interests":[{"type":"shareholding","share":{"exact":10}}]}
      {"statementID":"e2","statementType":"entityStatement","name":"New","replacesStatements":["e1"]}
      {"statementID":"o2","statementType":"ownershipOrControlStatement","subject":{"describedByEntityStatement":"e2"},"interestedParty":{"describedByPersonStatement":"p"},"interests":[{"type":"shareholding","share":{"exact":20}}],"replacesStatements":["o1","o0"]}
      """)
    #expect(found.all.mentions.map(\.ref) == ["e1", "e1"])
    #expect(found.all.links.map(\.to) == [.party(ref: "e1"), .party(ref: "e1")])
    #expect(
      found.all.retractions.map(\.target) == [.ownMention(0), .ownLink(0), .link(ref: "o0")])
  }

  @Test func mixedVersionsArraysAndLines() throws {
    let old = "{\"statementID\":\"a\",\"statementType\":\"entityStatement\",\"name\":\"A\"}"
    let new = "{\"recordId\":\"b\",\"recordType\":\"entity\",\"recordDetails\":{\"name\":\"B\"}}"
    for text in ["[\(old),\n\(new)]", "\(old)\n\(new)\n"] {
      let found = try reading(text)
      #expect(found.all.mentions.map(\.name) == ["A", "B"])
      #expect(found.header?.edition == Edition(family: "bods:reg", isWhole: false))
      #expect(BODSReader.recognises(SourceHead(bytes: Array(text.utf8))))
    }
    #expect(try reading("[\(old),").refused?.code == .truncated)
    #expect(try reading("").refused?.code == .truncated)
  }

  @Test func whatIsNotKnownIsCounted() throws {
    let found = try reading(
      """
      {"recordId":"b","recordType":"entity","recordDetails":{"name":{"full":"B"},"mood":"good"},"new":1}
      {"recordId":"c","recordType":"vessel","recordDetails":{}}
      {"recordType":"entity","recordDetails":"text"}
      {"recordId":"d","recordType":"relationship","recordDetails":{"subject":"b"}}
      """)
    #expect(
      found.all.unread.map(\.path) == [
        "entity/new", "entity/recordDetails/mood", "entity/recordDetails/name/full",
      ])
    #expect(found.all.mentions.count == 1 && found.all.links.isEmpty)
    #expect(found.all.rejections.count == 3)
  }

  @Test func publicationDatesOrderEditions() {
    let text =
      "[{\"statementID\":\"a\",\"publicationDetails\":{\"publicationDate\" : \"2023-05-01\"}},{\"publicationDate\":\"2022-01-01\"}]"
    #expect(
      BODSReader.published(SourceHead(bytes: Array(text.utf8))) == TimeSpan(iso: "2023-05-01"))
  }

  @Test func twoRelationshipsUnderOneIDAreBothKept() throws {
    func statement(_ party: String) -> String {
      """
      {"statementID":"o","statementType":"ownershipOrControlStatement",\
      "subject":{"describedByEntityStatement":"c"},"interestedParty":{"describedByPersonStatement":"\(party)"},\
      "interests":[{"type":"shareholding","share":{"exact":50}}]}
      """
    }
    let two = try reading(statement("p") + "\n" + statement("q"))
    #expect(two.all.links.count == 2 && two.all.retractions.isEmpty)
    #expect(two.all.rejections.count == 1)
    let same = try reading(statement("p") + "\n" + statement("p"))
    #expect(same.all.retractions.map(\.target) == [.ownLink(0)])
  }
}
