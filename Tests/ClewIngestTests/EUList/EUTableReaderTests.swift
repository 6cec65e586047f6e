import ClewIngest
import ClewModel
import Testing

@Suite struct EUTableReaderTests {
  /// A header of the columns used here, in the file's own spelling.
  static let columns = [
    "fileGenerationDate", "Entity_LogicalId", "Entity_EU_ReferenceNumber", "Entity_UnitedNationId",
    "Entity_DesignationDate", "Entity_Remark", "Entity_SubjectType",
    "Entity_SubjectType_ClassificationCode", "Entity_Regulation_NumberTitle",
    "Entity_Regulation_Programme", "NameAlias_LastName", "NameAlias_FirstName",
    "NameAlias_WholeName", "NameAlias_Function", "Address_City", "Address_ContactInfo",
    "Address_CountryIso2Code", "Address_CountryDescription", "BirthDate_BirthDate",
    "BirthDate_Year", "BirthDate_Circa", "BirthDate_CalendarType", "Identification_Number",
    "Identification_KnownExpired", "Identification_TypeCode", "Identification_CountryIso2Code",
    "Citizenship_CountryIso2Code",
  ]

  static func row(_ values: [String: String]) -> String {
    var all = [
      "fileGenerationDate": "28/10/2022", "Entity_LogicalId": "13",
      "Entity_EU_ReferenceNumber": "EU.27.28", "Entity_SubjectType": "P",
      "Entity_SubjectType_ClassificationCode": "person", "Entity_Regulation_Programme": "VAL",
      "Entity_DesignationDate": "2003-07-07",
    ]
    for (name, value) in values { all[name] = value }
    return columns.map { all[$0] ?? "" }.joined(separator: ";")
  }

  static func table(_ rows: [String], extra: String = "") -> String {
    ([columns.joined(separator: ";") + extra] + rows).joined(separator: "\r\n") + "\r\n"
  }

  static let rows = [
    row([
      "NameAlias_WholeName": "Ada Jane Morrow", "NameAlias_LastName": "Morrow",
      "NameAlias_FirstName": "Ada Jane", "NameAlias_Function": "Warden",
    ]),
    row(["NameAlias_WholeName": "The Warden"]),
    row(["BirthDate_BirthDate": "1961-11-14", "BirthDate_CalendarType": "GREGORIAN"]),
    row([
      "Entity_LogicalId": "14", "Entity_EU_ReferenceNumber": "", "Entity_SubjectType": "E",
      "Entity_SubjectType_ClassificationCode": "enterprise",
      "NameAlias_WholeName": "Harbour \"Light\" Trading",
    ]),
    row([
      "Identification_Number": "L 19", "Identification_TypeCode": "passport",
      "Identification_KnownExpired": "true", "Identification_CountryIso2Code": "TN",
      "Entity_Regulation_Programme": "TERR",
    ]),
    row(["Citizenship_CountryIso2Code": "00"]),
    row([
      "Address_City": "Lowport", "Address_CountryIso2Code": "MT",
      "Address_CountryDescription": "MALTA",
      "Address_ContactInfo": "EMAIL[a@example.org] PHONE[+356 1]",
    ]),
  ]

  func read(_ text: String) throws -> ListSource {
    try ListSource(EUTableReader(options: ReadOptions()), text)
  }

  @Test func rowsOfOneIdAreOneListing() throws {
    let text = Self.table(Self.rows)
    let source = try read(text)
    #expect(source.listings.map(\.ref) == ["EU.27.28", "14"])
    #expect(source.all.rejections.isEmpty && source.all.unread == [])
    let person = try #require(source.listing("EU.27.28"))
    #expect(person.name == "Ada Jane Morrow" && person.kind == .person)
    #expect(person.programmes == ["VAL", "TERR"] && person.listed == TimeSpan(iso: "2003-07-07"))
    #expect(source.texts("EU.27.28", .alias) == ["The Warden||aka"])
    #expect(source.texts("EU.27.28", .birthDate) == ["1961-11-14||"])
    #expect(source.texts("EU.27.28", "last-name") == ["Morrow||"])
    // The block of its first three lines.
    let start = text.utf8.count - text.drop { $0 != "\r\n" }.dropFirst().utf8.count
    #expect(person.provenance.line == 2 && person.provenance.offset == Int64(start))
    let block = Array(text.utf8)[start..<(start + Int(person.provenance.length))]
    #expect(String(decoding: block, as: UTF8.self).split(separator: "\r\n").count == 3)
    #expect(source.all.supplements.map(\.ref) == ["EU.27.28"])
    #expect(source.all.supplements.map(\.provenance.line) == [6])
    let more = source.all.supplements.flatMap(\.facts)
    #expect(ListSource.texts(more, .passport) == ["L19|passport L 19, TN, known to be expired|TN"])
    #expect(ListSource.texts(more, .address) == ["Lowport, MALTA||MT"])
    #expect(ListSource.texts(more, .email) == ["a@example.org||"])
    #expect(ListSource.texts(more, .phone) == ["+356 1||"])
    #expect(ListSource.texts(more, .nationality).isEmpty)
    #expect(source.listing("14")?.name == "Harbour \"Light\" Trading")
    #expect(source.listing("14")?.kind == .organisation)
    #expect(source.header?.published == TimeSpan(iso: "2022-10-28"))
    #expect(source.header?.edition == Edition(family: "list:eu", isWhole: true))
    #expect(ListSource.formats(Array(text.utf8)) == ["eu-fsf-csv"])
  }

  @Test func quotesThatDoNotCloseAreTakenAsTheyStand() throws {
    let open = Self.row(["Entity_LogicalId": "15", "NameAlias_WholeName": "\"Lantern Trading"])
    let broken = Self.row([
      "Entity_LogicalId": "16", "NameAlias_WholeName": "\"Lantern\" Trading",
      "NameAlias_Function": "\"x",
    ])
    let source = try read(Self.table([open, broken, Self.rows[0]]))
    #expect(source.error == nil && source.all.rejections.isEmpty)
    #expect(
      source.listings.map(\.name) == [
        "\"Lantern Trading", "\"Lantern\" Trading", "Ada Jane Morrow",
      ])
    #expect(source.listings.map(\.provenance.line) == [2, 3, 4])
  }

  @Test func aStrayQuoteAtTheBeginningOfALineCostsNoOtherLine() throws {
    let rows = ["1", "2", "3", "4"].map {
      Self.row([
        "Entity_LogicalId": $0, "Entity_EU_ReferenceNumber": "",
        "NameAlias_WholeName": "Name \($0)",
      ])
    }
    let source = try read(Self.table([rows[0], "\"" + rows[1], rows[2], "\"", rows[3]]))
    #expect(source.error == nil)
    #expect(source.listings.map(\.ref) == ["1", "2", "3", "4"])
    #expect(source.listings.map(\.name) == ["Name 1", "Name 2", "Name 3", "Name 4"])
    #expect(source.all.rejections.map(\.reason) == ["the row has no Entity_LogicalId"])
    #expect(source.all.rejections.map(\.provenance.line) == [5])
  }

  @Test func delistedEntitiesAreWatchedFromTheirDay() throws {
    func table(_ day: String) -> String {
      let header = Self.columns.joined(separator: ";") + ";Entity_DelistingDate"
      let row = Self.row(["NameAlias_WholeName": "Ada Morrow"]) + ";" + day
      return [header, row].joined(separator: "\r\n") + "\r\n"
    }
    let past = try read(table("2022-10-01"))
    #expect(past.listings.map(\.effect) == [.watch])
    #expect(past.texts("EU.27.28", "delisted-on") == ["2022-10-01||"])
    #expect(try read(table("2022-12-01")).listings.map(\.effect) == [.blocking])
    #expect(try read(table("soon")).listings.map(\.effect) == [.blocking])
  }

  /// The list has no word for ships.
  @Test(arguments: [("IMO 9074729", ""), ("9074720", "check digit wrong")])
  func anIMONumberTellsAShip(_ number: String, _ qualifier: String) throws {
    let source = try read(
      Self.table([
        Self.row([
          "Entity_SubjectType": "", "Entity_SubjectType_ClassificationCode": "",
          "NameAlias_WholeName": "GREY HERON",
        ]),
        Self.row([
          "Entity_SubjectType": "", "Entity_SubjectType_ClassificationCode": "",
          "Identification_Number": number, "Identification_TypeCode": "imo",
        ]),
      ]))
    #expect(source.listings.map(\.kind) == [.vessel])
    let facts = source.listings[0].facts.filter { $0.property == .imo }
    #expect(facts.map { $0.qualifier ?? "" } == [qualifier])
  }

  @Test func columnsThatStandTwiceAreCountedWhereTheyDiffer() throws {
    let header = Self.columns.joined(separator: ";") + ";Entity_Remark;Entity_Remark"
    let row = Self.row(["NameAlias_WholeName": "Ada Morrow", "Entity_Remark": "one"])
    let source = try read([header, row + ";one;two"].joined(separator: "\r\n") + "\r\n")
    #expect(source.texts("EU.27.28", .remark) == ["one||"])
    #expect(source.all.unread.map(\.path) == ["Entity_Remark"])
    #expect(source.all.unread.map(\.count) == [1])
  }

  @Test func aCutLastLineIsRejected() throws {
    let source = try read(String(Self.table(Self.rows).dropLast(60)))
    #expect(source.listings.count == 2)
    #expect(source.all.rejections.map(\.provenance.line) == [8])
    #expect(source.all.rejections.first?.snippet.hasPrefix("28/10/2022;13;EU.27.28;") == true)
    #expect(try read("").error?.code == .notWellFormed)
  }

  @Test func quotedCellsMayHoldDelimitersAndLineEnds() throws {
    let quoted = Self.row([
      "NameAlias_WholeName": "\"Ada; \"\"Jane\"\"\r\nMorrow\"", "Entity_Remark": "a\"b",
    ])
    let text = Self.table([quoted, Self.rows[3]])
    let source = try read(text)
    #expect(source.all.rejections.isEmpty)
    #expect(source.listings.map(\.name) == ["Ada; \"Jane\" Morrow", "Harbour \"Light\" Trading"])
    #expect(source.listings.map(\.provenance.line) == [2, 4])
    #expect(source.texts("EU.27.28", .remark) == ["a\"b||"])
  }

  @Test func shortRowsUnknownColumnsAndRowsWithoutAnId() throws {
    let source = try read(
      Self.table(
        [Self.rows[0] + ";anchor", Self.row(["Entity_LogicalId": ""]) + ";", "13;x;y;"],
        extra: ";Tattoo"))
    #expect(source.listings.count == 1)
    #expect(source.all.unread.map(\.path) == ["Tattoo"])
    #expect(
      source.all.rejections.map(\.reason) == [
        "the row has no Entity_LogicalId", "the entry has no name",
      ])
    #expect(
      source.all.frame?.prefixLength == Int64(Self.columns.joined(separator: ";").utf8.count + 9))
  }
}
