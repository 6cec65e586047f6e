import Testing

/// What reading sources does to a casefile, seen from the command line.
@Suite struct IngestTests {
  static let parties = """
    id,name,kind,country
    T,Target Ltd,organisation,GB
    X,Xenia Example,person,GB

    """
  static let links = """
    from,to,kind,share
    X,T,owns,60

    """

  @Test func theSecondTimeChangesNothing() throws {
    let bench = Bench()
    bench.write(Self.parties, to: "register/parties.csv")
    bench.write(Self.links, to: "register/links.csv")
    let first = try bench.ask("ingest", "register")
    #expect(first.totals.parties.int == 2)
    #expect(first.totals.links.int == 1)
    let owners = try bench.clew("owners", "T", "--json").output
    let second = try bench.ask("ingest", "register")
    #expect(second.sources.items.allSatisfy { $0.duplicate.bool == true })
    #expect(try bench.clew("owners", "T", "--json").output == owners)
    #expect(try bench.ask("sources").sources.items.count == 2)
  }

  @Test func theOrderOfFilesDoesNotMatter() throws {
    var answers: Set<String> = []
    for order in [["parties.csv", "links.csv"], ["links.csv", "parties.csv"]] {
      let bench = Bench()
      bench.write(Self.parties, to: "parties.csv")
      bench.write(Self.links, to: "links.csv")
      for file in order { try bench.clew("ingest", file, "--set", "s") }
      let answer = try bench.ask("owners", "ref:T")
      answers.insert(
        answer.owners.items.map {
          "\($0.party.ref.string ?? "?") \($0.lookThrough.min.string ?? "?")"
        }
        .joined(separator: ";"))
    }
    #expect(answers == ["X 0.6"])
  }

  @Test func detectionIgnoresTheName() throws {
    let bench = Bench()
    bench.write(Self.parties, to: "picture.png")
    #expect(try bench.ask("ingest", "picture.png").sources[0].format.string == "native-parties")
  }

  @Test func standardInputIsRead() throws {
    let bench = Bench()
    let run = try bench.clew("ingest", "-", "--set", "s", "--json", input: Self.parties)
    #expect(run.status == 0)
    #expect(try JSONValue(run.output).totals.parties.int == 2)
    let again = try bench.clew("ingest", "-", "--set", "s", "--json", input: Self.parties)
    #expect(try JSONValue(again.output).sources[0].duplicate.bool == true)
  }

  @Test func badRowsBecomeRejections() throws {
    let bench = Bench()
    bench.write("from,to,kind,share\nX,T,owns,60\nX,T,owns,sixty\nX,T,marries,1\n", to: "links.csv")
    let answer = try bench.ask("ingest", "links.csv")
    #expect(answer.totals.links.int == 1)
    #expect(answer.totals.rejections.int == 2)
    let rejections = try bench.ask("rejections", "S1")
    #expect(rejections.rejections.items.count == 2)
    #expect(rejections.rejections[0].locator.string?.contains("line 3") == true)
  }

  @Test func strictStoresNothingOfAFileWithRejections() throws {
    let bench = Bench()
    bench.write("from,to,kind,share\nX,T,owns,60\nX,T,owns,sixty\n", to: "links.csv")
    #expect(try bench.clew("ingest", "links.csv", "--strict").status == 2)
    #expect(try bench.ask("sources").sources.items.isEmpty)
  }

  @Test func aRefusedFileLeavesTheRestUnharmed() throws {
    let bench = Bench()
    bench.write(Self.parties, to: "in/a.csv")
    bench.write("<report><transaction></report>", to: "in/b.xml")
    bench.write("what is this\n", to: "in/c.txt")
    let run = try bench.clew("ingest", "in", "--json")
    #expect(run.status == 2)
    #expect(run.errors.contains("b.xml"))
    #expect(run.errors.contains("c.txt"))
    let sources = try bench.ask("sources").sources.items
    #expect(sources.count == 1)
    #expect(try bench.ask("find", "Target").results.items.count == 1)
  }

  @Test func formatsKnownButNotReadAreRefusedByName() throws {
    let bench = Bench()
    bench.write(
      #"{"type":"bundle","objects":[{"type":"identity","spec_version":"2.1"}]}"#,
      to: "x.json")
    let run = try bench.clew("ingest", "x.json")
    #expect(run.status == 2)
    #expect(run.errors.contains("STIX"))
    #expect(run.errors.contains("not yet read"))
  }

  @Test func aDryRunStoresNothing() throws {
    let bench = Bench()
    bench.write(Self.parties, to: "parties.csv")
    #expect(try bench.ask("ingest", "parties.csv", "--dry-run").totals.parties.int == 2)
    #expect(bench.read("case.clew") == nil)
  }

  @Test func withdrawalTakesASourceOutOfEveryAnswer() throws {
    let bench = Bench()
    bench.write(Self.parties, to: "parties.csv")
    bench.write(Self.links, to: "links.csv")
    try bench.clew("ingest", "parties.csv", "links.csv", "--set", "s")
    let links = try bench.ask("sources").sources.items.first { $0.format.string == "native-links" }
    let source = try #require(links?.id.string)
    #expect(try bench.clew("withdraw", source, "--why", "wrong register").status == 0)
    let owners = try bench.ask("owners", "ref:T")
    #expect(owners.owners.items.isEmpty)
    #expect(try bench.ask("journal").entries.items.count == 2)
  }

  @Test func aCorrectedFileReplacesTheWrongOne() throws {
    let bench = Bench()
    bench.write(Self.parties, to: "parties.csv")
    bench.write(Self.links, to: "links.csv")
    try bench.clew("ingest", "parties.csv", "--set", "s")
    try bench.clew("ingest", "links.csv", "--set", "s")
    bench.write("from,to,kind,share\nX,T,owns,20\n", to: "links.csv")
    #expect(try bench.clew("ingest", "links.csv", "--set", "s", "--replaces", "S2").status == 0)
    let owners = try bench.ask("owners", "ref:T")
    #expect(owners.owners[0].lookThrough.min.string == "0.2")
  }

  @Test func showPrintsTheBytesARecordCameFrom() throws {
    let bench = Bench()
    bench.write(Self.parties, to: "parties.csv")
    bench.write(Self.links, to: "links.csv")
    try bench.clew("ingest", "parties.csv", "links.csv", "--set", "s")
    let shown = try bench.clew("show", "L1").output
    #expect(shown.contains("X,T,owns,60"))
    #expect(shown.contains("line 2"))
    bench.write("from,to,kind,share\nX,T,owns,61\n", to: "links.csv")
    #expect(try bench.clew("show", "L1").output.contains("X,T,owns,61") == false)
  }

  @Test func anArchivedSourceIsShownWithoutItsFile() throws {
    let bench = Bench()
    bench.write(Self.parties, to: "parties.csv")
    try bench.clew("ingest", "parties.csv", "--archive")
    _ = try bench.run(["rm", "parties.csv"])
    #expect(try bench.clew("show", "P2").output.contains("X,Xenia Example,person,GB"))
  }

  @Test func aCasefileFromTheFutureIsRefusedWithASentence() throws {
    let bench = Bench()
    bench.write("no casefile at all, just text that is long enough to look at", to: "case.clew")
    let run = try bench.clew("sources")
    #expect(run.status == 2)
    #expect(run.errors.contains("no casefile"))
  }
}
