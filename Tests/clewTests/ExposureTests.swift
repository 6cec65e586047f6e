import Testing

/// Exposure through the command line: every regime, dated listings, periods, groups and questions.
@Suite struct ExposureCommandTests {
  /// A register of dated links between persons P, Q, R and companies.
  private func register(_ links: [String], listed: [String: String] = [:]) throws -> Bench {
    let bench = Bench()
    var names: Set<String> = []
    for line in links {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      names.formUnion([String(cells[0]), String(cells[1])])
    }
    var parties = "id,name,kind,listed\n"
    for name in names.sorted() {
      let kind = ["P", "Q", "R"].contains(name) ? "person" : "organisation"
      parties += "\(name),Name of \(name),\(kind),\(listed[name] ?? "")\n"
    }
    bench.write(parties, to: "register/parties.csv")
    bench.write(
      "from,to,kind,share,votes,start,end\n" + links.joined(separator: "\n") + "\n",
      to: "register/links.csv")
    try bench.clew("ingest", "register", "--as-of", "2026-01-01")
    return bench
  }

  /// An edition of the United Nations' list with persons and their days of listing.
  private func list(_ bench: Bench, on day: String, _ entries: [(String, String)]) throws {
    let rows = entries.map { name, listed in
      """
      <INDIVIDUAL><DATAID>\(name.utf8.reduce(7) { $0 * 31 + Int($1) })</DATAID>
      <FIRST_NAME>Name of \(name)</FIRST_NAME><UN_LIST_TYPE>Test</UN_LIST_TYPE>
      <REFERENCE_NUMBER>QDi.\(name)</REFERENCE_NUMBER><LISTED_ON>\(listed)</LISTED_ON></INDIVIDUAL>
      """
    }
    bench.write(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <CONSOLIDATED_LIST dateGenerated="\(day)T00:00:00Z"><INDIVIDUALS>
      \(rows.joined(separator: "\n"))
      </INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>
      """, to: "un-\(day).xml")
    let read = try bench.clew("ingest", "un-\(day).xml")
    #expect(read.status == 0, "\(read.errors)")
  }

  private func judge(_ bench: Bench, _ name: String) throws {
    let run = try bench.clew("judge", "ref:\(name)", "ref:QDi.\(name)", "same", "--why", "seen")
    #expect(run.status == 0, "\(run.errors)")
  }

  private func refs(_ answer: JSONValue) -> [String?] {
    answer.results.items.map { $0.party.ref.string }
  }

  @Test func severalRegimesStandSideBySide() throws {
    let bench = try register(
      ["P,T,owns,50,,,", "Q,U,controls,,,,"], listed: ["P": "ofac;eu;uk", "Q": "ofac;eu;uk"])
    let answer = try bench.ask("exposure", "--regime", "ofac,eu", "--regime", "uk")
    #expect(
      answer.regimes.items.map { $0.regime.string } == ["san-us-ofac", "san-eu", "san-uk"])
    #expect(answer.regimes.items.map(refs) == [["T"], ["T", "U"], ["U"]])
    let eu = answer.regimes[1]
    #expect(eu.results[0].basis.string == "presumed")
    #expect(eu.results[1].basis.string == "controlled")
    #expect(eu.results[1].steps[0].control.string != nil)
    #expect(eu.inForce.bool == true && eu.suspended.bool == false)
    let uk = answer.regimes[2]
    #expect(uk.results[0].persons[0].verdict.string == "yes")
    #expect(uk.controlQuestions[0].signal.string == "exactly-threshold")
    #expect(uk.controlQuestions[0].party.ref.string == "T")
    let one = try bench.ask("exposure", "--regime", "san-eu")
    #expect(one.regime.string == "san-eu" && one.regimes.isMissing)
    #expect(one.results[0].minimal[0].link.string == "L1")
    #expect(try bench.ask("exposure").regime.string == "san-us-ofac")
  }

  @Test func unknownRegimesNameTheKnown() throws {
    let bench = try register(["P,T,owns,50,,,"])
    let unknown = try bench.clew("exposure", "--regime", "mars")
    #expect(unknown.status == 2)
    for name in ["san-us-ofac or ofac", "san-ca or ca", "san-ch or seco"] {
      #expect(unknown.errors.contains(name))
    }
    let owners = try bench.clew("exposure", "--regime", "amlr")
    #expect(owners.status == 2 && owners.errors.contains("clew owners"))
    #expect(try bench.clew("exposure", "--group", "ref:P").status == 2)
    #expect(try bench.clew("exposure", "--as-known").status == 64)
  }

  @Test func aSuspendedRuleIsComputedAndSaid() throws {
    let bench = try register(["P,T,owns,60,,,"], listed: ["P": "bis"])
    let answer = try bench.ask("exposure", "--regime", "bis", "--list", "bis")
    #expect(refs(answer) == ["T"])
    #expect(answer.inForce.bool == false && answer.suspended.bool == true)
    #expect(answer.notes.items.contains { $0.string?.contains("is suspended on") == true })
    let before = try bench.ask(
      "exposure", "--regime", "bis", "--list", "bis", "--as-of", "2025-01-01")
    #expect(before.inForce.bool == false && before.suspended.bool == false)
    let text = try bench.clew("exposure", "--regime", "bis", "--list", "bis").output
    #expect(text.contains("BIS affiliates rule, as of") && text.contains(", suspended"))
    let never = try bench.clew("exposure", "--regime", "bis", "--as-of", "2025-01-01")
    #expect(never.output.contains(", not in force") && never.output.contains(" T"))
    #expect(try bench.clew("exposure", "--regime", "bis", "--fail-on-findings").status == 0)
    let again = try bench.clew(
      "exposure", "--regime", "bis", "--as-of", "2026-11-20", "--fail-on-findings")
    #expect(again.status != 0 && !again.output.contains("not in force"))
  }

  @Test func listingsCountFromTheirDay() throws {
    let bench = try register(["P,T,owns,60,,,", "Q,U,owns,60,,,"], listed: ["Q": "ofac"])
    try list(bench, on: "2026-03-01", [("P", "2024-05-06")])
    try judge(bench, "P")
    let un = ["exposure", "--list", "un"]
    func asOf(_ day: String) throws -> [String?] {
      refs(try bench.ask(un[0], un[1], un[2], "--as-of", day))
    }
    #expect(try asOf("2024-05-05") == [])
    #expect(try asOf("2024-05-06") == ["T"])
    let unknown = try bench.ask(
      "exposure", "--list", "un", "--as-of", "2025-01-01", "--known-by", "2024-05-05")
    #expect(refs(unknown) == [])
    let undated = try bench.ask("exposure", "--regime", "ofac", "--as-of", "2015-01-01")
    #expect(refs(undated) == ["U"])
    #expect(undated.notes.items.contains { $0.string?.contains("no date of listing") == true })
    #expect(undated.listed[0].verdict.string == "yes")
    #expect(refs(try bench.ask("exposure", "--known-by", "2015-01-01")) == ["U"])
  }

  @Test func delistedPartiesCountUntilThen() throws {
    let bench = try register(["P,T,owns,60,,,", "Q,U,owns,60,,,"])
    try list(bench, on: "2025-03-01", [("P", "2024-05-06"), ("Q", "2024-07-01")])
    try judge(bench, "P")
    try judge(bench, "Q")
    try list(bench, on: "2025-09-01", [("Q", "2024-07-01")])
    #expect(refs(try bench.ask("exposure", "--list", "un")) == ["U"])
    let before = try bench.ask("exposure", "--list", "un", "--as-of", "2025-08-31")
    #expect(refs(before) == ["T", "U"])
    #expect(before.listed.items.map { $0.delisted.string } == ["2025-09-01T00:00:00Z", nil])
    let now = try bench.ask("exposure", "--list", "un", "--periods")
    let former = now.formerly[0]
    #expect(former.party.ref.string == "T" && former.ceased.string == "2025-09-01")
    #expect(former.closed[0].event.string == "delisted")
    #expect(former.periods[0].from.string == "2024-05-06")
    #expect(now.results[0].periods[0].opened[0].event.string == "listed")
    // An entry that comes back counts again.
    try list(bench, on: "2026-02-01", [("P", "2024-05-06"), ("Q", "2024-07-01")])
    #expect(refs(try bench.ask("exposure", "--list", "un")) == ["T", "U"])
    #expect(
      refs(try bench.ask("exposure", "--list", "un", "--as-of", "2025-10-01")) == ["U"])
    let both = try bench.ask("exposure", "ref:T", "--list", "un", "--periods")
    #expect(
      both.results[0].periods.items.map { $0.from.string } == ["2024-05-06", "2026-02-01"])
  }

  @Test func divestmentIsRemembered() throws {
    let bench = try register(
      ["P,T,owns,60,,2015-01-01,2024-02-20", "R,T,owns,60,,2024-02-20,", "P,U,owns,60,,,"])
    try list(bench, on: "2026-03-01", [("P", "2024-03-01")])
    try judge(bench, "P")
    let answer = try bench.ask("exposure", "--list", "un", "--as-of", "2026-01-01")
    #expect(refs(answer) == ["U"])
    #expect(answer.formerly.items.isEmpty)
    let sold = try bench.ask("exposure", "--regime", "eu", "--list", "un")
    let question = try #require(
      sold.controlQuestions.items.first { $0.signal.string == "sold-near-listing" })
    #expect(question.party.ref.string == "T" && question.ended.string == "2024-02-20")
    // Listed earlier than it sold.
    let other = try register(
      ["P,T,owns,60,,2015-01-01,2024-02-20", "R,T,owns,60,,2024-02-20,"], listed: ["P": "ofac"])
    let former = try other.ask("exposure").formerly[0]
    #expect(former.party.ref.string == "T" && former.ceased.string == "2024-02-20")
    #expect(former.closed.items.contains { $0.link.string == "L1" })
    let text = try other.clew("exposure", "--periods").output
    #expect(text.contains("Caught before") && text.contains("2024-02-20"))
  }

  @Test func aGroupHoldsTogetherInTheUnitedKingdom() throws {
    let bench = try register(["P,T,owns,30,,,", "Q,T,owns,25,,,"], listed: ["P": "uk"])
    #expect(refs(try bench.ask("exposure", "--regime", "uk")) == [])
    let together = try bench.ask("exposure", "--regime", "uk", "--group", "ref:P,ref:Q")
    #expect(refs(together) == ["T"])
    #expect(together.groups[0].items.count == 2)
    #expect(together.results[0].steps.items.contains { $0.joint.bool == true })
    let eu = try bench.ask(
      "exposure", "--regime", "eu", "--list", "uk", "--group", "ref:P,ref:Q")
    #expect(refs(eu) == [])
    #expect(eu.controlQuestions[0].party.ref.string == "T")
  }

  @Test func onePartyIsAnsweredAlsoWithNo() throws {
    let bench = try register(["P,T,owns,30,,,", "P,U,owns,60,,,"], listed: ["P": "ofac"])
    let no = try bench.ask("exposure", "ref:T")
    #expect(refs(no) == [] && no.asked.verdict.string == "no" && no.asked.margin.string == "-0.2")
    #expect(no.notes.items.contains { $0.string?.contains("at most 30%") == true })
    let yes = try bench.ask("exposure", "ref:U")
    #expect(refs(yes) == ["U"] && yes.asked.verdict.string == "yes")
    let listed = try bench.ask("exposure", "ref:P").asked
    #expect(listed.listed.bool == true && listed.verdict.string == "yes")
    #expect(listed.basis.string == "listed" && listed.margin.string == nil)
  }

  /// The rule names certain parties only on OFAC's lists, and the Denied Persons List not at all.
  @Test func affiliatesCountForCertainOnTheListsOfTheRule() throws {
    let bench = try register(
      ["P,T,owns,60,,,", "Q,U,owns,60,,,", "R,V,owns,60,,,"],
      listed: ["P": "bis", "Q": "ofac", "R": "bis-dpl"])
    let answer = try bench.ask("exposure", "--regime", "bis", "--as-of", "2026-11-20")
    #expect(refs(answer) == ["T", "U"])
    #expect(answer.results.items.map { $0.verdict.string } == ["yes", "possible"])
    #expect(answer.notes.items.contains { $0.string?.contains("744.8(a)(1)") == true })
    let asked = try bench.ask("exposure", "ref:Q", "--regime", "bis", "--as-of", "2026-11-20").asked
    #expect(asked.verdict.string == "possible" && asked.basis.string == "listed")
    let named = try bench.ask(
      "exposure", "--regime", "bis", "--list", "bis-dpl", "--list", "ofac", "--as-of",
      "2026-11-20")
    #expect(refs(named) == ["U", "V"])
    #expect(named.results.items.allSatisfy { $0.verdict.string == "yes" })
  }

  @Test func controlAloneHasNoMargin() throws {
    let bench = try register(["P,T,controls,,,,"], listed: ["P": "uk;ofac"])
    let result = try bench.ask("exposure", "--regime", "uk").results[0]
    #expect(result.verdict.string == "yes" && result.basis.string == "controlled")
    #expect(result.margin.string == nil && result.persons[0].margin.string == nil)
    #expect(try bench.clew("exposure", "--regime", "uk").output.contains("-50%") == false)
    let ofac = try bench.ask("exposure")
    #expect(refs(ofac) == [] && ofac.controlQuestions[0].signal.string == "stated-control")
    #expect(ofac.notes.items.contains { $0.string?.contains("nothing signed") == true })
  }

  @Test func columnsAboveTheWholeAreNamed() throws {
    let bench = try register(
      ["P,T,owns,80,,,", "Q,T,owns,80,,,"], listed: ["P": "ofac"])
    let answer = try bench.ask("exposure")
    #expect(answer.results[0].verdict.string == "yes")
    #expect(answer.notes.items.contains { $0.string?.contains("add up to 160%") == true })
  }
}
