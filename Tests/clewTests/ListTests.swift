import Glibc
import Testing

/// Lists and their editions from the command line.
@Suite struct ListTests {
  private static let sdn = """
    101,"ALDER TRADING",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- 
    102,"BIRCH SHIPPING",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- 

    """
  private static let alt = """
    101,11,"aka","ERLE HANDEL",-0- 

    """
  private static let add = """
    101,21,"1 High Street","London","United Kingdom",-0- 

    """
  private static let newSDN = """
    101,"ALDER TRADING LTD",-0- ,"SDGT] [SYRIA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- 
    103,"CEDAR, John","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- 

    """
  private static let newAlt = """
    101,12,"aka","ELDER TRADING",-0- 

    """

  private func bench() -> Bench {
    let bench = Bench()
    bench.write(Self.sdn, to: "old/sdn.csv")
    bench.write(Self.alt, to: "old/alt.csv")
    bench.write(Self.add, to: "old/add.csv")
    bench.write(Self.newSDN, to: "new/sdn.csv")
    bench.write(Self.newAlt, to: "new/alt.csv")
    return bench
  }

  @Test func aLaterEditionTakesThePlaceOfTheEarlier() throws {
    let bench = bench()
    try bench.clew("ingest", "old", "--as-of", "2026-01-05")
    let answer = try bench.ask("ingest", "new", "--as-of", "2026-06-20")
    #expect(answer.lists[0].list.string == "ofac")
    #expect(answer.lists[0].against.string == "S1")
    #expect(
      [answer.lists[0].added.int, answer.lists[0].removed.int, answer.lists[0].changed.int]
        == [1, 1, 1])
    #expect(try bench.ask("find", "BIRCH").results.items.isEmpty)
    #expect(try bench.ask("find", "ERLE").results.items.isEmpty)
    #expect(try bench.ask("find", "ELDER").results[0].id.string == "W1")
    let shown = try bench.clew("show", "W1").output
    #expect(shown.contains("superseded by S4"))
    let sources = try bench.ask("sources").sources
    #expect(sources.items.map { $0.supersededBy.string } == ["S4", "S4", "S4", nil, nil])
  }

  /// A side file that did not change between two editions counts for both.
  @Test func anUnchangedSideFileCountsForTheNewEdition() throws {
    let bench = bench()
    try bench.clew("ingest", "old", "--as-of", "2026-01-05")
    bench.write(Self.alt, to: "new/alt.csv")
    let again = try bench.clew("ingest", "new", "--as-of", "2026-06-20")
    #expect(again.output.contains("counts for this edition too"))
    #expect(!again.errors.contains("stays out"))
    #expect(try bench.ask("find", "ERLE").results[0].id.string == "W1")
    let superseded = try bench.ask("sources").sources.items.compactMap { $0.supersededBy.string }
    #expect(superseded == ["S4", "S4"])
    // The alias is in both editions: it is no change between them; the address is gone.
    let fields = try bench.ask("lists", "ofac", "--changes").changes.items
      .flatMap { $0.fields.items.map { $0.property.string } }
    #expect(fields.contains("address") && !fields.contains("alias"))
    // The same command again changes nothing, and so does the old folder.
    let revision = try bench.ask("exposure", "--regime", "ofac").revision.int
    #expect(
      !(try bench.clew("ingest", "new", "--as-of", "2026-06-20").output.contains("counts for")))
    try bench.clew("ingest", "old", "--as-of", "2026-01-05")
    #expect(try bench.ask("exposure", "--regime", "ofac").revision.int == revision)
    #expect(try bench.ask("find", "ERLE").results[0].id.string == "W1")
    // A third edition without aliases takes them all.
    let third = #"101,"ALDER 3",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- "#
    bench.write(third + "\n", to: "third/sdn.csv")
    try bench.clew("ingest", "third", "--as-of", "2026-06-25")
    #expect(try bench.ask("find", "ERLE").results.items.isEmpty)
  }

  @Test func aSideFileAloneCountsForTheEditionOfItsDay() throws {
    let bench = bench()
    try bench.clew("ingest", "old", "--as-of", "2026-01-05")
    try bench.clew("ingest", "new/sdn.csv", "--as-of", "2026-06-20")
    #expect(try bench.ask("find", "ERLE").results.items.isEmpty)
    let unsaid = try bench.clew("ingest", "old/alt.csv")
    #expect(unsaid.errors.contains("stays out of every answer"))
    try bench.clew("ingest", "old/alt.csv", "--as-of", "2026-06-20")
    #expect(try bench.ask("find", "ERLE").results[0].id.string == "W1")
  }

  @Test func listsSayHowOldTheyAre() throws {
    let bench = bench()
    try bench.clew("ingest", "old", "--as-of", "2026-01-05")
    let list = try bench.ask("lists").lists[0]
    #expect(list.name.string == "ofac")
    #expect(list.authority.string == "ofac")
    #expect(list.entries.int == 2)
    #expect(list.kinds.organisation.int == 2)
    #expect(list.date.string == "2026-01-05")
    #expect(list.ageDays.int == 176)
    #expect(list.stale.bool == true)
    #expect(list.previous.id.string == nil)
    #expect(try bench.clew("lists").output.contains("list ofac is 176 days old (2026-01-05)"))
    try bench.clew("ingest", "new", "--as-of", "2026-06-20")
    let newer = try bench.ask("lists").lists[0]
    #expect(newer.ageDays.int == 10)
    #expect(newer.stale.bool == false)
    #expect(newer.previous.id.string == "S1")
    #expect(newer.changes.added.int == 1)
  }

  @Test func withoutADateTheOrderOfIngestDecides() throws {
    let bench = bench()
    try bench.clew("ingest", "old")
    #expect(try bench.clew("lists").output.contains("list ofac: date not stated"))
    try bench.clew("ingest", "new")
    let list = try bench.ask("lists", "ofac")
    #expect(list.lists[0].entries.int == 2)
    #expect(list.editions.items.map { $0.sources.items.count } == [3, 2])
  }

  @Test func changesAreShownWithTheirFields() throws {
    let bench = bench()
    try bench.clew("ingest", "new", "--as-of", "2026-06-20")
    let older = try bench.clew("ingest", "old", "--as-of", "2026-01-05")
    #expect(older.output.contains("older than S1 and is kept as history"))
    let changes = try bench.ask("lists", "ofac", "--changes").changes
    #expect(changes.items.map { $0.what.string } == ["added", "removed", "changed"])
    #expect(changes.items.map { $0.ref.string } == ["103", "102", "101"])
    let fields = changes[2].fields.items
    #expect(
      fields.map { $0.property.string } == ["address", "alias", "name", "programme"])
    #expect(fields[2].before[0].string == "ALDER TRADING")
    #expect(fields[2].after[0].string == "ALDER TRADING LTD")
    #expect(try bench.clew("lists", "ofac", "--changes").output.contains("ELDER TRADING"))
  }

  @Test func twoEditionsWithoutADateInOneCommandAreRefused() throws {
    let bench = bench()
    let run = try bench.clew("ingest", "old", "new")
    #expect(run.status == 2)
    #expect(run.errors.contains("two editions of the list ofac"))
    #expect(run.errors.contains("--as-of"))
    // One of them is there, whole and alone.
    let sources = try bench.ask("sources").sources.items.compactMap { $0.path.string }
    #expect(Set(sources.map { $0.split(separator: "/").first }).count == 1)
  }

  @Test func anUnknownListIsAnErrorThatNamesTheOthers() throws {
    let bench = bench()
    try bench.clew("ingest", "old")
    let run = try bench.clew("lists", "un")
    #expect(run.status == 2)
    #expect(run.errors.contains("loaded are ofac"))
    #expect(try bench.clew("lists", "--changes").status == 64)
  }

  @Test func withdrawalBringsTheEarlierEditionBack() throws {
    let bench = bench()
    try bench.clew("ingest", "old", "--as-of", "2026-01-05")
    try bench.clew("ingest", "new", "--as-of", "2026-06-20")
    for source in ["S4", "S5"] { try bench.clew("withdraw", source, "--why", "wrong folder") }
    #expect(try bench.ask("find", "BIRCH").results.items.count == 1)
    #expect(try bench.ask("find", "ERLE").results[0].id.string == "W1")
    #expect(try bench.ask("lists").lists[0].changes.added.int == nil)
    #expect(try bench.ask("lists").lists[0].entries.int == 2)
  }
}

/// The real lists of two years, where they are at hand.
@Suite struct RealListTests {
  private static let folder: String? = {
    let data = getenv("CLEW_TEST_DATA").map { String(cString: $0) }
    let path = (data ?? "\(Bench.root)/../shared/data") + "/screening/watchman"
    return access(path, R_OK) == 0 ? path : nil
  }()

  @Test(.enabled(if: folder != nil))
  func theTwoEditionsOfOFACDifferByTheKnownCounts() throws {
    let folder = try #require(Self.folder)
    let bench = Bench()
    try bench.clew("ingest", "\(folder)/ofac-2019-01-15", "--as-of", "2019-01-15")
    let lists = try bench.ask("ingest", "\(folder)/ofac-2021-07-07", "--as-of", "2021-07-07").lists
    #expect(lists[0].added.int == 1858)
    #expect(lists[0].removed.int == 261)
    #expect(lists[0].changed.int == 842)
    #expect(try bench.ask("lists").lists[0].entries.int == 8976)
  }
}
