import Testing

/// Editions and deltas of registers and lists, from the command line: however they come, answers
/// are those of the full file.
@Suite struct EditionTests {
  /// Files in the order in which they are ingested, one command each, twice over.
  private func bench(_ files: [(name: String, text: String)], set: String = "reg") throws -> Bench {
    let bench = Bench()
    for file in files {
      bench.write(file.text, to: file.name)
      let first = try bench.ask("ingest", file.name, "--set", set)
      #expect(first.refused.items.isEmpty && first.totals.rejections.int == 0)
    }
    let before = try bench.clew("sources", "--json").output
    for file in files {
      let again = try bench.ask("ingest", file.name, "--set", set)
      #expect(again.sources[0].duplicate.bool == true)
    }
    #expect(try bench.clew("sources", "--json").output == before)
    return bench
  }

  /// What counts of the records with these refs: facts and links by name, without ids.
  private func state(_ bench: Bench, _ refs: [String]) throws -> [String] {
    var lines: [String] = []
    for ref in refs {
      let run = try bench.clew("show", "ref:\(ref)", "--json")
      guard run.status == 0 else {
        lines.append("\(ref): none")
        continue
      }
      let shown = try JSONValue(run.output)
      let facts = shown.facts.items.filter {
        $0.supersededBy.string == nil
          && !["judged the same as", "record-status"].contains($0.property.string)
      }.map { fact in
        let words = "\(fact.property.string ?? "") \(fact.value.string ?? "")".split(separator: " ")
        let stake = (fact.qualifier.string ?? "").split(separator: ",").dropFirst()
          .joined(separator: ",")
        return words.filter { !Self.isID($0) }.joined(separator: " ") + stake
      }
      lines += Set(facts).sorted().map { "\(ref): \($0)" }
    }
    return lines
  }

  private static func isID(_ word: Substring) -> Bool {
    word.first?.isUppercase == true && word.count > 1 && word.dropFirst().allSatisfy(\.isNumber)
  }

  /// Every order of the files gives what the full file gives.
  private func expectFull(
    _ full: (name: String, text: String), _ parts: [(name: String, text: String)], _ refs: [String],
    orders: [[Int]], set: String = "reg"
  ) throws {
    let wanted = try state(bench([full], set: set), refs)
    #expect(wanted.contains { !$0.hasSuffix("none") })
    for order in orders {
      let found = try state(bench(order.map { parts[$0] }, set: set), refs)
      #expect(found == wanted, "order \(order)")
    }
  }

  // MARK: - GLEIF

  private static func lei(_ number: Int, _ name: String) -> String {
    """
    <lei:LEIRecord><lei:LEI>MARSH00000000000000\(number)</lei:LEI><lei:Entity>
    <lei:LegalName>\(name)</lei:LegalName><lei:LegalAddress><lei:City>Hull</lei:City>
    <lei:Country>GB</lei:Country></lei:LegalAddress></lei:Entity></lei:LEIRecord>
    """
  }

  private static let deletion =
    "<lei:Extension><g:Deletion><g:DeletedAt>2031-01-01</g:DeletedAt></g:Deletion></lei:Extension>"

  private static func relation(_ child: Int, _ parent: Int, extra: String = "") -> String {
    """
    <lei:RelationshipRecord><lei:Relationship><lei:StartNode>
    <lei:NodeID>MARSH00000000000000\(child)</lei:NodeID><lei:NodeIDType>LEI</lei:NodeIDType>
    </lei:StartNode><lei:EndNode><lei:NodeID>MARSH00000000000000\(parent)</lei:NodeID>
    <lei:NodeIDType>LEI</lei:NodeIDType></lei:EndNode>
    <lei:RelationshipType>IS_DIRECTLY_CONSOLIDATED_BY</lei:RelationshipType>
    <lei:RelationshipStatus>ACTIVE</lei:RelationshipStatus></lei:Relationship>\(extra)
    </lei:RelationshipRecord>
    """
  }

  private static func gleif(
    _ root: String, _ content: String, on day: String, count: Int, _ records: String
  ) -> String {
    let header = root == "LEIData" ? "LEIHeader" : "Header"
    let container = root == "LEIData" ? "LEIRecords" : "RelationshipRecords"
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <lei:\(root) xmlns:lei="http://www.gleif.org/data/schema/x" xmlns:g="http://x">
      <lei:\(header)><lei:ContentDate>\(day)T08:00:00Z</lei:ContentDate>
      <lei:FileContent>GLEIF_\(content)_PUBLISHED</lei:FileContent>
      <lei:RecordCount>\(count)</lei:RecordCount></lei:\(header)>
      <lei:\(container)>\(records)</lei:\(container)></lei:\(root)>
      """
  }

  private static let leiRefs = (1...4).map { "MARSH00000000000000\($0)" }
  private static let gone =
    "<lei:LEIRecord><lei:LEI>MARSH000000000000002</lei:LEI>\(deletion)</lei:LEIRecord>"

  @Test func entitiesOfTheLEIRegister() throws {
    let base = Self.gleif(
      "LEIData", "FULL", on: "2031-03-01", count: 3,
      Self.lei(1, "Marsh Ltd") + Self.lei(2, "Fen Ltd") + Self.lei(3, "Bog Ltd"))
    let first = Self.gleif(
      "LEIData", "DELTA", on: "2031-03-02", count: 2,
      Self.lei(1, "Marsh Holdings Ltd") + Self.lei(4, "Moor Ltd"))
    let second = Self.gleif(
      "LEIData", "DELTA", on: "2031-03-03", count: 2, Self.gone + Self.lei(4, "Moorland Ltd"))
    let full = Self.gleif(
      "LEIData", "FULL", on: "2031-03-03", count: 3,
      Self.lei(1, "Marsh Holdings Ltd") + Self.lei(3, "Bog Ltd") + Self.lei(4, "Moorland Ltd"))
    try expectFull(
      ("full.xml", full), [("base.xml", base), ("d1.xml", first), ("d2.xml", second)],
      Self.leiRefs, orders: [[0, 1, 2], [2, 1, 0], [1, 0, 2]])
  }

  @Test func relationshipsOfTheLEIRegister() throws {
    let base = Self.gleif(
      "RelationshipData", "FULL", on: "2031-03-01", count: 2,
      Self.relation(1, 2) + Self.relation(3, 2))
    let delta = Self.gleif(
      "RelationshipData", "DELTA", on: "2031-03-02", count: 2,
      Self.relation(1, 2, extra: Self.deletion) + Self.relation(4, 3))
    let full = Self.gleif(
      "RelationshipData", "FULL", on: "2031-03-02", count: 2,
      Self.relation(3, 2) + Self.relation(4, 3))
    let entities = Self.gleif(
      "LEIData", "FULL", on: "2031-03-01", count: 4,
      (1...4).map { Self.lei($0, "Company \($0)") }.joined())
    let wanted = try bench([("e.xml", entities), ("full.xml", full)])
    for order in [["base.xml", "delta.xml"], ["delta.xml", "base.xml"]] {
      let texts = ["base.xml": base, "delta.xml": delta]
      let found = try bench([("e.xml", entities)] + order.map { ($0, texts[$0] ?? "") })
      #expect(try state(found, Self.leiRefs) == state(wanted, Self.leiRefs))
    }
  }

  // MARK: - FollowTheMoney and BODS

  private static func entity(_ id: String, _ schema: String, _ properties: String) -> String {
    """
    {"id":"\(id)","schema":"\(schema)","properties":{\(properties)},"datasets":["harbour"]}
    """
  }

  @Test func operationsOnEntities() throws {
    func line(_ op: String, _ entity: String) -> String { #"{"op":"\#(op)","entity":\#(entity)}"# }
    let reed = Self.entity("p1", "Person", #""name":["Ada Reed"]"#)
    let quill = Self.entity("p2", "Person", #""name":["Nell Quill"]"#)
    let fen = Self.entity("c1", "Company", #""name":["Fen Ltd"]"#)
    let renamed = Self.entity("c1", "Company", #""name":["Fen Holdings Ltd"]"#)
    let owns = Self.entity(
      "o1", "Ownership", #""owner":["p1"],"asset":["c1"],"percentage":["60"]"#)
    let less = Self.entity(
      "o1", "Ownership", #""owner":["p1"],"asset":["c1"],"percentage":["30"]"#)
    let base = [reed, quill, fen, owns].joined(separator: "\n")
    let delta = [
      line("MOD", renamed), line("MOD", less), line("DEL", #"{"id":"p2","datasets":["harbour"]}"#),
      line("ADD", Self.entity("p3", "Person", #""name":["Sam Pool"]"#)),
    ].joined(separator: "\n")
    let full = [
      reed, renamed, less, Self.entity("p3", "Person", #""name":["Sam Pool"]"#),
    ].joined(separator: "\n")
    try expectFull(
      ("full.json", full), [("base.json", base), ("delta.json", delta)],
      ["p1", "p2", "p3", "c1", "o1"], orders: [[0, 1]])
  }

  @Test func statementsReplacedAndClosed() throws {
    func company(_ name: String, _ statement: String, status: String = "new") -> String {
      """
      {"statementId":"\(statement)","recordId":"c1","recordType":"entity","recordStatus":"\(status)",\
      "declarationSubject":"c1","statementDate":"2024-02-03","recordDetails":{"isComponent":false,\
      "entityType":{"type":"registeredEntity"},"name":"\(name)"}}
      """
    }
    func person(_ id: String, _ name: String) -> String {
      """
      {"statementId":"s-\(id)","recordId":"\(id)","recordType":"person","recordStatus":"new",\
      "declarationSubject":"c1","statementDate":"2024-02-03","recordDetails":{"isComponent":false,\
      "personType":"knownPerson","names":[{"type":"individual","fullName":"\(name)"}]}}
      """
    }
    func owns(
      _ id: String, _ who: String, _ share: Int, _ statement: String, status: String = "new"
    )
      -> String
    {
      """
      {"statementId":"\(statement)","recordId":"\(id)","recordType":"relationship",\
      "recordStatus":"\(status)","declarationSubject":"c1","statementDate":"2024-02-03",\
      "recordDetails":{"isComponent":false,"subject":"c1","interestedParty":"\(who)",\
      "interests":[{"type":"shareholding","share":{"exact":\(share)}}]}}
      """
    }
    let base =
      "["
      + [
        company("Fen Ltd", "a1"), person("p1", "Ada Reed"), person("p2", "Nell Quill"),
        owns("r1", "p1", 60, "a2"), owns("r2", "p2", 40, "a3"),
      ].joined(separator: ",") + "]"
    let update =
      "["
      + [
        company("Fen Holdings Ltd", "b1", status: "updated"),
        owns("r1", "p1", 30, "b2", status: "updated"),
        owns("r2", "p2", 40, "b3", status: "closed"),
      ].joined(separator: ",") + "]"
    let full =
      "["
      + [
        company("Fen Holdings Ltd", "b1"), person("p1", "Ada Reed"), person("p2", "Nell Quill"),
        owns("r1", "p1", 30, "b2"),
      ].joined(separator: ",") + "]"
    try expectFull(
      ("full.json", full), [("base.json", base), ("update.json", update)],
      ["c1", "p1", "p2", "r1", "r2"], orders: [[0, 1]])
  }

  // MARK: - lists

  private static func un(_ day: String, _ people: (Int, String)...) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <CONSOLIDATED_LIST dateGenerated="\(day)T00:00:09.554Z"><INDIVIDUALS>
    \(people.map { "<INDIVIDUAL><DATAID>90000\($0.0)</DATAID><FIRST_NAME>\($0.1)</FIRST_NAME><UN_LIST_TYPE>Valmar</UN_LIST_TYPE><REFERENCE_NUMBER>VAi.00\($0.0)</REFERENCE_NUMBER></INDIVIDUAL>" }.joined())
    </INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>
    """
  }

  @Test(arguments: [["a.xml", "b.xml"], ["b.xml", "a.xml"]])
  func twoEditionsInOneCommand(_ names: [String]) throws {
    let bench = Bench()
    bench.write(
      Self.un("2026-02-27", (1, "ADA REED"), (2, "NELL QUILL"), (3, "SAM POOL")), to: names[0])
    bench.write(
      Self.un("2026-05-27", (1, "ADA REED-MORROW"), (3, "SAM POOL"), (4, "BO FEN")), to: names[1])
    let dry = try bench.ask("ingest", "a.xml", "b.xml", "--dry-run")
    #expect(dry.refused.items.isEmpty)
    let answer = try bench.ask("ingest", "b.xml", "a.xml")
    let news = try #require(answer.lists.items.first { $0.current.bool == true })
    #expect([news.added.int, news.removed.int, news.changed.int] == [1, 1, 1])
    let list = try bench.ask("lists").lists[0]
    #expect(list.entries.int == 3 && list.date.string?.hasPrefix("2026-05-27") == true)
    #expect(try bench.ask("find", "QUILL").results.items.isEmpty)
    let before = try bench.clew("sources", "--json").output
    try bench.clew("ingest", "a.xml", "b.xml")
    #expect(try bench.clew("sources", "--json").output == before)
  }

  /// Two editions of one day cannot be told apart, in a dry run either.
  @Test func aDryRunTellsTwoEditionsApartToo() throws {
    let bench = Bench()
    bench.write(Self.un("2026-02-27", (1, "ADA REED")), to: "a.xml")
    bench.write(Self.un("2026-02-27", (2, "NELL QUILL")), to: "b.xml")
    let dry = try bench.clew("ingest", "a.xml", "b.xml", "--dry-run", "--json")
    #expect(dry.status == 2)
    #expect(try JSONValue(dry.output).refused[0].code.string == "two-editions")
    let real = try bench.clew("ingest", "a.xml", "b.xml", "--json")
    #expect(real.status == 2)
    #expect(try JSONValue(real.output).refused[0].code.string == "two-editions")
    // Given twice, the command is refused twice.
    #expect(try bench.clew("ingest", "a.xml", "b.xml").status == 2)
    #expect(try bench.ask("sources").sources.items.count == 1)
  }

  /// A list that breaks off must not take the rest away.
  @Test func aSalvagedListIsNoWholeEdition() throws {
    let bench = Bench()
    bench.write(Self.un("2026-02-27", (1, "ADA REED"), (2, "NELL QUILL")), to: "a.xml")
    try bench.clew("ingest", "a.xml")
    let later = Self.un("2026-05-27", (1, "ADA REED-MORROW"), (2, "NELL QUILL"))
    let cut = later.prefix(later.count - 120)
    bench.write(String(cut), to: "b.xml")
    #expect(try bench.clew("ingest", "b.xml").status == 2)
    let answer = try bench.ask("ingest", "b.xml", "--salvage")
    #expect(answer.sources[0].partial.bool == true)
    #expect(try bench.ask("sources").sources[1].whole.bool == false)
    #expect(try bench.ask("find", "QUILL").results.items.count == 1)
    #expect(try bench.ask("find", "MORROW").results.items.count == 1)
    #expect(try bench.ask("lists").lists[0].entries.int == 2)
  }

  /// Rejected entries of a list, mended and read again, add to it.
  @Test func mendedEntriesCompleteTheirList() throws {
    let bench = Bench()
    bench.write(
      Self.un("2026-02-27", (1, "ADA REED"), (2, "NELL QUILL"), (3, "SAM POOL"))
        .replacingOccurrences("<FIRST_NAME>NELL QUILL</FIRST_NAME>", with: ""), to: "a.xml")
    let first = try bench.ask("ingest", "a.xml", "--set", "lists")
    #expect(first.totals.listings.int == 2 && first.totals.rejections.int == 1)
    try bench.clew("rejections", "--write", "mend")
    let name = "mend/S1-a.xml"
    let text = try #require(bench.read(name))
    bench.write(
      text.replacingOccurrences(
        "<UN_LIST_TYPE>", with: "<FIRST_NAME>NELL QUILL</FIRST_NAME><UN_LIST_TYPE>"),
      to: name)
    let mended = try bench.ask("ingest", name, "--set", "lists")
    #expect(mended.totals.listings.int == 1 && mended.totals.rejections.int == 0)
    #expect(try bench.ask("sources").sources[1].completes.string == "S1")
    #expect(try bench.ask("lists").lists[0].entries.int == 3)
    bench.write(Self.un("2026-05-27", (1, "ADA REED")), to: "b.xml")
    try bench.clew("ingest", "b.xml", "--set", "lists")
    #expect(try bench.ask("lists").lists[0].entries.int == 1)
  }

  private static let oldUK = """
    Last Updated,27/04/2020,,,,,,,,,,,,,,,,,,,,,
    Name 6,Name 1,Name 2,Title,Name Non-Latin Script,Non-Latin Script Type,DOB,Town of Birth,Country of Birth,Nationality,Passport Number,Passport Details,Address 1,Post/Zip Code,Country,Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed On,Last Updated,Group ID
    MORROW,Ada,,,,,,,,,,,,,,(UK Sanctions List Ref):VAL0001.,Individual,Primary name,,Valmar,24/03/2007,27/06/2017,9053
    LANTERN,,,,,,,,,,,,,,Malta,(UK Sanctions List Ref):VAL0002.,Entity,Primary name,,Valmar,01/02/2009,,9100

    """
  private static let newUK = """
    <?xml version="1.0" encoding="utf-8"?>
    <Designations><DateGenerated>10/06/2026</DateGenerated>
    <Designation><LastUpdated>16/04/2026</LastUpdated><DateDesignated>24/03/2007</DateDesignated>
    <UniqueID>VAL0001</UniqueID><OFSIGroupID>9053</OFSIGroupID>
    <Names><Name><Name1>Ada</Name1><Name6>MORROW</Name6><NameType>Primary Name</NameType></Name></Names>
    <RegimeName>Valmar</RegimeName><IndividualEntityShip>Individual</IndividualEntityShip>
    <SanctionsImposed>Asset freeze</SanctionsImposed></Designation></Designations>
    """

  /// The list keeps its entries over a change of format.
  @Test func theUKListOverItsFormats() throws {
    for order in [["old.csv", "new.xml"], ["new.xml", "old.csv"]] {
      let texts = ["old.csv": Self.oldUK, "new.xml": Self.newUK]
      let bench = try bench(order.map { ($0, texts[$0] ?? "") })
      let list = try bench.ask("lists").lists[0]
      #expect(list.name.string == "uk" && list.entries.int == 1)
      #expect([list.changes.added.int, list.changes.removed.int] == [0, 1])
      #expect(try bench.ask("find", "LANTERN").results.items.isEmpty)
      #expect(try bench.ask("find", "MORROW").results.items.count == 1)
    }
  }

  /// One day's list in two formats is one edition only if nothing tells them apart: the second says
  /// the same, and nothing is counted twice.
  @Test func oneEditionAsTableAndAsXML() throws {
    let csv = """
      101,"ALDER TRADING",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- 
      102,"BIRCH SHIPPING",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- 

      """
    func entry(_ uid: Int, _ name: String) -> String {
      "<sdnEntry><uid>\(uid)</uid><lastName>\(name)</lastName><sdnType>Entity</sdnType>"
        + "<programList><program>SDGT</program></programList></sdnEntry>"
    }
    let xml = """
      <?xml version="1.0" standalone="yes"?>
      <sdnList xmlns="http://tempuri.org/sdnList.xsd"><publshInformation>\
      <Publish_Date>04/22/2020</Publish_Date><Record_Count>2</Record_Count></publshInformation>
      \(entry(101, "ALDER TRADING"))\(entry(102, "BIRCH SHIPPING"))</sdnList>
      """
    for order in [["sdn.csv", "sdn.xml"], ["sdn.xml", "sdn.csv"]] {
      let bench = Bench()
      bench.write(csv, to: "sdn.csv")
      bench.write(xml, to: "sdn.xml")
      for name in order {
        try bench.clew("ingest", name, "--as-of", "2020-04-22", "--set", "us")
      }
      #expect(try bench.ask("lists").lists[0].entries.int == 2)
      #expect(try bench.ask("find", "ALDER").results.items.count == 1)
      let shown = try bench.ask("show", "W1")
      #expect(shown.name.string == "ALDER TRADING")
    }
  }
}

extension String {
  fileprivate func replacingOccurrences(_ text: String, with other: String) -> String {
    split(separator: text, omittingEmptySubsequences: false).joined(separator: other)
  }
}
