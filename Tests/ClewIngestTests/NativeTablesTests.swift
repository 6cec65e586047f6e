import ClewIngest
import ClewModel
import Testing

@Suite struct NativeTablesTests {
  private func read(_ text: String) throws -> Reading {
    let bytes = Array(text.utf8)
    let type = try Formats.detect(SourceHead(bytes: bytes))
    return try Reading(type.init(options: ReadOptions()), bytes)
  }

  @Test func readsParties() throws {
    let header = "id;name;kind;country;birth_date;registration_number;listed;Hair\r\n"
    let row = "P1;Ada Lind;person;se;1980-02-03;;;red"
    let reading = try read(header + row)
    #expect(reading.header?.format == "native-parties")
    #expect(
      reading.all.mentions == [
        Mention(
          ref: "P1", kind: .person, name: "Ada Lind",
          facts: [
            Fact(.country, "SE", raw: "se"), Fact(.birthDate, "1980-02-03"), Fact("Hair", "red"),
          ], provenance: Provenance(offset: 65, length: 38, line: 2))
      ])
  }

  @Test func countsIdenticalPartiesAndListsThem() throws {
    let reading = try read(
      """
      id,name,kind,listed,lei,tax_id,country,birth_date
      P1,Nord AS,Foundation,"EU FSF; un",,12-34,NO,
      P1,Nord AS,Foundation,"EU FSF; un",,12-34,NO,
      P1,Nord A/S,organisation,,,,,soon
      ,x,person,,,,,
      """)
    #expect(reading.all.mentions.map(\.occurrences) == [2, 1])
    #expect(
      reading.all.mentions[0].facts == [
        Fact("kind", "Foundation"), Fact(.country, "NO"),
        Fact(.taxNumber, "1234", raw: "12-34", qualifier: "NO"),
      ])
    #expect(reading.all.mentions[1].facts == [Fact("birth_date", "soon")])
    #expect(reading.all.listings.map(\.list) == ["EU FSF", "un"])
    #expect(reading.all.listings.map(\.authority) == [.eu, .un])
    #expect(reading.all.listings.allSatisfy { $0.ref == "P1" && $0.subject == 0 })
    #expect(reading.all.rejections.map(\.provenance.line) == [4, 5])
  }

  @Test func readsLinks() throws {
    let reading = try read(
      """
      from,to,kind,share,share_min,share_max,votes,direct,start,end,grade,why
      P1,C1,owns,33.3333,,,50,yes,2020,2021-06-01,A1,register
      P1,C2,owns,,25,50,,,,,,
      P1,A1,signatory,,,,,,,,,
      P2,P1,family,,,,,,,,,
      """)
    let links = reading.all.links
    #expect(links.map(\.kind) == [.ownership, .ownership, .signatory, .family])
    #expect(links[0].capital == Stake(exactly: Share(percent: "33.3333")!))
    #expect(links[0].votes == Stake(exactly: Share(percent: "50")!))
    #expect(links[0].direct == true)
    #expect(links[0].start == TimeSpan(iso: "2020"))
    #expect(links[0].facts == [Fact("why", "register")])
    #expect(links[1].capital == Stake(min: Share(percent: "25"), max: Share(percent: "50")))
    #expect(links[2].to == .accountRef("A1"))
    #expect(links[3].to == .party(ref: "P1"))
  }

  @Test(arguments: [
    "P1,C1,owns,100.1,,,", "P1,C1,owns,-1,,,", "P1,C1,owns,,60,50,", "P1,C1,owns,x,,,",
    "P1,C1,likes,,,,", ",C1,owns,,,,", "P1,C1,owns,10,20,30,", "P1,C1,owns,,,,31.12.2020",
  ])
  func refusesBadLinks(row: String) throws {
    let reading = try read("from,to,kind,share,share_min,share_max,start\n\(row)\n")
    #expect(reading.all.links.isEmpty)
    #expect(reading.all.rejections.count == 1)
  }

  @Test func readsAccountsAndTheirHolders() throws {
    let reading = try read(
      """
      id,number,iban,institution,currency,holder,kind,opened,closed,balance,balance_date,branch
      A1,0012,,0044,eur,P1,bank,2020-01-01,,12.50,2026-01-01,north
      A2,,DE02120300000000202051,,,,savings,,,,,
      A3,7,,,,,,,,5,,
      """)
    #expect(reading.all.accounts.count == 2)
    #expect(reading.all.accounts[0].balance == Money(decimal: "12.50", currency: "EUR"))
    #expect(reading.all.accounts[0].number == "0012")
    #expect(reading.all.accounts[0].facts == [Fact("branch", "north")])
    #expect(reading.all.accounts[1].facts == [Fact("kind", "savings")])
    #expect(reading.all.links.map(\.from) == [.party(ref: "P1")])
    #expect(reading.all.links.map(\.to) == [.account(0)])
    #expect(reading.all.rejections.map(\.provenance.line) == [4])
  }

  @Test func aColumnThatStandsTwiceIsAnError() {
    #expect(throws: IngestError.self) { try read("id,name,kind,name\n1,a,person,b\n") }
  }
}
