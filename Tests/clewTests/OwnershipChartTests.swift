import Testing

/// The chart of owners: what is drawn, what is folded, what is printed on it.
@Suite struct OwnershipChartTests {
  func bench(parties: String, links: String) throws -> Bench {
    let bench = Bench()
    bench.write(parties, to: "world/parties.csv")
    bench.write(links, to: "world/links.csv")
    let run = try bench.clew("ingest", "world")
    try #require(run.status == 0, "\(run.errors)")
    return bench
  }

  func chart(_ bench: Bench, _ more: String...) throws -> JSONValue {
    let run = try bench.run(
      ["\(Bench.products)/clew", "chart", "ref:T", "--view", "ownership", "-o", "c.json"] + more)
    try #require(run.status == 0, "\(run.errors)")
    return try JSONValue(bench.read("c.json") ?? "")
  }

  /// T: P 30% through A; the trust H 25%; the state S 10%; M 15%, of whom nothing is known; the rest
  /// of T is not filed.
  func small() throws -> Bench {
    try bench(
      parties: """
        id,name,kind,listed,owners
        T,Target Ltd,organisation,,not-filed
        A,Anchor Ltd,organisation,,
        P,Pia Quist,person,ofac,
        H,Heron Trust,organisation,,
        V,Vera Venn,person,,
        S,Port State,organisation,,state
        M,Mist Ltd,organisation,,

        """,
      links: """
        from,to,kind,share
        A,T,owns,30
        P,A,owns,100
        H,T,owns,25
        V,H,settlor,
        S,T,owns,10
        M,T,owns,15

        """)
  }

  private func node(_ chart: JSONValue, _ name: String) -> JSONValue? {
    chart.nodes.items.first { $0.lines[0].string == name }
  }

  @Test func rulesArePrintedWithThresholdsDatesAndFindings() throws {
    let chart = try chart(small(), "--regime", "amlr", "--as-of", "2028-01-01")
    let rule = chart.rules[0]
    #expect(chart.rules.items.count == 1)
    #expect(rule.id.string == "bo-eu-amlr")
    #expect(rule.threshold.string == ">= 25%")
    #expect(rule.period.string == "in force, from 2027-07-10")
    #expect(rule.status.string?.hasPrefix("verified, checked ") == true)
    let findings = rule.findings.items.compactMap(\.string)
    #expect(findings.contains { $0.hasPrefix("yes: ") && $0.contains("Pia Quist (Article 52") })
    let mark = node(chart, "Pia Quist")?.verdicts[0].text.string
    #expect(mark?.hasPrefix("bo-eu-amlr yes: Article 52") == true)
  }

  @Test func withoutAnOptionTheRulesInForceArePrinted() throws {
    let ids = try chart(small()).rules.items.compactMap(\.id.string)
    #expect(ids.contains("bo-eu-amld") && ids.contains("bo-us-cdd"))
    #expect(!ids.contains("bo-eu-amlr"))
  }

  @Test func aRuleAboutListedPartiesMarksCompanies() throws {
    let chart = try chart(small(), "--regime", "ofac")
    #expect(node(chart, "Anchor Ltd")?.verdicts[0].text.string == "san-us-ofac yes: 100%")
    #expect(node(chart, "Target Ltd")?.verdicts.items.isEmpty == true)
  }

  @Test func anUnknownRuleIsNamed() throws {
    let bench = try small()
    let run = try bench.clew(
      "chart", "ref:T", "--view", "ownership", "--regime", "nowhere", "-o", "c.svg")
    #expect(run.status == 2)
    #expect(run.errors.contains("no regime 'nowhere'"))
    let network = try bench.clew("chart", "ref:T", "--regime", "amlr", "-o", "c.svg")
    #expect(network.status == 2)
    let list = try bench.clew(
      "chart", "ref:T", "--view", "ownership", "--regime", "eu", "--list", "nolist", "-o", "c.svg")
    #expect(list.status == 2 && list.errors.contains("no list 'nolist'"))
  }

  @Test func everyCompanyHasAnUnknownOwnerOfItsOwnWithItsReason() throws {
    let chart = try chart(small())
    let unknown = chart.nodes.items.filter { $0.shape.string == "unknown-owner" }
    #expect(unknown.count == 2)
    let rest = try #require(unknown.first { $0.lines[1].string == "no filing" })
    let edge = chart.edges.items.first { $0.from.string == rest.id.string }
    #expect(edge?.label[0].string == "20%")
    #expect(unknown.contains { $0.lines[1].string == "owners not stated" })
  }

  @Test func whatEndsASearchAndTrustsLookLikeWhatTheyAre() throws {
    let chart = try chart(small())
    #expect(node(chart, "Port State")?.shape.string == "state")
    #expect(node(chart, "Heron Trust")?.shape.string == "arrangement")
    let role = chart.edges.items.first { $0.relation.string == "trust" }
    #expect(role?.label[0].string == "settlor")
  }

  @Test func theChainThatProvesAVerdictIsHighlighted() throws {
    let chart = try chart(small(), "--regime", "amlr")
    let lit = chart.edges.items.filter { $0.highlighted.bool == true }.compactMap {
      $0.label[0].string
    }
    #expect(lit.contains("owns 30%") && lit.contains("owns 100%"))
    #expect(!lit.contains("owns 10%"))
  }

  @Test func aRingIsBoxedWithWhatItOwnsOfItself() throws {
    let bench = try bench(
      parties: "id,name,kind\nT,T,organisation\nA,A,organisation\nB,B,organisation\n",
      links: "from,to,kind,share\nA,T,owns,100\nB,A,owns,50\nA,B,owns,40\n")
    let chart = try chart(bench)
    #expect(chart.groups[0].label.string == "2 companies own each other")
    let marks = node(chart, "A")?.marks.items.compactMap(\.string) ?? []
    #expect(marks.contains("20% of itself, by the ring"))
  }

  /// T: P 30% through A, Q listed with 4%, 300 holders of 0.2% each, 6% of them companies without
  /// stated owners.
  func wide() throws -> Bench {
    var parties =
      "id,name,kind,listed\nT,Target plc,organisation,\nA,Anchor,organisation,\nP,Pia,person,\n"
      + "Q,Quin,person,ofac\n"
    var links = "from,to,kind,share\nA,T,owns,30\nP,A,owns,90\nQ,T,owns,4\n"
    for number in 1...300 {
      parties += "S\(number),Holder \(number),\(number <= 30 ? "organisation" : "person"),\n"
      links += "S\(number),T,owns,0.2\n"
    }
    return try bench(parties: parties, links: links)
  }

  @Test func smallHoldersAreFoldedIntoOneSum() throws {
    let bench = try wide()
    let chart = try chart(bench, "--regime", "amlr")
    #expect(chart.nodes.items.count > 300)
    let fold = chart.folds[0]
    #expect(chart.folds.items.count == 1)
    #expect(fold.lines[0].string == "300 owners, each under 1%")
    #expect(fold.lines[1].string == "together 60%")
    #expect(fold.lines.items.contains { $0.string?.hasPrefix("unknown inside, 30 times") == true })
    let members = Set(fold.members.items.compactMap(\.string))
    for name in ["Target plc", "Anchor", "Pia", "Quin"] {
      let id = try #require(node(chart, name)?.id.string)
      #expect(!members.contains(id), "\(name)")
    }
    let drawn = try bench.clew(
      "chart", "ref:T", "--view", "ownership", "--regime", "amlr", "-o", "c.svg")
    #expect(drawn.status == 0)
    let svg = bench.read("c.svg") ?? ""
    #expect(svg.contains("300 owners, each under 1%") && !svg.contains("Holder 17<"))
    #expect(svg.contains("Folded: "))
  }

  @Test func fullDrawsEveryHolder() throws {
    let bench = try wide()
    let run = try bench.clew("chart", "ref:T", "--view", "ownership", "--full", "-o", "c.svg")
    #expect(run.status == 0, "\(run.errors)")
    let svg = bench.read("c.svg") ?? ""
    for number in [1, 17, 300] { #expect(svg.contains(">Holder \(number)<")) }
  }

  /// Every party is drawn or behind a fold, whatever the graph.
  @Test(arguments: [1, 2, 3, 4, 5, 6]) func nothingIsLost(seed: UInt64) throws {
    var state = seed
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    var parties = "id,name,kind,listed\nT,Target,organisation,\n"
    var links = "from,to,kind,share\n"
    var companies = ["T"]
    for number in 1...90 {
      let isPerson = next(2) == 0
      let id = "N\(number)"
      parties += "\(id),Name \(number),\(isPerson ? "person" : "organisation"),"
      parties += next(40) == 0 ? "ofac\n" : "\n"
      for _ in 0...next(2) {
        links += "\(id),\(companies[next(companies.count)]),owns,\(1 + next(30))\n"
      }
      if !isPerson { companies.append(id) }
      if next(8) == 0, companies.count > 2 {
        links += "\(companies[next(companies.count)]),\(companies[next(companies.count)]),owns,5\n"
      }
    }
    let bench = try bench(parties: parties, links: links)
    let chart = try chart(bench, "--regime", "amlr,ofac")
    let members = Set(
      chart.folds.items.flatMap { $0.members.items }.compactMap(\.string))
    let ids = Set(chart.nodes.items.compactMap(\.id.string))
    #expect(members.isSubset(of: ids))
    let owners = try bench.ask("owners", "ref:T")
    for row in owners.owners.items {
      let id = try #require(row.party.id.string)
      #expect(ids.contains(id), "\(id)")
      if row.verdicts["bo-eu-amlr"].string == "yes" { #expect(!members.contains(id), "\(id)") }
    }
    let kept = ids.subtracting(members)
    // What stays hangs together: everything reaches the subject over lines that stay or folds.
    let subject = try #require(node(chart, "Target")?.id.string)
    var below: [String: [String]] = [:]
    for edge in chart.edges.items {
      guard let from = edge.from.string, let to = edge.to.string else { continue }
      if kept.contains(from), kept.contains(to) { below[from, default: []].append(to) }
    }
    for start in kept {
      var seen: Set<String> = [start]
      var stack = [start]
      while let node = stack.popLast() {
        for next in below[node] ?? [] where seen.insert(next).inserted { stack.append(next) }
      }
      #expect(seen.contains(subject), "\(start) hangs in the air")
    }
    for node in chart.nodes.items
    where node.marks.items.contains(where: { $0.string?.hasPrefix("listed") == true }) {
      #expect(!members.contains(node.id.string ?? ""), "a listed party is folded")
    }
    let first = bench.read("c.json")
    _ = try self.chart(bench, "--regime", "amlr,ofac")
    #expect(bench.read("c.json") == first)
  }
}
