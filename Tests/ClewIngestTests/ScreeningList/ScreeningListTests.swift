import ClewIngest
import ClewModel
import Testing

@Suite struct ScreeningListTests {
  static let columns = """
    source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,\
    end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,\
    gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,\
    citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids
    """

  static let sdn = "Specially Designated Nationals (SDN) - Treasury Department"
  static let entityList = "Entity List (EL) - Bureau of Industry and Security"
  static let denied = "Denied Persons List (DPL) - Bureau of Industry and Security"

  /// A row with the named cells filled.
  static func row(_ columns: String, _ cells: [String: String]) -> String {
    columns.split(separator: ",").map { name in
      "\"" + (cells[String(name)] ?? "").replacing("\"", with: "\"\"") + "\""
    }.joined(separator: ",") + "\n"
  }

  func read(_ rows: [[String: String]], hasIds: Bool = true) throws -> USListSource {
    let columns = (hasIds ? "_id," : "") + Self.columns
    let text = columns + "\n" + rows.map { Self.row(columns, $0) }.joined()
    #expect(try Formats.detect(SourceHead(bytes: Array(text.utf8))) == ScreeningListReader.self)
    return try USListSource.read(ScreeningListReader(options: ReadOptions()), Array(text.utf8))
  }

  @Test func anEntryOfOFAC() throws {
    let source = try read([
      [
        "_id": "102", "source": Self.sdn, "entity_number": "102", "type": "Individual",
        "programs": "SDNTK; IRAN", "name": "MORROW, Ada Jane", "title": "Director",
        "addresses": "Pier 4, Lowport, 99, MT; PA", "alt_names": "MORROW, Adah; THE WARDEN",
        "citizenships": "PA", "nationalities": "MT", "places_of_birth": "Lowport",
        "dates_of_birth": "1961-11-14; circa 1962; Apr 1963",
        "remarks": "Keeps boats (Linked To: NORDKAP HOLDING S.A.)",
        "source_list_url": "https://example.org/list",
        "ids": "Passport, AB-123456, MT, 01 Jan 2009, 01 Jan 2019; Gender, Female; "
          + "Secondary sanctions risk:, section 1, 2; Listing Date (CMIC), 2021-06-03",
      ]
    ])
    let listing = try #require(source.all.listings.first)
    #expect(listing.list == "csl-sdn" && listing.authority == .ofac && listing.effect == .blocking)
    #expect(listing.ref == "102" && listing.programmes == ["SDNTK", "IRAN"])
    #expect(listing.listed == TimeSpan(iso: "2021-06-03"))
    #expect(
      listing.facts == [
        Fact(.alias, "Ada Jane MORROW", raw: "MORROW, Ada Jane", qualifier: "reordered"),
        Fact(.title, "Director"), Fact("list-url", "https://example.org/list"),
        Fact(.birthDate, "1961-11-14"),
        Fact(.birthDate, "1962", raw: "DOB circa 1962", qualifier: "circa"),
        Fact(.birthDate, "1963-04", raw: "DOB Apr 1963"), Fact(.birthPlace, "Lowport"),
        Fact(.nationality, "MT"), Fact(.nationality, "PA", qualifier: "citizen"),
        Fact(
          .passport, "AB123456", raw: "Passport, AB-123456, MT, 01 Jan 2009, 01 Jan 2019",
          qualifier: "MT"),
        Fact(.gender, "female", raw: "Gender, Female"),
        Fact(
          "sanctions-notice", "Secondary sanctions risk: section 1, 2",
          raw: "Secondary sanctions risk:, section 1, 2"),
        Fact("listing-date", "2021-06-03", raw: "Listing Date (CMIC), 2021-06-03"),
        Fact(
          .remark, "Keeps boats (Linked To: NORDKAP HOLDING S.A.)", qualifier: "as stated"),
        Fact(.remark, "Keeps boats"), Fact(.alias, "MORROW, Adah", qualifier: "aka"),
        Fact(.alias, "Adah MORROW", raw: "MORROW, Adah", qualifier: "reordered"),
        Fact(.alias, "THE WARDEN", qualifier: "aka"),
        Fact(.address, "Pier 4, Lowport, 99, MT", qualifier: "MT"), Fact(.country, "PA"),
      ])
    #expect(source.all.links.map(\.to) == [.listingName("NORDKAP HOLDING S.A.")])
    #expect(source.header?.edition == Edition(family: "list:csl", isWhole: true))
    #expect(source.unread.isEmpty && source.all.rejections.isEmpty)
  }

  @Test(arguments: [
    (
      "Sectoral Sanctions Identifications List (SSI) - Treasury Department", "csl-ssi", "ofac",
      "sectoral"
    ),
    (
      "Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department", "csl-ns-mbs", "ofac",
      "sectoral"
    ),
    (
      "Palestinian Legislative Council List (PLC) - Treasury Department", "csl-plc", "ofac", "watch"
    ),
    ("Military End User (MEU) List - Bureau of Industry and Security", "csl-meu", "bis", "export"),
    ("ITAR Debarred (DTC) - State Department", "csl-dtc", "other", "export"),
    ("Capta List (CAP) - Treasury Department", "csl-cap", "ofac", "sectoral"),
    ("SDN", "csl-sdn", "ofac", "blocking"),
    ("A New List - Treasury Department", "csl-a-new-list-treasury-department", "ofac", "sectoral"),
  ])
  func listsKeepTheirAuthority(source: String, list: String, authority: String, effect: String)
    throws
  {
    let listing = try #require(
      try read([["_id": "1", "source": source, "name": "A"]]).all.listings.first)
    #expect(listing.list == list && listing.authority.name == authority)
    #expect(listing.effect.name == effect)
  }

  @Test func anEntryOfBIS() throws {
    let source = try read([
      [
        "_id": "abc", "source": Self.entityList, "name": "Nordkap Works",
        "addresses": "3 Quay, Lowport, MT", "federal_register_notice": "84 FR 21236",
        "start_date": "2019-05-14", "license_requirement": "For all items.",
        "license_policy": "Presumption of denial.",
      ]
    ])
    let listing = source.all.listings[0]
    #expect(listing.authority == .bis && listing.effect == .export && listing.ref == "abc")
    #expect(listing.kind == .unknown && listing.listed == TimeSpan(iso: "2019-05-14"))
    #expect(
      listing.facts == [
        Fact("federal-register-notice", "84 FR 21236"),
        Fact("licence-requirement", "For all items."),
        Fact("licence-policy", "Presumption of denial."),
        Fact(.address, "3 Quay, Lowport, MT", qualifier: "MT"),
      ])
  }

  @Test func theOlderOrderOfIdentifiers() throws {
    let source = try read(
      [
        [
          "source": Self.sdn, "entity_number": "7", "type": "Entity", "name": "NORDKAP",
          "ids": "MT, 80-0890696, Tax ID No.; info@example.org, Email Address; "
            + "Regulations, sections 1 and 2, Secondary sanctions risk:",
        ]
      ], hasIds: false)
    #expect(
      source.all.listings[0].facts == [
        Fact(.taxNumber, "800890696", raw: "MT, 80-0890696, Tax ID No.", qualifier: "MT"),
        Fact(.email, "info@example.org", raw: "info@example.org, Email Address"),
        Fact(
          "sanctions-notice", "Secondary sanctions risk: Regulations, sections 1 and 2",
          raw: "Regulations, sections 1 and 2, Secondary sanctions risk:"),
      ])
  }

  @Test func rowsWithoutNumberAreOneEntryByNameAndDay() throws {
    let first = [
      "source": Self.denied, "name": "IVY ASH", "start_date": "2002-03-04",
      "addresses": "605 LAKE DRIVE, LOWPORT, CA", "end_date": "2056-06-29",
    ]
    var second = first
    second["addresses"] = "908 ROAD, LOWPORT, M1W1A2, CA"
    var third = first
    third["start_date"] = "2019-01-01"
    let source = try read([first, second, third, second], hasIds: false)
    #expect(source.all.listings.map(\.ref) == ["IVY ASH 2002-03-04", "IVY ASH 2019-01-01"])
    #expect(
      source.all.listings[0].facts == [
        Fact("expires", "2056-06-29"),
        // California or Canada: nothing says which.
        Fact(.address, "605 LAKE DRIVE, LOWPORT, CA"),
        Fact(.address, "908 ROAD, LOWPORT, M1W1A2, CA", qualifier: "CA"),
      ])
    #expect(source.all.supplements.map(\.ref) == ["IVY ASH 2002-03-04"])
  }

  @Test func badRowsAndNewColumnsShow() throws {
    let columns = "_id," + Self.columns + ",shoe_size"
    var text = columns + "\n"
    text += Self.row(columns, ["_id": "_id", "source": "source", "name": "name"])
    text += Self.row(columns, ["_id": "1", "name": "A"])
    text += Self.row(columns, ["_id": "2", "source": Self.sdn])
    text += Self.row(columns, ["_id": "3", "source": Self.sdn, "name": "C", "shoe_size": "44"])
    let source = try USListSource.read(
      ScreeningListReader(options: ReadOptions()), Array(text.utf8))
    #expect(source.all.listings.map(\.ref) == ["3"])
    #expect(source.all.rejections.map(\.provenance.line) == [3, 4])
    #expect(source.unread.map(\.path) == ["shoe_size"])
    #expect(source.frame?.prefixLength == Int64(columns.utf8.count + 1))
  }

  @Test func theSameInJSON() throws {
    let text = """
      {"search_performed_at":"2026-01-02","results":[
      {"id":"102","source":"\(Self.sdn)","entity_number":"102","type":"Individual",
       "programs":["SDNTK","IRAN"],"name":"MORROW, Ada Jane","title":null,"score":9.5,
       "addresses":[{"address":"Pier 4","city":"Lowport","state":null,"postal_code":"99",
       "country":"MT"},{"address":null,"country":"PA"}],"federal_register_notice":null,
       "alt_names":["MORROW, Adah"],"dates_of_birth":["1961-11-14"],"nationalities":["MT"],
       "source_list_url":"https://example.org",
       "ids":[{"type":"Passport","number":"AB-123456","country":"MT",
       "issue_date":"01 Jan 2009","expiration_date":null}]},
      {"id":"x","source":"","name":"B","federal_register_notice":null,"source_list_url":null},
      {"id":"y","source":"SDN","name":"C","mood":"grim"}]}
      """
    let head = SourceHead(bytes: Array(text.utf8))
    #expect(try Formats.detect(head) == ScreeningJSONReader.self)
    let source = try USListSource.read(
      ScreeningJSONReader(options: ReadOptions()), Array(text.utf8))
    #expect(source.all.listings.map(\.ref) == ["102", "y"])
    #expect(source.all.rejections.count == 1 && source.unread.map(\.path) == ["results/mood"])
    #expect(source.header?.edition?.isWhole == true)
    #expect(
      source.all.listings[0].facts == [
        Fact(.alias, "Ada Jane MORROW", raw: "MORROW, Ada Jane", qualifier: "reordered"),
        Fact("list-url", "https://example.org"), Fact(.birthDate, "1961-11-14"),
        Fact(.nationality, "MT"),
        Fact(
          .passport, "AB123456", raw: "Passport, AB-123456, MT, 01 Jan 2009", qualifier: "MT"),
        Fact(.alias, "MORROW, Adah", qualifier: "aka"),
        Fact(.alias, "Adah MORROW", raw: "MORROW, Adah", qualifier: "reordered"),
        Fact(.address, "Pier 4, Lowport, 99, MT", qualifier: "MT"), Fact(.country, "PA"),
      ])
  }

  @Test(.enabled(if: publicData != nil, "the public data is not there"))
  func theSamples() throws {
    let folder = try #require(publicData)
    let old = try USListSource.read(
      ScreeningListReader(options: ReadOptions()),
      try fileBytes("\(folder)/formats/sanctions/watchman/csl.csv"))
    // 115 rows; two are further addresses of entries without a number, one of them farther down.
    #expect(old.all.listings.count == 113 && old.all.rejections.isEmpty && old.unread.isEmpty)
    #expect(old.all.supplements.count == 1 && Set(old.all.listings.map(\.ref)).count == 113)
    var lists: [String: Int] = [:]
    for listing in old.all.listings { lists[listing.list, default: 0] += 1 }
    #expect(
      lists == [
        "csl-sdn": 28, "csl-ssi": 26, "csl-el": 21, "csl-plc": 13, "csl-dtc": 10, "csl-dpl": 7,
        "csl-uvl": 4, "csl-isn": 3, "csl-cap": 1,
      ])
    let small = try USListSource.read(
      ScreeningListReader(options: ReadOptions()),
      try fileBytes("\(folder)/formats/sanctions/watchman/csl_consolidated_small.csv"))
    #expect(small.all.listings.count == 13 && small.all.rejections.isEmpty && small.unread.isEmpty)
  }

  /// The edition of 2023 is cut in the middle of a quoted cell: it is refused as a whole, and what
  /// came before the cut is there for `--salvage`.
  @Test(.enabled(if: publicData != nil, "the public data is not there"))
  func theCutSample() throws {
    let folder = try #require(publicData)
    let bytes = try fileBytes("\(folder)/screening/watchman/csl_2023-11-30.csv")
    var listings: [Listing] = []
    var unread: [UnreadPath] = []
    var rejections = 0
    #expect {
      try ScreeningListReader(options: ReadOptions()).read(
        ByteStream(name: "x", bytes: bytes), header: { _ in },
        batch: {
          listings += $0.listings
          unread += $0.unread
          rejections += $0.rejections.count
        })
    } throws: {
      ($0 as? IngestError)?.code == .truncated
    }
    #expect(listings.count == 4226 && rejections == 0 && unread.isEmpty)
    var facts: [String: Int] = [:]
    for fact in listings.flatMap(\.facts) { facts[fact.property.rawValue, default: 0] += 1 }
    #expect(facts["passport"] == 328)
  }
}
